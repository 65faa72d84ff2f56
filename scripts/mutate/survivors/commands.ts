import type { Unnoticed } from "../compare.ts";

const COMMANDS_FILE = "src/review/conversation/commands.ts";
const LINES_FILE = "src/review/conversation/comment-lines.ts";

export const COMMANDS: readonly Unnoticed[] = [
  {
    file: COMMANDS_FILE,
    why: "It stands for a text that says nothing to the bot, and does not name it either.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: COMMANDS_FILE,
    why: "The expression has one group, which is there whenever it matches.",
    changes: ["`forms.addressed.exec(line)?.[1]?.trim` -> `forms.addressed.exec(line)?.[1].trim`"],
  },
  {
    file: COMMANDS_FILE,
    why: "It only saves time: the bytes are counted after it, and are never fewer.",
    changes: ["`body.length > LONGEST_COMMENT` -> `false`"],
  },
  {
    file: COMMANDS_FILE,
    why: "Only what is behind the first of these is looked at.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: LINES_FILE,
    why: "Every line that the parser tells of is in the text.",
    changes: ['`""` -> `"Stryker was here!"`', "`source[line - 1]?.includes` -> `source[line - 1].includes`"],
  },
  {
    file: LINES_FILE,
    why: "It only saves time: what is deeper is none of the names that are looked for either.",
    changes: ["`open .slice(0, 4)` -> `open`"],
  },
];
