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
    .description("recognise how packages are laid out, and write .github/by-name.yml")
    .argument("[dir]", "the directory; without it, the repository of the current directory")
    .option("--workflow", "also write a GitHub Actions workflow, in place of the App")
    .option("--hook", "also write a git hook that checks each commit")
    .option("--force", "replace existing files")
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
Prints the layout of the packages in the working tree, the preset that fits, and
the number of existing problems. The file records what is recognised without
it, so that it stays the same later.

Exit status: 0, or 2 if it failed and wrote nothing.`;
