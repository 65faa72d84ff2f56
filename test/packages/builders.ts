import { loadSecondReader } from "../../src/grammar/load.ts";
import type { Expression } from "../../src/nix/ast.ts";
import { type NixFile, parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import {
  type Definition,
  type Definitions,
  definitionsIn,
} from "../../src/packages/definitions/definitions.ts";
import { parseCache } from "../../src/packages/files.ts";
import type { Root } from "../../src/packages/layout.ts";
import { describeRepository, type Repository } from "../../src/packages/repository.ts";
import { type MemoryFiles, memorySnapshot } from "../../src/snapshot/memory.ts";

const second = await loadSecondReader();

/** The file that a well-formed text is. */
export function nixFile(text: string): NixFile {
  const file = parseNix(sourceText(text));
  const [problem] = file.problems;
  if (problem !== undefined) throw new Error(`${problem.message} in ${text}`);
  return file;
}

export function expression(text: string): Expression {
  return nixFile(text).expression;
}

export const OVERRIDES = "pkgs/top-level/all-packages.nix";

/** What an overrides file with this text defines. */
export function definitionsOf(text: string): Definitions {
  return definitionsIn(nixFile(text), OVERRIDES, rootWith());
}

/** The only definition of `x` in an overrides file. */
export function definitionOfX(text: string): Definition {
  const [found, ...more] = definitionsOf(text).definitions.filter(({ attribute }) => attribute === "x");
  if (found === undefined || more.length > 0) throw new Error(`not one definition of x in ${text}`);
  return found;
}

export function rootWith(root: Partial<Root> = {}): Root {
  return {
    path: "pkgs/by-name",
    sharded: true,
    file: "package.nix",
    scope: "pkgs",
    overrides: { files: [OVERRIDES], policy: "keep" },
    ...root,
  };
}

export function repositoryOf(files: MemoryFiles): Repository {
  return describeRepository(memorySnapshot(files), parseCache(second));
}
