import type { MergeGate } from "../../../github/merge-state.ts";
import type { Decision } from "../../../policy/decision.ts";
import { isReady } from "../merge/merge-step.ts";
import type { PullMemory } from "./pull-memory.ts";

/** GitHub merges within seconds once it waits for nothing any more; what takes so long, in milliseconds, is stuck. */
const STUCK_MS = 2 * 60_000;

/** Whether a merge that GitHub was asked to do once it can has been ready for too long. */
export function isStuck(head: string, { ready }: PullMemory, now: number): boolean {
  return ready?.head === head && now - ready.since >= STUCK_MS;
}

export type Ready = {
  readonly ready: PullMemory["ready"];
  readonly again: { readonly afterMs: number; readonly why: string } | null;
};

/** Since when it has been ready, and when to look whether GitHub has merged it; null for what is not. */
export function readySince(
  { head, gate }: { readonly head: string; readonly gate: MergeGate },
  decision: Pick<Decision, "verdict"> | null,
  memory: PullMemory,
  now: number,
): Ready {
  if (decision === null || !isReady(decision, gate)) return { ready: null, again: null };
  const since = memory.ready?.head === head ? memory.ready.since : now;
  const left = since + STUCK_MS - now;
  const again = left > 0 ? { afterMs: left, why: "GitHub has not merged it yet" } : null;
  return { ready: { head, since }, again };
}
