import stringWidth from "string-width";

/** Words without the spaces between them; a stretch between backticks belongs to one word. */
const words = /(?:`[^`]*`|[^\s`]|`)+/g;

/**
 * A line broken between words so that no piece is wider than `width` columns, but for a word that alone is.
 * A line that is indented is a piece of Nix and stays as it is.
 */
export function wrapLine(line: string, width: number): string[] {
  if (/^\s/.test(line) || stringWidth(line) <= width) return [line];
  const lines: string[] = [];
  let current = "";
  for (const word of line.match(words) ?? []) {
    const longer = current === "" ? word : `${current} ${word}`;
    if (current === "" || stringWidth(longer) <= width) current = longer;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}
