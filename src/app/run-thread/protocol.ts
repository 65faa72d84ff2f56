import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import type { JobData } from "../jobs/jobs.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Credentials, Settings } from "../process/settings.ts";
import type { Self } from "../server/deliveries.ts";

/** What the thread is started with. */
export type ThreadData = {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly self: Self;
  readonly version: string;
  /** The address of the package's root. */
  readonly packageRoot: string;
  readonly secrets: readonly string[];
};

/** What a run asks of the queue, which the main thread has. */
export type QueueCall =
  | { readonly method: "add"; readonly args: Parameters<Queue["add"]> }
  | { readonly method: "hint"; readonly args: Parameters<Queue["hint"]> }
  | { readonly method: "get"; readonly args: Parameters<Queue["memory"]["get"]> }
  | { readonly method: "put"; readonly args: Parameters<Queue["memory"]["put"]> }
  | { readonly method: "delete"; readonly args: Parameters<Queue["memory"]["delete"]> }
  | { readonly method: "list"; readonly args: Parameters<Queue["memory"]["list"]> }
  | { readonly method: "forgetBefore"; readonly args: Parameters<Queue["memory"]["forgetBefore"]> };

/** An error on its way between threads: its class does not come through. */
export type SentError = { readonly name: string; readonly message: string; readonly stack: string };

export type ToThread =
  | { readonly kind: "run"; readonly id: number; readonly job: JobData; readonly key: string }
  | { readonly kind: "sweep"; readonly id: number }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "answer"; readonly call: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly call: number; readonly error: SentError };

export type FromThread =
  | { readonly kind: "done"; readonly id: number; readonly outcome: Outcome | null }
  | { readonly kind: "threw"; readonly id: number; readonly error: SentError }
  | { readonly kind: "ask"; readonly call: number; readonly question: QueueCall }
  | { readonly kind: "requested"; readonly args: Parameters<Metrics["requested"]> }
  | { readonly kind: "remaining"; readonly args: Parameters<Metrics["remaining"]> }
  | { readonly kind: "line"; readonly line: string };

export function sentError(error: unknown): SentError {
  return error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? "" }
    : { name: "Error", message: String(error), stack: "" };
}

export function receivedError({ name, message, stack }: SentError): Error {
  return Object.assign(new Error(message), { name, stack });
}
