import type { Logger } from "pino";
import { signIn } from "../../github/octokit.ts";
import { loadSecondReader } from "../../grammar/load.ts";
import { parseNix } from "../../nix/parse.ts";
import { jobKey, pullOf } from "../jobs/jobs.ts";
import { HeavyJob, type Watch } from "../jobs/watch.ts";
import { createWork, type JobWork } from "../jobs/work.ts";
import { createLog } from "../process/log.ts";
import { rulePageIn } from "../process/rule-page.ts";
import { endBeforeParent } from "./end-before-parent.ts";
import { endWithParent } from "./end-with-parent.ts";
import {
  type FromWorker,
  type Result,
  sentError,
  type Task,
  type ToWorker,
  type WorkerStart,
} from "./protocol.ts";
import { type RemoteQueue, remoteQueue } from "./remote-queue.ts";

/** Milliseconds between two signs of life. */
const BEAT_MS = 200;

const MB = 1024 * 1024;
/** A worker in which jobs run alone keeps less from one to the next. */
const ALONE = { objectBytes: 8 * MB, parsedBytes: 2 * MB };

/** What the others keep: all that is worth keeping where they may take 512 MB, and less where they may take less. */
function cachesFor(megabytes: number) {
  const part = Math.min(1, megabytes / 512);
  return { objectBytes: 64 * MB * part, parsedBytes: 12 * MB * part };
}

/**
 * The code of a process that does the work of the App: it does what it is sent, and ends with the process that
 * sends. What it is sent, and what it says, is in protocol.ts. `parse` may stand in for our parser.
 */
export function serveJobs(parse: typeof parseNix = parseNix): void {
  if (process.send === undefined) throw new Error("this file is the code of a child process");
  const say = (message: FromWorker) => void process.send?.(message);
  const running = new Map<number, AbortController>();
  const queue = remoteQueue((call, question) => say({ kind: "ask", call, question }));
  const started = Promise.withResolvers<Started>();
  let computing = 0;

  function watchOf(id: number): Watch {
    return {
      sees: (head) => say({ kind: "head", id, head }),
      computes() {
        if (computing === id) return;
        computing = id;
        say({ kind: "computes", id });
      },
    };
  }

  async function perform(id: number, task: Task): Promise<void> {
    const aborted = new AbortController();
    running.set(id, aborted);
    try {
      say({ kind: "done", id, result: await resultOf(await started.promise, id, task, aborted.signal) });
    } catch (error) {
      if (error instanceof HeavyJob) say({ kind: "done", id, result: { kind: "heavy" } });
      else say({ kind: "threw", id, error: sentError(error) });
    } finally {
      running.delete(id);
    }
  }

  async function resultOf(
    { work, log }: Started,
    id: number,
    task: Task,
    signal: AbortSignal,
  ): Promise<Result> {
    if (task.kind === "sweep") {
      await work.sweep(signal);
      return { kind: "did" };
    }
    const pull = pullOf(task.job);
    const own = log.child({ job: jobKey(task.job), ...(pull === null ? {} : { pull }) });
    switch (task.kind) {
      case "run":
        return { kind: "ran", outcome: await work.run(task.job, signal, own, task.priority, watchOf(id)) };
      case "refuse":
        return { kind: await work.refuse(task.job, task.refused, signal, own) };
      case "take-back":
        await work.takeBack(task.job, task.why, signal, own);
        return { kind: "did" };
    }
  }

  process.on("message", (message: ToWorker) => {
    switch (message.kind) {
      case "start":
        startedWith(message, { say, remote: queue, parse }).then(started.resolve, started.reject);
        return;
      case "do":
        void perform(message.id, message.task);
        return;
      case "abort":
        running.get(message.id)?.abort(new Error("The run was stopped."));
        return;
      case "answer":
      case "refusal":
        queue.answered(message);
    }
  });
  // The default would end it before the main process has let its jobs come to their end.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit(0));
  endWithParent();
  setInterval(() => say({ kind: "beat", rss: process.memoryUsage.rss() }), BEAT_MS);
}

type Started = { readonly work: JobWork; readonly log: Logger };

type Around = {
  readonly say: (message: FromWorker) => void;
  readonly remote: RemoteQueue;
  readonly parse: typeof parseNix;
};

async function startedWith(start: WorkerStart, { say, remote, parse }: Around): Promise<Started> {
  const { settings, credentials, self, version, packageRoot, secrets, shared } = start;
  endBeforeParent(shared ? 500 : 1000);
  const log = createLog({
    level: settings.logLevel,
    secrets,
    destination: { write: (line) => say({ kind: "line", line }) },
  });
  const metrics = {
    requested: (...args: Extract<FromWorker, { kind: "requested" }>["args"]) =>
      say({ kind: "requested", args }),
    remaining: (...args: Extract<FromWorker, { kind: "remaining" }>["args"]) =>
      say({ kind: "remaining", args }),
  };
  const pacing = {
    take: remote.take,
    heard: (...args: Extract<FromWorker, { kind: "heard" }>["args"]) => say({ kind: "heard", args }),
    refused: (...args: Extract<FromWorker, { kind: "refused" }>["args"]) => say({ kind: "refused", args }),
  };
  const octokit = signIn({ credentials, apiUrl: settings.github.apiUrl, metrics, version, log });
  const create = createWork({
    second: await loadSecondReader(),
    parse,
    rulePage: rulePageIn(new URL(packageRoot)),
    shared,
    ...(shared ? cachesFor(settings.jobMegabytes) : ALONE),
  });
  return {
    log,
    work: create({ settings, self, queue: remote.queue, pacing, octokit }),
  };
}
