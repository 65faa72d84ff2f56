import { describe, expect, it } from "vitest";
import type { AnsweredPull } from "../../src/github/pull-request-answer.ts";
import { commentsOf } from "../../src/github/pull-request-comments.ts";
import { elsewhereMarker, replyMarker, waitingMarker } from "../../src/review/conversation/markers.ts";

type Comment = NonNullable<AnsweredPull["comments"]["nodes"][number]>;

const ANN = { __typename: "User", login: "ann", databaseId: 1 };

/** A comment of hers, as GitHub answers it. */
function answered(changes: Partial<Comment> = {}): Comment {
  return {
    id: "IC_1",
    fullDatabaseId: "7",
    body: "@by-name-bot merge",
    createdAt: "2026-01-01T00:01:00Z",
    lastEditedAt: null,
    viewerDidAuthor: false,
    createdViaEmail: false,
    isMinimized: false,
    author: ANN,
    editor: null,
    reactionGroups: [],
    ...changes,
  };
}

const read = (...nodes: (Comment | null)[]) => commentsOf({ totalCount: nodes.length, nodes });
const one = (changes: Partial<Comment>) => read(answered(changes))[0];

describe("a comment of the conversation", () => {
  it("is read with what it holds, and without those that GitHub does not show", () => {
    expect(read(null, answered(), null)).toEqual([
      {
        id: "IC_1",
        databaseId: 7,
        key: "7",
        review: null,
        body: "@by-name-bot merge",
        stamp: "2026-01-01T00:01:00Z",
        byBot: false,
        by: { id: 1, login: "ann", kind: "user" },
        editedByOther: false,
        edited: false,
        viaEmail: false,
        hidden: false,
        byApp: false,
        reactions: new Set(),
        answers: null,
        awaits: null,
        elsewhere: [],
      },
    ]);
  });

  it("counts from when it was edited", () => {
    const lastEditedAt = "2026-01-01T00:02:00Z";
    expect(one({ lastEditedAt, editor: ANN })).toMatchObject({ edited: true, stamp: lastEditedAt });
  });

  it("has no reaction where GitHub shows none", () => {
    expect(one({ reactionGroups: null })?.reactions).toEqual(new Set());
  });

  const AT = { comment: "3", stamp: "2026-01-01T00:00:00Z" };

  it.each([
    ["answers", replyMarker({ ...AT, commands: ["merge"] }), { answers: AT, awaits: null, elsewhere: [] }],
    ["says what is awaited", waitingMarker(AT), { answers: null, awaits: AT, elsewhere: [] }],
    ["answers from elsewhere", elsewhereMarker(["r4"]), { answers: null, awaits: null, elsewhere: ["r4"] }],
  ])("%s by its marker only where it is the bot's", (_what, marker, expected) => {
    const body = `Done.\n\n${marker}`;
    expect(one({ body, viewerDidAuthor: true })).toMatchObject(expected);
    expect(one({ body })).toMatchObject({ answers: null, awaits: null, elsewhere: [] });
  });
});
