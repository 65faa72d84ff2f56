import { loadChange } from "../change/change.ts";
import type { Configuration } from "../config/configuration.ts";
import { loadNixParser } from "../nix/parse.ts";
import { decodeText, type SourceText } from "../nix/text.ts";
import { filesOf, parseCache, walk } from "../packages/files.ts";
import { type FixPlan, planFixes } from "../review/fix-plan.ts";
import { planAsPatch } from "../review/patch.ts";
import { listedFindings } from "../review/words.ts";
import type { Finding, Report } from "../rules/finding.ts";
import { checkChange } from "../rules/run.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import type { Source } from "../snapshot/source.ts";
import { type ConfigurationOptions, readConfiguration } from "./configuration.ts";
import { writeFixes } from "./disk-fixes.ts";
import { Failure } from "./failure.ts";
import { formatReport, type FormatOptions } from "./formats.ts";
import { findTarget, openSource, type Target, type TargetOptions } from "./sources.ts";
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
  const target = await findTarget(directory, options);
  const fixing = options.fix || options.dryRun;
  if (fixing && target.directory === null) {
    throw new Failure("--fix and --dry-run are for files on disk, not for a commit: leave --head out");
  }
  let checked = await checkTarget(target, options);
  for (let round = 0; fixing && round < MAX_FIX_ROUNDS; round++) {
    const plan = await planOf(checked, options);
    if (options.dryRun) {
      output.out(plan.patch);
      for (const line of outcomeLines(plan.plan, "would fix")) output.err(`${line}\n`);
      return checked.report.summary.blocking > 0 ? 1 : 0;
    }
    for (const line of outcomeLines(plan.plan, "fixed")) output.err(`${line}\n`);
    if (plan.plan.outcomes.every((outcome) => !outcome.applied)) break;
    await writeFixes(plan.plan, target.directory ?? "", target.inRepository);
    checked = await checkTarget(target, options);
  }
  const texts = options.format === "text" ? await textsOf(checked, options.existing) : new Map();
  output.out(formatReport(checked.report, (path) => texts.get(path) ?? null, options));
  return checked.report.summary.blocking > 0 ? 1 : 0;
}

/** A report, and the sides that it is about, which can be read while `close` has not been called. */
type CheckedTarget = { readonly report: Report; readonly headSpec: Target["head"] };

async function checkTarget(target: Target, options: CheckOptions): Promise<CheckedTarget> {
  const sources: Source[] = [];
  try {
    const [parser, head, base] = await Promise.all([
      loadNixParser(),
      openSource(target.head).then((source) => (sources.push(source), source)),
      target.base === null
        ? null
        : openSource(target.base).then((source) => (sources.push(source), source)),
    ]);
    const cache = parseCache(parser);
    const configuration = await readConfiguration(loadedSnapshot(base ?? head), options);
    const report =
      base === null
        ? await checkWholeTree(target.head, loadedSnapshot(head), configuration, cache, options.jobs)
        : await checkChange(await loadChange(base, head), configuration, cache);
    requireNamedRoots(report, configuration);
    return { report, headSpec: target.head };
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/** A root that somebody asked for and that is not there is a mistake, not a clean repository. */
function requireNamedRoots(report: Report, configuration: Configuration): void {
  const [note] = report.summary.notes;
  if (configuration.rootsNamed && note !== undefined) {
    throw new Failure(note.replaceAll("`", "").replace(/\.$/, "").replace(/^T/, "t"));
  }
}

/** The texts of the files that findings are about. */
async function textsOf(
  { report, headSpec }: CheckedTarget,
  existing: boolean,
): Promise<ReadonlyMap<string, SourceText>> {
  const paths = listedFindings(report, existing).flatMap(({ path, range }) => (range === null ? [] : [path]));
  if (paths.length === 0) return new Map();
  return withHead(headSpec, (snapshot) =>
    computeLoading([snapshot], () => {
      const texts = new Map<string, SourceText>();
      for (const path of new Set(paths)) {
        const content = snapshot.read(path);
        if (content !== "not-loaded" && content.kind === "bytes") texts.set(path, decodeText(content.bytes));
      }
      return texts;
    }),
  );
}

async function planOf(
  { report, headSpec }: CheckedTarget,
  options: CheckOptions,
): Promise<{ plan: FixPlan; patch: string }> {
  const findings: readonly Finding[] = listedFindings(report, options.existing);
  const parser = await loadNixParser();
  return withHead(headSpec, (snapshot) =>
    computeLoading([snapshot], () => {
      const files = filesOf(snapshot, parseCache(parser));
      const plan = planFixes(findings, {
        kind: (path) => files.entry(path)?.kind ?? "absent",
        text: (path) => {
          const content = snapshot.read(path);
          return content === "not-loaded" || content.kind !== "bytes" ? null : decodeText(content.bytes);
        },
      });
      const filesUnder = (path: string) =>
        files.entry(path)?.kind === "directory" ? [...walk(files, path)].map((file) => file.path) : [path];
      return { plan, patch: options.dryRun ? planAsPatch(plan, filesUnder) : "" };
    }),
  );
}

async function withHead<T>(spec: Target["head"], use: (snapshot: LoadedSnapshot) => Promise<T>): Promise<T> {
  const source = await openSource(spec);
  try {
    return await use(loadedSnapshot(source));
  } finally {
    await source.close();
  }
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
