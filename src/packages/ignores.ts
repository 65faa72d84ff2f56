import type { NixFile } from "../nix/parse.ts";
import { positionAt, type Span } from "../nix/text.ts";

/** A comment that asks for silence about a line: `# by-name-bot: ignore <rule> -- <reason>`. */
export type Ignore = Span & {
  /** What it says, white space in a row as one space. */
  readonly text: string;
  /** The name or number of a rule; null where there is not just one. */
  readonly rule: string | null;
  /** Null where there is none. */
  readonly reason: string | null;
  /** The line that it is about, 1-based: its own, or where it stands alone, the next that has code. */
  readonly line: number;
};

/** Without it in its text, a file has none: it need not be kept to look for them later. */
export const IGNORE_MARK = "by-name-bot:";
const FORM = /^by-name-bot: ?ignore(?![^ ])(.*)$/;
/** Between the rule and the reason. */
const DASHES = /(?:^| )--(?: |$)/;

/** The comments of a file that ask for silence, in the order of the text. What stands in a string is no comment. */
export function ignoresIn(file: NixFile): readonly Ignore[] {
  const { text } = file.source;
  if (!text.includes(IGNORE_MARK)) return [];
  const found: Ignore[] = [];
  // From the end on, so that it is known what those above each other are above.
  let [following, code] = [-1, text.length];
  for (const { start, end } of file.comments.toReversed()) {
    const behind = skipped(text, end, 1);
    if (behind !== following) code = behind;
    following = start;
    const words = textOf(text.slice(start, end));
    const rest = FORM.exec(words)?.[1]?.trim();
    if (rest === undefined) continue;
    const [name = "", ...reason] = rest.split(DASHES);
    const before = text[skipped(text, start - 1, -1)];
    const isAlone = before === undefined || before === "\n";
    found.push({
      start,
      end,
      text: words,
      rule: name === "" || name.includes(" ") ? null : name,
      reason: reason.join(" -- ").trim() || null,
      line: positionAt(file.source, isAlone ? code : start).line,
    });
  }
  return found.reverse();
}

/** The first offset from one on, in a direction, without white space; backwards a line end counts as something. */
function skipped(text: string, from: number, step: 1 | -1): number {
  const space = step === 1 ? " \t\r\n" : " \t\r";
  let at = from;
  while (at >= 0 && at < text.length && space.includes(text.charAt(at))) at += step;
  return at;
}

/** What a comment says, without `#` or `/*`. */
function textOf(comment: string): string {
  const inner = comment.startsWith("#") ? comment.slice(1) : comment.slice(2, -2);
  return inner.trim().replace(/\s+/g, " ");
}
