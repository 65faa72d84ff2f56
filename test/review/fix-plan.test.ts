import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Range, rangeOf, sourceText } from "../../src/nix/text.ts";
import { type FixPlan, planFixes } from "../../src/review/fixes/fix-plan.ts";
import { contentsOf, edit, fixable, mode, move, range } from "./builders.ts";

const files = {
  "pkgs/by-name/aa/hello/package.nix": "{ }:\n1\n",
  "pkgs/by-name/aa/hello/lib.nix": "2\n",
  "all.nix": "a b c\n",
};
const contents = contentsOf(files);
const all = "all.nix";
const oldPlace = "pkgs/by-name/aa/hello";
const newPlace = "pkgs/by-name/he/hello";

function textsOf(plan: FixPlan): Record<string, string> {
  return Object.fromEntries(plan.files.map(({ path, after }) => [path, after]));
}

/** Why each fix was left out; null for one that was not. */
function reasons(plan: FixPlan): (string | null)[] {
  return plan.outcomes.map((outcome) => (outcome.applied ? null : outcome.why));
}

const letter = (column: number): Range => range(1, column, 1, column + 1);

describe("planning fixes", () => {
  test("makes all edits of a file in places of the text before", () => {
    const plan = planFixes(
      [
        fixable(edit(all, letter(5), "three")),
        fixable(edit(all, letter(1), "one"), edit(all, letter(3), "")),
      ],
      contents,
    );
    expect(textsOf(plan)).toEqual({ [all]: "one  three\n" });
    expect(reasons(plan)).toEqual([null, null]);
  });

  test("passes findings without a fix over", () => {
    const plan = planFixes([{ ...fixable(), fix: null }], contents);
    expect(plan).toEqual({ files: [], modes: [], moves: [], outcomes: [] });
  });

  test("makes what several fixes ask for alike once", () => {
    const same = edit(all, range(1, 1, 1, 1), "x ");
    const plan = planFixes(
      [fixable(same, move(oldPlace, newPlace)), fixable(move(oldPlace, newPlace), same)],
      contents,
    );
    expect(textsOf(plan)).toEqual({ [all]: "x a b c\n" });
    expect(plan.moves).toEqual([{ from: oldPlace, to: newPlace }]);
    expect(reasons(plan)).toEqual([null, null]);
  });

  test("keeps insertions at one place in the order of the findings", () => {
    const insert = (text: string) => fixable(edit(all, range(1, 3, 1, 3), text));
    const plan = planFixes([insert("1"), fixable(edit(all, letter(3), "B")), insert("2")], contents);
    expect(textsOf(plan)).toEqual({ [all]: "a 12B c\n" });
  });

  test("leaves out a fix that overlaps one before it, whole", () => {
    const plan = planFixes(
      [
        fixable(edit(all, range(1, 1, 1, 4), "x")),
        fixable(edit(all, letter(5), "y"), edit(all, letter(3), "z")),
        fixable(edit(all, range(1, 2, 1, 2), "inside")),
      ],
      contents,
    );
    expect(textsOf(plan)).toEqual({ [all]: "x c\n" });
    const why = "another fix changes the same place, `all.nix` line 1";
    expect(reasons(plan)).toEqual([null, why, why]);
  });

  test("leaves out a fix that overlaps itself, and takes it back", () => {
    const plan = planFixes(
      [
        fixable(
          mode(all, true),
          move(oldPlace, newPlace),
          edit(all, letter(1), "x"),
          edit(all, range(1, 1, 1, 3), "y"),
        ),
        fixable(mode(all, false), move(oldPlace, "elsewhere"), edit(all, letter(1), "z")),
      ],
      contents,
    );
    expect(reasons(plan)).toEqual([expect.any(String), null]);
    expect(textsOf(plan)).toEqual({ [all]: "z b c\n" });
    expect(plan.modes).toEqual([{ path: all, executable: false }]);
    expect(plan.moves).toEqual([{ from: oldPlace, to: "elsewhere" }]);
  });

  test("edits files of a directory that it moves", () => {
    const inside = `${oldPlace}/lib.nix`;
    const plan = planFixes(
      [fixable(move(oldPlace, newPlace)), fixable(edit(inside, letter(1), "3"), mode(inside, true))],
      contents,
    );
    expect(textsOf(plan)).toEqual({ [inside]: "3\n" });
    expect(reasons(plan)).toEqual([null, null]);
  });

  test.each([
    ["another fix moves `pkgs/by-name/aa/hello`", move(oldPlace, "x"), move(oldPlace, "y")],
    [
      "another fix moves `pkgs/by-name/aa/hello/lib.nix`",
      move(oldPlace, "x"),
      move(`${oldPlace}/lib.nix`, "y"),
    ],
    ["another fix moves `pkgs/by-name/aa/hello`", move(`${oldPlace}/lib.nix`, "y"), move(oldPlace, "x")],
    ["another fix moves something to or from `x`", move(oldPlace, "x"), move(all, "x")],
    ["another fix moves something to or from `x/y`", move(oldPlace, "x"), move(all, "x/y")],
    [
      "another fix moves something to or from `pkgs/by-name/aa/hello/y`",
      move(oldPlace, "x"),
      move(all, `${oldPlace}/y`),
    ],
    ["another fix sets another mode of `all.nix`", mode(all, true), mode(all, false)],
  ])("leaves out the second of two that do not go together: %s", (why, first, second) => {
    expect(reasons(planFixes([fixable(first), fixable(second)], contents))).toEqual([null, why]);
  });

  test.each([
    ["`all.nix` exists already", move(oldPlace, all)],
    ["`all.nix` is not a directory", move(oldPlace, "all.nix/b/c")],
    ["there is no `gone`", move("gone", "x")],
    ["another fix moves something to or from `pkgs/by-name/aa/hello/x`", move(oldPlace, `${oldPlace}/x`)],
    ["there is no file `gone`", edit("gone", letter(1), "")],
    ["there is no file `pkgs`", mode("pkgs", true)],
    ["`all.nix` has no such place as line 9 any more", edit(all, range(9, 1, 9, 2), "")],
    ["`all.nix` has no such place as line 1 any more", edit(all, range(1, 3, 1, 99), "")],
    ["`../x` is not a path that a fix may touch", move(all, "../x")],
    ["`.git/hooks/x` is not a path that a fix may touch", move(all, ".git/hooks/x")],
  ])("leaves out what the files do not allow: %s", (why, step) => {
    const plan = planFixes([fixable(edit(all, letter(1), "x"), step)], contents);
    expect(reasons(plan)).toEqual([why]);
    expect(plan).toMatchObject({ files: [], modes: [], moves: [] });
  });

  test("does not write a file back that it could not read exactly", () => {
    const inexact = contentsOf({ [all]: sourceText("a \ufffd\n", false) });
    expect(reasons(planFixes([fixable(edit(all, letter(1), "x"))], inexact))).toEqual([
      "`all.nix` is not UTF-8",
    ]);
  });

  test("does not follow links", () => {
    const linked = {
      ...contents,
      kind: (path: string) => (path === all ? "symlink" : contents.kind(path)),
    } as const;
    const fixes = [fixable(edit(all, letter(1), "x")), fixable(move(oldPlace, `${all}/x`))];
    expect(reasons(planFixes(fixes, linked))).toEqual([
      "there is no file `all.nix`",
      "`all.nix` is not a directory",
    ]);
  });

  test("gives what the accepted edits give when made one by one from the end", () => {
    const steps = fc.array(fc.tuple(fc.nat(40), fc.nat(6), fc.string({ maxLength: 3 })), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab\n\r😀"), maxLength: 40 }),
        steps,
        (text, wanted) => {
          const source = sourceText(text);
          const spans = wanted.map(([at, length, inserted], i) => {
            const start = Math.min(at, text.length);
            return { start, end: Math.min(start + length, text.length), text: `${inserted}${i}` };
          });
          const fixes = spans.map((span) => fixable(edit("f", rangeOf(source, span), span.text)));
          const plan = planFixes(fixes, contentsOf({ f: source }));
          const made = spans
            .filter((_, i) => plan.outcomes[i]?.applied)
            .map((span, i) => ({ ...span, i }))
            .sort((a, b) => b.start - a.start || b.end - a.end || b.i - a.i)
            .reduce((after, span) => after.slice(0, span.start) + span.text + after.slice(span.end), text);
          expect(textsOf(plan).f ?? text).toBe(made);
        },
      ),
    );
  });

  test("never leaves out a fix that overlaps with none", () => {
    const line = Array.from({ length: 300 }, (_, i) => i);
    const plan = planFixes(
      line.toReversed().map((i) => fixable(edit("f", letter(2 * i + 1), "y"))),
      contentsOf({ f: "x ".repeat(300) }),
    );
    expect(textsOf(plan)).toEqual({ f: "y ".repeat(300) });
  });
});
