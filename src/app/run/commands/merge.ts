import { sentence } from "../../../checker/sentence.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import type { Decision } from "../../../policy/decision.ts";
import { listed } from "../../../policy/words.ts";
import { addsSentence, checklist, isFixable, WRITE_ACCESS } from "../../../review/conversation/checklist.ts";
import { markdownCode, markdownProse, shorten } from "../../../review/text/escape.ts";
import { HOME } from "../../../review/text/home.ts";
import { LONGEST_MESSAGE } from "../../../review/text/limits.ts";
import type { MergeOutcome } from "../merge/merge-writes.ts";
import type { Run } from "../run.ts";
import type { RunContext } from "../run-context.ts";
import { undecidedText, unknownWordAnswer } from "./about-merging.ts";
import type { Answer, HelpRow } from "./answer.ts";
import { commander } from "./given-commands.ts";

export const MERGE_HELP: HelpRow = {
  form: "merge",
  does: "merges this change, if a merge strategy allows you to",
};

/** Answers `merge`, given what came of asking GitHub for it. */
export function mergeAnswer(
  {
    merging,
    state,
    context,
  }: Pick<Run, "merging" | "state"> & { readonly context: Pick<RunContext, "terms"> },
  asking: PullRequestComment,
  outcome: MergeOutcome | null,
): Answer {
  const what = asking.review === null ? "comment" : "review";
  const unheard = context.terms !== undefined && context.terms.shared !== null;
  if (merging.kind !== "decided") return { text: undecidedText(merging), result: "refused" };
  const { decision, step } = merging;
  if (commander(asking, merging.facts.configuration) === null)
    return { text: unknownWordAnswer(what), result: "refused" };
  switch (step.kind) {
    case "merge":
    case "enqueue":
    case "auto-merge":
      if (outcome?.kind === "asked") return { text: null, result: "done" };
      if (outcome?.kind === "again") return { text: null, result: "awaited" };
      return { text: gateAnswer(outcome?.why ?? "it was not asked to", state.bot), result: "refused" };
    case "kept":
      return { text: null, result: "done" };
    case "await-checks":
      return decision.verdict === "no"
        ? { text: refusedAnswer(decision, state.bot, what), result: "refused" }
        : { text: waitingAnswer(decision, state.bot), result: "awaited" };
    case "dry-run":
      return { text: dryRunAnswer(decision), result: "refused" };
    case "await-github":
      return { text: null, result: "awaited" };
    case "stopped":
      return { text: gateAnswer(step.why, state.bot), result: "refused" };
    case "none":
    case "take-back":
      return unheard && decision.verdict === "asks"
        ? { text: unheardAnswer(decision), result: "refused" }
        : { text: refusedAnswer(decision, state.bot, what), result: "refused" };
  }
}

/** Answers `merge` where the change may not merge itself, or not by the word of who said so. */
export function refusedAnswer(decision: Decision, bot: string, what: "comment" | "review"): string {
  const list = checklist(decision, { lasting: false });
  if (decision.adds.length > 0) return `I did not merge this. ${addsSentence(decision)}`;
  const why = decision.verdict === "asks" ? `I did not merge this: your ${what} is not enough.` : REFUSED;
  return [why, list, nextText(decision, bot)].filter((part) => part !== "").join("\n\n");
}

/** Answers `merge` where no command can be told to have come after the last push. */
export function unheardAnswer(decision: Decision): string {
  return [
    "I did not merge this: I work with the token of a workflow's job, and with that I cannot tell whether a command came after the last push. So no command merges anything here.",
    checklist(decision, { lasting: false }),
    `With the token of an App, commands count: [how](${HOME}/blob/main/docs/action.md#with-the-token-of-an-app).`,
  ].join("\n\n");
}

const REFUSED = "I did not merge this.";

/** What can be done about a refusal, and by whom. */
function nextText({ lines, verdict, next }: Decision, bot: string): string {
  const steps = next.map((step) => markdownProse(shorten(sentence(step), LONGEST_MESSAGE)));
  if (verdict === "asks")
    return steps.length <= 1 ? steps.join("") : steps.map((step) => `- ${step}`).join("\n");
  return isFixable(lines) ? `Fix that, then comment ${markdownCode(`@${bot} merge`)} again.` : WRITE_ACCESS;
}

/** Answers `merge` where GitHub itself did not do it. `reason` is GitHub's own, or ours of it: a clause. */
export function gateAnswer(reason: string, bot: string): string {
  return [
    `This change may merge itself, but GitHub did not merge it: ${markdownProse(shorten(sentence(reason), LONGEST_MESSAGE))}`,
    `Fix that, then comment ${markdownCode(`@${bot} merge`)} again.`,
  ].join("\n\n");
}

/** Answers `merge` where the checks are not done, and GitHub cannot wait for them itself. */
export function waitingAnswer({ awaited }: Decision, bot: string): string {
  return [
    `I will merge this when these checks pass: ${markdownProse(listed(awaited))}.`,
    `To cancel, comment ${markdownCode(`@${bot} cancel`)} or push.`,
  ].join("\n\n");
}

/** Answers `merge` where all is there, and the configuration says that nothing is merged. */
export function dryRunAnswer({ grounds }: Decision): string {
  return `I would merge this now, by ${markdownCode(grounds?.strategy ?? "")}. I did not, because ${markdownCode("merge.dry-run")} is set in the configuration.`;
}
