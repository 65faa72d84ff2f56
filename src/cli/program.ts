import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { withoutStop } from "../checker/sentence.ts";
import { visible } from "../review/text/escape.ts";
import { SourceError } from "../snapshot/source.ts";
import { completionScript, SHELLS, type Shell } from "./about/completion.ts";
import { describeProgram } from "./about/described.ts";
import { addConfig } from "./config-command.ts";
import { addExplainMerge } from "./explain-merge/command.ts";
import { Failure } from "./failure.ts";
import { FORMATS, type Format } from "./formats.ts";
import { hintOf } from "./hint.ts";
import { addInit } from "./init-command.ts";
import { addMaintainers } from "./maintainers-command.ts";
import { addNur } from "./nur-command.ts";
import { COLOR_OPTION, CONFIG_OPTION, collect, NO_COLOR_OPTION } from "./options.ts";
import { fileOutput, type Output, processOutput } from "./output.ts";
import { packageVersion } from "./version.ts";

type CheckFlags = {
  base?: string;
  head?: string;
  staged?: boolean;
  existing?: boolean;
  format: Format;
  fix?: boolean;
  dryRun?: boolean;
  requirePackages?: boolean;
  formatCommand?: string;
  config?: string;
  rule?: string[];
  root?: string[];
  color?: boolean;
  jobs?: number;
  verbose?: boolean;
  output?: string;
  quiet?: boolean;
};

/** Runs the command line. Returns the exit status: 0, 1 where something blocks, 2 where it could not work. */
export async function main(argv: readonly string[], output: Output = processOutput): Promise<number> {
  const { out, err } = output;
  let status: number = 0;
  const program = new Command("by-name-bot")
    .description(
      "Reviews Nix packages laid out by name (pkgs/by-name): what is wrong, on its line, with the fix. Never evaluates Nix.",
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      outputError: (text, write) => write(usageError(text, helpOf(program, argv))),
    });
  program
    .command("check")
    .description("check a repository, a commit, or what a change introduces")
    .argument(
      "[paths...]",
      "a directory, or files to report only their findings; without any, the repository of the current directory",
    )
    .option(
      "--base <rev|dir>",
      "report only what changed since a revision (from the merge base), or a directory",
    )
    .addOption(new Option("--head <rev>", "check a commit instead of the working tree").conflicts("staged"))
    .option("--staged", "check what is staged, and report only what the next commit introduces")
    .option("--existing", "with --base, also list problems of the base")
    .addOption(new Option("--format <format>", "format of the report").choices(FORMATS).default("text"))
    .option("-o, --output <file>", "write the report to a file instead of standard output")
    .option("-q, --quiet", "print only findings: no totals, notes or progress")
    .option("--fix", "apply the fixes to the working tree")
    .option("--dry-run", "print the fixes as a patch, without changing anything")
    .option(...CONFIG_OPTION)
    .option(
      "--rule <name=level>",
      "set a rule or family to error, warning, advice or off (repeatable)",
      collect,
    )
    .option("--root <dir>", "use this by-name root instead of those recognised (repeatable)", collect)
    .option("--require-packages", "exit with status 2 if no packages are recognised")
    .option(
      "--format-command <command>",
      "formatter for the rule nix-format, in PATH (default: nixfmt, if installed)",
    )
    .option("-v, --verbose", "also list what is left to evaluation, and all advice")
    .option(...COLOR_OPTION)
    .option(...NO_COLOR_OPTION)
    .option("--jobs <n>", "threads for a large tree (default: one per processor)", positiveInteger)
    .addHelpText("after", CHECK_EXAMPLES)
    .action(async (paths: string[], flags: CheckFlags) => {
      const [{ check }, { askedFor }] = await Promise.all([import("./check.ts"), import("./paths.ts")]);
      const { directory, files } = askedFor(paths);
      const options = {
        base: flags.base,
        head: flags.head,
        staged: flags.staged ?? false,
        files,
        existing: flags.existing ?? false,
        format: flags.format,
        fix: flags.fix ?? false,
        dryRun: flags.dryRun ?? false,
        requirePackages: flags.requirePackages ?? false,
        formatCommand: flags.formatCommand,
        config: flags.config,
        rule: flags.rule ?? [],
        root: flags.root ?? [],
        verbose: flags.verbose ?? false,
        quiet: flags.quiet ?? false,
        jobs: flags.jobs,
        colour: flags.color ?? (flags.output === undefined && coloursWanted()),
        width: flags.output === undefined ? process.stdout.columns : undefined,
        wrap: flags.output === undefined && process.stdout.isTTY === true,
      };
      const file = flags.output === undefined ? null : fileOutput(flags.output, output);
      status = await check(directory, options, file ?? output);
      file?.write();
    });
  addInit(program, async (directory, options) => {
    const { init } = await import("./init.ts");
    status = await init(directory, options, output);
  });
  addConfig(program, async (directory, options) => {
    const { config } = await import("./config.ts");
    status = await config(directory, options, output);
  });
  program
    .command("rules")
    .description("list the rules")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { rulesAsJson, rulesTable } = await import("./rules.ts");
      out(json === true ? rulesAsJson() : rulesTable(process.stdout.columns));
    });
  program
    .command("explain")
    .description("print the page of a rule")
    .argument("<rule>", "its name, or its number such as NPV-142")
    .action(async (rule: string) => {
      const { explain, explainOnTerminal } = await import("./explain.ts");
      const { isTTY, columns } = process.stdout;
      out(isTTY ? explainOnTerminal(rule, { colour: coloursWanted(), width: columns }) : explain(rule));
    });
  addExplainMerge(program, async (options, color) => {
    const { explainMerge } = await import("./explain-merge/explain-merge.ts");
    const terminal = { colour: color ?? coloursWanted(), width: process.stdout.columns };
    status = await explainMerge(".", { ...options, ...terminal }, output);
  });
  addMaintainers(program, async (directory, options) => {
    const { maintainers } = await import("./maintainers.ts");
    status = await maintainers(directory, options, output);
  });
  addNur(program, async (file, options) => {
    const { nurSweep } = await import("./nur-sweep.ts");
    const { GITHUB_TOKEN: token, GITHUB_API_URL: api } = process.env;
    status = await nurSweep(file, options, { token, api }, output);
  });
  program
    .command("serve")
    .description("run the GitHub App")
    .addHelpText("after", SERVE_HELP)
    .action(async () => {
      const { runApp } = await import("./run-app.ts");
      status = await runApp();
    });
  program
    .command("completion")
    .description("print the completion script for a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText("after", COMPLETION_HELP)
    .action(async (shell: Shell) => {
      const { RULE_NAMES } = await import("../rules/naming.ts");
      out(completionScript(shell, describeProgram(program), { rules: RULE_NAMES }));
    });
  program
    .command("man", { hidden: true })
    .description("print the man page")
    .action(async () => {
      const { manPage } = await import("./about/man.ts");
      out(manPage(describeProgram(program), packageVersion()));
    });
  try {
    requireKnownTopic(program, argv);
    await program.parseAsync(argv);
    return status;
  } catch (error) {
    return failureStatus(error, output);
  }
}

const CHECK_EXAMPLES = `
Exit status: 0 if nothing blocks, 1 if something does, 2 if the check failed.

Examples:
  by-name-bot check                         the working tree of this repository
  by-name-bot check --base main             what this branch introduces
  by-name-bot check --base main --fix       the same, and fix it where possible
  by-name-bot check --staged                what the next commit introduces
  by-name-bot check a.nix b/c.nix           only findings in these files
  by-name-bot check --head v1.2 --format json
  by-name-bot check new --base old          two directories, without git`;

const SERVE_HELP = `
Without credentials it opens a page that creates the App on GitHub and writes
its credentials to .env; then start it again.

Environment, also read from .env:
  APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET
                          the App's credentials; none of them to set it up
  HOST, PORT              where to listen (default: localhost, 3000)
  DATABASE_URL            PostgreSQL for the jobs; several instances may share it
  BY_NAME_DATA            without DATABASE_URL, the folder of the embedded database
  GHE_HOST                a GitHub Enterprise Server instead of github.com
  LOG_LEVEL               trace, debug, info (default), warn, error or fatal

docs/operations.md has the rest: systemd, metrics, upgrades, backups.

On SIGTERM it finishes running jobs and stops; waiting jobs are kept.`;

const COMPLETION_HELP = `
bash, in ~/.bashrc:
  source <(by-name-bot completion bash)
zsh, in a folder of $fpath:
  by-name-bot completion zsh > _by-name-bot
fish:
  by-name-bot completion fish > ~/.config/fish/completions/by-name-bot.fish`;

/** The help that is about what was called: of the command where there is one of that name. */
function helpOf(program: Command, argv: readonly string[]): string {
  const name = argv[2];
  const isCommand = program.commands.some((command) => command.name() === name);
  return isCommand ? `by-name-bot ${name} --help` : "by-name-bot --help";
}

/** Commander shows the help of the whole program where it is asked for that of a command which is not there. */
function requireKnownTopic(program: Command, [, , command, topic]: readonly string[]): void {
  if (command !== "help" || topic === undefined || topic.startsWith("-")) return;
  const names = program.commands.map((each) => each.name());
  if (names.includes(topic) || topic === "help") return;
  program.error(`error: unknown command '${topic}'${hintOf(topic, names)}`);
}

/** Commander's complaint as one line like all others, with where to read on. */
function usageError(text: string, help: string): string {
  const complaint = text
    .replace(/^error: /, "")
    .trim()
    .replaceAll("\n", " ")
    .replace("(Did you mean", "(did you mean");
  return `by-name-bot: ${visible(withHint(complaint))} (see ${help})\n`;
}

/** With the choice that was meant, where one is near: `argument 'jsn' is invalid. Allowed choices are json, …`. */
function withHint(complaint: string): string {
  const [, given, choices] =
    /'([^']*)' is invalid(?: for argument '[^']*')?\. Allowed choices are ([^.]*)\.$/.exec(complaint) ?? [];
  return given === undefined || choices === undefined
    ? complaint
    : `${withoutStop(complaint)}${hintOf(given, choices.split(", "))}.`;
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("It takes a whole number from 1.");
  return number;
}

/** On a terminal, unless NO_COLOR says otherwise (no-color.org); FORCE_COLOR anywhere. */
function coloursWanted(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "0") return true;
  return process.stdout.isTTY === true && TERM !== "dumb";
}

function failureStatus(error: unknown, { err }: Output): number {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Failure || error instanceof SourceError) {
    for (const line of error.message.split("\n")) err(`by-name-bot: ${line}\n`);
    return 2;
  }
  err(`by-name-bot: unexpected error, please report it:\n${error instanceof Error ? error.stack : error}\n`);
  return 2;
}
