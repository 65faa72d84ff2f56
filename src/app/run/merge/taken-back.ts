import { sentence } from "../../../checker/sentence.ts";
import type { Decision } from "../../../policy/decision.ts";
import { reasons } from "../../../review/conversation/checklist.ts";
import { markdownCode, markdownProse, shorten } from "../../../review/text/escape.ts";
import { LONGEST_MESSAGE } from "../../../review/text/limits.ts";

/** Says that a merge which was under way is so no more. */
export function takenBackComment(
  decision: Decision,
  bot: string,
  { edited }: { readonly edited: boolean } = { edited: false },
): string {
  const unmet = edited
    ? "The title or the description was edited, and the merge queue would put that into the commit."
    : reasons(decision.lines, "unmet") || lackingWords(decision) || reasons(decision.lines, "waits");
  return [
    `I cancelled the pending merge. ${unmet}`.trimEnd(),
    `To merge it after all, comment ${markdownCode(`@${bot} merge`)} again.`,
  ].join("\n\n");
}

/** What the strategies lack that lack nothing but a word. */
function lackingWords({ lines }: Decision): string {
  const open = lines.flatMap(({ parts }) => parts).filter(({ state }) => state === "asks");
  const lacking = open.flatMap(({ conditions }) => conditions).filter(({ state }) => state === "asks");
  return [...new Set(lacking.map(({ text }) => text))]
    .map((text) => markdownProse(shorten(sentence(text), LONGEST_MESSAGE)))
    .join(" ");
}

/** Says that a merge which was under way is so no more, since the configuration says that nothing is merged. */
export function dryRunTakenBack(): string {
  return `I cancelled the pending merge: ${markdownCode("merge.dry-run")} is set in the configuration now, so I merge nothing.`;
}

/** Says that a merge is under way no more, since nothing merges itself any more. */
export function offTakenBack(): string {
  return "I cancelled the pending merge: automatic merging is off now, because `merge.strategies` is empty.";
}

/** The same for a change that cannot be judged any more. `why` is a clause. */
export function notJudgedTakenBack(why: string, bot: string): string {
  return [
    `I cancelled the pending merge: ${markdownProse(shorten(why, LONGEST_MESSAGE))}.`,
    `To merge it after all, comment ${markdownCode(`@${bot} merge`)} again.`,
  ].join("\n\n");
}
