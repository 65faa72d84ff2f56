import type { Finding } from "../../checker/finding.ts";
import { sentence } from "../../checker/sentence.ts";
import { grouped } from "../../nix/shown.ts";
import type { SourceText } from "../../nix/text.ts";
import { fixHelp } from "../fixes/fix-help.ts";
import { type Suggestion, suggestionBlock } from "../fixes/suggestion.ts";
import { markdownCode, markdownProse, markdownText, shorten } from "../text/escape.ts";
import { LEVEL_SIGNS } from "../text/level-signs.ts";
import { LONGEST_BODY, LONGEST_MESSAGE } from "../text/limits.ts";
import { linked } from "../text/link.ts";
import { markdownHelp } from "../text/markdown-help.ts";
import { placeOf } from "../text/place.ts";
import { findingMarker } from "./markers.ts";

const longestHelp = 3000;

/** What an inline comment is made of. */
export type InlineParts = {
  readonly finding: Finding;
  /** Others that are said with it. */
  readonly beside: readonly Finding[];
  /** What the finding is known by: lower-case hexadecimal. */
  readonly id: string;
  /** The fix as a button, for the lines that the comment is on. */
  readonly suggestion: Suggestion | null;
  readonly ruleUrl: (rule: string) => string | null;
  /** The address of a finding's place; null for none. */
  readonly placeUrl: (finding: Finding) => string | null;
  /** The text of a file, to show a fix that is no suggestion; null where it is not at hand. */
  readonly text: (path: string) => SourceText | null;
};

/**
 * The body of an inline comment: which rule, what is wrong, what to do, and the fix. At most 60,000
 * characters: a fix that does not fit is left out as a whole.
 */
export function inlineBody(parts: InlineParts): string {
  const { finding, id, suggestion, ruleUrl, text } = parts;
  const fix = suggestion === null ? fixHelp(finding, text) : suggestionBlock(suggestion.lines);
  const said = [
    `**${ruleLine(finding, ruleUrl)}**`,
    messageLine(finding),
    besideList(parts),
    helpText(finding),
  ];
  const marker = findingMarker({ id, fixed: false });
  const joined = (...parts: string[]) => parts.filter((part) => part !== "").join("\n\n");
  const whole = joined(...said, fix, marker);
  return whole.length <= LONGEST_BODY ? whole : joined(...said, marker);
}

/** So many places of the same are listed. */
const MOST_BESIDE = 20;

/** Where else it is so; empty where it is not. */
function besideList({ finding, beside, placeUrl }: InlineParts): string {
  if (beside.length === 0) return "";
  const items = beside.slice(0, MOST_BESIDE).map((other) => {
    const place = linked(markdownCode(placeOf(other)), placeUrl(other));
    return other.message === finding.message ? `- ${place}` : `- ${place}: ${messageLine(other)}`;
  });
  const left = beside.length - items.length;
  const where = beside.length === 1 ? "another place" : `${grouped(beside.length)} other places`;
  return [`The same in ${where}:`, "", ...items, ...(left > 0 ? [`- and ${grouped(left)} more`] : [])].join(
    "\n",
  );
}

/** `❌ path-home (NPV-124)`, the rule with a link to its page. */
export function ruleLine(finding: Finding, ruleUrl: (rule: string) => string | null): string {
  const code = finding.code === null ? "" : ` (${markdownText(finding.code)})`;
  return `${LEVEL_SIGNS[finding.level]} ${linked(markdownCode(finding.rule), ruleUrl(finding.rule))}${code}`;
}

/** What is wrong, in a sentence. */
export function messageLine({ message }: Finding): string {
  return markdownProse(shorten(sentence(message), LONGEST_MESSAGE));
}

/** What to do; empty where there is nothing to say. */
export function helpText({ help }: Finding): string {
  return markdownHelp(shorten(help, longestHelp));
}
