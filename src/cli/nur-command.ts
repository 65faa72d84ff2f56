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
    .description("check every entry of a registry on GitHub")
    .argument("<file>", "the registry, repos.json")
    .option("--lock <file>", "the lock file; without it, the one beside the registry")
    .addOption(new Option("--format <format>", "output format").choices(SWEEP_FORMATS).default("text"))
    .addHelpText("after", HELP)
    .action(async (file: string, { lock, format }: { lock?: string; format: SweepOptions["format"] }) => {
      await sweep(file, { lock, format });
    });
}

const HELP = `
Reports repositories that are gone, archived, empty, never locked or whose lock
is old, repositories with two entries, and contacts without an account. Sends at
most two requests a second, for 25 entries each. Repositories elsewhere than on
GitHub are only counted.

Environment:
  GITHUB_TOKEN            any token; it needs no permission
  GITHUB_API_URL          another GitHub (default: https://api.github.com)

Exit status: 0 if nothing is wrong, 1 if something is, 2 if GitHub did not
answer.

Examples:
  by-name-bot nur sweep repos.json
  by-name-bot nur sweep repos.json --format markdown`;
