import { type CommandName, LONGEST_COMMENT } from "../../../review/conversation/commands.ts";
import { markdownCode } from "../../../review/text/escape.ts";

const MOST_PLACES = 3;

/** Answers a command with more words on its line. */
export function extraWordsAnswer(command: CommandName, bot: string): string {
  const alone = markdownCode(`@${bot} ${command}`);
  return command === "explain"
    ? `I did nothing: ${markdownCode("explain")} takes the name of one rule, and this line has more. Write ${alone}, or ${markdownCode(`@${bot} explain path-home`)}.`
    : `I did nothing: ${markdownCode(command)} takes no argument, and this line has more words on it, so I cannot tell what they mean. Write ${alone} alone on a line of its own.`;
}

/** Answers what is like a command, and is none. */
export function missAnswer(bot: string): string {
  return `I did nothing: a command stands alone on its line, as plain text, without any other sign: ${markdownCode(`@${bot} merge`)}, say. ${markdownCode(`@${bot} help`)} lists the commands.`;
}

/** Answers commands in reviews and on lines of code. `places` are links to them. */
export function elsewhereAnswer(bot: string, places: readonly string[]): string {
  const shown = places.slice(0, MOST_PLACES);
  const links = shown.map((url) => `<${url}>`).join(", ");
  const more = places.length > shown.length ? ` and ${places.length - shown.length} more` : "";
  return `I did nothing: I take commands in comments on the pull request alone, not in a review or on a line of code (${links}${more}). Write ${markdownCode(`@${bot} merge`)}, or another command, alone on its line in a new comment at the end of this page.`;
}

/** Answers a comment that is not read, though it seems to hold a command. */
export function tooLongAnswer(bot: string): string {
  return `I did nothing: I read commands in comments of at most ${LONGEST_COMMENT} bytes and some hundred signs of markup, and this one has more. Write ${markdownCode(`@${bot} merge`)}, or another command, in a comment of its own.`;
}

/** Answers a comment that is not read because there are so many. */
export function unreadAnswer(bot: string): string {
  return `I did not read this comment: there are too many long ones here that name me. Write ${markdownCode(`@${bot} merge`)}, or another command, in a short comment of its own.`;
}

/** Answers a comment that came by e-mail. */
export function byEmailAnswer(bot: string): string {
  return `I did nothing: I take no commands by e-mail, because a mail may quote what somebody else wrote. Write ${markdownCode(`@${bot} merge`)}, or another command, in a new comment on GitHub itself.`;
}
