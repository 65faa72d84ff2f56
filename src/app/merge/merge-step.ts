import type { MergeGate } from "../../github/pull-request.ts";
import type { Decision } from "../../policy/decision.ts";

/** What is to be done about the merge of a pull request. */
export type MergeStep =
  | { readonly kind: "none" }
  /** Ask GitHub for it in one of its ways. */
  | { readonly kind: "merge" | "enqueue" | "auto-merge" }
  /** It is asked for already. */
  | { readonly kind: "kept" }
  /** Look again when the checks are done; GitHub cannot wait for them itself. */
  | { readonly kind: "await-checks" }
  /** Look again shortly: GitHub is still finding something out. */
  | { readonly kind: "await-github" }
  | { readonly kind: "take-back"; readonly from: "auto-merge" | "queue" }
  /** GitHub's own rules ask for more, and it may not wait for that. `why` is a clause. */
  | { readonly kind: "stopped"; readonly why: string };

/** States in which GitHub merges what it is asked to. https://docs.github.com/en/graphql/reference/enums#mergestatestatus */
const OPEN: ReadonlySet<string> = new Set(["CLEAN", "UNSTABLE", "HAS_HOOKS"]);
/** States in which it waits for something that may come. */
const WAITING: ReadonlySet<string> = new Set(["BLOCKED", "BEHIND"]);

/**
 * What follows from a decision. What was asked of GitHub before stands for as long as it may, and is taken
 * back else. A command is obeyed once: one that was starts nothing again.
 */
export function mergeStep(decision: Decision, gate: MergeGate): MergeStep {
  const { grounds, eligible, verdict } = decision;
  const wanted = grounds !== null && eligible;
  if (gate.autoMerge === "ours") return wanted ? { kind: "kept" } : { kind: "take-back", from: "auto-merge" };
  if (gate.queued === "ours") return wanted ? { kind: "kept" } : { kind: "take-back", from: "queue" };
  if (!wanted || verdict === "no" || verdict === "asks") return { kind: "none" };
  if (grounds.command !== null && grounds.command.state !== "fresh") return { kind: "none" };
  if (gate.autoMerge !== null || gate.queued !== null) return { kind: "kept" };
  if (decision.lines.some(({ id, state }) => id === "ready" && state === "waits"))
    return { kind: "await-github" };
  if (verdict === "waits") {
    const canWait = gate.autoMergeAllowed && WAITING.has(gate.status);
    return { kind: canWait ? "auto-merge" : "await-checks" };
  }
  if (gate.hasQueue) return { kind: "enqueue" };
  if (OPEN.has(gate.status)) return { kind: "merge" };
  if (!WAITING.has(gate.status)) return { kind: "await-github" };
  if (gate.autoMergeAllowed) return { kind: "auto-merge" };
  return {
    kind: "stopped",
    why: "the rules of its base branch ask for something that is not there, an approval say, or the newest commits of the base; and auto-merge, which could wait for it, is off in this repository",
  };
}
