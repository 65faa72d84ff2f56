/** A word of a command, as it is written, with its quotes; `start` and `end` are offsets into the text. */
export type Word = { readonly text: string; readonly start: number; readonly end: number };

/** The words of a simple command. */
export type Command = readonly Word[];

/** What may stand before the name of a command. */
const BEFORE_NAME = /^(?:[{!]|if|then|else|elif|while|until|do|time|[A-Za-z_][A-Za-z0-9_]*\+?=.*)$/s;

/** The command's own words: without reserved words and assignments before its name. */
export function ownWords(command: Command): Command {
  const name = command.findIndex((word) => !BEFORE_NAME.test(word.text));
  return name < 0 ? [] : command.slice(name);
}

/**
 * The simple commands of a script, in order, as far as that can be told without running it: words are split at
 * blanks, commands at line ends, `;`, `&`, `|` and parentheses; quotes and `\` hide these. Comments are no words.
 */
export function commandsOf(text: string): Command[] {
  const commands: Command[] = [];
  let words: Word[] = [];
  let start = -1;
  const endWord = (end: number) => {
    if (start >= 0) words.push({ text: text.slice(start, end), start, end });
    start = -1;
  };
  const endCommand = (end: number) => {
    endWord(end);
    if (words.length > 0) commands.push(words);
    words = [];
  };
  let i = 0;
  while (i < text.length) {
    const character = text[i] ?? "";
    if (character === "\\" && text[i + 1] === "\n") {
      endWord(i);
      i += 2;
    } else if (character === "#" && start < 0) {
      const newline = text.indexOf("\n", i);
      i = newline < 0 ? text.length : newline;
    } else if (" \t\r".includes(character)) {
      endWord(i);
      i += 1;
    } else if ("\n;&|()`".includes(character)) {
      endCommand(i);
      i += 1;
    } else {
      if (start < 0) start = i;
      i = endOfPiece(text, i);
    }
  }
  endCommand(text.length);
  return commands;
}

/** Where a quotation, an escape or a plain character that begins at a place ends. */
function endOfPiece(text: string, at: number): number {
  const character = text[at];
  if (character === "\\") return Math.min(at + 2, text.length);
  if (character === "'") {
    const end = text.indexOf("'", at + 1);
    return end < 0 ? text.length : end + 1;
  }
  if (character !== '"') return at + 1;
  let i = at + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return Math.min(i + 1, text.length);
}
