import { availableParallelism } from "node:os";
import { batchesOf, checkBatches, checkTopLevel } from "../checker/check-tree.ts";
import type { Report } from "../checker/finding.ts";
import { missingRoots } from "../checker/missing-roots.ts";
import { reportOf } from "../checker/report.ts";
import { batchesWithin } from "../checker/within.ts";
import type { Configuration } from "../config/configuration.ts";
import type { ParseCache } from "../packages/files.ts";
import { RULES } from "../rules/index.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { progressOn } from "./progress.ts";
import type { SourceSpec } from "./sources.ts";
import { startWorkers } from "./worker-pool.ts";

/** What shows no progress. */
const SILENT = { isTTY: false, write: () => {} };

/** Fewer packages and files than this are checked before another thread has started. */
const ENOUGH_FOR_WORKERS = 600;

/**
 * Checks all of a tree, or with `files` the parts that these are in, on as many threads as the machine has processors
 * where that is large.
 */
export async function checkWholeTree(
  spec: SourceSpec,
  snapshot: LoadedSnapshot,
  configuration: Configuration,
  cache: ParseCache,
  { jobs, quiet = false }: { readonly jobs: number | undefined; readonly quiet?: boolean },
  files: readonly string[] = [],
): Promise<Report> {
  const checking = { rules: RULES, configuration, cache };
  const everything = await batchesOf(snapshot, configuration);
  const batches = files.length === 0 ? everything : batchesWithin(everything, files);
  const total = batches.reduce((sum, batch) => sum + batch.packages, 0);
  const outside = batches.reduce((sum, batch) => sum + batch.files.length, 0);
  const progress = progressOn(quiet ? SILENT : process.stderr, total);
  const threads = Math.min(jobs ?? availableParallelism(), batches.length);
  const workers =
    threads <= 1 || total + outside < ENOUGH_FOR_WORKERS
      ? null
      : startWorkers({ source: spec, configuration }, batches, threads, progress.add);
  try {
    // What the overrides files define is checked here, while the workers are busy with the packages.
    const checked = await Promise.all([
      workers?.results ?? checkBatches(snapshot, batches, checking, progress.add),
      checkTopLevel(snapshot, checking),
    ]);
    const notes = await computeLoading([snapshot], () => missingRoots([snapshot], configuration));
    return reportOf(checked, notes);
  } finally {
    progress.end();
    await workers?.stop();
  }
}
