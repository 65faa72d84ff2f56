import type { PullRequestState } from "../../../github/pull-request.ts";
import type { ReceivedHint } from "../../../queue/queue.ts";
import type { ActionTerms } from "../terms.ts";
import type { PullMemory } from "./pull-memory.ts";

/**
 * By when the head had surely been pushed. GitHub does not say when a commit was pushed, and its own date is
 * whatever its author wrote into it. But a push is an update of the pull request: whatever shows a head and
 * the time of the last update shows that the push was no later. The first that showed this head counts, a
 * delivery that tells of the push or a reading of ours, the later of the two where there are both.
 */
export function pushedBy(
  { head, updatedAt }: Pick<PullRequestState, "head" | "updatedAt">,
  { pushed }: PullMemory,
  push: ReceivedHint | null,
): string {
  const known = [
    ...(pushed?.head === head ? [pushed.by] : []),
    ...(push?.head === head ? [push.updatedAt] : []),
  ].sort((a, b) => Date.parse(b) - Date.parse(a));
  return known[0] ?? updatedAt;
}

/**
 * The same inside of GitHub Actions, where nothing is kept: the event that started the run tells of the push, or our
 * own check run on the head was there at a time. That one counts where nobody else can write it. Neither does from
 * before the last time that commits were replaced: a head may go and come back. Without either it is as with the App,
 * so that no command counts that is there already; null where none ever can.
 */
export function pushedByInAction(
  { head, updatedAt, checkRuns, times }: Pick<PullRequestState, "head" | "updatedAt" | "checkRuns" | "times">,
  push: ReceivedHint | null,
  { shared }: Pick<ActionTerms, "shared">,
): string | null {
  const started = shared === null ? checkRuns.flatMap(({ startedAt }) => startedAt ?? []) : [];
  return (
    [...started, ...(push?.head === head ? [push.updatedAt] : [])]
      .filter((time) => isSince(time, times.replacedAt))
      .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? (shared === null ? updatedAt : null)
  );
}

/** Whether a time is surely later than that at which commits were last replaced. */
export function isSince(time: string | null, replacedAt: string | null): boolean {
  return replacedAt === null || (time !== null && Date.parse(time) > Date.parse(replacedAt));
}
