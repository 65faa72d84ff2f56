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
import type { Report } from "../../src/checker/finding.ts";
import { RULES } from "../../src/rules/index.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import type { Source } from "../../src/snapshot/source.ts";
import { applyFix, applyFixes, textOf } from "../support/apply-fix.ts";
import { checkBetween, checkFiles, checkingBy, configurationOf, introduced } from "../support/check.ts";
import { runs } from "../support/seed.ts";
import { wholeSnapshot } from "../support/whole.ts";
import { ALL_PACKAGES, inPackage, packageOf } from "./builders.ts";
import { decodeIndented, decodeQuoted, INTERPOLATED } from "./nix-strings.ts";
import { checkAllTouched, expectInPlace, shown, tree } from "./trees.ts";

vi.setConfig({ testTimeout: 60_000 });

const settings = { numRuns: runs(60) };

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
        expect(await checkTree(wholeSnapshot(head), checkingBy(configuration))).toEqual(alone);
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
        const head = { ...files, "doc/README.md": "text", "lib/new.nix": "{ }\n" };
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
        const inMemory = await checkChange(
          { base: wholeSnapshot(base), head: wholeSnapshot(head), paths },
          checkingBy(configuration),
        );
        expect(await checkAllTouched(base, head)).toEqual(inMemory);
      }),
      settings,
    );
  });

  it("of a whole tree are those of the change that brings it, but for rules that only compare", async () => {
    const comparing = new Set(RULES.filter(({ comparesOnly }) => comparesOnly).map(({ name }) => name));
    // Nobody can be passing an argument to a package that the change adds, so that a fix can drop it.
    const offered = (rule: string) => (rule === "unused-formal" ? { help: "", fix: null } : {});
    const told = (report: Report) =>
      new Set(
        report.findings
          .filter(({ rule }) => !comparing.has(rule))
          .map((finding) => JSON.stringify({ ...finding, ...offered(finding.rule), status: "" })),
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
