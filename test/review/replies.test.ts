import { describe, expect, test } from "vitest";
import { ruleAnswer, stateAnswer, unknownRuleAnswer } from "../../src/app/run/commands/explain.ts";
import { helpAnswer } from "../../src/app/run/commands/help.ts";
import { replyBody } from "../../src/app/run/commands/reply.ts";
import { unknownCommandAnswer } from "../../src/app/run/commands/unknown.ts";
import { readReplyMarker } from "../../src/review/conversation/markers.ts";
import { RULES } from "../../src/rules/index.ts";
import { RULE_NAMES } from "../../src/rules/naming.ts";
import { rulePageText } from "../support/pages.ts";
import { finding, range, report } from "./builders.ts";
import { blocksIn } from "./hostile.ts";

const urls = {
  ruleUrl: (rule: string) => `https://example.org/rules/${rule}`,
  placeUrl: ({ path }: { path: string }) => `https://example.org/blob/${path}`,
};
const MERGING = "Words on merging.";
const marker = { comment: "7", stamp: "2024-01-01T00:00:00Z", commands: ["help"] };

describe("the answer", () => {
  test("to help is a table", () => {
    expect(replyBody([helpAnswer("by-name-bot")], marker)).toMatchInlineSnapshot(`
      "Write a command on a line of its own:

      | Command | What it does |
      | --- | --- |
      | \`@by-name-bot merge\` | merges this change, if a merge strategy allows you to |
      | \`@by-name-bot cancel\` | cancels a pending merge |
      | \`@by-name-bot check\` | checks this change again |
      | \`@by-name-bot explain\` | says what blocks this change, and whether it may merge itself |
      | \`@by-name-bot explain <rule>\` | says what a rule means, by its name or its NPV number |
      | \`@by-name-bot init\` | shows how packages are laid out here, and a configuration to start with (needs write access) |
      | \`@by-name-bot help\` | shows this table |

      <!-- by-name-bot reply 7 2024-01-01T00:00:00Z help -->"
    `);
  });

  test("to explain with a rule is what its page says, for a comment", () => {
    const page = rulePageText("package-wrong-shard");
    const url = urls.ruleUrl("package-wrong-shard");
    expect(
      ruleAnswer({ name: "package-wrong-shard", codes: ["NPV-142"], level: "error", page, url }),
    ).toMatchInlineSnapshot(`
      "### [\`package-wrong-shard\`](https://example.org/rules/package-wrong-shard) (NPV-142)

      A package directory is in a shard that does not belong to its name.

      The shard is the first two characters of the name in lower case, so \`hello\` is only in \`he\`. So people and tools find a package without searching, and a name exists only once. In a wrong shard a second package of the same name can go unnoticed and hide the first.

      In this repository it is an **error**: it blocks a change that brings it.

      **Wrong**

      \`pkgs/by-name/aa/hello/package.nix\`:

      \`\`\`nix
      { stdenv }:

      stdenv.mkDerivation {
        pname = "hello";
        version = "2.12";
      }
      \`\`\`

      **Right**

      \`pkgs/by-name/he/hello/package.nix\`:

      \`\`\`nix
      { stdenv }:

      stdenv.mkDerivation {
        pname = "hello";
        version = "2.12";
      }
      \`\`\`

      **How to fix it**

      The suggested fix moves the directory to the shard of its name. By hand: \`git mv pkgs/by-name/aa/hello pkgs/by-name/he/hello\`. If the name is wrong and not the shard, rename the directory instead. If the right place is taken, no fix is suggested: rename one of the two packages, or merge them.

      If another file names the old path, such as a definition in \`pkgs/top-level/all-packages.nix\`, correct it too.

      [More about this rule](https://example.org/rules/package-wrong-shard)"
    `);
  });

  test("to explain fits for every rule, and shows a wrong and a right example of it", () => {
    for (const { name, codes } of RULES) {
      const answer = ruleAnswer({
        name,
        codes,
        level: "off",
        page: rulePageText(name),
        url: urls.ruleUrl(name),
      });
      expect(answer.length).toBeLessThan(20_000);
      expect(answer).toContain("**Wrong**");
      expect(answer).toContain("**Right**");
      expect(answer).toContain("**How to fix it**");
      expect(answer).not.toMatch(/\]\((?!https:)/);
      expect(blocksIn(answer).length).toBeGreaterThan(0);
    }
  });

  test("to explain says where some paths have another level", () => {
    const rule = { name: "path-home", codes: [], level: "off", page: "", url: null } as const;
    expect(ruleAnswer({ ...rule, differs: true })).toContain(
      "it is **off**: it is not reported. The configuration sets another level for some paths.",
    );
    expect(ruleAnswer({ ...rule, differs: false })).not.toContain("another level");
  });

  test("to explain with a name that no rule has", () => {
    const rules = { names: RULE_NAMES, url: "https://example.org/rules" };
    expect(unknownRuleAnswer("package-wrong-shart", rules)).toMatchInlineSnapshot(
      `"There is no rule \`package-wrong-shart\`. Did you mean \`package-wrong-shard\`? [All rules](https://example.org/rules)"`,
    );
    expect(unknownRuleAnswer("entirely-something-else", rules)).toMatchInlineSnapshot(
      `"There is no rule \`entirely-something-else\`. [All rules](https://example.org/rules)"`,
    );
  });

  test("to explain alone is what blocks the change", () => {
    const findings = [
      finding({ range: range(3, 1, 3, 4) }),
      finding({ level: "warning" }),
      finding({ status: "existing" }),
    ];
    const unknown = [{ rule: null, path: "a", attribute: null, message: "b" }];
    const whole = report(findings, { unknown });
    expect(stateAnswer({ kind: "checked", report: whole }, urls, MERGING)).toMatchInlineSnapshot(`
      "**1 error** blocks this change:

      - ❌ [\`path-outside-package\`](https://example.org/rules/path-outside-package) (NPV-123) in [\`pkgs/by-name/he/hello/package.nix:3:1\`](https://example.org/blob/pkgs/by-name/he/hello/package.nix): The path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`.

      1 warning is worth a look.

      1 question is left to evaluation.

      Words on merging."
    `);
    expect(stateAnswer({ kind: "checked", report: report() }, urls, MERGING)).toMatchInlineSnapshot(`
      "Nothing blocks this change.

      Words on merging."
    `);
    expect(stateAnswer({ kind: "not-by-name" }, urls, MERGING)).toMatchInlineSnapshot(`
      "This change touches no package that is laid out by name, so I have nothing to report.

      Words on merging."
    `);
    expect(
      stateAnswer({ kind: "too-large", why: "it changes 3000 files" }, urls, MERGING),
    ).toMatchInlineSnapshot(`
      "I did not review this change: it changes 3000 files.

      Words on merging."
    `);
    expect(
      stateAnswer(
        { kind: "configuration-invalid", path: ".github/by-name.yml", problems: [] },
        urls,
        MERGING,
      ),
    ).toMatchInlineSnapshot(`
      "I cannot review this change: \`.github/by-name.yml\` on the base branch is not valid. The check lists what is wrong.

      Words on merging."
    `);
  });

  test("to what is no command, and to what there is not yet", () => {
    expect(
      [unknownCommandAnswer("chek", "by-name-bot"), unknownCommandAnswer("dance", "by-name-bot")].join("\n"),
    ).toMatchInlineSnapshot(`
      "I do not know the command \`chek\`. Did you mean \`@by-name-bot check\`? \`@by-name-bot help\` lists the commands.
      I do not know the command \`dance\`. Did you mean \`@by-name-bot cancel\`? \`@by-name-bot help\` lists the commands."
    `);
  });
});

test("a reply has one marker for all its answers, and stays within its limit", () => {
  const commands = Array.from({ length: 10 }, () => "explain");
  const body = replyBody(
    commands.map(() => "x".repeat(20_000)),
    { ...marker, commands },
  );
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(readReplyMarker(body)).toEqual({ ...marker, commands });
});
