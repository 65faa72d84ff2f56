import { describe, expect, it } from "vitest";
import { remarkWrites } from "../../src/app/run/commands/remarks.ts";
import { reactionsOf } from "../../src/github/comments.ts";
import type { PullRequestState } from "../../src/github/pull-request.ts";
import type { Remark } from "../../src/github/remarks.ts";
import { approval, comment, state } from "./pull-request-state.ts";

/** The body of a review with a command, of which it is not said whether that review approves. */
const REMARK: Remark = {
  id: "PRR_1",
  databaseId: 1,
  in: "review",
  body: "@by-name-bot merge",
  publishedAt: "2026-01-01T00:00:00Z",
  reactions: new Set(),
};

/** What is written, where the configuration is not known. */
const written = (changes: Partial<PullRequestState>) =>
  remarkWrites({
    name: { owner: "o", repo: "r", number: 1 },
    state: state({ remarks: [REMARK], ...changes }),
    verdict: { kind: "not-reviewed", why: "it is too much" },
    context: { website: "https://github.com" },
  }).map(({ name }) => name);

const reply = (changes: Parameters<typeof comment>[0]) => comment({ databaseId: 9, byBot: true, ...changes });
const TIME = { stamp: "2026-01-01T00:00:00Z" };

describe("a command in a review", () => {
  it("is told that it does not count there", () => {
    expect(written({})).toEqual(["reply elsewhere", "reaction elsewhere"]);
    expect(written({ comments: [reply({ answers: { comment: "1", ...TIME } })] })).toHaveLength(2);
  });

  it.each<[string, Partial<PullRequestState>]>([
    ["is heard", { approvals: [approval()] }],
    ["was answered", { comments: [reply({ answers: { comment: "r1", ...TIME } })] }],
    ["was told what its answer waits for", { comments: [reply({ awaits: { comment: "r1", ...TIME } })] }],
    ["was seen", { remarks: [{ ...REMARK, reactions: reactionsOf(["EYES"]) }] }],
    ["was obeyed", { remarks: [{ ...REMARK, reactions: reactionsOf(["ROCKET"]) }] }],
    ["was refused", { remarks: [{ ...REMARK, reactions: reactionsOf(["THUMBS_DOWN"]) }] }],
    ["was told so", { remarks: [{ ...REMARK, reactions: reactionsOf(["CONFUSED"]) }] }],
  ])("is not where it %s, though its review may have been dismissed since", (_what, changes) => {
    expect(written(changes)).toEqual([]);
  });
});
