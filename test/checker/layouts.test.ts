import { describe, expect, it } from "vitest";
import type { Report } from "../../src/checker/finding.ts";
import { layoutsOf } from "../../src/checker/layouts.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { definition } from "../rules/builders.ts";
import { checkBetween, checkFiles, configurationOf, introduced } from "../support/check.ts";

const lines = (report: Report) =>
  introduced(report).map(({ level, rule, attribute, path }) => `${level} ${rule} ${attribute} ${path}`);

/** NUR's template: what a repository has besides its packages. */
const TEMPLATE: MemoryFiles = {
  "lib/default.nix": "{ pkgs }: { }\n",
  "modules/default.nix": "{ }\n",
  "overlays/default.nix": "{ }\n",
  "ci.nix": "{ pkgs ? import <nixpkgs> { } }: [ ]\n",
};

function template(...names: readonly string[]): string {
  const packages = names.map((name) => `  ${name} = pkgs.callPackage ./pkgs/${name} { };\n`).join("");
  return `{ pkgs ? import <nixpkgs> { } }:
{
  lib = import ./lib { inherit pkgs; };
  modules = import ./modules;
  overlays = import ./overlays;
${packages}}
`;
}

const WRONG = definition({ name: "new", lines: ["a = /etc/passwd;"] });

/** Seven kinds of repository that there are: what the base has, and a package that has a mistake. */
const KINDS: readonly (readonly [kind: string, base: MemoryFiles, path: string, more: MemoryFiles])[] = [
  [
    "NUR's template",
    { ...TEMPLATE, "default.nix": template("one"), "pkgs/one/default.nix": definition() },
    "pkgs/new/default.nix",
    { "default.nix": template("one", "new"), "pkgs/one/default.nix": definition() },
  ],
  ["shards", { "pkgs/by-name/on/one/package.nix": definition() }, "pkgs/by-name/ne/new/package.nix", {}],
  ["no shards", { "pkgs/by-name/one/package.nix": definition() }, "pkgs/by-name/new/package.nix", {}],
  ["`pkgs`", { "pkgs/one/package.nix": definition() }, "pkgs/new/package.nix", {}],
  ["`packages`", { "packages/one/package.nix": definition() }, "packages/new/package.nix", {}],
  ["`nix/pkgs`", { "nix/pkgs/one/default.nix": definition() }, "nix/pkgs/new/default.nix", {}],
  [
    "an overlay",
    {
      "flake.nix": "{ }\n",
      "overlay.nix": "final: prev: { one = final.callPackage ./one { }; }\n",
      "one/default.nix": definition(),
    },
    "new/default.nix",
    {
      "overlay.nix":
        "final: prev: { one = final.callPackage ./one { }; new = final.callPackage ./new { }; }\n",
      "one/default.nix": definition(),
    },
  ],
];

describe("a package is reviewed without configuration", () => {
  it.each(KINDS)("in a repository with %s", async (_kind, base, path, more) => {
    const report = await checkBetween(base, { ...base, ...more, [path]: WRONG });
    expect(lines(report)).toEqual([`error path-absolute new ${path}`]);
    expect(report.summary.packages).toBe(1);
    // The first package of a repository is reviewed alike.
    const first = await checkBetween(TEMPLATE, { ...TEMPLATE, ...more, [path]: WRONG });
    expect(lines(first)).toEqual([`error path-absolute new ${path}`]);
  });

  it.each(KINDS)("and the whole tree, in a repository with %s", async (_kind, base, path, more) => {
    const report = await checkFiles({ ...base, ...more, [path]: WRONG });
    expect(lines(report)).toEqual([`error path-absolute new ${path}`]);
    expect(report.summary.packages).toBe(2);
    expect(lines(await checkFiles(base))).toEqual([]);
  });
});

describe("a package that a list defines", () => {
  const base = { ...TEMPLATE, "default.nix": template("one", "two"), "pkgs/one/default.nix": definition() };

  it("may refer to what is outside of its directory, unless somebody says otherwise", async () => {
    const head = {
      ...base,
      "pkgs/shared.nix": "1\n",
      "pkgs/two/default.nix": definition({ lines: ["a = import ../shared.nix;"] }),
      "pkgs/two/link": { link: "../shared.nix" },
    };
    expect(lines(await checkBetween(base, head))).toEqual([]);
    const configured = { ".github/by-name.yml": "rules: { path-outside-package: warning }\n" };
    expect(lines(await checkBetween({ ...base, ...configured }, { ...head, ...configured }))).toEqual([
      "warning path-outside-package two pkgs/two/default.nix",
    ]);
  });

  it("may lie anywhere and be called anything: no rule about where packages lie is for it", async () => {
    const files = {
      "default.nix": "{ pkgs }: { a = pkgs.callPackage ./x/0.nix { }; b = pkgs.callPackage ./Y { }; }\n",
      "x/0.nix": "{ }: [ ]\n",
      "Y/default.nix": "[ ]\n",
      "Y/other/x.nix": "1\n",
      ".github/by-name.yml": "rules: { name-mismatch: off }\n",
    };
    const report = await checkFiles(files);
    expect(lines(report)).toEqual([]);
    expect(report.summary).toMatchObject({ packages: 2, files: 4, outside: 1 });
  });

  it("may be a single file", async () => {
    const list = "{ pkgs }: { a = pkgs.callPackage ./a.nix { }; }\n";
    const files = { "default.nix": list, "a.nix": definition() };
    const report = await checkBetween(files, { ...files, "a.nix": WRONG });
    expect(lines(report)).toEqual(["error path-absolute a a.nix"]);
    expect(report.summary.packages).toBe(1);
  });

  it("is looked at with all its files where one of them changes", async () => {
    const files = { ...base, "pkgs/one/a.patch": "" };
    const head = { ...files, "pkgs/one/a.patch": "x", "pkgs/one/b.nix": "./nothing\n" };
    expect(lines(await checkBetween(files, head))).toEqual(["error path-unresolvable one pkgs/one/b.nix"]);
  });
});

describe("a root with sets of packages", () => {
  const base = {
    "pkgs/one/package.nix": definition(),
    "pkgs/tools/two/package.nix": definition(),
    "pkgs/tools/two/data/x": "",
  };

  it.each([
    ["in a set", "pkgs/tools/new/package.nix"],
    ["in a set of a set", "pkgs/tools/more/new/package.nix"],
    ["in a set that is new", "pkgs/games/new/package.nix"],
    ["beside the sets", "pkgs/new/package.nix"],
  ])("has its packages reviewed %s", async (_where, path) => {
    const report = await checkBetween(base, { ...base, [path]: WRONG });
    expect(lines(report)).toEqual([`error path-absolute new ${path}`]);
    expect(report.summary.packages).toBe(1);
    const tree = await checkFiles({ ...base, [path]: WRONG });
    expect(lines(tree)).toEqual([`error path-absolute new ${path}`]);
    expect(tree.summary.packages).toBe(3);
  });

  it("may have other files in its sets, and sets without packages", async () => {
    const head = {
      ...base,
      "pkgs/tools/README.md": "",
      "pkgs/tools/lib.nix": "{ x = ; }\n",
      "pkgs/empty/x": "",
    };
    const said = ["error nix-syntax null pkgs/tools/lib.nix"];
    expect(lines(await checkBetween(base, head))).toEqual(said);
    expect(lines(await checkFiles(head))).toEqual(said);
  });

  it("has a set that is new where it had none", async () => {
    const flat = { "pkgs/one/package.nix": definition() };
    const path = "pkgs/games/new/package.nix";
    expect(lines(await checkBetween(flat, { ...flat, [path]: WRONG }))).toEqual([
      `error path-absolute new ${path}`,
    ]);
  });

  it("has what was there before as existing, and nothing of a package that goes", async () => {
    const path = "pkgs/tools/two/package.nix";
    const before = { ...base, [path]: WRONG };
    const report = await checkBetween(before, { ...before, "pkgs/tools/two/y": "" });
    expect(lines(report)).toEqual([]);
    expect(report.summary.existing).toBe(1);
    const { [path]: _gone, "pkgs/tools/two/data/x": _too, ...rest } = before;
    expect(lines(await checkBetween(before, rest))).toEqual([]);
  });

  it("has no override in what defines a set of the same name", async () => {
    const list = "pkgs: { tools = pkgs.recurseIntoAttrs { }; }\n";
    const files = { ...base, "pkgs/top-level/all-packages.nix": list };
    expect(lines(await checkFiles(files))).toEqual([]);
  });
});

describe("paths that lead out of a package directory", () => {
  const text = definition({ lines: ["a = ../../x;"] });

  it.each([
    ["in shards", "pkgs/by-name/he/hello/package.nix", "pkgs/by-name/x", "error"],
    ["without shards", "packages/hello/package.nix", "x", "warning"],
  ])("are reported %s", async (_where, path, target, level) => {
    const files = { [path]: definition() };
    expect(lines(await checkBetween(files, { ...files, [path]: text, [target]: "" }))).toContain(
      `${level} path-outside-package hello ${path}`,
    );
  });
});

it("the layouts of a repository are told", async () => {
  const files = {
    "default.nix": template("one"),
    "pkgs/one/default.nix": "",
    "by-name/hello/package.nix": "",
  };
  expect(layoutsOf(await configurationOf(files))).toEqual([
    {
      layout: "by-name",
      from: "recognised",
      root: "by-name",
      sharded: false,
      nested: false,
      file: "package.nix",
    },
    { layout: "listed", from: "recognised", files: ["default.nix"], packages: 1 },
  ]);
  expect(layoutsOf(await configurationOf({}))).toEqual([]);
});
