import { firstSyntaxError } from "../../../nix/parse.ts";

/**
 * Whether two texts are the same code but for what a formatter may change: white space, comments, parentheses and
 * commas. What is not is no formatter's work.
 */
export function readsTheSame(before: string, after: string): boolean {
  const [one, other] = [codeOf(before), codeOf(after)];
  return one !== null && one === other;
}

/** The characters of all tokens; null of what does not parse. */
function codeOf(text: string): string | null {
  const parts: string[] = [];
  const error = firstSyntaxError(text, ({ start, end }) => {
    const written = text.slice(start, end);
    if (written !== "(" && written !== ")" && written !== ",") parts.push(written.replace(/\s+/g, ""));
  });
  return error === null ? parts.join("") : null;
}
