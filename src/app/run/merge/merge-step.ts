import type { MergeGate } from "../../../github/merge-state.ts";
import type { Decision } from "../../../policy/decision.ts";
import type { MergeFacts } from "../../../policy/facts.ts";

/** What is to be done about the merge of a pull request. */
export type MergeStep =
  | { readonly kind: "none" }
  /** Ask GitHub for it in one of its ways. */
  | { readonly kind: "merge" | "enqueue" | "auto-merge" }
  /** It would be asked for, if the configuration did not say that nothing is merged. */
  | { readonly kind: "dry-run" }
  /** It is asked for already. */
  | { readonly kind: "kept" }
  /** Look again when the checks are done; GitHub cannot wait for them itself. */
  | { readonly kind: "await-checks" }
  /** Look again shortly: GitHub is still finding something out. */
  | { readonly kind: "await-github" }
  | { readonly kind: "take-back"; readonly from: "auto-merge" | "queue" }
  /** GitHub's own rules ask for more, and it may not wait for that. `why` is a clause. */
  | { readonly kind: "stopped"; readonly why: string };

const HIDDEN_QUEUE =
  "its base branch has a merge queue, and the App lacks the permission `merge_queues` to see it and to cancel a merge in it; an owner of the repository can grant it";

const NO_QUEUE =
  "its base branch has a merge queue, and with the token of a workflow's job nothing is put into one, since GitHub would start no workflow for it";

type Around = Pick<MergeFacts, "checks" | "namedChecks"> & {
  /** Whether all is decided, and nothing merged. */
  readonly dryRun: boolean;
  /** Whether GitHub has had nothing left to wait for, for so long that it must have forgotten. */
  readonly stuck: boolean;
  /** Whether what was judged is what would land; not where the base has changed in the same places since. */
  readonly lands: boolean;
};

/**
 * What follows from a decision. What was asked of GitHub before stands for as long as it may, and is taken
 * back else. A command is obeyed once: one that was starts nothing again.
 */
export function mergeStep(decision: Decision, gate: MergeGate, around: Around): MergeStep {
  const { checks, namedChecks, dryRun, lands } = around;
  const { grounds, eligible } = decision;
  // GitHub merges over a check that it does not require, and in a queue over all that are on the head alone.
  const isNamedGreen = namedChecks.every(({ state }) => state === "green");
  const wanted = grounds !== null && eligible && isNamedGreen && !dryRun && lands && !gate.editedSince;
  const isHeld = checks.required || checks.failed.length === 0;
  if (gate.autoMerge === "ours") {
    if (!wanted || !isHeld) return { kind: "take-back", from: "auto-merge" };
    if (!around.stuck || !isReady(decision, gate)) return { kind: "kept" };
    return { kind: gate.hasQueue ? "enqueue" : "merge" };
  }
  if (gate.queued === "ours") return wanted ? { kind: "kept" } : { kind: "take-back", from: "queue" };
  const step = freshStep(decision, gate, { canAuto: checks.required && isNamedGreen });
  return dryRun && ASKING.has(step.kind) ? { kind: "dry-run" } : step;
}

/** Whether auto-merge of ours has nothing left to wait for. */
export function isReady({ verdict }: Pick<Decision, "verdict">, { autoMerge, status }: MergeGate): boolean {
  return autoMerge === "ours" && verdict === "merge" && status === "open";
}

const ASKING: ReadonlySet<MergeStep["kind"]> = new Set(["merge", "enqueue", "auto-merge"]);

/** What follows where nothing of ours is under way. `canAuto`: GitHub waits for all that has to be waited for. */
function freshStep(
  decision: Decision,
  gate: MergeGate,
  { canAuto }: { readonly canAuto: boolean },
): MergeStep {
  const { grounds, eligible, verdict } = decision;
  const mayWait = gate.autoMergeAllowed && gate.handsOver;
  if (grounds === null || !eligible || verdict === "asks") return { kind: "none" };
  if (grounds.command !== null && grounds.command.state !== "fresh") return { kind: "none" };
  // Nothing but a check that failed is in the way. A command is refused; what needs none waits for a green one.
  if (verdict === "no") return { kind: grounds.command === null ? "await-checks" : "none" };
  if (gate.hasQueue && !gate.handsOver) return { kind: "stopped", why: NO_QUEUE };
  if (gate.hasQueue && gate.queued === "hidden") return { kind: "stopped", why: HIDDEN_QUEUE };
  if (gate.autoMerge !== null || gate.queued === "others") return { kind: "kept" };
  if (decision.lines.some(({ id, state }) => id === "ready" && state === "waits"))
    return { kind: "await-github" };
  if (gate.status === "behind" && !gate.hasQueue) {
    const why = "its branch is behind its base branch, whose rules require it to be up to date";
    return { kind: "stopped", why };
  }
  if (verdict === "waits") {
    const canWait = mayWait && gate.status === "blocked" && canAuto;
    return { kind: canWait ? "auto-merge" : "await-checks" };
  }
  if (gate.status === "open") return { kind: gate.hasQueue ? "enqueue" : "merge" };
  // A queue brings a branch up to date itself.
  if (gate.hasQueue && gate.status === "behind") return { kind: "enqueue" };
  if (gate.status !== "blocked") return { kind: "await-github" };
  if (mayWait) return { kind: "auto-merge" };
  // Nobody would be told why, and what is missing may be a check that has not begun.
  if (grounds.command === null) return { kind: "await-github" };
  return {
    kind: "stopped",
    why: `the rules of its base branch require something that is missing, such as an approval or a check that has not started, and auto-merge, which could wait for it, is ${gate.handsOver ? "off in this repository" : "not turned on with the token of a workflow's job"}`,
  };
}
