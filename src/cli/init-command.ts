import type { Command } from "commander";
import type { InitOptions } from "./init.ts";

type Flags = { workflow?: boolean; hook?: boolean; force?: boolean; dryRun?: boolean };

/** Registers `init`; `run` gets what was asked. */
export function addInit(
  program: Command,
  run: (directory: string | undefined, options: InitOptions) => Promise<void>,
): void {
  program
    .command("init")
    .description("say how packages are laid out, and write .github/by-name.yml")
    .argument("[dir]", "the directory to look at; without it, the repository around the current one")
    .option("--workflow", "also write a workflow for GitHub Actions, for those who cannot install the App")
    .option("--hook", "also write a git hook that checks before each commit")
    .option("--force", "replace files that are there")
    .option("--dry-run", "print what would be written, and write nothing")
    .addHelpText("after", HELP)
    .action(async (directory: string | undefined, { workflow, hook, force, dryRun }: Flags) => {
      const on = (flag: boolean | undefined) => flag ?? false;
      await run(directory, {
        workflow: on(workflow),
        hook: on(hook),
        force: on(force),
        dryRun: on(dryRun),
      });
    });
}

const HELP = `
Looks at the working tree: which layout its packages have, which preset fits,
and what is wrong there already, by the rules of that preset. What it writes
says the same as is recognised without it; written down, it stays so.

Exit status: 0, or 2 if it could not be done. Nothing is written then.`;
