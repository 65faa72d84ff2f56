import { describe, expect, it } from "vitest";
import type { AnsweredReviews } from "../../src/github/pull-request-answer.ts";
import { approvalsOf } from "../../src/github/pull-request-comments.ts";

type Review = NonNullable<AnsweredReviews["nodes"][number]>;

const actor = (login: string, databaseId: number, __typename = "User") => ({ __typename, login, databaseId });
const ANN = actor("ann", 1);
const BEN = actor("ben", 2);

/** A review of hers that approves commit `h1` and asks for a merge, as GitHub answers it. */
function review(changes: Partial<Review> = {}): Review {
  return {
    id: "PRR_1",
    fullDatabaseId: "7",
    state: "APPROVED",
    body: "@By-Name-Bot merge",
    viewerDidAuthor: false,
    submittedAt: "2026-01-01T00:01:00Z",
    publishedAt: "2026-01-01T00:01:00Z",
    lastEditedAt: null,
    createdViaEmail: false,
    isMinimized: false,
    reactionGroups: [],
    author: ANN,
    editor: null,
    commit: { oid: "h1" },
    ...changes,
  };
}

const read = (...reviews: (Review | null)[]) => approvalsOf(reviews, "by-name-bot");
const one = (...changes: Parameters<typeof review>) => read(review(...changes))[0];

describe("the body of a review", () => {
  it("is read where it approves and names the bot", () => {
    const reactionGroups = [
      { content: "EYES", viewerHasReacted: true },
      { content: "ROCKET", viewerHasReacted: false },
    ];
    expect(read(null, review({ reactionGroups }))).toEqual([
      {
        id: "PRR_1",
        databaseId: 7,
        key: "r7",
        review: { commit: "h1", isLast: true },
        body: "@By-Name-Bot merge",
        stamp: "2026-01-01T00:01:00Z",
        byBot: false,
        by: { id: 1, login: "ann", kind: "user" },
        editedByOther: false,
        edited: false,
        viaEmail: false,
        hidden: false,
        byApp: false,
        reactions: new Set(["eyes"]),
        answers: null,
        awaits: null,
        elsewhere: [],
      },
    ]);
  });

  it.each<[string, Partial<Review>]>([
    ["only comments", { state: "COMMENTED" }],
    ["asks for changes", { state: "CHANGES_REQUESTED" }],
    ["was dismissed", { state: "DISMISSED" }],
    ["is not submitted", { state: "PENDING", submittedAt: null }],
    ["has no time at which it was submitted", { submittedAt: null }],
    ["does not name the bot", { body: "Thanks." }],
  ])("is not read of one that %s", (_what, changes) => {
    expect(read(review(changes))).toEqual([]);
  });

  it("is read of the last hundred reviews alone", () => {
    const others = Array.from({ length: 99 }, (_, i) => review({ state: "COMMENTED", id: `${i}` }));
    expect(read(review(), ...others)).toHaveLength(1);
    expect(read(review(), ...others, review({ author: BEN, body: "" }))).toEqual([]);
  });

  it("says who wrote it, and what is known against it", () => {
    expect(one({ author: null })?.by).toBeNull();
    expect(one({ author: actor("robot", 3, "Bot") })).toMatchObject({ byApp: true, by: { kind: "bot" } });
    expect(one({ viewerDidAuthor: true })?.byBot).toBe(true);
    expect(one({ createdViaEmail: true })?.viaEmail).toBe(true);
    expect(one({ isMinimized: true })?.hidden).toBe(true);
    expect(one({ commit: null })?.review?.commit).toBeNull();
  });

  it("counts from when it was edited, but for what was edited before it was submitted", () => {
    const lastEditedAt = "2026-01-01T00:02:00Z";
    expect(one({ lastEditedAt, editor: ANN })).toMatchObject({
      stamp: lastEditedAt,
      edited: true,
      editedByOther: false,
    });
    expect(one({ lastEditedAt: "2026-01-01T00:00:30Z", editor: ANN })).toMatchObject({
      stamp: "2026-01-01T00:01:00Z",
      edited: false,
      editedByOther: false,
    });
    // In the second in which it was submitted.
    expect(one({ lastEditedAt: "2026-01-01T00:01:00Z", editor: ANN })?.edited).toBe(false);
  });

  it.each([
    ["somebody else", BEN],
    ["somebody whose account is gone", null],
  ])("is not its author's where %s edited it, whenever that was", (_who, editor) => {
    for (const lastEditedAt of ["2026-01-01T00:02:00Z", "2026-01-01T00:00:30Z"])
      expect(one({ lastEditedAt, editor })?.editedByOther).toBe(true);
  });

  it("is not known to be another's where the accounts of its author and its editor are gone", () => {
    const lastEditedAt = "2026-01-01T00:02:00Z";
    expect(one({ author: null, lastEditedAt, editor: BEN })?.editedByOther).toBe(true);
    expect(one({ author: null, lastEditedAt, editor: null })).toMatchObject({
      by: null,
      editedByOther: false,
    });
  });
});

describe("a review is its author's last", () => {
  const isLast = (...others: Review[]) => read(review(), ...others)[0]?.review?.isLast;
  const later = (changes: Partial<Review>) =>
    review({ id: "PRR_2", body: "", submittedAt: "2026-01-01T00:01:00Z", ...changes });

  it.each<[string, Partial<Review>, boolean]>([
    ["they approved again", { state: "APPROVED" }, false],
    ["they asked for changes", { state: "CHANGES_REQUESTED" }, false],
    ["they had said something else, which was dismissed", { state: "DISMISSED" }, false],
    ["they took another login and asked for changes", { author: actor("eve", 1) }, false],
    ["they only commented", { state: "COMMENTED" }, true],
    ["they have begun another", { state: "PENDING", submittedAt: null }, true],
    ["somebody else asked for changes", { author: BEN, state: "CHANGES_REQUESTED" }, true],
    ["somebody with their login did", { author: actor("ann", 3), state: "CHANGES_REQUESTED" }, true],
  ])("or not: %s", (_what, changes, expected) => {
    expect(isLast(later(changes))).toBe(expected);
  });

  it("by the time, too, where GitHub lists one first that was begun earlier and submitted later", () => {
    const begun = (submittedAt: string) =>
      read(review({ id: "PRR_0", body: "", state: "CHANGES_REQUESTED", submittedAt }), review());
    expect(begun("2026-01-01T00:02:00Z")[0]?.review?.isLast).toBe(false);
    expect(begun("2026-01-01T00:00:00Z")[0]?.review?.isLast).toBe(true);
    // Of the same second the one that GitHub lists last.
    expect(begun("2026-01-01T00:01:00Z")[0]?.review?.isLast).toBe(true);
  });

  it("or not, where it is not known whose the two are", () => {
    const both = [review({ author: null }), review({ id: "PRR_2", body: "", author: null })];
    expect(read(...both).map(({ review }) => review?.isLast)).toEqual([false]);
    expect(isLast(later({ author: null }))).toBe(true);
    const gone = [review({ author: null }), review({ id: "PRR_2", body: "" })];
    expect(read(...gone)[0]?.review?.isLast).toBe(true);
  });

  it("whatever GitHub does not show", () => {
    expect(read(null, review(), null)[0]?.review?.isLast).toBe(true);
  });
});
