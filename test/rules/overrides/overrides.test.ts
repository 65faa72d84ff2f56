import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { introduced } from "../../support/check.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  checkFiles,
  configuredAs,
  definition,
  lines,
  override,
  overridesText,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  unknowns,
} from "../builders.ts";

const OWN = "../by-name/he/hello/package.nix";
const forbidding = configuredAs("packages:", "  - root: pkgs/by-name", "    overrides: { policy: forbid }");
const both = { ...packageOf("hello"), ...packageOf("world"), "pkgs/tools/x.nix": definition() };

/** Rule, code and covered text of what is said of `hello`, whose overrides file is this text. */
async function saidOfFile(text: string, files: MemoryFiles = both): Promise<string[]> {
  const said = (await saidOf({ ...files, [ALL_PACKAGES]: text })).filter(
    (line) => !line.includes("reference-into-package"),
  );
  return said.map((line) => {
    expect(line).toContain(` hello ${ALL_PACKAGES}: `);
    return line.replace("error ", "").replace(` hello ${ALL_PACKAGES}`, "");
  });
}
const saidOfDefinition = (text: string): Promise<string[]> => saidOfFile(overridesText(text));

describe("an override under `keep`", () => {
  it.each([
    `hello = callPackage ${OWN} { x = 1; };`,
    `"hello" = callPackage ${OWN} { x = 1; };`,
    `hello = (callPackage ${OWN} { x = 1; });`,
    `hello = callPackage (${OWN}) ({ x = 1; });`,
    `hello = callPackage ../top-level/../by-name/he/hello/package.nix { x = 1; };`,
    `hello = pkgs.callPackage ${OWN} { x = 1; };`,
    `hello = super.callPackage ${OWN} { x = 1; };`,
    `hello = res.callPackage ${OWN} { x = 1; };`,
    `hello = pkgs.pkgs.callPackage ${OWN} { x = 1; };`,
    `hello = callPackage ${OWN} { inherit x; };`,
    `hello = callPackage ${OWN} args;`,
    `hello = callPackage ${OWN} ({ } // args);`,
    `hello = callPackage ${OWN} (import ./x.nix);`,
    `hello = callPackage ${OWN} rec { x = 1; };`,
  ])("is fine as %s", async (text) => {
    expect(await saidOfDefinition(text)).toEqual([]);
  });

  it.each([
    ["hello = world;", "hello"],
    ["hello = pkgs.world;", "hello"],
    ["hello = hello2.override { };", "hello"],
    ["hello = callPackages ../by-name/he/hello/package.nix { };", "hello"],
    [`hello = lib.lowPrio (callPackage ${OWN} { });`, "hello"],
    [`hello = (callPackage ${OWN} { }).override { };`, "hello"],
    [`hello = if a then callPackage ${OWN} { x = 1; } else null;`, "hello"],
    [`hello = callPackage ${OWN};`, "hello"],
    [`hello = callPackage ${OWN} { } { };`, "hello"],
    ["hello = import ../by-name/he/hello { };", "hello"],
    ["hello.x = 1;", "hello"],
    ["hello.x.y = 1;", "hello"],
    ["inherit hello;", "hello"],
    ["inherit (x) a hello b;", "hello"],
    ['inherit (x) "hello";', '"hello"'],
    ["inherit (callPackages ../x { }) hello;", "hello"],
    ['hello = throw "gone";', "hello"],
  ])("is anything but a call in %s", async (text, place) => {
    expect(await saidOfDefinition(text)).toEqual([`override-not-call-package NPV-104: ${place}`]);
  });

  it.each([
    ["hello = null;", "hello"],
    ["hello = true;", "hello"],
    ["hello = { };", "hello"],
    ["hello = { } // { };", "hello"],
    ["hello = [ ];", "hello"],
    ["hello = x: x;", "hello"],
    ["hello = ../tools/x.nix;", "hello"],
    ['"hello" = 1;', '"hello"'],
  ])("is no derivation in %s", async (text, place) => {
    expect(await saidOfDefinition(text)).toEqual([`package-not-derivation NPV-101: ${place}`]);
  });

  it.each([
    "hello = _internalCallByNamePackageFile ../by-name/he/hello/package.nix;",
    "hello = pkgs._internalCallByNamePackageFile ../tools/x.nix;",
    "hello = callPackage (_internalCallByNamePackageFile x) { };",
    "inherit (self) hello _internalCallByNamePackageFile;",
  ])("is nothing else where it uses the internal function: %s", async (text) => {
    const { findings } = await checkFiles({ ...both, ...topLevel(text) });
    expect(findings.map(({ rule }) => rule)).toEqual(["internal-call-package"]);
  });

  it.each([
    [`hello = libsForQt5.callPackage ${OWN} { x = 1; };`],
    [`hello = libsForQt5.callPackage ${OWN} { };`],
    [`hello = pkgs.libsForQt5.callPackage ${OWN} { x = 1; };`],
    [`hello = python3.pkgs.callPackage ${OWN} { x = 1; };`],
    [`hello = (darwin.apple_sdk).callPackage ${OWN} { };`],
    ["hello = ocamlPackages.callPackage ../x.nix { };"],
    ["hello = ocamlPackages.callPackage x { };"],
  ])("is another scope's in %s", async (text) => {
    expect(await saidOfDefinition(text)).toEqual(["override-other-scope NPV-105: hello"]);
  });

  it.each([
    ["hello = callPackage ../tools/x.nix { x = 1; };", "../tools/x.nix"],
    ["hello = callPackage ../tools/x.nix { };", "../tools/x.nix"],
    ["hello = callPackage ../by-name/he/hello { x = 1; };", "../by-name/he/hello"],
    ["hello = callPackage ../by-name/wo/world/package.nix { x = 1; };", "../by-name/wo/world/package.nix"],
    ["hello = callPackage ../by-name/he/hello/other.nix { x = 1; };", "../by-name/he/hello/other.nix"],
    ["hello = callPackage ../by-name/he/hello/gone.nix { };", "../by-name/he/hello/gone.nix"],
    ["hello = callPackage /x.nix { x = 1; };", "/x.nix"],
    ["hello = callPackage ../../../../x.nix { x = 1; };", "../../../../x.nix"],
    ["hello = callPackage <x> { x = 1; };", "<x>"],
  ])("is of the wrong path in %s", async (text, place) => {
    expect((await saidOfDefinition(text)).filter((line) => !line.includes("unresolvable"))).toEqual([
      `override-wrong-path NPV-106: ${place}`,
    ]);
  });

  it.each([
    `hello = callPackage ${OWN} { };`,
    `hello = callPackage ${OWN} { /* nothing */ };`,
    `hello = callPackage ${OWN} ({ });`,
    `hello = callPackage ${OWN} rec { };`,
    `"hello" = pkgs.callPackage ${OWN} { };`,
  ])("is empty in %s", async (text) => {
    expect(await saidOfDefinition(text)).toEqual([`override-empty-argument NPV-107: ${text}`]);
  });

  it.each([
    ["hello = callPackage ({ stdenv }: stdenv) { };", "({ stdenv }: stdenv)"],
    [`hello = callPackage (import ${OWN}) { };`, `(import ${OWN})`],
    ['hello = callPackage "x" { };', '"x"'],
    ["hello = callPackage ({ }: { }) { x = 1; };", "({ }: { })"],
  ])("is of no path in %s", async (text, place) => {
    const said = await saidOfDefinition(text);
    expect(said.filter((line) => line.startsWith("override"))).toEqual([
      `override-no-path NPV-108: ${place}`,
    ]);
  });

  it("is of its own path where a name stands for that", async () => {
    const text = `self: with self; let path = ${OWN}; in { hello = callPackage path { x = 1; }; }`;
    expect(await saidOfFile(text)).toEqual([]);
  });

  it.each([
    `hello = callPackage ../by-name/he/\${x}/package.nix { };`,
    `hello = x.y.z or (callPackage ${OWN} { });`,
  ])("is never called fine nor wrong for what it does not show: %s", async (text) => {
    const report = await checkFiles({ ...both, ...topLevel(text) });
    const known = report.findings.map(({ rule }) => rule);
    expect(known.length + report.summary.unknown).toBeGreaterThan(0);
    expect(
      known.filter((rule) => !["override-not-call-package", "reference-into-package"].includes(rule)),
    ).toEqual([]);
  });

  it.each([
    ["a `with` of an unknown set", `{ x }: with x; { hello = callPackage ${OWN} { }; }`],
    ["the whole argument of a function", `callPackage: { hello = callPackage ${OWN} { }; }`],
    ["an unknown expression's", `self: with self; { hello = (f x).callPackage ${OWN} { }; }`],
    ["callPackageWith", `self: let callPackage = f self; in { hello = callPackage ${OWN} { }; }`],
  ])("is left to evaluation where `callPackage` is of %s", async (_what, text) => {
    const report = await checkFiles({ ...both, [ALL_PACKAGES]: text });
    expect(report.findings).toEqual([]);
    expect(unknowns(report)).toEqual([`override-not-call-package hello ${ALL_PACKAGES}`]);
  });

  it.each([
    ["a formal", `{ callPackage, ... }: { hello = callPackage ${OWN} { }; }`],
    ["with final", `final: prev: with final; { hello = callPackage ${OWN} { }; }`],
    ["with lib inside of with pkgs", `pkgs: with pkgs; with lib; { hello = callPackage ${OWN} { }; }`],
    ["let inherit", `pkgs: let inherit (pkgs) callPackage; in { hello = callPackage ${OWN} { }; }`],
    ["let alias", `pkgs: let callPackage = pkgs.callPackage; in { hello = callPackage ${OWN} { }; }`],
    ["formals pkgs", `{ pkgs }: { hello = pkgs.callPackage ${OWN} { }; }`],
  ])("is the scope's own by %s", async (_how, text) => {
    expect(await saidOfFile(text)).toEqual([
      `override-empty-argument NPV-107: hello = callPackage ${OWN} { };`.replace(
        "callPackage",
        text.includes("= pkgs.callPackage ../") ? "pkgs.callPackage" : "callPackage",
      ),
    ]);
  });

  it("is not what a name within another definition says", async () => {
    const text = overridesText(
      "x = { hello = 1; };",
      "y = let hello = 2; in hello;",
      "z = { hello }: hello;",
      "# hello = 3;",
      "inherit (hello) world2;",
    );
    expect(await saidOfFile(text)).toEqual([]);
  });

  it("is not a definition of a name that has no package directory, or a wrong one", async () => {
    const files = {
      "pkgs/by-name/aa/hello/package.nix": definition(),
      "pkgs/by-name/wo/world": "a file",
      "pkgs/by-name/_4/4x/package.nix": definition(),
      ...topLevel("hello = 1;", "world = 2;", '"4x" = 3;', "Hello = 4;"),
    };
    expect((await saidOf(files)).filter((line) => line.includes("override"))).toEqual([]);
  });
});

describe("`callPackage` of the set as it was before", () => {
  it.each(["super", "prev"])("as `%s`, is the scope's own but in nixpkgs", async (name) => {
    const files = {
      ...both,
      [ALL_PACKAGES]: `self: ${name}: { hello = ${name}.callPackage ${OWN} { x = 1; }; }`,
    };
    const said = async (preset: string) =>
      (await saidOf({ ...configuredAs(`preset: ${preset}`), ...files })).map((line) => line.split(" ")[1]);
    expect(await said("nixpkgs")).toEqual(["override-other-scope"]);
    expect(await said("flake")).toEqual([]);
    expect(await said("nur")).toEqual([]);
  });
});

describe("a path through a symbolic link", () => {
  const OWN_FILE = "pkgs/by-name/he/hello/package.nix";
  const link = (target: string) => ({ link: target });

  it.each([
    ["to the package directory", { "pkgs/tools/hello": link("../by-name/he/hello") }, "hello/package.nix"],
    ["to its package.nix", { "pkgs/tools/hello.nix": link("../by-name/he/hello/package.nix") }, "hello.nix"],
    ["to the by-name root", { "pkgs/tools/root": link("../by-name") }, "root/he/hello/package.nix"],
    [
      "to a link to it",
      { "pkgs/tools/a": link("b"), "pkgs/tools/b": link("../by-name/he/hello") },
      "a/package.nix",
    ],
  ])("%s leads to the package's own file", async (_, links, path) => {
    const files = { ...both, ...links };
    const text = (args: string) => overridesText(`hello = callPackage ../tools/${path} ${args};`);
    expect(await saidOfFile(text("{ x = 1; }"), files)).toEqual([]);
    expect((await saidOfFile(text("{ }"), files)).map((line) => line.split(":")[0])).toEqual([
      "override-empty-argument NPV-107",
    ]);
  });

  it.each([
    ["to another package", { "pkgs/tools/hello": link("../by-name/wo/world") }],
    ["in a circle", { "pkgs/tools/hello": link("hello") }],
    ["to nothing", { "pkgs/tools/hello": link("../by-name/he/nothing") }],
  ])("%s is a wrong one", async (_, links) => {
    const text = overridesText("hello = callPackage ../tools/hello/package.nix { x = 1; };");
    expect(await saidOfFile(text, { ...both, ...links })).toEqual([
      "override-wrong-path NPV-106: ../tools/hello/package.nix",
    ]);
  });

  it("into another package's directory is a second package there, or a variant of it", async () => {
    const files = {
      ...packageOf("hello", { "gui.nix": definition() }),
      "pkgs/tools/hello": link("../by-name/he/hello"),
      "pkgs/tools/gui.nix": link("../by-name/he/hello/gui.nix"),
      [OWN_FILE]: definition(),
    };
    const said = async (path: string) =>
      (await saidOf({ ...files, ...topLevel(`other = callPackage ../tools/${path} { x = 1; };`) })).map(
        (line) => line.split(" ")[1],
      );
    expect(await said("hello/gui.nix")).toEqual(["second-package-in-directory"]);
    expect(await said("gui.nix")).toEqual(["second-package-in-directory"]);
    expect(await said("hello/package.nix")).toEqual([]);
  });

  it("is of the directory that it leads into, also where there is nothing at its end", async () => {
    const files = { ...both, "pkgs/tools/hello": link("../by-name/he/hello") };
    const text = "import ../pkgs/tools/hello/nothing.nix";
    expect(await saidOf({ ...files, "lib/x.nix": text })).toEqual([
      "warning reference-into-package - hello lib/x.nix: ../pkgs/tools/hello/nothing.nix",
    ]);
    expect(await saidOf({ ...both, "pkgs/tools/hello/y": "", "lib/x.nix": text })).toEqual([]);
  });
});

describe("where overrides are looked for", () => {
  const empty = `hello = callPackage ${OWN} { };`;
  const found = [`override-empty-argument NPV-107: ${empty}`];

  it.each([
    ["a plain set", `self: with self; { ${empty} }`],
    ["a rec set", `self: with self; rec { ${empty} }`],
    ["nested functions", `{ lib }: self: super: with self; { ${empty} }`],
    ["parentheses", `(self: (with self; ({ ${empty} })))`],
    ["a let and an assert", `self: let a = 1; in assert a; with self; { ${empty} }`],
    ["the left of //", `self: with self; { ${empty} } // x`],
    ["the right of //", `self: with self; x // { ${empty} }`],
    ["the middle of //", `self: with self; { a = 1; } // { ${empty} } // { b = 2; }`],
    ["lib.optionalAttrs", `self: with self; { } // lib.optionalAttrs (a) { ${empty} }`],
    ["optionalAttrs", `self: with self; with lib; { } // optionalAttrs a ({ ${empty} })`],
    ["optionalAttrs within //", `self: with self; lib.optionalAttrs a ({ } // { ${empty} }) // { }`],
  ])("is %s", async (_where, text) => {
    expect(await saidOfFile(text)).toEqual(found);
  });

  it.each([
    ["both branches of an if", `self: with self; if a then { ${empty} } else { }`],
    ["the argument of a function", `self: with self; f { ${empty} }`],
    ["a mapAttrs", `self: with self; lib.mapAttrs f { ${empty} }`],
    ["a list", `[ { ${empty} } ]`],
  ])("is not %s, and the file is not known whole then", async (_where, text) => {
    const report = await checkFiles({ ...both, [ALL_PACKAGES]: text });
    expect(report.findings.filter(({ rule }) => rule.startsWith("override"))).toEqual([]);
    expect(unknowns(report)).toEqual([`- - ${ALL_PACKAGES}`]);
  });

  it("has computed names, which leave the file not known whole", async () => {
    const report = await checkFiles({ ...both, ...topLevel(`\${x} = 1;`, empty) });
    expect(lines(report, topLevel(`\${x} = 1;`, empty))).toEqual([
      `error override-empty-argument NPV-107 hello ${ALL_PACKAGES}: ${empty}`,
    ]);
    expect(unknowns(report)).toEqual([`- - ${ALL_PACKAGES}`]);
  });

  it("reports each of several definitions by itself", async () => {
    const text = `self: with self; { hello = 1; } // { ${empty} }`;
    expect(await saidOfFile(text)).toEqual([`package-not-derivation NPV-101: hello`, ...found]);
  });

  it("is every overrides file that is configured, relative to that file", async () => {
    const files = {
      ...configuredAs(
        "packages:",
        "  - root: pkgs/by-name",
        "    overrides:",
        "      file: [pkgs/top-level/all-packages.nix, deep/er/x.nix, not/there.nix]",
      ),
      ...both,
      ...topLevel(override("world", "")),
      "deep/er/x.nix":
        "self: with self; { hello = callPackage ../../pkgs/by-name/he/hello/package.nix { }; }",
    };
    const said = await saidOf(files);
    expect(said.map((line) => line.split(":")[0])).toEqual([
      "error override-empty-argument NPV-107 hello deep/er/x.nix",
      `error override-empty-argument NPV-107 world ${ALL_PACKAGES}`,
    ]);
  });

  it("is nowhere where the overrides file is not there, or is a link or a directory", async () => {
    expect(await saidOf(both)).toEqual([]);
    expect(
      await saidOf({ ...both, [ALL_PACKAGES]: { link: "x.nix" }, "pkgs/top-level/x.nix": `{ hello = 1; }` }),
    ).toEqual([]);
    expect(await saidOf({ ...both, [`${ALL_PACKAGES}/x`]: "" })).toEqual([]);
  });
});

describe("an override under `forbid`", () => {
  it.each([
    ["hello = world;", "hello"],
    ["inherit hello;", "hello"],
    ['"hello" = 1;', '"hello"'],
    ["hello.x = 1;", "hello"],
    [`hello = libsForQt5.callPackage ${OWN} { };`, "hello"],
    ["hello = callPackage ../tools/x.nix { };", "hello"],
    [`hello = callPackage ${OWN} { };`, "hello"],
    ["hello = callPackage (f x) { };", "hello"],
    [`hello = callPackage ${OWN} { x = 1; };`, "hello"],
    ["hello = (f x).callPackage y { };", "hello"],
  ])("is forbidden as %s, and nothing else is said of it", async (text, place) => {
    expect(await saidOf({ ...forbidding, ...both, ...topLevel(text) })).toEqual([
      `error override-forbidden - hello ${ALL_PACKAGES}: ${place}`,
    ]);
  });

  it("may be taken away whatever it passed", async () => {
    const base = { ...forbidding, ...both, ...topLevel(override("hello")) };
    expect(await saidOfChange(base, { ...base, ...topLevel() })).toEqual([]);
  });

  it("has the fix to delete it only where it passes nothing", async () => {
    const report = await checkFiles({
      ...forbidding,
      ...both,
      ...topLevel(override("hello", ""), override("world")),
    });
    expect(report.findings.map(({ attribute, fix }) => [attribute, fix === null])).toEqual([
      ["hello", false],
      ["world", true],
    ]);
  });

  it("is not a variant under another name", async () => {
    const files = { ...forbidding, ...both, ...topLevel(`hello2 = callPackage ${OWN} { x = 1; };`) };
    expect(await saidOf(files)).toEqual([]);
    expect(await saidOfChange({ ...forbidding, ...both, ...topLevel() }, files)).toEqual([]);
  });

  it("that was there before is existing, also when something else in the file changes", async () => {
    const base = { ...forbidding, ...both, ...topLevel(override("hello")) };
    const head = { ...base, ...topLevel("a = 1;", override("hello"), override("world")) };
    expect(await saidOfChange(base, head)).toEqual([
      `error override-forbidden - world ${ALL_PACKAGES}: world`,
    ]);
  });
});

describe("internal-call-package", () => {
  it("is each use by hand, of whatever form, and no mention in comments and strings", async () => {
    const files = {
      ...packageOf("world"),
      ...topLevel(
        "hello = _internalCallByNamePackageFile ../by-name/he/hello/package.nix;",
        "x = pkgs._internalCallByNamePackageFile;",
        "# _internalCallByNamePackageFile",
        'y = "_internalCallByNamePackageFile";',
        "z = _internalCallByNamePackageFile2;",
      ),
    };
    const said = (await saidOf(files)).filter((line) => line.includes("NPV-102"));
    expect(said).toEqual([
      `error internal-call-package NPV-102 - ${ALL_PACKAGES}: _internalCallByNamePackageFile`,
      `error internal-call-package NPV-102 - ${ALL_PACKAGES}: _internalCallByNamePackageFile`,
    ]);
  });

  it("is introduced once more where one more is added", async () => {
    const base = { ...both, ...topLevel("x = _internalCallByNamePackageFile;") };
    const head = {
      ...both,
      ...topLevel("y = _internalCallByNamePackageFile;", "x = _internalCallByNamePackageFile;"),
    };
    expect((await saidOfChange(base, head)).map((line) => line.split(" ")[0]).sort()).toEqual([
      "error",
      "existing",
    ]);
  });
});

describe("override-removed", () => {
  /** A package that takes these arguments. */
  const taking = (formals: string) =>
    packageOf("hello", { "package.nix": definition({ formals: `stdenv, ${formals}` }) });
  const two = configuredAs(
    "packages:",
    "  - root: pkgs/by-name",
    "    overrides: { file: [pkgs/top-level/all-packages.nix, pkgs/deep/er/more.nix] }",
  );

  /** What is said where the override passed `args` and is removed, while the formals change to `formals`. */
  async function removing(args: string, before: string, after = before): Promise<string[]> {
    const base = { ...taking(before), ...topLevel("a = 1;", override("hello", args)) };
    return saidOfChange(base, { ...taking(after), ...topLevel("a = 1;") });
  }
  const reported = [`error override-removed - hello ${ALL_PACKAGES}: a`];

  it("is reported where the package still takes the argument, at what stood before it", async () => {
    expect(await removing("x = y;", "x")).toEqual(reported);
    expect(await removing("x = y;", "x ? z")).toEqual(reported);
    expect(await removing("inherit (y) x;", "x")).toEqual(reported);
    expect(await removing("inherit (y) x;", "x ? y.z")).toEqual(reported);
    expect(await removing("x.y = 1;", "x ? { y = 1; }")).toEqual(reported);
    expect(await removing('"x" = 1;', "x ? 2")).toEqual(reported);
  });

  it("is about the definition that counted, the last", async () => {
    const base = {
      ...taking("x, z"),
      ...two,
      ...topLevel(override("hello", "x = y;")),
      "pkgs/deep/er/more.nix": overridesText(
        "hello = callPackage ../../by-name/he/hello/package.nix { z = 1; };",
      ),
    };
    const head = { ...base, ...topLevel(), "pkgs/deep/er/more.nix": overridesText() };
    const report = await checkBetween(base, head);
    expect(introduced(report).map(({ message }) => message)).toEqual([
      "The override of `hello` is removed, and with it its custom argument `z`.",
    ]);
  });

  it("is not reported where every argument became needless", async () => {
    expect(await removing("x = y;", "x", "z")).toEqual([]);
    expect(await removing("x = y;", "x", "x ? y")).toEqual([]);
    expect(await removing("x = f  {\n a = 1; # why\n };", "x", "x ? f { a = 1; }")).toEqual([]);
    expect(await removing("x = (y);", "x", "x ? y")).toEqual([]);
    expect(await removing("inherit (y.z) x;", "x", "x ? y.z.x")).toEqual([]);
    expect(await removing("x = y; z = 1;", "x, z", "x ? y")).toEqual([]);
    expect(await removing("x = y;", "x", "...")).toEqual([]);
  });

  it("is not reported where the arguments were needless from the start", async () => {
    expect(await removing("x = y;", "z")).toEqual([]);
    expect(await removing("x = y;", "x ? y")).toEqual([]);
  });

  it("names the arguments that are lost, and only those", async () => {
    const base = { ...taking("x, z, w"), ...topLevel(override("hello", "x = y; z = 1; w = 2;")) };
    const report = await checkBetween(base, { ...taking("x ? y, z, w"), ...topLevel() });
    expect(report.findings.map(({ message }) => message)).toEqual([
      "The override of `hello` is removed, and with it its custom arguments `z`, `w`.",
    ]);
  });

  it("counts an argument as needed where the package names all that it is given", async () => {
    const file = (formals: string) =>
      packageOf("hello", {
        "package.nix": `${formals}: stdenv.mkDerivation { strictDeps = true; __structuredAttrs = true; }`,
      });
    const base = { ...file("{ stdenv, ... }@args"), ...topLevel("a = 1;", override("hello", "x = y;")) };
    expect(await saidOfChange(base, { ...base, ...topLevel("a = 1;") })).toEqual(reported);
    const plain = { ...file("args"), ...topLevel("a = 1;", override("hello", "x = y;")) };
    const said = await saidOfChange(plain, { ...plain, ...topLevel("a = 1;") });
    expect(said.filter((line) => line.includes("override-removed"))).toEqual(reported);
  });

  it("compares strings as they are", async () => {
    expect(await removing('x = "a # b";', "x", 'x ? "a # c"')).toEqual(reported);
    expect(await removing('x = "a";', "x", 'x ? "a"')).toEqual([]);
  });

  it("does not take white space within strings for nothing", async () => {
    expect(await removing('x = "a  b";', "x", 'x ? "a b"')).toEqual(reported);
  });

  it("does not take a # within an indented string for a comment", async () => {
    expect(await removing("x = ''a # b\n'';", "x", "x ? ''a # c\n''")).toEqual(reported);
  });

  it("is reported where it is cut down to no arguments, at its name", async () => {
    const base = { ...taking("x"), ...topLevel(override("hello", "x = y;")) };
    const said = await saidOfChange(base, { ...base, ...topLevel(override("hello", "")) });
    expect(said).toEqual([
      `error override-empty-argument NPV-107 hello ${ALL_PACKAGES}: ${override("hello", "")}`,
      `error override-removed - hello ${ALL_PACKAGES}: hello`,
    ]);
  });

  it("is not reported where it stays, changes or moves", async () => {
    const base = { ...two, ...taking("x, z"), ...topLevel("a = 1;", override("hello", "x = y;")) };
    const more = "self: with self; { hello = callPackage ../../by-name/he/hello/package.nix { x = y; }; }";
    for (const head of [
      { ...base, ...topLevel(override("hello", "x = y;"), "a = 1;") },
      { ...base, ...topLevel(override("hello", "z = y;")) },
      { ...base, ...topLevel("a = 1;"), "pkgs/deep/er/more.nix": more },
    ]) {
      expect(await saidOfChange(base, head)).toEqual([]);
    }
  });

  it("is not reported where the package goes, or was not there, or has no arguments to lose", async () => {
    const base = { ...taking("x"), ...packageOf("world"), ...topLevel(override("hello", "x = y;")) };
    expect(await saidOfChange(base, { ...packageOf("world"), ...topLevel() })).toEqual([]);
    const moved = {
      ...packageOf("world"),
      "pkgs/tools/h.nix": definition(),
      ...topLevel("hello = callPackage ../tools/h.nix { x = 1; };"),
    };
    expect(await saidOfChange(moved, { ...moved, ...taking("x"), ...topLevel() })).toEqual([]);
    const empty = { ...taking("x"), ...topLevel(override("hello", "")) };
    expect(await saidOfChange(empty, { ...empty, ...topLevel() })).toEqual([]);
  });

  it("leaves to `override-not-call-package` what becomes something else", async () => {
    const base = { ...taking("x"), ...topLevel(override("hello", "x = y;")) };
    expect(await saidOfChange(base, { ...base, ...topLevel("hello = world;") })).toEqual([
      `error override-not-call-package NPV-104 hello ${ALL_PACKAGES}: hello`,
    ]);
  });

  it("is left to evaluation where the arguments were computed", async () => {
    const base = { ...taking("x"), ...topLevel(`hello = callPackage ${OWN} args;`) };
    const report = await checkBetween(base, { ...base, ...topLevel() });
    expect(report.findings).toEqual([]);
    expect(unknowns(report)).toEqual([`override-removed hello ${ALL_PACKAGES}`]);
  });

  it("is left to evaluation where what is left of the file does not parse", async () => {
    const base = { ...taking("x"), ...topLevel(override("hello", "x = y;")) };
    const report = await checkBetween(base, { ...base, [ALL_PACKAGES]: "self: {" });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["nix-syntax"]);
    expect(unknowns(report)).toContain(`override-removed hello ${ALL_PACKAGES}`);
  });

  it("is left to evaluation where the package's definition cannot be read", async () => {
    const broken = packageOf("hello", { "package.nix": "{ stdenv, x" });
    const base = { ...broken, ...topLevel(override("hello", "x = y;")) };
    expect(unknowns(await checkBetween(base, { ...base, ...topLevel() }))).toContain(
      `override-removed hello ${ALL_PACKAGES}`,
    );
  });

  it("is left to evaluation where it is not known whose callPackage it was", async () => {
    const text = (inner: string) => ({ [ALL_PACKAGES]: `{ x }: with x; { ${inner} }` });
    const base = { ...taking("x"), ...text(override("hello", "x = y;")) };
    expect(unknowns(await checkBetween(base, { ...base, ...text("") }))).toContain(
      `override-removed hello ${ALL_PACKAGES}`,
    );
  });

  it("is reported for the whole overrides file being deleted, without a place", async () => {
    const base = { ...taking("x"), ...topLevel(override("hello", "x = y;")) };
    expect(await saidOfChange(base, taking("x"))).toEqual([`error override-removed - hello ${ALL_PACKAGES}`]);
  });

  const emptiedElsewhere = async () => {
    const base = { ...two, ...taking("x"), ...topLevel(override("hello", "x = y;")) };
    const more = "self: with self;\n{\n  hello = callPackage ../../by-name/he/hello/package.nix { };\n}\n";
    const head = { ...base, ...topLevel(), "pkgs/deep/er/more.nix": more };
    return { base, head, report: await checkBetween(base, head) };
  };

  it("is reported where it comes back empty in the second overrides file", async () => {
    const { report } = await emptiedElsewhere();
    expect(report.findings.map(({ rule }) => rule).sort()).toEqual([
      "override-empty-argument",
      "override-removed",
    ]);
  });

  it("is then told where it stands now, and not at that place of the file that it stood in", async () => {
    const { report, head } = await emptiedElsewhere();
    expect(lines(report, head).filter((line) => line.includes("removed"))).toEqual([
      "error override-removed - hello pkgs/deep/er/more.nix: hello",
    ]);
  });

  it("has no fix then that calls a path which leads elsewhere from there", async () => {
    const { report, base, head } = await emptiedElsewhere();
    const fix = report.findings.find(({ rule }) => rule === "override-removed")?.fix ?? null;
    const said = fix === null ? [] : await saidOfChange(base, applyFix(head, fix));
    expect(said.filter((line) => line.includes("override-"))).toEqual([]);
  });

  it("is nothing that a tree alone shows", async () => {
    expect(await saidOf({ ...taking("x"), ...topLevel() })).toEqual([]);
  });
});
