import type { Rule } from "../../../src/checker/rule.ts";
import type { MemoryFile, MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkFiles } from "../../support/check.ts";
import { definition } from "../builders.ts";

/** What tells a repository for NUR from others that list packages. */
export const SPECIAL = "lib = import ./lib { inherit pkgs; }; overlays = import ./overlays;";

/** A `default.nix` with these definitions. */
export function list(...lines: readonly string[]): string {
  return `{ pkgs ? import <nixpkgs> { } }:\n\nrec {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
}

/** A line of it: `hello = pkgs.callPackage ./pkgs/hello { };`. */
export function call(name: string, path = `./pkgs/${name}`, args = "{ }"): string {
  return `${name} = pkgs.callPackage ${path} ${args};`;
}

/** Packages as the template lays them out. */
export function packagesOf(...names: readonly string[]): Record<string, MemoryFile> {
  return Object.fromEntries(names.map((name) => [`pkgs/${name}/default.nix`, definition({ name })]));
}

/** What one rule says of a tree: `level path: message`. */
export async function saysOf(rule: Rule, files: MemoryFiles): Promise<string[]> {
  const { findings } = await checkFiles(files, [rule]);
  return findings.map(({ level, path, message }) => `${level} ${path}: ${message}`);
}

/** What it says that it cannot tell. */
export async function unknownOf(rule: Rule, files: MemoryFiles): Promise<string[]> {
  const { unknown } = await checkFiles(files, [rule]);
  return unknown.map(({ message }) => message);
}
