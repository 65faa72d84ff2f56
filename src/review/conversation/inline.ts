import type { Finding } from "../../checker/finding.ts";
import { sentence } from "../../checker/sentence.ts";
import type { SourceText } from "../../nix/text.ts";
import { fixHelp } from "../fixes/fix-help.ts";
import { type Suggestion, suggestionBlock } from "../fixes/suggestion.ts";
import { markdownCode, markdownProse, markdownText, shorten } from "../text/escape.ts";
import { LEVEL_SIGNS } from "../text/level-signs.ts";
import { LONGEST_BODY, LONGEST_MESSAGE } from "../text/limits.ts";
import { linked } from "../text/link.ts";
import { markdownHelp } from "../text/markdown-help.ts";
import { findingMarker } from "./markers.ts";

const longestHelp = 3000;

/** What an inline comment is made of. */
export type InlineParts = {
  readonly finding: Finding;
  /** What the finding is known by: lower-case hexadecimal. */
  readonly id: string;
  /** The fix as a button, for the lines that the comment is on. */
  readonly suggestion: Suggestion | null;
  readonly ruleUrl: (rule: string) => string | null;
  /** The text of a file, to show a fix that is no suggestion; null where it is not at hand. */
  readonly text: (path: string) => SourceText | null;
};

/**
 * The body of an inline comment: which rule, what is wrong, what to do, and the fix. At most 60,000
 * characters: a fix that does not fit is left out as a whole.
 */
export function inlineBody({ finding, id, suggestion, ruleUrl, text }: InlineParts): string {
  const fix = suggestion === null ? fixHelp(finding, text) : suggestionBlock(suggestion.lines);
  const said = [`**${ruleLine(finding, ruleUrl)}**`, messageLine(finding), helpText(finding)];
  const marker = findingMarker({ id, fixed: false });
  const joined = (...parts: string[]) => parts.filter((part) => part !== "").join("\n\n");
  const whole = joined(...said, fix, marker);
  return whole.length <= LONGEST_BODY ? whole : joined(...said, marker);
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
