import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  configuredAs,
  definition,
  inPackage,
  override,
  packageOf,
  saidOfChange,
  topLevel,
  under,
} from "../rules/builders.ts";
import { checkBetween as checkAsGuessed, introduced } from "../support/check.ts";

const FILE = inPackage("hello", "package.nix");
/** A package with something that each kind of rule about files has to say. */
const bad = definition({
  lines: ["a = /absolute;", 'b = "\\q";', "c = ./nothing;", "d = <search>;", "e = ../../../x;"],
});
const badPackage = (files: MemoryFiles = {}) =>
  packageOf("hello", {
    "package.nix": bad,
    l: { link: "nowhere" },
    m: { link: "/etc" },
    "x.nix": { file: "{ }", executable: true },
    ...files,
  });

/** The rules of what a change brings and of what was there before. */
async function statuses(base: MemoryFiles, head: MemoryFiles) {
  const { findings } = await checkBetween(base, head);
  const rulesOf = (wanted: string) =>
    findings.filter(({ status }) => status === wanted).map(({ rule }) => rule);
  return { introduced: rulesOf("introduced"), existing: rulesOf("existing") };
}

describe("what was there before", () => {
  it("is existing where the package is edited elsewhere, and where its lines move", async () => {
    for (const text of [
      `# comment\n\n\n${bad}`,
      bad.replace("1.0", "1.1"),
      bad.replace("strictDeps", "doCheck = true;\n  strictDeps"),
    ]) {
      const found = await statuses(badPackage(), badPackage({ "package.nix": text }));
      expect(found.introduced).toEqual([]);
      expect(found.existing).toHaveLength(8);
    }
  });

  it("is not mentioned where the change does not touch the package", async () => {
    const base = { ...badPackage(), ...packageOf("world") };
    const head = { ...base, [inPackage("world", "package.nix")]: definition({ lines: ["doCheck = true;"] }) };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  it("is existing where its package moves to the right shard, and the wrong shard is fixed", async () => {
    const files = under("x", {
      "package.nix": bad,
      l: { link: "nowhere" },
      m: { link: "/etc" },
      "y.nix": "#!a\n1",
      "z.nix": "{",
    });
    const at = (shard: string) =>
      Object.fromEntries(
        Object.entries(files).map(([path, file]) => [
          path.replace("x/", `pkgs/by-name/${shard}/hello/`),
          file,
        ]),
      );
    const found = await statuses(at("aa"), at("he"));
    expect(found.introduced).toEqual([]);
    expect(found.existing).toHaveLength(9);
  });

  it("is existing where its package moves to another wrong shard, which itself is new", async () => {
    const found = await statuses(
      under("pkgs/by-name/aa/hello", { "package.nix": bad }),
      under("pkgs/by-name/bb/hello", { "package.nix": bad }),
    );
    expect(found.introduced).toEqual(["package-wrong-shard"]);
  });

  it("is introduced anew where the package takes another name", async () => {
    const found = await statuses(badPackage(), packageOf("help", { "package.nix": bad }));
    expect(found.existing).toEqual([]);
    expect(found.introduced).toHaveLength(5);
  });

  it("is introduced anew in another file of the package", async () => {
    const found = await statuses(
      packageOf("hello", { "a.nix": "/absolute" }),
      packageOf("hello", { "b.nix": "/absolute" }),
    );
    expect(found).toEqual({ introduced: ["path-absolute"], existing: [] });
  });
});

describe("the same thing several times", () => {
  const times = (count: number) =>
    packageOf("hello", {
      "package.nix": definition({ lines: Array.from({ length: count }, (_, i) => `a${i} = /x;`) }),
    });

  it.each([
    [1, 1, 0],
    [1, 2, 1],
    [2, 2, 0],
    [2, 1, 0],
    [3, 5, 2],
  ])("%i before and %i after are %i introduced", async (before, after, expected) => {
    // Something else changes, so that the package is looked at.
    const found = await statuses(
      { ...times(before), [inPackage("hello", "t")]: "1" },
      { ...times(after), [inPackage("hello", "t")]: "2" },
    );
    expect(found.introduced).toHaveLength(expected);
    expect(found.existing).toHaveLength(after - expected);
  });
});

describe("attributes of one overrides file", () => {
  const files = { ...packageOf("hello"), ...packageOf("world") };

  it("are told apart where one empty override goes and another comes", async () => {
    const base = { ...files, ...topLevel(override("hello", "")) };
    const head = { ...files, ...topLevel(override("world", "")) };
    expect(await saidOfChange(base, head)).toEqual([
      `error override-empty-argument NPV-107 world ${ALL_PACKAGES}: ${override("world", "")}`,
    ]);
  });

  it.each([
    ["something else", "= 1;"],
    ["another scope", "= qt.callPackage ../x.nix { };"],
    ["another path", "= callPackage ../x.nix { };"],
    ["no path", "= callPackage (f x) { };"],
  ])("are told apart where one override that is %s goes and another comes", async (_what, text) => {
    const base = { ...files, ...topLevel(`hello ${text}`) };
    const head = { ...files, ...topLevel(`world ${text}`) };
    expect(introduced(await checkBetween(base, head)).map(({ attribute }) => attribute)).toEqual(["world"]);
  });

  it("are told apart where one forbidden override goes and another comes", async () => {
    const forbidding = configuredAs(
      "packages:",
      "  - root: pkgs/by-name",
      "    overrides: { policy: forbid }",
    );
    const base = { ...forbidding, ...files, ...topLevel(override("hello")) };
    const head = { ...forbidding, ...files, ...topLevel(override("world")) };
    expect(await saidOfChange(base, head)).toEqual([
      `error override-forbidden - world ${ALL_PACKAGES}: world`,
    ]);
  });

  it("are told apart where a second package of a directory goes and another comes", async () => {
    const gui = { ...files, [inPackage("hello", "gui.nix")]: definition() };
    const text = (name: string) => topLevel(`${name} = callPackage ../by-name/he/hello/gui.nix { };`);
    const found = introduced(await checkBetween({ ...gui, ...text("a") }, { ...gui, ...text("b") }));
    expect(found.map(({ attribute }) => attribute)).toEqual(["b"]);
  });

  it("have findings with fingerprints of their own in one report", async () => {
    const head = { ...files, ...topLevel(override("hello", ""), override("world", "")) };
    const report = await checkBetween({ ...files, ...topLevel() }, head);
    expect(report.findings.map(({ attribute }) => attribute)).toEqual(["hello", "world"]);
  });

  it("have no fingerprint in common", async () => {
    const head = { ...files, ...topLevel(override("hello", ""), override("world", "")) };
    const { findings } = await checkBetween({ ...files, ...topLevel() }, head);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it("are existing where only the file around them changes", async () => {
    const base = { ...files, ...topLevel("hello = 1;", override("world", "")) };
    const head = { ...files, ...topLevel("# why", "a = 1;", override("world", ""), "hello = 1;") };
    expect(await saidOfChange(base, head)).toEqual([]);
  });

  it("are existing where the text of a definition that was wrong changes and stays as wrong", async () => {
    const base = { ...files, ...topLevel("hello = 1;") };
    const head = { ...files, ...topLevel("hello = 2;") };
    expect(await saidOfChange(base, head)).toEqual([
      `existing error package-not-derivation NPV-101 hello ${ALL_PACKAGES}: hello`,
    ]);
  });

  it("become wrong with the package directory that makes them overrides", async () => {
    const base = { ...packageOf("world"), ...topLevel("hello = 1;") };
    const head = { ...base, ...packageOf("hello") };
    expect(await saidOfChange(base, head)).toEqual([
      `error package-not-derivation NPV-101 hello ${ALL_PACKAGES}: hello`,
    ]);
  });
});

describe("a copy of a package in a wrong shard", () => {
  it("is what is introduced, not the package that it is a copy of", async () => {
    const text = definition({ lines: ["a = /x;"] });
    const base = { ...packageOf("hello", { "package.nix": text }) };
    const head = {
      ...packageOf("hello", { "package.nix": text.replace("1.0", "1.1") }),
      ...under("pkgs/by-name/aa/hello", { "package.nix": text }),
    };
    expect(await saidOfChange(base, head)).toEqual([
      "error package-wrong-shard NPV-142 hello pkgs/by-name/aa/hello",
      "error path-absolute NPV-127 hello pkgs/by-name/aa/hello/package.nix: /x",
      `existing error path-absolute NPV-127 hello ${FILE}: /x`,
    ]);
  });
});

describe("a change outside of everything by-name", () => {
  it("introduces nothing, whatever is wrong within", async () => {
    const base = { ...badPackage(), ...topLevel("hello = 1;"), "lib/a.nix": "{ }" };
    const report = await checkBetween(base, { ...base, "lib/a.nix": "{ a = 1; }", "README.md": "x" });
    expect(report.findings).toEqual([]);
    expect(report.unknown).toEqual([]);
  });
});

describe("a problem in the file of a package", () => {
  it("stays the same one when a list takes the package up, or calls it something else", async () => {
    const list = (line: string) => ({
      "default.nix": `{ pkgs }: { world = pkgs.callPackage ./pkgs/world { }; ${line} }`,
      "pkgs/world/default.nix": definition(),
    });
    const base = list("");
    const file = { "pkgs/hello/default.nix": definition({ lines: ["a = (1);"] }) };
    const fingerprints: string[][] = [];
    for (const line of [
      "",
      "hello = pkgs.callPackage ./pkgs/hello { };",
      "x = pkgs.callPackage ./pkgs/hello { };",
    ]) {
      const { findings } = await checkAsGuessed(base, { ...list(line), ...file });
      const own = findings.filter(({ rule }) => rule === "needless-parentheses");
      expect(own).toHaveLength(1);
      fingerprints.push(own.map(({ fingerprint }) => fingerprint));
    }
    expect(fingerprints[1]).toEqual(fingerprints[0]);
    expect(fingerprints[2]).toEqual(fingerprints[0]);
  });
});
