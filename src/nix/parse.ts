import { Language, Parser } from "web-tree-sitter";
import type { Comment, Expression, PathLiteral, StringLiteral } from "./ast.ts";
import { type Converted, convertTree, TooDeep } from "./convert.ts";
import { firstSyntaxError } from "./first-error.ts";
import { skim } from "./skim.ts";
import type { SourceText } from "./text.ts";
import { hidesCodeInComment, type SyntaxProblem } from "./validity.ts";

/** A parsed Nix file. */
export type NixFile = {
  readonly source: SourceText;
  /** The expression that the file is. Parts that do not parse are `broken`. */
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  /** All path expressions, in the order of the text. */
  readonly paths: readonly PathLiteral[];
  /** All strings that may hold an escape sequence that is useless. */
  readonly escapedStrings: readonly StringLiteral[];
  /** Why Nix would not parse the file, first place first; empty for a well-formed file. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * Where the well-formed part ends: tokens before this offset are what they seem, nothing may be
   * claimed about what comes after. The length of the text for a well-formed file.
   */
  readonly soundUntil: number;
  /**
   * Whether it is known, before its expression is looked at, to be a function of named arguments that
   * returns no literal. False where nobody looked.
   */
  readonly isFunction: boolean;
};

/** The outcome of reading a text as Nix. `unreadable` is no claim that Nix would refuse it. */
export type ParseResult =
  | { readonly kind: "parsed"; readonly file: NixFile }
  | { readonly kind: "unreadable"; readonly why: string };

/** A parser for Nix, made once and used for many files, one at a time. */
export type NixParser = {
  /** Parses a text. Takes time and memory proportional to its length, whatever it holds; never throws. */
  parse(source: SourceText): ParseResult;
  /**
   * The same for a reader of many files: one whose tokens already say that it has no problems is parsed
   * by the grammar only when somebody asks for its expression, which is `broken` if it cannot be.
   */
  skim(source: SourceText): ParseResult;
};

/** A parser over the bytes of tree-sitter-nix, compiled to WebAssembly. */
export async function createNixParser(grammar: Uint8Array): Promise<NixParser> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const parse = (source: SourceText) => parseNix(parser, source);
  return { parse, skim: (source) => skimNix(source, parse) };
}

/** More rounds of separating `a//b` than this is no file that a person wrote. */
const MAX_ROUNDS = 16;

/**
 * How often tree-sitter may report progress (every few hundred steps) for each 1,000 characters. A
 * well-formed file needs about 10; only recovery from errors in a hostile one needs more.
 */
const STEPS_PER_1000 = 400;

function skimNix(source: SourceText, parse: (source: SourceText) => ParseResult): ParseResult {
  const skimmer = skim(source.text);
  const error = firstSyntaxError(source.text, skimmer.see);
  const paths = skimmer.paths();
  if (error !== null || paths === null) return parse(source);
  let whole: ParseResult | undefined;
  function parsed(): Pick<NixFile, "expression" | "comments"> {
    whole ??= parse(source);
    if (whole.kind === "parsed") return whole.file;
    return { expression: { kind: "broken", start: 0, end: source.text.length }, comments: [] };
  }
  return {
    kind: "parsed",
    file: {
      source,
      get expression() {
        return parsed().expression;
      },
      get comments() {
        return parsed().comments;
      },
      paths,
      escapedStrings: [],
      problems: [],
      soundUntil: source.text.length,
      isFunction: skimmer.isFunction(),
    },
  };
}

function parseNix(parser: Parser, source: SourceText): ParseResult {
  const { text } = source;
  if (scanningCost(text) > MAX_SCANNING_COST) {
    return { kind: "unreadable", why: "it has too long a run of characters without white space" };
  }
  let spaced = text;
  let inserted: readonly number[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const converted = parseSpaced(parser, spaced, source, inserted);
    if (converted.kind === "unreadable") return converted;
    if (converted.glued.length === 0) return judged(source, converted);
    [spaced, inserted] = insertSpaces(spaced, inserted, converted.glued);
  }
  return { kind: "unreadable", why: "it has too many `//` that are not set off by spaces" };
}

type Unreadable = Extract<ParseResult, { kind: "unreadable" }>;

/** What the grammar makes of a text. */
function parseSpaced(
  parser: Parser,
  spaced: string,
  source: SourceText,
  inserted: readonly number[],
): (Converted & { readonly kind: "converted" }) | Unreadable {
  const tree = boundedParse(parser, spaced);
  if (tree === null) return { kind: "unreadable", why: "it has more syntax errors than can be looked into" };
  try {
    return { kind: "converted", ...convertTree(tree, source, inserted) };
  } catch (error) {
    if (error instanceof TooDeep) return { kind: "unreadable", why: error.message };
    throw error;
  } finally {
    tree.delete();
  }
}

/**
 * Two parsers have read the text: the grammar, for its structure, and the recogniser, which knows as
 * exactly as Nix whether and where it stops. Only what both take for well-formed is.
 */
function judged(source: SourceText, converted: Converted): ParseResult {
  const { expression, comments, paths, escapedStrings, problems, errorAt } = converted;
  const file = { source, expression, comments, paths, escapedStrings, isFunction: false };
  const error = firstSyntaxError(source.text);
  if (error !== null) {
    const soundUntil = Math.min(error.start, error.stop, errorAt ?? error.stop);
    return { kind: "parsed", file: { ...file, problems: [error], soundUntil } };
  }
  if (errorAt !== null) {
    return { kind: "unreadable", why: "it is written in a way that the grammar in use does not understand" };
  }
  if (hidesCodeInComment(source.text, comments)) {
    return { kind: "unreadable", why: "a carriage return hides code in a comment" };
  }
  const sorted = [...problems].sort((a, b) => a.start - b.start);
  return {
    kind: "parsed",
    file: { ...file, problems: sorted, soundUntil: sorted[0]?.start ?? source.text.length },
  };
}

/**
 * The grammar's scanner looks from each name to the end of the run of path characters that it stands in,
 * to see whether it is a path, so `a.a.a…` costs the square of its length: the steps that may take.
 */
function scanningCost(text: string): number {
  let cost = 0;
  let length = 0;
  let separators = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128 && PATH_CHARACTERS[code] === 1) {
      length++;
      if (code === DOT || code === PLUS) separators++;
    } else if (length > 0) {
      cost += length * separators;
      length = 0;
      separators = 0;
    }
  }
  return (cost + length * separators) / 2;
}

const DOT = ".".charCodeAt(0);
const PLUS = "+".charCodeAt(0);
const PATH_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9._+-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** About half a second. */
const MAX_SCANNING_COST = 5_000_000;

function boundedParse(parser: Parser, text: string) {
  let steps = 1000 + Math.ceil((text.length * STEPS_PER_1000) / 1000);
  const tree = parser.parse(text, null, { progressCallback: () => --steps < 0 });
  if (tree === null) parser.reset();
  return tree;
}

/** Inserts a space before each offset; gives back the text and where its inserted spaces stand. */
function insertSpaces(
  text: string,
  before: readonly number[],
  offsets: readonly number[],
): [string, number[]] {
  const pieces: string[] = [];
  const inserted: number[] = [];
  let from = 0;
  offsets.forEach((offset, i) => {
    pieces.push(text.slice(from, offset), " ");
    inserted.push(offset + i);
    from = offset;
  });
  pieces.push(text.slice(from));
  const moved = before.map((at) => at + offsets.filter((offset) => offset <= at).length);
  return [pieces.join(""), [...moved, ...inserted].sort((a, b) => a - b)];
}
