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
    ? "The title or the description was edited since, and the merge queue would put that into the commit."
    : reasons(decision.lines, "unmet") || lackingWords(decision) || reasons(decision.lines, "waits");
  return [
    `I took back the merge that was under way. ${unmet}`.trimEnd(),
    `To have it merged after all, a fresh ${markdownCode(`@${bot} merge`)} is needed.`,
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
  return `I took back the merge that was under way: ${markdownCode("merge.dry-run")} of the configuration is set now, so nothing is merged.`;
}

/** Says that a merge is under way no more, since nothing merges itself any more. */
export function offTakenBack(): string {
  return "I took back the merge that was under way: the configuration lets nothing merge itself any more.";
}

/** The same for a change that cannot be judged any more. `why` is a clause. */
export function notJudgedTakenBack(why: string, bot: string): string {
  return [
    `I took back the merge that was under way: ${markdownProse(shorten(why, LONGEST_MESSAGE))}.`,
    `To have it merged after all, a fresh ${markdownCode(`@${bot} merge`)} is needed.`,
  ].join("\n\n");
}
