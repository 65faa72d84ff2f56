import type { PullRequestState } from "../../../github/pull-request.ts";
import type { ReceivedHint } from "../../../queue/queue.ts";
import { shows } from "./expected.ts";
import type { PullMemory } from "./pull-memory.ts";

/** How often to look again while GitHub's answers lag behind, within the time that they may. */
const LOOKS = 8;

/**
 * How many milliseconds to wait before the pull request is read again, because this reading is older than a
 * delivery that came in, or than a write of ours; null where it is new enough, or where GitHub has had its
 * time: then what it says is how things are.
 */
export function unsettledFor(
  state: PullRequestState,
  hint: ReceivedHint | null,
  memory: PullMemory,
  { now, settleMs }: { readonly now: number; readonly settleMs: number },
): { readonly afterMs: number; readonly why: string } | null {
  const step = Math.max(1, Math.ceil(settleMs / LOOKS));
  const wait = (since: number) => Math.min(step, Math.max(1, since + settleMs - now));
  if (hint !== null && now < hint.receivedAt + settleMs && isBefore(state, hint)) {
    return { afterMs: wait(hint.receivedAt), why: "GitHub still answers with the state before the delivery" };
  }
  const written = now < memory.writtenAt + settleMs;
  if (written && !memory.expected.every((expected) => shows(state, expected))) {
    return { afterMs: wait(memory.writtenAt), why: "GitHub does not show the last writes yet" };
  }
  return null;
}

function isBefore(state: PullRequestState, hint: ReceivedHint): boolean {
  const read = Date.parse(state.updatedAt);
  const told = Date.parse(hint.updatedAt);
  // GitHub counts in whole seconds.
  return read < told || (read === told && hint.head !== null && hint.head !== state.head);
}
