import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMANDS, type Heard, readCommands } from "../../src/review/conversation/commands.ts";
import { otherReading } from "./other-reading.ts";

const LOGIN = "by-name-bot";

/** The commands in a comment. */
const commands = (body: string) =>
  readCommands(body, LOGIN).flatMap((heard) =>
    heard.kind === "command" ? [[heard.command, heard.argument ?? []].flat().join(" ")] : [],
  );

/** What else the bot makes of a comment: "extra merge", "miss", "too-long". */
const answered = (body: string, login = LOGIN) =>
  readCommands(body, login).map((heard: Heard) =>
    "command" in heard ? `${heard.kind} ${heard.command}` : heard.kind,
  );

const command = fc.constantFrom(
  "@by-name-bot merge",
  "@by-name-bot explain path-home",
  "  @By-Name-Bot check  ",
);

describe("a command", () => {
  test("that there is not is heard as such, in lower case, and only if it is one word", () => {
    expect(readCommands("@by-name-bot Dance", LOGIN)).toEqual([{ kind: "unknown", word: "dance", line: 1 }]);
    expect(answered("@by-name-bot dance now")).toEqual(["miss"]);
    expect(answered("@by-name-bot mergee")).toEqual(["unknown"]);
  });

  test("stands alone on its line", () => {
    expect(readCommands("Looks good.\n\n@by-name-bot explain NPV-142\n", LOGIN)).toEqual([
      { kind: "command", command: "explain", argument: "NPV-142", line: 3 },
    ]);
    expect(commands("Looks good (really)!\n@by-name-bot check")).toEqual(["check"]);
    expect(commands("@by-name-bot check\n@by-name-bot explain `path-home`\nthanks")).toEqual([
      "check",
      "explain path-home",
    ]);
  });

  test("is the same in capitals, with blanks around it, and with any line ends", () => {
    for (const body of [
      "@BY-NAME-BOT CHECK",
      "   @by-name-bot  check \t",
      "a\r\n@by-name-bot check\r\nb",
      "a\r@by-name-bot check",
    ]) {
      expect(commands(body)).toEqual(["check"]);
    }
  });

  test.each([
    "please @by-name-bot check",
    "@by-name-bot check this again",
    "@by-name-bot",
    "@by-name-bot: check",
    "@by-name-bot check.",
    "@by-name-bots check",
    "@other/by-name-bot check",
    "- @by-name-bot check",
    "# @by-name-bot check",
    "**@by-name-bot check**",
    "    @by-name-bot check",
    "\t@by-name-bot check",
    "\u00a0@by-name-bot check",
    "\\@by-name-bot check",
    "@by-name-bot 1",
  ])("is not %j", (body) => {
    expect(commands(body)).toEqual([]);
  });

  test("comes again after what was hidden, where it is certain that this has ended", () => {
    for (const hidden of [
      "```\nx\n```",
      "~~~ sh\nx\n~~~~",
      "> quote",
      "<!-- x -->",
      "<!--\nx\n-->",
      "a `b`",
      "see <https://x.org>",
    ]) {
      expect(commands(`${hidden}\n\n@by-name-bot check`)).toEqual(["check"]);
    }
  });

  test("is one of ten at most", () => {
    expect(commands("@by-name-bot check\n".repeat(50))).toHaveLength(10);
  });

  test("takes a login for nothing but itself", () => {
    expect(readCommands("@axb check", "a.b")).toEqual([]);
    expect(readCommands("@a.b check", "a.b")).toHaveLength(1);
  });
});

describe("what readers do not see as it stands is no command:", () => {
  const text = fc
    .array(fc.constantFrom("text", "", "    code", "- item", "> quote", "a `b` c"), { maxLength: 4 })
    .map((lines) => lines.join("\n"));
  const hides: Record<string, (inner: string) => string> = {
    "a block of code": (inner) => `\`\`\`\n${inner}\n\`\`\``,
    "a block of code with a language": (inner) => `~~~ nix\n${inner}\n~~~`,
    "a block of code that does not end": (inner) => `\`\`\`\n${inner}`,
    "a block with a longer fence": (inner) => `\`\`\`\`\n\`\`\`\n${inner}\n\`\`\`\`\n`,
    "a block in a list": (inner) => `- \`\`\`\n  x\n\n${inner.replace(/^/gm, "  ")}\n  \`\`\``,
    "an indented block of code": (inner) => `\n    ${inner.replaceAll("\n", "\n    ")}`,
    "a quote": (inner) => inner.replace(/^/gm, "> "),
    "a quote that goes on": (inner) => `> quote\n${inner.replace(/\n\n+/g, "\n").trim()}`,
    "an HTML comment": (inner) => `<!--\n${inner}\n-->`,
    "an HTML comment that does not end": (inner) => `<!-- ${inner}`,
    "an HTML comment behind another": (inner) => `<!-- a --> <!--\n${inner}\n-->`,
    "an HTML comment in words": (inner) => `text <!--\n${inner}\n-->`,
    details: (inner) => `<details>\n\n${inner}\n\n</details>`,
    "preformatted text": (inner) => `<pre>\n${inner}\n</pre>`,
    "the attribute of an element": (inner) => `<a title="\n${inner}\n">x</a>`,
    "a code span": (inner) => `\`${inner.replace(/\n\n+/g, "\n")}\``,
    "a code span over lines": (inner) => `see \`\`x\n${inner.replace(/\n\n+/g, "\n").trim()}\n\`\``,
    "the title of a link": (inner) => `[a]: /x "\n${inner.replace(/\n\n+/g, "\n").trim()}\n"`,
    mathematics: (inner) => `$$\n${inner}\n$$`,
  };

  test.each(Object.entries(hides))("in %s", (_name, hide) => {
    fc.assert(
      fc.property(text, command, text, (before, one, after) => {
        // What stands around it in there must not itself end what hides it.
        const inner = [before, one, after].join("\n").replace(/^( {0,3})[->] .*$/gm, "$1text");
        expect(commands(hide(inner.replaceAll("`b`", "b")))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["a fence that is code is taken for one", "    ```\n```\n@by-name-bot check\n```"],
    ["a fence in a list ends with the list", "- a\n  ```\nb\n```\n@by-name-bot check\n```"],
    ["a comment in a list ends with the list", "1. a\n   <!--\n```\n-->\n@by-name-bot check\n```"],
    ["a comment in a code span is none", "`<!--`\n```\n-->\n@by-name-bot check\n```"],
    ["a fence is closed by a longer one alone", "````\n```\n@by-name-bot check\n````"],
    ["a fence is not closed by one with words", "```\n``` x\n@by-name-bot check\n```"],
    ["a fence is not closed by another kind", "```\n~~~\n@by-name-bot check\n```"],
    ["a fence is not closed by an indented one", "```\n    ```\n@by-name-bot check\n```"],
    ["a line with a no-break space ends no paragraph", "`a\n\u00a0\n@by-name-bot check\n`"],
    ["an empty comment is none for some", "<!-->\n@by-name-bot check\n-->"],
  ])("where %s", (_name, body) => {
    expect(commands(body)).toEqual([]);
  });
});

describe("more words behind a command make it none:", () => {
  const words = [
    "conflict",
    "failed",
    "tomorrow",
    "#4711",
    "?",
    "🎉",
    "please",
    "when CI is green",
    "`now`",
    "!",
    "NixOS/nixpkgs#1",
    "...",
    "merge",
  ];

  test.each(
    ["merge", "cancel", "check", "help"].flatMap((command) => words.map((word) => [command, word] as const)),
  )("%s %s", (command, word) => {
    expect(answered(`@by-name-bot ${command} ${word}`)).toEqual([`extra ${command}`]);
  });

  test("explain takes one", () => {
    const explained = (argument: string | null) => [
      { kind: "command", command: "explain", argument, line: 1 },
    ];
    expect(readCommands("@by-name-bot explain", LOGIN)).toEqual(explained(null));
    expect(readCommands("@by-name-bot explain \t path-home", LOGIN)).toEqual(explained("path-home"));
    expect(answered("@by-name-bot explain path-home path-search")).toEqual(["extra explain"]);
    expect(answered("@by-name-bot explain `path home`")).toEqual(["extra explain"]);
  });

  test("a `merge` beside such a line is none, and a `cancel` is one", () => {
    expect(answered("@by-name-bot merge\n@by-name-bot merge tomorrow")).toEqual(["extra merge"]);
    expect(answered("@by-name-bot merge after lunch\n\n@by-name-bot merge")).toEqual(["extra merge"]);
    expect(answered("@by-name-bot cancel\n@by-name-bot merge tomorrow")).toEqual([
      "command cancel",
      "extra merge",
    ]);
  });
});

test("the commands are these, and each is one with its name before it", () => {
  expect([...COMMANDS].sort()).toEqual(["cancel", "check", "explain", "help", "init", "merge"]);
  for (const command of COMMANDS) {
    expect(answered(`@by-name-bot ${command}`)).toEqual([`command ${command}`]);
    expect(answered(`please @by-name-bot ${command}`)).toEqual(["miss"]);
  }
});

test.each(["@by-name-bot", "@by-name-bot \t", "@by-name-bot\u00a0"])("%j alone is silent", (body) => {
  expect(answered(body)).toEqual([]);
});

describe("what is like a command, and is none, is heard as that:", () => {
  test.each([
    "@by-name-bot merge!",
    "@by-name-bot merge.",
    "@by-name-bot[bot] merge",
    "@by-name-bot: merge",
    "@by-name-bot, merge",
    "LGTM! @by-name-bot merge",
    "please @by-name-bot merge",
    "- @by-name-bot merge",
    "# @by-name-bot merge",
    "**@by-name-bot merge**",
    "~~@by-name-bot merge~~",
    "> a quote\n@by-name-bot merge",
    "<b>x</b>\n\n@by-name-bot merge",
    "<details>\n\nx\n\n</details>\n\n@by-name-bot merge",
    "please @by-name-bot merge this now, please!",
    "| a |\n| - |\n| @by-name-bot merge |",
    "@by-name-bot merge\n---",
    "@by-name-bot\u00a0merge",
    "@by-name-bot mеrge",
    "@by-name-bot **merge**",
    "@by-name-bot merge\\",
    "see [1]\n\n@by-name-bot mer\\ge",
    "a $b\n@by-name-bot merge",
  ])("%j", (body) => {
    expect(answered(body)).toEqual(["miss"]);
  });

  test.each([
    "Thanks for @by-name-bot!",
    "@by-name-bot",
    "I wonder what @by-name-bot help does",
    "<details>\n\n@by-name-bot merge\n\n</details>",
    "> @by-name-bot merge",
    "> > @by-name-bot merge",
    "- > @by-name-bot merge",
    "`@by-name-bot merge`",
    "To merge, write `@by-name-bot merge` here",
    "```\n@by-name-bot merge\n```",
    "    @by-name-bot merge",
    "<!-- @by-name-bot merge -->",
    "@by-name-bots merge",
    "@other/by-name-bot merge",
    "ask x@by-name-bot merge",
    "https://example.org/@by-name-bot merge",
    "[a]: /x '\n@by-name-bot merge\n'",
  ])("but not %j, which nobody wrote to it", (body) => {
    expect(answered(body)).toEqual([]);
  });

  test.each([
    "@by\\-name-bot merge",
    "@by-name\\-bot merge",
    "@**by**-name-bot merge",
    "@by-name<!-- -->-bot merge",
  ])("nor %j, which is not its name as it is written", (body) => {
    expect(answered(body)).toEqual([]);
  });

  test("of those in a comment with a command nothing is said", () => {
    expect(answered("LGTM! @by-name-bot merge\n\n@by-name-bot merge")).toEqual(["command merge"]);
    expect(answered("@by-name-bot merge!\n\n@by-name-bot merge!")).toEqual(["miss"]);
  });
});

describe("a comment that is too long", () => {
  const filled = (bytes: number, unit = "x") =>
    `${unit.repeat((bytes - 20) / new TextEncoder().encode(unit).length)}\n\n@by-name-bot merge`;

  test("commands nothing, from the byte behind 4,096 on", () => {
    const longest = filled(4096);
    expect(new TextEncoder().encode(longest)).toHaveLength(4096);
    expect(answered(longest)).toEqual(["command merge"]);
    expect(answered(`x${longest}`)).toEqual(["too-long"]);
  });

  test("is measured in bytes", () => {
    expect(answered(filled(4096, "ä"))).toEqual(["command merge"]);
    expect(answered(`x${filled(4096, "ä")}`)).toEqual(["too-long"]);
  });

  test("or that holds more than 400 marks commands nothing", () => {
    // Two in the bot's name, and two line ends before it.
    const marked = (marks: number) => `${"+".repeat(marks - 4)}\n\n@by-name-bot merge`;
    expect(answered(marked(400))).toEqual(["command merge"]);
    expect(answered(marked(401))).toEqual(["too-long"]);
  });

  test.each([..."*_~[]|<>`\\&+-\r\n"])("counts %j among the marks", (mark) => {
    expect(answered(`${mark.repeat(401)} please @bot merge`, "bot")).toEqual(["too-long"]);
    expect(answered(`${"x".repeat(401)} please @bot merge`, "bot")).toEqual(["miss"]);
  });

  test.each(COMMANDS)("is told so where it may ask for `%s`", (command) => {
    expect(answered(`${"x".repeat(4096)}\n\n@by-name-bot ${command}`)).toEqual(["too-long"]);
  });

  test("or that holds too many marks, is told so only where it seems to command", () => {
    expect(answered(`${"*a_".repeat(300)}\n\n@by-name-bot merge`)).toEqual(["too-long"]);
    expect(answered(`${"x".repeat(5000)} thanks to @by-name-bot`)).toEqual([]);
    expect(answered("x".repeat(5000))).toEqual([]);
  });
});

describe("by another reader of CommonMark, too,", () => {
  const piece = fc.constantFrom(
    "@by-name-bot merge",
    "@by-name-bot merge",
    "\n",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "  ",
    " ",
    "\t",
    "```",
    "~~~",
    "`",
    "``",
    "*",
    "**",
    "_",
    "~~",
    "~",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<details>",
    "[a]",
    "(x)",
    "[a]: /x",
    "![",
    "](",
    "\\",
    "&amp;",
    "# ",
    "---",
    "===",
    "| a |",
    "| - |",
    "text",
    "\u00a0",
    "\f",
    "\u3000",
    "\r",
    "'",
    '"',
    "$",
    "https://a.org",
  );
  const body = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));

  test("every command is a line of a paragraph at the top level, as plain text", () => {
    fc.assert(
      fc.property(body, (text) => {
        const ours = readCommands(text, LOGIN).flatMap((one) => (one.kind === "command" ? [one.line] : []));
        const theirs = otherReading(text);
        expect(ours.filter((line) => !theirs.has(line))).toEqual([]);
      }),
      { numRuns: Number(process.env.COMMENTS ?? 2000) },
    );
  });
});

test.each([
  "<",
  "`",
  "> ",
  "- ",
  "@by-name-bot ",
  "<!--",
  "[",
  "<https://",
  " ",
  "~~~\n",
  "- - ",
  "*a_",
  "> - ",
])("a hostile comment of %j commands nothing", (piece) => {
  expect(commands(piece.repeat(Math.floor(65_536 / piece.length)))).toEqual([]);
  expect(commands(piece.repeat(Math.floor(4096 / piece.length)))).toEqual([]);
});
