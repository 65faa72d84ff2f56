import { proseParts } from "../../review/text/prose.ts";
import type { Paint } from "../../review/text/terminal.ts";
import { wrapLine } from "../../review/text/wrap.ts";

/** Prose is no wider than this, however wide the terminal is. */
const WIDEST = 100;

export type PageOptions = { readonly paint: Paint; readonly width: number };

/**
 * A page of our own documentation as a terminal shows it: headings stand out, paragraphs are wrapped, links are their
 * text, and blocks of code are indented below the path of their file. Ends with a line end.
 */
export function terminalPage(markdown: string, { paint, width }: PageOptions): string {
  const columns = Math.max(40, Math.min(width, WIDEST));
  const lines: string[] = [];
  let paragraph: string[] = [];
  let isCode = false;
  /** How far the block of code is indented that is being read, as one in a list is. */
  let indent = 0;

  function endParagraph(): void {
    if (paragraph.length > 0) lines.push(...paragraphLines(paragraph.join(" "), paint, columns));
    paragraph = [];
  }

  for (const line of markdown.trimEnd().split("\n")) {
    const fence = /^( *)```\w*(.*)$/.exec(line);
    if (fence !== null) {
      endParagraph();
      isCode = !isCode;
      const [, space = "", info = ""] = fence;
      indent = space.length;
      const [, path] = /path=(\S+)/.exec(info) ?? [];
      if (isCode && path !== undefined) lines.push(`    ${paint.faint(infoOf(path, info))}`);
    } else if (isCode) {
      lines.push(line === "" ? "" : `    ${paint.code(line.slice(indent))}`);
    } else if (line === "" || line.startsWith("|")) {
      endParagraph();
      lines.push(line);
    } else if (/^#+ /.test(line)) {
      endParagraph();
      lines.push(paint.strong(line.replace(/^#+ /, "").replaceAll("`", "")));
    } else {
      if (line.startsWith("- ")) endParagraph();
      paragraph.push(line.trim());
    }
  }
  endParagraph();
  return `${lines.join("\n")}\n`;
}

/** `path, on the base`, as the block says on which side of a change its file is. */
function infoOf(path: string, info: string): string {
  const [, side] = /\bon=(base|head)\b/.exec(info) ?? [];
  return side === undefined ? path : `${path}, on the ${side}`;
}

/** A paragraph, or an item of a list, whose further lines are indented. */
function paragraphLines(text: string, paint: Paint, width: number): string[] {
  const item = text.startsWith("- ");
  const words = text
    .replace(/^- /, "")
    .replace(/\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replace(/<(https?:[^>]*)>/g, "$1")
    .replace(/\*\*([^*]+)\*\*/g, "$1");
  return wrapLine(words, item ? width - 2 : width).map((line, i) => {
    const mark = item ? (i === 0 ? "- " : "  ") : "";
    const shown = proseParts(line).map(({ code, text }) => (code ? paint.code(`\`${text}\``) : text));
    return mark + shown.join("");
  });
}
