import type { LineId } from "../policy/checklist.ts";
import type { Decision } from "../policy/decision.ts";
import { addsSentence, checklist, reasons, verdictSentence } from "./checklist.ts";
import { markdownCode, markdownProse, shorten } from "./escape.ts";
import { sentence } from "./sentence.ts";

const longestReason = 600;

/** Answers `merge` where the change may not merge itself, or not by the word of who said so. */
export function refusedAnswer(decision: Decision, bot: string): string {
  const list = checklist(decision, { lasting: false });
  if (decision.adds.length > 0) return `I did not merge this. ${addsSentence(decision)}`;
  const why =
    decision.verdict === "asks" ? "I did not merge this: your comment is not enough for it." : REFUSED;
  return [why, list, nextText(decision, bot)].filter((part) => part !== "").join("\n\n");
}

const REFUSED = "I did not merge this.";
/** Lines that somebody can fix, after which a word counts again. */
const FIXABLE: ReadonlySet<LineId> = new Set(["ready", "findings", "opinions", "checks"]);

/** What can be done about a refusal, and by whom. */
function nextText({ lines, verdict, next }: Decision, bot: string): string {
  const steps = next.map((step) => markdownProse(shorten(sentence(step), longestReason)));
  if (verdict === "asks")
    return steps.length <= 1 ? steps.join("") : steps.map((step) => `- ${step}`).join("\n");
  const unmet = lines.filter(({ state }) => state === "unmet");
  if (unmet.every(({ id }) => FIXABLE.has(id))) {
    return `Once that is fixed, a fresh ${markdownCode(`@${bot} merge`)} is needed.`;
  }
  return "Somebody with write access can merge it.";
}

/** Answers `merge` where GitHub itself did not do it. `reason` is GitHub's own, or ours of it: a clause. */
export function gateAnswer(reason: string, bot: string): string {
  return [
    `This change may merge itself, but GitHub did not merge it: ${markdownProse(shorten(sentence(reason), longestReason))}`,
    `Once that is fixed, a fresh ${markdownCode(`@${bot} merge`)} is needed.`,
  ].join("\n\n");
}

/** Answers `merge` where the checks are not done, and GitHub cannot wait for them itself. */
export function waitingAnswer({ lines }: Decision, bot: string): string {
  return [
    `I merge this once what it waits for is there. ${reasons(lines, "waits")}`,
    `${markdownCode(`@${bot} cancel`)} takes it back, and so does a push.`,
  ].join("\n\n");
}

/** Answers `merge` where all is there, and the configuration says that nothing is merged. */
export function dryRunAnswer({ grounds }: Decision): string {
  return `I would merge this now, by ${markdownCode(grounds?.strategy ?? "")}. ${markdownCode("merge.dry-run")} of the configuration is set, so I did not.`;
}

/** Says that a merge which was under way is so no more, since the configuration says that nothing is merged. */
export function dryRunTakenBack(): string {
  return `I took back the merge that was under way: ${markdownCode("merge.dry-run")} of the configuration is set now, so nothing is merged.`;
}

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
    .map((text) => markdownProse(shorten(sentence(text), longestReason)))
    .join(" ");
}

/** Answers `explain` on merging. */
export function mergingAnswer(decision: Decision): string {
  if (decision.adds.length > 0) return addsSentence(decision);
  return [verdictSentence(decision), checklist(decision, { lasting: false })].join("\n\n");
}

/** Answers `merge` where nothing may merge itself. */
export function mergingOffAnswer(): string {
  return "Nothing merges itself here: `merge.strategies` of the configuration names no way. Somebody with write access merges the change.";
}

/** Answers `merge`, and `explain`, on a change that was not judged. `why` is a clause. */
export function notJudgedAnswer(why: string): string {
  return `This change may not merge itself: ${markdownProse(shorten(why, longestReason))}.`;
}

/** Answers `cancel` where nothing of the bot's was under way on GitHub. `others`: somebody else's merge is. */
export function cancelledAnswer(bot: string, others: boolean): string {
  const from = `From now on I do not merge this change until somebody who may comments ${markdownCode(`@${bot} merge`)}.`;
  return others ? `${from} Somebody has asked GitHub itself to merge it, which I leave to them.` : from;
}

/** Answers a command about merging in a comment of which it is not known whose word it is. */
export function unknownWordAnswer(): string {
  return "I cannot tell whose word this comment is: somebody else has edited it, or the account is gone. A new comment will do.";
}

/** Answers `cancel` by somebody who has no part in the change. */
export function mayNotCancelAnswer(): string {
  return "Only whoever opened the change, those who maintain a package in it, and committers can take a merge back.";
}

/** Says that a merge is under way no more, since nothing merges itself any more. */
export function offTakenBack(): string {
  return "I took back the merge that was under way: the configuration lets nothing merge itself any more.";
}

/** The same for a change that cannot be judged any more. `why` is a clause. */
export function notJudgedTakenBack(why: string, bot: string): string {
  return [
    `I took back the merge that was under way: ${markdownProse(shorten(why, longestReason))}.`,
    `To have it merged after all, a fresh ${markdownCode(`@${bot} merge`)} is needed.`,
  ].join("\n\n");
}
