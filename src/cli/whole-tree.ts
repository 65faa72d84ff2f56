import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Configuration } from "../config/configuration.ts";
import type { ParseCache } from "../packages/files.ts";
import type { Checked } from "../rules/check.ts";
import type { Report } from "../rules/finding.ts";
import { reportOf } from "../rules/report.ts";
import { checkParts, checkTopLevel, missingRoots, partsOf, type RootPart } from "../rules/run.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { SourceError } from "../snapshot/source.ts";
import { progressOn } from "./progress.ts";
import type { SourceSpec } from "./sources.ts";
import type { WorkerRequest, WorkerTask } from "./check-worker.ts";

/** Fewer packages than this are checked before another thread has started. */
const PACKAGES_FOR_WORKERS = 600;

/** About so many packages are handed to a worker at a time. */
const PACKAGES_AT_A_TIME = 120;

/** Room for the syntax of a file to die young, and not much for what does not: a batch is soon forgotten. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 512 };

type Batch = { readonly parts: RootPart[]; packages: number };

/** Checks all of a tree, on as many threads as the machine has processors where the tree is large. */
export async function checkWholeTree(
  spec: SourceSpec,
  snapshot: LoadedSnapshot,
  configuration: Configuration,
  cache: ParseCache,
  jobs: number | undefined,
): Promise<Report> {
  const batches = batchesOf(await partsOf(snapshot, configuration));
  const total = batches.reduce((sum, batch) => sum + batch.packages, 0);
  const progress = progressOn(process.stderr, total);
  const threads = Math.min(jobs ?? availableParallelism(), batches.length);
  const parts =
    threads <= 1 || total < PACKAGES_FOR_WORKERS
      ? checkParts(
          snapshot,
          batches.flatMap((batch) => batch.parts),
          configuration,
          cache,
          progress.add,
        )
      : checkOnWorkers({ source: spec, configuration }, batches, threads, progress.add);
  // What the overrides files define is checked here, while the workers are busy with the packages.
  const [packages, topLevel] = await Promise.all([
    parts,
    checkTopLevel(snapshot, configuration, cache),
  ]).finally(progress.end);
  const notes = await computeLoading([snapshot], () => missingRoots([snapshot], configuration));
  return reportOf([packages, topLevel], notes);
}

function batchesOf(parts: readonly { readonly part: RootPart; readonly packages: number }[]): Batch[] {
  const batches: Batch[] = [];
  for (const { part, packages } of parts) {
    let batch = batches.at(-1);
    if (batch === undefined || batch.packages >= PACKAGES_AT_A_TIME) {
      batch = { parts: [], packages: 0 };
      batches.push(batch);
    }
    batch.parts.push(part);
    batch.packages += packages;
  }
  return batches;
}

async function checkOnWorkers(
  task: WorkerTask,
  batches: readonly Batch[],
  threads: number,
  progress: (packages: number) => void,
): Promise<Checked> {
  const pending = [...batches].reverse();
  const results = await Promise.all(
    Array.from({ length: threads }, () => runWorker(task, () => pending.pop()?.parts ?? null, progress)),
  );
  return {
    findings: results.flatMap((result) => result.flatMap((checked) => checked.findings)),
    unknown: results.flatMap((result) => result.flatMap((checked) => checked.unknown)),
    packages: results.flat().reduce((sum, checked) => sum + checked.packages, 0),
    files: results.flat().reduce((sum, checked) => sum + checked.files, 0),
  };
}

/** Feeds one worker until there is nothing left. It answers each batch, and null when it has started. */
function runWorker(
  task: WorkerTask,
  next: () => WorkerRequest,
  progress: (packages: number) => void,
): Promise<Checked[]> {
  return new Promise((resolve, reject) => {
    const url = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
    const worker = new Worker(url, { workerData: task, resourceLimits: WORKER_MEMORY });
    const results: Checked[] = [];
    worker.on("message", (checked: Checked | null) => {
      if (checked !== null) {
        results.push(checked);
        progress(checked.packages);
      }
      worker.postMessage(next());
    });
    worker.on("error", (error) =>
      reject(error.name === "SourceError" ? new SourceError(error.message) : error),
    );
    worker.on("exit", () => resolve(results));
  });
}
