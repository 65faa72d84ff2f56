import { type Inline, parseInline } from "./markdown-inline.ts";

/**
 * GitHub's Markdown as far as comments need it, as plain data: the blocks of CommonMark and GFM's tables, and of
 * HTML only `<details>`. Comments of HTML are dropped; any other HTML is text.
 */
export type Block =
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly content: readonly Inline[] }
  /** `language` is the first word behind the fence, `""` without. */
  | { readonly kind: "code"; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly start: number | null; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: "table"; readonly head: TableRow; readonly rows: readonly TableRow[] }
  | { readonly kind: "rule" }
  | { readonly kind: "details"; readonly summary: readonly Inline[]; readonly blocks: readonly Block[] };

export type TableRow = readonly (readonly Inline[])[];

/** Quotes and lists inside of one another, deeper than anybody writes. */
const deepest = 20;

/** The blocks of a text. Never fails: what is no markup is text. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replaceAll("\0", "\ufffd").split(/\r\n|\n|\r/), 0);
}

/** What a reader found at a line: the block, if there is something to show, and the line behind it. */
type Found = { readonly block: Block | null; readonly next: number };
type Reader = (lines: readonly string[], at: number, depth: number) => Found | null;

/** In the order in which they are tried. */
const readers: readonly Reader[] = [
  readFence,
  readComment,
  readDetails,
  readHeading,
  readRule,
  readQuote,
  readList,
  readIndented,
  readTable,
];

/** How blocks other than lists begin that end a paragraph above them. */
const beginnings = {
  fence: /^( {0,3})(`{3,}(?!.*`)|~{3,})\s*(\S*)/,
  comment: /^ {0,3}<!--/,
  details: /^ {0,3}<details(?: open)?>/,
  heading: /^ {0,3}(#{1,6})(?:\s+(.*))?$/,
  rule: /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/,
  quote: /^ {0,3}> ?/,
};

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const found = readBlock(lines, at, depth);
    if (found.block !== null) blocks.push(found.block);
    at = found.next;
  }
  return blocks;
}

function readBlock(lines: readonly string[], at: number, depth: number): Found {
  if (depth < deepest) {
    for (const read of readers) {
      const found = read(lines, at, depth);
      if (found !== null) return found;
    }
  }
  return readParagraph(lines, at, depth);
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}

function readFence(lines: readonly string[], at: number): Found | null {
  const [, indent = "", mark, info = ""] = beginnings.fence.exec(lines[at] ?? "") ?? [];
  if (mark === undefined) return null;
  const content: string[] = [];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? "";
    const closing = /^ {0,3}(`{3,}|~{3,})\s*$/.exec(line)?.[1];
    if (closing?.startsWith(mark) === true) break;
    content.push(line.slice(0, indent.length).trim() === "" ? line.slice(indent.length) : line);
  }
  return { block: { kind: "code", language: info, lines: content }, next: next + 1 };
}

function readComment(lines: readonly string[], at: number): Found | null {
  if (!beginnings.comment.test(lines[at] ?? "")) return null;
  let end = at;
  while (end < lines.length && lines[end]?.includes("-->") !== true) end += 1;
  return { block: null, next: end + 1 };
}

function readDetails(lines: readonly string[], at: number, depth: number): Found | null {
  const first = lines[at] ?? "";
  const tag = beginnings.details.exec(first)?.[0];
  if (tag === undefined) return null;
  let open = 1;
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    if (beginnings.details.test(lines[end] ?? "")) open += 1;
    if (/^ {0,3}<\/details>/.test(lines[end] ?? "")) open -= 1;
    if (open === 0) break;
  }
  const rest = first.slice(tag.length);
  const [, summary = "Details", more = rest] = /^\s*<summary>(.*?)<\/summary>(.*)$/.exec(rest) ?? [];
  const content = [more, ...lines.slice(at + 1, end)];
  const block: Block = {
    kind: "details",
    summary: parseInline(summary),
    blocks: parseBlocks(content, depth + 1),
  };
  return { block, next: end + 1 };
}

function readHeading(lines: readonly string[], at: number): Found | null {
  const [, marks, text = ""] = beginnings.heading.exec(lines[at] ?? "") ?? [];
  if (marks === undefined) return null;
  const content = parseInline(text.replace(/(?:^|\s+)#+\s*$/, ""));
  return { block: { kind: "heading", level: marks.length, content }, next: at + 1 };
}

function readRule(lines: readonly string[], at: number): Found | null {
  return isRule(lines[at]) ? { block: { kind: "rule" }, next: at + 1 } : null;
}

function isRule(line: string | undefined): boolean {
  return beginnings.rule.test(line ?? "");
}

function readQuote(lines: readonly string[], at: number, depth: number): Found | null {
  const marked = beginnings.quote;
  if (!marked.test(lines[at] ?? "")) return null;
  let next = at;
  while (next < lines.length && marked.test(lines[next] ?? "")) next += 1;
  const inside = lines.slice(at, next).map((line) => line.replace(marked, ""));
  return { block: { kind: "quote", blocks: parseBlocks(inside, depth + 1) }, next };
}

type Marker = { readonly indent: number; readonly sign: string; readonly number: number | null };

function markerOf(line: string | undefined): Marker | null {
  if (line === undefined || isRule(line)) return null;
  const [whole = "", bullet, digits, sign, gap = ""] =
    /^ {0,3}(?:([-*+])|(\d{1,9})([.)]))( {1,4}(?=\S)| |$)/.exec(line) ?? [];
  if (bullet === undefined && sign === undefined) return null;
  const indent = whole.length + (gap === "" ? 1 : 0);
  return { indent, sign: bullet ?? sign ?? "", number: digits === undefined ? null : Number(digits) };
}

function readList(lines: readonly string[], at: number, depth: number): Found | null {
  const first = markerOf(lines[at]);
  if (first === null) return null;
  const items: Block[][] = [];
  let next = at;
  for (let marker: Marker | null = first; marker?.sign === first.sign; marker = markerOf(lines[next])) {
    const { indent } = marker;
    const inside = [(lines[next] ?? "").slice(indent)];
    next += 1;
    while (next < lines.length && (belongs(lines, next, indent) || goesOn(lines, next))) {
      inside.push(withoutIndent(lines[next] ?? "", indent));
      next += 1;
    }
    items.push(parseBlocks(inside, depth + 1));
    const following = nextFilled(lines, next);
    if (markerOf(lines[following])?.sign === first.sign) next = following;
  }
  return { block: { kind: "list", start: first.number, items }, next };
}

/** Whether a line is indented as far as an item's text, or empty with such a line behind it. */
function belongs(lines: readonly string[], at: number, indent: number): boolean {
  return lines[nextFilled(lines, at)]?.startsWith(" ".repeat(indent)) === true;
}

function nextFilled(lines: readonly string[], at: number): number {
  let next = at;
  while (next < lines.length && isBlank(lines[next])) next += 1;
  return next;
}

/** Whether a line goes on with the paragraph above it, although it is not indented. */
function goesOn(lines: readonly string[], at: number): boolean {
  return !isBlank(lines[at]) && !isBlank(lines[at - 1]) && !interrupts(lines[at]);
}

function withoutIndent(line: string, indent: number): string {
  const own = line.length - line.trimStart().length;
  return line.slice(Math.min(own, indent));
}

function readIndented(lines: readonly string[], at: number): Found | null {
  if (!/^(?: {4}|\t)/.test(lines[at] ?? "")) return null;
  let next = at;
  while (next < lines.length && (/^(?: {4}|\t)/.test(lines[next] ?? "") || belongs(lines, next, 4)))
    next += 1;
  const content = lines.slice(at, next).map((line) => line.replace(/^(?:\t| {0,4})/, ""));
  return { block: { kind: "code", language: "", lines: content }, next };
}

function readTable(lines: readonly string[], at: number): Found | null {
  const head = cellsOf(lines[at] ?? "");
  const line = lines[at + 1] ?? "";
  if (!line.includes("-") || !/^[\s|:-]+$/.test(line) || !`${lines[at]}`.includes("|")) return null;
  const columns = cellsOf(line);
  if (columns.length !== head.length || !columns.every((cell) => /^:?-+:?$/.test(cell))) return null;
  let next = at + 2;
  const rows: TableRow[] = [];
  for (; next < lines.length && !isBlank(lines[next]) && !interrupts(lines[next]); next += 1) {
    const cells = cellsOf(lines[next] ?? "");
    rows.push(head.map((_, i) => parseInline(cells[i] ?? "")));
  }
  return { block: { kind: "table", head: head.map(parseInline), rows }, next };
}

/** The cells of a row. A pipe behind a backslash divides nothing, not even in a code span. */
function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** Whether a line begins a block that ends a paragraph above it. */
function interrupts(line = ""): boolean {
  if (Object.values(beginnings).some((beginning) => beginning.test(line))) return true;
  const marker = markerOf(line);
  return marker !== null && !isBlank(line.slice(marker.indent)) && (marker.number ?? 1) === 1;
}

function readParagraph(lines: readonly string[], at: number, depth: number): Found {
  let next = at + 1;
  while (next < lines.length && !isBlank(lines[next])) {
    const underline = /^ {0,3}(=+|-+)\s*$/.exec(lines[next] ?? "")?.[1];
    if (underline !== undefined && depth < deepest) {
      const content = parseInline(paragraphText(lines.slice(at, next)));
      return {
        block: { kind: "heading", level: underline.startsWith("=") ? 1 : 2, content },
        next: next + 1,
      };
    }
    if (depth < deepest && interrupts(lines[next])) break;
    next += 1;
  }
  const content = parseInline(paragraphText(lines.slice(at, next)));
  return { block: content.length === 0 ? null : { kind: "paragraph", content }, next };
}

function paragraphText(lines: readonly string[]): string {
  return lines
    .map((line) => line.trimStart())
    .join("\n")
    .trimEnd();
}
