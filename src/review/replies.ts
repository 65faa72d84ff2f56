import type { Finding, Level, Report } from "../checker/finding.ts";
import { NO_PACKAGES } from "../checker/layouts.ts";
import { nearestName } from "../config/nearest-name.ts";
import type { CheckOutcome } from "./check-run.ts";
import { markdownCode, markdownProse, markdownText, shorten } from "./escape.ts";
import { fitting } from "./fitting.ts";
import { ruleLine } from "./inline.ts";
import { linked } from "./link.ts";
import { elsewhereMarker, type ReplyMarker, replyMarker, waitingMarker } from "./markers.ts";
import { elsewhereAnswer } from "./near-misses.ts";
import { pageExcerpt } from "./page-excerpt.ts";
import { placeOf } from "./place.ts";
import { sentence } from "./sentence.ts";
import { counted } from "./words.ts";

const longestReply = 60_000;
const longestList = 10_000;
const longestMessage = 300;
const longestName = 100;

/**
 * A reply to a comment: what there is to say to each of its commands, in their order, and the marker that
 * tells the bot later that it has answered. At most 60,000 characters; what does not fit is left out.
 */
export function replyBody(answers: readonly string[], marker: ReplyMarker): string {
  const hidden = replyMarker(marker);
  const shown = fitting(answers, longestReply - hidden.length - 10, (answer) => answer);
  return [shown.join("\n\n---\n\n"), hidden].join("\n\n");
}

/** A reply that says what a command waits for; the answer itself comes later. */
export function waitingBody(text: string, marker: Pick<ReplyMarker, "comment" | "stamp">): string {
  return [text, waitingMarker(marker)].join("\n\n");
}

/** A reply to commands in reviews and on lines of code: `remarks` are their keys, and `places` links to them. */
export function elsewhereBody(bot: string, places: readonly string[], remarks: readonly string[]): string {
  return [elsewhereAnswer(bot, places), elsewhereMarker(remarks)].join("\n\n");
}

/** Answers `help`: the commands there are. */
export function helpAnswer(bot: string): string {
  const row = (command: string, does: string) => `| ${markdownCode(`@${bot} ${command}`)} | ${does} |`;
  return [
    "Write a command on a line of its own:",
    [
      "| Command | What it does |",
      "| --- | --- |",
      row("merge", "merges this change, if it may merge itself and you may say so"),
      row("cancel", "takes back a merge that is under way"),
      row("check", "looks at this change again"),
      row("explain", "says what blocks this change, and whether it may merge itself"),
      row("explain <rule>", "says what a rule means, by its name or its NPV number"),
      row("help", "shows this table"),
    ].join("\n"),
  ].join("\n\n");
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
  const { introduction, wrong, right, howToMend } = pageExcerpt(page);
  const numbers = codes.length === 0 ? "" : ` (${codes.map(markdownText).join(", ")})`;
  const example = (title: string, text: string) => (text === "" ? [] : [`**${title}**`, text]);
  return [
    `### ${linked(markdownCode(name), url)}${numbers}`,
    introduction,
    levelSentence(level) + (differs === true ? DIFFERS : ""),
    ...example("Wrong", wrong),
    ...example("Right", right),
    ...example("How to mend it", howToMend),
    ...(url === null ? [] : [linked("More about this rule", url)]),
  ].join("\n\n");
}

const DIFFERS = " For some paths the configuration sets another level.";

function levelSentence(level: Level): string {
  if (level === "error") return "In this repository it is an **error**: it blocks a change that brings it.";
  if (level === "warning") return "In this repository it is a **warning**: it is said, and blocks nothing.";
  return "In this repository it is **off**: nothing is said of it.";
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
      return ["This change touches no package that is laid out by name, so there is nothing for me to say."];
    case "no-packages":
      return [`${NO_PACKAGES} So there is nothing for me to say.`];
    case "too-large":
    case "not-reviewed":
      return [`I did not review this change: ${markdownProse(shorten(outcome.why, longestMessage))}.`];
    case "configuration-invalid":
      return [
        `I cannot review this change: ${markdownCode(shorten(outcome.path, longestName))} on the base branch is not valid. The check lists what is wrong with it.`,
      ];
  }
}

function reportLines(report: Report, { ruleUrl, placeUrl }: StateUrls): string[] {
  const { blocking, warnings, unknown } = report.summary;
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
    ...(unknown > 0
      ? [
          `${counted(unknown, "question")} ${unknown === 1 ? "is" : "are"} left to evaluation: syntax alone cannot tell.`,
        ]
      : []),
  ];
}

/** Answers a command that there is not. */
export function unknownCommandAnswer(command: string, bot: string): string {
  const known = ["merge", "cancel", "check", "explain", "help"];
  const nearest = nearestName(command, known);
  const hint = nearest === null ? "" : ` Did you mean ${markdownCode(`@${bot} ${nearest}`)}?`;
  const help = markdownCode(`@${bot} help`);
  return `I do not know the command ${markdownCode(shorten(command, longestName))}.${hint} ${help} lists those I know.`;
}
