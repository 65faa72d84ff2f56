import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCommands } from "../../src/review/commands.ts";

const commands = (body: string) =>
  parseCommands(body, "by-name-bot").map(({ command, argument }) =>
    argument === null ? command : `${command} ${argument}`,
  );

const command = fc.constantFrom(
  "@by-name-bot merge",
  "@by-name-bot explain path-home",
  "  @By-Name-Bot check  ",
);

describe("a command", () => {
  test("stands alone on its line", () => {
    expect(parseCommands("Looks good.\n\n@by-name-bot explain NPV-142\n", "by-name-bot")).toEqual([
      { command: "explain", argument: "NPV-142", line: 3 },
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
    expect(parseCommands("@axb check", "a.b")).toEqual([]);
    expect(parseCommands("@a.b check", "a.b")).toHaveLength(1);
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
    "a block in a list": (inner) => `- \`\`\`\n  x\n\n${inner}\n\`\`\``,
    "an indented block of code": (inner) => `\n    ${inner.replaceAll("\n", "\n    ")}`,
    "a quote": (inner) => inner.replace(/^/gm, "> "),
    "a quote that goes on": (inner) => `> quote\n${inner.replace(/\n\n+/g, "\n").trimStart()}`,
    "an HTML comment": (inner) => `<!--\n${inner}\n-->`,
    "an HTML comment that does not end": (inner) => `<!-- ${inner}`,
    "an HTML comment behind another": (inner) => `<!-- a --> <!--\n${inner}\n-->`,
    "an HTML comment in words": (inner) => `text <!--\n${inner}\n-->`,
    details: (inner) => `<details>\n\n${inner}\n\n</details>`,
    "preformatted text": (inner) => `<pre>\n${inner}\n</pre>`,
    "the attribute of an element": (inner) => `<a title="\n${inner}\n">x</a>`,
    "a code span": (inner) => `\`${inner.replace(/\n\n+/g, "\n")}\``,
    "a code span over lines": (inner) => `see \`\`x\n${inner.replace(/\n\n+/g, "\n").trimStart()}\n\`\``,
    "the title of a link": (inner) => `[a]: /x "\n${inner.replace(/\n\n+/g, "\n").trimStart()}\n"`,
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

test("a hostile comment is read quickly enough to be read at all", () => {
  for (const piece of [
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
  ]) {
    expect(commands(piece.repeat(Math.floor(65_536 / piece.length)))).toEqual([]);
  }
});
