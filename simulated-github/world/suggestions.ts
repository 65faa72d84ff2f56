import type { DiffSide } from "./model.ts";

/** Lines of a file that are replaced, counted from 1; `to` is one less than `from` for none. */
export type Replacement = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

/**
 * The contents of the `suggestion` blocks of a comment, in order. A block without lines deletes; GitHub
 * takes any fence of three or more backticks or tildes.
 */
export function suggestionsIn(body: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  let fence: { mark: string; content: string[] | null } | null = null;
  for (const line of body.split(/\r?\n/)) {
    const [, mark, info] = /^ {0,3}(`{3,}|~{3,})\s*(.*)$/.exec(line) ?? [];
    if (fence === null) {
      if (mark === undefined) continue;
      const content: string[] | null = info?.trim() === "suggestion" ? [] : null;
      fence = { mark, content };
      if (content !== null) found.push(content);
    } else if (mark?.startsWith(fence.mark) === true && info === "") {
      fence = null;
    } else {
      fence.content?.push(line);
    }
  }
  return found;
}

/** The text with the lines replaced. Lines keep the line ends of the file. Replacements must not overlap. */
export function replaceLines(text: string, replacements: readonly Replacement[]): string {
  const lines = text.split("\n");
  const lastHasNewline = lines.at(-1) === "";
  if (lastHasNewline) lines.pop();
  const sorted = [...replacements].sort((one, other) => other.from - one.from);
  for (const { from, to, lines: inserted } of sorted) {
    if (to > lines.length) throw new Error(`there is no line ${to}`);
    const carriage = lines[from - 1]?.endsWith("\r") === true ? "\r" : "";
    lines.splice(from - 1, to - from + 1, ...inserted.map((line) => `${line}${carriage}`));
  }
  if (lines.length === 0) return "";
  return lines.join("\n") + (lastHasNewline ? "\n" : "");
}

/** Why GitHub refuses to apply a suggestion, in its own words; null if it does not. */
export function whyNotApplicable(thread: {
  readonly isOutdated: boolean;
  readonly isResolved: boolean;
  readonly line: number | null;
  readonly side: DiffSide;
}): string | null {
  if (thread.isResolved) return "This suggestion has been applied or marked resolved.";
  if (thread.isOutdated || thread.line === null) return "Outdated suggestions cannot be applied.";
  if (thread.side === "LEFT") return "Applying suggestions on deleted lines is not supported.";
  return null;
}
