import { describe, expect, it } from "vitest";
import {
  checkFiles,
  configuredAs,
  definition,
  inPackage,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  under,
} from "../builders.ts";

const ROOT = "pkgs/by-name";

describe("what a by-name root may hold", () => {
  it("is shards and a README.md, and nothing is said of them", async () => {
    expect(await saidOf({ [`${ROOT}/README.md`]: "", ...packageOf("hello") })).toEqual([]);
  });

  it.each([
    ["a file", "notes.txt", "text"],
    ["a Nix file", "hello.nix", "{ }"],
    ["a link to a shard", "xx", { link: "he" }],
    ["a link to nothing", "xx", { link: "nowhere" }],
    ["a submodule", "xx", { submodule: true as const }],
    ["a README in other letters", "readme.md", ""],
    ["a README of another kind", "README.txt", ""],
  ])("is not %s", async (_what, name, file) => {
    expect(await saidOf({ [`${ROOT}/${name}`]: file, ...packageOf("hello") })).toEqual([
      `error shard-not-directory NPV-109 - ${ROOT}/${name}`,
    ]);
  });

  it.each(["default.nix", "aliases.nix"])("may be a %s of its own, but in nixpkgs", async (name) => {
    const files = { [`${ROOT}/${name}`]: "{ }", ...packageOf("hello") };
    expect(await saidOf(files)).toEqual([]);
    expect(await saidOf({ ...files, ...topLevel() })).toEqual([
      `error shard-not-directory NPV-109 - ${ROOT}/${name}`,
    ]);
  });

  it("may be a README.md that is a link", async () => {
    expect(await saidOf({ [`${ROOT}/README.md`]: { link: "../README.md" } })).toEqual([]);
  });

  it("is not a directory of the name README.md", async () => {
    expect(await saidOf({ [`${ROOT}/README.md/x`]: "" })).toEqual([
      `error shard-name NPV-110 - ${ROOT}/README.md`,
      `error package-not-directory NPV-140 - ${ROOT}/README.md/x`,
    ]);
  });

  it("is nothing where the root itself is a file or a link, which a note says", async () => {
    for (const root of ["text", { link: "elsewhere" }]) {
      const report = await checkFiles({ [ROOT]: root });
      expect(report.findings).toEqual([]);
      expect(report.summary.notes).toHaveLength(1);
    }
  });
});

describe("the name of a shard", () => {
  it.each([
    ["h", "h"],
    ["_", "_"],
    ["_1", "_1password"],
    ["h-", "h-x"],
    ["a_", "a_b"],
    ["x2", "x2goserver"],
  ])("may be %s, for %s", async (shard, name) => {
    expect(await saidOf({ [`${ROOT}/${shard}/${name}/package.nix`]: definition({ name }) })).toEqual([]);
  });

  it.each(["hel", "He", "HE", "4t", "-a", "h.", "hé", "h ", "ab\n"])("may not be %j", async (shard) => {
    const said = await saidOf({ [`${ROOT}/${shard}/hello/package.nix`]: definition() });
    expect(said).toEqual([`error shard-name NPV-110 - ${ROOT}/${shard}`]);
  });

  it("is said to be wrong once, however many packages are in it", async () => {
    const said = await saidOf({
      [`${ROOT}/HE/hello/package.nix`]: definition(),
      [`${ROOT}/HE/help/package.nix`]: definition({ name: "help" }),
    });
    expect(said).toEqual([`error shard-name NPV-110 - ${ROOT}/HE`]);
  });

  it("is not looked at in a change that does not touch the shard", async () => {
    const base = { [`${ROOT}/HE/hello/package.nix`]: definition() };
    expect(await saidOfChange(base, { ...base, ...packageOf("world") })).toEqual([]);
  });
});

describe("what a shard may hold", () => {
  it.each([
    ["a file", "help", "text"],
    ["a Nix file", "help.nix", "{ }"],
    ["a README.md", "README.md", "text"],
    ["a link to a package directory", "help", { link: "hello" }],
    ["a submodule", "help", { submodule: true as const }],
  ])("is not %s", async (_what, name, file) => {
    const path = `${ROOT}/he/${name}`;
    expect(await saidOf({ [path]: file, ...packageOf("hello") })).toEqual([
      `error package-not-directory NPV-140 - ${path}`,
    ]);
  });

  it.each(["hello world", "hé", "he.llo", "he+", "heⅠ", "he\u200bx"])(
    "is not a package of the name %j",
    async (name) => {
      expect(await saidOf({ [`${ROOT}/he/${name}/package.nix`]: definition() })).toEqual([
        `error package-name NPV-141 - ${ROOT}/he/${name}`,
      ]);
    },
  );

  it("is not a package whose name begins with a digit, and the help says what it takes", async () => {
    const report = await checkFiles({ [`${ROOT}/_1/1password/package.nix`]: definition() });
    expect(report.findings.map(({ rule, path }) => [rule, path])).toEqual([
      ["package-name", `${ROOT}/_1/1password`],
    ]);
    expect(report.findings[0]?.help).toContain("`_`");
  });

  it("may be a package of one letter in the shard of that letter", async () => {
    expect(await saidOf({ [`${ROOT}/x/x/package.nix`]: definition({ name: "x" }) })).toEqual([]);
    expect(await saidOf({ [`${ROOT}/r/R/package.nix`]: definition({ name: "R" }) })).toEqual([]);
  });

  it("may be packages whose names differ in more than case", async () => {
    expect(await saidOf({ ...packageOf("hello"), ...packageOf("hello-"), ...packageOf("hell_o") })).toEqual(
      [],
    );
  });
});

describe("package-case-clash", () => {
  it("is about each name but one of those that differ only in case", async () => {
    const said = await saidOf({ ...packageOf("hello"), ...packageOf("Hello"), ...packageOf("HELLO") });
    expect(said).toEqual([
      `error package-case-clash NPV-111 Hello ${ROOT}/he/Hello`,
      `error package-case-clash NPV-111 hello ${ROOT}/he/hello`,
    ]);
  });

  it("blames the name that is new, whichever comes first in the alphabet", async () => {
    for (const [old, added] of [
      ["hello", "Hello"],
      ["Hello", "hello"],
    ] as const) {
      const base = packageOf(old);
      expect(await saidOfChange(base, { ...base, ...packageOf(added) })).toEqual([
        `error package-case-clash NPV-111 ${added} ${ROOT}/he/${added}`,
      ]);
    }
  });

  it("leaves an old clash existing when a third name joins", async () => {
    const base = { ...packageOf("hello"), ...packageOf("Hello") };
    expect(await saidOfChange(base, { ...base, ...packageOf("HELLO") })).toEqual([
      `error package-case-clash NPV-111 HELLO ${ROOT}/he/HELLO`,
      `existing error package-case-clash NPV-111 hello ${ROOT}/he/hello`,
    ]);
  });

  it("is not about a rename to other letters in one change", async () => {
    expect(await saidOfChange(packageOf("hello"), packageOf("Hello"))).toEqual([]);
  });

  it("compares ASCII letters only", async () => {
    const said = await saidOf({
      [`${ROOT}/st/straße/package.nix`]: definition(),
      [`${ROOT}/st/strasse/package.nix`]: definition(),
      [`${ROOT}/st/STRAßE/package.nix`]: definition(),
    });
    expect(said.filter((line) => line.includes("case-clash"))).toEqual([
      `error package-case-clash NPV-111 straße ${ROOT}/st/straße`,
    ]);
  });

  it("does not compare across shards", async () => {
    const said = await saidOf({
      [`${ROOT}/he/hello/package.nix`]: definition(),
      [`${ROOT}/aa/Hello/package.nix`]: definition(),
    });
    expect(said).toEqual([`error package-wrong-shard NPV-142 Hello ${ROOT}/aa/Hello`]);
  });
});

describe("package-wrong-shard", () => {
  it("is one finding with a move as its fix, and the files of the package are looked at all the same", async () => {
    const report = await checkFiles(
      under(`${ROOT}/aa/hello`, { "package.nix": definition({ lines: ["src = /tmp/x;"] }) }),
    );
    expect(report.findings.map(({ rule, path, range }) => [rule, path, range?.start.line ?? null])).toEqual([
      ["package-wrong-shard", `${ROOT}/aa/hello`, null],
      ["path-absolute", `${ROOT}/aa/hello/package.nix`, 8],
    ]);
    expect(report.findings[0]?.fix?.steps).toEqual([
      { kind: "move", from: `${ROOT}/aa/hello`, to: `${ROOT}/he/hello` },
    ]);
  });

  it("leaves a shard of two letters to a package of one", async () => {
    expect(await saidOf({ [`${ROOT}/xx/x/package.nix`]: definition() })).toEqual([
      `error package-wrong-shard NPV-142 x ${ROOT}/xx/x`,
    ]);
  });

  it("is not about names that are wrong by themselves", async () => {
    const said = await saidOf({
      [`${ROOT}/AA/hello/package.nix`]: definition(),
      [`${ROOT}/aa/9hello/package.nix`]: definition(),
    });
    expect(said.filter((line) => line.includes("wrong-shard"))).toEqual([]);
  });

  it("takes the first two characters in lower case", async () => {
    expect(await saidOf({ [`${ROOT}/he/HElLo/package.nix`]: definition() })).toEqual([]);
    expect(await saidOf({ [`${ROOT}/a-/A-b/package.nix`]: definition() })).toEqual([]);
  });

  it("has no fix where the place is taken", async () => {
    const { findings } = await checkFiles({
      ...packageOf("hello"),
      [`${ROOT}/aa/hello/package.nix`]: definition(),
    });
    expect(findings.map(({ path, fix }) => [path, fix])).toEqual([[`${ROOT}/aa/hello`, null]]);
  });

  it("has no fix where the shard that it belongs in is a file", async () => {
    const { findings } = await checkFiles({
      [`${ROOT}/he`]: "a file",
      [`${ROOT}/aa/hello/package.nix`]: definition(),
    });
    expect(findings.find(({ rule }) => rule === "package-wrong-shard")?.fix).toBeNull();
  });

  it("has no fix that would bring a clash of case", async () => {
    const { findings } = await checkFiles({
      ...packageOf("Hello"),
      [`${ROOT}/aa/hello/package.nix`]: definition(),
    });
    expect(findings.map(({ rule, fix }) => [rule, fix])).toEqual([["package-wrong-shard", null]]);
  });

  it.each([
    ["a path", { "package.nix": definition({ lines: ["x = ../help/x;"] }) }],
    ["a link", { "package.nix": definition(), l: { link: "../help/x" } }],
  ] as const)("has no fix that breaks %s to a neighbour in the shard", async (_what, own) => {
    const { findings } = await checkFiles({
      ...under(`${ROOT}/aa/hello`, own),
      ...under(`${ROOT}/aa/help`, { "package.nix": definition({ name: "help" }), x: "" }),
    });
    const found = findings.find(({ rule, path }) => rule === "package-wrong-shard" && path.endsWith("hello"));
    expect(found?.fix).toBeNull();
  });

  it("has no fix that leaves an override behind, or one that takes it along", async () => {
    const files = {
      [`${ROOT}/aa/hello/package.nix`]: definition(),
      ...topLevel("hello = callPackage ../by-name/aa/hello/package.nix { x = 1; };"),
    };
    const { findings } = await checkFiles(files);
    const fix = findings.find(({ rule }) => rule === "package-wrong-shard")?.fix ?? null;
    expect(fix === null || fix.steps.some(({ kind }) => kind === "edit")).toBe(true);
  });
});

describe("package.nix", () => {
  it("is missing where the directory holds other things", async () => {
    const report = await checkFiles({ [inPackage("hello", "default.nix")]: "{ stdenv }: stdenv" });
    expect(report.findings.map(({ rule, code, path, attribute }) => [rule, code, path, attribute])).toEqual([
      ["package-nix-missing", "NPV-143", inPackage("hello"), "hello"],
    ]);
    expect(report.findings[0]?.help).toContain("`default.nix`");
  });

  it("is not found below the package directory", async () => {
    expect(await saidOf({ [inPackage("hello", "src/package.nix")]: definition() })).toEqual([
      `error package-nix-missing NPV-143 hello ${inPackage("hello")}`,
    ]);
  });

  it("is not found under a name in other letters", async () => {
    expect(await saidOf({ [inPackage("hello", "Package.nix")]: definition() })).toEqual([
      `error package-nix-missing NPV-143 hello ${inPackage("hello")}`,
    ]);
  });

  it("may be a link to a file of the package", async () => {
    const files = packageOf("hello", { "package.nix": { link: "src/x.nix" }, "src/x.nix": definition() });
    expect(await saidOf(files)).toEqual([]);
  });

  it("is there, and leads out, where it is a link to a file elsewhere", async () => {
    const files = {
      ...packageOf("hello", { "package.nix": { link: "../../../x.nix" } }),
      "pkgs/x.nix": definition(),
    };
    expect(await saidOf(files)).toEqual([
      `error symlink-outside-package NPV-125 hello ${inPackage("hello", "package.nix")}`,
    ]);
  });

  it.each([
    ["to nothing", "nowhere.nix"],
    ["to itself", "package.nix"],
  ])("is missing where it is a link %s", async (_where, link) => {
    expect(await saidOf(packageOf("hello", { "package.nix": { link } }))).toEqual([
      `error package-nix-missing NPV-143 hello ${inPackage("hello")}`,
      `error symlink-broken NPV-126 hello ${inPackage("hello", "package.nix")}`,
    ]);
  });

  it("is not said to be missing where it leads into a submodule, which is not looked into", async () => {
    const files = packageOf("hello", {
      "package.nix": { link: "sub/package.nix" },
      sub: { submodule: true },
    });
    expect(await saidOf(files)).toEqual([]);
  });

  it.each([
    ["a directory", { "package.nix/default.nix": "{ stdenv }: stdenv" }],
    ["a submodule", { "package.nix": { submodule: true as const } }],
    ["a link to a directory", { "package.nix": { link: "src" }, "src/x": "" }],
  ])("is not a file where it is %s", async (_what, files) => {
    expect(await saidOf(under(inPackage("hello"), files))).toEqual([
      `error package-nix-not-file NPV-144 hello ${inPackage("hello")}`,
    ]);
  });

  it("is not asked of what is no directory", async () => {
    expect(await saidOf({ [inPackage("hello")]: "text" })).toEqual([
      `error package-not-directory NPV-140 - ${inPackage("hello")}`,
    ]);
  });

  it("is reported as gone by the change that deletes it", async () => {
    const base = packageOf("hello", { "x.patch": "" });
    expect(await saidOfChange(base, { [inPackage("hello", "x.patch")]: "" })).toEqual([
      `error package-nix-missing NPV-143 hello ${inPackage("hello")}`,
    ]);
  });

  it("is not missed where the whole package is deleted", async () => {
    const base = { ...packageOf("hello"), ...packageOf("world") };
    expect(await saidOfChange(base, packageOf("world"))).toEqual([]);
  });
});

describe("a root without shards", () => {
  const unsharded = configuredAs("packages:", "  - root: pkgs", "    sharded: false");

  it("holds packages by their names, whatever these begin with, and a README.md", async () => {
    const files = {
      ...unsharded,
      "pkgs/README.md": "",
      "pkgs/hello/package.nix": definition(),
      "pkgs/X/package.nix": definition(),
      "pkgs/Zed_1-x/package.nix": definition(),
    };
    expect(await saidOf(files)).toEqual([]);
    expect(await saidOfChange(unsharded, files)).toEqual([]);
  });

  it("has the rules about packages and none about shards", async () => {
    const files = {
      ...unsharded,
      "pkgs/file": "",
      "pkgs/link": { link: "hello" },
      "pkgs/hello/package.nix": definition(),
      "pkgs/4d/package.nix": definition(),
      "pkgs/empty/x": "",
    };
    const said = [
      "error package-name NPV-141 - pkgs/4d",
      "warning package-nix-missing NPV-143 empty pkgs/empty",
      "warning package-not-directory NPV-140 - pkgs/file",
      "warning package-not-directory NPV-140 - pkgs/link",
    ];
    expect(await saidOf(files)).toEqual(said);
    expect(await saidOfChange(unsharded, files)).toEqual(said);
  });

  const clash = {
    ...unsharded,
    "pkgs/hello/package.nix": definition(),
    "pkgs/Hello/package.nix": definition(),
    "other.txt": "",
  };

  it("has clashes of case", async () => {
    expect(await saidOfChange(unsharded, clash)).toEqual([
      "error package-case-clash NPV-111 hello pkgs/hello",
    ]);
  });

  it("has each clash of case once where the whole tree is checked", async () => {
    expect(await saidOf(clash)).toEqual(["error package-case-clash NPV-111 hello pkgs/hello"]);
  });

  it("has no clash of case listed in a change that touches nothing in it", async () => {
    expect(await saidOfChange(clash, { ...clash, "other.txt": "x" })).toEqual([]);
  });

  it("keeps paths within the package directory", async () => {
    const files = {
      ...unsharded,
      "pkgs/hello/package.nix": definition({ lines: ["src = ../hello/src;", "patches = [ ../world/x ];"] }),
      "pkgs/hello/src/main.c": "",
      "pkgs/world/package.nix": definition(),
      "pkgs/world/x": "",
    };
    expect(await saidOf(files)).toEqual([
      "warning path-outside-package NPV-123 hello pkgs/hello/package.nix: ../world/x",
    ]);
  });

  it("says nothing of packages that a change does not touch", async () => {
    const base = { ...unsharded, "pkgs/empty/x": "", "pkgs/hello/package.nix": definition() };
    const head = { ...base, "pkgs/hello/package.nix": definition({ lines: ["doCheck = true;"] }) };
    expect(await saidOfChange(base, head)).toEqual([]);
  });
});

describe("several roots", () => {
  const roots = configuredAs(
    "packages:",
    "  - root: pkgs/by-name",
    "  - root: pkgs/tcl/by-name",
    "    scope: tclPackages",
    "    overrides: { file: pkgs/top-level/tcl.nix }",
    "  - root: lisp",
    "    sharded: false",
    "    overrides: { file: [lisp.nix, more-lisp.nix], policy: forbid }",
  );

  it("are each looked at by their own layout", async () => {
    const files = {
      ...roots,
      "pkgs/by-name/aa/hello/package.nix": definition(),
      "pkgs/tcl/by-name/aa/hello/package.nix": definition(),
      "lisp/hello/package.nix": definition(),
    };
    expect(await saidOf(files)).toEqual([
      "error package-wrong-shard NPV-142 hello pkgs/by-name/aa/hello",
      "error package-wrong-shard NPV-142 hello pkgs/tcl/by-name/aa/hello",
    ]);
  });

  it("have each their own overrides files and policy", async () => {
    const overrides = (path: string, name: string) =>
      `self: with self; { ${name} = callPackage ${path} { x = 1; }; }\n`;
    const files = {
      ...roots,
      ...packageOf("hello"),
      "pkgs/tcl/by-name/he/hello/package.nix": definition(),
      "lisp/hello/package.nix": definition(),
      "pkgs/top-level/all-packages.nix": overrides("../by-name/he/hello/package.nix", "hello"),
      "pkgs/top-level/tcl.nix": overrides("../by-name/he/hello/package.nix", "hello"),
      "lisp.nix": "self: { }\n",
      "more-lisp.nix": overrides("./lisp/hello/package.nix", "hello"),
    };
    expect(await saidOf(files)).toEqual([
      "error override-forbidden - hello more-lisp.nix: hello",
      "error override-wrong-path NPV-106 hello pkgs/top-level/tcl.nix: ../by-name/he/hello/package.nix",
    ]);
  });

  it("are outside of each other for paths, and inside for callPackage", async () => {
    const base = {
      ...roots,
      ...packageOf("hello"),
      "lisp/a/package.nix": definition(),
      "lisp.nix": "self: { }\n",
    };
    const head = {
      ...base,
      "lisp/a/package.nix": definition({ lines: ["src = ../../pkgs/by-name/he/hello;"] }),
      "lisp.nix": "self: with self; { b = callPackage ./pkgs/by-name/he/hello/package.nix { }; }\n",
    };
    expect(await saidOfChange(base, head)).toEqual([
      "warning path-outside-package NPV-123 a lisp/a/package.nix: ../../pkgs/by-name/he/hello",
    ]);
  });

  it("report a new package once where they share an overrides file", async () => {
    const shared = configuredAs("packages:", "  - root: pkgs/by-name", "  - root: pkgs/tcl/by-name");
    const base = { ...shared, ...packageOf("hello"), "pkgs/tcl/by-name/README.md": "", ...topLevel() };
    const head = { ...base, "pkgs/foo.nix": definition(), ...topLevel("foo = callPackage ../foo.nix { };") };
    expect((await saidOfChange(base, head)).length).toBe(1);
  });
});
