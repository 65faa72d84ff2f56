import { WRITE_ACCESS } from "../../../review/conversation/checklist.ts";
import { markdownProse, shorten } from "../../../review/text/escape.ts";
import { LONGEST_MESSAGE } from "../../../review/text/limits.ts";
import type { Merging } from "../merge/merging.ts";

/** Answers what is said about merging where nothing was decided. */
export function undecidedText(merging: Exclude<Merging, { readonly kind: "decided" }>): string {
  switch (merging.kind) {
    case "off":
      return "Automatic merging is off: `merge.strategies` is empty. Somebody with write access can merge this change.";
    case "not-judged":
      return `This change cannot merge itself: ${markdownProse(shorten(merging.why, LONGEST_MESSAGE))}. ${WRITE_ACCESS}`;
  }
}

/** Answers a command about merging where it is not known who wrote the comment, or the review. */
export function unknownWordAnswer(what: "comment" | "review" = "comment"): string {
  return `I cannot tell who wrote this ${what}: somebody else edited it, or the account was deleted. Write a new comment.`;
}
