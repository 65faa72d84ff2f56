import type { Parts } from "../process/serve.ts";
import type { PoolOptions } from "./pool-options.ts";
import type { Result, Task, WorkerStart } from "./protocol.ts";
import { type Bounds, startWorker, type Worker } from "./worker.ts";

/** A worker for one kind of jobs, which is started when there is one, and again when it is gone. */
export type Lane = {
  perform(task: Task, signal: AbortSignal): Promise<Result>;
  /** Whether a task that it is given now is begun at once. */
  responds(): boolean;
  close(): Promise<void>;
};

export type LaneName = "shared" | "urgent" | "alone";

/** A worker that has had nothing to do for so long ends, but for the one that all jobs go to. */
const IDLE_MS = 30_000;
/** For how long a worker with company may compute without a sign of life: a part of the time of a job. */
const SILENT_PART = 1 / 6;
const LEAST_SILENT_MS = 500;

const MB = 1024 * 1024;
/** Without a bound V8 lets garbage pile up while there is memory: 224 MB of the 512 that a worker has by default. */
const SHARED_HEAP_PART = 0.44;
const MOST_SHARED_HEAP_MB = 224;
/** A worker in which jobs run alone has no caches to speak of. */
const ALONE_PART = 0.65;
/** The rest is for the program, and for what lies beside V8's heap. */
const HEAP_PART = 0.7;

function boundsOf(name: LaneName, { jobSeconds, jobMegabytes }: Parts["settings"]): Bounds {
  const megabytes = name === "alone" ? jobMegabytes * ALONE_PART : jobMegabytes;
  return {
    memory: megabytes * MB,
    heapMb: Math.floor(
      name === "alone" ? megabytes * HEAP_PART : Math.min(MOST_SHARED_HEAP_MB, megabytes * SHARED_HEAP_PART),
    ),
    taskMs: jobSeconds * 1000,
    silentMs:
      name === "alone" ? jobSeconds * 1000 : Math.max(LEAST_SILENT_MS, jobSeconds * 1000 * SILENT_PART),
  };
}

export function openLane(name: LaneName, options: PoolOptions, parts: Parts): Lane {
  const { settings, self, queue, metrics, pacing, log } = parts;
  const { credentials, version, packageRoot, secrets, write } = options;
  const start: WorkerStart = {
    kind: "start",
    settings,
    credentials,
    self,
    version,
    packageRoot: packageRoot.href,
    secrets,
    shared: name !== "alone",
  };
  const entry =
    options.entry ?? new URL(import.meta.url.endsWith(".ts") ? "./entry.ts" : "./entry.js", import.meta.url);
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let closed = false;

  function current(): Worker {
    if (worker?.alive === true) return worker;
    worker = startWorker({
      entry,
      start,
      bounds: boundsOf(name, settings),
      queue,
      metrics,
      pacing,
      write,
      gone(reason, said, begun) {
        if (reason === "closed") return;
        metrics.workerEnded(reason);
        log.error({ worker: name, reason, said }, "a worker was ended");
        if (name === "shared" && begun && !closed) current();
      },
    });
    return worker;
  }

  if (name === "shared") current();
  return {
    async perform(task, signal) {
      if (idle !== null) clearTimeout(idle);
      const own = current();
      try {
        return await own.perform(task, signal);
      } finally {
        if (name !== "shared" && own.tasks === 0) {
          if (idle !== null) clearTimeout(idle);
          idle = setTimeout(() => void (own.tasks === 0 && own.close()), IDLE_MS);
          idle.unref();
        }
      }
    },
    responds: () => worker?.alive !== true || worker.responds(),
    async close() {
      closed = true;
      if (idle !== null) clearTimeout(idle);
      await worker?.close();
    },
  };
}
