import type { PullRequestState } from "../../../github/pull-request.ts";
import type { ReceivedHint } from "../../../queue/queue.ts";
import type { PullMemory } from "./pull-memory.ts";

/** When to look again for the merge that GitHub computes of a new head, in milliseconds; then no more. */
const LOOKS_MS = [2_000, 5_000, 15_000, 60_000, 300_000];

export type NextLook = {
  readonly looks: PullMemory["looks"];
  readonly again: { readonly afterMs: number; readonly why: string } | null;
};

/**
 * Whether to look again because GitHub has not computed the merge yet, and how often that was. `awaited`: its merge
 * is one with a former base branch, or another merge waits for what GitHub makes of it.
 */
export function nextLook(
  { merge, head }: PullRequestState,
  { looks }: PullMemory,
  awaited: boolean,
): NextLook {
  if (merge.kind !== "pending" && !awaited) return { looks: null, again: null };
  const count = looks?.head === head ? looks.count : 0;
  const afterMs = LOOKS_MS[count];
  if (afterMs === undefined) return { looks: { head, count }, again: null };
  return {
    looks: { head, count: count + 1 },
    again: { afterMs, why: "GitHub has not computed the merge yet" },
  };
}

/** A conflict is looked at again so long after a delivery told of the pull request, in milliseconds; then no more. */
const CONFLICT_LOOKS_MS = [30_000, 150_000];

/**
 * Whether to look again because GitHub sees a conflict: that may be one with a former commit of the base or of the head,
 * and nothing tells when it is over. One that nobody told of lately is old, and stays.
 */
export function conflictLook(
  { merge }: Pick<PullRequestState, "merge">,
  hint: Pick<ReceivedHint, "receivedAt"> | null,
  now: number,
): NextLook["again"] {
  if (merge.kind !== "conflict" || hint === null) return null;
  const due = CONFLICT_LOOKS_MS.map((ms) => hint.receivedAt + ms).find((at) => at > now);
  return due === undefined ? null : { afterMs: due - now, why: "GitHub may see a conflict that is over" };
}
