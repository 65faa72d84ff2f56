import type { Finding } from "../../checker/finding.ts";
import { grouped } from "../../nix/shown.ts";
import type { SourceText } from "../../nix/text.ts";
import { fixHelp } from "../fixes/fix-help.ts";
import { adviceByCause } from "../text/advice.ts";
import { markdownCode } from "../text/escape.ts";
import { fitting } from "../text/fitting.ts";
import { LONGEST_BODY } from "../text/limits.ts";
import { linked } from "../text/link.ts";
import { placeOf } from "../text/place.ts";
import { counted, countedAdvice, enumerated } from "../text/words.ts";
import type { PlacedFinding } from "./compose.ts";
import { helpText, messageLine, ruleLine } from "./inline.ts";
import { reviewMarker } from "./markers.ts";

/** What the body of a review is made of. */
export type ReviewBodyInput = {
  /** The findings of this review, each placed. */
  readonly placed: readonly PlacedFinding[];
  /** Whether it is the bot's first review of the pull request. */
  readonly first: boolean;
  /** How many comments of earlier reviews are opened again. */
  readonly reopened: number;
  /** The login that people write to, without `[bot]`. */
  readonly bot: string;
  readonly ruleUrl: (rule: string) => string | null;
  /** The address of a finding's place; null for none. */
  readonly placeUrl: (finding: Finding) => string | null;
  /** The text of a file at the head; null where it is not at hand. */
  readonly text: (path: string) => SourceText | null;
};

/** About 1,400 findings: what is not listed for lack of room is known to be said all the same. */
const longestIds = 30_000;
/** So many findings are told as they would be in a comment. */
const mostInFull = 3;

/**
 * The body of a review: how much was found, the findings that no comment could be made for, and how to ask
 * for more. Never empty, at most 60,000 characters. Its marker names the findings that the review says; of
 * very many some are left for the next.
 */
export function reviewBody(input: ReviewBodyInput): string {
  const inline = input.placed.filter(({ place }) => place === "inline");
  const beside = input.placed.filter(({ place }) => place === "beside");
  const below = input.placed.filter(({ place }) => place === "body");
  // What is said in the comment on another is known to be said, as what the body says is.
  const inBody = fitting([...beside, ...below], longestIds, ({ id }) => id);
  const said = below.slice(0, Math.max(0, inBody.length - beside.length));
  const listed = said.filter(({ finding }) => finding.level !== "advice");
  const advice = said.filter(({ finding }) => finding.level === "advice");
  const marker = reviewMarker({ inline: inline.map(({ id }) => id), inBody });
  const head = opening(input);
  const foot = footer(input);
  const room = LONGEST_BODY - head.length - foot.length - marker.length - 200;
  const list = findingList(listed, input, room);
  const left = room - list.reduce((sum, part) => sum + part.length + 2, 0);
  return [head, ...list, ...adviceList(advice, input, left), foot, marker].join("\n\n");
}

/** One or two plain sentences. */
function opening(input: ReviewBodyInput): string {
  const thanks = input.first ? ["Thank you for this change!"] : [];
  return [...thanks, ...foundSentence(input), ...placeSentence(input), ...reopenedSentence(input)].join(" ");
}

function foundSentence({ placed, first }: ReviewBodyInput): string[] {
  const level = (asked: Finding["level"]) => placed.filter(({ finding }) => finding.level === asked).length;
  const [errors, warnings, advice] = [level("error"), level("warning"), level("advice")];
  const kind = first ? "" : "new ";
  const clauses = [
    ...(errors > 0 ? [`**${counted(errors, `${kind}error`)}** to fix`] : []),
    ...(warnings > 0 ? [`**${counted(warnings, `${kind}warning`)}** to look at`] : []),
    ...(advice > 0 ? [`**${countedAdvice(advice)}**`] : []),
  ];
  return clauses.length === 0 ? [] : [`${enumerated(clauses)}.`];
}

function placeSentence({ placed }: ReviewBodyInput): string[] {
  const rest = placed.filter(({ place }) => place === "body").length;
  const inline = placed.length - rest;
  if (placed.length === 0) return [];
  if (rest === 0) return [inline === 1 ? "See the comment on its line." : "See the comment on each line."];
  if (inline === 0) return [];
  const said = `${grouped(inline)} ${inline === 1 ? "has a comment on its line" : "have comments on their lines"}`;
  return [`${said}; the ${rest === 1 ? "other is" : "others are"} below.`];
}

function reopenedSentence({ reopened, placed }: ReviewBodyInput): string[] {
  if (reopened === 0) return placed.length === 0 ? ["Please look at the open comments again."] : [];
  return reopened === 1
    ? ["**1 problem is back**: its comment is open again."]
    : [`**${grouped(reopened)} problems are back**: their comments are open again.`];
}

/** The findings that no line of the diff can carry, and what to do about each: folded, if they are many. */
function findingList(listed: readonly PlacedFinding[], input: ReviewBodyInput, room: number): string[] {
  if (listed.length <= mostInFull) {
    const sections = fitting(listed, room, ({ finding }) => section(finding, input));
    if (sections.length === listed.length) return sections;
  }
  const items = fitting(listed, room, ({ finding }) => listItem(finding, input));
  const left = listed.length - items.length;
  const more = left > 0 ? [`- and ${counted(left, "more finding")}, which the check lists.`] : [];
  const list = [...items, ...more].join("\n");
  const summary = "<details><summary>How to fix them</summary>";
  const helpful = listed.filter(({ finding }) => finding.help !== "" || finding.fix !== null);
  const help = fitting(helpful, room - list.length - summary.length - 40, ({ finding }) =>
    [`**${markdownCode(finding.rule)}** in ${placeLink(finding, input)}`, ...fixLines(finding, input)].join(
      "\n\n",
    ),
  );
  return help.length === 0 ? [list] : [list, [summary, ...help, "</details>"].join("\n\n")];
}

/** Advice that has no comment, by rule, behind a title that opens it. */
function adviceList(advice: readonly PlacedFinding[], input: ReviewBodyInput, room: number): string[] {
  if (advice.length === 0) return [];
  const more = input.placed.some(({ finding, place }) => finding.level === "advice" && place !== "body");
  const summary = `<details><summary>${more ? "More advice" : "Advice"}</summary>`;
  const ranked = adviceByCause(advice, ({ finding }) => finding).flat();
  const byRule = [...Map.groupBy(ranked, ({ finding }) => finding.rule).values()];
  const groups = fitting(byRule, room - summary.length - 100, (group) => adviceOfRule(group, input));
  const left = byRule.slice(groups.length).reduce((sum, group) => sum + group.length, 0);
  const rest = left > 0 ? [`And ${countedAdvice(left)} that the check lists.`] : [];
  return [[summary, ...groups, ...rest, "</details>"].join("\n\n")];
}

/** So many pieces of advice by a rule are told one by one. */
const MOST_OF_RULE = 20;

function adviceOfRule(group: readonly PlacedFinding[], input: ReviewBodyInput): string {
  const [first] = group;
  if (first === undefined) return "";
  const items = group
    .slice(0, MOST_OF_RULE)
    .map(
      ({ finding }) =>
        `- ${isOfNoFile(finding) ? "" : `${placeLink(finding, input)}: `}${messageLine(finding)}`,
    );
  const left = group.length - items.length;
  return [
    `**${ruleLine(first.finding, input.ruleUrl)}**`,
    "",
    ...items,
    ...(left > 0 ? [`- and ${grouped(left)} more`] : []),
  ].join("\n");
}

function section(finding: Finding, input: ReviewBodyInput): string {
  const title = titleLine(finding, input);
  return [title, messageLine(finding), ...fixLines(finding, input)].join("\n\n");
}

function listItem(finding: Finding, input: ReviewBodyInput): string {
  return `- ${titleLine(finding, input)}: ${messageLine(finding)}`;
}

function titleLine(finding: Finding, input: ReviewBodyInput): string {
  const rule = `**${ruleLine(finding, input.ruleUrl)}**`;
  return isOfNoFile(finding) ? rule : `${rule} in ${placeLink(finding, input)}`;
}

/** Whether it is about the title or the commits of the change. */
function isOfNoFile({ path }: Finding): boolean {
  return path === "";
}

function placeLink(finding: Finding, { placeUrl }: ReviewBodyInput): string {
  return linked(markdownCode(placeOf(finding)), placeUrl(finding));
}

function fixLines(finding: Finding, { text }: ReviewBodyInput): string[] {
  return [helpText(finding), fixHelp(finding, text)].filter((part) => part !== "");
}

function footer({ placed, bot }: ReviewBodyInput): string {
  const rule = placed[0]?.finding.rule;
  const explain = rule === undefined ? [] : [`${markdownCode(`@${bot} explain ${rule}`)} for more`];
  return `<sub>Ask ${[...explain, `${markdownCode(`@${bot} check`)} for another look`].join(", or ")}.</sub>`;
}
