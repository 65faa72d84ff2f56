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
    .argument("[dir]", "the directory to look at; without it, the repository around the current one")
    .option("--head <rev>", "look at a commit instead of the working tree")
    .option("--config <file>", "read this configuration instead of .github/by-name.yml")
    .addOption(new Option("--unknown", "only packages whose maintainers are not known").conflicts("of"))
    .option("--of <login>", "only packages of this person, by login or handle")
    .addOption(new Option("--format <format>", "how to print them").choices(LIST_FORMATS).default("text"))
    .addHelpText("after", HELP)
    .action(async (directory: string | undefined, { head, config, unknown, of, format }: Flags) => {
      await run(directory, { head, config, unknown: unknown ?? false, of, format });
    });
}

const HELP = `
Where maintainers come from, the configuration says (merge.maintainers): the
lists of nixpkgs, a map, CODEOWNERS, or whoever may write. Nothing is evaluated,
and nothing is asked of GitHub, so who is in a team is not looked up. Each
package has a line, and at the end they are counted:

  hello: ann, ben       these maintain it; by login, where there is one
  jq: nobody            that it has no maintainers is certain
  yq: not known: ...    so nobody can merge it as its maintainer

Exit status: 0, or 2 if it could not be found out.

Examples:
  by-name-bot maintainers --unknown         what to write more plainly
  by-name-bot maintainers --of ann          her packages
  by-name-bot maintainers --config new.yml  before a configuration counts`;
