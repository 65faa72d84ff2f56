/** What stands in a line of Markdown. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "styled"; readonly style: Style; readonly content: readonly Inline[] }
  /** `url` begins with `http://` or `https://`. */
  | { readonly kind: "link"; readonly url: string; readonly content: readonly Inline[] }
  /** An account that GitHub would tell of the comment. */
  | { readonly kind: "mention"; readonly login: string };

export type Style = "strong" | "emphasis" | "strike" | "code" | "small";

/** HTML that GitHub lets through and that means the same as a style. */
const tagStyles: Readonly<Record<string, Style>> = {
  b: "strong",
  strong: "strong",
  i: "emphasis",
  em: "emphasis",
  del: "strike",
  s: "strike",
  code: "code",
  kbd: "code",
  sub: "small",
  sup: "small",
};

/** What may turn out to begin or end something, as long as the rest has not been read. */
type Open =
  | {
      readonly kind: "run";
      readonly mark: string;
      readonly count: number;
      readonly opens: boolean;
      readonly closes: boolean;
    }
  | { readonly kind: "bracket" }
  | { readonly kind: "tag"; readonly name: string };

type Piece = Inline | Open;

/**
 * The parts of a paragraph, by the rules of CommonMark and GFM. A line end is a break, as it is in GitHub's
 * comments. Never fails: what is no markup is text.
 */
export function parseInline(text: string): Inline[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const found = readPiece(text, at, pieces) ?? plainAt(text, at);
    pieces.push(...found.pieces);
    at += found.length;
  }
  return settled(pieces);
}

type Found = { readonly pieces: readonly Piece[]; readonly length: number };

/** Characters at which something may begin. */
const special = /[\\`*_~[\]<&\n@h]/;

function plainAt(text: string, at: number): Found {
  const rest = text.slice(at + 1, at + 1001).search(special);
  const length = rest < 0 ? Math.min(1001, text.length - at) : rest + 1;
  return { pieces: [{ kind: "text", text: text.slice(at, at + length) }], length };
}

function readPiece(text: string, at: number, pieces: Piece[]): Found | null {
  switch (text[at]) {
    case "\\":
      return readEscape(text, at);
    case "`":
      return readCodeSpan(text, at);
    case "*":
    case "_":
    case "~":
      return readRun(text, at);
    case "[":
      return { pieces: [{ kind: "bracket" }], length: 1 };
    case "]":
      return readLinkEnd(text, at, pieces);
    case "<":
      return readAngle(text, at, pieces);
    case "&":
      return readEntity(text, at);
    case "\n":
      return { pieces: [{ kind: "break" }], length: 1 + (/^ */.exec(text.slice(at + 1))?.[0].length ?? 0) };
    case "@":
      return readMention(text, at);
    case "h":
      return readBareLink(text, at);
    default:
      return null;
  }
}

function textOf(text: string, length = text.length): Found {
  return { pieces: [{ kind: "text", text }], length };
}

function readEscape(text: string, at: number): Found | null {
  const next = text[at + 1] ?? "";
  if (next === "\n") return { pieces: [{ kind: "break" }], length: 2 };
  return /[!-/:-@[-`{-~]/.test(next) ? textOf(next, 2) : null;
}

function readCodeSpan(text: string, at: number): Found {
  const ticks = /^`+/.exec(text.slice(at))?.[0] ?? "`";
  for (const { 0: run, index } of text.slice(at + ticks.length).matchAll(/`+/g)) {
    if (run.length !== ticks.length) continue;
    const inside = text.slice(at + ticks.length, at + ticks.length + index).replaceAll("\n", " ");
    const isPadded = /^ .* $/.test(inside) && inside.trim() !== "";
    const content: Inline[] = [{ kind: "text", text: isPadded ? inside.slice(1, -1) : inside }];
    return { pieces: [{ kind: "styled", style: "code", content }], length: 2 * ticks.length + index };
  }
  return textOf(ticks);
}

function readRun(text: string, at: number): Found {
  const mark = text[at] ?? "";
  let end = at;
  while (text[end] === mark) end += 1;
  const count = end - at;
  const isSpace = (sign: string) => sign === "" || /\s/.test(sign);
  const isSign = (sign: string) => /[\p{P}\p{S}]/u.test(sign);
  const [before, after] = [text[at - 1] ?? "", text[end] ?? ""];
  const left = !isSpace(after) && (!isSign(after) || isSpace(before) || isSign(before));
  const right = !isSpace(before) && (!isSign(before) || isSpace(after) || isSign(after));
  if (mark === "~" && count > 2) return textOf(mark.repeat(count));
  const opens = mark === "_" ? left && (!right || isSign(before)) : left;
  const closes = mark === "_" ? right && (!left || isSign(after)) : right;
  return { pieces: [{ kind: "run", mark, count, opens, closes }], length: count };
}

/** A `]`: with what follows it the end of a link, or else only itself. */
function readLinkEnd(text: string, at: number, pieces: Piece[]): Found | null {
  const start = pieces.findLastIndex(({ kind }) => kind === "bracket");
  if (start < 0) return null;
  const target = /^\]\(\s*(?:<([^<>\n]*)>|([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*))(?:\s+"[^"]*")?\s*\)/;
  const [whole, angled, bare] = target.exec(text.slice(at, at + 3000)) ?? [];
  const inside = settled(pieces.splice(start).slice(1));
  if (whole === undefined)
    return { pieces: [...settled([{ kind: "bracket" }]), ...inside, ...textOf("]").pieces], length: 1 };
  const url = (angled ?? bare ?? "").replace(/\\([!-/:-@[-`{-~])/g, "$1");
  // Other addresses are not followed: what a link runs is not for a page to decide.
  const linked: Piece[] = /^https?:\/\//i.test(url) ? [{ kind: "link", url, content: inside }] : inside;
  return { pieces: linked, length: whole.length };
}

function readAngle(text: string, at: number, pieces: Piece[]): Found | null {
  const rest = text.slice(at, at + 3000);
  const end = rest.startsWith("<!--") ? text.indexOf("-->", at) : -1;
  if (end >= 0) return { pieces: [], length: end + 3 - at };
  const url = /^<(https?:\/\/[^\s<>]+)>/i.exec(rest)?.[1];
  if (url !== undefined) {
    return {
      pieces: [{ kind: "link", url, content: [{ kind: "text", text: url }] }],
      length: url.length + 2,
    };
  }
  const [tag, slash, name = ""] = /^<(\/?)([a-z]+)\s*\/?>/i.exec(rest) ?? [];
  if (tag === undefined) return null;
  if (name.toLowerCase() === "br") return { pieces: [{ kind: "break" }], length: tag.length };
  const style = tagStyles[name.toLowerCase()];
  if (style === undefined) return null;
  if (slash === "") return { pieces: [{ kind: "tag", name: name.toLowerCase() }], length: tag.length };
  const start = pieces.findLastIndex((piece) => piece.kind === "tag" && piece.name === name.toLowerCase());
  if (start < 0) return { pieces: [], length: tag.length };
  const content = settled(pieces.splice(start).slice(1));
  return { pieces: [{ kind: "styled", style, content }], length: tag.length };
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

function readEntity(text: string, at: number): Found | null {
  const [whole, name, digits, hex] =
    /^&(?:([a-z]{1,10})|#(\d{1,7})|#x([0-9a-f]{1,6}));/i.exec(text.slice(at, at + 12)) ?? [];
  if (whole === undefined) return null;
  const code = digits === undefined ? Number.parseInt(hex ?? "", 16) : Number(digits);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const meant = name === undefined ? (isCharacter ? String.fromCodePoint(code) : "\ufffd") : named[name];
  return meant === undefined ? null : textOf(meant, whole.length);
}

function readMention(text: string, at: number): Found | null {
  const login = /^@([a-z\d](?:[a-z\d-]{0,38}))/i.exec(text.slice(at, at + 41))?.[1];
  if (login === undefined || /[\w/@`]/.test(text[at - 1] ?? "")) return null;
  return { pieces: [{ kind: "mention", login }], length: login.length + 1 };
}

function readBareLink(text: string, at: number): Found | null {
  if (!/^$|[\s*_~(]/.test(text[at - 1] ?? "")) return null;
  const url = /^https?:\/\/[^\s<]+/.exec(text.slice(at, at + 3000))?.[0].replace(/[?!.,:*_~'")]+$/, "");
  if (url === undefined) return null;
  return { pieces: [{ kind: "link", url, content: [{ kind: "text", text: url }] }], length: url.length };
}

/** The pieces with every run of `*`, `_` and `~` as what it means, and what has begun nothing as text. */
function settled(pieces: readonly Piece[]): Inline[] {
  const done: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind !== "run" || !piece.closes) {
      done.push(piece);
      continue;
    }
    let closer = piece;
    while (closer.count > 0) {
      const start = done.findLastIndex((other) => matches(other, closer));
      const opener = done[start];
      if (opener?.kind !== "run") break;
      const used = closer.mark === "~" ? closer.count : Math.min(2, opener.count, closer.count);
      const content = asText(done.splice(start + 1));
      done.pop();
      if (opener.count > used) done.push({ ...opener, count: opener.count - used });
      const style = closer.mark === "~" ? "strike" : used === 2 ? "strong" : "emphasis";
      done.push({ kind: "styled", style, content });
      closer = { ...closer, count: closer.count - used };
    }
    if (closer.count > 0) done.push(closer);
  }
  return asText(done);
}

function matches(opener: Piece, closer: Extract<Open, { kind: "run" }>): boolean {
  if (opener.kind !== "run" || !opener.opens || opener.mark !== closer.mark) return false;
  if (closer.mark === "~") return opener.count === closer.count;
  // CommonMark's rule of three.
  const inside = opener.closes || closer.opens;
  return (
    !inside || (opener.count + closer.count) % 3 !== 0 || (opener.count % 3 === 0 && closer.count % 3 === 0)
  );
}

function asText(pieces: readonly Piece[]): Inline[] {
  const inlines: Inline[] = [];
  for (const piece of pieces) {
    const inline = inlineOf(piece);
    const last = inlines.at(-1);
    if (inline.kind === "text" && last?.kind === "text") {
      inlines.splice(-1, 1, { kind: "text", text: last.text + inline.text });
    } else inlines.push(inline);
  }
  return inlines;
}

function inlineOf(piece: Piece): Inline {
  switch (piece.kind) {
    case "run":
      return { kind: "text", text: piece.mark.repeat(piece.count) };
    case "bracket":
      return { kind: "text", text: "[" };
    case "tag":
      return { kind: "text", text: `<${piece.name}>` };
    default:
      return piece;
  }
}
