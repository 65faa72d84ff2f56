import { type Command, Option } from "commander";
import type { MaintainersOptions } from "./maintainers.ts";
import { LIST_FORMATS } from "./maintainers-output.ts";

type Flags = {
  head?: string;
  config?: string;
  unknown?: boolean;
  of?: string;
  format: MaintainersOptions["format"];
};

/** Registers `maintainers`; `run` gets what was asked. */
export function addMaintainers(
  program: Command,
  run: (directory: string | undefined, options: MaintainersOptions) => Promise<void>,
): void {
  program
    .command("maintainers")
    .description("print who maintains each package, as the App reads it for merging")
    .argument("[dir]", "the directory; without it, the repository of the current directory")
    .option("--head <rev>", "use a commit instead of the working tree")
    .option("--config <file>", "read this configuration instead of .github/by-name.yml")
    .addOption(new Option("--unknown", "only packages whose maintainers are not known").conflicts("of"))
    .option("--of <login>", "only packages of this person (login or handle)")
    .addOption(new Option("--format <format>", "output format").choices(LIST_FORMATS).default("text"))
    .addHelpText("after", HELP)
    .action(async (directory: string | undefined, { head, config, unknown, of, format }: Flags) => {
      await run(directory, { head, config, unknown: unknown ?? false, of, format });
    });
}

const HELP = `
The configuration (merge.maintainers) says where maintainers come from: the
lists of nixpkgs, a map, CODEOWNERS, or write access. Nothing is evaluated, and
GitHub is not asked, so members of teams are not listed. Each package has a
line, and a total follows:

  hello: ann, ben       its maintainers, by login if known
  jq: nobody            it certainly has no maintainers
  yq: not known: ...    nobody can merge it as its maintainer

Exit status: 0, or 2 if it failed.

Examples:
  by-name-bot maintainers --unknown         packages to write more plainly
  by-name-bot maintainers --of ann          her packages
  by-name-bot maintainers --config new.yml  to try a new configuration`;
