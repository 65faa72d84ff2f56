import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { aliasShadows } from "../../../src/rules/lifecycle/alias-shadows.ts";
import { formalShadowed } from "../../../src/rules/lifecycle/formal-shadowed.ts";
import { lostOverride } from "../../../src/rules/lifecycle/lost-override.ts";
import { removedWithoutAlias } from "../../../src/rules/lifecycle/removed-without-alias.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, checkFiles, introduced } from "../../support/check.ts";
import { covered, definition, override, packageOf, topLevel } from "../builders.ts";

const ALIASES = "pkgs/top-level/aliases.nix";
const hello = packageOf("hello");

function aliases(...bindings: readonly string[]): MemoryFiles {
  return { [ALIASES]: `lib: self: super: with self;\nmapAliases ({\n  ${bindings.join("\n  ")}\n})\n` };
}

async function found(rule: Rule, base: MemoryFiles, head: MemoryFiles): Promise<string[]> {
  const report = await checkBetween({ ...topLevel(), ...base }, { ...topLevel(), ...head }, [rule]);
  return introduced(report).map(
    (finding) => `${finding.attribute} ${covered(finding, head) ?? finding.path}`,
  );
}

describe("alias-shadows", () => {
  it.each([
    ["hello = x;", "hello"],
    ['hello = throw "gone";', "hello"],
    ["inherit (x) a hello;", "hello"],
    ["hello.x = y;", "hello"],
    ["} // lib.optionalAttrs x { hello = y;", "hello"],
  ])("reports %s", async (text, place) => {
    expect(await found(aliasShadows, { ...hello, ...aliases() }, { ...hello, ...aliases(text) })).toEqual([
      `hello ${place}`,
    ]);
  });

  it("reports an alias of what is defined by hand", async () => {
    const by = topLevel("hi = callPackage ../tools/hi { };");
    expect(await found(aliasShadows, { ...by, ...aliases() }, { ...by, ...aliases("hi = hello;") })).toEqual([
      "hi hi",
    ]);
  });

  it("reports a definition by hand that comes to an alias", async () => {
    const old = aliases("hi = hello;");
    expect(
      await found(aliasShadows, old, { ...old, ...topLevel("hi = callPackage ../tools/hi { };") }),
    ).toEqual(["hi hi"]);
  });

  it("knows the files beside that one, which it imports", async () => {
    const dropped = (text: string) => ({ "pkgs/top-level/aliases/drop-in-30.05.nix": `{ ${text} }` });
    const gone = dropped('hello = throw "gone";');
    expect(
      await found(aliasShadows, { ...hello, ...aliases() }, { ...hello, ...aliases(), ...gone }),
    ).toEqual(["hello hello"]);
    const old = { ...aliases(), ...gone };
    expect(await found(aliasShadows, old, { ...old, ...hello })).toEqual(["hello hello"]);
    expect(await found(removedWithoutAlias, { ...hello, ...aliases() }, old)).toEqual([]);
    const other = { ...aliases(), ...dropped("a = b;") };
    expect(await found(removedWithoutAlias, { ...hello, ...aliases() }, other)).toHaveLength(1);
  });

  it("is silent of what was so before, and of other names", async () => {
    const both = { ...hello, ...aliases("hello = x;", "oldhello = hello;") };
    const more = packageOf("hello", { "x.nix": "{ }" });
    expect(await found(aliasShadows, both, { ...both, ...more })).toEqual([]);
    expect(await found(aliasShadows, both, { ...both, ...aliases("hello = y;", "older = hello;") })).toEqual(
      [],
    );
  });

  it("looks at all aliases of a tree", async () => {
    const files = { ...topLevel(), ...hello, ...aliases("hello = x;") };
    expect((await checkFiles(files, [aliasShadows])).findings).toHaveLength(1);
  });
});

describe("removed-without-alias", () => {
  const empty = aliases();
  it.each([
    ["a package directory", { ...hello, ...empty }, empty, ["hello pkgs/by-name/he/hello"]],
    [
      "a package that is called by hand",
      { ...topLevel("hi = callPackage ../tools/hi { };"), ...empty },
      empty,
      ["hi pkgs/top-level/all-packages.nix"],
    ],
    [
      "a package whose name is only part of others",
      { ...hello, ...aliases("hello-old = x;") },
      aliases("hello-old = x;", "xhello = y;", "hello_2 = y;"),
      ["hello pkgs/by-name/he/hello"],
    ],
    ["a package with an alias", { ...hello, ...empty }, aliases("hello = greeter;"), []],
    ["a package in a comment", { ...hello, ...empty }, aliases("# hello was removed"), []],
    [
      "a package that a list of removed names holds",
      { ...hello, ...empty },
      aliases('} // f [ "hello" ] {'),
      [],
    ],
    [
      "a package that moves to the overrides file",
      { ...hello, ...empty },
      { ...topLevel("hello = callPackage ../tools/hello { };"), ...empty },
      [],
    ],
    [
      "a package that another definition names",
      { ...hello, ...empty },
      { ...topLevel("hi = { inherit hello; };"), ...empty },
      [],
    ],
    ["what was no package", { ...topLevel("hi = lib.id x;"), ...empty }, empty, []],
    ["a package that moves to another shard", { ...hello, ...empty }, { ...hello, ...empty }, []],
    ["any package where there are no aliases", hello, {}, []],
  ] as const)("is right of %s", async (_, base, head, expected) => {
    expect(await found(removedWithoutAlias, base, head)).toEqual(expected);
  });

  it("is off elsewhere", async () => {
    const report = await checkBetween(
      { ...hello, ...empty, "flake.nix": "{ }" },
      { ...empty, "flake.nix": "{ }" },
      [removedWithoutAlias],
    );
    expect(report.findings).toEqual([]);
  });
});

describe("lost-override", () => {
  const byHand = (value: string) => topLevel(`hi = ${value};`);
  const byName = (text: string) => packageOf("hi", { "package.nix": text });
  it.each([
    ["hello.override { a = 1; }", "{ hello }: hello.override { a = 1; }", ["hi hello.override { a = 1; }"]],
    [
      "hello.overrideAttrs (old: { })",
      "{ hello, x }: (hello.override { inherit x; }).overrideAttrs { }",
      ["hi (hello.override { inherit x; }).overrideAttrs { }"],
    ],
    ["py.pkgs.x.override { }", "{ py }: py.pkgs.x.override { }", ["hi py.pkgs.x.override { }"]],
    ["hello.override { a = 1; }", "{ hello }@args: hello.override (removeAttrs args [ ])", []],
    ["hello.override { a = 1; }", "args: args.hello.override { }", []],
    ["hello.override { a = 1; }", "{ hello }: if x then hello.override { } else hello", []],
    ["hello.override { a = 1; }", definition({ name: "hi" }), []],
    ["hello.override { a = 1; }", "{ }: let hello = x; in hello.override { }", []],
    ["callPackage ../tools/hi { }", "{ hello }: hello.override { a = 1; }", []],
    ["f (hello.override { })", "{ hello }: hello.override { a = 1; }", []],
  ])("of %s that becomes %s reports %j", async (value, text, expected) => {
    expect(await found(lostOverride, byHand(value), byName(text))).toEqual(expected);
  });

  it("is silent of a new package", async () => {
    expect(await found(lostOverride, {}, byName("{ hello }: hello.override { }"))).toEqual([]);
  });

  it("is silent of one that had its directory before", async () => {
    const [old, now] = ["{ hello }: hello.override { }", "{ hello }: hello.override { a = 1; }"].map(byName);
    expect(await found(lostOverride, { ...byHand("hello.override { }"), ...old }, { ...now })).toEqual([]);
  });
});

describe("formal-shadowed", () => {
  const gui = packageOf("gui");
  const withFormal = (formal: string, name = "hi") =>
    packageOf(name, { "package.nix": definition({ name, formals: `stdenv, ${formal}` }) });
  it.each([
    ["gui ? false", ["hi gui ? false"]],
    ["gui ? (true)", ["hi gui ? (true)"]],
    ['gui ? "gtk"', ['hi gui ? "gtk"']],
    ["gui ? 1", ["hi gui ? 1"]],
    ["gui ? null", []],
    ["gui", []],
    ["gui ? x", []],
    ["gtk ? false", []],
  ])("of %s reports %j", async (formal, expected) => {
    expect(await found(formalShadowed, gui, { ...gui, ...withFormal(formal) })).toEqual(expected);
  });

  it("is silent of what was so before, and of a package that asks for itself", async () => {
    const old = withFormal("gui ? false");
    expect(
      await found(formalShadowed, { ...gui, ...old }, { ...gui, ...withFormal("gui ? false, x") }),
    ).toEqual([]);
    expect(await found(formalShadowed, {}, withFormal("gui ? false", "gui"))).toEqual([]);
  });

  it("is off elsewhere, where `callPackage` may not know the package", async () => {
    const flake = { ".github/by-name.yml": "preset: flake\n" };
    const head = { ...gui, ...flake, ...withFormal("gui ? false") };
    expect(introduced(await checkBetween({ ...gui, ...flake }, head, [formalShadowed]))).toEqual([]);
  });

  it("is silent where the argument is passed, or may be", async () => {
    for (const args of ["gui = true;", "inherit (x) gui;"]) {
      const passed = topLevel(override("hi", args));
      expect(await found(formalShadowed, gui, { ...gui, ...passed, ...withFormal("gui ? false") })).toEqual(
        [],
      );
    }
    const other = topLevel(override("hi", "x = 1;"));
    expect(await found(formalShadowed, gui, { ...gui, ...other, ...withFormal("gui ? false") })).toHaveLength(
      1,
    );
  });
});
