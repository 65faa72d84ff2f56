import { nearestName } from "../../../config/nearest-name.ts";
import { COMMANDS } from "../../../review/conversation/commands.ts";
import { markdownCode, shorten } from "../../../review/text/escape.ts";

const longestName = 100;

/** Answers a command that there is not. */
export function unknownCommandAnswer(command: string, bot: string): string {
  const nearest = nearestName(command, COMMANDS);
  const hint = nearest === null ? "" : ` Did you mean ${markdownCode(`@${bot} ${nearest}`)}?`;
  const help = markdownCode(`@${bot} help`);
  return `I do not know the command ${markdownCode(shorten(command, longestName))}.${hint} ${help} lists the commands.`;
}
