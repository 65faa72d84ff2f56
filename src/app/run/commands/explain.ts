import type { Finding, Level, Report } from "../../../checker/finding.ts";
import { NO_PACKAGES } from "../../../checker/layouts.ts";
import { differsByPath, levelOf } from "../../../checker/level.ts";
import { sentence } from "../../../checker/sentence.ts";
import { nearestName } from "../../../config/nearest-name.ts";
import type { Decision } from "../../../policy/decision.ts";
import type { CheckOutcome } from "../../../review/conversation/check-run.ts";
import { addsSentence, checklist, verdictSentence } from "../../../review/conversation/checklist.ts";
import { ruleLine } from "../../../review/conversation/inline.ts";
import { markdownCode, markdownProse, markdownText, shorten } from "../../../review/text/escape.ts";
import { fitting } from "../../../review/text/fitting.ts";
import { rulesUrl, ruleUrl } from "../../../review/text/home.ts";
import { linked } from "../../../review/text/link.ts";
import { pageExcerpt } from "../../../review/text/page-excerpt.ts";
import { placeOf } from "../../../review/text/place.ts";
import { counted, countedAdvice } from "../../../review/text/words.ts";
import { findRules, RULE_NAMES } from "../../../rules/naming.ts";
import type { Merging } from "../merge/merging.ts";
import { shownVerdict } from "../places/head-places.ts";
import { placeUrl } from "../places/place-url.ts";
import type { Run } from "../run.ts";
import { outcomeOf } from "../writes/check-run-writes.ts";
import { undecidedText } from "./about-merging.ts";
import type { Answer, HelpRow } from "./answer.ts";

const longestList = 10_000;
const longestMessage = 300;
const longestName = 100;

export const EXPLAIN_HELP: HelpRow = {
  form: "explain",
  does: "says what blocks this change, and whether it may merge itself",
};

export const EXPLAIN_RULE_HELP: HelpRow = {
  form: "explain <rule>",
  does: "says what a rule means, by its name or its NPV number",
};

/** Answers `explain` alone, or with a rule. */
export function explainAnswer(run: Run, argument: string | null): Answer {
  return argument === null ? { text: stateText(run), result: "done" } : explainRule(argument, run);
}

function stateText({ verdict, places, merging, name, state, context }: Run): string {
  const urls = {
    ruleUrl: (rule: string) => ruleUrl(rule, context.docs),
    placeUrl: (finding: Finding) => placeUrl(context.website, name, state.head, finding),
  };
  return stateAnswer(outcomeOf(shownVerdict(verdict, places)), urls, mergingText(merging));
}

function mergingText(merging: Merging): string {
  return merging.kind === "decided" ? mergingAnswer(merging.decision) : undecidedText(merging);
}

/** Answers `explain` on merging. */
export function mergingAnswer(decision: Decision): string {
  if (decision.adds.length > 0) return addsSentence(decision);
  return [verdictSentence(decision), checklist(decision, { lasting: false })].join("\n\n");
}

function explainRule(asked: string, { verdict, context }: Run): Answer {
  const rules = findRules(asked);
  if (rules.length === 0) {
    const all = { names: RULE_NAMES, url: rulesUrl(context.docs) };
    return { text: unknownRuleAnswer(asked, all), result: "refused" };
  }
  const configuration = "checked" in verdict ? verdict.checked.configuration : null;
  const answers = rules.map((rule) =>
    ruleAnswer({
      name: rule.name,
      codes: rule.codes,
      level: levelOf(rule, configuration?.preset ?? "nixpkgs", configuration?.levels ?? new Map()),
      differs: configuration !== null && differsByPath(rule, configuration),
      page: context.rulePage(rule.name),
      url: ruleUrl(rule.name, context.docs),
    }),
  );
  return { text: answers.join("\n\n"), result: "done" };
}

/** A rule as `explain` tells of it. */
export type ExplainedRule = {
  readonly name: string;
  readonly codes: readonly string[];
  /** Its level in this repository. */
  readonly level: Level;
  /** Whether the configuration sets another level for some paths. */
  readonly differs?: boolean;
  /** The text of its page. */
  readonly page: string;
  readonly url: string | null;
};

/** Answers `explain <rule>`. */
export function ruleAnswer({ name, codes, level, differs, page, url }: ExplainedRule): string {
  const { introduction, wrong, right, howToFix } = pageExcerpt(page);
  const numbers = codes.length === 0 ? "" : ` (${codes.map(markdownText).join(", ")})`;
  const example = (title: string, text: string) => (text === "" ? [] : [`**${title}**`, text]);
  return [
    `### ${linked(markdownCode(name), url)}${numbers}`,
    introduction,
    levelSentence(level) + (differs === true ? DIFFERS : ""),
    ...example("Wrong", wrong),
    ...example("Right", right),
    ...example("How to fix it", howToFix),
    ...(url === null ? [] : [linked("More about this rule", url)]),
  ].join("\n\n");
}

const DIFFERS = " The configuration sets another level for some paths.";

function levelSentence(level: Level): string {
  if (level === "error") return "In this repository it is an **error**: it blocks a change that brings it.";
  if (level === "warning")
    return "In this repository it is a **warning**: it is reported, and blocks nothing.";
  if (level === "advice")
    return "In this repository it is **advice**: it is said once, and neither blocks a change nor asks for one.";
  return "In this repository it is **off**: it is not reported.";
}

/** Answers `explain` with a name that no rule has. */
export function unknownRuleAnswer(
  asked: string,
  rules: { readonly names: readonly string[]; readonly url: string | null },
): string {
  const name = shorten(asked, longestName);
  const nearest = nearestName(asked, rules.names);
  const hint = nearest === null ? "" : ` Did you mean ${markdownCode(nearest)}?`;
  const all = rules.url === null ? "" : ` ${linked("All rules", rules.url)}`;
  return `There is no rule ${markdownCode(name)}.${hint}${all}`;
}

/** Answers `explain` alone: what stands in the way of the change. `merging` tells of its merge. */
export function stateAnswer(outcome: CheckOutcome, urls: StateUrls, merging: string): string {
  return [...stateLines(outcome, urls), merging].join("\n\n");
}

type StateUrls = {
  readonly ruleUrl: (rule: string) => string | null;
  readonly placeUrl: (finding: Finding) => string | null;
};

function stateLines(outcome: CheckOutcome, urls: StateUrls): string[] {
  switch (outcome.kind) {
    case "checked":
      return reportLines(outcome.report, urls);
    case "not-by-name":
      return ["This change touches no package that is laid out by name, so I have nothing to report."];
    case "no-packages":
      return [`${NO_PACKAGES} So I have nothing to report.`];
    case "too-large":
    case "not-reviewed":
      return [`I did not review this change: ${markdownProse(shorten(outcome.why, longestMessage))}.`];
    case "configuration-invalid":
      return [
        `I cannot review this change: ${markdownCode(shorten(outcome.path, longestName))} on the base branch is not valid. The check lists what is wrong.`,
      ];
  }
}

function reportLines(report: Report, { ruleUrl, placeUrl }: StateUrls): string[] {
  const { blocking, warnings, advice, unknown } = report.summary;
  const errors = report.findings.filter(({ level, status }) => level === "error" && status === "introduced");
  const items = fitting(errors, longestList, (finding) => {
    const place = linked(markdownCode(placeOf(finding)), placeUrl(finding));
    const message = markdownProse(shorten(sentence(finding.message), longestMessage));
    return `- ${ruleLine(finding, ruleUrl)} in ${place}: ${message}`;
  });
  const left = errors.length - items.length;
  const more = left > 0 ? [`- and ${counted(left, "more error")}, which the check lists.`] : [];
  return [
    blocking === 0
      ? "Nothing blocks this change."
      : `**${counted(blocking, "error")}** ${blocking === 1 ? "blocks" : "block"} this change:`,
    ...(items.length > 0 ? [[...items, ...more].join("\n")] : []),
    ...(warnings > 0
      ? [`${counted(warnings, "warning")} ${warnings === 1 ? "is" : "are"} worth a look.`]
      : []),
    ...(advice > 0 ? [`There ${advice === 1 ? "is" : "are"} ${countedAdvice(advice)} besides.`] : []),
    ...(unknown > 0
      ? [`${counted(unknown, "question")} ${unknown === 1 ? "is" : "are"} left to evaluation.`]
      : []),
  ];
}
