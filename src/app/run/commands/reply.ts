import {
  elsewhereMarker,
  type ReplyMarker,
  replyMarker,
  waitingMarker,
} from "../../../review/conversation/markers.ts";
import { fitting } from "../../../review/text/fitting.ts";
import { LONGEST_BODY } from "../../../review/text/limits.ts";
import { elsewhereAnswer } from "./near-misses.ts";

/**
 * A reply to a comment: what there is to say to each of its commands, in their order, and the marker that
 * tells the bot later that it has answered. At most 60,000 characters; what does not fit is left out.
 */
export function replyBody(answers: readonly string[], marker: ReplyMarker): string {
  const hidden = replyMarker(marker);
  const shown = fitting(answers, LONGEST_BODY - hidden.length - 10, (answer) => answer);
  return [shown.join("\n\n---\n\n"), hidden].join("\n\n");
}

/** A reply that says what a command waits for; the answer itself comes later. */
export function waitingBody(text: string, marker: Pick<ReplyMarker, "comment" | "stamp">): string {
  return [text, waitingMarker(marker)].join("\n\n");
}

/**
 * A reply to commands in reviews and on lines of code: `remarks` are their keys, and `places` links to them.
 * `approvals`: a `merge` in a review that approves counts.
 */
export function elsewhereBody(
  bot: string,
  places: readonly string[],
  remarks: readonly string[],
  approvals: boolean,
): string {
  return [elsewhereAnswer(bot, places, approvals), elsewhereMarker(remarks)].join("\n\n");
}
