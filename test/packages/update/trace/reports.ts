// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { expect, it } from "vitest";
import { parseNix } from "../../../../src/nix/parse.ts";
import { sourceText } from "../../../../src/nix/text.ts";
import { compareFiles } from "../../../../src/packages/update/compare.ts";
import { type Trace, type TracedFile, tracePins } from "../../../../src/packages/update/trace/trace.ts";
import { HASH_A, HASH_B } from "../builders.ts";

const DIRECTORY = "pkgs/p";

/** Other Nix files of the package, and companions that differ, by their paths in its directory. */
export type Beside = { readonly files?: Record<string, string>; readonly companions?: readonly string[] };

/** The files of a package, in which versions 1.2.3 and hashes `HASH_A` become 1.2.4 and `HASH_B`. */
export function filesOf(text: string, files: Record<string, string>): readonly TracedFile[] {
  return Object.entries({ "package.nix": text, ...files }).map(([path, before]): TracedFile => {
    const after = before.replaceAll("1.2.3", "1.2.4").replaceAll(HASH_A, HASH_B);
    const [base, head] = [read(before), read(after)];
    return { path: `${DIRECTORY}/${path}`, file: head, pins: compareFiles(base, head).pins };
  });
}

/** Where the pins of such a package go. */
export function traceOf(text: string, { files = {}, companions = [] }: Beside = {}): Trace {
  const traced = filesOf(text, files);
  const paths = companions.map((path) => `${DIRECTORY}/${path}`);
  return tracePins(traced, `${DIRECTORY}/package.nix`, paths);
}

function read(text: string) {
  const file = parseNix(sourceText(text), ["pipe-operators"]);
  if (file.problems.length > 0) throw new Error(`${text} does not parse`);
  return file;
}

/** What is reported, each as `what is written there: why`. */
export function reportsOf(text: string, beside: Beside = {}): readonly string[] {
  return traceOf(text, beside).findings.map(({ in: { file }, span, what }) => {
    return `${file.source.text.slice(span.start, span.end)}: ${what}`;
  });
}

export const SRC = `fetchurl { url = "https://a.org/p-\${version}.tar.gz"; hash = "${HASH_A}"; }`;

/** A package with names `version` and `src` that differ, and an attribute `x`, which is not known to be text. */
export function withX(x: string, around = ""): string {
  return `{ lib, stdenv, pkgs, fetchurl, callPackage, it, ... }: let version = "1.2.3"; src = ${SRC}; ${around}
    in stdenv.mkDerivation { pname = "p"; inherit version src; x = ${x}; }`;
}

const DIFFERS = ": passes a changed value to `mkDerivation` as `x`, which may be more than text";

/** What is reported of that package, each as in `reportsOf`, but for `x: why` of all of `x`, and `x differs`. */
export function reportsOfX(x: string, around = "", beside: Beside = {}): readonly string[] {
  return reportsOf(withX(x, around), beside).map((each) => {
    if (each.endsWith(DIFFERS)) return `${each.slice(0, -DIFFERS.length)} differs`.replace(x, () => "x");
    return each.startsWith(`${x}: `) ? `x${each.slice(x.length)}` : each;
  });
}

/** A binding of one of so many texts, the first of which is another after the change; or of which none is. */
export function many(count: number, first = "version", name = "many"): string {
  return `${name} = ${choice(count, first)};`;
}

function choice(count: number, first: string): string {
  const half = Math.floor(count / 2);
  return count === 1 ? first : `(if it then ${choice(half, first)} else ${choice(count - half, '"x"')})`;
}

/** What is reported of `x`, with more names around it. */
export type Case = readonly [x: string, around: string, ...reports: string[]];

/** Checks what is reported of each of many values of `x`. */
export function each(title: string, cases: readonly Case[]): void {
  it.each(cases)(`${title}: %s`, (x, around, ...reports) => {
    expect(reportsOfX(x, around)).toEqual(reports);
  });
}
