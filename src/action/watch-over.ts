import type { ChildProcess } from "node:child_process";
import type { JobData } from "../app/jobs/jobs.ts";
import { BROKE_OFF, TOO_LARGE, TOO_LONG } from "../app/jobs/not-reviewed.ts";
import type { Answered, Hung } from "./hung.ts";
import type { Result } from "./summary.ts";

/** What the process that does the work says. */
export type FromChild =
  /** Its event loop turns. */
  | { readonly kind: "alive" }
  | { readonly kind: "begins"; readonly job: JobData }
  | { readonly kind: "sees"; readonly head: string }
  | { readonly kind: "result"; readonly result: Result };

/** What it is told: to begin, and that the job is to end. */
export type ToChild =
  | { readonly kind: "start"; readonly without: readonly number[] }
  | { readonly kind: "end" };

/** How often it says that it is alive, in milliseconds. */
export const ALIVE_MS = 500;

/** So many pull requests may hang until the job gives up. */
const MOST_HUNG = 5;

export type WatchOptions = {
  /** Starts a process that does the work, once it is told to. */
  readonly start: () => ChildProcess;
  /** For so many milliseconds it may be without a sign of life. */
  readonly silentMs: number;
  readonly answer: (hung: Hung) => Promise<Answered>;
  /** The job is to end. */
  readonly signal: AbortSignal;
};

/**
 * What came of a job whose work is done in a process of its own. One that hangs, or takes more memory than it may, is
 * ended and its pull request answered; then another does the rest. Rejects where it fails by a mistake of ours.
 */
export async function watchOver({ start, silentMs, answer, signal }: WatchOptions): Promise<Result> {
  const without: number[] = [];
  const answers: Answered[] = [];
  for (;;) {
    const child = start();
    child.send({ kind: "start", without } satisfies ToChild, () => {});
    const ended = await endOf(child, silentMs, signal);
    if ("result" in ended) return together(ended.result, answers);
    answers.push(await answer(ended));
    const { job } = ended;
    if (job.kind !== "review" || without.length >= MOST_HUNG || signal.aborted) {
      return together({ done: false, outcomes: [], notes: [], dryRun: false }, answers);
    }
    without.push(job.number);
  }
}

function together(result: Result, answers: readonly Answered[]): Result {
  if (answers.length === 0) return result;
  return {
    ...result,
    done: false,
    outcomes: [...answers.flatMap(({ outcomes }) => outcomes), ...result.outcomes],
    notes: [...answers.flatMap(({ notes }) => notes), ...result.notes],
  };
}

/** What is kept of what a process says before it breaks off, in characters. */
const SAID = 2_000;

async function endOf(
  child: ChildProcess,
  silentMs: number,
  signal: AbortSignal,
): Promise<Hung | { readonly result: Result }> {
  const ended = Promise.withResolvers<Hung | { readonly result: Result }>();
  let job: JobData | null = null;
  let head: string | null = null;
  let heard = performance.now();
  let said = "";
  const isHung = (why: string) => {
    if (job === null) ended.reject(new Error(`The Action could not begin: ${said || why}`));
    else ended.resolve({ job, head, why });
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-SAID);
  });
  child.on("message", (message: FromChild) => {
    heard = performance.now();
    switch (message.kind) {
      case "alive":
        return;
      case "begins":
        job = message.job;
        head = null;
        return;
      case "sees":
        head = message.head;
        return;
      case "result":
        ended.resolve({ result: message.result });
    }
  });
  child.on("error", ended.reject);
  child.on("close", (code, by) => {
    if (by === null) ended.reject(new Error(`The process that does the work ended with ${code}: ${said}`));
    else isHung(by === "SIGKILL" || /out of memory/i.test(said) ? TOO_LARGE : BROKE_OFF);
  });
  // What it is told while it dies, it does not hear.
  const end = () => void child.send({ kind: "end" } satisfies ToChild, () => {});
  signal.addEventListener("abort", end, { once: true });
  const watch = setInterval(
    () => performance.now() - heard > silentMs && isHung(TOO_LONG),
    Math.min(1_000, silentMs / 4),
  );
  try {
    return await ended.promise;
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", end);
    child.kill("SIGKILL");
  }
}
