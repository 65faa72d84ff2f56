import { expect, it } from "vitest";
import { reviewFacts } from "../../src/policy/review-facts.ts";
import { checkBetween } from "../support/check.ts";

const PATH = "pkgs/by-name/he/hello/package.nix";
const OVERRIDES = { "pkgs/top-level/all-packages.nix": "{ }:\nres: pkgs: super: with pkgs; { }\n" };
const NIXPKGS = { ...OVERRIDES, ".github/by-name.yml": "preset: nixpkgs\n" };

const built = (builder: string, version: string) => ({
  ...NIXPKGS,
  [PATH]: `{ ${builder.split(".")[0]} }:\n${builder} { pname = "hello"; version = "${version}"; strictDeps = true; __structuredAttrs = true; }\n`,
});

it("what could not be told of the base either is no reason against a merge", async () => {
  const report = await checkBetween(built("buildGoModule", "1.0"), built("buildGoModule", "1.1"));
  expect(report.unknown).toHaveLength(2);
  expect(reviewFacts(report, []).unknown).toEqual([]);
});

it("what the change makes unknown is one", async () => {
  const report = await checkBetween(built("stdenv.mkDerivation", "1.0"), built("buildGoModule", "1.1"));
  expect(reviewFacts(report, []).unknown).toEqual([
    expect.stringContaining("Whether `hello` sets `strictDeps = true` is left to evaluation"),
    expect.stringContaining("Whether `hello` sets `__structuredAttrs = true` is left to evaluation"),
  ]);
});

it("where not all of it is listed, all that is listed counts", async () => {
  const report = await checkBetween(built("buildGoModule", "1.0"), built("buildGoModule", "1.1"));
  const cut = { ...report, summary: { ...report.summary, unknown: 3 } };
  expect(reviewFacts(cut, []).unknown).toHaveLength(2);
});
