import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import type { JobData } from "../jobs/jobs.ts";
import type { Refused } from "../jobs/not-reviewed.ts";
import type { Pacing, Priority } from "../pacing/pacing.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Credentials, Settings } from "../process/settings.ts";
import type { Self } from "../server/deliveries.ts";

/** What a worker is started with. */
export type WorkerStart = {
  readonly kind: "start";
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly self: Self;
  readonly version: string;
  /** The address of the package's root. */
  readonly packageRoot: string;
  readonly secrets: readonly string[];
  /** Whether several jobs share it; then one that takes much is sent back, to run alone. */
  readonly shared: boolean;
};

/** What a run asks of the queue and of the pacing, which the main process has. */
export type Question =
  | { readonly method: "add"; readonly args: Parameters<Queue["add"]> }
  | { readonly method: "hint"; readonly args: Parameters<Queue["hint"]> }
  | { readonly method: "get"; readonly args: Parameters<Queue["memory"]["get"]> }
  | { readonly method: "put"; readonly args: Parameters<Queue["memory"]["put"]> }
  | { readonly method: "delete"; readonly args: Parameters<Queue["memory"]["delete"]> }
  | { readonly method: "list"; readonly args: Parameters<Queue["memory"]["list"]> }
  | { readonly method: "forgetBefore"; readonly args: Parameters<Queue["memory"]["forgetBefore"]> }
  | { readonly method: "take"; readonly args: Parameters<Pacing["take"]> };

/** An error on its way between processes: its class does not come through. */
export type SentError = { readonly name: string; readonly message: string; readonly stack: string };

/** What a worker is to do. */
export type Task =
  | { readonly kind: "run"; readonly job: JobData; readonly priority: Priority }
  | { readonly kind: "sweep" }
  /** Answers a job that could not be done within its bounds, without a look at what it is about. */
  | { readonly kind: "refuse"; readonly job: JobData; readonly refused: Refused }
  /** Takes back a merge of the bot's that is under way. `why` is a clause. */
  | { readonly kind: "take-back"; readonly job: JobData; readonly why: string };

/** What came of a task. */
export type Result =
  | { readonly kind: "ran"; readonly outcome: Outcome }
  | { readonly kind: "did" }
  /** It takes more than a worker that others share gives. */
  | { readonly kind: "heavy" }
  /** There is another commit by now than the one that could not be reviewed. */
  | { readonly kind: "another-head" };

export type ToWorker =
  | WorkerStart
  | { readonly kind: "do"; readonly id: number; readonly task: Task }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "answer"; readonly call: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly call: number; readonly error: SentError };

export type FromWorker =
  | { readonly kind: "done"; readonly id: number; readonly result: Result }
  | { readonly kind: "threw"; readonly id: number; readonly error: SentError }
  /** Its event loop turns; `rss` is its memory in bytes. */
  | { readonly kind: "beat"; readonly rss: number }
  /** From here on it computes for this task, until it says another. */
  | { readonly kind: "computes"; readonly id: number }
  /** The head that a task looks at. */
  | { readonly kind: "head"; readonly id: number; readonly head: string }
  | { readonly kind: "ask"; readonly call: number; readonly question: Question }
  | { readonly kind: "requested"; readonly args: Parameters<Metrics["requested"]> }
  | { readonly kind: "remaining"; readonly args: Parameters<Metrics["remaining"]> }
  | { readonly kind: "heard"; readonly args: Parameters<Pacing["heard"]> }
  | { readonly kind: "refused"; readonly args: Parameters<Pacing["refused"]> }
  | { readonly kind: "line"; readonly line: string };

export function sentError(error: unknown): SentError {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? "" }
    : { name: "Error", message: String(error), stack: "" };
}

export function receivedError({ name, message, stack }: SentError): Error {
  return Object.assign(new Error(message), { name, stack });
}
