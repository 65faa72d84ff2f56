import { type Command, Option } from "commander";
import { COLOR_OPTION, CONFIG_OPTION, collect, NO_COLOR_OPTION } from "../options.ts";
import {
  type ExplainMergeOptions,
  MERGE_FORMATS,
  type MergeFormat,
  type PullRequestEvent,
} from "./options.ts";

type Flags = {
  base: string;
  head?: string;
  branch?: string;
  config?: string;
  author: string;
  forkOwner?: string;
  ownBranch?: boolean;
  draft?: boolean;
  conflict?: boolean;
  committer?: string[];
  team?: string[];
  permission?: string[];
  failedCheck?: string[];
  runningCheck?: string[];
  absentCheck?: string[];
  requiredCheck?: string[];
  format: MergeFormat;
  color?: boolean;
};

/** Registers `explain-merge`; `run` gets what was asked. */
export function addExplainMerge(
  program: Command,
  run: (options: Omit<ExplainMergeOptions, "colour" | "width">, color: boolean | undefined) => Promise<void>,
): void {
  const events: PullRequestEvent[] = [];
  const said = (kind: Exclude<PullRequestEvent["kind"], "pushed">, description: string) =>
    new Option(`--${kind} <who>`, `${description} (repeatable)`).argParser((by: string) => {
      events.push({ kind, by });
    });
  program
    .command("explain-merge")
    .description("print whether a change may merge itself, and why")
    .requiredOption("--base <rev>", "the base branch; the change is what came since the merge base")
    .option("--head <rev>", "use a commit instead of the working tree")
    .option("--branch <name>", "name of the base branch, if --base does not name one")
    .option(...CONFIG_OPTION)
    .requiredOption("--author <who>", "who opens the pull request")
    .addOption(
      new Option("--fork-owner <who>", "owner of its fork, if not the author").conflicts("ownBranch"),
    )
    .option("--own-branch", "its branch is in the repository itself")
    .option("--draft", "it is a draft")
    .option("--conflict", "it conflicts with its base")
    .addOption(said("approved", "somebody who approves it"))
    .addOption(said("changes-requested", "somebody who requests changes"))
    .addOption(said("merge", "somebody who comments merge"))
    .addOption(said("cancel", "somebody who comments cancel"))
    .option("--pushed", "a push: options before it happened before this push (repeatable)")
    .option("--committer <who>", "a committer (repeatable)", collect)
    .option("--team <name=who,who>", "members of a team (repeatable)", collect)
    .option("--permission <who=level>", "a permission on the repository (repeatable)", collect)
    .option("--failed-check <name>", "a check that has failed (repeatable)", collect)
    .option("--running-check <name>", "a check that is still running (repeatable)", collect)
    .option("--absent-check <name>", "a check of merge.checks that has not started (repeatable)", collect)
    .option("--required-check <name>", "a required check that has succeeded (repeatable)", collect)
    .addOption(
      new Option("--format <format>", "format of the checklist").choices(MERGE_FORMATS).default("text"),
    )
    .option(...COLOR_OPTION)
    .option(...NO_COLOR_OPTION)
    .addHelpText("after", HELP)
    .on("option:pushed", () => events.push({ kind: "pushed" }))
    .action(async (flags: Flags) => {
      const options = {
        base: flags.base,
        head: flags.head,
        branch: flags.branch,
        config: flags.config,
        author: flags.author,
        forkOwner: flags.forkOwner,
        ownBranch: flags.ownBranch ?? false,
        draft: flags.draft ?? false,
        conflict: flags.conflict ?? false,
        events,
        committer: flags.committer ?? [],
        team: flags.team ?? [],
        permission: flags.permission ?? [],
        failedCheck: flags.failedCheck ?? [],
        runningCheck: flags.runningCheck ?? [],
        absentCheck: flags.absentCheck ?? [],
        requiredCheck: flags.requiredCheck ?? [],
        format: flags.format,
      };
      await run(options, flags.color);
    });
}

const HELP = `
It prints the App's checklist for a local change and the people in the options.
It does not ask GitHub, and merges nothing.

<who> is a login, such as alice or some-app[bot], or LOGIN:ID. Without an id,
the one in maintainers/maintainer-list.nix of the base is used. Comments and
reviews happen in the order of the options. Checks of merge.checks count as
passed, unless an option says otherwise.

Exit status: 0 if the change may merge itself now, 1 if not, 2 if the command
failed.

Examples:
  An update by a bot; then its maintainer comments merge:
    by-name-bot explain-merge --base main --author r-ryantm --merge alice

  A push after the comment:
    by-name-bot explain-merge --base main --author bob --merge alice --pushed`;
