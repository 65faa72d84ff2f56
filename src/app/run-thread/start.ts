import { Worker } from "node:worker_threads";
import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import { jobKey } from "../jobs/jobs.ts";
import type { Parts, Work } from "../process/serve.ts";
import type { Credentials } from "../process/settings.ts";
import {
  type FromThread,
  type QueueCall,
  receivedError,
  sentError,
  type ThreadData,
  type ToThread,
} from "./protocol.ts";

/** Room for the caches and the runs; without a bound V8 lets garbage pile up while there is memory. */
const MEMORY = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 224 };

export type RunThreadOptions = {
  readonly credentials: Credentials;
  readonly version: string;
  readonly packageRoot: URL;
  readonly secrets: readonly string[];
  /** Takes a line of the thread's log. */
  readonly write: (line: string) => void;
};

/**
 * Does the work in a thread of its own, so that deliveries are answered at once however much there is to
 * review. The thread has no database: what it asks of the queue is asked here. If it dies, `onDeath` hears.
 */
export function runThread(
  options: RunThreadOptions,
  onDeath: (error: Error) => void,
): (parts: Parts) => Work {
  return ({ settings, self, queue, metrics }) => {
    const { write, packageRoot, ...rest } = options;
    const data: ThreadData = { ...rest, settings, self, packageRoot: packageRoot.href };
    const url = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);
    const worker = new Worker(url, { workerData: data, resourceLimits: MEMORY });
    const waiting = new Map<number, PromiseWithResolvers<Outcome | null>>();
    let last = 0;
    let closing = false;

    const send = (message: ToThread) => worker.postMessage(message);
    worker.on("message", (message: FromThread) => {
      switch (message.kind) {
        case "done":
          settle(message.id)?.resolve(message.outcome);
          return;
        case "threw":
          settle(message.id)?.reject(receivedError(message.error));
          return;
        case "ask":
          answer(queue, message.question).then(
            (value) => send({ kind: "answer", call: message.call, value }),
            (error) => send({ kind: "refusal", call: message.call, error: sentError(error) }),
          );
          return;
        case "requested":
          metrics.requested(...message.args);
          return;
        case "remaining":
          metrics.remaining(...message.args);
          return;
        case "line":
          write(message.line);
      }
    });
    worker.on("error", (error) => died(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => died(new Error(`the thread that does the work ended with ${code}`)));

    function died(error: Error): void {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      if (closing) return;
      closing = true;
      onDeath(error);
    }

    function settle(id: number): PromiseWithResolvers<Outcome | null> | undefined {
      const found = waiting.get(id);
      waiting.delete(id);
      return found;
    }

    function ask(message: (id: number) => ToThread, signal: AbortSignal): Promise<Outcome | null> {
      last += 1;
      const id = last;
      const answered = Promise.withResolvers<Outcome | null>();
      waiting.set(id, answered);
      const abort = () => send({ kind: "abort", id });
      signal.addEventListener("abort", abort, { once: true });
      send(message(id));
      return answered.promise.finally(() => signal.removeEventListener("abort", abort));
    }

    return {
      async run(job, signal) {
        const outcome = await ask((id) => ({ kind: "run", id, job, key: jobKey(job) }), signal);
        if (outcome === null) throw new Error("a run ends with an outcome");
        return outcome;
      },
      async sweep(signal) {
        await ask((id) => ({ kind: "sweep", id }), signal);
      },
      async close() {
        closing = true;
        await worker.terminate();
      },
    };
  };
}

function answer(queue: Queue, { method, args }: QueueCall): Promise<unknown> {
  switch (method) {
    case "add":
      return queue.add(...args);
    case "hint":
      return queue.hint(...args);
    case "get":
      return queue.memory.get(...args);
    case "put":
      return queue.memory.put(...args);
    case "delete":
      return queue.memory.delete(...args);
    case "list":
      return queue.memory.list(...args);
    case "forgetBefore":
      return queue.memory.forgetBefore(...args);
  }
}
