import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { type Outcome, runCli } from "../cli/run.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { anchorsOf, commandsOf, documentation, linksOf, npmScriptsOf, readText } from "./pages.ts";

const ROOT = new URL("../../", import.meta.url);
const PAGES = documentation();

describe.each(PAGES)("$path", (page) => {
  it("has relative links that lead to a file, and to a heading of it", () => {
    const broken = linksOf(page).filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page.path : posix.join(posix.dirname(page.path), path);
      if (!existsSync(new URL(target, ROOT))) return true;
      return anchor !== undefined && !anchorsOf({ path: target, text: readText(target) }).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names npm scripts that there are", () => {
    const manifest: { scripts?: Record<string, string> } = JSON.parse(readText("package.json"));
    expect(npmScriptsOf(page).filter((name) => manifest.scripts?.[name] === undefined)).toEqual([]);
  });
});

/** How the program complains about a command that it does not know how to read. */
const USAGE_ERROR =
  /unknown (command|option)|too many arguments|missing required|argument missing|is invalid|there is no rule|takes NAME=LEVEL/;

/** The commands that pages show; the mere name of one is as good as a look at its help. */
const commands = [
  ...new Map(PAGES.flatMap(commandsOf).map((args) => [args.join(" "), args] as const)).values(),
];

it("shows commands in the documentation", () => {
  expect(commands.length).toBeGreaterThan(15);
});

it.each(commands.map((args) => ({ command: args.join(" "), args })))(
  "has a command that by-name-bot can read: $command",
  async ({ args }) => {
    const { err } = await byNameBot(args.length === 1 ? [...args, "--help"] : args);
    expect(err).not.toMatch(USAGE_ERROR);
  },
);

it.each([["chek"], ["check", "--fixx"], ["check", "--format", "xml"], ["explain", "NPV-1"], ["rules", "x"]])(
  "would notice a command that it cannot read: %s %s",
  async (...args) => {
    expect((await byNameBot(args)).err).toMatch(USAGE_ERROR);
  },
);

/** Runs the program where there is nothing to check, so that it reads its arguments and does no more. */
function byNameBot(args: readonly string[]): Promise<Outcome> {
  return runCli(args, { cwd: temporaryDirectory() });
}
