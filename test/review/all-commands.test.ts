import { expect, test } from "vitest";
import { areCommandsSaid, readAllCommands } from "../../src/review/conversation/commands.ts";

const LOGIN = "by-name-bot";
const MERGE = "@by-name-bot merge";

/** As much work as one comment can be. */
const LONG = `${MERGE}\n\n${"*a ".repeat(380)}${"x".repeat(2800)}`;

const kinds = (bodies: readonly string[]) =>
  readAllCommands(bodies, LOGIN).map((heard) =>
    heard.map((one) => (one.kind === "command" ? one.command : one.kind)),
  );

test("each of a hundred short comments is heard, in their order", () => {
  const bodies = Array.from({ length: 100 }, (_, i) => (i === 7 ? "@by-name-bot cancel" : MERGE));
  expect(kinds(bodies)).toEqual(bodies.map((_, i) => [i === 7 ? "cancel" : "merge"]));
});

test("of a hundred long comments a few are read, and the others command nothing", () => {
  const read = kinds(Array.from({ length: 100 }, () => LONG));
  expect(read.filter(([one]) => one === "merge")).toHaveLength(8);
  expect(read.filter(([one]) => one === "unread")).toHaveLength(92);
});

test("comments that are just as much work as is done are all heard", () => {
  const long = Array.from({ length: 16 }, () => `${MERGE}\n\n`.padEnd(65_536 / 16 - 100 - 40, "x"));
  expect(kinds(long)).toEqual(long.map(() => ["merge"]));
});

test.each(["before", "behind"])("long comments %s it take no short one its hearing", (where) => {
  const flood = Array.from({ length: 99 }, () => LONG);
  const read = kinds(where === "before" ? [...flood, MERGE] : [MERGE, ...flood]);
  expect(read.at(where === "before" ? -1 : 0)).toEqual(["merge"]);
});

test.each(["@by-name-bot cancel", "@by-name-bot  Cancel ", "@by-name-bot merge\n@by-name-bot cancel"])(
  "%j is heard in a comment that is not read, and nothing else in it",
  (said) => {
    const last = `${LONG}\n\n${said}\n`;
    expect(kinds([...Array.from({ length: 99 }, () => LONG), last]).at(-1)).toEqual(["cancel", "unread"]);
  },
);

test("a comment that only names the bot is silent, read or not", () => {
  const thanks = `Thanks, @by-name-bot. ${"*a ".repeat(390)}${"x".repeat(2800)}`;
  expect(kinds([...Array.from({ length: 99 }, () => LONG), thanks]).at(-1)).toEqual([]);
});

test("a comment without any mark is heard", () => {
  expect(readAllCommands(["@bot merge"], "bot")).toEqual([
    [{ kind: "command", command: "merge", argument: null, line: 1 }],
  ]);
});

test("comments that do not name the bot are no work, nor are those that are too long", () => {
  const others = Array.from({ length: 200 }, () => "*a ".repeat(1300));
  const tooLong = Array.from({ length: 200 }, () => `${MERGE}\n\n${"x".repeat(60_000)}`);
  const read = kinds([...others, ...tooLong, LONG]);
  expect(read.slice(0, 200)).toEqual(others.map(() => []));
  expect(read.slice(200, 400)).toEqual(tooLong.map(() => ["too-long"]));
  expect(read.at(-1)).toEqual(["merge"]);
});

test("a command is said in a comment in whatever way, but not as a quote or as code", () => {
  const bodies = [
    MERGE,
    "@BY-NAME-BOT MERGE",
    "Please, @by-name-bot: merge this",
    "@by-name-bot merge tomorrow",
    "> @by-name-bot merge",
    "`@by-name-bot merge`",
    "```\n@by-name-bot merge\n```",
    "@by-name-bot please",
    "thanks, @by-name-bot",
    "merge",
    "",
  ];
  const said = [true, true, true, true, ...Array.from({ length: 7 }, () => false)];
  expect(areCommandsSaid(bodies, LOGIN)).toEqual(said);
});

test("a command counts as said where a comment is one of too many to be read", () => {
  const said = areCommandsSaid([...Array.from({ length: 99 }, () => LONG), `> ${LONG}`], LOGIN);
  expect(said.at(-1)).toBe(true);
});

test.each(["@By-Name-Bot merge", "@BY-NAME-BOT cancel"])("%j is heard, whatever its case", (said) => {
  expect(kinds([said])).toEqual([[said.replace(/.* /, "")]]);
});
