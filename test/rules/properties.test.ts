// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Change } from "../../src/change/change.ts";
import { checkChange } from "../../src/checker/check-change.ts";
import { checkTree } from "../../src/checker/check-tree.ts";
import type { Finding, Report } from "../../src/checker/finding.ts";
import { decodeText, offsetAt, positionAt } from "../../src/nix/text.ts";
import { RULES } from "../../src/rules/index.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import {
  type MemoryFile,
  type MemoryFiles,
  memorySnapshot,
  memorySource,
} from "../../src/snapshot/memory.ts";
import type { Source } from "../../src/snapshot/source.ts";
import { applyFix, applyFixes, pathAfter, textOf } from "../support/apply-fix.ts";
import { checkBetween, checkFiles, checkingBy, configurationOf, introduced } from "../support/check.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import {
  ALL_PACKAGES,
  configuredAs,
  covered,
  definition,
  inPackage,
  overridesText,
  packageOf,
} from "./builders.ts";
import { definedIn, lacking } from "./defined.ts";
import { decodeIndented, decodeQuoted, INTERPOLATED } from "./nix-strings.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Every Nix file that the pages of the rules show. */
const shown = pageNames()
  .flatMap((page) => examplesOf(pageText(page)))
  .flatMap(({ head, base }) => [...Object.entries(head), ...Object.entries(base ?? {})])
  .flatMap(([path, file]) => (path.endsWith(".nix") ? [textOf(file) ?? ""] : []))
  .filter((text, i, all) => text !== "" && all.indexOf(text) === i);

const texts = fc.constantFrom(
  ...shown,
  definition(),
  "",
  "[ 1",
  "args: args",
  "#!/bin/sh\n1",
  String.raw`{ a = "\q \q"; b = ''x ''\z''; }`,
  "[ /a ~/b <c> ./nothing ../hello ../../he/hello/package.nix ../../../.. ./${d} ]",
);

const targets = fc.constantFrom(
  "l",
  "package.nix",
  "src",
  "..",
  "../hello",
  "/etc",
  "nothing",
  "../../..",
  "src/y.nix",
  "../../../top-level",
);

const file: fc.Arbitrary<MemoryFile> = fc.oneof(
  { weight: 6, arbitrary: texts },
  { weight: 1, arbitrary: texts.map((text) => ({ file: text, executable: true })) },
  { weight: 2, arbitrary: targets.map((link) => ({ link })) },
  { weight: 1, arbitrary: fc.constant({ submodule: true as const }) },
  { weight: 1, arbitrary: fc.constant(new Uint8Array([0x7b, 0x22, 0xff, 0x5c, 0x71, 0x22, 0x7d])) },
);

const packagePath = fc
  .tuple(
    fc.constantFrom("he", "he", "he", "aa", "HE", "x", "README.md"),
    fc.constantFrom("hello", "hello", "Hello", "help", "9x", "x", "a b", "README.md"),
    fc.constantFrom("package.nix", "package.nix", "package.nix", "x.nix", "src/y.nix", "src", "l", ""),
  )
  .map((parts) => ["pkgs/by-name", ...parts].filter((part) => part !== "").join("/"));

const definitions = fc.constantFrom(
  "hello = callPackage ../by-name/he/hello/package.nix { };",
  "hello = callPackage ../by-name/he/hello/package.nix { x = 1; };",
  "help = callPackage ../tools/help.nix { };",
  "foo = callPackage ../tools/foo { };",
  "foo = callPackage ../by-name/he/hello/x.nix { };",
  "foo_1 = callPackage ../tools/foo { v = 1; };",
  "inherit (y) Hello x;",
  "x.y = 1;",
  '"help" = libsForQt5.callPackage ../by-name/he/help/package.nix { };',
  "Hello = callPackage (f x) { };",
  "${z} = 1;",
  "zed = import ../by-name/he/hello/src/y.nix;",
  'w = "\\q";',
  "broken = ;",
);

const overridesFile = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(definitions, { maxLength: 5, selector: (text) => text.split(/[ .]/)[0] })
      .map((all) => overridesText(...all)),
  },
  { weight: 1, arbitrary: texts },
);

const otherPath = fc.constantFrom(
  "pkgs/tools/foo/default.nix",
  "pkgs/tools/help.nix",
  "lib/x.nix",
  "pkgs/by-name",
  "pkgs/tools",
  "x.nix",
);

/** A tree of whatever, with no path both a file and a directory. */
const tree: fc.Arbitrary<Record<string, MemoryFile>> = fc
  .tuple(
    fc.array(fc.tuple(packagePath, file), { maxLength: 10 }),
    fc.option(overridesFile),
    fc.array(fc.tuple(otherPath, file), { maxLength: 2 }),
    fc.constantFrom("keep", "forbid", "unsharded"),
  )
  .map(([packages, overrides, others, kind]) => {
    const files: [string, MemoryFile][] = [
      ...Object.entries(
        kind === "keep"
          ? {}
          : configuredAs(
              "packages:",
              "  - root: pkgs/by-name",
              kind === "forbid" ? "    overrides: { policy: forbid }" : "    sharded: false",
            ),
      ),
      ...(overrides === null ? [] : [[ALL_PACKAGES, overrides] as [string, MemoryFile]]),
      ...packages,
      ...others,
    ];
    return consistent(files);
  });

function consistent(files: readonly (readonly [string, MemoryFile])[]): Record<string, MemoryFile> {
  const found: Record<string, MemoryFile> = {};
  for (const [path, content] of files) {
    const clash = Object.keys(found).some(
      (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
    );
    if (!clash) found[path] = content;
  }
  return found;
}

/** The report of a change that claims to have touched all that either side has. */
async function checkAllTouched(base: MemoryFiles, head: MemoryFiles): Promise<Report> {
  const change: Change = {
    base: loadedSnapshot(memorySource(base)),
    head: loadedSnapshot(memorySource(head)),
    paths: [...new Set([...Object.keys(base), ...Object.keys(head)])].sort(),
  };
  return checkChange(change, checkingBy(await configurationOf(base)));
}

/** Each range lies in its file, and each path is there on a side. */
function expectInPlace(report: Report, ...sides: readonly MemoryFiles[]): void {
  for (const finding of report.findings) {
    const { path, range } = finding;
    expect(
      sides.some((files) => Object.keys(files).some((at) => at === path || at.startsWith(`${path}/`))),
    ).toBe(true);
    if (range === null) continue;
    const content = sides.flatMap((files) => (files[path] === undefined ? [] : [files[path]]))[0];
    const bytes =
      content instanceof Uint8Array
        ? content
        : Buffer.from(content === undefined ? "" : (textOf(content) ?? ""), "utf8");
    const source = decodeText(bytes);
    const [start, end] = [offsetAt(source, range.start), offsetAt(source, range.end)];
    expect(positionAt(source, start)).toEqual(range.start);
    expect(positionAt(source, end)).toEqual(range.end);
    expect(start).toBeLessThanOrEqual(end);
  }
  for (const { path } of report.unknown) {
    expect(sides.some((files) => path in files)).toBe(true);
  }
}

const settings = { numRuns: 120 };

describe("findings", () => {
  it("do not depend on the order in which files and entries are given", async () => {
    const shuffled = (files: MemoryFiles, seed: number): MemoryFiles => {
      const entries = Object.entries(files);
      return Object.fromEntries(
        entries
          .map((_, i) => entries[(i * 7 + seed) % entries.length])
          .filter((entry) => entry !== undefined),
      );
    };
    const reversed = (source: Source): Source => ({
      ...source,
      list: async (directories) =>
        (await source.list(directories)).map((listing) =>
          listing === "absent" ? listing : [...listing].reverse(),
        ),
    });
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.nat(100), async (base, head, seed) => {
        const configuration = await configurationOf(base);
        const report = await checkBetween(base, head);
        expect(await checkBetween(base, Object.fromEntries(Object.entries(head).reverse()))).toEqual(report);
        if (Object.keys(head).length % 7 !== 0)
          expect(await checkBetween(base, shuffled(head, seed))).toEqual(report);
        const alone = await checkTree(loadedSnapshot(memorySource(head)), checkingBy(configuration));
        expect(
          await checkTree(loadedSnapshot(reversed(memorySource(head))), checkingBy(configuration)),
        ).toEqual(alone);
      }),
      settings,
    );
  });

  it("are none that a tree has introduced against itself, even where all of it is looked at", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        expect(introduced(await checkBetween(files, files))).toEqual([]);
        expect(introduced(await checkAllTouched(files, files))).toEqual([]);
      }),
      settings,
    );
  });

  it("are none that a change outside of everything by-name introduces", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const head = { ...files, "doc/README.md": "text", "lib/new.nix": "{ }" };
        expect(introduced(await checkBetween(files, head))).toEqual([]);
      }),
      settings,
    );
  });

  it("lie in files that are there, for any change", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (base, head) => {
        expectInPlace(await checkBetween(base, head), head, base);
      }),
      settings,
    );
  });

  it("are the same over a source that is loaded on demand and over memory", async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (base, head) => {
        const configuration = await configurationOf(base);
        const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
        const whole = (files: MemoryFiles) => ({
          ...memorySnapshot(files),
          loadMissing: async () => false,
          forgetContents() {},
        });
        const inMemory = await checkChange(
          { base: whole(base), head: whole(head), paths },
          checkingBy(configuration),
        );
        expect(await checkAllTouched(base, head)).toEqual(inMemory);
      }),
      settings,
    );
  });

  it("of a whole tree are those of the change that brings it, but for rules that only compare", async () => {
    const comparing = new Set(RULES.filter(({ comparesOnly }) => comparesOnly).map(({ name }) => name));
    const told = (report: Report) =>
      new Set(
        report.findings
          .filter(({ rule }) => !comparing.has(rule))
          .map((finding) => JSON.stringify({ ...finding, status: "" })),
      );
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const outside = Object.keys(files).filter(
          (path) => path.endsWith(".nix") && !path.startsWith("pkgs/by-name/") && path !== ALL_PACKAGES,
        );
        const inside = Object.fromEntries(Object.entries(files).filter(([path]) => !outside.includes(path)));
        const configuration = await configurationOf(inside);
        const change: Change = {
          base: loadedSnapshot(memorySource({})),
          head: loadedSnapshot(memorySource(inside)),
          paths: Object.keys(inside).sort(),
        };
        expect(told(await checkChange(change, checkingBy(configuration)))).toEqual(
          told(await checkFiles(inside)),
        );
      }),
      settings,
    );
  });
});

describe("a file that is damaged at random", () => {
  type Damage = {
    readonly at: number;
    readonly kind: "delete" | "insert" | "duplicate" | "cut";
    readonly length: number;
    readonly text: string;
  };
  const damage: fc.Arbitrary<Damage> = fc.record({
    at: fc.nat(2000),
    kind: fc.constantFrom("delete", "insert", "duplicate", "cut"),
    length: fc.integer({ min: 1, max: 12 }),
    text: fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      "[",
      "''",
      '"',
      "${",
      "}",
      ";",
      "=",
      ":",
      "\\",
      "''\\",
      "/",
      "/*",
      "*/",
      "#",
      "~/",
      "<a>",
      "@",
      "...",
      "?",
      "\r",
      "\0",
      "\u2028",
      "😀",
      "\ufeff",
      "inherit",
      "with",
      "let",
      "in",
      "rec",
      "//",
      "../..",
      "./",
    ),
  });
  function damaged(text: string, all: readonly Damage[]): string {
    let result = text;
    for (const { at, kind, length, text: put } of all) {
      const place = at % (result.length + 1);
      const piece = result.slice(place, place + length);
      if (kind === "delete") result = result.slice(0, place) + result.slice(place + length);
      else if (kind === "insert") result = result.slice(0, place) + put + result.slice(place);
      else if (kind === "duplicate") result = result.slice(0, place) + piece + result.slice(place);
      else result = result.slice(0, place);
    }
    return result;
  }

  it("throws nothing, whether it is a package, an overrides file or any file, and findings lie in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...shown),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        async (text, all) => {
          const mutated = damaged(text, all);
          const before = {
            ...packageOf("hello", { "package.nix": text, "x.nix": "{ }" }),
            [ALL_PACKAGES]: text,
            "lib/x.nix": text,
          };
          const after = {
            ...packageOf("hello", { "package.nix": mutated, "x.nix": mutated }),
            [ALL_PACKAGES]: mutated,
            "lib/x.nix": mutated,
          };
          expectInPlace(await checkFiles(after), after);
          expectInPlace(await checkBetween(before, after), after, before);
          expectInPlace(await checkBetween(after, before), before, after);
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe("fixes", () => {
  /** One thing that is wrong, or right, with one package: what it adds to both sides. */
  type Scene = {
    readonly base?: MemoryFiles;
    readonly head: MemoryFiles;
    readonly before?: readonly string[];
    readonly after?: readonly string[];
  };
  const formatted = fc.constantFrom("one", "lines", "comment", "finalAttrs");
  type Format = "one" | "lines" | "comment" | "finalAttrs";

  function packageText(
    name: string,
    format: Format,
    flags: readonly string[],
    formals: string,
    lines: readonly string[] = [],
  ): string {
    const plain = definition({ name, flags, formals, lines });
    if (format === "one") return `${plain.replace(/\n\s*/g, " ").trim()}\n`;
    if (format === "comment") return plain.replace(`version = "1.0";`, `version = "1.0"; # the newest`);
    if (format === "finalAttrs")
      return plain.replace("mkDerivation {", "mkDerivation (finalAttrs: {").replace(/\}\n$/, "})\n");
    return plain;
  }

  const BOTH = ["strictDeps", "__structuredAttrs"];
  const names = ["alpha", "Beta", "gamma-2", "_delta", "e", "zeta_x"];
  const wrongPaths = ["../tools/other.nix", "../by-name/he/hello", "../by-name/he/hello/package.nix"];

  /** A package directory somewhere, right or wrong, whose file has some name, and what calls it by hand. */
  const misplaced = (name: string, format: Format): fc.Arbitrary<Scene> =>
    fc
      .record({
        where: fc.constantFrom(inPackage(name), `pkgs/by-name/qq/${name}`, `pkgs/by-name/${name}`),
        file: fc.constantFrom("package.nix", "default.nix", "5.nix"),
        second: fc.constantFrom(null, null, "other.nix", "default.nix"),
        refers: fc.constantFrom("", "", "import ./default.nix", "./5.nix", "./.", "./package.nix"),
        calls: fc.subarray(["file", "directory", "own"], { maxLength: 1 }),
        args: fc.constantFrom("{ }", "{ x = 1; }"),
        scope: fc.constantFrom("callPackage", "callPackage", "libsForQt5.callPackage"),
        variant: fc.boolean(),
        old: fc.boolean(),
      })
      .map(({ where, file, second, refers, calls, args, scope, variant, old }): Scene => {
        const text = (flags: readonly string[]) => packageText(name, format, flags, "stdenv, x");
        const files = {
          ...(second === null || second === file ? {} : { [`${where}/${second}`]: text(BOTH) }),
          ...(refers === "" ? {} : { [`${where}/helper.nix`]: refers }),
          [`${where}/${file}`]: text(BOTH),
        };
        const at = `../${where.slice("pkgs/".length)}`;
        const [how] = calls;
        const path = how === "file" ? `${at}/${file}` : how === "own" ? own(name) : at;
        return {
          ...(old ? { base: files } : {}),
          head: files,
          after: [
            ...(how === undefined ? [] : [`${name} = ${scope} ${path} ${args};`]),
            ...(variant ? [`${name}-variant = callPackage ${at}/${file} { x = 2; };`] : []),
          ],
        };
      });

  const own = (name: string) => `../${inPackage(name, "package.nix").slice("pkgs/".length)}`;

  const sceneOf = (name: string): fc.Arbitrary<Scene> => {
    const tool = `pkgs/tools/${name}`;
    const ownPath = own(name);
    const right = (format: Format, flags = BOTH, formals = "stdenv, x") =>
      packageOf(name, { "package.nix": packageText(name, format, flags, formals) });
    return formatted.chain((format) =>
      fc.oneof(
        { weight: 4, arbitrary: misplaced(name, format) },
        fc.constant<Scene>({ base: right(format), head: right(format) }),
        fc
          .constantFrom("null", "[ ]")
          .map(
            (value): Scene => ({ base: right(format), head: right(format), after: [`${name} = ${value};`] }),
          ),
        fc.constantFrom("callPackage", "import").map(
          (call): Scene => ({
            base: right(format),
            head: {},
            after: [`${name}-left = ${call} ${ownPath} { };`],
          }),
        ),
        fc.constant<Scene>({
          head: { [`pkgs/by-name/qq/${name}/package.nix`]: packageText(name, format, BOTH, "stdenv") },
        }),
        fc.boolean().map((old): Scene => {
          const files = packageOf(name, {
            "package.nix": packageText(name, format, BOTH, "stdenv"),
            "x.nix": { file: "{ }", executable: true },
          });
          return { ...(old ? { base: files } : {}), head: files };
        }),
        fc
          .array(
            fc.constantFrom(
              "\\q",
              "''\\q",
              "\\\\",
              "$",
              "{",
              " ",
              "a",
              "\\n",
              "\n",
              "'",
              "\\{",
              "''\\$",
              "\\😀",
            ),
            { minLength: 1, maxLength: 8 },
          )
          .map((pieces): Scene => {
            const inner = pieces.join("");
            const quoted = decodeQuoted(inner) === null ? '"\\q"' : `"${inner}"`;
            const indented =
              decodeIndented(inner) === null || inner.endsWith("'") ? "''a ''\\q''" : `''${inner}''`;
            const lines = [`a = ${quoted};`, `b = ${indented};`];
            return {
              head: packageOf(name, {
                "package.nix": packageText(name, format === "one" ? "lines" : format, BOTH, "stdenv", lines),
              }),
            };
          }),
        fc.constantFrom(...wrongPaths).chain((path) =>
          fc.constantFrom("{ }", "{ x = 1; }").map(
            (args): Scene => ({
              base: right(format),
              head: right(format),
              after: [`${name} = callPackage ${path} ${args};`],
            }),
          ),
        ),
        fc.boolean().map((old): Scene => {
          const text = `${name} = callPackage ${ownPath} { };`;
          return { base: right(format), head: right(format), after: [text], before: old ? [text] : [] };
        }),
        fc.boolean().map(
          (emptied): Scene => ({
            base: right(format),
            head: right(format),
            before: [`${name} = callPackage ${ownPath} { x = y; };`],
            after: emptied ? [`${name} = callPackage ${ownPath} { };`] : [],
          }),
        ),
        fc.subarray(BOTH).map((flags): Scene => ({ head: right(format, flags) })),
        fc.subarray(BOTH).map((flags): Scene => ({ base: right(format), head: right(format, flags) })),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).map(
          ([old, directory, args]): Scene => ({
            ...(old ? { base: right(format) } : {}),
            head: directory
              ? {
                  [`${tool}/default.nix`]: packageText(name, format, BOTH, "stdenv, x", ["a = ./a.patch;"]),
                  [`${tool}/a.patch`]: "",
                  [`${tool}/run`]: { file: "", executable: true },
                }
              : { [`${tool}.nix`]: packageText(name, format, BOTH, "stdenv, x") },
            after: [
              `${name} = callPackage ../tools/${name}${directory ? "" : ".nix"} ${args ? "{ x = 1; }" : "{ }"};`,
            ],
          }),
        ),
      ),
    );
  };

  const layout = fc.constantFrom("lines", "blank", "comments", "together", "split");

  /** An overrides file that has these definitions in one of the ways in which people write them. */
  function laidOut(all: readonly string[], how: string): string {
    if (how === "blank") return overridesText(...all.flatMap((text) => ["", text]), "");
    if (how === "comments") return overridesText(...all.map((text) => `# about it\n  ${text} # why`));
    if (how === "together") return overridesText(all.join(" "));
    if (how === "split") return overridesText(...all.map((text) => text.replace(" { ", " {\n    ")));
    return overridesText(...all);
  }

  const repository = fc
    .tuple(
      fc.subarray(names, { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(sceneOf))),
      layout,
      fc.constantFrom("keep", "keep", "forbid"),
      fc.boolean(),
    )
    .map(([scenes, how, policy, reverse]) => {
      const common = {
        ...configuredAs(
          "preset: nixpkgs",
          "packages:",
          "  - root: pkgs/by-name",
          `    overrides: { policy: ${policy} }`,
        ),
        ...packageOf("hello"),
        "pkgs/tools/other.nix": definition({ name: "other" }),
      };
      const order = (all: string[]) => (reverse ? all.reverse() : all);
      const before = ["aaa = 1;", ...scenes.flatMap((scene) => scene.before ?? []), "zzz = 1;"];
      const after = order(["aaa = 1;", ...scenes.flatMap((scene) => scene.after ?? []), "zzz = 1;"]);
      const base = Object.assign({}, common, ...scenes.map((scene) => scene.base ?? {}), {
        [ALL_PACKAGES]: laidOut(before, how),
      });
      const head = Object.assign({}, common, ...scenes.map((scene) => scene.head), {
        [ALL_PACKAGES]: laidOut(after, how),
      });
      return { base: base as Record<string, MemoryFile>, head: head as Record<string, MemoryFile> };
    });

  /** What is introduced, by rule, attribute, place and text, whatever line it is on. */
  function problems(
    report: Report,
    head: MemoryFiles,
    base: MemoryFiles,
    moved: (path: string) => string,
  ): string[] {
    return introduced(report).map((finding) => {
      // A removed override is shown at what stands before it now; one of the wrong path that is put right
      // may be needless, which is one finding as before.
      const isOverride = /^override-(removed|wrong-path|empty-argument|dangling)$/.test(finding.rule);
      const rule = isOverride ? "override" : finding.rule;
      const text = isOverride || finding.path === ALL_PACKAGES ? null : covered(finding, head, base);
      return JSON.stringify([rule, finding.attribute, moved(finding.path), text]);
    });
  }

  function without(all: readonly string[], taken: readonly string[]): string[] {
    const rest = [...all];
    for (const one of taken) {
      const index = rest.indexOf(one);
      if (index >= 0) rest.splice(index, 1);
    }
    return rest;
  }

  const count = (findings: readonly Finding[], fingerprint: string) =>
    findings.filter((finding) => finding.fingerprint === fingerprint).length;

  const met = new Set<string>();

  it("each remove the finding that they belong to, bring no other, and leave files that parse", async () => {
    await fc.assert(
      fc.asyncProperty(repository, async ({ base, head }) => {
        const report = await checkBetween(base, head);
        for (const finding of report.findings) {
          if (finding.fix === null) continue;
          met.add(finding.rule);
          const { steps } = finding.fix;
          const fixed = applyFix(head, finding.fix);
          const after = await checkBetween(base, fixed);
          const left = after.findings.filter(({ fingerprint }) => fingerprint === finding.fingerprint);
          expect(left.length, finding.message).toBeLessThan(count(report.findings, finding.fingerprint));
          const known = problems(report, head, base, (path) => pathAfter(path, steps));
          const now = problems(after, fixed, base, (path) => path);
          expect(without(now, known), finding.message).toEqual([]);
          const [defined, still] = [definedIn(head), definedIn(fixed)];
          expect(lacking(defined.attributes, still.attributes), finding.message).toEqual([]);
          expect(lacking(still.dangling, defined.dangling), finding.message).toEqual([]);
          expect(after.findings.filter(({ rule }) => rule === "nix-syntax")).toEqual([]);
        }
      }),
      { numRuns: 250 },
    );
    expect([...met].sort()).toEqual([
      "executable-without-shebang",
      "moved-out-of-by-name",
      "new-package-outside-by-name",
      "override-empty-argument",
      "override-forbidden",
      "override-removed",
      "override-wrong-path",
      "package-nix-missing",
      "package-without-shard",
      "package-wrong-shard",
      "strict-deps",
      "structured-attrs",
      "useless-escape",
    ]);
  });

  it("made together, again and again, come to an end with nothing left to make", async () => {
    await fc.assert(
      fc.asyncProperty(repository, async ({ base, head }) => {
        let files: Record<string, MemoryFile> = head;
        for (let round = 0; ; round++) {
          expect(round).toBeLessThan(6);
          const { findings } = await checkBetween(base, files);
          const applied = applyFixes(files, findings);
          const [defined, still] = [definedIn(files), definedIn(applied.files)];
          expect(lacking(defined.attributes, still.attributes)).toEqual([]);
          expect(lacking(still.dangling, defined.dangling)).toEqual([]);
          if (!applied.plan.outcomes.some((outcome) => outcome.applied)) break;
          files = applied.files;
        }
        const { findings } = await checkBetween(base, files);
        expect(
          findings.filter(({ fix }) => fix !== null).map(({ rule, message }) => [rule, message]),
        ).toEqual([]);
        expect(findings.filter(({ rule }) => rule === "nix-syntax")).toEqual([]);
        const before = introduced(await checkBetween(base, head)).length;
        expect(
          introduced({ findings, unknown: [], summary: (await checkBetween(base, files)).summary }).length,
        ).toBeLessThanOrEqual(before);
      }),
      { numRuns: 120 },
    );
  });
});

describe("the fix of a useless escape", () => {
  const quotedPieces = fc.array(
    fc.constantFrom(
      "\\q",
      "\\d",
      "\\.",
      "\\'",
      "\\\\",
      "\\$",
      '\\"',
      "\\n",
      "\\t",
      "\\{",
      "\\}",
      "$",
      "{",
      "}",
      "'",
      "''",
      " ",
      "\n",
      "a",
      "\\\n",
      "\\ ",
      "$$",
      "\\😀",
      INTERPOLATED,
    ),
    { minLength: 1, maxLength: 10 },
  );
  const indentedPieces = fc.array(
    fc.constantFrom(
      "''\\q",
      "''\\d",
      "''\\$",
      "''\\{",
      "''\\ ",
      "''\\\n",
      "''\\n",
      "''\\'",
      "''\\\\",
      "''$",
      "'''",
      "\\q",
      "\\",
      "$",
      "{",
      "'",
      '"',
      " ",
      "   ",
      "\n",
      "a",
      "$$",
      "''\\😀",
      "''\\\t",
      INTERPOLATED,
    ),
    { minLength: 1, maxLength: 10 },
  );

  /** The literal with every fix made, once each and all together; null where it is no string that parses. */
  async function fixed(literal: string): Promise<string[] | null> {
    const files = packageOf("hello", { "x.nix": literal });
    const path = inPackage("hello", "x.nix");
    const { findings, summary } = await checkFiles(files);
    if (summary.unknown > 0 || findings.some(({ rule }) => rule !== "useless-escape")) return null;
    const results = findings.flatMap(({ fix }) =>
      fix === null ? [] : [textOf(applyFix(files, fix)[path] ?? "") ?? ""],
    );
    const all = applyFixes(files, findings);
    expect(all.plan.outcomes.every((outcome) => outcome.applied)).toBe(true);
    return [...results, textOf(all.files[path] ?? "") ?? ""];
  }

  it.each([
    ["quoted", quotedPieces, '"', decodeQuoted],
    ["indented", indentedPieces, "''", decodeIndented],
  ] as const)("keeps the value of a %s string", async (_style, pieces, quote, decode) => {
    await fc.assert(
      fc.asyncProperty(pieces, async (all) => {
        const inner = all.join("");
        const value = decode(inner);
        fc.pre(value !== null && !(quote === "''" && inner.endsWith("'")));
        const results = await fixed(`${quote}${inner}${quote}`);
        fc.pre(results !== null);
        for (const result of results ?? []) {
          expect(decode(result.slice(quote.length, -quote.length)), `${inner} -> ${result}`).toBe(value);
        }
      }),
      { numRuns: 600 },
    );
  });

  const nix = "/usr/bin/nix-instantiate";
  it.runIf(existsSync(nix))("keeps what Nix itself makes of a string", { timeout: 60_000 }, async () => {
    const samples = [
      ...fc.sample(quotedPieces, { numRuns: 400, seed: 7 }).map((all) => ['"', all.join("")] as const),
      ...fc.sample(indentedPieces, { numRuns: 400, seed: 7 }).map((all) => ["''", all.join("")] as const),
    ];
    const literals: { text: string; expected: string }[] = [];
    for (const [quote, inner] of samples) {
      const value = quote === '"' ? decodeQuoted(inner) : decodeIndented(inner);
      if (value === null || (quote === "''" && inner.endsWith("'"))) continue;
      const literal = `${quote}${inner}${quote}`;
      for (const text of [literal, ...((await fixed(literal)) ?? [])]) {
        literals.push({ text, expected: value.replaceAll("\ue000", "i") });
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "by-name-strings-"));
    try {
      writeFileSync(join(folder, "x.nix"), `[\n${literals.map(({ text }) => text).join("\n")}\n]`);
      const output = execFileSync(nix, ["--eval", "--strict", "--json", join(folder, "x.nix")], {
        encoding: "utf8",
        env: {
          ...process.env,
          NIX_STATE_DIR: folder,
          NIX_STORE_DIR: join(folder, "store"),
          NIX_REMOTE: "dummy://",
        },
        maxBuffer: 64 * 1024 * 1024,
      });
      expect(JSON.parse(output)).toEqual(literals.map(({ expected }) => expected));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
