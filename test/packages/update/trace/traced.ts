import type { MemoryFiles } from "../../../../src/snapshot/memory.ts";
import { HASH_A, HASH_B, HASH_C, HASH_D, impuritiesOf } from "../builders.ts";

const FORMALS =
  "{ lib, stdenv, fetchurl, fetchgit, fetchFromGitHub, fetchPypi, fetchHex, fetchYarnDeps, buildGoModule, it, ... }";

/** A package that returns `result`, in the scope of a version, a source of it, and what else is bound `around`. */
export function packageOf(result: string, around = ""): string {
  return `${FORMALS}: let version = "1.2.3"; ${around}
    src = fetchurl { url = "https://a.org/x-\${version}.tgz"; hash = "${HASH_A}"; }; in ${result}`;
}

/** The same of a derivation with some attributes besides. */
export function withAttributes(attributes: string, around = ""): string {
  return packageOf(`stdenv.mkDerivation { pname = "p"; inherit version src; ${attributes} }`, around);
}

type Edit = readonly [string, string];

/**
 * Why a package is no pure update where its version and the hashes A and C are others, its file `x.lock`, and what
 * `edits` put for something else.
 */
export function reasonsOf(text: string, ...edits: readonly Edit[]): Promise<string[]> {
  const head = [...UPDATE, ...edits].reduce(
    (result, [from, to]) => result.replaceAll(`"${from}"`, `"${to}"`),
    text,
  );
  return impuritiesOf(filesOf(text, "a"), filesOf(head, "b"), ["x.lock"]);
}

const UPDATE: readonly Edit[] = [
  ["1.2.3", "1.2.4"],
  [HASH_A, HASH_B],
  [HASH_C, HASH_D],
];

function filesOf(text: string, lock: string): MemoryFiles {
  return { "package.nix": text, "x.lock": lock };
}

/** The same, without what each is about. */
export async function clausesOf(text: string, ...edits: readonly Edit[]): Promise<string[]> {
  return (await reasonsOf(text, ...edits)).map((why) =>
    why.replace(/^(?:`[^`]*`|the expression in line \d+) /, ""),
  );
}
