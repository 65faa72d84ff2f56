import type { Posted, PostedReview, PostedThread } from "./posted.ts";

/** A finding that the change brings, by its id. */
export type Present = { readonly id: string; readonly blocking: boolean };

import type { ReviewEvent } from "../../config/configuration.ts";

/** What is to be done so that what stands on the pull request says what the findings say; often nothing. */
export type ReviewPlan = {
  /** A review with the findings that were not said yet; null where there is nothing new to say. */
  readonly review: {
    readonly event: "REQUEST_CHANGES" | "COMMENT";
    readonly findings: ReadonlySet<string>;
    /** How many threads are opened again with it. */
    readonly reopened: number;
  } | null;
  /** Threads whose mistake has come back. */
  readonly reopen: readonly PostedThread[];
  /** Threads whose mistake is gone, and which do not say so yet. */
  readonly fixed: readonly PostedThread[];
  /** Reviews that ask for changes though nothing blocks any more. */
  readonly dismiss: readonly PostedReview[];
};

/**
 * Compares what the change brings with what was said of it. A finding is said once: if somebody deleted the
 * comment about it, or resolved its thread, that is respected for as long as it is the same finding. Pure,
 * and at rest once it is done: planned again on the state that it leads to, there is nothing to do.
 */
export function planReview(posted: Posted, present: readonly Present[], event: ReviewEvent): ReviewPlan {
  const there = new Set(present.map(({ id }) => id));
  const blocking = new Set(present.filter((finding) => finding.blocking).map(({ id }) => id));
  const reopen = posted.threads.filter((thread) => thread.fixed && there.has(thread.finding));
  const fixed = posted.threads.filter((thread) => !there.has(thread.finding) && !isSettled(thread));
  const asking = posted.reviews.filter(({ state }) => state === "changes-requested");
  const dismiss = blocking.size === 0 || event !== "request-changes" ? asking : [];

  const said = saidFindings(posted, event === "request-changes" ? blocking : new Set());
  const fresh = new Set(present.map(({ id }) => id).filter((id) => !said.has(id)));
  const asks =
    event === "request-changes" &&
    [...fresh, ...reopen.map(({ finding }) => finding)].some((id) => blocking.has(id));
  const needed = event !== "none" && (fresh.size > 0 || (asks && asking.length === 0));
  return {
    review: needed
      ? { event: asks ? "REQUEST_CHANGES" : "COMMENT", findings: fresh, reopened: reopen.length }
      : null,
    reopen,
    fixed,
    dismiss,
  };
}

/**
 * A thread that says that it is fixed, and is put away. One that a person put away says so too once the
 * mistake is gone (GitHub resolves a thread when its suggestion is taken): if it comes back, it is news.
 */
function isSettled({ fixed, resolved, minimized }: PostedThread): boolean {
  return fixed && (resolved || minimized);
}

/**
 * The findings that need not be said again. The bot takes back that it asks for changes when nothing blocks;
 * what blocks now and only the bodies of such reviews list has come back since, and is `news`.
 */
function saidFindings({ threads, reviews }: Posted, news: ReadonlySet<string>): Set<string> {
  const said = new Set(threads.map(({ finding }) => finding));
  for (const review of reviews) {
    for (const id of review.inline) said.add(id);
    for (const id of review.inBody) if (!review.dismissedByBot || !news.has(id)) said.add(id);
  }
  return said;
}
