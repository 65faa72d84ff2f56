import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { HASH_A, HASH_B, HASH_C, HASH_D, impuritiesOf } from "./builders.ts";

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

/** Why a package is no pure update where its version and the hashes A and C are others, and its file `x.lock`. */
export function reasonsOf(text: string): Promise<string[]> {
  return impuritiesOf(filesOf(text, "a"), filesOf(updated(text), "b"), ["x.lock"]);
}

function filesOf(text: string, lock: string): MemoryFiles {
  return { "package.nix": text, "x.lock": lock };
}

function updated(text: string): string {
  return text
    .replaceAll('"1.2.3"', '"1.2.4"')
    .replaceAll(`"${HASH_A}"`, `"${HASH_B}"`)
    .replaceAll(`"${HASH_C}"`, `"${HASH_D}"`);
}

/** The same, without what each is about. */
export async function clausesOf(text: string): Promise<string[]> {
  return (await reasonsOf(text)).map((why) => why.replace(/^(?:`[^`]*`|the expression in line \d+) /, ""));
}
