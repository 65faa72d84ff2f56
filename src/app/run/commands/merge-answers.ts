import type { PullRequestComment } from "../../../github/pull-request.ts";
import { mayCancel } from "../../../policy/consent.ts";
import {
  cancelledAnswer,
  dryRunAnswer,
  gateAnswer,
  mayNotCancelAnswer,
  mergingAnswer,
  mergingOffAnswer,
  notJudgedAnswer,
  refusedAnswer,
  unknownWordAnswer,
  waitingAnswer,
} from "../../../review/merge-replies.ts";
import { isUnderWay } from "../memory/expected.ts";
import type { MergeOutcome } from "../merge/merge-writes.ts";
import type { Merging } from "../merge/merging.ts";
import type { Run } from "../run.ts";
import type { Answer } from "./answer.ts";
import { asksFor } from "./asked.ts";
import { commander } from "./given-commands.ts";

/** Answers `merge`, given what came of asking GitHub for it. */
export function mergeAnswer(
  { merging, state }: Run,
  asking: PullRequestComment,
  outcome: MergeOutcome | null,
): Answer {
  if (merging.kind === "off") return { text: mergingOffAnswer(), result: "refused" };
  if (merging.kind === "not-judged") return { text: notJudgedAnswer(merging.why), result: "refused" };
  const { decision, step } = merging;
  if (commander(asking, merging.facts.configuration) === null)
    return { text: unknownWordAnswer(), result: "refused" };
  switch (step.kind) {
    case "merge":
    case "enqueue":
    case "auto-merge":
      return outcome?.kind === "asked"
        ? { text: null, result: "done" }
        : { text: gateAnswer(outcome?.why ?? "it was not asked to", state.bot), result: "refused" };
    case "kept":
      return { text: null, result: "done" };
    case "await-checks":
      return decision.verdict === "no"
        ? { text: refusedAnswer(decision, state.bot), result: "refused" }
        : { text: waitingAnswer(decision, state.bot), result: "awaited" };
    case "dry-run":
      return { text: dryRunAnswer(decision), result: "refused" };
    case "await-github":
      return { text: null, result: "awaited" };
    case "stopped":
      return { text: gateAnswer(step.why, state.bot), result: "refused" };
    case "none":
    case "take-back":
      return { text: refusedAnswer(decision, state.bot), result: "refused" };
  }
}

/** Answers `cancel`. */
export function cancelAnswer({ merging, state, asked }: Run, asking: PullRequestComment): Answer {
  if (merging.kind === "off") return { text: mergingOffAnswer(), result: "done" };
  if (merging.kind === "not-judged") return { text: notJudgedAnswer(merging.why), result: "done" };
  const by = commander(asking, merging.facts.configuration);
  if (by === null) return { text: unknownWordAnswer(), result: "refused" };
  if (!mayCancel(by, merging.facts)) return { text: mayNotCancelAnswer(), result: "refused" };
  const waited = asked.some((each) => asksFor(each, "merge"));
  if (isUnderWay(state) || waited) return { text: null, result: "done" };
  const { autoMerge, queued } = state.gate;
  const others = autoMerge === "others" || queued === "others";
  return { text: cancelledAnswer(state.bot, others), result: "done" };
}

/** What `explain` says of merging. */
export function explainMerging(merging: Merging): string {
  switch (merging.kind) {
    case "off":
      return mergingOffAnswer();
    case "not-judged":
      return notJudgedAnswer(merging.why);
    case "decided":
      return mergingAnswer(merging.decision);
  }
}
