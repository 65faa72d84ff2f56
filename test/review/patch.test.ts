import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/checker/finding.ts";
import { rangeOf, sourceText } from "../../src/nix/text.ts";
import { planFixes } from "../../src/review/fixes/fix-plan.ts";
import { planAsPatch } from "../../src/review/fixes/patch.ts";
import { decodeName, encodeName } from "../../src/snapshot/names.ts";
import { git, temporaryDirectory, writeFiles } from "../snapshot/temporary-repository.ts";
import { contentsOf, edit, fixable, mode, move, pathsUnder, range } from "./builders.ts";

type Files = Readonly<Record<string, string>>;

function patchOf(files: Files, fixes: readonly Finding[]): string {
  const plan = planFixes(fixes, contentsOf(files));
  expect(plan.outcomes.every((outcome) => outcome.applied)).toBe(true);
  return planAsPatch(plan, (path) => pathsUnder(Object.keys(files), path));
}

/** What the files are after `git apply --index`, which checks names, modes and context. */
function applied(files: Files, executable: readonly string[], patch: string): Record<string, string> {
  const directory = temporaryDirectory();
  git(directory, ["init", "-q"]);
  writeFiles(
    directory,
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        executable.includes(path) ? { executable: text } : text,
      ]),
    ),
  );
  git(directory, ["add", "-A"]);
  git(directory, ["apply", "--index", "--whitespace=nowarn"], patch);
  return readFiles(directory);
}

/** The files that git knows of, and their content as it is on disk; `+x ` before that of an executable. */
function readFiles(directory: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of decodeName(git(directory, ["ls-files", "-z"]))
    .split("\0")
    .filter(Boolean)) {
    const place = encodeName(join(directory, name));
    const executable = (lstatSync(place).mode & 0o100) > 0;
    found[name] = (executable ? "+x " : "") + readFileSync(place, "utf8");
  }
  return found;
}

const from = "pkgs/by-name/aa/hello";
const to = "pkgs/by-name/he/hello";
const package_ = { [`${from}/package.nix`]: "{ }:\n1\n2\n3\n", [`${from}/a/b.nix`]: "x\n" };

describe("the patch of a plan", () => {
  test("is empty where there is nothing to do", () => {
    expect(patchOf(package_, [])).toBe("");
  });

  test("changes text, moves a directory and sets modes, as git writes it", () => {
    const files = { ...package_, "all.nix": "a\nb" };
    const fixes = [
      fixable(move(from, to), edit(`${from}/package.nix`, range(3, 1, 3, 2), "two")),
      fixable(mode(`${from}/a/b.nix`, false), edit("all.nix", range(2, 1, 2, 2), "c")),
    ];
    const patch = patchOf(files, fixes);
    expect(patch).toMatchInlineSnapshot(`
      "diff --git a/all.nix b/all.nix
      --- a/all.nix
      +++ b/all.nix
      @@ -1,2 +1,2 @@
       a
      -b
      \\ No newline at end of file
      +c
      \\ No newline at end of file
      diff --git a/pkgs/by-name/aa/hello/a/b.nix b/pkgs/by-name/he/hello/a/b.nix
      old mode 100755
      new mode 100644
      similarity index 100%
      rename from pkgs/by-name/aa/hello/a/b.nix
      rename to pkgs/by-name/he/hello/a/b.nix
      diff --git a/pkgs/by-name/aa/hello/package.nix b/pkgs/by-name/he/hello/package.nix
      similarity index 69%
      rename from pkgs/by-name/aa/hello/package.nix
      rename to pkgs/by-name/he/hello/package.nix
      --- a/pkgs/by-name/aa/hello/package.nix
      +++ b/pkgs/by-name/he/hello/package.nix
      @@ -1,4 +1,4 @@
       { }:
       1
      -2
      +two
       3
      "
    `);
    expect(applied(files, [`${from}/a/b.nix`], patch)).toEqual({
      "all.nix": "a\nc",
      [`${to}/a/b.nix`]: "x\n",
      [`${to}/package.nix`]: "{ }:\n1\ntwo\n3\n",
    });
  });

  test("sets the executable bit of a file alone", () => {
    const files = { "a.nix": "#!x\n" };
    expect(applied(files, [], patchOf(files, [fixable(mode("a.nix", true))]))).toEqual({
      "a.nix": "+x #!x\n",
    });
  });

  test("quotes names as git does", () => {
    const files: Files = {
      'a "b"\\\t\n日本.nix': "1\n",
      "c d.nix": "1\n",
      "e\udcff.nix": "1\n",
      "f g": "1\n",
    };
    const change = Object.keys(files).map((path) => fixable(edit(path, range(1, 1, 1, 2), "2")));
    const patch = patchOf(files, [...change, fixable(move("f g", "h i\u0007"))]);
    expect(patch.match(/^diff.*/gm)).toMatchInlineSnapshot(`
      [
        "diff --git "a/a \\"b\\"\\\\\\t\\n\\346\\227\\245\\346\\234\\254.nix" "b/a \\"b\\"\\\\\\t\\n\\346\\227\\245\\346\\234\\254.nix"",
        "diff --git a/c d.nix b/c d.nix",
        "diff --git "a/e\\377.nix" "b/e\\377.nix"",
        "diff --git a/f g "b/h i\\a"",
      ]
    `);
    const after = applied(files, [], patch);
    expect(Object.keys(after).sort()).toEqual(
      ['a "b"\\\t\n日本.nix', "c d.nix", "e\udcff.nix", "h i\u0007"].sort(),
    );
    expect(new Set(Object.values(after))).toEqual(new Set(["2\n"]));
  });

  test("replaces a file as a whole where a shortest diff would take too long", () => {
    const text = "a\n".repeat(6000);
    const fixes = Array.from({ length: 6000 }, (_, i) => fixable(edit("f", range(i + 1, 1, i + 1, 2), "b")));
    expect(applied({ f: text }, [], patchOf({ f: text }, fixes))).toEqual({ f: "b\n".repeat(6000) });
  });

  test("is taken by git and gives the text of the plan, whatever the lines", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "\n", "\n", "\r\n", "\r", " ", "é"),
      maxLength: 60,
    });
    const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(10), text), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, edits, (before, wanted) => {
        const source = sourceText(before);
        const fixes = wanted.map(([at, length, inserted]) => {
          const start = Math.min(at, before.length);
          return fixable(
            edit("f", rangeOf(source, { start, end: Math.min(start + length, before.length) }), inserted),
          );
        });
        const plan = planFixes(fixes, contentsOf({ f: source }));
        fc.pre(plan.files.length > 0);
        const after = applied(
          { f: before },
          [],
          planAsPatch(plan, () => []),
        );
        expect(after).toEqual({ f: plan.files[0]?.after });
      }),
      { numRuns: 40 },
    );
  });
});
