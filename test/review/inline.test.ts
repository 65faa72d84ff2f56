import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/checker/finding.ts";
import { sourceText } from "../../src/nix/text.ts";
import { fixedBody, reopenedBody } from "../../src/review/conversation/fixed.ts";
import { inlineBody } from "../../src/review/conversation/inline.ts";
import { readFindingMarker } from "../../src/review/conversation/markers.ts";
import { edit, finding, fixable, mode, move, range } from "./builders.ts";
import { blocksIn } from "./hostile.ts";

const ruleUrl = (rule: string) => `https://example.org/rules/${rule}`;
const path = finding().path;

function body(
  one: Finding,
  text: string | null = null,
  suggestion: readonly string[] | null = null,
  beside: readonly Finding[] = [],
): string {
  return inlineBody({
    finding: one,
    beside,
    id: "a1b2",
    suggestion: suggestion && { startLine: 1, endLine: 1, lines: suggestion },
    ruleUrl,
    placeUrl: ({ path: at }) => `https://example.org/blob/${at}`,
    text: () => (text === null ? null : sourceText(text)),
  });
}

describe("an inline comment", () => {
  test("says which rule, what is wrong and what to do, and offers the fix as a button", () => {
    expect(body(finding(), null, ["  src = ./x;"])).toMatchInlineSnapshot(`
      "**❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`suggestion
        src = ./x;
      \`\`\`

      <!-- by-name-bot finding a1b2 -->"
    `);
  });

  test("of a warning without a number and a page", () => {
    const one = finding({ level: "warning", code: null, help: "" });
    expect(
      inlineBody({
        finding: one,
        beside: [],
        id: "a1",
        suggestion: null,
        ruleUrl: () => null,
        placeUrl: () => null,
        text: () => null,
      }),
    ).toMatchInlineSnapshot(`
      "**⚠️ \`path-outside-package\`**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      <!-- by-name-bot finding a1 -->"
    `);
  });

  test("lists where else the same is so", () => {
    const one = finding({ level: "advice", code: null, help: "" });
    const other = { ...one, path: "pkgs/b/package.nix", range: range(3, 1, 3, 2), message: "It is another." };
    expect(body(one, null, null, [{ ...one, path: "pkgs/a/package.nix" }, other])).toMatchInlineSnapshot(`
      "**💡 [\`path-outside-package\`](https://example.org/rules/path-outside-package)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      The same in 2 other places:

      - [\`pkgs/a/package.nix\`](https://example.org/blob/pkgs/a/package.nix)
      - [\`pkgs/b/package.nix:3:1\`](https://example.org/blob/pkgs/b/package.nix): It is another.

      <!-- by-name-bot finding a1b2 -->"
    `);
    const many = body(
      one,
      null,
      null,
      Array.from({ length: 25 }, () => other),
    );
    expect(many.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(21);
    expect(many).toContain("- and 5 more");
    expect(body(one, null, null, [other])).toContain("The same in another place:");
  });

  test("shows commands where the fix is a move", () => {
    expect(body(fixable(move("pkgs/by-name/aa/hello", "pkgs/by-name/he/hello")))).toMatchInlineSnapshot(`
      "**❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`sh
      mkdir -p pkgs/by-name/he
      git mv pkgs/by-name/aa/hello pkgs/by-name/he/hello
      \`\`\`

      <!-- by-name-bot finding a1b2 -->"
    `);
  });

  test("shows commands where the fix is a mode", () => {
    expect(body(fixable(mode("pkgs/by-name/he/hello/it's.sh", true)))).toMatchInlineSnapshot(`
      "**❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`sh
      chmod +x 'pkgs/by-name/he/hello/it'\\''s.sh'
      git update-index --chmod=+x 'pkgs/by-name/he/hello/it'\\''s.sh'
      \`\`\`

      <!-- by-name-bot finding a1b2 -->"
    `);
  });

  test("shows a patch where the lines of the fix cannot be commented on", () => {
    const text = "{ stdenv }:\n\nstdenv.mkDerivation {\n\tsrc = ../x;\n}\n";
    expect(body(fixable(edit(path, range(4, 8, 4, 12), "./x")), text)).toMatchInlineSnapshot(`
      "**❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`diff
      diff --git a/pkgs/by-name/he/hello/package.nix b/pkgs/by-name/he/hello/package.nix
      --- a/pkgs/by-name/he/hello/package.nix
      +++ b/pkgs/by-name/he/hello/package.nix
      @@ -1,5 +1,5 @@
       { stdenv }:
       
       stdenv.mkDerivation {
      -	src = ../x;
      +	src = ./x;
       }
      \`\`\`

      <!-- by-name-bot finding a1b2 -->"
    `);
  });

  test("says in words what it has no patch for", () => {
    expect(body(fixable(edit("other.nix", range(1, 1, 1, 2), "x"), move("a", "b")))).toContain(
      "Fix: Mend it.",
    );
    expect(body(fixable(move("a\u202e", "b")))).toContain("Fix: Mend it.");
  });

  test("leaves out a fix that does not fit, as a whole", () => {
    const long = body(finding({ help: "`".repeat(5000) }), null, ["x".repeat(59_000)]);
    expect(blocksIn(long)).toEqual([]);
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(readFindingMarker(long)).toEqual({ id: "a1b2", fixed: false });
  });
});

describe("a fixed comment", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";

  test("says so first and keeps what it was, without the button", () => {
    expect(
      fixedBody(body(finding(), null, ["  src = ./x;"]), { kind: "push", commit }),
    ).toMatchInlineSnapshot(`
      "✅ Fixed in 0123456789ab.

      <details><summary>Original comment</summary>

      **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)**

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`nix suggestion
        src = ./x;
      \`\`\`

      </details>

      <!-- by-name-bot finding a1b2 -->
      <!-- by-name-bot fixed -->"
    `);
  });

  test("is what it was once it is opened again", () => {
    for (const suggestion of [null, ["a"], ["```suggestion", "b", "```"], []]) {
      const before = body(finding(), null, suggestion);
      expect(reopenedBody(fixedBody(before, { kind: "push", commit }))).toBe(before);
      expect(reopenedBody(fixedBody(before, { kind: "push", commit }).replaceAll("\n", "\r\n"))).toBe(before);
    }
  });

  test("stays as it is when it is fixed again, and an open one when it is opened", () => {
    const open = body(finding());
    const fixed = fixedBody(open, { kind: "push", commit });
    expect(fixedBody(fixed, { kind: "push", commit: "fedcba" })).toBe(fixed);
    expect(reopenedBody(open)).toBe(open);
    expect(fixedBody("a comment of somebody else", { kind: "push", commit })).toBe(
      "a comment of somebody else",
    );
  });
});
