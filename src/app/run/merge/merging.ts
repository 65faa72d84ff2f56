import { TooMuchToRead } from "../../../github/objects.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { type Decision, decide } from "../../../policy/decision.ts";
import type { MergeFacts } from "../../../policy/facts.ts";
import type { Verdict } from "../verdict.ts";
import { lands, type MergeReading, mergeFacts } from "./merge-facts.ts";
import { type MergeStep, mergeStep } from "./merge-step.ts";

/** How it stands with merging a pull request, and what is to be done about it. */
export type Merging =
  | {
      readonly kind: "decided";
      readonly decision: Decision;
      readonly facts: MergeFacts;
      readonly step: MergeStep;
    }
  /** The configuration lets nothing merge itself. */
  | { readonly kind: "off"; readonly step: Withdrawal }
  /** `why` is a clause. */
  | { readonly kind: "not-judged"; readonly why: string; readonly step: Withdrawal };

/** What can follow without a decision. */
type Withdrawal = Extract<MergeStep, { readonly kind: "none" | "take-back" }>;

/**
 * Decides whether a pull request may merge itself. Of one that could not be judged nothing is merged, and a
 * merge that is under way is taken back. `stuck`: GitHub has long had nothing left to wait for, if it has not now.
 */
export async function mergingOf(verdict: Verdict, reading: MergeReading, stuck: boolean): Promise<Merging> {
  const { state } = reading;
  const step = withoutDecision(state);
  if (verdict.kind === "configuration-invalid") {
    return { kind: "not-judged", why: "the configuration on the base branch is not valid", step };
  }
  if (verdict.kind === "too-large" || verdict.kind === "not-reviewed")
    return { kind: "not-judged", why: verdict.why, step };
  const { checked } = verdict;
  const mergesNothing = reading.context.terms?.mergesNothing ?? null;
  if (mergesNothing !== null) return { kind: "not-judged", why: mergesNothing, step };
  if (checked.configuration.merge.strategies.length === 0) return { kind: "off", step };
  if (verdict.kind === "not-by-name") {
    return { kind: "not-judged", why: "it touches no package that is laid out by name", step };
  }
  try {
    const facts = await mergeFacts(reading, checked);
    const decision = decide(facts);
    const around = {
      ...facts,
      stuck,
      dryRun: checked.configuration.merge.dryRun,
      lands: lands(checked.opened),
    };
    return { kind: "decided", decision, facts, step: mergeStep(decision, state.gate, around) };
  } catch (error) {
    if (error instanceof TooMuchToRead) return { kind: "not-judged", why: error.message, step };
    throw error;
  }
}

/** For the log: "asks; none", "merge by maintainer-command; merge". */
export function describeMerging(merging: Merging): string {
  if (merging.kind !== "decided") return `${merging.kind}; ${merging.step.kind}`;
  const { verdict, grounds } = merging.decision;
  const by = grounds === null ? "" : ` by ${grounds.strategy}`;
  return `${verdict}${by}; ${merging.step.kind}`;
}

function withoutDecision({ gate }: PullRequestState): Withdrawal {
  if (gate.autoMerge === "ours") return { kind: "take-back", from: "auto-merge" };
  return gate.queued === "ours" ? { kind: "take-back", from: "queue" } : { kind: "none" };
}
