import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusedAnswer, waitingAnswer } from "../../src/app/run/commands/merge.ts";
import { decide } from "../../src/policy/decision.ts";
import { mergeFacts } from "./arbitrary.ts";
import { alice, carol, facts, merge, tina } from "./builders.ts";

const BOT = "by-name-bot";
/** Ways of saying who can act: by their part in the repository, or whoever reads it. */
const WHO =
  /(maintainer|committer|member of the team|with write access|Fix that, then comment `@by-name-bot merge`)/;

/** The end of a refusal, below the list. */
function lastPart(text: string): string {
  return text.split("\n\n").at(-1) ?? "";
}

describe("a refusal of a merge", () => {
  it("ends with who can act", () => {
    fc.assert(
      fc.property(mergeFacts, (given) => {
        const decision = decide(given);
        if (decision.verdict !== "no" && decision.verdict !== "asks") return;
        expect(lastPart(refusedAnswer(decision, BOT, "comment"))).toMatch(WHO);
      }),
      { numRuns: 300 },
    );
  });

  it("names the maintainers who can comment, where only their comment is missing", () => {
    const decision = decide(facts({ configuration: { strategies: ["maintainer-command"] }, commands: [] }));
    expect(decision.verdict).toBe("asks");
    expect(lastPart(refusedAnswer(decision, BOT, "comment"))).toBe(
      "A maintainer of `hello` (`alice`) has to comment `merge`.",
    );
  });

  it.each([
    ["committer-command", "A committer has to comment `merge`."],
    ["maintainer-approval", "A maintainer of `hello` (`alice`) has to approve the newest commit."],
  ] as const)("names those of %s", (strategy, step) => {
    const decision = decide(facts({ configuration: { strategies: [strategy] }, commands: [], reviews: [] }));
    expect(lastPart(refusedAnswer(decision, BOT, "comment"))).toBe(step);
  });

  it("names a committer who can approve, where nobody stands for the change", () => {
    const configuration = {
      strategies: ["maintainer-command"],
      committers: { users: ["carol"], team: null, permission: null },
    } as const;
    const origin = { author: tina, headOwner: tina.id, ownBranch: false };
    const text = refusedAnswer(
      decide(facts({ configuration, origin, commands: [merge(alice)] })),
      BOT,
      "comment",
    );
    expect(text).toContain(`a committer (\`${carol.login}\`) has to approve the newest commit`);
  });
});

it("what waits names the checks, each once", () => {
  const given = facts({
    configuration: { strategies: ["maintainer-command"] },
    commands: [merge(alice)],
    checks: { failed: [], running: ["build", "lint"], required: true },
    namedChecks: [{ name: "build", state: "running", why: "is still running" }],
  });
  expect(waitingAnswer(decide(given), BOT)).toMatch(
    /^I will merge this when these checks pass: `build`, `lint`\.\n/,
  );
});
