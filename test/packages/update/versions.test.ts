import { describe, expect, it } from "vitest";
import { compareVersions, goesBack, unsafeVersion } from "../../../src/packages/update/versions.ts";

describe("versions are compared as Nix does", () => {
  // What `builtins.compareVersions` of Nix 2.8 answers.
  it.each([
    ["1.0", "2.3", -1],
    ["2.1", "2.3", -1],
    ["2.3", "2.3", 0],
    ["2.5", "2.3", 1],
    ["3.1", "2.3", 1],
    ["2.3.1", "2.3", 1],
    ["2.3.1", "2.3a", 1],
    ["2.3pre1", "2.3", -1],
    ["2.3pre3", "2.3pre12", -1],
    ["2.3a", "2.3c", -1],
    ["2.3pre1", "2.3c", -1],
    ["2.3pre1", "2.3q", -1],
    ["10", "9", 1],
    ["1.0", "1-0", 0],
    ["0-unstable-2024-01-02", "0-unstable-2024-01-10", -1],
    ["unstable-2024-01-02", "0-unstable-2024-01-02", -1],
    ["99999999999999999999", "100000000000000000000", -1],
    ["2.0-rc1", "2.0", 1],
  ])("%s and %s", (a, b, expected) => {
    expect([compareVersions(a, b), compareVersions(b, a)]).toEqual([
      expected,
      expected === 0 ? 0 : -expected,
    ]);
  });
});

describe("a version goes back", () => {
  it.each([
    ["1.2.3", "1.2.2", true],
    ["1.2.3", "1.2.4", false],
    ["1.9", "1.10", false],
    ["2.0-rc1", "2.0", false],
    ["2.0", "2.0-rc1", true],
    ["2.0", "2.0rc1", true],
    ["2.0-beta.2", "2.0", false],
    ["2.0-rc1", "2.0-rc2", false],
    ["2.0-rc2", "2.0-rc1", true],
    ["2.0", "2.0-1", false],
    ["1.0", "1-0", true],
    ["2024-01-02", "1.0", true],
    ["0-unstable-2024-01-02", "1.0", false],
  ])("from %s to %s: %s", (before, after, expected) => {
    expect(goesBack(before, after)).toBe(expected);
  });
});

it.each(["1.2.3", "0-unstable-2024-01-02", "1.2.3+g0f", "r12", "20240102", "1.0~rc1", "4.2_1"])(
  "%s is safe wherever it is put",
  (version) => {
    expect(unsafeVersion(version)).toBeNull();
  },
);
