import { type CommentLine, commentLines, sourceLines } from "./comment-lines.ts";

/** The commands that there are. Of these `explain` alone takes an argument. */
export const COMMANDS = ["merge", "cancel", "check", "explain", "init", "help"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** A command to the bot that stands in a comment, and the line that it stands on, 1-based. */
export type Command = { readonly kind: "command"; readonly line: number } & (
  | { readonly command: Exclude<CommandName, "explain">; readonly argument: null }
  /** The one word after it, without backticks; null where there is none. */
  | { readonly command: "explain"; readonly argument: string | null }
);

/** What a comment says to the bot. Nothing but a command is ever obeyed; all else is answered. */
export type Heard =
  | Command
  /** One word, in lower case, in the place of a command, which is none. */
  | { readonly kind: "unknown"; readonly word: string; readonly line: number }
  /** A command with more words on its line. */
  | { readonly kind: "extra"; readonly command: CommandName; readonly line: number }
  /** Something like a command, written in a way that is none. */
  | { readonly kind: "miss"; readonly line: number }
  /** The whole comment is too long, or holds too much markup, to be read for commands. */
  | { readonly kind: "too-long" };

/** What was heard in one of many comments; `unread`: there is more in all of them than is read. */
export type HeardAmong = Heard | { readonly kind: "unread" };

/** Comments of more bytes of UTF-8 are not read. */
export const LONGEST_COMMENT = 4096;
/** A comment with more marks is not read: each may cost the parser a look at all the others. */
const MOST_MARKS = 400;
const MARKS = /[*_~[\]|<>`\\&+\n\r-]/g;

const mostHeard = 10;

/**
 * What a comment says to the bot, at most ten things. A command is `@login command`, alone on a line that its
 * readers see just so (`commentLines`). Where a comment has a command, nothing is said of what merely is
 * like one.
 *
 * @param login without `[bot]`
 */
export function readCommands(body: string, login: string): Heard[] {
  const forms = formsFor(login);
  if (!forms.named.test(body)) return [];
  if (isTooLong(body)) return forms.asked.test(body) ? [{ kind: "too-long" }] : [];
  const heard: Heard[] = [];
  for (const line of commentLines(body)) {
    const one = heardIn(line, forms);
    if (one !== null) heard.push(one);
  }
  // Where a line says more than a command, it is not known what the others are worth.
  const isDoubtful = heard.some(({ kind }) => kind === "extra");
  const meant = heard.filter(
    (one) => one.kind !== "miss" && !(isDoubtful && one.kind === "command" && one.command === "merge"),
  );
  return (meant.length > 0 ? meant : heard.slice(0, 1)).slice(0, mostHeard);
}

/** The work that reading comments may be in all, in the unit of `workOf`: a tenth of a second or so. */
const MOST_WORK = 65_536;

/**
 * What each of many comments says to the bot, in their order. What is read of all of them is bounded: the ones
 * that are least work come first, so that no flood of long ones keeps a short one from being heard. One that is
 * not read commands nothing but `cancel`, which costs a merge at most.
 *
 * @param login without `[bot]`
 */
export function readAllCommands(bodies: readonly string[], login: string): HeardAmong[][] {
  const heard: HeardAmong[][] = bodies.map(() => []);
  const forms = formsFor(login);
  const named = bodies
    .flatMap((body, index) => (forms.named.test(body) ? [{ body, index, work: workOf(body) }] : []))
    .sort((a, b) => a.work - b.work);
  let left = MOST_WORK;
  for (const { body, index, work } of named) {
    left -= work;
    heard[index] = left >= 0 ? readCommands(body, login) : unread(body, forms);
  }
  return heard;
}

/**
 * Which of some texts say a command that there is, in whatever way, but not as a quote or as code. As many are read
 * as `readAllCommands` reads; the others count as if they did.
 *
 * @param login without `[bot]`
 */
export function areCommandsSaid(bodies: readonly string[], login: string): boolean[] {
  return readAllAsked(bodies, login).map((heard) => heard.length > 0);
}

/**
 * What each of many texts says to the bot, as `readAllCommands` reads it, but nothing of one that has no command there
 * is in it.
 *
 * @param login without `[bot]`
 */
export function readAllAsked(bodies: readonly string[], login: string): HeardAmong[][] {
  const { asked } = formsFor(login);
  return readAllCommands(
    bodies.map((body) => (asked.test(body) ? body : "")),
    login,
  );
}

/** How much work it is to read a comment; nearly none for one that is too long. */
function workOf(body: string): number {
  return 100 + (isTooLong(body) ? 0 : body.length + 10 * (body.match(MARKS)?.length ?? 0));
}

function unread(body: string, forms: Forms): HeardAmong[] {
  if (!forms.asked.test(body)) return [];
  const lines = sourceLines(body);
  const at = lines.findIndex((line) => forms.addressed.exec(line)?.[1]?.trim().toLowerCase() === "cancel");
  const cancel = { kind: "command", command: "cancel", argument: null, line: at + 1 } as const;
  return [...(at === -1 ? [] : [cancel]), { kind: "unread" }];
}

function isTooLong(body: string): boolean {
  // No character has more bytes than three for each of its UTF-16 units, nor fewer than one.
  if (body.length > LONGEST_COMMENT || new TextEncoder().encode(body).length > LONGEST_COMMENT) return true;
  return (body.match(MARKS)?.length ?? 0) > MOST_MARKS;
}

type Forms = {
  /** The bot's name anywhere. */
  readonly named: RegExp;
  /** A line that is for the bot; the rest of it. */
  readonly addressed: RegExp;
  /** Its name with a command behind it, in whatever way. */
  readonly asked: RegExp;
  /** The same at the end of a line that begins otherwise. */
  readonly askedAtEnd: RegExp;
};

function formsFor(login: string): Forms {
  const name = `@${login.replace(/[^\w-]/g, "\\$&")}`;
  const asked = `(?:^|[^\\w@/.\`-])${name}(?:\\[bot\\])?(?:[\\s:,]{1,9})(?:${COMMANDS.join("|")})(?![\\w-])`;
  return {
    named: new RegExp(name, "i"),
    addressed: new RegExp(`^${name}(?![\\w-])(.*)$`, "i"),
    asked: new RegExp(asked, "i"),
    askedAtEnd: new RegExp(`${asked}(?:[\\s,]+(?:this|it|please|now))*[^\\p{L}\\p{N}]*$`, "iu"),
  };
}

/** A word, what may stand behind it, and blanks. No other blank than these is one. */
const SAID = /^[ \t]+([a-z][a-z-]{0,39})(?:[ \t]+(.*[^ \t]))?[ \t]*$/i;
const ARGUMENT = /^(`?)([^\s`]{1,100})\1$/;

function heardIn({ line, text, as }: CommentLine, forms: Forms): Heard | null {
  const rest = forms.addressed.exec(text)?.[1];
  const miss: Heard = { kind: "miss", line };
  if (rest === undefined) return forms.askedAtEnd.test(text) ? miss : null;
  if (rest.trim() === "") return null;
  const [, word, more] = SAID.exec(rest) ?? [];
  if (word === undefined || as === "other") return miss;
  const lower = word.toLowerCase();
  const command = COMMANDS.find((name) => name === lower);
  if (command === undefined) return more === undefined ? { kind: "unknown", word: lower, line } : miss;
  if (command === "explain") {
    const argument = more === undefined ? null : (ARGUMENT.exec(more)?.[2] ?? undefined);
    return argument === undefined
      ? { kind: "extra", command, line }
      : { kind: "command", command, argument, line };
  }
  return more === undefined
    ? { kind: "command", command, argument: null, line }
    : { kind: "extra", command, line };
}
