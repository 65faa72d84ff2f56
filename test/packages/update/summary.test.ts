import { describe, expect, it } from "vitest";
import {
  isUpdate,
  type PackageUpdate,
  type PinChange,
  updateSummary,
} from "../../../src/packages/update/update.ts";
import { updateOf } from "./builders.ts";

function pin(kind: PinChange["kind"], before = "a", after = "b"): PinChange {
  const start = { line: 1, column: 1 };
  return { path: "p", binding: "x", kind, before, after, range: { start, end: start } };
}

function update(parts: Partial<PackageUpdate>): PackageUpdate {
  return { name: "hello", directory: "d", version: null, pins: [], impurities: [], ...parts };
}

const version = { before: "1.0", after: "1.1" };
const impurities = [{ path: "p", binding: null, range: null, why: "the file was added" }];

describe("a line about a package says", () => {
  it.each<[string, string, Partial<PackageUpdate>]>([
    [
      "its versions and its hash",
      "hello: 1.0 -> 1.1, hash changed",
      { version, pins: [pin("version"), pin("hash")] },
    ],
    ["how many hashes", "hello: 1.0 -> 1.1, 2 hashes changed", { version, pins: [pin("hash"), pin("hash")] }],
    ["lock files", "hello: 1.0 -> 1.1, lock file changed", { version, pins: [pin("lock")] }],
    [
      "its revisions where there are no versions",
      "hello: a -> b, hash changed",
      { pins: [pin("revision"), pin("hash")] },
    ],
    ["a hash alone", "hello: hash changed", { version: { before: "1", after: "1" }, pins: [pin("hash")] }],
    ["that there is more", "hello: 1.0 -> 1.1, and more", { version, impurities }],
    ["nothing more than that it changed", "hello: changed", { impurities }],
    ["no more of a name than fits", `${"x".repeat(59)}…: changed`, { name: "x".repeat(1000) }],
    [
      "what could mislead in escapes",
      "a\\u202eb: 1\\n -> 2",
      { name: "a\u202eb", version: { before: "1\n", after: "2" } },
    ],
  ])("%s", (_, expected, parts) => {
    expect(updateSummary(update(parts))).toBe(expected);
  });
});

describe("a change counts as an update", () => {
  it.each<[string, boolean, Partial<PackageUpdate>]>([
    ["that is pure, whatever its version", true, { version: { before: "1", after: "1" } }],
    ["that brings another version, with more besides", true, { version, impurities }],
    [
      "no longer where the version stays and there is more",
      false,
      { version: { before: "1", after: "1" }, impurities },
    ],
    ["no longer where the version is not known and there is more", false, { impurities }],
  ])("%s", (_, expected, parts) => {
    expect(isUpdate(update(parts))).toBe(expected);
  });
});

describe("the version of a package is", () => {
  it.each<[string, string, string | null]>([
    ["what its builder is given", '{ s }: s.mkDerivation { version = "1"; x = { version = "2"; }; }', "1"],
    ["inherited", '{ s }: let version = "1"; in s.mkDerivation { inherit version; }', "1"],
    ["given by another name", '{ s }: let v = "1"; in s.mkDerivation { version = v; }', "1"],
    ["in the attributes of a function", '{ s }: s.mkDerivation (finalAttrs: { version = "1"; })', "1"],
    ["the only one there is", '{ s }: s { a = { version = "1"; }; }', "1"],
    ["not known where it is computed", "{ s }: s.mkDerivation { version = x.y; }", null],
    ["not known of several", '{ s }: s { a = { version = "1"; }; b = { version = "2"; }; }', null],
    [
      "not known of several results",
      '{ s, c }: if c then s.mkDerivation { version = "1"; } else s.mkDerivation { version = "2"; }',
      null,
    ],
    ["not known without one", "{ s }: s { }", null],
  ])("%s", async (_, text, expected) => {
    const { version: found } = await updateOf(text, `${text} # x`);
    expect(found?.after ?? null).toBe(expected);
  });
});
