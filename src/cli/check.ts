import { loadChange } from "../change/change.ts";
import type { Configuration } from "../config/configuration.ts";
import { loadNixParser } from "../grammar/load.ts";
import { decodeText, type SourceText } from "../nix/text.ts";
import { filesOf, parseCache, walk } from "../packages/files.ts";
import { type FixPlan, planFixes } from "../review/fix-plan.ts";
import { listedFindings } from "../review/words.ts";
import type { Report } from "../rules/finding.ts";
import { checkChange } from "../rules/run.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import { type ConfigurationOptions, readConfiguration } from "./configuration.ts";
import { writeFixes } from "./disk-fixes.ts";
import { Failure } from "./failure.ts";
import { type FormatOptions, formatReport } from "./formats.ts";
import { openTarget, type Target, type TargetOptions } from "./sources.ts";
import { checkWholeTree } from "./whole-tree.ts";

export type CheckOptions = TargetOptions &
  ConfigurationOptions &
  FormatOptions & {
    readonly fix: boolean;
    readonly dryRun: boolean;
    readonly jobs: number | undefined;
  };

export type Output = { out(text: string): void; err(text: string): void };

/** As many times a fix may make room for another. */
const MAX_FIX_ROUNDS = 20;

/**
 * `by-name-bot check`: checks what the options name and prints the report. Returns the exit status: 0 if
 * nothing blocks, 1 if something does. Throws a Failure or SourceError where it cannot do its work.
 */
export async function check(
  directory: string | undefined,
  options: CheckOptions,
  output: Output,
): Promise<0 | 1> {
  const fixing = options.fix || options.dryRun;
  for (let round = 0; ; round++) {
    const target = await openTarget(directory, options);
    try {
      if (fixing && target.directory === null) {
        throw new Failure("--fix and --dry-run are for files on disk, not for a commit: leave --head out");
      }
      const snapshot = loadedSnapshot(target.head);
      const report = await checkTarget(target, snapshot, options);
      const again = options.fix && !options.dryRun && round < MAX_FIX_ROUNDS;
      if (again && (await fix(report, target, snapshot, options, output))) continue;
      if (options.dryRun) await printPatch(report, snapshot, options, output);
      else output.out(formatReport(report, await sourcesOf(report, snapshot, options), options));
      return report.summary.blocking > 0 ? 1 : 0;
    } finally {
      await target.close();
    }
  }
}

async function checkTarget(target: Target, snapshot: LoadedSnapshot, options: CheckOptions): Promise<Report> {
  const cache = parseCache(await loadNixParser());
  const base = target.base === null ? null : loadedSnapshot(target.base);
  const configuration = await readConfiguration(base ?? snapshot, options);
  const report =
    target.base === null
      ? await checkWholeTree(target.headSpec, snapshot, configuration, cache, options.jobs)
      : await checkChange(await loadChange(target.base, target.head), configuration, cache);
  requireNamedRoots(report, configuration);
  return report;
}

/** Applies the fixes that go together, and says so. Returns whether there was any. */
async function fix(
  report: Report,
  target: Target,
  snapshot: LoadedSnapshot,
  options: CheckOptions,
  output: Output,
): Promise<boolean> {
  const { plan } = await planOf(report, snapshot, options);
  if (plan.outcomes.every((outcome) => !outcome.applied)) return false;
  await writeFixes(plan, target.directory ?? "", target.inRepository);
  for (const line of outcomeLines(plan, "fixed")) output.err(`${line}\n`);
  return true;
}

async function printPatch(
  report: Report,
  snapshot: LoadedSnapshot,
  options: CheckOptions,
  output: Output,
): Promise<void> {
  const { plan, patch } = await planOf(report, snapshot, options);
  output.out(patch);
  for (const line of outcomeLines(plan, "would fix")) output.err(`${line}\n`);
}

/** A root that somebody asked for and that is not there is a mistake, not a clean repository. */
function requireNamedRoots(report: Report, configuration: Configuration): void {
  const [note] = report.summary.notes;
  if (configuration.rootsNamed && note !== undefined) {
    throw new Failure(note.replaceAll("`", "").replace(/\.$/, "").replace(/^T/, "t"));
  }
}

/** The texts of the files that listed findings are about, where the format shows them. */
async function sourcesOf(
  report: Report,
  snapshot: LoadedSnapshot,
  { format, existing }: CheckOptions,
): Promise<(path: string) => SourceText | null> {
  if (format !== "text") return () => null;
  const findings = listedFindings(report, existing).filter(({ range }) => range !== null);
  const paths = new Set(findings.map(({ path }) => path));
  const texts = await computeLoading(
    [snapshot],
    () => new Map([...paths].map((path) => [path, textAt(snapshot, path)])),
  );
  return (path) => texts.get(path) ?? null;
}

function textAt(snapshot: LoadedSnapshot, path: string): SourceText | null {
  const content = snapshot.read(path);
  return content === "not-loaded" || content.kind !== "bytes" ? null : decodeText(content.bytes);
}

async function planOf(
  report: Report,
  snapshot: LoadedSnapshot,
  options: CheckOptions,
): Promise<{ plan: FixPlan; patch: string }> {
  // The library behind it is not needed by anybody else.
  const { planAsPatch } = await import("../review/patch.ts");
  const findings = listedFindings(report, options.existing);
  const cache = parseCache(await loadNixParser());
  return computeLoading([snapshot], () => {
    const files = filesOf(snapshot, cache);
    const plan = planFixes(findings, {
      kind: (path) => files.entry(path)?.kind ?? "absent",
      text: (path) => textAt(snapshot, path),
    });
    const filesUnder = (path: string) =>
      files.entry(path)?.kind === "directory" ? [...walk(files, path)].map((file) => file.path) : [path];
    return { plan, patch: options.dryRun ? planAsPatch(plan, filesUnder) : "" };
  });
}

function outcomeLines(plan: FixPlan, done: string): string[] {
  return plan.outcomes.map((outcome) => {
    const { path, rule, fix } = outcome.finding;
    const title = (fix?.title ?? "").replaceAll("`", "");
    return outcome.applied
      ? `${done} ${path}: ${title} (${rule})`
      : `not fixed ${path}: ${title} (${rule}): ${outcome.why.replaceAll("`", "")}`;
  });
}
