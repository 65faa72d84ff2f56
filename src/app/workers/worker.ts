import { fork } from "node:child_process";
import type { Queue } from "../../queue/queue.ts";
import { BROKE_OFF, TOO_LARGE, TOO_LONG } from "../jobs/not-reviewed.ts";
import type { Pacing } from "../pacing/pacing.ts";
import type { Metrics } from "../process/metrics.ts";
import { usageOf } from "./process-usage.ts";
import {
  type FromWorker,
  type Question,
  type Result,
  receivedError,
  sentError,
  type Task,
  type ToWorker,
  type WorkerStart,
} from "./protocol.ts";

/** What a worker may take, and how long it may be silent. */
export type Bounds = {
  /** Bytes of memory, of whatever kind. */
  readonly memory: number;
  /** Megabytes of V8's heap, so that it collects garbage before all of the memory is taken. */
  readonly heapMb: number;
  /** Milliseconds for which it may compute without a sign of life. */
  readonly silentMs: number;
  /** Milliseconds for which a task may compute. */
  readonly taskMs: number;
};

export type EndReason = "memory" | "silence" | "time" | "crash";

/** A task did not come to its end, because of the bounds. */
export class Overrun extends Error {
  override name = "Overrun";
  readonly reason: EndReason;
  /** Whether it is likely this task that is to blame. Of a task that ran alone it is certain. */
  readonly suspected: boolean;
  /** The head that the task looked at; null where it did not come so far. */
  readonly head: string | null;

  constructor(reason: EndReason, suspected: boolean, head: string | null) {
    super(OVERRUNS[reason]);
    this.reason = reason;
    this.suspected = suspected;
    this.head = head;
  }
}

const OVERRUNS: Readonly<Record<EndReason, string>> = {
  memory: TOO_LARGE,
  silence: TOO_LONG,
  time: TOO_LONG,
  crash: BROKE_OFF,
};

export type WorkerOptions = {
  readonly entry: URL;
  readonly start: WorkerStart;
  readonly bounds: Bounds;
  readonly queue: Queue;
  readonly metrics: Pick<Metrics, "requested" | "remaining">;
  readonly pacing: Pick<Pacing, "take" | "heard" | "refused">;
  /** Takes a line of the worker's log. */
  readonly write: (line: string) => void;
  /** Hears once that it is gone: why, the last that it wrote to standard error, and whether it ever began. */
  readonly gone: (reason: EndReason | "closed", said: string, begun: boolean) => void;
};

/** A process that does tasks. */
export type Worker = {
  /** Rejects with an Overrun where a bound ended it, be it the bound of this task or the end of the worker. */
  perform(task: Task, signal: AbortSignal): Promise<Result>;
  readonly tasks: number;
  readonly alive: boolean;
  /** Whether it has answered within the last moments. */
  responds(): boolean;
  close(): Promise<void>;
};

type Running = {
  readonly done: PromiseWithResolvers<Result>;
  readonly since: number;
  /** How long the worker had computed by then; null for not known yet. */
  computedBefore: number | null;
  head: string | null;
  /** When it was told to stop because of its time, and whether it computed for that long. */
  stopped: { readonly at: number; readonly computes: boolean } | null;
};

/** Milliseconds between two looks at a worker. */
const LOOK_MS = 100;
/** Signs of life come every 200 ms. */
const RESPONDS_MS = 600;
/** Milliseconds that a task has to stop in. */
const STOP_MS = 5_000;
/** What waits for GitHub, or for a processor, rather than computing has so many times the time. */
const PATIENCE = 10;
const SAID = 2_000;

export function startWorker(options: WorkerOptions): Worker {
  const { entry, start, bounds, queue, metrics, pacing } = options;
  const child = fork(entry, {
    execArgv: [`--max-old-space-size=${bounds.heapMb}`, "--max-semi-space-size=16"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const running = new Map<number, Running>();
  const gone = Promise.withResolvers<void>();
  let last = 0;
  let computing = 0;
  let heard = performance.now();
  let looked = heard;
  let computed = 0;
  let computedWhenHeard = 0;
  let begun = false;
  let said = "";
  let ended: EndReason | "closed" | null = null;

  const send = (message: ToWorker) => {
    // What it is told while it dies, it does not hear.
    if (child.connected) child.send(message, () => {});
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-SAID);
  });
  child.on("message", (message: FromWorker) => {
    heard = performance.now();
    // A task may hang before the first sign of life. Whoever says what it does has begun.
    if (message.kind !== "line") begun = true;
    hear(message);
  });
  // What it said before its end is read first.
  const over = (event: string) => new Promise<void>((resolve) => child.once(event, () => resolve()));
  const failed = new Promise<void>((resolve) =>
    child.on("error", () => child.pid === undefined && resolve()),
  );
  Promise.race([failed, Promise.all([over("close"), over("disconnect")])]).then(left);
  send(start);
  const watch = setInterval(look, LOOK_MS);

  function hear(message: FromWorker): void {
    switch (message.kind) {
      case "done":
        settle(message.id)?.resolve(message.result);
        return;
      case "threw":
        settle(message.id)?.reject(receivedError(message.error));
        return;
      case "beat":
        if (message.rss > bounds.memory) end("memory");
        return;
      case "computes":
        computing = message.id;
        return;
      case "head": {
        const task = running.get(message.id);
        if (task !== undefined) task.head = message.head;
        return;
      }
      case "ask":
        answer(queue, pacing, message.question).then(
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
      case "heard":
        pacing.heard(...message.args);
        return;
      case "refused":
        pacing.refused(...message.args);
        return;
      case "line":
        options.write(message.line);
    }
  }

  function look(): void {
    const now = performance.now();
    // Where this process itself stood still, what the worker said meanwhile is not read yet.
    const late = now - looked > 3 * LOOK_MS;
    const before = looked;
    looked = now;
    if (late || ended !== null) return;
    const usage = usageOf(child.pid);
    // Where the system does not tell, time that passes counts as computed.
    computed = usage?.computedMs ?? now;
    if (heard >= before) computedWhenHeard = computed;
    if ((usage?.memory ?? 0) > bounds.memory) end("memory");
    else if (isSilent(now)) end("silence");
    else if (begun) for (const [id, task] of running) lookAt(id, task, now);
  }

  /** Whether its event loop stands still for too long, be it that it computes or that it hangs otherwise. */
  function isSilent(now: number): boolean {
    if (running.size === 0) return false;
    const silent = now - heard;
    // Until its first sign of life it loads the program.
    const most = begun ? bounds.silentMs : START_MS;
    return silent > most && (computed - computedWhenHeard > most || silent > PATIENCE * most);
  }

  function lookAt(id: number, task: Running, now: number): void {
    if (task.stopped !== null) {
      if (now - task.stopped.at < STOP_MS) return;
      computing = id;
      end("time");
      return;
    }
    task.computedBefore ??= computed;
    const computes = computed - task.computedBefore > bounds.taskMs;
    if (!computes && now - task.since < PATIENCE * bounds.taskMs) return;
    task.stopped = { at: now, computes };
    send({ kind: "abort", id });
  }

  function end(reason: EndReason): void {
    ended ??= reason;
    child.kill("SIGKILL");
  }

  /** It is gone, by whose doing ever. */
  function left(): void {
    clearInterval(watch);
    const reason = ended ?? (/out of memory/i.test(said) ? "memory" : "crash");
    ended = reason;
    const blamed = running.has(computing) ? computing : null;
    for (const [id, { done, head }] of running) {
      // What did not begin is nobody's fault but our own.
      if (!begun) {
        done.reject(new Error(`A worker could not be started: ${said || reason}`));
        continue;
      }
      const suspected = running.size === 1 || blamed === null || blamed === id;
      done.reject(new Overrun(reason === "closed" ? "crash" : reason, suspected, head));
    }
    running.clear();
    options.gone(reason, said, begun);
    gone.resolve();
  }

  function settle(id: number): PromiseWithResolvers<Result> | undefined {
    const found = running.get(id);
    running.delete(id);
    return found?.done;
  }

  return {
    get tasks() {
      return running.size;
    },
    get alive() {
      return ended === null;
    },
    responds: () => !begun || performance.now() - heard < RESPONDS_MS,
    async perform(task, signal) {
      last += 1;
      const id = last;
      if (ended !== null) throw new Overrun("crash", false, null);
      // It may have been silent because it had nothing to do.
      if (running.size === 0) heard = performance.now();
      const own: Running = {
        done: Promise.withResolvers<Result>(),
        since: performance.now(),
        computedBefore: null,
        head: null,
        stopped: null,
      };
      running.set(id, own);
      const abort = () => send({ kind: "abort", id });
      signal.addEventListener("abort", abort, { once: true });
      send({ kind: "do", id, task });
      try {
        return await own.done.promise;
      } catch (error) {
        // What waits for GitHub for so long is not to blame for it.
        if (own.stopped?.computes === true && !(error instanceof Overrun))
          throw new Overrun("time", true, own.head);
        throw error;
      } finally {
        signal.removeEventListener("abort", abort);
      }
    },
    async close() {
      ended ??= "closed";
      child.kill("SIGKILL");
      await gone.promise;
    },
  };
}

/** Milliseconds that a worker has for loading the program. */
const START_MS = 60_000;

async function answer(
  queue: Queue,
  pacing: Pick<Pacing, "take">,
  { method, args }: Question,
): Promise<unknown> {
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
    case "take":
      return pacing.take(...args);
  }
}
