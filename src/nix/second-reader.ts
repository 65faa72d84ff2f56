import { Language, Parser } from "web-tree-sitter";
import type { SecondReader } from "./alike.ts";
import type { Expression } from "./ast.ts";
import { type Known, known, unknown } from "./known.ts";
import { classes, PATH_CHAR } from "./parsing/characters.ts";
import { convertTree, TooDeep } from "./second-tree.ts";

/**
 * Makes a second reader over the bytes of tree-sitter-nix, compiled to WebAssembly. `runtime`: those of
 * tree-sitter itself, where they are not beside its code.
 */
export async function createSecondReader(
  grammar: Uint8Array,
  runtime: Uint8Array | null = null,
): Promise<SecondReader> {
  await (runtime === null ? Parser.init() : Parser.init({ wasmBinary: runtime }));
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  let broken = false;
  function read(text: string): Known<Expression> {
    if (broken) return unknown("the second parser has failed before");
    if (text.length > MAX_LENGTH) return unknown("it is too long for the second parser");
    if (scanningCost(text) > MAX_SCANNING_COST) {
      return unknown("it has too long a run of characters without white space for the second parser");
    }
    try {
      return readBounded(parser, text);
    } catch (error) {
      if (error instanceof TooDeep) return unknown("it is nested too deep for the second parser");
      // Its memory is full, or in a state that nobody knows.
      broken = true;
      return unknown("the second parser has failed");
    }
  }
  return { read };
}

/** In UTF-16 units. The maintainer list of nixpkgs has 1.3 million, the longest package file a tenth of that. */
const MAX_LENGTH = 4_000_000;

/**
 * How often tree-sitter may report progress (every few hundred steps) for each 1,000 characters. A
 * well-formed file needs about 10; only recovery from errors in a hostile one needs more.
 */
const STEPS_PER_1000 = 400;

function readBounded(parser: Parser, text: string): Known<Expression> {
  let steps = 1000 + Math.ceil((text.length * STEPS_PER_1000) / 1000);
  const tree = parser.parse(text, null, { progressCallback: () => --steps < 0 });
  if (tree === null) {
    parser.reset();
    return unknown("the second parser gave up on it");
  }
  try {
    if (tree.rootNode.hasError) return unknown("the second parser does not understand it");
    return known(convertTree(tree, text));
  } finally {
    tree.delete();
  }
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
    if (((classes[code] ?? 0) & PATH_CHAR) !== 0) {
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

/** About half a second. */
const MAX_SCANNING_COST = 5_000_000;
