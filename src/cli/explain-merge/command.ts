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
    .description("print whether a change may merge itself, and why or why not")
    .requiredOption("--base <rev>", "the base branch; what counts is what came since the head parted from it")
    .option("--head <rev>", "look at a commit instead of the working tree")
    .option("--branch <name>", "what the base branch is called, where --base does not say")
    .option(...CONFIG_OPTION)
    .requiredOption("--author <who>", "who opens the pull request")
    .addOption(
      new Option("--fork-owner <who>", "whose fork it comes from, if not the author's").conflicts(
        "ownBranch",
      ),
    )
    .option("--own-branch", "it comes from a branch of the repository itself")
    .option("--draft", "it is a draft")
    .option("--conflict", "it conflicts with its base")
    .addOption(said("approved", "somebody who approves it"))
    .addOption(said("changes-requested", "somebody who asks for changes"))
    .addOption(said("merge", "somebody who comments merge"))
    .addOption(said("cancel", "somebody who comments cancel"))
    .option("--pushed", "what is written before this happened before the last push (repeatable)")
    .option("--committer <who>", "somebody who counts as a committer (repeatable)", collect)
    .option("--team <name=who,who>", "members of a team (repeatable)", collect)
    .option("--permission <who=level>", "a permission on the repository (repeatable)", collect)
    .option("--failed-check <name>", "a check that has failed (repeatable)", collect)
    .option("--running-check <name>", "a check that is not done yet (repeatable)", collect)
    .option("--absent-check <name>", "a check of merge.checks that has not begun (repeatable)", collect)
    .option("--required-check <name>", "a check that GitHub requires, and is green (repeatable)", collect)
    .addOption(
      new Option("--format <format>", "how to print the checklist").choices(MERGE_FORMATS).default("text"),
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
It prints the checklist by which the App decides, for a local change and the
people that the options name. Nothing is asked of GitHub, and nothing is merged.

<who> is a login, such as alice or some-app[bot], or LOGIN:ID. Without an id,
that of maintainers/maintainer-list.nix counts, where the base has one. What
people say happens in the order in which it is written. The checks that
merge.checks names count as green, unless an option says otherwise.

Exit status: 0 if the change may merge itself now, 1 if not, 2 if that could
not be found out.

Examples:
  An update by a bot, on which its maintainer comments merge:
    by-name-bot explain-merge --base main --author r-ryantm --merge alice

  Somebody's own change, to which a commit is added after the comment:
    by-name-bot explain-merge --base main --author bob --merge alice --pushed`;
