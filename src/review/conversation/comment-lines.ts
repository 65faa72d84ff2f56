import { parse, postprocess, preprocess } from "micromark";
import { gfm } from "micromark-extension-gfm";

/** A line of a comment, by what its readers see of it. */
export type CommentLine = {
  /** 1-based. */
  readonly line: number;
  /** What it says, without the signs of Markdown. */
  readonly text: string;
  /**
   * `plain`: a whole line of a paragraph at the top level of the document, shown letter for letter as it was
   * written. `code`: the same, with inline code in it. `other`: its readers see it otherwise, in a list, as a
   * heading, struck out, or below HTML that may hide it. What is quoted, is code, or is folded away has no line
   * here.
   */
  readonly as: "plain" | "code" | "other";
};

type Event = ReturnType<typeof postprocess>[number];
type Token = Event[1];
type Place = { line: number; text: string; plain: boolean; code: boolean; quoted: boolean };

/** What a plain line of a paragraph is made of. */
const PLAIN: ReadonlySet<string> = new Set([
  "data",
  "linePrefix",
  "lineSuffix",
  "hardBreakTrailing",
  "lineEnding",
]);
/** Text in these is not seen by readers as words of whoever wrote it. In code and HTML there is none. */
const SILENT: ReadonlySet<string> = new Set(["definition", "resource", "gfmFootnoteDefinition"]);
/** What begins as HTML does, and what some readers of Markdown may take for it though this one does not. */
const HTML_LIKE = /<[a-z/!?]/i;

/** The lines of a text as Markdown takes it. */
export function sourceLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * The lines of a comment in GitHub's Markdown, read by CommonMark's rules. Markdown can hide text from readers
 * in many ways, and nobody should command what nobody sees: HTML may hide all that follows it, but for a
 * comment that surely ends.
 */
export function commentLines(body: string): CommentLine[] {
  const source = sourceLines(body);
  const lines = new Map<number, Place>();
  const open: Token[] = [];
  let hiddenFrom = hiddenByMath(source);
  let folds = 0;
  for (const [kind, token, context] of eventsOf(body)) {
    if (kind === "exit") {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    const text = () => context.sliceSerialize(token);
    const { start, end } = token;
    if ((token.type === "htmlFlow" || token.type === "htmlText") && !isWholeComment(text())) {
      hiddenFrom = Math.min(hiddenFrom, start.line);
      folds += countOf(text(), /<details\b/gi) - countOf(text(), /<\/details\b/gi);
    }
    if (parent?.type === "paragraph" && !PLAIN.has(token.type)) {
      const isCode = token.type === "codeText" && start.line === end.line;
      for (let line = start.line; line <= end.line; line += 1) {
        const place = placeAt(lines, line);
        if (isCode) place.code = true;
        else place.plain = false;
      }
    }
    if (token.type === "paragraph") mistrustMath(lines, source, token);
    if (token.type === "linePrefix" && parent?.type === "paragraph" && !/^ {0,3}$/.test(text())) {
      placeAt(lines, start.line).plain = false;
    }
    const inCode = token.type === "codeTextData";
    if (token.type === "data" || inCode || token.type === "characterEscapeValue") {
      const silent = folds > 0 || (open.some(({ type }) => SILENT.has(type)) && !inCode);
      const place = placeAt(lines, start.line);
      if (!silent) place.text += inCode ? shownCode(text()) : text();
      if (!isTopParagraph(open)) place.plain = false;
      if (open.some(({ type }) => type === "blockQuote")) place.quoted = true;
      if (!silent && HTML_LIKE.test(text())) hiddenFrom = Math.min(hiddenFrom, start.line);
    }
    open.push(token);
  }
  return [...lines.values()]
    .sort((a, b) => a.line - b.line)
    .flatMap(({ line, text, plain, code, quoted }): CommentLine[] => {
      // A line that goes on a quote without its sign looks, to whoever writes it, like one of their own.
      if (quoted && /^[^\p{L}\p{N}@]*>/u.test(source[line - 1] ?? "")) return [];
      if (!plain || line >= hiddenFrom) return [{ line, text, as: "other" }];
      return [{ line, text, as: code ? "code" : "plain" }];
    });
}

function eventsOf(body: string): Event[] {
  const chunks = preprocess()(body, undefined, true);
  return postprocess(
    parse({ extensions: [gfm()] })
      .document()
      .write(chunks),
  );
}

function placeAt(lines: Map<number, Place>, line: number): Place {
  const there = lines.get(line);
  if (there !== undefined) return there;
  const place = { line, text: "", plain: true, code: false, quoted: false };
  lines.set(line, place);
  return place;
}

/** Inline code of one word; of more it is not said what they are. */
function shownCode(code: string): string {
  return /\s/.test(code) ? "``" : `\`${code}\``;
}

/** Where words are only words: in a paragraph at the top, or in its inline code. */
const TOP: ReadonlySet<string> = new Set(["content paragraph", "content paragraph codeText"]);

/** Whether what stands in these is directly in a paragraph, or its inline code, which is in nothing else. */
function isTopParagraph(open: readonly Token[]): boolean {
  return TOP.has(
    open
      .slice(0, 4)
      .map(({ type }) => type)
      .join(" "),
  );
}

function countOf(text: string, form: RegExp): number {
  return text.match(form)?.length ?? 0;
}

/** Whether HTML is one comment, by the rules of Markdown and by those of HTML, and nothing else. */
function isWholeComment(html: string): boolean {
  const text = html.trim();
  if (!text.startsWith("<!--") || /^<!---?>/.test(text)) return false;
  return text.search(/--!?>/) === text.length - "-->".length;
}

/** Within a paragraph one sign is enough to begin mathematics, which its next lines may belong to. */
function mistrustMath(lines: Map<number, Place>, source: readonly string[], { start, end }: Token): void {
  let begun = false;
  for (let line = start.line; line <= end.line; line += 1) {
    if (begun) placeAt(lines, line).plain = false;
    begun ||= source[line - 1]?.includes("$") === true;
  }
}

/** The line from which on GitHub may show a block of mathematics. */
function hiddenByMath(source: readonly string[]): number {
  const at = source.findIndex((text) => text.includes("$$"));
  return at === -1 ? Number.POSITIVE_INFINITY : at + 1;
}
