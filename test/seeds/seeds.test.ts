// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { FamilyName } from "../../src/checker/families.ts";
import type { Report } from "../../src/checker/finding.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { lineAt, sourceText } from "../../src/nix/text.ts";
import { planFixes } from "../../src/review/fixes/fix-plan.ts";
import { RULES } from "../../src/rules/index.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { checkBetween as checkBetweenBy, checkFiles as checkFilesBy } from "../support/check.ts";
import { examples, needsSeeds } from "./documents.ts";

const ADVICE: readonly FamilyName[] = [
  "format",
  "needless",
  "phases",
  "inputs",
  "source",
  "meta",
  "names",
  "python",
];

/** What a package definition deserves, from the rules alone. */
type Expected = {
  /** What is wrong with it as it stands in a tree. */
  readonly tree?: readonly Place[];
  /** Where its builder is called without `strictDeps`; what that is not proven of is left to evaluation. */
  readonly builder?: string;
};
type Place = readonly [rule: string, line: string];

/** Advice has a table of its own, in `advice.test.ts`. */
const rules = RULES.filter(({ name, family }) => name === "fake-hash" || !ADVICE.includes(family));
const checkFiles = (files: MemoryFiles) => checkFilesBy(files, rules);
const checkBetween = (base: MemoryFiles, head: MemoryFiles) => checkBetweenBy(base, head, rules);

const DESKTOP = "    ln -s ${./dingtalk.desktop} $out/share/applications/dingtalk.desktop";
const ICON = "    ln -s ${./dingtalk.png} $out/share/pixmaps/dingtalk.png";
const RECURSIVE = "stdenv.mkDerivation rec {";
const PLAIN = "stdenv.mkDerivation {";

const EXPECTED: Readonly<Record<string, Expected>> = {
  // `src = ./.` is the package directory itself.
  "example-package": { builder: RECURSIVE },
  liboqs: { builder: RECURSIVE },
  "openssl-oqs-provider": { builder: RECURSIVE },
  // `python3Packages.buildPythonPackage` is no builder whose attributes syntax knows.
  "osdlyrics-module": {},
  // Nothing but a comment follows the last `in`.
  "osdlyrics-environment": { tree: [["nix-syntax", "# ..."]] },
  // `let in …` is well-formed; its `stdenv` is bound by nothing.
  "osdlyrics-program": {},
  osdlyrics: { builder: RECURSIVE },
  bilibili: { builder: RECURSIVE },
  "dingtalk-template": {
    tree: [
      ["path-unresolvable", DESKTOP],
      ["path-unresolvable", ICON],
    ],
    builder: RECURSIVE,
  },
  dingtalk: {
    tree: [
      ["path-unresolvable", "  openldap = callPackage ./openldap-2_4.nix { };"],
      ["path-unresolvable", DESKTOP],
      ["path-unresolvable", ICON],
    ],
    builder: RECURSIVE,
  },
  // Backslashes stand in an indented string, where they are nothing special.
  svp: { builder: PLAIN },
  "wechat-uos": {
    tree: [
      ["path-unresolvable", "    src = ./license.tar.gz;"],
      ["path-unresolvable", "    ln -s ${./wechat-uos.desktop} $out/share/applications/wechat-uos.desktop"],
    ],
    builder: PLAIN,
  },
  "hoyo-glyphs": { builder: "stdenvNoCC.mkDerivation rec {" },
  konnect: {},
  // `./patches + "/${name}"` is a plain path and a string.
  "linux-xanmod-lantian": {
    tree: [
      ["path-unresolvable", "  structuredExtraConfig = import ./config.nix args;"],
      ["path-unresolvable", '      patch = ./patches + "/${name}";'],
      ["path-unresolvable", "    (builtins.attrNames (builtins.readDir ./patches)));"],
    ],
  },
  // The document has lost its line breaks, so that all of it is one comment.
  "some-package": { tree: [["nix-syntax", "# A function taking an attribute set as an argument { # Get…"]] },
  foo: { builder: PLAIN },
};

const EXAMPLES = examples();
const PACKAGES = new Map(
  EXAMPLES.flatMap(({ title, definesPackage, text }) => (definesPackage ? [[title, text]] : [])),
);

/** What a package that is new in nixpkgs deserves. */
function asNew({ tree = [], builder }: Expected): readonly Place[] {
  if (builder === undefined) return tree;
  return [...tree, ["strict-deps", builder], ["structured-attrs", builder]];
}

/** What does not parse is neither in order nor left to evaluation. */
function isLeftToEvaluation({ tree = [], builder }: Expected): boolean {
  return builder === undefined && tree.every(([rule]) => rule !== "nix-syntax");
}

function pathOf(name: string): string {
  return `pkgs/by-name/${name.slice(0, 2)}/${name}/package.nix`;
}

function repositoryOf(packages: Iterable<readonly [name: string, text: string]>): MemoryFiles {
  return Object.fromEntries([...packages].map(([name, text]) => [pathOf(name), text]));
}

type Places = Record<string, readonly Place[]>;

/** The findings of a report by package: the rule, and the line that it is shown on. */
function placesByPackage(report: Report, files: MemoryFiles): Places {
  const places: Places = {};
  for (const { rule, attribute, path, range } of report.findings) {
    const name = attribute ?? "";
    expect(path).toBe(pathOf(name));
    const line = lineAt(sourceText(String(files[path] ?? "")), range?.start.line ?? 0);
    const shown = line.length > 90 ? `${line.slice(0, 59)}…` : line;
    places[name] = [...(places[name] ?? []), [rule, shown]];
  }
  return inOrder(places);
}

/** Without the packages that have nothing, and in an order that depends on no rule's. */
function inOrder(places: Places): Places {
  const some = Object.entries(places).filter(([, found]) => found.length > 0);
  return Object.fromEntries(some.map(([name, found]) => [name, [...found].sort()]));
}

function expectedOfAll(read: (expected: Expected) => readonly Place[]): Places {
  return inOrder(Object.fromEntries(Object.entries(EXPECTED).map(([name, each]) => [name, read(each)])));
}

const OVERRIDES = "pkgs/top-level/all-packages.nix";

/** The overrides file with a set of attributes. */
function overridesFile(attributes: string): MemoryFiles {
  return { "nixos/default.nix": "{ }", [OVERRIDES]: `{ }:\nres: pkgs: super: with pkgs;\n${attributes}\n` };
}

const EMPTY = overridesFile("{ }");

function example(title: string): string {
  return EXAMPLES.find((each) => each.title === title)?.text ?? "";
}

describe("Real input, the seed documents where they are at hand:", () => {
  needsSeeds();

  it("has more than a dozen package definitions, and of each it is known what it deserves", () => {
    expect([...PACKAGES.keys()]).toEqual(Object.keys(EXPECTED));
    expect(PACKAGES.size).toBeGreaterThan(12);
  });

  it.each(Object.entries(EXPECTED))("%s gets what it deserves, alone in a tree", async (name, expected) => {
    const files = repositoryOf([[name, PACKAGES.get(name) ?? ""]]);
    const report = await checkFiles(files);
    expect(placesByPackage(report, files)).toEqual(inOrder({ [name]: expected.tree ?? [] }));
    expect(report.unknown).toEqual([]);
  });

  it("all of them get the same in one tree", async () => {
    const files = repositoryOf(PACKAGES);
    const report = await checkFiles(files);
    expect(placesByPackage(report, files)).toEqual(expectedOfAll(({ tree = [] }) => tree));
    expect(report.summary).toMatchObject({ packages: PACKAGES.size, files: PACKAGES.size, unknown: 0 });
  });

  describe("as new packages of nixpkgs", () => {
    const head = { ...EMPTY, ...repositoryOf(PACKAGES) };

    it("they lack strictDeps and __structuredAttrs where that is proven", async () => {
      const report = await checkBetween(EMPTY, head);
      const expected = expectedOfAll(asNew);
      expect(placesByPackage(report, head)).toEqual(expected);
      expect(new Set(report.findings.map(({ status, level }) => `${status} ${level}`))).toEqual(
        new Set(["introduced error"]),
      );
      expect(report.summary.blocking).toBe(Object.values(expected).flat().length);
    });

    it("they are left to evaluation where it is not", async () => {
      const report = await checkBetween(EMPTY, head);
      const undecided = Object.entries(EXPECTED)
        .filter(([, expected]) => isLeftToEvaluation(expected))
        .flatMap(([name]) => [`strict-deps ${name}`, `structured-attrs ${name}`]);
      expect(report.unknown.map(({ rule, attribute }) => `${rule} ${attribute}`).sort()).toEqual(
        undecided.sort(),
      );
      expect(report.summary.unknown).toBe(undecided.length);
    });

    it("they lack nothing more once the fixes are made", async () => {
      const report = await checkBetween(EMPTY, head);
      const plan = planFixes(report.findings, {
        kind: (path) => (path in head ? "file" : "absent"),
        text: (path) => sourceText(String(head[path] ?? "")),
      });
      const fixed = { ...head, ...Object.fromEntries(plan.files.map(({ path, after }) => [path, after])) };
      const after = await checkBetween(EMPTY, fixed);
      expect(placesByPackage(after, fixed)).toEqual(expectedOfAll(({ tree = [] }) => tree));
      expect(after.unknown).toEqual(report.unknown);
    });
  });

  describe("in the overrides file of nixpkgs", () => {
    const foo = repositoryOf([["some-package", example("foo")]]);

    it.each([
      ["a variant", []],
      ["two versions", ["foo_1", "foo_2"]],
      ["two versions inherited", []],
      ["two versions imported", []],
      ["two versions by callPackages", []],
    ])("%s: the attributes %j belong in the by-name root", async (title, attributes) => {
      const report = await checkBetween({ ...foo, ...EMPTY }, { ...foo, ...overridesFile(example(title)) });
      // A new attribute is held to these flags as well: that is another test's matter.
      const outside = report.findings.filter(
        ({ rule }) => !["strict-deps", "structured-attrs"].includes(rule),
      );
      expect(outside.map(({ rule, code, attribute }) => [rule, code, attribute])).toEqual(
        attributes.map((attribute) => ["new-package-outside-by-name", "NPV-162", attribute]),
      );
    });

    it("two versions are shown the document's own way out, word for word", async () => {
      const report = await checkBetween(
        { ...foo, ...EMPTY },
        { ...foo, ...overridesFile(example("two versions")) },
      );
      const words = (text: string) => text.split(/[\s;]+/).join(" ");
      const recipe = words(example("two versions inherited")).slice("{ ".length, -" }".length);
      for (const { help } of report.findings) expect(words(help)).toContain(recipe.trim());
    });
  });

  describe("laid out as NUR's template does", () => {
    const listedPath = (name: string) => `pkgs/${name}/default.nix`;
    const lines = [...PACKAGES.keys()].map((name) => `  ${name} = pkgs.callPackage ./pkgs/${name} { };\n`);
    const list = `{ pkgs ? import <nixpkgs> { } }:\n\n{\n  lib = import ./lib { inherit pkgs; };\n  modules = import ./modules;\n  overlays = import ./overlays;\n\n${lines.join("")}}\n`;
    const rest = {
      "default.nix": list,
      "lib/default.nix": "{ pkgs }:\n\nwith pkgs.lib;\n{ }\n",
      "modules/default.nix": "{ }\n",
      "overlays/default.nix": "{ }\n",
    };
    const files: MemoryFiles = {
      ...rest,
      ...Object.fromEntries([...PACKAGES].map(([name, text]) => [listedPath(name), text])),
    };
    const example =
      "`example-package` is the example of NUR's template, and would be a package of this repository.";

    it("they get what they deserve by the rules about Nix files, and the template's example is named", async () => {
      const report = await checkFiles(files);
      const inPackages = report.findings.filter(({ path }) => path !== "default.nix");
      const found = inPackages.map(({ rule, attribute, path, range }) => {
        expect(path).toBe(listedPath(attribute ?? ""));
        const line = lineAt(sourceText(String(files[path] ?? "")), range?.start.line ?? 0);
        return [attribute, rule, line.length > 90 ? `${line.slice(0, 59)}…` : line];
      });
      const expected = Object.entries(EXPECTED).flatMap(([name, { tree = [] }]) =>
        tree.map(([rule, line]) => [name, rule, line]),
      );
      expect(found.sort()).toEqual(expected.sort());
      const ofList = report.findings.filter(({ path }) => path === "default.nix");
      expect(ofList.map(({ level, message }) => [level, message])).toEqual([["warning", example]]);
      expect(report.summary).toMatchObject({ packages: PACKAGES.size, unknown: 0 });
    });

    it("a change that adds all of them brings the same", async () => {
      const empty = { ...rest, "default.nix": "{ pkgs ? import <nixpkgs> { } }:\n\n{ }\n" };
      const report = await checkBetween(empty, files);
      const errors = report.findings.filter(({ level }) => level === "error");
      const expected = Object.values(EXPECTED).flatMap(({ tree = [] }) => tree);
      expect(errors.length).toBe(expected.length);
      expect(errors.every(({ status }) => status === "introduced")).toBe(true);
    });
  });

  it("its fragments and what lost its line breaks do not parse, and nothing else", () => {
    const refused = EXAMPLES.filter(({ text }) => parseNix(sourceText(text)).problems.length > 0);
    expect(refused.map(({ title }) => title)).toEqual([
      "an option",
      "inputs of a flake",
      "outputs of a flake",
      // It sets `environment.systemPackages` in two ways, to choose from.
      "a configuration",
      "attributes for unpacking",
      "attributes for installing",
      "osdlyrics-environment",
      "some-package",
      "a file of two versions",
      "a file of two derivations",
      "a package set",
      "an override",
    ]);
  });
});
