import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Present, planReview, type ReviewPlan } from "../../src/review/conversation/plan.ts";
import type { Posted, PostedReview, PostedThread } from "../../src/review/conversation/posted.ts";

function thread(finding: string, changes: Partial<PostedThread> = {}): PostedThread {
  const rest = { fixed: false, resolved: false, minimized: false, body: "" };
  return { id: `T-${finding}`, commentId: `C-${finding}`, finding, ...rest, ...changes };
}

function review(changes: Partial<PostedReview> = {}): PostedReview {
  return {
    databaseId: 1,
    state: "changes-requested",
    inline: [],
    inBody: [],
    dismissedByBot: false,
    commit: null,
    ...changes,
  };
}

const error = (id: string): Present => ({ id, blocking: true });
const warning = (id: string): Present => ({ id, blocking: false });
const none: Posted = { threads: [], reviews: [] };

/** A plan in short. */
function planned(
  posted: Posted,
  present: readonly Present[],
  event: Parameters<typeof planReview>[2] = "request-changes",
) {
  const { review, reopen, fixed, dismiss } = planReview(posted, present, event);
  return {
    review: review === null ? null : `${review.event} ${[...review.findings].join(" ")}`.trim(),
    reopen: reopen.map(({ finding }) => finding),
    fix: fixed.map(({ finding }) => finding),
    dismiss: dismiss.map(({ databaseId }) => databaseId),
  };
}

const NOTHING = { review: null, reopen: [], fix: [], dismiss: [] };

describe("the plan of a review", () => {
  it("says what is new, and asks for changes where an error is among it", () => {
    expect(planned(none, [error("a"), warning("b")]).review).toBe("REQUEST_CHANGES a b");
    expect(planned(none, [warning("b")]).review).toBe("COMMENT b");
    expect(planned(none, [error("a")], "comment").review).toBe("COMMENT a");
    expect(planned(none, [error("a")], "none")).toEqual(NOTHING);
    expect(planned(none, [])).toEqual(NOTHING);
  });

  it("says nothing again", () => {
    const posted = { threads: [thread("a")], reviews: [review({ inline: ["a"], inBody: ["b"] })] };
    expect(planned(posted, [error("a"), error("b")])).toEqual(NOTHING);
  });

  it("says only what came since", () => {
    const posted = { threads: [thread("a")], reviews: [review({ inline: ["a"] })] };
    expect(planned(posted, [error("a"), error("c")]).review).toBe("REQUEST_CHANGES c");
  });

  it("respects that a comment was deleted", () => {
    expect(planned({ threads: [], reviews: [review({ inline: ["a"] })] }, [error("a")])).toEqual(NOTHING);
  });

  it("respects that a person resolved a thread or dismissed the review", () => {
    const resolved = { threads: [thread("a", { resolved: true })], reviews: [review({ inline: ["a"] })] };
    expect(planned(resolved, [error("a")])).toEqual(NOTHING);
    const dismissed = {
      threads: [thread("a")],
      reviews: [review({ state: "dismissed", inline: ["a"], inBody: ["b"] })],
    };
    expect(planned(dismissed, [error("a"), error("b")])).toEqual(NOTHING);
  });

  it("fixes threads whose finding is gone, and dismisses the review once nothing blocks", () => {
    const posted = { threads: [thread("a"), thread("b")], reviews: [review({ inline: ["a", "b"] })] };
    expect(planned(posted, [error("b")])).toEqual({ ...NOTHING, fix: ["a"] });
    expect(planned(posted, [])).toEqual({ ...NOTHING, fix: ["a", "b"], dismiss: [1] });
    expect(planned(posted, [warning("b")])).toEqual({ ...NOTHING, fix: ["a"], dismiss: [1] });
  });

  it("says of a thread that a person resolved that it is fixed, once it is", () => {
    const posted = { threads: [thread("a", { resolved: true })], reviews: [] };
    expect(planned(posted, []).fix).toEqual(["a"]);
    expect(planned({ threads: [thread("a", { resolved: true, fixed: true })], reviews: [] }, [])).toEqual(
      NOTHING,
    );
  });

  it("counts a hidden comment as put away, where threads may not be resolved", () => {
    const hidden = thread("a", { fixed: true, minimized: true });
    expect(planned({ threads: [hidden], reviews: [] }, [])).toEqual(NOTHING);
    expect(planned({ threads: [hidden], reviews: [] }, [error("a")]).reopen).toEqual(["a"]);
  });

  it("opens a thread again whose mistake came back, and asks for changes again", () => {
    const posted = {
      threads: [thread("a", { fixed: true, resolved: true })],
      reviews: [review({ state: "dismissed", inline: ["a"], dismissedByBot: true })],
    };
    expect(planned(posted, [error("a")])).toEqual({ ...NOTHING, review: "REQUEST_CHANGES", reopen: ["a"] });
    expect(planned(posted, [error("a")], "comment")).toEqual({ ...NOTHING, reopen: ["a"] });
    const asking = { ...posted, reviews: [review({ inline: ["a"] })] };
    expect(planned(asking, [error("a")])).toEqual({ ...NOTHING, reopen: ["a"] });
  });

  it("says what only a body listed again, if the bot itself took that review back", () => {
    const posted = {
      threads: [],
      reviews: [review({ state: "dismissed", inBody: ["a"], dismissedByBot: true })],
    };
    expect(planned(posted, [error("a")]).review).toBe("REQUEST_CHANGES a");
  });

  it("takes back that it asked for changes where the configuration no longer lets it", () => {
    expect(
      planned({ threads: [thread("a")], reviews: [review({ inline: ["a"] })] }, [error("a")], "comment"),
    ).toEqual({
      ...NOTHING,
      dismiss: [1],
    });
  });

  it("is at rest once it is done", () => {
    const ids = ["a", "b", "c", "d"];
    const threads = fc.uniqueArray(
      fc.record({
        finding: fc.constantFrom(...ids),
        fixed: fc.boolean(),
        resolved: fc.boolean(),
        minimized: fc.boolean(),
      }),
      { selector: ({ finding }) => finding },
    );
    const reviews = fc.array(
      fc.record({
        state: fc.constantFrom("changes-requested" as const, "dismissed" as const, "commented" as const),
        inline: fc.subarray(ids),
        inBody: fc.subarray(ids),
        dismissedByBot: fc.boolean(),
      }),
      { maxLength: 3 },
    );
    const present = fc.uniqueArray(fc.record({ id: fc.constantFrom(...ids), blocking: fc.boolean() }), {
      selector: ({ id }) => id,
    });
    const event = fc.constantFrom("request-changes" as const, "comment" as const, "none" as const);
    fc.assert(
      fc.property(threads, reviews, present, event, fc.boolean(), (some, others, findings, kind, inline) => {
        const posted: Posted = {
          threads: some.map(({ finding, ...rest }) => thread(finding, rest)),
          reviews: others.map((each, i) =>
            review({
              ...each,
              databaseId: i,
              dismissedByBot: each.dismissedByBot && each.state === "dismissed",
            }),
          ),
        };
        const done = perform(posted, planReview(posted, findings, kind), inline);
        expect(planned(done, findings, kind)).toEqual(NOTHING);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The state that a plan leads to; its findings become comments, or are listed in the body. */
function perform(posted: Posted, plan: ReviewPlan, inline: boolean): Posted {
  const found = [...(plan.review?.findings ?? [])];
  const threads = posted.threads.map((each) => {
    if (plan.reopen.includes(each)) return { ...each, fixed: false, resolved: false, minimized: false };
    return plan.fixed.includes(each) ? { ...each, fixed: true, resolved: true } : each;
  });
  const reviews = posted.reviews.map((each) =>
    plan.dismiss.includes(each) ? { ...each, state: "dismissed" as const, dismissedByBot: true } : each,
  );
  const written = review({
    databaseId: 100,
    state: plan.review?.event === "REQUEST_CHANGES" ? "changes-requested" : "commented",
    inline: inline ? found : [],
    inBody: inline ? [] : found,
  });
  return {
    threads: inline ? [...threads, ...found.map((id) => thread(id))] : threads,
    reviews: plan.review === null ? reviews : [...reviews, written],
  };
}
