import { expect, it } from "vitest";
import { isCompanion } from "../../../src/packages/update/companions.ts";

it.each<[string, string, boolean]>([
  ["Cargo.lock", "Cargo.lock", true],
  ["Cargo.lock", "a/Cargo.lock", true],
  ["a/Cargo.lock", "a/Cargo.lock", true],
  ["a/Cargo.lock", "b/a/Cargo.lock", false],
  ["*.patch", "fix.patch", true],
  ["*.patch", "a/fix.patch", true],
  ["*.patch", "fix.patch.sh", false],
  ["*.patch", ".patch", true],
  ["a/*.patch", "a/b/fix.patch", false],
  ["*/*.patch", "a/fix.patch", true],
  ["deps-?.json", "deps-1.json", true],
  ["deps-?.json", "deps-12.json", false],
  ["a*b*c", "aXbXbc", true],
  ["a*b*c", "aXbXb", false],
  ["*", "package.nix", false],
  ["*", "package.NIX", false],
  ["*.nix", "a.nix", false],
  ["Cargo.lock", "cargo.lock", false],
  ["", "x", false],
  ["[a-z].lock", "a.lock", false],
])("%s and %s: %s", (glob, path, expected) => {
  expect(isCompanion(path, [glob])).toBe(expected);
});

it("goes by any of several globs", () => {
  expect(isCompanion("a.lock", ["*.patch", "*.lock"])).toBe(true);
  expect(isCompanion("a.lock", ["*.patch", "*.json"])).toBe(false);
  expect(isCompanion("a.lock", [])).toBe(false);
});
