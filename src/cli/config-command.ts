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
    .description("check the configuration, and print every setting")
    .argument("[dir]", "the directory; without it, the repository of the current directory")
    .option("--head <rev>", "use a commit instead of the working tree")
    .option("--config <file>", "check this configuration instead of .github/by-name.yml")
    .option("--all", "also print rules with their default level")
    .option("--json", "print everything as JSON")
    .addHelpText("after", HELP)
    .action(async (directory: string | undefined, { head, config, json, all }: Flags) => {
      await run(directory, { head, config, json: json ?? false, all: all ?? false });
    });
}

const HELP = `
Each line has a setting, its value and its source: a line of the configuration,
the preset, recognised or guessed from the repository, or the default.

Exit status: 0 if the configuration is valid, 1 if not, 2 if it could not be
read.`;
