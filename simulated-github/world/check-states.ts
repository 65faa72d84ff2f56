import type { CheckRun, CommitStatus, Oid } from "./model.ts";
import type { Reader } from "./reader.ts";

/** `StatusState` of GraphQL, without EXPECTED: nobody says here which statuses are to come. */
export type RolledUpState = "ERROR" | "FAILURE" | "PENDING" | "SUCCESS";

/** Of the runs of one name in one suite, the last. */
export function latestRuns(runs: readonly CheckRun[]): readonly CheckRun[] {
  const latest = new Map(runs.map((run) => [`${run.suiteId} ${run.name}`, run]));
  return [...latest.values()];
}

/** Of the statuses of one context, the last. */
export function latestStatuses(statuses: readonly CommitStatus[]): readonly CommitStatus[] {
  return [...new Map(statuses.map((status) => [status.context, status])).values()];
}

export function statusState({ state }: CommitStatus): RolledUpState {
  const names = { error: "ERROR", failure: "FAILURE", pending: "PENDING", success: "SUCCESS" } as const;
  return names[state];
}

export function runState({ status, conclusion }: CheckRun): RolledUpState {
  if (status !== "completed") return "PENDING";
  return conclusion === "success" || conclusion === "neutral" || conclusion === "skipped"
    ? "SUCCESS"
    : "FAILURE";
}

/** The state of all together: the worst one. */
export function rolledUp(states: readonly RolledUpState[]): RolledUpState {
  for (const state of ["ERROR", "FAILURE", "PENDING"] as const) if (states.includes(state)) return state;
  return "SUCCESS";
}

/** The state of all checks and statuses of a commit; null if there is none. */
export function rollupState(reader: Reader, repositoryId: number, oid: Oid): RolledUpState | null {
  const states = [
    ...latestRuns(reader.checkRuns(repositoryId, oid)).map(runState),
    ...latestStatuses(reader.statuses(repositoryId, oid)).map(statusState),
  ];
  return states.length === 0 ? null : rolledUp(states);
}
