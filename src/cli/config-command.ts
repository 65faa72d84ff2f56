import type { Command } from "commander";
import type { ConfigOptions } from "./config.ts";

type Flags = { head?: string; config?: string; json?: boolean; all?: boolean };

/** Registers `config`; `run` gets what was asked. */
export function addConfig(
  program: Command,
  run: (directory: string | undefined, options: ConfigOptions) => Promise<void>,
): void {
  program
    .command("config")
    .description("check the configuration, and print what it comes to")
    .argument("[dir]", "the directory to look at; without it, the repository around the current one")
    .option("--head <rev>", "look at a commit instead of the working tree")
    .option("--config <file>", "check this configuration instead of .github/by-name.yml")
    .option("--all", "also print the rules that nothing sets otherwise")
    .option("--json", "as data, all of it")
    .addHelpText("after", HELP)
    .action(async (directory: string | undefined, { head, config, json, all }: Flags) => {
      await run(directory, { head, config, json: json ?? false, all: all ?? false });
    });
}

const HELP = `
Each setting has a line: its value, and who says so. That is a line of the
configuration, the preset, what was recognised or guessed of the repository, or
the default.

Exit status: 0 if the configuration is valid, 1 if not, 2 if it could not be
looked at.`;
