import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/checker/finding.ts";
import type { PlacedFinding } from "../../src/review/conversation/compose.ts";
import { readReviewMarker } from "../../src/review/conversation/markers.ts";
import { type ReviewBodyInput, reviewBody } from "../../src/review/conversation/review-body.ts";
import { finding, fixable, move } from "./builders.ts";

let ids = 0;
const inline = (one: Finding): PlacedFinding => ({
  finding: one,
  id: (++ids).toString(16),
  place: "inline",
  path: one.path,
  startLine: null,
  line: 1,
  body: "",
});
const inBody = (one: Finding): PlacedFinding => ({ finding: one, id: (++ids).toString(16), place: "body" });
const beside = (one: Finding): PlacedFinding => ({ finding: one, id: (++ids).toString(16), place: "beside" });
const warning = finding({ level: "warning" });

function body(placed: readonly PlacedFinding[], options: Partial<ReviewBodyInput> = {}): string {
  return reviewBody({
    placed,
    first: true,
    reopened: 0,
    bot: "by-name-bot",
    ruleUrl: (rule) => `https://example.org/rules/${rule}`,
    placeUrl: ({ path }) => `https://example.org/blob/head/${path}`,
    text: () => null,
    ...options,
  });
}

const firstLine = (text: string) => text.split("\n")[0];

describe("the body of a review", () => {
  test("is short where each finding has its comment", () => {
    ids = 0;
    expect(body([inline(finding()), inline(finding()), inline(warning)])).toMatchInlineSnapshot(`
      "Thank you for this change! **2 errors** to fix and **1 warning** to look at. See the comment on each line.

      <sub>Ask \`@by-name-bot explain path-outside-package\` for more, or \`@by-name-bot check\` for another look.</sub>

      <!-- by-name-bot review inline 1 2 3 body -->"
    `);
  });

  test("says in a sentence or two what there is", () => {
    const later = { first: false };
    const sentences = [
      body([inline(finding())]),
      body([inline(warning)]),
      body([inline(finding()), inBody(finding()), inBody(warning)]),
      body([inline(finding()), inline(finding()), inBody(finding())]),
      body([inBody(finding())]),
      body([inline(finding())], later),
      body([inline(warning)], { ...later, reopened: 2 }),
      body([], { ...later, reopened: 1 }),
      body([], later),
    ].map(firstLine);
    expect(sentences.join("\n")).toMatchInlineSnapshot(`
      "Thank you for this change! **1 error** to fix. See the comment on its line.
      Thank you for this change! **1 warning** to look at. See the comment on its line.
      Thank you for this change! **2 errors** to fix and **1 warning** to look at. 1 has a comment on its line; the others are below.
      Thank you for this change! **3 errors** to fix. 2 have comments on their lines; the other is below.
      Thank you for this change! **1 error** to fix.
      **1 new error** to fix. See the comment on its line.
      **1 new warning** to look at. See the comment on its line. **2 problems are back**: their comments are open again.
      **1 problem is back**: its comment is open again.
      Please look at the open comments again."
    `);
  });

  test("tells in full of a few findings that no line can carry", () => {
    ids = 0;
    const moved = {
      ...fixable(move("pkgs/by-name/aa/hello", "pkgs/by-name/he/hello")),
      path: "pkgs/by-name/aa/hello",
    };
    expect(body([inBody(moved)])).toMatchInlineSnapshot(`
      "Thank you for this change! **1 error** to fix.

      **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)** in [\`pkgs/by-name/aa/hello\`](https://example.org/blob/head/pkgs/by-name/aa/hello)

      The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      Take what it stands for as an argument.

      \`\`\`sh
      mkdir -p pkgs/by-name/he
      git mv pkgs/by-name/aa/hello pkgs/by-name/he/hello
      \`\`\`

      <sub>Ask \`@by-name-bot explain path-outside-package\` for more, or \`@by-name-bot check\` for another look.</sub>

      <!-- by-name-bot review inline body 1 -->"
    `);
  });

  test("lists many, and folds what to do about them", () => {
    ids = 0;
    const some = ["a", "b", "c", "d"].map((name) =>
      inBody(finding({ path: `pkgs/${name}`, help: `Mend ${name}.` })),
    );
    expect(body(some)).toMatchInlineSnapshot(`
      "Thank you for this change! **4 errors** to fix.

      - **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)** in [\`pkgs/a\`](https://example.org/blob/head/pkgs/a): The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.
      - **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)** in [\`pkgs/b\`](https://example.org/blob/head/pkgs/b): The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.
      - **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)** in [\`pkgs/c\`](https://example.org/blob/head/pkgs/c): The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.
      - **❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123)** in [\`pkgs/d\`](https://example.org/blob/head/pkgs/d): The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      <details><summary>How to fix them</summary>

      **\`path-outside-package\`** in [\`pkgs/a\`](https://example.org/blob/head/pkgs/a)

      Mend a.

      **\`path-outside-package\`** in [\`pkgs/b\`](https://example.org/blob/head/pkgs/b)

      Mend b.

      **\`path-outside-package\`** in [\`pkgs/c\`](https://example.org/blob/head/pkgs/c)

      Mend c.

      **\`path-outside-package\`** in [\`pkgs/d\`](https://example.org/blob/head/pkgs/d)

      Mend d.

      </details>

      <sub>Ask \`@by-name-bot explain path-outside-package\` for more, or \`@by-name-bot check\` for another look.</sub>

      <!-- by-name-bot review inline body 1 2 3 4 -->"
    `);
  });

  test("folds advice that has no comment, by rule, the most useful first", () => {
    ids = 0;
    const advice = (rule: string, path: string) =>
      finding({ level: "advice", rule, path, code: null, message: `It is ${path}.` });
    const some = [
      inline(advice("x", "a")),
      beside(advice("x", "b")),
      inBody(advice("explicit-phases", "c")),
      inBody(advice("url-literal", "d")),
      inBody(advice("explicit-phases", "e")),
    ];
    expect(body(some)).toMatchInlineSnapshot(`
      "Thank you for this change! **5 pieces of advice**. 2 have comments on their lines; the others are below.

      <details><summary>More advice</summary>

      **💡 [\`url-literal\`](https://example.org/rules/url-literal)**

      - [\`d\`](https://example.org/blob/head/d): It is d.

      **💡 [\`explicit-phases\`](https://example.org/rules/explicit-phases)**

      - [\`c\`](https://example.org/blob/head/c): It is c.
      - [\`e\`](https://example.org/blob/head/e): It is e.

      </details>

      <sub>Ask \`@by-name-bot explain x\` for more, or \`@by-name-bot check\` for another look.</sub>

      <!-- by-name-bot review inline 1 body 2 3 4 5 -->"
    `);
    expect(body(some.slice(2))).toContain("<details><summary>Advice</summary>");
    const all = Array.from({ length: 30 }, () => inBody(advice("x", "a")));
    expect(body(all)).toContain("- and 10 more");
  });

  test("stays within its limit, and its marker names all that it says", () => {
    const many = Array.from({ length: 3000 }, () =>
      inBody(finding({ message: "`".repeat(500), help: "x".repeat(3000) })),
    );
    const text = body(many);
    expect(text.length).toBeLessThanOrEqual(60_000);
    const said = readReviewMarker(text)?.inBody ?? [];
    expect(said.length).toBeGreaterThan(1000);
    expect(said).toEqual(many.slice(0, said.length).map(({ id }) => id));
    expect(text).toContain("which the check lists");
  });
});
