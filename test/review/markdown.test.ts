import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MarkdownOptions, reportAsMarkdown } from "../../src/review/formats/markdown.ts";
import { finding, range, report } from "./builders.ts";

const options: MarkdownOptions = { ruleUrl: (rule) => `https://example.org/rules/${rule}` };

describe("a report in Markdown", () => {
  test("has a headline, a table, what to do, and what is left to evaluation", () => {
    const findings = [
      finding({
        range: range(12, 9, 12, 18),
        help: "Take it as an argument:\n  inherit ({ }) a;\nor copy it.",
      }),
      finding({
        level: "warning",
        code: null,
        help: "",
        path: "pkgs/a|b",
        fix: { title: "Move `a` to `b`", steps: [] },
      }),
      finding({ status: "existing" }),
    ];
    const unknown = [
      { rule: "strict-deps", path: "pkgs/x", attribute: null, message: "the builder `foo` is not known" },
    ];
    const whole = report(findings, { unknown });
    expect(reportAsMarkdown(whole, options)).toMatchInlineSnapshot(`
      "### by-name: 1 error, 1 warning

      | | Rule | Place | What is wrong |
      | --- | --- | --- | --- |
      | ❌ error | [\`path-outside-package\`](https://example.org/rules/path-outside-package) NPV-123 | \`pkgs/by-name/he/hello/package.nix:12:9\` | the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\` |
      | ⚠️ warning | [\`path-outside-package\`](https://example.org/rules/path-outside-package) | <code>pkgs/a&#124;b</code> | the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\` |

      <details><summary>How to fix it</summary>

      **\`path-outside-package\`** in \`pkgs/by-name/he/hello/package.nix:12:9\`

      Take it as an argument:

      \`\`\`nix
        inherit ({ }) a;
      \`\`\`

      or copy it.

      **\`path-outside-package\`** in <code>pkgs/a&#124;b</code>

      Available fix: Move \`a\` to \`b\`

      </details>

      <details><summary>Left to evaluation: syntax alone cannot tell</summary>

      - \`pkgs/x\` (\`strict-deps\`): the builder \`foo\` is not known

      </details>

      <sub>Checked 1 package and 2 files. 1 existing problem not listed: this change did not bring it. 1 question left to evaluation.</sub>
      "
    `);
  });

  test("says that all is well", () => {
    expect(reportAsMarkdown(report(), options)).toMatchInlineSnapshot(`
      "### by-name: nothing is wrong

      <sub>Checked 1 package and 2 files.</sub>
      "
    `);
  });

  test("links a place where it has an address, and never what is no address", () => {
    const shown = (placeUrl: string) =>
      reportAsMarkdown(report([finding()]), { ...options, placeUrl: () => placeUrl });
    expect(shown("https://github.com/a/b/blob/c/d.nix#L1")).toContain(
      "package.nix`](https://github.com/a/b/blob/c/d.nix#L1) |",
    );
    expect(shown("javascript:alert(1)")).not.toContain("javascript");
    expect(shown("https://a/) [x](https://b")).not.toContain("https://b");
  });

  test("stays within its limit and says how many findings it leaves out", () => {
    const findings = Array.from({ length: 2000 }, (_, i) => finding({ path: `pkgs/by-name/he/hello${i}` }));
    const shown = reportAsMarkdown(report(findings), options);
    expect(shown.length).toBeLessThanOrEqual(65_535);
    const rows = shown.match(/^\| ❌/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(200);
    expect(shown).toContain(
      `${(2000 - rows).toLocaleString("en")} more findings left out here, for lack of room.`,
    );
  });

  test("stays within its limit whatever the text, and keeps one row a finding", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(..."@|`<\n\r\\#"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
      maxLength: 3000,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), { maxLength: 5 }),
        fc.integer({ min: 800, max: 9000 }),
        (texts, limit) => {
          const findings = texts.map(([path, message, help]) => finding({ path, message, help }));
          const shown = reportAsMarkdown(report(findings), { ...options, limit });
          expect(shown.length).toBeLessThanOrEqual(limit);
          const rows = shown.split("\n").filter((line) => line.startsWith("| ❌"));
          for (const row of rows) expect(row.match(/\|/g)).toHaveLength(5);
          if (rows.length < findings.length) expect(shown).toContain("left out here");
        },
      ),
      { numRuns: 200 },
    );
  });
});
