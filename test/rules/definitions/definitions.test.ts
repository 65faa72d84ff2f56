// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { MemoryFile, MemoryFiles } from "../../../src/snapshot/memory.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  definition,
  inPackage,
  lines,
  override,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  under,
  unknowns,
} from "../builders.ts";

const FILE = inPackage("hello", "package.nix");
const saidOfText = (text: string): Promise<string[]> => saidOf(packageOf("hello", { "package.nix": text }));

describe("package-not-function", () => {
  it.each([
    ["{ stdenv }: stdenv.mkDerivation { }"],
    ["{ }: x"],
    ["{ ... }: x"],
    ["{ stdenv, ... }@args: stdenv.mkDerivation args"],
    ["let v = 1; in { stdenv }: stdenv"],
    ["with builtins; { stdenv }: stdenv"],
    ["assert true; ({ stdenv }: stdenv)"],
    ["(({ stdenv }: stdenv))"],
    ["import ./x.nix"],
    ["a.b"],
    ["f x"],
    ["if a then [ ] else { }"],
    ["{ __functor = self: { stdenv }: stdenv; }"],
    ["{ ${x} = 1; }"],
    ["x // { }"],
    ["<nixpkgs>"],
  ])("is not said of %s", async (text) => {
    const files = packageOf("hello", { "package.nix": text, "x.nix": "{ }" });
    expect((await saidOf(files)).filter((line) => line.includes("package-not-function"))).toEqual([]);
  });

  it.each([
    ["{ stdenv = 1; }", "{ stdenv = 1; }"],
    ["rec { }", "rec { }"],
    ["[ ]", "[ ]"],
    ['"x"', '"x"'],
    ["''x''", "''x''"],
    ["1", "1"],
    ["1.5", "1.5"],
    ["./.", "./."],
    ["let a = 1; in [ a ]", "[ a ]"],
    ["with x; assert y; ({ a = 1; })", "{ a = 1; }"],
    ["https://example.org", "https://example.org"],
    ["{\n  a = 1;\n}", "{"],
  ])("is said of %s", async (text, place) => {
    expect(await saidOfText(text)).toEqual([`error package-not-function - hello ${FILE}: ${place}`]);
  });

  it.each([
    ["args: args.stdenv.mkDerivation { }", "args"],
    ["let a = 1; in pkgs: pkgs.hello", "pkgs"],
    ["_: x", "_"],
  ])("is a warning for one plain argument: %s", async (text, place) => {
    expect(await saidOfText(text)).toEqual([`warning package-not-function - hello ${FILE}: ${place}`]);
  });

  it("looks at what package.nix links to, and at nothing outside", async () => {
    expect(await saidOf(packageOf("hello", { "package.nix": { link: "x.nix" }, "x.nix": "[ ]" }))).toEqual([
      `error package-not-function - hello ${inPackage("hello", "x.nix")}: [ ]`,
    ]);
    const outside = {
      ...packageOf("hello", { "package.nix": { link: "../../../x.nix" } }),
      "pkgs/x.nix": "[ ]",
    };
    expect((await saidOf(outside)).map((line) => line.split(" ")[1])).toEqual(["symlink-outside-package"]);
  });
});

describe("package-not-derivation", () => {
  it.each([
    ["{ x }: x"],
    ["{ x }: x.y"],
    ["{ x }: f x"],
    ["{ x }: if a then x else [ ]"],
    ["{ x }: if a then [ ] else if b then { } else x"],
    ["{ x }: x // { a = 1; }"],
    ["{ x }: { } // x"],
    ["{ null }: null"],
    ["{ x }: if a then x else null"],
    ['{ x }: { type = "derivation"; }'],
    ["{ x }: { inherit (x) type; }"],
    ["{ x }: { type = t; }"],
    ["{ x }: { ${y} = 1; }"],
    ['{ x }: throw "no"'],
    ["{ x }: assert a; with b; x"],
    ["{ x }: <nixpkgs>"],
  ])("is not said of %s", async (text) => {
    expect((await saidOfText(text)).filter((line) => line.includes("derivation "))).toEqual([]);
  });

  it.each([
    ["{ x }: [ x ]", "[ x ]"],
    ['{ x }: "x"', '"x"'],
    ["{ x }: 1", "1"],
    ["{ x }: ./.", "./."],
    ["{ x }: y: x", "y: x"],
    ["{ x }: { y }: x", "{ y }: x"],
    ["{ x }: { a = x; }", "{ a = x; }"],
    ["{ x }: rec { a = x; }", "rec { a = x; }"],
    ['{ x }: { type = "other"; }', '{ type = "other"; }'],
    ["{ x }: let a = x; in assert a; with b; ([ ])", "[ ]"],
    ["{ x }: if a then [ ] else { }", "[ ]"],
    ["{ x }: if a then 1 else let b = 2; in if b then 3 else 4", "1"],
  ])("is said of %s", async (text, place) => {
    expect(await saidOfText(text)).toEqual([`error package-not-derivation NPV-101 hello ${FILE}: ${place}`]);
  });
});

describe.each([
  ["strict-deps", "strictDeps", "NPV-164", "NPV-165"],
  ["structured-attrs", "__structuredAttrs", "NPV-166", "NPV-167"],
] as const)("%s", (rule, flag, newCode, regressedCode) => {
  const other = flag === "strictDeps" ? "__structuredAttrs" : "strictDeps";
  const nixpkgs = { ...topLevel(), "pkgs/by-name/README.md": "" };
  /** A package with the other flag set and these lines. */
  const text = (...extra: string[]) => definition({ flags: [other], lines: extra });

  async function ofNew(file: string): Promise<{ said: string[]; unknown: string[] }> {
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": file }) };
    const report = await checkBetween(nixpkgs, head);
    return {
      said: lines(report, head).filter((line) => line.includes(` ${rule} `)),
      unknown: unknowns(report).filter((line) => line.startsWith(rule)),
    };
  }

  async function ofChange(
    before: MemoryFile,
    after: MemoryFile,
  ): Promise<{ said: string[]; unknown: string[] }> {
    const base = { ...nixpkgs, ...packageOf("hello", { "package.nix": before }) };
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": after }) };
    const report = await checkBetween(base, head);
    return {
      said: lines(report, head, base).filter((line) => line.includes(` ${rule} `)),
      unknown: unknowns(report).filter((line) => line.startsWith(rule)),
    };
  }

  const clean = { said: [], unknown: [] };
  const missing = (place: string, code: string = newCode) => ({
    said: [`error ${rule} ${code} hello ${FILE}: ${place}`],
    unknown: [],
  });
  const unknown = { said: [], unknown: [`${rule} hello ${FILE}`] };

  it.each([
    ["set outright", text(`${flag} = true;`)],
    ["set in parentheses", text(`${flag} = (true);`)],
    ["set under a quoted name", text(`"${flag}" = true;`)],
    [
      "set with finalAttrs",
      `{ stdenv }: stdenv.mkDerivation (finalAttrs: { ${other} = true; ${flag} = true; })`,
    ],
  ])("is content with a new package where it is %s", async (_how, file) => {
    expect(await ofNew(file)).toEqual(clean);
  });

  it.each([
    ["is not there", text(), "stdenv.mkDerivation"],
    ["is false", text(`${flag} = false;`), "false"],
    ["is only in passthru", text(`passthru.${flag} = true;`), "stdenv.mkDerivation"],
    ["is only in a set passthru", text(`passthru = { ${flag} = true; };`), "stdenv.mkDerivation"],
    ["is in a rec set not there", "{ stdenv }: stdenv.mkDerivation rec { a = 1; }", "stdenv.mkDerivation"],
    [
      "is in finalAttrs not there",
      "{ stdenv }: stdenv.mkDerivation (finalAttrs: { a = 1; })",
      "stdenv.mkDerivation",
    ],
    ["is of another environment", "{ stdenvNoCC }: stdenvNoCC.mkDerivation { }", "stdenvNoCC.mkDerivation"],
    [
      "is called by inherit",
      "{ stdenv }: let inherit (stdenv) mkDerivation; in mkDerivation { }",
      "mkDerivation",
    ],
    ["is called by an alias", "{ stdenv }: let mk = stdenv.mkDerivation; in mk { }", "mk"],
    [
      "is called by an alias of the environment",
      "{ stdenv }: let s = stdenv; in s.mkDerivation { }",
      "s.mkDerivation",
    ],
    [
      "is behind let, with and assert",
      "{ stdenv }: let a = 1; in with a; assert a; stdenv.mkDerivation { }",
      "stdenv.mkDerivation",
    ],
    [
      "is in a let before the function",
      "let a = 1; in { stdenv }: stdenv.mkDerivation { }",
      "stdenv.mkDerivation",
    ],
    ["has an ellipsis", "{ stdenv, ... }: stdenv.mkDerivation { }", "stdenv.mkDerivation"],
  ])("reports a new package where it %s", async (_how, file, place) => {
    expect(await ofNew(file)).toEqual(missing(place));
  });

  it.each([
    ["joined by //", `{ stdenv }: stdenv.mkDerivation ({ a = 1; } // { ${flag} = true; })`],
    ["joined by // without it", "{ stdenv, b }: stdenv.mkDerivation ({ a = 1; } // b)"],
    ["another builder", "{ buildGoModule }: buildGoModule { }"],
    ["another environment", "{ gcc13Stdenv }: gcc13Stdenv.mkDerivation { }"],
    ["stdenv of a set", "{ pkgs }: pkgs.stdenv.mkDerivation { }"],
    ["stdenv that is no argument", "{ mkDerivation }: with x; stdenv.mkDerivation { }"],
    [
      "stdenv of a let that is another",
      "{ pkgs }: let stdenv = pkgs.clangStdenv; in stdenv.mkDerivation { }",
    ],
    ["mkDerivation as an argument", "{ mkDerivation }: mkDerivation { }"],
    ["a computed value", text(`${flag} = lib.versionAtLeast a b;`)],
    ["an inherited value", text(`inherit (x) ${flag};`)],
    ["a computed name", text(`\${x} = true;`)],
    ["a nested value", text(`${flag}.x = true;`)],
    [
      "a condition",
      `{ stdenv }: if a then stdenv.mkDerivation { } else stdenv.mkDerivation { ${flag} = true; }`,
    ],
    ["an update of the derivation", `{ stdenv }: stdenv.mkDerivation { } // { ${flag} = true; }`],
    ["overrideAttrs", "{ hello }: hello.overrideAttrs { }"],
    ["a variable set", "{ stdenv }: let a = { }; in stdenv.mkDerivation a"],
    ["an imported set", "{ stdenv }: stdenv.mkDerivation (import ./x.nix)"],
    ["a partial application", "{ stdenv, a }: stdenv.mkDerivation { } a"],
    ["override of the environment", "{ stdenv }: (stdenv.override { }).mkDerivation { }"],
    ["one plain argument", "args: args.stdenv.mkDerivation { }"],
  ])("leaves a new package to evaluation where there is %s", async (_what, file) => {
    expect(await ofNew(file)).toEqual(unknown);
  });

  it("reports a package that stops to set it, with the other number", async () => {
    const set = text(`${flag} = true;`);
    expect(await ofChange(set, text())).toEqual(missing("stdenv.mkDerivation", regressedCode));
    expect(await ofChange(set, text(`${flag} = false;`))).toEqual(missing("false", regressedCode));
  });

  it("has no new complaint of a package that never set it", async () => {
    const { said, unknown: left } = await ofChange(text(), text("doCheck = true;"));
    expect(said).toEqual([`existing error ${rule} ${newCode} hello ${FILE}: stdenv.mkDerivation`]);
    expect(left).toEqual([]);
    const written = await ofChange(text(), text(`${flag} = false;`));
    expect(written.said.map((line) => line.split(" ")[0])).toEqual(["existing"]);
  });

  it("is content with a package that begins to set it", async () => {
    expect(await ofChange(text(), text(`${flag} = true;`))).toEqual(clean);
  });

  it("leaves it to evaluation where either side is not known and the other matters", async () => {
    const computed = text(`${flag} = a;`);
    expect(await ofChange(computed, text())).toEqual(unknown);
    expect(await ofChange(text(`${flag} = true;`), computed)).toEqual(unknown);
    expect(await ofChange(computed, text(`${flag} = true;`))).toEqual(clean);
    expect(await ofChange("{ stdenv }: {", text())).toEqual(unknown);
  });

  it("leaves it alone where a package that sets it not gets a value that is not known", async () => {
    const { said } = await ofChange(text(), text(`${flag} = a;`));
    expect(said).toEqual([]);
  });

  it("does not take a package that moves into the by-name root for new", async () => {
    const base = {
      ...nixpkgs,
      ...topLevel("hello = callPackage ../tools/hello { };"),
      "pkgs/tools/hello/default.nix": text(),
    };
    const head = { ...nixpkgs, ...topLevel(), ...packageOf("hello", { "package.nix": text() }) };
    const report = await checkBetween(base, head);
    expect(lines(report, head)).toEqual([]);
    expect(unknowns(report)).toEqual([]);
  });

  it("says nothing of a tree alone, and nothing where the preset has it off", async () => {
    expect(await saidOf({ ...nixpkgs, ...packageOf("hello", { "package.nix": text() }) })).toEqual([]);
    expect(await saidOfChange({ "README.md": "" }, packageOf("hello", { "package.nix": text() }))).toEqual(
      [],
    );
  });

  it("keeps what it said existing when the package moves to its right shard", async () => {
    const base: MemoryFiles = { ...nixpkgs, ...under("pkgs/by-name/aa/hello", { "package.nix": text() }) };
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": text() }) };
    expect((await saidOfChange(base, head)).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      `existing error ${rule}`,
    ]);
  });

  it("has no doubt about a package that moves to its right shard unchanged", async () => {
    const computed = text(`${flag} = a;`);
    const base: MemoryFiles = { ...nixpkgs, ...under("pkgs/by-name/aa/hello", { "package.nix": computed }) };
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": computed }) };
    expect(unknowns(await checkBetween(base, head))).toEqual([]);
  });

  it("is a regression, too, where the package moves to its right shard and stops to set it", async () => {
    const base: MemoryFiles = {
      ...nixpkgs,
      ...under("pkgs/by-name/aa/hello", { "package.nix": text(`${flag} = true;`) }),
    };
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": text() }) };
    expect(await saidOfChange(base, head)).toEqual([
      `error ${rule} ${regressedCode} hello ${FILE}: stdenv.mkDerivation`,
    ]);
  });

  it("does not take for new what aliases.nix of the base had, as an alias or a throw", async () => {
    const aliases = (text: string) => ({
      "pkgs/top-level/aliases.nix": `lib: self: super: with self; mapAliases { ${text} }`,
    });
    for (const alias of ['hello = throw "gone";', "hello = world;"]) {
      const base = { ...nixpkgs, ...aliases(alias) };
      const head = { ...nixpkgs, ...aliases(""), ...packageOf("hello", { "package.nix": text() }) };
      const report = await checkBetween(base, head);
      expect(lines(report, head)).toEqual([]);
      expect(unknowns(report)).toEqual([`${rule} hello ${FILE}`]);
    }
  });

  describe("of a top-level attribute without a package directory", () => {
    const TOOL = "pkgs/tools/foo/default.nix";
    const FOO = "foo = libsForQt5.callPackage ../tools/foo { };";
    const set = text(`${flag} = true;`);
    const world = (file: string) => packageOf("world", { "package.nix": file });
    const hello = (file: string) => packageOf("hello", { "package.nix": file });

    /** What the rule says of `foo`, which the overrides file defines so before and after. */
    async function ofFoo(
      before: readonly string[],
      after: readonly string[],
      around: MemoryFiles,
      brought: MemoryFiles = {},
    ): Promise<{ said: string[]; unknown: string[] }> {
      const base = { ...nixpkgs, ...around, ...topLevel(...before) };
      const head = { ...base, ...brought, ...topLevel(...after) };
      const report = await checkBetween(base, head);
      const own = report.findings.filter((finding) => finding.rule === rule && finding.attribute === "foo");
      return {
        said: lines({ ...report, findings: own }, head, base),
        unknown: unknowns(report).filter((line) => line.startsWith(`${rule} foo `)),
      };
    }
    const added = (line: string, around: MemoryFiles = {}, brought: MemoryFiles = {}) =>
      ofFoo([], [line], around, brought);
    const at = (place: string, code: string = newCode) => ({
      said: [`error ${rule} ${code} foo ${place}`],
      unknown: [],
    });

    it.each([
      ["called by another scope", FOO],
      ["called by the scope's own", "foo = callPackage ../tools/foo { };"],
      ["called with custom arguments", "foo = libsForQt5.callPackage ../tools/foo { x = 1; };"],
    ])("reports a new file that is %s, in that file", async (_, line) => {
      expect(await added(line, {}, { [TOOL]: text() })).toEqual(at(`${TOOL}: stdenv.mkDerivation`));
      expect(await added(line, {}, { [TOOL]: text(`${flag} = false;`) })).toEqual(at(`${TOOL}: false`));
      expect(await added(line, {}, { [TOOL]: set })).toEqual(clean);
    });

    it.each([
      ["called with custom arguments", "foo = callPackage ../by-name/he/hello/package.nix { x = 1; };"],
      ["by override", "foo = hello.override { x = 1; };"],
      ["by overrideAttrs that leaves it", "foo = hello.overrideAttrs { doCheck = true; };"],
      ["by overrideAttrs of an override", "foo = bar.overrideAttrs { doCheck = true; };"],
    ])("is what it is of the package that it varies, told at its definition: %s", async (_, line) => {
      const bar = "bar = hello.override { y = 1; };";
      const of = (file: string) => ofFoo([bar], [bar, line], hello(file));
      expect(await of(text())).toEqual(at(`${ALL_PACKAGES}: foo`));
      expect(await of(set)).toEqual(clean);
    });

    it.each(["{ FLAG = VALUE; }", "(old: { FLAG = VALUE; })", "(final: prev: { FLAG = VALUE; })"])(
      "believes overrideAttrs that sets it, to false as to true: %s",
      async (argument) => {
        const line = (value: string) =>
          `foo = hello.overrideAttrs ${argument.replace("FLAG", flag).replace("VALUE", value)};`;
        expect(await added(line("false"), hello(set))).toEqual(at(`${ALL_PACKAGES}: foo`));
        expect(await added(line("true"), hello(text()))).toEqual(clean);
        expect(await added(line("x"), hello(set))).toEqual({
          said: [],
          unknown: [`${rule} foo ${ALL_PACKAGES}`],
        });
      },
    );

    it.each([
      "foo = f x;",
      "foo = hello.overrideAttrs x;",
      "foo = hello.x.override { };",
      "foo = callPackage (f x) { };",
      "inherit (x) foo;",
    ])("is left to evaluation where it is new and cannot be read: %s", async (line) => {
      expect(await added(line, hello(set))).toEqual({
        said: [],
        unknown: [`${rule} foo ${ALL_PACKAGES}`],
      });
    });

    it("is left to evaluation, too, where neither side can be read, which is told apart", async () => {
      const left = { said: [], unknown: [`${rule} foo ${ALL_PACKAGES}`] };
      expect(await ofFoo(["foo = f x;"], ["foo = f y;"], {})).toEqual(left);
      const wasUnknown = async (from: string) => {
        const base = { ...nixpkgs, ...hello(set), ...topLevel(from) };
        const { unknown: all } = await checkBetween(base, { ...base, ...topLevel("foo = f y;") });
        return all.find((each) => each.rule === rule)?.before ?? false;
      };
      expect(await wasUnknown("foo = f x;")).toBe(true);
      expect(await wasUnknown("foo = hello.override { };")).toBe(false);
    });

    it("is a regression where it set it before, and nothing where it did not", async () => {
      const line = "foo = hello.override { x = 1; };";
      const off = `foo = hello.overrideAttrs { ${flag} = false; };`;
      expect(await ofFoo([line], [off], hello(set))).toEqual(at(`${ALL_PACKAGES}: foo`, regressedCode));
      expect(await ofFoo([line], [off], hello(text()))).toEqual(clean);
    });

    it("is nothing that could set it", async () => {
      for (const line of ["foo = null;", "foo = [ ];", "foo = x: x;"]) {
        expect(await added(line)).toEqual(clean);
      }
    });

    it("is told once, in its own file, of a package that has a directory and an override", async () => {
      const base = { ...nixpkgs, ...hello(set), ...topLevel(override("hello")) };
      const head = { ...base, ...hello(text()), ...topLevel(override("hello", "withGui = false;")) };
      expect((await saidOfChange(base, head)).filter((line) => line.includes(` ${rule} `))).toEqual([
        `error ${rule} ${regressedCode} hello ${FILE}: stdenv.mkDerivation`,
      ]);
    });

    it("is not asked of a use by hand of what makes by-name attributes, of which another rule speaks", async () => {
      expect(
        await added("foo = _internalCallByNamePackageFile ../tools/foo;", {}, { [TOOL]: text() }),
      ).toEqual(clean);
    });

    it("is asked of a package that is called from a directory of another", async () => {
      const line = "foo = callPackage ../by-name/wo/world/gui.nix { };";
      const gui = { "pkgs/by-name/wo/world/gui.nix": text() };
      expect(await added(line, world(set), gui)).toEqual(
        at("pkgs/by-name/wo/world/gui.nix: stdenv.mkDerivation"),
      );
    });
  });

  it("has a fix where the set is written on lines of its own, and none where it is not", async () => {
    const fixOf = async (file: string) =>
      (
        await checkBetween(nixpkgs, { ...nixpkgs, ...packageOf("hello", { "package.nix": file }) })
      ).findings.find((finding) => finding.rule === rule)?.fix;
    expect((await fixOf(text()))?.steps).toHaveLength(1);
    expect(await fixOf("{ stdenv }: stdenv.mkDerivation { a = 1; }")).toBeNull();
    expect(await fixOf("{ stdenv }: stdenv.mkDerivation { }")).toBeNull();
    expect(await fixOf(text(`${flag} = false;`))).toBeNull();
  });

  it("is asked of a package with an override as well", async () => {
    const base = { ...nixpkgs };
    const head = {
      ...nixpkgs,
      ...packageOf("hello", { "package.nix": text() }),
      ...topLevel(override("hello")),
    };
    expect((await saidOfChange(base, head)).filter((line) => line.includes(rule))).toHaveLength(1);
  });
});
