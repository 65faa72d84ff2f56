import { describe, expect, it } from "vitest";
import { askedComments } from "../../src/app/run/commands/asked.ts";
import { givenCommands } from "../../src/app/run/commands/given-commands.ts";
import { heardReviews, oldestRead } from "../../src/app/run/commands/heard-reviews.ts";
import { type MergeConfiguration, mergeConfiguration } from "../../src/config/merge.ts";
import { reactionsOf } from "../../src/github/comments.ts";
import type { PullRequestState } from "../../src/github/pull-request.ts";
import type { PullRequestComment } from "../../src/github/pull-request-comments.ts";
import { approval, comment, state } from "./pull-request-state.ts";

const ON = mergeConfiguration({ "commands-in-reviews": true });
const OFF = mergeConfiguration({ "commands-in-reviews": false });

/** An answer of the bot's in the conversation. */
const answer = (changes: Partial<PullRequestComment>) =>
  comment({ databaseId: 9, body: "", byBot: true, ...changes });
const STAMP = approval().stamp;

function given(
  changes: Partial<PullRequestComment>,
  around: Partial<PullRequestState> = {},
  merge: MergeConfiguration = ON,
): string[] {
  return givenCommands(state({ approvals: [approval(changes)], ...around }), merge).map(
    ({ command, by, state, review }) => `${by.login} ${command} ${state} of ${review?.commit}`,
  );
}

describe("a command in a review that approves", () => {
  it("counts where the configuration wants it, with the commit that was approved", () => {
    expect(given({})).toEqual(["ann merge fresh of h1"]);
    expect(given({ review: { commit: "h0", isLast: false } })).toEqual(["ann merge fresh of h0"]);
    expect(given({}, {}, OFF)).toEqual([]);
  });

  it.each<[string, Partial<PullRequestComment>]>([
    ["of a deleted account", { by: null }],
    ["that somebody else made of it", { editedByOther: true }],
    ["that somebody has hidden", { hidden: true }],
    ["of our own", { byBot: true }],
    ["of another App", { by: { id: 2, login: "robot", kind: "bot" }, byApp: true }],
    ["that came by e-mail", { viaEmail: true }],
    ["in a text that is too long", { body: `@by-name-bot merge\n\n${"a".repeat(4096)}` }],
    ["in a quote", { body: "> @by-name-bot merge" }],
    ["with more words on its line", { body: "@by-name-bot merge it" }],
    ["that has words before it", { body: "LGTM @by-name-bot merge" }],
    ["to cancel", { body: "@by-name-bot cancel" }],
    ["beside one to cancel", { body: "@by-name-bot merge\n@by-name-bot cancel" }],
    ["beside one to cancel that has more words", { body: "@by-name-bot merge\n@by-name-bot cancel it" }],
    ["beside another command", { body: "@by-name-bot merge\n@by-name-bot explain" }],
    ["beside a command that there is not", { body: "@by-name-bot merge\n@by-name-bot later" }],
  ])("does not count: one %s", (_what, changes) => {
    expect(given(changes)).toEqual([]);
  });

  it.each<[string, Partial<PullRequestComment>, Partial<PullRequestState>, string]>([
    ["that was obeyed", { reactions: reactionsOf(["ROCKET"]) }, {}, "obeyed"],
    ["that was refused", { reactions: reactionsOf(["THUMBS_DOWN"]) }, {}, "refused"],
    ["that has a reply", {}, { comments: [answer({ answers: { comment: "r1", stamp: STAMP } })] }, "refused"],
    [
      "that had a reply before it was edited",
      { edited: true },
      { comments: [answer({ answers: { comment: "r1", stamp: "2025-01-01T00:00:00Z" } })] },
      "fresh",
    ],
    [
      "whose number a comment has that got a reply",
      {},
      { comments: [answer({ answers: { comment: "1", stamp: STAMP } })] },
      "fresh",
    ],
  ])("is known as one %s", (_what, changes, around, expected) => {
    expect(given(changes, around)).toEqual([`ann merge ${expected} of h1`]);
  });

  it("does not count once the bot has said that it takes none from there", () => {
    const told = { comments: [answer({ elsewhere: ["r1"] })] };
    expect(given({}, told)).toEqual([]);
    expect(given({ edited: true }, told)).toEqual([]);
    expect(given({}, { comments: [answer({ elsewhere: ["r11", "c1"] })] })).toHaveLength(1);
    const confused = { reactions: reactionsOf(["CONFUSED"]), edited: true };
    expect(given(confused)).toEqual([]);
    const others = [answer({ answers: { comment: "r2", stamp: STAMP } }), answer({ answers: null })];
    expect(given(confused, { comments: others })).toEqual([]);
    // The face that it got as a near miss, before it was edited.
    const missed = answer({ answers: { comment: "r1", stamp: "2025-01-01T00:00:00Z" } });
    expect(given(confused, { comments: [missed] })).toHaveLength(1);
  });

  it("does not count where that may have been said in a comment that is not read any more", () => {
    const newer = { comments: [comment({ body: "", stamp: "2026-01-01T00:00:01Z" })], commentCount: 2 };
    expect(given({}, newer)).toEqual([]);
    expect(given({}, { ...newer, commentCount: 1 })).toHaveLength(1);
    expect(given({ stamp: "2026-01-01T00:00:01Z" }, newer)).toHaveLength(1);
    expect(given({ reactions: reactionsOf(["EYES"]) }, newer)).toHaveLength(1);
  });

  it("is in its place among those of comments", () => {
    const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
    const comments = [comment({ databaseId: 2, stamp: at(1) }), comment({ databaseId: 3, stamp: at(3) })];
    const approvals = [approval({ stamp: at(2) }), approval({ databaseId: 4, stamp: at(4) })];
    const commands = givenCommands(state({ comments, commentCount: 2, approvals }), ON);
    expect(commands.map(({ comment }) => comment)).toEqual([2, 1, 3, 4]);
  });

  it("and any number of others keep no comment from being heard", () => {
    const flood = Array.from({ length: 100 }, (_, i) =>
      approval({ databaseId: i, key: `r${i}`, body: `@by-name-bot merge\n${"*a* ".repeat(150)}` }),
    );
    const body = `${"*a* ".repeat(190)}\n\n@by-name-bot merge`;
    const commands = givenCommands(state({ comments: [comment({ body })], approvals: flood }), ON);
    expect(commands.filter(({ review }) => review === null)).toHaveLength(1);
    // And those of them that are not read are told so.
    const asked = askedComments(state({ approvals: flood }), ON, () => false);
    const kinds = asked.flatMap(({ said }) => said.map(({ kind }) => kind));
    expect(kinds).toHaveLength(100);
    expect(new Set(kinds)).toEqual(new Set(["command", "unread"]));
  });
});

describe("a review is answered as a comment is", () => {
  const asked = (changes: Partial<PullRequestComment>, merge: MergeConfiguration | null = ON) =>
    askedComments(state({ approvals: [approval(changes)] }), merge, () => false).flatMap(({ said }) =>
      said.map(({ kind }) => kind),
    );

  it.each<[string, Partial<PullRequestComment>, string[]]>([
    ["where it says `merge`", {}, ["command"]],
    ["where it says something like it", { body: "LGTM! @by-name-bot merge" }, ["miss"]],
    ["where that has more words", { body: "@by-name-bot merge it" }, ["extra"]],
    ["where it came by e-mail", { viaEmail: true }, ["by-email"]],
    ["where it is too long", { body: `@by-name-bot merge\n${"a".repeat(5000)}` }, ["too-long"]],
    ["and not where that was done", { reactions: reactionsOf(["ROCKET"]) }, []],
    ["and not where it says another command", { body: "@by-name-bot check" }, []],
    ["and not where that has more words", { body: "@by-name-bot check it" }, []],
    ["and not where it says nothing of the kind", { body: "@by-name-bot is wrong here" }, []],
    ["and not where it is an App's", { byApp: true }, []],
  ])("%s", (_what, changes, expected) => {
    expect(asked(changes)).toEqual(expected);
  });

  it("also where the configuration is not known, so that it is told that nothing merges", () => {
    expect(asked({}, null)).toEqual(["command"]);
    expect(asked({}, OFF)).toEqual([]);
  });

  it("and is not heard where it is none that approves", () => {
    expect(heardReviews(state(), ON)).toEqual([]);
  });

  it("and is not heard where it says nothing", () => {
    const approvals = [approval({ body: "@by-name-bot is wrong here" })];
    expect(heardReviews(state({ approvals }), ON)).toEqual([]);
  });
});

describe("the oldest comment that is read", () => {
  it.each([
    ["of some of them", 3, ["2026-01-02", "2026-01-01"], "2026-01-01"],
    ["of all of them", 2, ["2026-01-02", "2026-01-01"], ""],
    ["of some of which GitHub shows none", 2, [], ""],
  ])("%s", (_what, commentCount, stamps, expected) => {
    const comments = stamps.map((stamp) => comment({ stamp }));
    expect(oldestRead({ comments, commentCount })).toBe(expected);
  });
});
