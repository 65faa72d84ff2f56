import type { Parser } from "web-tree-sitter";
import type { Comment, Expression, PathLiteral, StringLiteral } from "./ast.ts";
import { convertTree, gluedUpdates, TooDeep } from "./convert.ts";
import { loadGrammar } from "./grammar.ts";
import type { SourceText } from "./text.ts";
import { hidesCodeInComment, refusedCharacters, type SyntaxProblem } from "./validity.ts";

/** A parsed Nix file. */
export type NixFile = {
  readonly source: SourceText;
  /** The expression that the file is. Parts that do not parse are `broken`. */
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  /** All path expressions, in the order of the text. */
  readonly paths: readonly PathLiteral[];
  /** All strings that hold an escape sequence. */
  readonly escapedStrings: readonly StringLiteral[];
  /** Why Nix would not parse the file, first place first; empty for a well-formed file. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * Where the well-formed part ends: tokens before this offset are what they seem, nothing may be
   * claimed about what comes after. The length of the text for a well-formed file.
   */
  readonly soundUntil: number;
};

/** The outcome of reading a text as Nix. `unreadable` is no claim that Nix would refuse it. */
export type ParseResult =
  | { readonly kind: "parsed"; readonly file: NixFile }
  | { readonly kind: "unreadable"; readonly why: string };

/** A parser for Nix, made once and used for many files, one at a time. */
export type NixParser = {
  /** Parses a text. Takes time and memory proportional to its length, whatever it holds; never throws. */
  parse(source: SourceText): ParseResult;
};

/** Loads the grammar, which takes some ten milliseconds. */
export async function loadNixParser(): Promise<NixParser> {
  const parser = await loadGrammar();
  return { parse: (source) => parseNix(parser, source) };
}

/** More rounds of separating `a//b` than this is no file that a person wrote. */
const MAX_ROUNDS = 16;

/**
 * How often tree-sitter may report progress (every few hundred steps) for each 1,000 characters. A
 * well-formed file needs about 10; only recovery from errors in a hostile one needs more.
 */
const STEPS_PER_1000 = 400;

function parseNix(parser: Parser, source: SourceText): ParseResult {
  const { text } = source;
  if (scanningCost(text) > MAX_SCANNING_COST) {
    return { kind: "unreadable", why: "it has too long a run of characters without white space" };
  }
  let spaced = text;
  let inserted: number[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const tree = boundedParse(parser, spaced);
    if (tree === null) {
      return { kind: "unreadable", why: "it has more syntax errors than can be looked into" };
    }
    try {
      const glued = gluedUpdates(tree, spaced);
      if (glued.length > 0) {
        [spaced, inserted] = insertSpaces(spaced, inserted, glued);
        continue;
      }
      const converted = convertTree(tree, source, inserted);
      const { expression, comments, paths, escapedStrings } = converted;
      if (hidesCodeInComment(text, comments)) {
        return { kind: "unreadable", why: "a carriage return hides code in a comment" };
      }
      const problems = [...converted.problems, ...refusedCharacters(text, expression, comments)];
      problems.sort((a, b) => a.start - b.start);
      return {
        kind: "parsed",
        file: {
          source,
          expression,
          comments,
          paths,
          escapedStrings,
          problems,
          soundUntil: Math.min(text.length, ...problems.slice(0, 100).map((p) => p.soundUntil)),
        },
      };
    } catch (error) {
      if (error instanceof TooDeep) return { kind: "unreadable", why: error.message };
      throw error;
    } finally {
      tree.delete();
    }
  }
  return { kind: "unreadable", why: "it has too many `//` that are not set off by spaces" };
}

/**
 * The grammar's scanner looks from each name to the end of the run of path characters that it stands in,
 * to see whether it is a path, so `a.a.a…` costs the square of its length: the steps that may take.
 */
function scanningCost(text: string): number {
  let cost = 0;
  for (const [run] of text.matchAll(/[A-Za-z0-9._+-]{512,}/g)) {
    cost += (run.length * run.replace(/[^.+]/g, "").length) / 2;
  }
  return cost;
}

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
