import { type CommandName, LONGEST_COMMENT } from "../../../review/conversation/commands.ts";
import { markdownCode } from "../../../review/text/escape.ts";

const MOST_PLACES = 3;

/** Answers a command with more words on its line. */
export function extraWordsAnswer(command: CommandName, bot: string): string {
  const alone = markdownCode(`@${bot} ${command}`);
  return command === "explain"
    ? `I did nothing: ${markdownCode("explain")} takes the name of one rule, and this line has more words. Write ${alone}, or ${markdownCode(`@${bot} explain path-home`)}.`
    : `I did nothing: ${markdownCode(command)} takes no argument, and this line has more words. Write ${alone} on a line of its own.`;
}

/** Answers what is like a command, and is none. */
export function missAnswer(bot: string): string {
  return `I did nothing: a command has to be alone on its line, as plain text without other characters. For example: ${markdownCode(`@${bot} merge`)}. ${markdownCode(`@${bot} help`)} lists the commands.`;
}

/**
 * Answers commands in reviews and on lines of code. `places` are links to them. `approvals`: a `merge` in a review that
 * approves counts.
 */
export function elsewhereAnswer(bot: string, places: readonly string[], approvals: boolean): string {
  const shown = places.slice(0, MOST_PLACES);
  const links = shown.map((url) => `<${url}>`).join(", ");
  const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : "";
  const which = approvals
    ? `I only take commands from comments on the pull request, and ${markdownCode("merge")} alone from a review that approves, not from another review or a comment on a line`
    : "I only take commands from comments on the pull request, not from a review or a comment on a line";
  return `I did nothing: ${which} (${links}${more}). Write ${markdownCode(`@${bot} merge`)}, or another command, on a line of its own in a new comment below.`;
}

/** Answers a comment that is not read, though it seems to hold a command. */
export function tooLongAnswer(bot: string): string {
  return `I did nothing: I read commands in comments of at most ${LONGEST_COMMENT} bytes with a few hundred characters of markup, and this one has more. Write ${markdownCode(`@${bot} merge`)}, or another command, in a comment of its own.`;
}

/** Answers a comment that is not read because there are so many. */
export function unreadAnswer(bot: string): string {
  return `I did not read this comment: this pull request has too many long comments that mention me. Write ${markdownCode(`@${bot} merge`)}, or another command, in a short comment of its own.`;
}

/** Answers a comment that came by e-mail. */
export function byEmailAnswer(bot: string): string {
  return `I did nothing: I take no commands by e-mail, because an e-mail may quote somebody else. Write ${markdownCode(`@${bot} merge`)}, or another command, in a new comment on GitHub.`;
}
