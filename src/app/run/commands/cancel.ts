import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import { mayCancel } from "../../../policy/consent.ts";
import { markdownCode } from "../../../review/text/escape.ts";
import { isUnderWay } from "../memory/expected.ts";
import type { Run } from "../run.ts";
import { undecidedText, unknownWordAnswer } from "./about-merging.ts";
import type { Answer, HelpRow } from "./answer.ts";
import { asksFor } from "./asked.ts";
import { commander } from "./given-commands.ts";

export const CANCEL_HELP: HelpRow = { form: "cancel", does: "cancels a pending merge" };

/** Answers `cancel`. */
export function cancelAnswer(
  { merging, state, asked }: Pick<Run, "merging" | "state" | "asked">,
  asking: PullRequestComment,
): Answer {
  if (merging.kind !== "decided") return { text: undecidedText(merging), result: "done" };
  const by = commander(asking, merging.facts.configuration);
  if (by === null) return { text: unknownWordAnswer(), result: "refused" };
  if (!mayCancel(by, merging.facts)) return { text: mayNotCancelAnswer(), result: "refused" };
  const waited = asked.some((each) => asksFor(each, "merge"));
  if (isUnderWay(state) || waited) return { text: null, result: "done" };
  const { autoMerge, queued } = state.gate;
  const others = autoMerge === "others" || queued === "others";
  return { text: cancelledAnswer(state.bot, others), result: "done" };
}

/** Answers `cancel` where nothing of the bot's was under way on GitHub. `others`: somebody else's merge is. */
export function cancelledAnswer(bot: string, others: boolean): string {
  const from = `I will not merge this change until a committer or a maintainer comments ${markdownCode(`@${bot} merge`)}.`;
  return others ? `${from} Somebody else has asked GitHub to merge it; I leave that alone.` : from;
}

/** Answers `cancel` by somebody who has no part in the change. */
export function mayNotCancelAnswer(): string {
  return "Only the author of the change, maintainers of its packages and committers can cancel a merge.";
}
