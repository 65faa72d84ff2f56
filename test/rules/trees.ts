// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import fc from "fast-check";
import { expect } from "vitest";
import type { Change } from "../../src/change/change.ts";
import { checkChange } from "../../src/checker/check-change.ts";
import type { Report } from "../../src/checker/finding.ts";
import type { Rule } from "../../src/checker/rule.ts";
import { decodeText, offsetAt, positionAt } from "../../src/nix/text.ts";
import { RULES } from "../../src/rules/index.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFile, type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { textOf } from "../support/apply-fix.ts";
import { checkingBy, configurationOf } from "../support/check.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import { ALL_PACKAGES, configuredAs, definition, overridesText } from "./builders.ts";

/** Every Nix file that the pages of the rules show. */
export const shown = pageNames()
  .flatMap((page) => examplesOf(pageText(page)))
  .flatMap(({ head, base }) => [...Object.entries(head), ...Object.entries(base ?? {})])
  .flatMap(([path, file]) => (path.endsWith(".nix") ? [textOf(file) ?? ""] : []))
  .filter((text, i, all) => text !== "" && all.indexOf(text) === i);

export const texts = fc.constantFrom(
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
export const tree: fc.Arbitrary<Record<string, MemoryFile>> = fc
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

/** The report of a change that claims to have touched all that either side has; by some rules only where given. */
export async function checkAllTouched(
  base: MemoryFiles,
  head: MemoryFiles,
  rules: readonly Rule[] = RULES,
): Promise<Report> {
  const change: Change = {
    base: loadedSnapshot(memorySource(base)),
    head: loadedSnapshot(memorySource(head)),
    paths: [...new Set([...Object.keys(base), ...Object.keys(head)])].sort(),
  };
  return checkChange(change, checkingBy(await configurationOf(base), rules));
}

/** Each range lies in its file, and each path is there on a side. */
export function expectInPlace(report: Report, ...sides: readonly MemoryFiles[]): void {
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
