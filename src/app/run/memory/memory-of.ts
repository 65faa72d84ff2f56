import type { PullRequestState } from "../../../github/pull-request.ts";
import type { MergeStep } from "../merge/merge-step.ts";
import type { Run } from "../run.ts";
import type { Verdict } from "../verdict.ts";
import type { PullMemory } from "./pull-memory.ts";

/** What to keep of a run that came to its end. */
export function memoryOf({
  state,
  verdict,
  merging,
  pushedBy,
}: Run): Omit<PullMemory, "expected" | "writtenAt" | "looks" | "ready" | "refused"> {
  return {
    ...seenOf(state, verdict),
    pushed: pushedBy === null ? null : { head: state.head, by: pushedBy },
    waiting: WAITING.has(merging.step.kind) || (merging.kind === "decided" && merging.decision.watched),
  };
}

function seenOf(
  state: PullRequestState,
  verdict: Verdict,
): Pick<PullMemory, "seen" | "comments" | "reviews" | "head" | "base" | "attributes" | "overrides"> {
  const { updatedAt, commentCount, reviewCount, head, baseRef } = state;
  const seen = { seen: updatedAt, comments: commentCount, reviews: reviewCount, head, base: baseRef };
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") {
    return { ...seen, attributes: [], overrides: false };
  }
  const { touched, change, configuration } = verdict.checked;
  const overrides = new Set(configuration.roots.flatMap((root) => root.overrides.files));
  return {
    ...seen,
    attributes: touched.map(({ name }) => name).slice(0, MOST_ATTRIBUTES),
    overrides: touched.length > MOST_ATTRIBUTES || change.paths.some((path) => overrides.has(path)),
  };
}

/** After these a merge is to come, by ourselves or by GitHub. */
const WAITING: ReadonlySet<MergeStep["kind"]> = new Set([
  "await-checks",
  "await-github",
  "auto-merge",
  "enqueue",
  "kept",
]);

/** Of a change of more packages it is not kept which they are. */
const MOST_ATTRIBUTES = 200;
