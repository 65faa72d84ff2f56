import { relative } from "node:path";
import type { Report } from "../checker/finding.ts";
import { layoutsOf, NO_PACKAGES } from "../checker/layouts.ts";
import { CONFIGURATION_FILE, type Configuration } from "../config/configuration.ts";
import { displayName } from "../nix/shown.ts";
import { parseCache } from "../packages/files.ts";
import { startingConfiguration } from "../review/configuration/starting-configuration.ts";
import { visible } from "../review/text/escape.ts";
import { layoutsText } from "../review/text/layout-words.ts";
import { counted, countedAdvice, enumerated } from "../review/text/words.ts";
import { runGit } from "../snapshot/git/process.ts";
import { findRepository } from "../snapshot/git/repository.ts";
import { loadedSnapshot } from "../snapshot/loaded.ts";
import { readConfiguration } from "./configuration.ts";
import { Failure } from "./failure.ts";
import { HOOK, WORKFLOW, WORKFLOW_FILE } from "./init-files.ts";
import type { Output } from "./output.ts";
import { openTarget } from "./sources.ts";
import { checkWholeTree } from "./whole-tree.ts";
import { type NewFile, writeNewFiles } from "./write-new-files.ts";

export type InitOptions = {
  readonly workflow: boolean;
  readonly hook: boolean;
  /** Whether files that are there are replaced. */
  readonly force: boolean;
  /** Whether all is said and nothing written. */
  readonly dryRun: boolean;
};

/** So many rules are named of what is there already. */
const MOST_RULES = 8;

/**
 * `by-name-bot init`: says how the packages of a directory are laid out and what is wrong there already, and writes a
 * configuration that says the same. Returns the exit status. Throws a Failure or SourceError where it cannot.
 */
export async function init(
  directory: string | undefined,
  { workflow, hook, force, dryRun }: InitOptions,
  { out }: Output,
): Promise<0> {
  const target = await openTarget(directory, {});
  try {
    if (target.directory === null || target.base !== null)
      throw new Failure("there is no working tree to write to");
    const tree = loadedSnapshot(target.head);
    // What is there of a configuration is to be replaced, so it is not asked.
    const none = { path: CONFIGURATION_FILE, text: "" };
    const configuration = await readConfiguration(tree, { rule: [], root: [], given: none });
    const report = await checkWholeTree(target.headSpec, tree, configuration, parseCache(), {
      jobs: undefined,
    });
    const text = startingConfiguration(configuration);
    out(`${said(configuration, report)}\n`);
    const files: NewFile[] = [
      { path: CONFIGURATION_FILE, text },
      ...(workflow ? [{ path: WORKFLOW_FILE, text: WORKFLOW }] : []),
    ];
    const hooks = hook && !dryRun ? await hooksOf(target.directory) : null;
    const hookFile = { path: "hooks/pre-commit", text: HOOK, executable: true };
    if (dryRun) {
      for (const file of [...files, ...(hook ? [hookFile] : [])]) {
        out(`\n${file.path}:\n\n${file.text.replace(/^(?=.)/gm, "  ")}`);
      }
      return 0;
    }
    await writeNewFiles(target.directory, files, force);
    if (hooks !== null) await writeNewFiles(hooks, [hookFile], force);
    out("\n");
    for (const { path } of files) out(`Wrote ${path}\n`);
    if (hooks !== null) out(`Wrote ${displayName(relative(target.directory, hooks))}/${hookFile.path}\n`);
    return 0;
  } finally {
    await target.close();
  }
}

function said(configuration: Configuration, { findings, summary }: Report): string {
  const layouts = layoutsOf(configuration);
  const recognised =
    layouts.length === 0 ? NO_PACKAGES.replaceAll("`", "") : `Packages: ${layoutsText(layouts)}`;
  const counts = new Map<string, number>();
  for (const { rule, count = 1 } of findings) counts.set(rule, (counts.get(rule) ?? 0) + count);
  const rules = [...counts].sort(([, a], [, b]) => b - a);
  const { blocking, warnings, advice } = summary;
  const wrong = enumerated([
    ...(blocking > 0 ? [counted(blocking, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
    ...(advice > 0 ? [countedAdvice(advice)] : []),
  ]);
  return [
    visible(recognised),
    `Preset: ${configuration.preset}`,
    wrong === ""
      ? "Nothing is wrong in what is there"
      : `There: ${wrong}, which \`by-name-bot check\` shows; none of it blocks a change that does not bring it`,
    ...rules.slice(0, MOST_RULES).map(([rule, count]) => `  ${String(count).padStart(5)}  ${rule}`),
    ...(rules.length > MOST_RULES ? [`         and ${counted(rules.length - MOST_RULES, "more rule")}`] : []),
  ].join("\n");
}

/** The directory that holds the repository's own `hooks`. */
async function hooksOf(directory: string): Promise<string> {
  const repository = await findRepository(directory);
  if (repository === null) throw new Failure("--hook is about a git repository, and this is none");
  // What we ourselves run git with, so that no hook of a repository runs, is in the scope of the command.
  const configured = await runGit(directory, ["config", "--show-scope", "--get-all", "core.hooksPath"]);
  const paths = configured.stdout
    .toString("utf8")
    .split("\n")
    .map((line) => line.split("\t"));
  const [, path] = paths.findLast(([scope, value]) => scope !== "command" && value !== undefined) ?? [];
  if (path !== undefined) {
    const where = displayName(path);
    throw new Failure(
      `core.hooksPath of git is ${where}, which may be for other repositories too; write the hook there yourself, as --dry-run prints it`,
    );
  }
  const common = await runGit(directory, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  return common.code === 0 ? common.stdout.toString("utf8").replace(/\n$/, "") : repository.gitDir;
}
