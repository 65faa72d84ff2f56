import { type Change, loadChange } from "../change/change.ts";
import { checkChange } from "../checker/check-change.ts";
import type { Report } from "../checker/finding.ts";
import { formattedFiles } from "../checker/formatting.ts";
import { LAYOUT_YAML, layoutsOf, NO_PACKAGES, NONE_RECOGNISED } from "../checker/layouts.ts";
import { whyNoRoot } from "../checker/missing-roots.ts";
import { reportWithin } from "../checker/within.ts";
import { CONFIGURATION_FILE, type Configuration } from "../config/configuration.ts";
import type { SourceText } from "../nix/text.ts";
import { type ParseCache, parseCache } from "../packages/files.ts";
import { visible } from "../review/text/escape.ts";
import { unquotedProse } from "../review/text/prose.ts";
import { listedFindings } from "../review/text/words.ts";
import { RULES } from "../rules/index.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import type { SearchLimits } from "../snapshot/mentions.ts";
import { commitSubjects } from "./commit-subjects.ts";
import { type ConfigurationOptions, readConfiguration } from "./configuration.ts";
import { Failure } from "./failure.ts";
import { type FixesMade, makeFixes, printFixes, textAt } from "./fixing.ts";
import { FORMAT_LIMITS, formatterFor } from "./format-command.ts";
import { type FormatOptions, formatReport } from "./formats.ts";
import type { Output } from "./output.ts";
import { pathsBelow, requirePaths } from "./paths.ts";
import { openTarget, type Target, type TargetOptions } from "./sources.ts";
import { checkWholeTree } from "./whole-tree.ts";

export type CheckOptions = TargetOptions &
  ConfigurationOptions &
  FormatOptions & {
    readonly fix: boolean;
    readonly dryRun: boolean;
    /** Whether it is a failure that no packages are recognised. */
    readonly requirePackages: boolean;
    readonly jobs: number | undefined;
    /** The formatter that somebody named. */
    readonly formatCommand?: string | undefined;
    /** Files that findings have to be about, as they were named; none where everything counts. */
    readonly files?: readonly string[];
  };

/**
 * `by-name-bot check`: checks what the options name and prints the report. Returns the exit status: 0 if
 * nothing blocks, 1 if something does. Throws a Failure or SourceError where it cannot do its work.
 */
export async function check(
  directory: string | undefined,
  options: CheckOptions,
  output: Output,
): Promise<0 | 1> {
  const made: FixesMade = new Set();
  for (;;) {
    const target = await openTarget(directory, options);
    try {
      const snapshot = loadedSnapshot(target.head);
      const report = await checkTarget(target, snapshot, options, output);
      if (await fix(report, target, snapshot, options, made, output)) continue;
      if (report.summary.layouts?.length === 0) sayNoPackages(options, output);
      if (!options.dryRun) {
        output.out(formatReport(report, await sourcesOf(report, snapshot, options), options));
      }
      return report.summary.blocking > 0 ? 1 : 0;
    } finally {
      await target.close();
    }
  }
}

async function checkTarget(
  target: Target,
  snapshot: LoadedSnapshot,
  options: CheckOptions,
  output: Output,
): Promise<Report> {
  if ((options.fix || options.dryRun) && target.directory === null) {
    const checked = options.staged === true ? "the index" : "a commit";
    throw new Failure(`--fix and --dry-run are about files on disk, and what is checked here is ${checked}`);
  }
  const cache = parseCache();
  const base = target.base === null ? null : loadedSnapshot(target.base);
  const files = pathsBelow(target.top, options.files ?? []);
  await requirePaths(base === null ? [snapshot] : [snapshot, base], files);
  const configuration = await readConfiguration(
    base ?? snapshot,
    options,
    base === null ? undefined : snapshot,
  );
  const all =
    target.base === null
      ? await checkWholeTree(target.headSpec, snapshot, configuration, cache, options, files)
      : await checkBetween(
          await loadChange(target.base, target.head),
          target,
          configuration,
          cache,
          options,
          output,
        );
  const report = files.length === 0 ? all : reportWithin(all, files);
  await requireNamedRoots(base === null ? [snapshot] : [base, snapshot], configuration);
  // To somebody at a terminal it is said with its remedy, below.
  const own = report.summary.notes.filter((note) => options.format !== "text" || note !== NO_PACKAGES);
  const notes = [...target.notes, ...own];
  return { ...report, summary: { ...report.summary, notes, layouts: layoutsOf(configuration) } };
}

async function checkBetween(
  change: Change,
  { directory, top, commits }: Target,
  configuration: Configuration,
  cache: ParseCache,
  options: CheckOptions,
  output: Output,
): Promise<Report> {
  const checking = { rules: RULES, configuration, cache };
  const formatter = formatterFor(configuration, options, directory ?? top, output);
  const formatted =
    formatter === null ? {} : { formatted: await formattedFiles(change, checking, formatter, FORMAT_LIMITS) };
  // Only nixpkgs has rules for them.
  const messages =
    commits === null || configuration.preset !== "nixpkgs" ? {} : { messages: await commitSubjects(commits) };
  return checkChange(change, { ...checking, ...formatted, ...messages }, WHOLE);
}

/** A check of nothing looks like one that found nothing, so it is said on standard error, whatever the format. */
function sayNoPackages({ requirePackages, quiet = false }: CheckOptions, output: Output): void {
  const remedy = `Where there are packages, tell how they are laid out in ${CONFIGURATION_FILE}:`;
  const text = `${unquotedProse(NONE_RECOGNISED)}.\n${remedy}\n\n${LAYOUT_YAML}`;
  if (requirePackages) throw new Failure(text.trimEnd());
  if (!quiet) output.err(`by-name-bot: ${text}`);
}

/** Makes the fixes, or with `--dry-run` prints them. Returns whether it made any, so that all is to be checked again. */
async function fix(
  report: Report,
  target: Target,
  snapshot: LoadedSnapshot,
  { fix, dryRun, existing }: CheckOptions,
  made: FixesMade,
  output: Output,
): Promise<boolean> {
  const { directory, inRepository, prefix } = target;
  if (directory === null || !(fix || dryRun)) return false;
  const findings = listedFindings(report, existing);
  if (!dryRun) return makeFixes(findings, snapshot, { directory, inRepository }, made, output);
  await printFixes(findings, snapshot, prefix, output);
  return false;
}

/** What is on disk can be searched whole. */
const WHOLE: SearchLimits = { directories: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };

/** Where none of the roots that somebody asked for is there, that is a mistake, not a clean repository. */
async function requireNamedRoots(
  snapshots: readonly LoadedSnapshot[],
  configuration: Configuration,
): Promise<void> {
  if (!configuration.rootsNamed) return;
  const why = await computeLoading(snapshots, () => whyNoRoot(snapshots, configuration));
  if (why !== null) throw new Failure(unquotedProse(visible(why)));
}

/** The texts of the files that listed findings are about, where the format shows them. */
async function sourcesOf(
  report: Report,
  snapshot: LoadedSnapshot,
  { format, existing }: CheckOptions,
): Promise<(path: string) => SourceText | null> {
  if (format !== "text" && format !== "rdjson") return () => null;
  const findings = listedFindings(report, existing).filter(({ range }) => range !== null);
  const paths = new Set(findings.map(({ path }) => path));
  const texts = await computeLoading(
    [snapshot],
    () => new Map([...paths].map((path) => [path, textAt(snapshot, path)])),
  );
  return (path) => texts.get(path) ?? null;
}
