import { Worker } from "node:worker_threads";
import type { Checked } from "../checker/check-side.ts";
import { type Batch, merged } from "../checker/check-tree.ts";
import { SourceError } from "../snapshot/source.ts";
import type { WorkerAnswer, WorkerRequest, WorkerTask } from "./check-worker.ts";

/** Room for the syntax of a file to die young, and not much for what does not: a batch is soon forgotten. */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 96, maxOldGenerationSizeMb: 512 };

/** Threads at work on batches. */
export type Workers = {
  /** All that they found. Rejects with the first error of any of them. */
  readonly results: Promise<Checked>;
  /** Ends those that are still at work, so that the process need not wait for them. */
  stop(): Promise<void>;
};

/** Starts threads that check batches, each taking the next when it is done with one. */
export function startWorkers(
  task: WorkerTask,
  batches: readonly Batch[],
  threads: number,
  progress: (packages: number) => void,
): Workers {
  const pending = [...batches].reverse();
  const workers = Array.from({ length: threads }, () => startWorker(task));
  const results = Promise.all(workers.map((worker) => feed(worker, () => pending.pop() ?? null, progress)));
  return {
    results: results.then((all) => merged(all.flat())),
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function startWorker(task: WorkerTask): Worker {
  const url = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
  return new Worker(url, { workerData: task, resourceLimits: WORKER_MEMORY });
}

/** Feeds one worker until there is nothing left. */
function feed(
  worker: Worker,
  next: () => WorkerRequest,
  progress: (packages: number) => void,
): Promise<Checked[]> {
  return new Promise((resolve, reject) => {
    const results: Checked[] = [];
    worker.on("message", (answer: WorkerAnswer) => {
      if (answer.kind === "failed") {
        reject(new SourceError(answer.message));
        return;
      }
      if (answer.kind === "checked") {
        results.push(answer.checked);
        progress(answer.checked.packages);
      }
      worker.postMessage(next());
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code === 0) resolve(results);
      else reject(new Error(`a worker thread ended with ${code}`));
    });
  });
}
