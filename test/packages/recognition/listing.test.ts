import { describe, expect, it } from "vitest";
import { readListing } from "../../../src/packages/recognition/listing.ts";
import { recognise } from "../../../src/packages/recognition/recognise.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";

/** `hello: pkgs/hello`, in the order of the attributes. */
function callsOf(files: MemoryFiles): string[] {
  return readListing(memorySnapshot(files))
    .calls.map(({ attribute, target }) => `${attribute}: ${target}`)
    .sort();
}

const listed = (body: string) => callsOf({ "default.nix": `{ pkgs ? import <nixpkgs> { } }:\n${body}\n` });

describe("a list of packages", () => {
  it.each([
    ["a set", "{ hello = pkgs.callPackage ./pkgs/hello { }; }"],
    [
      "a set with what is no package",
      "{ lib = import ./lib { }; modules = import ./modules; hello = pkgs.callPackage ./pkgs/hello { }; }",
    ],
    [
      "a `rec` set",
      "rec { callPackage = pkgs.lib.callPackageWith pkgs; hello = callPackage ./pkgs/hello { }; }",
    ],
    ["`with`", "with pkgs; { hello = callPackage ./pkgs/hello { }; }"],
    ["`let`", "let hello = pkgs.callPackage ./pkgs/hello { }; in { inherit hello; }"],
    ["a name of a set", "let self = { hello = pkgs.callPackage ./pkgs/hello { }; }; in self"],
    [
      "sets that are joined",
      "{ } // pkgs.lib.optionalAttrs pkgs.stdenv.isLinux { hello = pkgs.callPackage ./pkgs/hello { }; }",
    ],
    ["a scope", "pkgs.lib.makeScope pkgs.newScope (self: { hello = self.callPackage ./pkgs/hello { }; })"],
    ["a fixpoint", "pkgs.lib.fix (self: with self; { hello = pkgs.callPackage ./pkgs/hello { }; })"],
    ["another set's `callPackage`", "{ hello = pkgs.libsForQt5.callPackage ./pkgs/hello { }; }"],
    ["either branch", "{ hello = if pkgs ? x then pkgs.callPackage ./pkgs/hello { } else null; }"],
    ["what is taken of a call", "{ inherit (pkgs.callPackage ./pkgs/hello { }) hello; }"],
    ["a quoted name", '{ "hello" = pkgs.callPackage ./pkgs/hello { }; }'],
  ])("is read in %s", (_where, body) => {
    expect(listed(body)).toEqual(["hello: pkgs/hello"]);
  });

  it("names what stands in sets below it", () => {
    expect(
      listed(`{
        tools = pkgs.recurseIntoAttrs { a = pkgs.callPackage ./tools/a { }; };
        more.b = pkgs.callPackage ./b.nix { };
      }`),
    ).toEqual(["more.b: b.nix", "tools.a: tools/a"]);
  });

  it("may be an overlay", () => {
    const text = "final: prev: { hello = final.callPackage ./pkgs/hello { }; }";
    expect(callsOf({ "overlay.nix": text })).toEqual(["hello: pkgs/hello"]);
  });

  it("goes on in the files that it imports, from where these are", () => {
    const pkgs = "{ callPackage }: { hello = callPackage ./hello { }; other = callPackage ./other { }; }";
    const files = { "nix/pkgs/default.nix": pkgs };
    expect(
      callsOf({ ...files, "default.nix": "{ pkgs }: import ./nix/pkgs { inherit (pkgs) callPackage; }" }),
    ).toEqual(["hello: nix/pkgs/hello", "other: nix/pkgs/other"]);
    expect(
      callsOf({
        ...files,
        "default.nix": "{ pkgs }: let a = import ./nix/pkgs/default.nix { }; in { inherit (a) hello; }",
      }),
    ).toEqual(["hello: nix/pkgs/hello"]);
    expect(callsOf({ ...files, "default.nix": "{ pkgs }: { set = import ./nix/pkgs { }; }" })).toEqual([
      "set.hello: nix/pkgs/hello",
      "set.other: nix/pkgs/other",
    ]);
  });

  it("holds nothing that is computed, and says so", () => {
    const opaque = (body: string) =>
      readListing(memorySnapshot({ "default.nix": `{ pkgs }: ${body}` })).opaque.map(({ why }) => why);
    expect(opaque("{ hello = pkgs.callPackage ./pkgs/hello { }; }")).toEqual([]);
    expect(opaque("builtins.mapAttrs (_: p: pkgs.callPackage p { }) (import ./list.nix)")).toEqual([
      "a part of it is computed",
    ]);
    expect(opaque("{ $" + "{pkgs.x} = pkgs.callPackage ./x { }; }")).toEqual(["a name in it is computed"]);
    expect(opaque("{ x = pkgs.callPackage (./. + pkgs.y) { }; }")).toEqual(["a path in it is computed"]);
    expect(opaque("{ x = ")).toEqual(["it cannot be read"]);
  });

  it("ends where files import each other, and names stand for themselves", () => {
    const files = {
      "default.nix": "{ pkgs }: import ./pkgs { } // { a = pkgs.callPackage ./a { }; }",
      "pkgs/default.nix": "{ pkgs }: { b = pkgs.callPackage ./b { }; } // import ../default.nix { }",
    };
    expect(callsOf(files)).toEqual(["a: a", "b: pkgs/b"]);
    expect(listed("let x = x; in x")).toEqual([]);
    expect(listed("let x = y // y; y = x // x; in x")).toEqual([]);
  });
});

describe("a list that somebody hostile wrote", () => {
  const many = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join("");
  const opaqueOf = (text: string) =>
    new Set(readListing(memorySnapshot({ "default.nix": text })).opaque.map(({ why }) => why));

  it.each([
    ["is too large", `{ a = callPackage ./a { }; } # ${"x".repeat(300_000)}`, "it cannot be read"],
    ["is nested too deeply", `${"x: ".repeat(1000)}{ }`, "it is nested too deeply"],
    ["has too many names", `{ ${many(30_000, (i) => `a${i}=1;`)} }`, "there is too much of it"],
    [
      "names sets again and again",
      `let a0 = { }; ${many(40, (i) => `a${i + 1} = a${i} // a${i};`)} in a40`,
      "there is too much of it",
    ],
    [
      "takes each of many names from a large set",
      `let s = { ${many(9000, (i) => `a${i}=1;`)} }; in { ${many(7000, (i) => `inherit (s) a${i};`)} }`,
      "there is too much of it",
    ],
  ])("%s is not known whole", (_how, text, why) => {
    expect(opaqueOf(text)).toContain(why);
  });
});

describe("a listed package", () => {
  const packagesOf = (body: string, more: MemoryFiles = {}) =>
    recognise(memorySnapshot({ "default.nix": `{ pkgs }: ${body}`, ...more })).listed;

  it("is a directory, or a single file", () => {
    const calls = [
      "./pkgs/a",
      "./pkgs/b/default.nix",
      "./pkgs/c/package.nix",
      "./pkgs/d.nix",
      "./pkgs/e/f.nix",
    ];
    const body = calls.map((path, i) => `p${i} = pkgs.callPackage ${path} { };`).join(" ");
    expect(packagesOf(`{ ${body} }`).map(({ home, file }) => [home?.directory ?? null, file])).toEqual([
      ["pkgs/a", "pkgs/a/default.nix"],
      ["pkgs/b", "pkgs/b/default.nix"],
      ["pkgs/c", "pkgs/c/package.nix"],
      [null, "pkgs/d.nix"],
      [null, "pkgs/e/f.nix"],
    ]);
  });

  it("has no directory of its own where that holds the list, or is the repository", () => {
    expect(
      packagesOf("{ a = pkgs.callPackage ./. { }; b = pkgs.callPackage ./default.nix { }; }"),
    ).toMatchObject([{ attribute: "b", home: null }]);
    const files = { "pkgs/default.nix": "{ pkgs }: { b = pkgs.callPackage ./b { }; }" };
    expect(packagesOf("{ all = pkgs.callPackage ./pkgs { }; }", files)).toMatchObject([
      { attribute: "b", home: { directory: "pkgs/b", file: "default.nix" } },
      { attribute: "all", home: null },
    ]);
  });

  it("is none where it stands in a by-name root", () => {
    const files = {
      "pkgs/by-name/he/hello/package.nix": "{ }: 1",
      "pkgs/by-name/wo/world/package.nix": "{ }: 1",
    };
    const body =
      "{ hello = pkgs.callPackage ./pkgs/by-name/he/hello/package.nix { }; x = pkgs.callPackage ./x { }; }";
    expect(packagesOf(body, files)).toMatchObject([{ attribute: "x" }]);
  });
});

it("a list goes on in a file that it calls for a set", () => {
  const files = {
    "default.nix": "{ pkgs }: { lib = 1; } // (pkgs.callPackage ./nix { })\n",
    "nix/default.nix": "{ callPackage }: { hello = callPackage ./hello { }; }\n",
  };
  expect(callsOf(files)).toEqual(["hello: nix/hello"]);
  const { files: read } = readListing(memorySnapshot(files));
  expect([...read]).toEqual([
    ["default.nix", "default.nix"],
    ["nix/default.nix", "default.nix"],
  ]);
});

it("a file that two lists reach belongs to the first", () => {
  const files = {
    "default.nix": "{ pkgs }: import ./pkgs { inherit pkgs; }\n",
    "pkgs/default.nix": "{ pkgs }: { hello = pkgs.callPackage ./hello { }; }\n",
  };
  expect(readListing(memorySnapshot(files)).files.get("pkgs/default.nix")).toBe("default.nix");
});

it("special attributes of `default.nix` are told apart from packages", () => {
  const files = {
    "default.nix": "{ pkgs }: { lib = pkgs.callPackage ./lib { }; overlays = import ./o; }\n",
    "overlay.nix": "final: prev: { modules = 1; }\n",
  };
  const { calls, specials } = readListing(memorySnapshot(files));
  expect(calls).toEqual([]);
  expect(specials.map(({ attribute, call }) => [attribute, call?.target ?? null])).toEqual([
    ["lib", "lib"],
    ["overlays", null],
  ]);
});
