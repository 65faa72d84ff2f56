import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Finding, Report } from "../../src/checker/finding.ts";
import type { MemoryFile, MemoryFiles } from "../../src/snapshot/memory.ts";
import { applyFix, applyFixes, pathAfter } from "../support/apply-fix.ts";
import { introduced } from "../support/check.ts";
import { runs } from "../support/seed.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  configuredAs,
  covered,
  definition,
  inPackage,
  overridesText,
  packageOf,
} from "./builders.ts";
import { definedIn, lacking } from "./defined.ts";
import { decodeIndented, decodeQuoted } from "./nix-strings.ts";

vi.setConfig({ testTimeout: 60_000 });

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
      { numRuns: 120 },
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
      { numRuns: runs(120) },
    );
  });
});
