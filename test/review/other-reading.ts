import MarkdownIt from "markdown-it";

const reader = new MarkdownIt({ html: true, linkify: false, breaks: true });

/**
 * The lines of a comment that, by an independent reader of CommonMark, are each a whole line of plain text in a
 * paragraph at the top level; 1-based.
 */
export function otherReading(body: string): Set<number> {
  const plain = new Set<number>();
  const source = body.split(/\r\n|\n|\r/);
  const tokens = reader.parse(source.join("\n"), {});
  for (const [i, token] of tokens.entries()) {
    const [opening] = tokens.slice(Math.max(0, i - 1), i);
    if (token.type !== "inline" || opening?.type !== "paragraph_open" || opening.level !== 0) continue;
    let line = (token.map?.[0] ?? 0) + 1;
    // It drops blanks of any kind from the start of a paragraph, and lines that hold nothing else.
    while (source[line - 1]?.trim() === "") line += 1;
    let isPlain = true;
    let depth = 0;
    const end = () => {
      if (isPlain && depth === 0) plain.add(line);
      line += 1;
      isPlain = depth === 0;
    };
    for (const child of token.children ?? []) {
      if (child.type === "softbreak" || child.type === "hardbreak") end();
      else if (child.type !== "text" || depth > 0) {
        isPlain = false;
        depth += child.nesting;
        // Code and HTML may hold line ends of their own.
        line += child.type === "text" ? 0 : (child.content.match(/\n/g)?.length ?? 0);
      }
    }
    end();
  }
  return plain;
}
