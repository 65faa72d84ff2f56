// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { packageUpdate, updateSummary } from "../../../src/packages/update/update.ts";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import { wholeChange } from "../../support/whole.ts";
import { cache, DIRECTORY, edited, HASH_A, HASH_B, impuritiesOf, updateOf } from "./builders.ts";

const PACKAGE = `{ stdenv, fetchurl, zlib }:
stdenv.mkDerivation rec {
  version = "1.2.3";
  src = fetchurl { url = "https://a.org/p-\${version}.zip"; hash = "${HASH_A}"; };
  buildInputs = [ zlib ];
}
`;
const UPDATED = edited(PACKAGE, ["1.2.3", "1.2.4"], [HASH_A, HASH_B]);
const NONE = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const DIFFERS = "`buildInputs` differs";

describe("an update tells of a file beside the package", () => {
  const files = (main: string, more: Record<string, MemoryFile>) => ({ "package.nix": main, ...more });
  it("whether it is there, and all pins in the order of the paths", async () => {
    const before = { "a.lock": "1", "deps/x.lock": "1", "z.lock": "1" };
    const after = { "a.lock": "2", "z.lock": "2", "deps/y.lock": "1" };
    const update = await updateOf(files(PACKAGE, before), files(UPDATED, after), ["*.lock"]);
    const lock = { kind: "lock", before: "present", after: "present", range: NONE };
    const at = (binding: string) => ({ path: `${DIRECTORY}/${binding}`, binding });
    const pin = { path: `${DIRECTORY}/package.nix`, range: expect.any(Object) };
    expect(update.impurities).toEqual([]);
    expect(update.pins).toEqual([
      { ...lock, ...at("a.lock") },
      { ...lock, ...at("deps/x.lock"), after: "absent" },
      { ...lock, ...at("deps/y.lock"), before: "absent" },
      { ...pin, binding: "version", kind: "version", before: "1.2.3", after: "1.2.4" },
      { ...pin, binding: "src.hash", kind: "hash", before: HASH_A, after: HASH_B },
      { ...lock, ...at("z.lock") },
    ]);
  });

  it("by its path in the directory, which a glob may name", async () => {
    const sides = [files(PACKAGE, { "deps/x.lock": "1" }), files(UPDATED, { "deps/x.lock": "2" })] as const;
    expect(await impuritiesOf(...sides, ["deps/*.lock"])).toEqual([]);
    expect(await impuritiesOf(...sides, ["he/hello/deps/*.lock"])).toEqual(["the file differs"]);
  });

  it("a thousand times at most", async () => {
    const many = (text: string) =>
      Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.lock`, text]));
    const { pins } = await updateOf(files(PACKAGE, many("1")), files(PACKAGE, many("2")), ["*.lock"]);
    expect(pins.length).toBe(1000);
  });
});

describe("what is said against an update is", () => {
  it("where it differs", async () => {
    const { impurities } = await updateOf(PACKAGE, edited(UPDATED, ["[ zlib ]", "[ zlib stdenv ]"]));
    const range = { start: { line: 5, column: 17 }, end: { line: 5, column: 32 } };
    expect(impurities).toEqual([
      { path: `${DIRECTORY}/package.nix`, binding: "buildInputs", range, why: DIFFERS },
    ]);
  });

  it("nothing of what the version reaches, where other things differ", async () => {
    const text = edited(PACKAGE, ["buildInputs", "x = version; buildInputs"]);
    const after = edited(text, ["1.2.3", "1.2.4"], [HASH_A, HASH_B]);
    expect(await impuritiesOf(text, after)).toEqual([expect.stringContaining("`x` passes a changed value")]);
    expect(await impuritiesOf(text, edited(after, ["[ zlib ]", "[ ]"]))).toEqual([DIFFERS]);
  });

  it("nothing of the version, where what it reaches is wrong", async () => {
    const text = edited(PACKAGE, ["buildInputs", "x = src; buildInputs"]);
    const found = await impuritiesOf(text, edited(text, [HASH_A, HASH_B]));
    expect(found).toEqual([
      "`src.hash` differs while its version does not",
      expect.stringContaining("`x` passes a changed value"),
    ]);
  });

  it("why a file cannot be read, with all else", async () => {
    const found = await updateOf({ "package.nix": PACKAGE }, { "package.nix": "{", "x.sh": "" });
    expect(found.impurities.map(({ why }) => why)).toEqual(["the file does not parse", "the file was added"]);
    expect(found.pins).toEqual([]);
  });

  it("why it cannot be read before, though it can be now", async () => {
    const found = await impuritiesOf(
      { "package.nix": PACKAGE, "x.nix": "{" },
      { "package.nix": PACKAGE, "x.nix": "1" },
    );
    expect(found).toEqual(["before the change, the file does not parse"]);
  });

  it("a hundred reasons at most", async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}.sh`, ""]));
    expect((await impuritiesOf(PACKAGE, { "package.nix": PACKAGE, ...many })).length).toBe(100);
  });
});

describe("a package", () => {
  it("is not told of what differs elsewhere", async () => {
    const at = (main: string, other: string) => ({
      [`${DIRECTORY}/package.nix`]: main,
      "pkgs/by-name/he/hello2/package.nix": other,
    });
    const change = await wholeChange(at(PACKAGE, "1"), at(UPDATED, "2"));
    const options = { file: "package.nix", cache, companions: [] } as const;
    expect(packageUpdate(change, DIRECTORY, "hello", options).impurities).toEqual([]);
  });

  it("that is a file alone has a version, and is for a person to look at", async () => {
    const path = "pkgs/hello.nix";
    const change = await wholeChange({ [path]: PACKAGE }, { [path]: UPDATED });
    const update = packageUpdate(change, path, "hello", { file: null, cache, companions: ["*"] });
    expect(update.version).toEqual({ before: "1.2.3", after: "1.2.4" });
    expect(update.impurities.map(({ why }) => why)).toEqual(["the file differs"]);
  });

  it.each([
    ["has none before", edited(PACKAGE, ['"1.2.3"', "zlib.version"]), PACKAGE],
    ["has none after", PACKAGE, edited(PACKAGE, ['"1.2.3"', "zlib.version"])],
  ])("has no version on both sides, where it %s", async (_, before, after) => {
    expect((await updateOf(before, after)).version).toBe(null);
  });

  it("is told with a name of sixty characters, and no longer", () => {
    const summary = (name: string) =>
      updateSummary({ name, directory: "", version: null, pins: [], impurities: [] });
    expect(summary("x".repeat(60))).toBe(`${"x".repeat(60)}: changed`);
    expect(summary("x".repeat(61))).toBe(`${"x".repeat(59)}…: changed`);
  });
});
