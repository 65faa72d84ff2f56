import { markdownCodeBlock, markdownProse } from "./escape.ts";

/** A stretch of help: words, or lines of Nix, which are those that are indented. */
type Block = { readonly nix: boolean; readonly lines: string[] };

/**
 * The help of a finding as GitHub Markdown: lines of words keep their line ends, indented lines become a
 * block of code, and an empty line ends a paragraph.
 */
export function markdownHelp(help: string): string {
  return blocksOf(help)
    .map(({ nix, lines }) => (nix ? markdownCodeBlock(lines) : lines.map(markdownProse).join("\\\n")))
    .join("\n\n");
}

function blocksOf(help: string): Block[] {
  const blocks: Block[] = [];
  for (const line of help.split("\n")) {
    const nix = /^(?: {2}|\t)/.test(line);
    const last = blocks.at(-1);
    if (line.trim() === "") blocks.push({ nix: false, lines: [] });
    else if (last !== undefined && last.nix === nix) last.lines.push(line);
    else blocks.push({ nix, lines: [line] });
  }
  return blocks.filter((block) => block.lines.length > 0);
}
