// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/checker/finding.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { introduced } from "../../support/check.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  checkFiles,
  configuredAs,
  definition,
  inPackage,
  lines,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  unknowns,
} from "../builders.ts";

const rooted = { "pkgs/by-name/README.md": "" };
const tool = (name: string): Record<string, string> => ({
  [`pkgs/tools/${name}/default.nix`]: definition({ name }),
});

/** Fields that no scope's own `callPackage` on a file outside has, each a definition of `foo`. */
const NOT_OUTSIDE = [
  "foo = bar;",
  "foo = pkgs.bar;",
  "inherit foo;",
  "inherit (bar) foo;",
  "inherit ({ foo = callPackage ../tools/foo { }; }) foo;",
  "inherit (callPackages ../tools/foo { }) foo;",
  "foo = callPackages ../tools/foo { };",
  "foo = libsForQt5.callPackage ../tools/foo { };",
  "foo = python3.pkgs.callPackage ../tools/foo { };",
  "foo = import ../tools/foo { };",
  "foo = lib.lowPrio (callPackage ../tools/foo { });",
  "foo = (callPackage ../tools/foo { }).bar;",
  "foo = callPackage ../tools/foo;",
  "foo.bar = callPackage ../tools/foo { };",
  "foo = { bar = callPackage ../tools/foo { }; };",
  'foo = throw "gone";',
  "foo = bar.override { };",
  "foo = if a then callPackage ../tools/foo { } else null;",
];

describe("new-package-outside-by-name", () => {
  /** What is said where a change adds these definitions, and the files of `foo` and `bar`. */
  async function adding(definitions: readonly string[], files: MemoryFiles = {}): Promise<string[]> {
    const base = { ...rooted, ...packageOf("hello"), ...topLevel("old = 1;") };
    const head = {
      ...base,
      ...tool("foo"),
      ...tool("bar"),
      ...topLevel("old = 1;", ...definitions),
      ...files,
    };
    return saidOfChange(base, head);
  }

  it.each([
    ["foo = callPackage ../tools/foo { };", "NPV-162", "../tools/foo"],
    ["foo = callPackage ../tools/foo/default.nix { };", "NPV-162", "../tools/foo/default.nix"],
    ["foo = pkgs.callPackage ../tools/foo { };", "NPV-162", "../tools/foo"],
    ["foo = callPackage ../tools/foo { x = 1; };", "NPV-162", "../tools/foo"],
    ["foo = callPackage ../tools/foo args;", "NPV-162", "../tools/foo"],
    ['"foo" = callPackage ../tools/foo { };', "NPV-162", "../tools/foo"],
    ["foo = callPackage (../tools/foo) ({ });", "NPV-162", "(../tools/foo)"],
    ["foo = callPackage ({ stdenv }: stdenv) { };", "NPV-162", "({ stdenv }: stdenv)"],
  ])("is said of %s", async (text, code, place) => {
    expect(await adding([text])).toEqual([
      `error new-package-outside-by-name ${code} foo ${ALL_PACKAGES}: ${place}`,
    ]);
  });

  it.each(NOT_OUTSIDE)("is not said of %s", async (text) => {
    expect(await adding([text])).toEqual([]);
  });

  it.each([
    ["foo_1", "foo_2"],
    ["foo_v1", "foo_v2"],
    ["foo-v1", "foo22"],
    ["foov1_2", "foo"],
  ])("says of %s and %s that they share their files", async (one, other) => {
    const base = { ...rooted, ...packageOf("hello"), ...topLevel("old = 1;") };
    const head = {
      ...base,
      "pkgs/tools/foo/1.nix": definition({ name: "foo" }),
      "pkgs/tools/foo/2.nix": definition({ name: "foo" }),
      ...topLevel(
        "old = 1;",
        `${one} = callPackage ../tools/foo/1.nix { };`,
        `${other} = callPackage ../tools/foo/2.nix { };`,
      ),
    };
    const found = introduced(await checkBetween(base, head));
    expect(found).toHaveLength(2);
    for (const { help, fix } of found) {
      expect(help).toContain("share their files");
      expect(fix).toBeNull();
    }
  });

  it("moves a file without the flags only where the rules about them are off", async () => {
    const base = { ...rooted, ...packageOf("hello"), ...topLevel("old = 1;") };
    const bare = { "pkgs/tools/foo/default.nix": definition({ name: "foo", flags: [] }) };
    const added = { ...bare, ...topLevel("old = 1;", "foo = callPackage ../tools/foo { };") };
    const fixed = async (configuration: Record<string, MemoryFiles[string]>) =>
      introduced(await checkBetween({ ...base, ...configuration }, { ...base, ...configuration, ...added }))
        .filter(({ rule }) => rule === "new-package-outside-by-name")
        .map(({ fix }) => fix !== null);
    expect(await fixed({})).toEqual([false]);
    expect(await fixed(configuredAs("rules: { strict-deps: off }"))).toEqual([false]);
    expect(await fixed(configuredAs("rules: { structured-attrs: off }"))).toEqual([false]);
    expect(await fixed(configuredAs("rules: { strict-deps: off, structured-attrs: off }"))).toEqual([true]);
  });

  it("is not said of a variant, or of a name with quotes that is an alias", async () => {
    expect(await adding(["foo = callPackage ../by-name/he/hello/package.nix { x = 1; };"])).toEqual([]);
    expect(await adding(['"foo-2.0" = old;'])).toEqual([]);
  });

  it("is not said of a path that is computed", async () => {
    expect(await adding(["foo = callPackage ../tools/${x} { };"])).toEqual([]);
  });

  it("is not said of a variant whose path has a name", async () => {
    const text = (inner: string) =>
      `self: with self; let own = ../by-name/he/hello/package.nix; in { ${inner} }`;
    const base = { ...rooted, ...packageOf("hello"), [ALL_PACKAGES]: text("") };
    const head = { ...base, [ALL_PACKAGES]: text("foo = callPackage own { x = 1; };") };
    expect((await saidOfChange(base, head)).filter((line) => line.includes("outside"))).toEqual([]);
  });

  it.each([
    "foo = 1;",
    "foo = old;",
    "inherit (old) foo;",
    "foo.bar = 1;",
    "foo = callPackage ../tools/x.nix { };",
    "foo = libsForQt5.callPackage ../tools/foo { };",
  ])("is not said of an attribute that was there before as %s", async (before) => {
    const base = { ...rooted, ...topLevel(before) };
    const head = { ...base, ...tool("foo"), ...topLevel("foo = callPackage ../tools/foo { };") };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  it.each([
    ["an alias", "self: super: with self; { foo = old; }"],
    ["a throw", `self: super: with self; { foo = throw "'foo' is gone"; }`],
    ["an alias with quotes", 'self: super: { "foo" = super.old; }'],
    ["inherited", "self: super: { inherit (super.sets) foo; }"],
    [
      "as nixpkgs hands them to a function",
      `lib: self: super: with self; let mark = n: a: a; in mapAliases ({ foo = throw "gone"; })`,
    ],
    ["behind //", `self: super: { bar = 1; } // { foo = throw "gone"; }`],
    ["behind an assert", "self: super: assert true; { foo = old; }"],
  ])("is not said of an attribute that aliases.nix had as %s", async (_, text) => {
    const aliases = { "pkgs/top-level/aliases.nix": text };
    const base = { ...rooted, ...topLevel("old = 1;") };
    const head = { ...base, ...tool("foo"), ...topLevel("old = 1;", "foo = callPackage ../tools/foo { };") };
    const brought = `error new-package-outside-by-name NPV-162 foo ${ALL_PACKAGES}: ../tools/foo`;
    expect(await saidOfChange(base, head)).toEqual([brought]);
    expect(await saidOfChange({ ...base, ...aliases }, head)).toEqual([]);
    // It is the base that counts, and the file beside the overrides file.
    expect(await saidOfChange(base, { ...head, ...aliases })).toEqual([brought]);
    expect(await saidOfChange({ ...base, "pkgs/aliases.nix": text }, head)).toEqual([brought]);
  });

  it("is said of a name that aliases.nix only mentions", async () => {
    const base = {
      ...rooted,
      ...topLevel("old = 1;"),
      "pkgs/top-level/aliases.nix":
        "self: super: with self; let foo = 1; in { bar = foo; set.foo = 1; } # foo",
    };
    const head = { ...base, ...tool("foo"), ...topLevel("old = 1;", "foo = callPackage ../tools/foo { };") };
    expect(await saidOfChange(base, head)).toEqual([
      `error new-package-outside-by-name NPV-162 foo ${ALL_PACKAGES}: ../tools/foo`,
    ]);
  });

  it("is not said of an attribute that moves to another overrides file", async () => {
    const base = {
      ...configuredAs(
        "packages:",
        "  - root: pkgs/by-name",
        `    overrides: { file: [${ALL_PACKAGES}, more.nix] }`,
      ),
      ...rooted,
      ...tool("foo"),
      ...topLevel("foo = callPackage ../tools/foo { };"),
    };
    const head = {
      ...base,
      ...topLevel(),
      "more.nix": "self: with self; { foo = callPackage ./pkgs/tools/foo { }; }",
    };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  it("is not said where nothing is laid out by name, and nothing of a tree alone", async () => {
    const head = { ...tool("foo"), ...topLevel("foo = callPackage ../tools/foo { };") };
    expect(await saidOfChange(topLevel(), head)).toEqual([]);
    expect(await saidOf({ ...rooted, ...head })).toEqual([]);
  });

  it("is left to evaluation where the base is not known whole", async () => {
    const base = { ...rooted, ...topLevel("${x} = 1;") };
    const head = { ...base, ...tool("foo"), ...topLevel("${x} = 1;", "foo = callPackage ../tools/foo { };") };
    const report = await checkBetween(base, head);
    expect(report.findings).toEqual([]);
    expect(unknowns(report)).toEqual(
      [`- - ${ALL_PACKAGES}`, `new-package-outside-by-name foo ${ALL_PACKAGES}`].sort((a, b) =>
        a < b ? -1 : 1,
      ),
    );
  });

  it("is left to evaluation where it is not known whose callPackage it is", async () => {
    const text = (inner: string) => ({ [ALL_PACKAGES]: `{ x }: with x; { ${inner} }` });
    const base = { ...rooted, ...text("") };
    const head = { ...base, ...tool("foo"), ...text("foo = callPackage ../tools/foo { };") };
    expect(unknowns(await checkBetween(base, head))).toEqual([
      `new-package-outside-by-name foo ${ALL_PACKAGES}`,
    ]);
  });

  it("is existing never: a change that edits what is outside already has nothing to hear", async () => {
    const base = { ...rooted, ...tool("foo"), ...topLevel("foo = callPackage ../tools/foo { };") };
    const head = { ...base, ...topLevel("foo = callPackage ../tools/foo { x = 1; };") };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  async function added(definitions: readonly string[], files: MemoryFiles): Promise<readonly Finding[]> {
    const base = { ...rooted, ...topLevel() };
    return introduced(await checkBetween(base, { ...base, ...files, ...topLevel(...definitions) }));
  }

  it("moves the file and deletes the definition where no arguments are passed", async () => {
    const [finding] = await added(["foo = callPackage ../tools/foo { };"], tool("foo"));
    expect(finding?.fix?.steps.map((step) => (step.kind === "move" ? step : [step.kind]))).toEqual([
      { kind: "move", from: "pkgs/tools/foo/default.nix", to: inPackage("foo", "package.nix") },
      ["edit"],
    ]);
  });

  it("moves the file and calls it where arguments are passed", async () => {
    const [finding] = await added(["foo = callPackage ../tools/foo { x = 1; };"], tool("foo"));
    expect(finding?.fix?.steps.at(-1)).toMatchObject({ kind: "edit", text: "../by-name/fo/foo/package.nix" });
  });

  it("takes the other files of the directory along", async () => {
    const [finding] = await added(["foo = callPackage ../tools/foo { };"], {
      ...tool("foo"),
      "pkgs/tools/foo/a/b.patch": "",
    });
    expect(finding?.fix?.steps.flatMap((step) => (step.kind === "move" ? [step.to] : []))).toEqual([
      inPackage("foo", "a/b.patch"),
      inPackage("foo", "package.nix"),
    ]);
  });

  it.each([
    ["the file was there before", { "pkgs/tools/foo/default.nix": definition() }, {}],
    [
      "a path leads out of it",
      {},
      { "pkgs/tools/foo/default.nix": definition({ lines: ["x = ../bar;"] }), ...tool("bar") },
    ],
    [
      "a path leads to itself",
      {},
      { "pkgs/tools/foo/default.nix": definition({ lines: ["x = ./default.nix;"] }) },
    ],
    ["it does not parse", {}, { "pkgs/tools/foo/default.nix": "{ stdenv }: {" }],
    ["it is no function", {}, { "pkgs/tools/foo/default.nix": "[ ]" }],
    ["it is a function of one plain argument", {}, { "pkgs/tools/foo/default.nix": "a: a" }],
    ["it returns no derivation", {}, { "pkgs/tools/foo/default.nix": "{ a }: [ a ]" }],
    ["it would lack a flag", {}, { "pkgs/tools/foo/default.nix": definition({ flags: [] }) }],
    ["there is a link in it", {}, { ...tool("foo"), "pkgs/tools/foo/l": { link: "default.nix" } }],
    ["there is a package.nix in it already", {}, { ...tool("foo"), "pkgs/tools/foo/package.nix": "{ }" }],
    ["the place is taken by a file", {}, { ...tool("foo"), "pkgs/by-name/fo/foo": "" }],
    ["there is no such file", {}, {}],
  ] as const)("has no fix where %s", async (_why, before, files) => {
    const base = { ...rooted, ...topLevel(), ...before };
    const head = { ...base, ...files, ...topLevel("foo = callPackage ../tools/foo { };") };
    const found = introduced(await checkBetween(base, head)).filter(
      ({ rule }) => rule === "new-package-outside-by-name",
    );
    expect(found.map(({ fix }) => fix)).toEqual([null]);
  });

  it.each([
    ["calls another file of it", ["zed = callPackage ../tools/foo/default.nix { };"]],
    ["calls the same directory", ["zed = callPackage ../tools/foo { x = 1; };"]],
  ])("has no fix that takes the file from another attribute, which %s", async (_how, more) => {
    const found = await added(["foo = callPackage ../tools/foo { };", ...more], tool("foo"));
    expect(found.find(({ attribute }) => attribute === "foo")?.fix).toBeNull();
  });

  it.each([
    ["calls the directory around it", ["zed = callPackage ../tools/foo { };"]],
    ["imports it", ["zed = import ../tools/foo;"]],
    ["calls it inside of something else", ["zed = lib.lowPrio (callPackage ../tools/foo { a = 1; });"]],
  ])("has no fix that takes the file from another attribute, which %s", async (_how, more) => {
    const found = await added(["foo = callPackage ../tools/foo/default.nix { };", ...more], tool("foo"));
    expect(found.find(({ attribute }) => attribute === "foo")?.fix).toBeNull();
  });

  it.each([
    ["the shard is a file", { "pkgs/by-name/fo": "" }],
    ["it would clash with another in case", packageOf("Foo")],
  ])("has no fix where %s", async (_why, files) => {
    const found = await added(["foo = callPackage ../tools/foo { };"], { ...tool("foo"), ...files });
    expect(found.find(({ attribute }) => attribute === "foo")?.fix).toBeNull();
  });

  it("shows the recipe, with their own names, to several that share a file", async () => {
    const found = await added(
      ["foo_1 = callPackage ../tools/foo { v = 1; };", "foo_2 = callPackage ../tools/foo { v = 2; };"],
      tool("foo"),
    );
    expect(found.map(({ attribute, fix }) => [attribute, fix])).toEqual([
      ["foo_1", null],
      ["foo_2", null],
    ]);
    expect(found[0]?.help.split("\n").slice(1)).toEqual([
      "  inherit ({",
      "    foo_1 = callPackage ../tools/foo { v = 1; };",
      "    foo_2 = callPackage ../tools/foo { v = 2; };",
      "  }) foo_1 foo_2;",
    ]);
  });

  it("shows the recipe to several whose files lie side by side and belong together", async () => {
    const common = {
      "pkgs/tools/foo/common.nix": "{ v }: { stdenv }: stdenv",
      "pkgs/tools/foo/other.nix": definition(),
    };
    const found = await added(
      [
        "alpha = callPackage ../tools/foo/1.nix { };",
        "beta = callPackage ../tools/foo/2.nix { };",
        "gamma = callPackage ../tools/foo/other.nix { };",
      ],
      {
        ...common,
        "pkgs/tools/foo/1.nix": "import ./common.nix { v = 1; }",
        "pkgs/tools/foo/2.nix": "import ./common.nix { v = 2; }",
      },
    );
    expect(found.map(({ attribute, help }) => [attribute, help.includes("inherit ({")])).toEqual([
      ["alpha", true],
      ["beta", true],
      ["gamma", false],
    ]);
  });

  it("shows no recipe with an attribute that is not new, or of one package with others beside it", async () => {
    const base = { ...rooted, ...tool("foo"), ...topLevel("foo_1 = callPackage ../tools/foo { v = 1; };") };
    const head = {
      ...base,
      ...tool("bar"),
      ...topLevel(
        "foo_1 = callPackage ../tools/foo { v = 1; };",
        "foo_2 = callPackage ../tools/foo { v = 2; };",
        "bar = callPackage ../tools/bar { };",
      ),
    };
    const found = introduced(await checkBetween(base, head));
    expect(found.map(({ attribute, help }) => [attribute, help.includes("inherit ({")])).toEqual([
      ["foo_2", false],
      ["bar", false],
    ]);
  });

  it("is silenced by the recipe that its help shows", async () => {
    const recipe = [
      "inherit ({",
      "    foo_1 = callPackage ../tools/foo { v = 1; };",
      "    foo_2 = callPackage ../tools/foo { v = 2; };",
      "  }) foo_1 foo_2;",
    ];
    expect(await added([recipe.join("\n")], tool("foo"))).toEqual([]);
  });
});

describe("moved-out-of-by-name", () => {
  const before = { ...packageOf("foo"), ...packageOf("hello"), ...topLevel() };

  async function moving(text: string): Promise<string[]> {
    return saidOfChange(before, { ...packageOf("hello"), ...tool("foo"), ...topLevel(text) });
  }

  it.each([
    ["foo = callPackage ../tools/foo { };", "NPV-160", "../tools/foo"],
    ["foo = callPackage ../tools/foo { x = 1; };", "NPV-160", "../tools/foo"],
    ["foo = callPackage ({ stdenv }: stdenv) { };", "NPV-160", "({ stdenv }: stdenv)"],
  ])("is said of %s", async (text, code, place) => {
    expect(await moving(text)).toEqual([`error moved-out-of-by-name ${code} foo ${ALL_PACKAGES}: ${place}`]);
  });

  it.each(NOT_OUTSIDE)("is not said of %s", async (text) => {
    expect(await moving(text)).toEqual([]);
  });

  it("is not said of a package that is deleted, or becomes a variant of another", async () => {
    expect(await saidOfChange(before, { ...packageOf("hello"), ...topLevel() })).toEqual([]);
    expect(await moving("foo = callPackage ../by-name/he/hello/package.nix { x = 1; };")).toEqual([]);
  });

  it("is not said while the directory stays: that is an override", async () => {
    const head = { ...before, ...tool("foo"), ...topLevel("foo = callPackage ../tools/foo { x = 1; };") };
    expect(await saidOfChange(before, head)).toEqual([
      `error override-wrong-path NPV-106 foo ${ALL_PACKAGES}: ../tools/foo`,
    ]);
  });

  it("is said where the directory stays behind as a file", async () => {
    const head = {
      ...packageOf("hello"),
      [inPackage("foo")]: "",
      ...tool("foo"),
      ...topLevel("foo = callPackage ../tools/foo { };"),
    };
    expect((await saidOfChange(before, head)).map((line) => line.split(" ")[1])).toEqual([
      "package-not-directory",
      "moved-out-of-by-name",
    ]);
  });

  it("moves it back", async () => {
    const head = {
      ...packageOf("hello"),
      ...tool("foo"),
      ...topLevel("foo = callPackage ../tools/foo { };"),
    };
    const [finding] = (await checkBetween(before, head)).findings;
    expect(finding?.fix?.steps[0]).toEqual({
      kind: "move",
      from: "pkgs/tools/foo/default.nix",
      to: inPackage("foo", "package.nix"),
    });
  });

  it("has no fix that leaves arguments where they are forbidden", async () => {
    const forbid = configuredAs("packages:", "  - root: pkgs/by-name", "    overrides: { policy: forbid }");
    const head = {
      ...forbid,
      ...packageOf("hello"),
      ...tool("foo"),
      ...topLevel("foo = callPackage ../tools/foo { x = 1; };"),
    };
    const [finding] = (await checkBetween({ ...forbid, ...before }, head)).findings;
    expect([finding?.code, finding?.fix]).toEqual(["NPV-160", null]);
  });

  it("is said of a package that moves within the by-name root under another name only as new", async () => {
    const head = { ...packageOf("hello"), ...packageOf("fooled"), ...topLevel("foo = fooled;") };
    expect(await saidOfChange(before, head)).toEqual([]);
  });
});

describe("second-package-in-directory", () => {
  const files = { ...packageOf("hello", { "gui.nix": definition(), "sub/default.nix": definition() }) };

  it.each([
    ["hello-gui = callPackage ../by-name/he/hello/gui.nix { };", "../by-name/he/hello/gui.nix"],
    ["hello-gui = callPackage ../by-name/he/hello/gui.nix { x = 1; };", "../by-name/he/hello/gui.nix"],
    ["hello-gui = libsForQt5.callPackage ../by-name/he/hello/gui.nix { };", "../by-name/he/hello/gui.nix"],
    ["hello-gui = callPackage ../by-name/he/hello/sub { };", "../by-name/he/hello/sub"],
  ])("is a warning in nixpkgs for %s", async (text, place) => {
    expect(await saidOf({ ...files, ...topLevel(text) })).toEqual([
      `warning second-package-in-directory - hello-gui ${ALL_PACKAGES}: ${place}`,
    ]);
  });

  it("is an error elsewhere", async () => {
    const text = configuredAs("preset: flake");
    const all = { ...text, ...files, ...topLevel("a = callPackage ../by-name/he/hello/gui.nix { };") };
    expect((await saidOf(all)).map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "error second-package-in-directory",
    ]);
  });

  it.each([
    "hello-gui = callPackage ../by-name/he/hello/package.nix { x = 1; };",
    "hello-gui = callPackage ../by-name/he/hello/package.nix { };",
    "hello-gui = hello.gui;",
    "hello-gui = callPackage ../by-name/README.md { };",
  ])("is not said of %s", async (text) => {
    expect(await saidOf({ ...files, "pkgs/by-name/README.md": "", ...topLevel(text) })).toEqual([]);
  });

  it("leaves an attribute with a directory of its own to the overrides", async () => {
    const all = {
      ...files,
      ...packageOf("world"),
      ...topLevel("world = callPackage ../by-name/he/hello/gui.nix { a = 1; };"),
    };
    expect((await saidOf(all)).map((line) => line.split(" ")[1])).toEqual(["override-wrong-path"]);
  });

  it("is existing where it was there before, and introduced where another is added", async () => {
    const one = "a = callPackage ../by-name/he/hello/gui.nix { };";
    const base = { ...files, ...topLevel(one) };
    const head = { ...files, ...topLevel(one, "b = callPackage ../by-name/he/hello/gui.nix { };") };
    expect(await saidOfChange(base, head)).toEqual([
      `warning second-package-in-directory - b ${ALL_PACKAGES}: ../by-name/he/hello/gui.nix`,
    ]);
  });
});

describe("reference-into-package", () => {
  const files = { ...packageOf("hello", { "x.nix": "{ }", "a.patch": "" }), "lib/x.nix": "{ }" };
  const outside = async (text: string, path = "lib/x.nix") =>
    (await saidOfChange(files, { ...files, [path]: text })).map((line) =>
      line.replace(`hello ${path}: `, ""),
    );

  it.each([
    ["import ../pkgs/by-name/he/hello/x.nix", "../pkgs/by-name/he/hello/x.nix"],
    ["../pkgs/by-name/he/hello", "../pkgs/by-name/he/hello"],
    ["[ ../pkgs/by-name/he/hello/a.patch ]", "../pkgs/by-name/he/hello/a.patch"],
    ["../pkgs/by-name/he/hello/not/there", "../pkgs/by-name/he/hello/not/there"],
    ["callPackage ../pkgs/by-name/he/hello/x.nix { }", "../pkgs/by-name/he/hello/x.nix"],
    ["callPackage ../pkgs/by-name/he/hello { }", "../pkgs/by-name/he/hello"],
    ["callPackages ../pkgs/by-name/he/hello/package.nix { }", "../pkgs/by-name/he/hello/package.nix"],
    ["import ../pkgs/by-name/he/hello/package.nix { }", "../pkgs/by-name/he/hello/package.nix"],
    ["[ callPackage ../pkgs/by-name/he/hello/package.nix ]", "../pkgs/by-name/he/hello/package.nix"],
    ["let a = ../pkgs/by-name/he/hello/package.nix; in f a", "../pkgs/by-name/he/hello/package.nix"],
  ])("warns of %s", async (text, place) => {
    expect(await outside(text)).toEqual([`warning reference-into-package - ${place}`]);
  });

  it.each([
    "../pkgs/by-name",
    "../pkgs/by-name/he",
    "../pkgs/by-name/README.md",
    '"../pkgs/by-name/he/hello/x.nix"',
    "# ../pkgs/by-name/he/hello/x.nix\n1",
    "../pkgs/by-name/he/${x}/x.nix",
    "/pkgs/by-name/he/hello/x.nix",
    "../pkgs/by-name-other/he/hello",
  ])("has nothing to say of %s", async (text) => {
    expect(await outside(text)).toEqual([]);
  });

  it.each([
    "callPackage ../pkgs/by-name/he/hello/package.nix { }",
    "(pkgs.callPackage ../pkgs/by-name/he/hello/package.nix { x = 1; }).override { }",
    "python3Packages.callPackage (../pkgs/by-name/he/hello/package.nix) { }",
    "final: prev: { hello = final.callPackage ../pkgs/by-name/he/hello/package.nix { }; }",
    "lib.callPackageWith pkgs ../pkgs/by-name/he/hello/package.nix { }",
    "pkgs.newScope { } ../pkgs/by-name/he/hello/package.nix { }",
    "let file = ../pkgs/by-name/he/hello/package.nix; in callPackage file { }",
  ])("allows the callPackage of a package.nix anywhere: %s", async (text) => {
    for (const path of ["lib/x.nix", "lib/default.nix"]) expect(await outside(text, path)).toEqual([]);
  });

  it.each([
    ["import ../pkgs/by-name/no/nothing/x.nix"],
    ["callPackage ../pkgs/by-name/no/nothing/package.nix { }"],
    ["[ ../pkgs/by-name/no/nothing ]"],
  ])("warns of what does not exist: %s", async (text) => {
    const report = await checkBetween(files, { ...files, "lib/x.nix": text });
    expect(report.findings.map(({ level, rule, message }) => [level, rule, message])).toEqual([
      ["warning", "reference-into-package", expect.stringContaining("There is nothing at")],
    ]);
  });

  it("is looked for in files that a change does not touch, once it takes away or renames a package", async () => {
    const base = {
      ...files,
      ...packageOf("world"),
      "nixos/tests/hello.nix": "{ a = ../../pkgs/by-name/he/hello/package.nix; }",
      "nixos/tests/world.nix": "{ a = ../../pkgs/by-name/wo/world/package.nix; }",
      "nixos/tests/both.nix": '"../../pkgs/by-name/he/hello/package.nix"',
    };
    const without = Object.fromEntries(
      Object.entries(base).filter(([path]) => !path.includes("by-name/he/")),
    );
    const report = await checkBetween(base, { ...without, ...packageOf("newname") });
    expect(lines(report, base)).toEqual([
      "warning reference-into-package - hello nixos/tests/hello.nix: ../../pkgs/by-name/he/hello/package.nix",
    ]);
    // And nothing is asked of the rest where no package goes.
    const patched = { ...base, [inPackage("hello", "x.nix")]: "[ ]" };
    expect((await checkBetween(base, patched)).findings).toEqual([]);
  });

  it("is not looked for in more files than may be read, and that is said", async () => {
    const many = Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`lib/${i}.nix`, "{ }"]));
    const base = { ...many, ...files };
    const report = await checkBetween(base, { ...many, "lib/x.nix": "{ }" });
    expect(report.summary.notes).toContainEqual(expect.stringContaining("too many files"));
    expect((await checkBetween(base, { ...base, [inPackage("hello", "x.nix")]: "" })).summary.notes).toEqual(
      [],
    );
  });

  it("is not said of a Nix file in another package directory, which leads out of its own", async () => {
    const base = { ...files, ...packageOf("world") };
    const head = { ...base, [inPackage("world", "y.nix")]: "../../he/hello/x.nix" };
    expect((await saidOfChange(base, head)).map((line) => line.split(" ")[1])).toEqual([
      "path-outside-package",
    ]);
  });

  it("is not said of what a definition of the overrides file calls", async () => {
    const head = {
      ...files,
      ...topLevel(
        "a = callPackage ../by-name/he/hello/package.nix { x = 1; };",
        "b = import ../by-name/he/hello/x.nix;",
      ),
    };
    expect(lines(await checkFiles(head), head)).toEqual([
      `warning reference-into-package - hello ${ALL_PACKAGES}: ../by-name/he/hello/x.nix`,
    ]);
  });

  it("is not said of a callPackage of package.nix inside of a larger definition", async () => {
    const head = {
      ...files,
      ...topLevel(
        "a = lib.lowPrio (callPackage ../by-name/he/hello/package.nix { x = 1; });",
        "b = if c then callPackage ../by-name/he/hello/package.nix { x = 1; } else null;",
        "d = (callPackage ../by-name/he/hello/package.nix { x = 1; }).overrideAttrs { };",
      ),
    };
    expect(await saidOf(head)).toEqual([]);
  });

  it("is existing in a file that is edited elsewhere", async () => {
    const base = { ...files, "lib/x.nix": "../pkgs/by-name/he/hello/x.nix" };
    const said = await saidOfChange(base, { ...base, "lib/x.nix": "# why\n../pkgs/by-name/he/hello/x.nix" });
    expect(said.map((line) => line.split(" ")[0])).toEqual(["existing"]);
  });
});
