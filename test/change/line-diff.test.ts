import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffHunks, type Hunk, lineMap } from "../../src/change/line-diff.ts";
import { visibleLines } from "../../src/change/visible-lines.ts";
import { textOf } from "../support/apply-fix.ts";
import { examplesOf, pageNames, pageText } from "../support/pages.ts";
import { gitHunks } from "./git-hunks.ts";

type Pair = { readonly before: string; readonly after: string };

const lines = (...some: string[]) => some.map((line) => `${line}\n`).join("");
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

function sureLines(hunks: readonly Hunk[]): number[] {
  return hunks.flatMap(({ sure }) => sure.flatMap(linesOf));
}

function linesOf({ start, count }: { readonly start: number; readonly count: number }): number[] {
  return Array.from({ length: count }, (_, i) => start + i);
}

describe("the hunks of a file", () => {
  test("show a change with three lines around it", () => {
    const before = numbered(20);
    const after = before.with(9, "changed");
    expect(diffHunks(lines(...before), lines(...after))).toEqual([
      {
        before: { start: 7, count: 7 },
        after: { start: 7, count: 7 },
        lines: [
          { kind: "context", before: 7, after: 7 },
          { kind: "context", before: 8, after: 8 },
          { kind: "context", before: 9, after: 9 },
          { kind: "removed", before: 10 },
          { kind: "added", after: 10 },
          { kind: "context", before: 11, after: 11 },
          { kind: "context", before: 12, after: 12 },
          { kind: "context", before: 13, after: 13 },
        ],
        sure: [{ start: 7, count: 7 }],
      },
    ]);
  });

  test("show a new file whole", () => {
    const [hunk] = diffHunks(null, lines("a", "b"));
    expect(hunk).toMatchObject({ before: { start: 0, count: 0 }, after: { start: 1, count: 2 } });
    expect(hunk?.sure).toEqual([{ start: 1, count: 2 }]);
  });

  test("tell a last line without its line end from the same with it", () => {
    expect(diffHunks("a\nb", "a\nb\n")).toHaveLength(1);
  });

  test("are none of equal texts, of binary files, and of changes that GitHub does not show", () => {
    expect(diffHunks("a\n", "a\n")).toEqual([]);
    expect(diffHunks("a\n", "a\0\n")).toEqual([]);
    expect(diffHunks(null, lines(...numbered(3001)))).toEqual([]);
    expect(diffHunks(null, "a".repeat(100_001))).toEqual([]);
    expect(diffHunks(lines(...numbered(3001)), lines(...numbered(3001), "new"))).toHaveLength(1);
  });

  test("leave out as uncertain what GitHub might show elsewhere", () => {
    const before = lines(...numbered(10), "same", "same", "same", "same", ...numbered(10));
    const after = lines(...numbered(10), "same", "same", "same", "same", "same", ...numbered(10));
    const [hunk] = diffHunks(before, after);
    const git = gitHunks([{ before, after }])[0]?.[0];
    expect(git?.after.count).toBe(7);
    expect(sureLines(hunk === undefined ? [] : [hunk])).toEqual([12, 13, 14]);
  });
});

describe("against git", () => {
  const line = (letters: string) => fc.constantFrom(...letters);
  const text = (letters: string, maxLength: number) =>
    fc
      .tuple(fc.array(line(letters), { maxLength, size: "max" }), fc.boolean())
      .map(([all, ended]) => (all.length === 0 ? "" : all.join("\n") + (ended ? "\n" : "")));
  const pieces = pageNames()
    .flatMap((name) => examplesOf(pageText(name)))
    .flatMap(({ base, head }) => Object.values({ ...base, ...head }).map(textOf))
    .filter((piece) => piece !== null && piece.length > 60);
  const nix = fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6, size: "max" })
    .map((all) => all.join("\n"));
  const mutation = fc.record({ kind: fc.nat(4), at: fc.nat(), from: fc.nat(), count: fc.nat(4) });
  const mutated = (of: fc.Arbitrary<string>, most: number) =>
    fc
      .tuple(of, fc.array(mutation, { minLength: 1, maxLength: most, size: "max" }))
      .map(([before, edits]): Pair => ({ before, after: edits.reduce(mutate, before) }));

  function mutate(before: string, edit: { kind: number; at: number; from: number; count: number }): string {
    const all = before.split("\n");
    const at = edit.at % all.length;
    const from = edit.from % all.length;
    if (edit.kind === 0) all.splice(at, 1 + edit.count);
    if (edit.kind === 1) all.splice(at, 0, all[from] ?? "");
    if (edit.kind === 2) all[at] = `${all[at]}x`;
    if (edit.kind === 3) all.splice(at, 0, ...all.slice(at, at + 1 + edit.count));
    if (edit.kind === 4) all.splice(from, 0, ...all.splice(at, 1 + edit.count));
    return all.join("\n");
  }

  const cases: [string, fc.Arbitrary<Pair>, number, number][] = [
    ["small random texts", fc.record({ before: text("ab", 12), after: text("ab", 12) }), 600, 0.95],
    ["random texts", fc.record({ before: text("abcd", 60), after: text("abcd", 60) }), 300, 0.95],
    ["changed texts of few lines that differ", mutated(text("abcdef", 60), 5), 600, 0.9],
    ["changed Nix files", mutated(nix, 4), 600, 0.9],
    ["much changed Nix files", mutated(nix, 30), 200, 0.9],
  ];

  test.each(cases)("shows no line that git does not: %s", (_name, pairs, count, least) => {
    const some = fc.sample(pairs, { numRuns: count, seed: 3 });
    const git = gitHunks(some);
    let ours = 0;
    let theirs = 0;
    some.forEach(({ before, after }, i) => {
      const shown = new Set((git[i] ?? []).flatMap((hunk) => linesOf(hunk.after)));
      const sure = sureLines(diffHunks(before, after));
      expect(sure.filter((line) => !shown.has(line))).toEqual([]);
      ours += sure.length;
      theirs += shown.size;
    });
    expect(ours / theirs).toBeGreaterThan(least);
  });

  test("lines side by side are in one hunk of git's", () => {
    const some = fc.sample(mutated(nix, 10), { numRuns: 200, seed: 5 });
    const git = gitHunks(some);
    some.forEach(({ before, after }, i) => {
      for (const { start, count } of diffHunks(before, after).flatMap(({ sure }) => sure)) {
        const around = git[i]?.find((hunk) => linesOf(hunk.after).includes(start));
        expect(around && around.after.start + around.after.count).toBeGreaterThanOrEqual(start + count);
      }
    });
  });
});

describe("hostile texts", () => {
  const random = (count: number, letters: number) => {
    let seed = 1;
    return Array.from({ length: count }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return String(seed % letters);
    }).join("\n");
  };
  const every = (step: number, name: string) =>
    Array.from({ length: 40_000 }, (_, i) => (i % step === 0 ? `${name}${i}` : "")).join("\n");

  test.each([
    ["many lines of one character", random(100_000, 2), random(99_999, 2)],
    ["four megabytes of line ends", "\n".repeat(4_000_000), "\n".repeat(3_999_999)],
    ["one line of four megabytes", "a".repeat(4_000_000), "b".repeat(4_000_000)],
    ["changes sprinkled over equal lines", every(10, "a"), every(10, "b")],
    ["fewer such changes", every(200, "a"), every(200, "b")],
    ["equal lines, some of them gone", "\n".repeat(90_000), "\n".repeat(45_000)],
  ])("come to an end: %s", (_name, before, after) => {
    const hunks = diffHunks(before, after);
    expect(sureLines(hunks).every((line) => line <= after.split("\n").length)).toBe(true);
    expect(lineMap(before, after)(1)).not.toBe(0);
  });
});

describe("the map of unchanged lines", () => {
  test("follows lines that moved and knows those that are gone", () => {
    const map = lineMap(lines("a", "b", "c"), lines("new", "a", "c", "d"));
    expect([0, 1, 2, 3, 4].map(map)).toEqual([null, 2, null, 3, null]);
  });

  test("leads to the same line, and keeps the order", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const map = lineMap(lines(...before), lines(...after));
        let last = 0;
        before.forEach((line, i) => {
          const to = map(i + 1);
          if (to === null) return;
          expect(after[to - 1]).toBe(line);
          expect(to).toBeGreaterThan(last);
          last = to;
        });
      }),
    );
  });
});

describe("visible lines", () => {
  test("are those of the hunks, and a range is in one of them", () => {
    const before = numbered(40);
    const after = before.with(9, "changed").with(29, "changed");
    const visible = visibleLines(diffHunks(lines(...before), lines(...after)));
    expect(visible.first).toBe(7);
    expect([6, 7, 13, 14, 27].map(visible.has)).toEqual([false, true, true, false, true]);
    expect(visible.hasRange(7, 13)).toBe(true);
    expect(visible.hasRange(13, 27)).toBe(false);
    expect(visible.hasRange(9, 8)).toBe(false);
    expect(visibleLines([]).first).toBeNull();
  });
});
