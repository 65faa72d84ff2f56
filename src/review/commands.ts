/** A command to the bot that stands in a comment. */
export type Command = {
  /** In lower case. It need not be one that there is. */
  readonly command: string;
  /** The one word after it, without backticks; null where there is none. */
  readonly argument: string | null;
  /** The line that it stands on, 1-based. */
  readonly line: number;
};

const mostCommands = 10;

/** What starts a fenced block of code. Indented, it could end with the list that it is in. */
const fenceForm = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
/** What could be a fence, deep in lists and quotes. */
const fenceLike = /^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[\s>]+)*(?:`{3}|~{3})/;
/** An HTML comment that is a block, in no list. `<!-->` is a comment for some, the start of one for others. */
const commentForm = /^<!--(?!-?>)/;
/** HTML, but for a link in angle brackets. */
const htmlLike = /<(?!https?:\/\/[^\s<>]*>)[a-z/!?]/i;
/** What can reach over a line end and make text of a paragraph mean or show something else. */
const reaching = /[`<[\]$]/;

/**
 * The commands in a comment, at most ten: `@login command`, alone on its line. Markdown can hide text from
 * readers in many ways, and nobody should command what nobody sees: where it is not certain that a line is
 * shown as it stands, it is no command, and of some things all that follows them is taken for hidden.
 *
 * @param login without `[bot]`
 */
export function parseCommands(body: string, login: string): Command[] {
  const form = commandForm(login);
  const commands: Command[] = [];
  const visible = visibleLines(body.split(/\r\n|\n|\r/));
  for (const { text, line } of visible) {
    const [, command, argument] = form.exec(text) ?? [];
    if (command === undefined) continue;
    commands.push({ command: command.toLowerCase(), argument: argument ?? null, line });
    if (commands.length === mostCommands) break;
  }
  return commands;
}

function commandForm(login: string): RegExp {
  const name = login.replace(/[^\w-]/g, "\\$&");
  return new RegExp(
    `^ {0,3}@${name}[ \\t]+([a-z][a-z-]{0,39})(?:[ \\t]+\`?([^\\s\`]{1,100})\`?)?[ \\t]*$`,
    "i",
  );
}

type Line = { readonly text: string; readonly line: number };

/** What a line of a comment stands in, when it comes. */
type Surroundings =
  | { readonly in: "text" }
  | { readonly in: "fence"; readonly fence: string }
  | { readonly in: "comment" }
  /** A paragraph in which something was hidden or quoted: its next lines may belong to that. */
  | { readonly in: "doubt" };

/** The lines that are surely shown as they stand. */
function visibleLines(lines: readonly string[]): Line[] {
  const shown: Line[] = [];
  let state: Surroundings = { in: "text" };
  for (const [i, text] of lines.entries()) {
    if (state.in === "fence") {
      if (closes(text, state.fence)) state = { in: "text" };
      continue;
    }
    if (state.in === "comment") {
      if (!text.includes("-->")) continue;
      if (isOpenBehind(text)) break;
      state = { in: "text" };
      continue;
    }
    if (/^ {0,3}>/.test(text)) {
      state = { in: "doubt" };
      continue;
    }
    const [, ticks, tildes] = fenceForm.exec(text) ?? [];
    const fence: string | undefined = ticks ?? tildes;
    if (fence !== undefined) {
      state = { in: "fence", fence };
      continue;
    }
    if (commentForm.test(text)) {
      if (!text.includes("-->")) state = { in: "comment" };
      else if (isOpenBehind(text)) break;
      else state = { in: "text" };
      continue;
    }
    if (fenceLike.test(text) || htmlLike.test(text) || text.includes("$$")) break;
    if (/^[ \t]*$/.test(text)) {
      state = { in: "text" };
      continue;
    }
    if (state.in === "text") shown.push({ text, line: i + 1 });
    if (reaching.test(text)) state = { in: "doubt" };
  }
  return shown;
}

function closes(text: string, fence: string): boolean {
  const run = text.trim();
  return /^ {0,3}[`~]/.test(text) && run.length >= fence.length && run === fence.charAt(0).repeat(run.length);
}

/** Whether there is more HTML behind the end of a comment, which is none of it. */
function isOpenBehind(text: string): boolean {
  return text.slice(text.indexOf("-->") + 3).includes("<");
}
