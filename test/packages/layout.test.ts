import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asciiLowerCase,
  directoryOf,
  PACKAGE_NAME,
  packageDirectory,
  packageFile,
  pathExpression,
  placeIn,
  SHARD_NAME,
  shardOf,
} from "../../src/packages/layout.ts";
import { normalizePath } from "../../src/snapshot/resolve.ts";
import { rootWith } from "./builders.ts";

const SHARDED = rootWith();
const FLAT = rootWith({ path: "packages", sharded: false });

describe("the shard of a package", () => {
  it.each([
    ["hello", "he"],
    ["a", "a"],
    ["R", "r"],
    ["_", "_"],
    ["_x", "_x"],
    ["_1password", "_1"],
    ["a-b", "a-"],
    ["x_", "x_"],
    ["GPaste", "gp"],
    ["Z3", "z3"],
    ["İstanbul", "İs"],
  ])("%s is %s", (name, shard) => {
    expect(shardOf(name)).toBe(shard);
  });

  it("is a valid shard for every valid name", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,5}$/), (name) => {
        expect(name).toMatch(PACKAGE_NAME);
        expect(shardOf(name)).toMatch(SHARD_NAME);
      }),
    );
  });
});

describe("a name", () => {
  it.each(["a", "_", "a-", "R", "libGL", "a_b-1", "_0"])("%s is one for a package", (name) => {
    expect(name).toMatch(PACKAGE_NAME);
  });

  it.each(["", "1a", "-a", "a.b", "a b", "é", "a+", "a\n", "a/b", "a\u0301"])(
    "%j is none for a package",
    (name) => {
      expect(name).not.toMatch(PACKAGE_NAME);
    },
  );

  it.each(["", "A", "aB", "abc", "1", "1a", "-a", "a.", "a\n", "é"])("%j is none for a shard", (name) => {
    expect(name).not.toMatch(SHARD_NAME);
  });

  it("goes to lower case in ASCII alone", () => {
    expect(asciiLowerCase("AZaz_É-İ\u212a")).toBe("azaz_É-İ\u212a");
  });
});

describe("a place", () => {
  it("is where the package of a name belongs", () => {
    expect(packageDirectory(SHARDED, "Foo")).toBe("pkgs/by-name/fo/Foo");
    expect(packageFile(SHARDED, "f")).toBe("pkgs/by-name/f/f/package.nix");
    expect(packageDirectory(FLAT, "Foo")).toBe("packages/Foo");
  });

  it.each([
    ["pkgs/by-name/fo/foo/package.nix", { shard: "fo", name: "foo", rest: "package.nix" }],
    ["pkgs/by-name/fo/foo/a/b.nix", { shard: "fo", name: "foo", rest: "a/b.nix" }],
    ["pkgs/by-name/fo/foo", { shard: "fo", name: "foo", rest: "" }],
    ["pkgs/by-name/ba/foo/x", { shard: "ba", name: "foo", rest: "x" }],
    ["pkgs/by-name/README.md", { shard: "README.md", name: "", rest: "" }],
    ["pkgs/by-name", null],
    ["pkgs/by-name-2/fo/foo", null],
    ["pkgs/tools/foo", null],
    ["x/pkgs/by-name/fo/foo", null],
  ])("of %s in a root with shards is %j", (path, place) => {
    expect(placeIn(SHARDED, path)).toEqual(place);
  });

  it.each([
    ["packages/foo/package.nix", { shard: "", name: "foo", rest: "package.nix" }],
    ["packages/foo", { shard: "", name: "foo", rest: "" }],
    ["packages", null],
  ])("of %s in a root without shards is %j", (path, place) => {
    expect(placeIn(FLAT, path)).toEqual(place);
  });

  it.each([
    [SHARDED, "pkgs/by-name/ba/foo/a/b.nix", "pkgs/by-name/ba/foo"],
    [FLAT, "packages/foo/a.nix", "packages/foo"],
  ])("has the directory that it is spelled in", (root, path, directory) => {
    const place = placeIn(root, path);
    expect(place === null ? null : directoryOf(root, place)).toBe(directory);
  });
});

describe("the path expression", () => {
  it.each([
    ["pkgs/top-level/all-packages.nix", "pkgs/by-name/fo/foo/package.nix", "../by-name/fo/foo/package.nix"],
    ["all-packages.nix", "pkgs/by-name/fo/foo/package.nix", "./pkgs/by-name/fo/foo/package.nix"],
    ["pkgs/a.nix", "pkgs/b.nix", "./b.nix"],
    ["a/b/c.nix", "d.nix", "../../d.nix"],
    ["a/b/c.nix", "a/b2/c.nix", "../b2/c.nix"],
  ])("in %s for %s is %s", (from, to, expected) => {
    expect(pathExpression(from, to)).toBe(expected);
  });

  it("leads from any file to any other", () => {
    const path = fc.array(fc.constantFrom("a", "b", "c-d"), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(path, path, (from, to) => {
        const target = [...to, "x.nix"].join("/");
        const written = pathExpression([...from, "y.nix"].join("/"), target);
        expect(written).toMatch(/^\.\.?\//);
        expect(normalizePath(from.join("/"), written)).toBe(target);
      }),
    );
  });
});
