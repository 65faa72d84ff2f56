import { markdownProse, shorten } from "../../../review/text/escape.ts";
import { LONGEST_MESSAGE } from "../../../review/text/limits.ts";
import type { Merging } from "../merge/merging.ts";

/** Answers what is said about merging where nothing was decided. */
export function undecidedText(merging: Exclude<Merging, { readonly kind: "decided" }>): string {
  switch (merging.kind) {
    case "off":
      return "Nothing merges itself here: `merge.strategies` of the configuration names no way. Somebody with write access merges the change.";
    case "not-judged":
      return `This change may not merge itself: ${markdownProse(shorten(merging.why, LONGEST_MESSAGE))}.`;
  }
}

/** Answers a command about merging in a comment of which it is not known whose word it is. */
export function unknownWordAnswer(): string {
  return "I cannot tell whose word this comment is: somebody else has edited it, or the account is gone. A new comment will do.";
}
