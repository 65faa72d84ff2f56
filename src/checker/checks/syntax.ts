import type { NixFile } from "../../nix/parse.ts";
import type { FileSubject } from "../rule.ts";

/** The syntax of a file, even of one that parses only in part; null where it cannot be read at all. */
export function syntaxOf(file: FileSubject): NixFile | null {
  const { reading } = file;
  return reading.kind === "text" ? reading.file : null;
}

/** The syntax of a file that parses; null where anything in it is in doubt. */
export function soundSyntaxOf(file: FileSubject): NixFile | null {
  const syntax = syntaxOf(file);
  return syntax === null || syntax.problems.length > 0 ? null : syntax;
}
