import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paintFor } from "../../src/cli/paint.ts";
import { sourceText } from "../../src/nix/text.ts";
import { reportAsText, type TextOptions } from "../../src/review/formats/text.ts";
import { UNPAINTED } from "../../src/review/text/terminal.ts";
import { edit, finding, fixable, range, report } from "./builders.ts";

const plain: TextOptions = { paint: UNPAINTED, existing: false, width: 80 };
const nowhere = () => null;
const inText = (text: string) => () => sourceText(text);

/** The excerpt of one finding, and nothing else of the report. */
function excerpt(text: string, at: ReturnType<typeof range>, options = plain): string {
  const shown = reportAsText(report([finding({ range: at, help: "" })]), inText(text), options);
  return shown.split("\n").slice(4, -3).join("\n");
}

const hello = [
  "{ lib, stdenv }:",
  "",
  "stdenv.mkDerivation {",
  "  src = ../../lib;",
  "  meta = {",
  "    license = lib.licenses.mit;",
  "    platforms = lib.platforms.all;",
  "  };",
  "}",
  "",
].join("\n");

describe("a report on the terminal", () => {
  test("shows each finding with its place, help and fix, grouped by file, and then the sums", () => {
    const findings = [
      finding({
        path: "pkgs/by-name/aa/hi",
        rule: "package-wrong-shard",
        code: "NPV-142",
        message: "`hi` belongs in the shard `hi`",
        help: "",
      }),
      finding({ range: range(4, 9, 4, 18) }),
      finding({
        range: range(5, 3, 8, 5),
        level: "warning",
        rule: "some-advice",
        code: null,
        message: "`meta` has no `description`",
        help: 'Say what the package is for, in a few words that begin with a capital letter and end without a full stop:\n  description = "Friendly greeting";',
        fix: { title: "Add a `description`", steps: [edit("x", range(1, 1, 1, 1), "x")] },
      }),
    ];
    expect(reportAsText(report(findings), inText(hello), plain)).toMatchInlineSnapshot(`
      "pkgs/by-name/aa/hi

      error[package-wrong-shard, NPV-142]: \`hi\` belongs in the shard \`hi\`

      pkgs/by-name/he/hello/package.nix

      error[path-outside-package, NPV-123]: the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`
       --> pkgs/by-name/he/hello/package.nix:4:9
        |
      4 |   src = ../../lib;
        |         ^^^^^^^^^
        |
        = help: Take what it stands for as an argument.

      warning[some-advice]: \`meta\` has no \`description\`
       --> pkgs/by-name/he/hello/package.nix:5:3
        |
      5 |   meta = {
        |   ^^^^^^^^
      ...
      8 |   };
        |   ^^
        |
        = help: Say what the package is for, in a few words that begin with a capital
                letter and end without a full stop:
                  description = "Friendly greeting";
        = fix: Add a \`description\`

      2 errors, 1 warning, 1 can be fixed with --fix
      "
    `);
  });

  test("says in one line that all is well", () => {
    expect(reportAsText(report(), nowhere, plain)).toMatchInlineSnapshot(`
      "Nothing is wrong in 1 package and 2 files
      "
    `);
  });

  test("counts what was there before, and lists it when asked", () => {
    const some = report([finding({ status: "existing", help: "" })]);
    expect(reportAsText(some, nowhere, plain)).toMatchInlineSnapshot(`
      "Nothing new is wrong in 1 package and 2 files; 1 existing problem not listed
      "
    `);
    expect(reportAsText(some, nowhere, { ...plain, existing: true })).toMatchInlineSnapshot(`
      "pkgs/by-name/he/hello/package.nix

      existing error[path-outside-package, NPV-123]: the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`

      Nothing new is wrong in 1 package and 2 files; 1 existing problem
      "
    `);
  });

  test("names what is left to evaluation: one by its words, several when asked", () => {
    const unknown = [
      {
        rule: "strict-deps",
        path: "pkgs/by-name/he/hello",
        attribute: "hello",
        message: "the builder `foo` is not known",
      },
      { rule: null, path: "a.nix", attribute: null, message: "`a.nix` is too large" },
    ];
    expect(reportAsText(report([], { unknown: unknown.slice(0, 1) }), nowhere, plain)).toMatchInlineSnapshot(`
      "Nothing is wrong in 1 package and 2 files; 1 left to evaluation: the builder \`foo\` is not known
      "
    `);
    const two = report([], { unknown });
    expect(reportAsText(two, nowhere, plain)).toMatch(/; 2 left to evaluation, listed with --verbose\n$/);
    expect(reportAsText(two, nowhere, { ...plain, verbose: true })).toMatchInlineSnapshot(`
      "Left to evaluation, since syntax alone cannot tell:
        pkgs/by-name/he/hello [strict-deps]: the builder \`foo\` is not known
        a.nix: \`a.nix\` is too large

      Nothing is wrong in 1 package and 2 files; 2 left to evaluation
      "
    `);
  });

  test("says what --fix would fix", () => {
    const step = edit("a", range(1, 1, 1, 1), "x");
    const shown = reportAsText(report([fixable(step), finding()]), nowhere, plain);
    expect(shown).toMatch(/\n2 errors, 1 can be fixed with --fix\n$/);
  });

  test("is coloured only when asked", () => {
    const some = report([finding({ range: range(4, 9, 4, 18) })]);
    expect(reportAsText(some, inText(hello), plain)).not.toContain("\u001b");
    const coloured = reportAsText(some, inText(hello), { ...plain, paint: paintFor(true) });
    expect(coloured).toContain("\u001b[1m\u001b[31merror[path-outside-package, NPV-123]\u001b[39m\u001b[22m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out
    expect(coloured.replace(/\u001b\[[\d;]+m/g, "")).toBe(reportAsText(some, inText(hello), plain));
  });
});

describe("an excerpt", () => {
  test("shows the first and the last line of a longer place", () => {
    expect(excerpt(hello, range(5, 10, 8, 4))).toMatchInlineSnapshot(`
      "  |
      5 |   meta = {
        |          ^
      ...
      8 |   };
        |   ^"
    `);
    expect(excerpt(hello, range(8, 3, 9, 2))).toMatchInlineSnapshot(`
      "  |
      8 |   };
        |   ^^
      9 | }
        | ^"
    `);
  });

  test("does not show the line behind a place that ends with a line end", () => {
    expect(excerpt(hello, range(4, 9, 5, 1))).toMatchInlineSnapshot(`
      "  |
      4 |   src = ../../lib;
        |         ^^^^^^^^^^"
    `);
  });

  test("keeps the place under wide characters, combining marks, tabs and escapes", () => {
    const text = '\t"日本" + "e\u0301\u202e" + ../x;\n';
    const column = text.indexOf("../x") + 1;
    expect(excerpt(text, range(1, column, 1, column + 4))).toMatchInlineSnapshot(`
      "  |
      1 |     "日本" + "é\\u202e" + ../x;
        |                          ^^^^"
    `);
  });

  test("marks a place of no width, also at the end of the file", () => {
    expect(excerpt("{ a = 1;", range(1, 9, 1, 9))).toMatchInlineSnapshot(`
      "  |
      1 | { a = 1;
        |         ^"
    `);
  });

  test("is cut around the place where the line is long", () => {
    const text = `${"a ".repeat(50_000)}../x${" b".repeat(50_000)}`;
    const shown = excerpt(text, range(1, 100_001, 1, 100_005));
    expect(shown).toMatchInlineSnapshot(`
      "  |
      1 | …a a a a a a a a a a a a ../x b b b b b b b b b b b b b b b b b b b b b b b…
        |                          ^^^^"
    `);
  });

  test("is left out where the file is gone or shorter", () => {
    expect(excerpt("a", range(7, 1, 7, 2))).toBe("");
    expect(reportAsText(report([finding({ range: range(7, 1, 7, 2), help: "" })]), nowhere, plain)).toContain(
      ":7:1\n",
    );
  });

  test("is never wider than the terminal, and its underline lies below the line", () => {
    const line = fc.string({
      unit: fc.oneof(
        fc.constantFrom("日", "\t", "e\u0301", "😀", "x", " "),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      ),
      maxLength: 200,
    });
    fc.assert(
      fc.property(
        line,
        fc.nat(200),
        fc.nat(50),
        fc.integer({ min: 40, max: 120 }),
        (text, from, length, width) => {
          fc.pre(!/[\n\r]/.test(text));
          const at = range(1, Math.min(from, text.length) + 1, 1, Math.min(from + length, text.length) + 1);
          const [, shown = "", underline = ""] = excerpt(text, at, { ...plain, width }).split("\n");
          expect([...shown].length).toBeLessThanOrEqual(width);
          expect(underline).toMatch(/^ {2}\| +\^+$/);
          expect(underline.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("text from the repository", () => {
  test("cannot drive the terminal or add lines", () => {
    const text = fc.string({ unit: "binary" });
    const lines = (shown: string) => shown.split("\n").length;
    fc.assert(
      fc.property(text, text, text, (path, message, source) => {
        const at = range(1, 1, 1, 2);
        const shown = reportAsText(
          report([finding({ path, message, range: at, help: "" })]),
          inText(`${source}x`),
          plain,
        );
        expect(shown.replaceAll("\n", "")).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u,
        );
        expect(lines(shown)).toBe(10);
      }),
    );
  });
});
