import { describe, expect, it } from "vitest";
import { CANCEL_HELP, cancelAnswer } from "../../src/app/run/commands/cancel.ts";
import { MERGE_HELP, mergeAnswer } from "../../src/app/run/commands/merge.ts";
import type { MergeStep } from "../../src/app/run/merge/merge-step.ts";
import type { MergeOutcome } from "../../src/app/run/merge/merge-writes.ts";
import type { Merging } from "../../src/app/run/merge/merging.ts";
import type { ActionTerms } from "../../src/app/run/terms.ts";
import type { MergeGate } from "../../src/github/merge-state.ts";
import { type Decision, decide } from "../../src/policy/decision.ts";
import type { MergeFacts } from "../../src/policy/facts.ts";
import {
  alice,
  BY_MALLORY,
  carol,
  HELLO,
  impureUpdateOf,
  mallory,
  request,
  sound,
} from "../policy/builders.ts";
import { approval, comment, GATE, state } from "./pull-request-state.ts";

const SOUND = sound("maintainer-command");
const OFF: Merging = { kind: "off", step: { kind: "none" } };
const NOT_JUDGED: Merging = { kind: "not-judged", why: "it is *too* large", step: { kind: "none" } };
const OFF_TEXT =
  "Automatic merging is off: `merge.strategies` is empty. Somebody with write access can merge this change.";
const NOT_JUDGED_TEXT =
  "This change cannot merge itself: it is \\*too\\* large. Somebody with write access can merge it.";
const WHOSE =
  "I cannot tell who wrote this comment: somebody else edited it, or the account was deleted. Write a new comment.";
const FRESH = "comment `@by-name-bot merge` again.";

function decided(step: MergeStep, facts: MergeFacts = SOUND, decision: Decision = decide(facts)): Merging {
  return { kind: "decided", decision, facts, step };
}

const saying = (body: string, by = alice) => comment({ body: `@by-name-bot ${body}`, by });

describe("merge", () => {
  const asking = saying("merge");
  const answer = (merging: Merging, outcome: MergeOutcome | null = null, word = asking) =>
    mergeAnswer({ merging, state: state(), context: {} }, word, outcome);

  it("is refused where nothing was decided, with the reason", () => {
    expect(answer(OFF)).toEqual({ text: OFF_TEXT, result: "refused" });
    expect(answer(NOT_JUDGED)).toEqual({ text: NOT_JUDGED_TEXT, result: "refused" });
  });

  it.each([
    ["the account is gone", comment({ by: null })],
    ["somebody else edited it", comment({ editedByOther: true })],
    ["an App says it that is not named", comment({ by: { ...alice, kind: "bot" } })],
  ])("is refused where %s", (_, word) => {
    expect(answer(decided({ kind: "merge" }), { kind: "asked" }, word)).toEqual({
      text: WHOSE,
      result: "refused",
    });
  });

  it.each(["merge", "enqueue", "auto-merge"] as const)("is done by step %s where GitHub took it", (kind) => {
    expect(answer(decided({ kind }), { kind: "asked" })).toEqual({ text: null, result: "done" });
  });

  it.each(["merge", "enqueue", "auto-merge"] as const)("is refused where GitHub refused step %s", (kind) => {
    const why = "the base *was* modified";
    expect(answer(decided({ kind }), { kind: "refused", why })).toEqual({
      text: `This change may merge itself, but GitHub did not merge it: The base \\*was\\* modified.\n\nFix that, then ${FRESH}`,
      result: "refused",
    });
    expect(answer(decided({ kind }))).toEqual({
      text: `This change may merge itself, but GitHub did not merge it: It was not asked to.\n\nFix that, then ${FRESH}`,
      result: "refused",
    });
  });

  it("is done where the merge is under way already", () => {
    expect(answer(decided({ kind: "kept" }))).toEqual({ text: null, result: "done" });
  });

  it("waits, without a word, while GitHub finds something out", () => {
    expect(answer(decided({ kind: "merge" }), { kind: "again" })).toEqual({ text: null, result: "awaited" });
    expect(answer(decided({ kind: "await-github" }))).toEqual({ text: null, result: "awaited" });
  });

  it("waits for checks that run, and says which", () => {
    const facts = { ...SOUND, checks: { failed: [], running: ["build"], required: false } };
    const { text, result } = answer(decided({ kind: "await-checks" }, facts));
    expect(result).toBe("awaited");
    expect(text).toContain("I will merge this when these checks pass: `build`.");
    expect(text).toContain("To cancel, comment `@by-name-bot cancel` or push.");
    expect(text?.split("\n\n")).toHaveLength(2);
  });

  it("is refused where checks are to be waited for and have failed", () => {
    const facts = { ...SOUND, checks: { failed: ["build"], running: [], required: false } };
    const { text, result } = answer(decided({ kind: "await-checks" }, facts));
    expect(result).toBe("refused");
    expect(text).toMatch(/^I did not merge this\.\n\n/);
    expect(text).toContain("Checks have failed: `build`");
    expect(text).toContain(`Fix that, then ${FRESH}`);
  });

  it("is refused where nothing is merged, and says what would be", () => {
    expect(answer(decided({ kind: "dry-run" }))).toEqual({
      text: "I would merge this now, by `maintainer-command`. I did not, because `merge.dry-run` is set in the configuration.",
      result: "refused",
    });
  });

  it("is refused where a rule of GitHub stops it", () => {
    expect(answer(decided({ kind: "stopped", why: "it needs a review" }))).toEqual({
      text: `This change may merge itself, but GitHub did not merge it: It needs a review.\n\nFix that, then ${FRESH}`,
      result: "refused",
    });
  });

  it.each<MergeStep>([{ kind: "none" }, { kind: "take-back", from: "queue" }])(
    "is refused at step %j, with what is missing and who can say it",
    (step) => {
      const facts = sound("maintainer-command", { commands: [] });
      const { text, result } = answer(decided(step, facts));
      expect(result).toBe("refused");
      expect(text).toMatch(/^I did not merge this: your comment is not enough\.\n\n/);
      expect(text).toMatch(/\n\nA maintainer of `hello` \(`alice`\) has to comment `merge`\.$/);
    },
  );

  it("is refused in a review as what it is", () => {
    const step = decided({ kind: "none" }, sound("maintainer-command", { commands: [] }));
    const { text } = answer(step, null, approval({ by: mallory }));
    expect(text).toMatch(/^I did not merge this: your review is not enough\.\n\n/);
  });

  it("is refused with nothing behind the checklist where nobody can do anything", () => {
    const facts = sound("maintainer-command", { commands: [] });
    const { text } = answer(decided({ kind: "none" }, facts, { ...decide(facts), next: [] }));
    expect(text).toMatch(/No check has failed, and none is running\.$/);
  });

  describe("with the token of a workflow's job", () => {
    const asks = sound("maintainer-command", { commands: [] });
    const never = { ...SOUND, branch: "elsewhere" };
    const inAction = (facts: MergeFacts, terms: Partial<ActionTerms>) =>
      mergeAnswer(
        {
          merging: decided({ kind: "none" }, facts),
          state: state(),
          context: {
            terms: {
              shared: { workflowRun: null },
              mergesNothing: null,
              configuration: null,
              dryRun: false,
              turn: async () => "write",
              ...terms,
            },
          },
        },
        asking,
        null,
      );

    it("is refused, since it may be older than the last push, with what lifts that", () => {
      const { text, result } = inAction(asks, {});
      expect(result).toBe("refused");
      expect(text?.split("\n\n").at(0)).toBe(
        "I did not merge this: I work with the token of a workflow's job, and with that I cannot tell whether a command came after the last push. So no command merges anything here.",
      );
      expect(text).toContain("\n\n- ");
      expect(text).toContain("No check has failed, and none is running.");
      expect(text?.split("\n\n").at(-1)).toMatch(
        /^With the token of an App, commands count: \[how\]\(https:.*\/docs\/action\.md#with-the-token-of-an-app\)\.$/,
      );
    });

    it("is refused as elsewhere where no word would do, and with the token of an App", () => {
      expect(inAction(never, {})).toEqual(answer(decided({ kind: "none" }, never)));
      expect(inAction(asks, { shared: null })).toEqual(answer(decided({ kind: "none" }, asks)));
    });
  });

  it("lists what several people could do", () => {
    const facts = sound("maintainer-command", {
      commands: [],
      configuration: { strategies: ["maintainer-command", "committer-command"] },
    });
    expect(answer(decided({ kind: "none" }, facts)).text).toMatch(
      /\n\n- A maintainer of `hello` \(`alice`\) has to comment `merge`\.\n- A committer has to comment `merge`\.$/,
    );
  });

  it("is refused for good where nothing can be done, and says who can merge", () => {
    const facts = { ...SOUND, updates: [impureUpdateOf(HELLO)], touchesConfiguration: true };
    const { text } = answer(decided({ kind: "none" }, facts));
    expect(text).toMatch(/^I did not merge this\.\n\n/);
    expect(text).toMatch(/\n\nSomebody with write access can merge it\.$/);
    expect(text).not.toContain(FRESH);
  });

  it.each<[line: string, facts: MergeFacts, fresh: boolean]>([
    ["a draft", { ...SOUND, draft: true }, true],
    ["findings", { ...SOUND, review: { blocking: 1, syntax: [], unknown: [] } }, true],
    ["a request for changes", { ...SOUND, reviews: [request(carol)] }, true],
    ["a failed check", { ...SOUND, checks: { failed: ["build"], running: [], required: true } }, true],
    ["another branch", { ...SOUND, branch: "elsewhere" }, false],
    ["a draft of another branch", { ...SOUND, draft: true, branch: "elsewhere" }, false],
  ])("is refused for %s, and says whether a fresh word would count", (_, facts, fresh) => {
    const { text } = answer(decided({ kind: "none" }, facts));
    expect(text?.includes(`Fix that, then ${FRESH}`)).toBe(fresh);
    expect(text?.includes("Somebody with write access can merge it.")).toBe(!fresh);
  });

  it("says the checklist as of now", () => {
    const facts = { ...SOUND, checks: { failed: ["build"], running: [], required: true } };
    expect(answer(decided({ kind: "none" }, facts)).text).toContain("Checks have failed: `build`");
  });

  it("is refused for a new package in one sentence", () => {
    const facts = sound("maintainer-command", {
      added: ["foo"],
      files: { outside: ["pkgs/by-name/fo/foo/package.nix"] },
    });
    const { text, result } = answer(decided({ kind: "none" }, facts));
    expect(result).toBe("refused");
    expect(text).toMatch(/^I did not merge this\. .*`foo`.*$/);
    expect(text).not.toContain("\n");
  });
});

describe("cancel", () => {
  const answer = (
    merging: Merging,
    gate: Partial<MergeGate> = {},
    { asked = ["cancel"], word = saying("cancel") } = {},
  ) =>
    cancelAnswer(
      {
        merging,
        state: state({ gate: { ...GATE, ...gate } }),
        asked: asked.map((body) => ({
          comment: saying(body),
          said:
            body === "merge" || body === "cancel"
              ? [{ kind: "command", command: body, argument: null, line: 1 }]
              : [],
        })),
      },
      word,
    );
  const NONE = decided({ kind: "none" });
  const FROM_NOW =
    "I will not merge this change until a committer or a maintainer comments `@by-name-bot merge`.";

  it("is done where nothing was decided, since nothing merges then", () => {
    expect(answer(OFF)).toEqual({ text: OFF_TEXT, result: "done" });
    expect(answer(NOT_JUDGED)).toEqual({ text: NOT_JUDGED_TEXT, result: "done" });
  });

  it("is refused where nobody knows whose word it is, and to those who have no part in it", () => {
    expect(answer(NONE, {}, { word: comment({ by: null }) })).toEqual({ text: WHOSE, result: "refused" });
    expect(answer(NONE, {}, { word: saying("cancel", mallory) })).toEqual({
      text: "Only the author of the change, maintainers of its packages and committers can cancel a merge.",
      result: "refused",
    });
    const own = decided({ kind: "none" }, sound("committer-command", { origin: BY_MALLORY }));
    expect(answer(own, {}, { word: saying("cancel", mallory) }).result).toBe("done");
  });

  it("needs no words where a merge is under way, or was asked for just now", () => {
    expect(answer(NONE, { autoMerge: "ours" })).toEqual({ text: null, result: "done" });
    expect(answer(NONE, { queued: "ours" })).toEqual({ text: null, result: "done" });
    expect(answer(NONE, {}, { asked: ["merge", "cancel"] })).toEqual({ text: null, result: "done" });
    expect(answer(NONE, {}, { asked: ["cancel", "check"] })).toEqual({ text: FROM_NOW, result: "done" });
  });

  it("says what holds from now on, and what it leaves to others", () => {
    const others = `${FROM_NOW} Somebody else has asked GitHub to merge it; I leave that alone.`;
    expect(answer(NONE)).toEqual({ text: FROM_NOW, result: "done" });
    expect(answer(NONE, { autoMerge: "others" })).toEqual({ text: others, result: "done" });
    expect(answer(NONE, { queued: "others" })).toEqual({ text: others, result: "done" });
  });
});

it("both stand in the help", () => {
  expect(MERGE_HELP).toEqual({
    form: "merge",
    does: "merges this change, if a merge strategy allows you to",
  });
  expect(CANCEL_HELP).toEqual({ form: "cancel", does: "cancels a pending merge" });
});
