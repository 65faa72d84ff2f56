import type { JsonObject } from "./json.ts";

/** A job to add. Of one key at most one runs at a time, and at most one more waits. */
export type NewJob = {
  /** What it is about: up to 500 characters, `review:NixOS/nixpkgs#123`. */
  readonly key: string;
  readonly data: JsonObject;
  /** The higher ones run first. A waiting one that is added anew has the higher of both. */
  readonly priority?: "urgent" | "normal" | "low";
};

/** A job to run. */
export type Job = {
  readonly key: string;
  /** What was added last. */
  readonly data: JsonObject;
  readonly priority: NonNullable<NewJob["priority"]>;
  /** 1 for the first run, one more each time it threw or its process died. */
  readonly attempt: number;
};

/** What came of a run that did not throw. */
export type Outcome =
  | { readonly kind: "done" }
  /** Run it again then; that is no failure. */
  | { readonly kind: "later"; readonly afterMs: number; readonly why: string }
  /** Do not try again. */
  | { readonly kind: "failed"; readonly why: string };

/** What a delivery said of the state of its subject, to be told from what the API says. */
export type Hint = {
  readonly key: string;
  /** ISO 8601, of the payload. */
  readonly updatedAt: string;
  readonly head: string | null;
};

/** Ten years: dates beyond cannot be meant. */
const LONGEST_DELAY_MS = 315_576_000_000;

/** Milliseconds as the database takes them: neither negative nor without end; 0 for what is no number. */
export function delayOf(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(LONGEST_DELAY_MS, Math.max(0, ms));
}
