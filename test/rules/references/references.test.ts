// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { MemoryFile, MemoryFiles } from "../../../src/snapshot/memory.ts";
import {
  ALL_PACKAGES,
  checkFiles,
  configuredAs,
  definition,
  inPackage,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
} from "../builders.ts";

const FILE = inPackage("hello", "package.nix");

/** Rule and covered text of what is said of a package whose derivation has this line. */
async function saidOfLine(line: string, files: MemoryFiles = {}): Promise<string[]> {
  const said = await saidOf({
    ...packageOf("hello", { "package.nix": definition({ lines: [line] }) }),
    ...files,
  });
  return said.map((text) => {
    const [level, rule, , attribute, path] = text.split(" ");
    expect([level, attribute, path?.replace(/:$/, "")]).toEqual(["error", "hello", FILE]);
    return `${rule}${text.slice(text.indexOf(": "))}`;
  });
}

const around = {
  [inPackage("hello", "x.patch")]: "",
  [inPackage("hello", "src/main.c")]: "",
  [inPackage("help", "package.nix")]: definition({ name: "help" }),
  "pkgs/tools/x.nix": "{ }",
};

describe("path expressions that are fine", () => {
  it.each([
    "src = ./.;",
    "src = ./src;",
    "src = ./src/main.c;",
    "src = ./././src/../src/main.c;",
    "src = src/main.c;",
    "src = ../hello;",
    "src = ../hello/src;",
    "src = ../../he/hello/x.patch;",
    "src = ../../../by-name/he/hello/x.patch;",
    "src = (./x.patch);",
    "src = if a then ./x.patch else ./src;",
    'src = "${./src}/main.c";',
    "src = ''\n${./x.patch}\n'';",
    "src = builtins.path { path = ./.; };",
    "src = a/b.c;",
  ])("%s", async (line) => {
    expect(
      await saidOfLine(
        line,
        line.includes("a/b.c") ? { ...around, [inPackage("hello", "a/b.c")]: "" } : around,
      ),
    ).toEqual([]);
  });

  it("lead to the package's own directories and to itself", async () => {
    expect(await saidOfLine("passthru.x = ./package.nix;", around)).toEqual([]);
  });

  it.each([
    'x = "/bin/sh ../../x ./nothing <nixpkgs> ~/x";',
    "x = ''\n/bin/sh ../../x ./nothing <nixpkgs> ~/x\n'';",
    "# /bin/sh ../../x ./nothing <nixpkgs> ~/x",
    "/* /bin/sh ../../x ./nothing <nixpkgs> ~/x */",
    'x = "a" + "/b";',
    "x = a / b;",
    "x = a /* ./nothing */;",
    "x = https://example.org/../../x;",
    "x = a.b or c;",
    "x = a//b;",
    'x = "\\${./nothing}";',
    "x = ''''${./nothing}'';",
    "x = 1 < 2;",
  ])("are not in strings, comments, URIs and arithmetic: %s", async (line) => {
    expect(await saidOfLine(line)).toEqual([]);
  });
});

describe("path expressions that are not", () => {
  it.each([
    ["x = ./${version}.nix;", "path-interpolated: ./${version}.nix"],
    ["x = ./a/${version}/b;", "path-interpolated: ./a/${version}/b"],
    ["x = ../${version};", "path-interpolated: ../${version}"],
    ["x = ./${version}/y;", "path-interpolated: ./${version}/y"],
    ["x = ../${version}/y;", "path-interpolated: ../${version}/y"],
    ["x = sub/${version}/y;", "path-interpolated: sub/${version}/y"],
    ["x = [ /${version}/y ];", "path-absolute: /${version}/y"],
    ["x = /a/${version};", "path-absolute: /a/${version}"],
    ["x = ~/${version};", "path-home: ~/${version}"],
    ["x = ~/a/${version};", "path-home: ~/a/${version}"],
    ["inherit; x = /etc/passwd;", "path-absolute: /etc/passwd"],
    ["inherit (x); y = /etc/passwd;", "path-absolute: /etc/passwd"],
    ["x = '''${y}''; z = /etc/passwd;", "path-absolute: /etc/passwd"],
    ["x = <nixpkgs>;", "path-search: <nixpkgs>"],
    ["x = <nixpkgs/pkgs/top-level>;", "path-search: <nixpkgs/pkgs/top-level>"],
    ["x = /etc/passwd;", "path-absolute: /etc/passwd"],
    ["x = /.;", "path-absolute: /."],
    ["x = ~/secret;", "path-home: ~/secret"],
    ["x = ./nothing;", "path-unresolvable: ./nothing"],
    ["x = ./src/main.c/x;", "path-unresolvable: ./src/main.c/x"],
    ["x = ./X.patch;", "path-unresolvable: ./X.patch"],
    ["x = ../hello/nothing;", "path-unresolvable: ../hello/nothing"],
    ["x = /a/${version};", "path-absolute: /a/${version}"],
    ["x = ~/a/${version};", "path-home: ~/a/${version}"],
    ["x = ../nothing;", "path-unresolvable: ../nothing"],
    ["x = ../.;", "path-outside-package: ../."],
    ["x = ../../he;", "path-outside-package: ../../he"],
    ["x = ../help;", "path-outside-package: ../help"],
    ["x = ../help/package.nix;", "path-outside-package: ../help/package.nix"],
    ["x = ./../help/package.nix;", "path-outside-package: ./../help/package.nix"],
    ["x = ../../../tools/x.nix;", "path-outside-package: ../../../tools/x.nix"],
    ["x = ../../../../.;", "path-outside-package: ../../../../."],
    ["x = ../../../../..;", "path-outside-package: ../../../../.."],
    ["x = ../../../../../../x;", "path-outside-package: ../../../../../../x"],
    ['x = "${../help/package.nix}";', "path-outside-package: ../help/package.nix"],
    ["x = ''${/etc/passwd}'';", "path-absolute: /etc/passwd"],
    ["x = import <nixpkgs> { };", "path-search: <nixpkgs>"],
    ["x = [ ./nothing ];", "path-unresolvable: ./nothing"],
    ["${./nothing} = 1;", "path-unresolvable: ./nothing"],
  ])("%s", async (line, expected) => {
    expect(await saidOfLine(line, around)).toEqual([expected]);
  });

  it.each([
    "x = y + /docs;",
    "x = y.z + /docs;",
    "x = (f y) + /docs;",
    "x = y + /docs + /more;",
    "x = [ (y + /docs) ];",
  ])("but what is added to something computed, outside of nixpkgs: %s", async (line) => {
    const files = packageOf("hello", { "package.nix": definition({ lines: [line] }) });
    const said = async (preset: string) =>
      new Set(
        (await saidOf({ ...configuredAs(`preset: ${preset}`), ...files })).map((it) => it.split(" ")[1]),
      );
    expect(await said("flake")).toEqual(new Set());
    expect(await said("nur")).toEqual(new Set());
    expect(await said("nixpkgs")).toEqual(new Set(["path-absolute"]));
  });

  it.each(['x = "y" + /docs;', "x = ./. + /docs;", "x = (./.) + /docs;", "x = /docs + y;", "x = f /docs;"])(
    "also where it is added to a literal, or to nothing: %s",
    async (line) => {
      const files = packageOf("hello", { "package.nix": definition({ lines: [line] }) });
      for (const preset of ["flake", "nur", "nixpkgs"]) {
        const said = await saidOf({ ...configuredAs(`preset: ${preset}`), ...files });
        expect(said.filter((it) => it.includes("path-absolute"))).toHaveLength(1);
      }
    },
  );

  it("are each reported, in the order of the file, also inside of interpolations of paths", async () => {
    expect(await saidOfLine("x = [ /a ./${/b} <c> /a ];")).toEqual([
      "path-absolute: /a",
      "path-interpolated: ./${/b}",
      "path-absolute: /b",
      "path-search: <c>",
      "path-absolute: /a",
    ]);
  });

  it("are looked for in formals and in every Nix file of the package directory", async () => {
    const files = packageOf("hello", {
      "package.nix": definition({ formals: "stdenv, pkgs ? import <nixpkgs> { }" }),
      "a/b/x.nix": "../../../help",
      "a/y.nix": "../x.patch",
      "x.patch": "",
      "z.txt": "/etc/passwd",
    });
    expect(await saidOf({ ...files, ...packageOf("help") })).toEqual([
      `error path-outside-package NPV-123 hello ${inPackage("hello", "a/b/x.nix")}: ../../../help`,
      `error path-search NPV-122 hello ${FILE}: <nixpkgs>`,
    ]);
  });

  it("are not looked for outside of package directories", async () => {
    const base = packageOf("hello");
    const head = {
      ...base,
      [ALL_PACKAGES]: "{ x = /a; y = <b>; z = ~/c; w = ./nothing; v = ./${d}; }",
      "lib.nix": "[ /a <b> ~/c ./nothing ]",
    };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  it("are also looked for outside where all of nixpkgs is checked: `<nixpkgs/…>` below pkgs", async () => {
    const text = "[ <nixpkgs/lib> <nixpkgs> <nixos/lib> /a ~/b ./nothing ] # <nixpkgs/pkgs>";
    const files = {
      ...packageOf("hello"),
      ...topLevel("x = <nixpkgs/a>;"),
      "pkgs/tools/x.nix": text,
      "pkgs/by-name/y.nix": "<nixpkgs/lib>",
      "pkgs-lib/x.nix": text,
      "nixos/x.nix": text,
      "default.nix": text,
    };
    const search = async (preset: string) =>
      (await saidOf({ ...configuredAs(`preset: ${preset}`), ...files })).filter((line) =>
        line.includes(" path-"),
      );
    expect(await search("nixpkgs")).toEqual([
      "error path-search NPV-122 - pkgs/by-name/y.nix: <nixpkgs/lib>",
      "error path-search NPV-122 - pkgs/tools/x.nix: <nixpkgs/lib>",
      `error path-search NPV-122 - ${ALL_PACKAGES}: <nixpkgs/a>`,
    ]);
    expect(await search("flake")).toEqual([]);
    // What a change does not touch is not looked at, so it is nothing that a change is told of.
    expect(await saidOfChange({ ...packageOf("hello"), ...topLevel() }, files)).not.toContainEqual(
      expect.stringContaining("path-search"),
    );
  });

  it("are found beside what other parsers do not understand", async () => {
    const report = await checkFiles(packageOf("hello", { "x.nix": '[ ~/${x} { inherit; } /etc "\\q" ]' }));
    expect(report.findings.map(({ rule }) => rule).sort()).toEqual([
      "path-absolute",
      "path-home",
      "useless-escape",
    ]);
    expect(report.summary.unknown).toBe(0);
  });

  it("get help that fits what they lead to", async () => {
    async function help(line: string, more: MemoryFiles = {}): Promise<string> {
      const files = {
        ...packageOf("hello", { "package.nix": definition({ lines: [line] }) }),
        ...around,
        ...more,
      };
      const report = await checkFiles({ ...files, "x.patch": "" });
      expect(report.findings).toHaveLength(1);
      return report.findings[0]?.help ?? "";
    }
    expect(await help("x = ../help/package.nix;")).toContain("`{ help, … }:`");
    expect(await help("x = ../../../../x.patch;")).toContain("Copy the file");
    expect(await help("x = ../../../..;")).toContain("by name");
    expect(await help("x = ../../..;")).toContain("by name");
    expect(await help("x = ../../../tools;")).not.toContain("Copy the file");
    expect(await help("x = ../../../../../..;")).not.toContain("Copy the file");
    const nix = "x = ../../../tools/x.nix;";
    expect(await help(nix)).not.toContain("all-packages.nix");
    expect(await help(nix, topLevel())).toContain("`pkgs/top-level/all-packages.nix` passes");
    for (const line of [nix, "x = ../../../..;", "x = ../../../tools;"]) {
      expect(await help(line, topLevel())).not.toMatch(/hello_1|foo_1/);
    }
  });
});

describe("path expressions through links", () => {
  const link = (target: string): MemoryFile => ({ link: target });

  it.each([
    ["a link to a file inside", { "l.nix": link("sub/x.nix"), "sub/x.nix": "{ }" }, "x = ./l.nix;", []],
    ["a link to a directory inside", { l: link("sub"), "sub/x.nix": "{ }" }, "x = ./l/x.nix;", []],
    [
      "a link that goes out and comes back",
      { l: link("../../he/hello/sub"), "sub/x.nix": "{ }" },
      "x = ./l/x.nix;",
      [],
    ],
    ["a link to the package directory", { l: link("."), "x.nix": "{ }" }, "x = ./l/l/l/x.nix;", []],
  ] as const)("are fine through %s", async (_what, files, line, expected) => {
    const all = packageOf("hello", { ...files, "package.nix": definition({ lines: [line] }) });
    expect(await saidOf(all)).toEqual(expected);
  });

  it("lead out through a link that does, and both are reported", async () => {
    const files = packageOf("hello", {
      l: link("../../../tools"),
      "package.nix": definition({ lines: ["x = ./l/x.nix;"] }),
    });
    expect(await saidOf({ ...files, ...around })).toEqual([
      `error symlink-outside-package NPV-125 hello ${inPackage("hello", "l")}`,
      `error path-outside-package NPV-123 hello ${FILE}: ./l/x.nix`,
    ]);
  });

  it("lead to nothing through a link in a circle, and both are reported", async () => {
    const files = packageOf("hello", {
      a: link("b"),
      b: link("a"),
      "package.nix": definition({ lines: ["x = ./a/x;"] }),
    });
    expect(await saidOf(files)).toEqual([
      `error symlink-broken NPV-126 hello ${inPackage("hello", "a")}`,
      `error symlink-broken NPV-126 hello ${inPackage("hello", "b")}`,
      `error path-unresolvable NPV-124 hello ${FILE}: ./a/x`,
    ]);
  });

  it("take `..` from where the text stands, as Nix does, and not from where a link led", async () => {
    const files = packageOf("hello", {
      l: link("a/b"),
      "a/b/x": "",
      y: "",
      "package.nix": definition({ lines: ["x = ./l/../y;"] }),
    });
    expect(await saidOf(files)).toEqual([]);
  });

  it.each(["x = ./sub/x.nix;", "x = ./sub;"])(
    "into a submodule are not said to be broken: %s",
    async (line) => {
      const files = packageOf("hello", {
        sub: { submodule: true },
        "package.nix": definition({ lines: [line] }),
      });
      expect(await saidOf(files)).toEqual([]);
    },
  );

  it("into a submodule are unknown", async () => {
    const files = packageOf("hello", {
      sub: { submodule: true },
      "package.nix": definition({ lines: ["x = ./sub/x.nix;"] }),
    });
    expect((await checkFiles(files)).summary.unknown).toBe(1);
  });
});

describe("symbolic links in a package directory", () => {
  function saidOfLink(target: string, files: MemoryFiles = {}, name = "l"): Promise<string[]> {
    return saidOf({ ...packageOf("hello", { [name]: { link: target }, "src/x": "" }), ...around, ...files });
  }
  const at = inPackage("hello", "l");

  it.each(["src", "src/x", "./src/x", "src/../src/x", ".", "../hello/src", "../../he/hello", "package.nix"])(
    "may lead to %s",
    async (target) => {
      expect(await saidOfLink(target)).toEqual([]);
    },
  );

  it.each([
    "..",
    "../help",
    "../help/package.nix",
    "../../..",
    "../../../../..",
    "../../../tools/x.nix",
    "/etc/passwd",
    "/",
  ])("lead out to %s", async (target) => {
    expect(await saidOfLink(target)).toEqual([`error symlink-outside-package NPV-125 hello ${at}`]);
  });

  it.each(["nothing", "src/nothing", "src/x/y", "l", "./l", "../hello/l", "../nothing", "package.nix/x"])(
    "lead nowhere at %s",
    async (target) => {
      expect(await saidOfLink(target)).toEqual([`error symlink-broken NPV-126 hello ${at}`]);
    },
  );

  it("lead nowhere over more than forty links", async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `l${String(i).padStart(2, "0")}`,
        { link: `l${String(i + 1).padStart(2, "0")}` },
      ]),
    );
    const said = await saidOf(packageOf("hello", { ...chain, l60: "end" }));
    expect(said).toHaveLength(20);
    expect(new Set(said.map((line) => line.split(" ")[1]))).toEqual(new Set(["symlink-broken"]));
  });

  it("are looked at wherever in the package they are, and only there", async () => {
    const files = {
      ...packageOf("hello", { "a/b/l": { link: "../../../help" } }),
      ...packageOf("help"),
      "pkgs/l": { link: "nothing" },
    };
    expect(await saidOf(files)).toEqual([
      `error symlink-outside-package NPV-125 hello ${inPackage("hello", "a/b/l")}`,
    ]);
  });

  it("are not followed to Nix files: those are looked at where they are", async () => {
    expect(await saidOfLink("src/y.nix", { [inPackage("hello", "src/y.nix")]: "/a" }, "l.nix")).toEqual([
      `error path-absolute NPV-127 hello ${inPackage("hello", "src/y.nix")}: /a`,
    ]);
  });

  it("are introduced where a change takes away what they lead to", async () => {
    const base = packageOf("hello", { l: { link: "x" }, x: "" });
    expect(await saidOfChange(base, packageOf("hello", { l: { link: "x" } }))).toEqual([
      `error symlink-broken NPV-126 hello ${at}`,
    ]);
  });

  it("are new findings where they lead elsewhere than before", async () => {
    const base = packageOf("hello", { l: { link: "../x" } });
    expect(await saidOfChange(base, packageOf("hello", { l: { link: "../y" } }))).toEqual([
      `error symlink-broken NPV-126 hello ${at}`,
    ]);
  });

  it.each([
    ["warning", "preset: flake"],
    ["warning", "preset: nur"],
    ["error", "preset: nixpkgs"],
    ["error", "rules: { path-outside-package: error, symlink-outside-package: error }"],
  ])("and paths are a %s in a root without shards with %s", async (level, line) => {
    const files = {
      ...configuredAs("packages:", "  - root: pkgs", "    sharded: false", line),
      "pkgs/hello/package.nix": definition({ lines: ["x = ../.;"] }),
      "pkgs/hello/l": { link: ".." },
    };
    expect(await saidOf(files)).toEqual([
      `${level} symlink-outside-package NPV-125 hello pkgs/hello/l`,
      `${level} path-outside-package NPV-123 hello pkgs/hello/package.nix: ../.`,
    ]);
  });
});
