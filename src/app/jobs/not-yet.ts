import type { GitHubFailure } from "../../github/failure.ts";
import type { Outcome } from "../../queue/job.ts";
import type { ReceivedHint } from "../../queue/queue.ts";
import type { JobData } from "./jobs.ts";

/** How long it may be that what GitHub has told of is not there, and that a new token may do nothing, in milliseconds. */
const GONE_MS = 5 * 60_000;
const FORBIDDEN_MS = 30_000;
/** Between two tries, in milliseconds. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 120_000;

/**
 * When to try a job again that failed so: GitHub tells of things before it can answer for them. Each wait is as long
 * as it is since the delivery came in. Null where that is some minutes ago, or there was none: then what is not there
 * is gone.
 */
export function notYet(
  failure: Pick<GitHubFailure, "kind" | "status" | "message">,
  { kind }: Pick<JobData, "kind">,
  heard: Pick<ReceivedHint, "receivedAt"> | null,
  now: number,
): Extract<Outcome, { kind: "later" }> | null {
  if (heard === null) return null;
  const since = now - heard.receivedAt;
  if (since >= passingMs(failure, kind)) return null;
  const afterMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, since));
  return { kind: "later", afterMs, why: `perhaps not yet: ${failure.message}` };
}

function passingMs({ kind, status }: Pick<GitHubFailure, "kind" | "status">, job: JobData["kind"]): number {
  // An App that was suspended is so until somebody says otherwise.
  if (kind === "gone") return status === 403 ? 0 : GONE_MS;
  // A permission that is missing is so for good. But nothing else finds a merge group again.
  return kind === "forbidden" && (status === 403 || job === "merge-group") ? FORBIDDEN_MS : 0;
}
