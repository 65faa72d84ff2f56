import { type Command, Option } from "commander";

export const SWEEP_FORMATS = ["text", "json", "markdown"] as const;

export type SweepOptions = {
  readonly format: (typeof SWEEP_FORMATS)[number];
  /** The lock file; by default the one beside the registry, where there is one. */
  readonly lock: string | undefined;
};

/** Registers `nur` with its commands; `sweep` gets what was asked. */
export function addNur(
  program: Command,
  sweep: (file: string, options: SweepOptions) => Promise<void>,
): void {
  const nur = program.command("nur").description("for the maintainers of NUR's registry");
  nur
    .command("sweep")
    .description("ask GitHub about every entry of a registry, and print what is wrong")
    .argument("<file>", "the registry, repos.json")
    .option("--lock <file>", "the lock file; without it, the one beside the registry")
    .addOption(new Option("--format <format>", "how to print it").choices(SWEEP_FORMATS).default("text"))
    .addHelpText("after", HELP)
    .action(async (file: string, { lock, format }: { lock?: string; format: SweepOptions["format"] }) => {
      await sweep(file, { lock, format });
    });
}

const HELP = `
Looks for repositories that are gone, archived or empty, that were never locked
or whose lock is far behind, for repositories that two entries name, and for
contacts that have no account any more. Asks about 25 entries at a time, twice a
second at most; what is not on GitHub is counted and not looked at.

Environment:
  GITHUB_TOKEN            any token; it needs no permission
  GITHUB_API_URL          another GitHub (default: https://api.github.com)

Exit status: 0 if nothing is wrong, 1 if something is, 2 if GitHub could not be
asked.

Examples:
  by-name-bot nur sweep repos.json
  by-name-bot nur sweep repos.json --format markdown`;
