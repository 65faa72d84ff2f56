import type { Expression } from "./ast.ts";
import { type Known, known, unknown } from "./known.ts";
import type { NixFile } from "./parse.ts";
import { sameTree } from "./parsing/tree.ts";

/** A reader of Nix that owes nothing to ours: what both read alike is what it seems. One file at a time. */
export type SecondReader = {
  /**
   * The syntax of a text in this reader's eyes; unknown where it does not understand it, or gives up. Takes
   * time and memory proportional to the length of the text; never throws.
   */
  read(text: string): Known<Expression>;
};

/** Whether a second reader sees the same syntax in a file, places and all. `why` is a clause about the file. */
export function readAlike(file: NixFile, reader: SecondReader): Known<true> {
  if (file.problems.length > 0) return unknown("it does not parse");
  const second = reader.read(file.source.text);
  if (!second.known) return second;
  return sameTree(file.expression, second.value)
    ? known(true)
    : unknown("two independent parsers understand it differently");
}
