import { setImmediate } from "node:timers/promises";
import { type AddedHint, type AddedJob, type AddedLater, type Addition, add } from "./add.ts";
import type { Database } from "./database/database.ts";

/** Takes additions and writes those that come in together down together. */
export type Intake = {
  /** Resolves once it is durable; rejects if nothing of it was written down. */
  put(addition: Addition): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
};

type Waiting = { readonly addition: Addition; resolve(): void; reject(error: unknown): void };

/** Additions of one statement, so that none takes long: the embedded database stops the process meanwhile. */
const MOST_TOGETHER = 200;

/** `written` is called with each addition that has been written down. */
export function openIntake(options: {
  readonly database: Database;
  readonly retryLimit: number;
  readonly from: string;
  readonly written: (addition: Addition) => void;
}): Intake {
  const { database, retryLimit, from, written } = options;
  const waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    // Requests that came in with the same turn of the event loop join the first.
    await setImmediate();
    while (waiting.length > 0) {
      const together = waiting.splice(0, MOST_TOGETHER);
      const addition = joined(together.map((one) => one.addition));
      try {
        await once(() => add(database, retryLimit, addition, from));
      } catch (error) {
        for (const one of together) one.reject(error);
        continue;
      }
      written(addition);
      for (const one of together) one.resolve();
    }
    writing = null;
  }

  return {
    put(addition) {
      return new Promise((resolve, reject) => {
        waiting.push({ addition, resolve, reject });
        writing ??= write();
      });
    },
    async idle() {
      await writing;
    },
  };
}

/** Once more if the database stopped it in favour of another statement: nothing of it has happened then. */
async function once(statement: () => Promise<void>): Promise<void> {
  try {
    await statement();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "40P01" || error.code === "40001")))
      throw error;
    await statement();
  }
}

/** One addition of several, in their order: what the later ones say of a key counts, and the higher priority. */
function joined(additions: readonly Addition[]): Addition {
  const jobs = new Map<string, AddedJob>();
  const laters = new Map<string, AddedLater>();
  const hints = new Map<string, AddedHint>();
  for (const addition of additions) {
    for (const job of addition.jobs) jobs.set(job.key, { ...job, priority: higher(job, jobs.get(job.key)) });
    for (const later of addition.laters) {
      const other = laters.get(later.key);
      const sooner = other === undefined || later.delayMs < other.delayMs ? later : other;
      laters.set(later.key, { ...sooner, priority: higher(later, other) });
    }
    for (const hint of addition.hints) {
      const other = hints.get(hint.key);
      if (other === undefined || other.updatedMs <= hint.updatedMs) hints.set(hint.key, hint);
    }
  }
  return { jobs: [...jobs.values()], laters: [...laters.values()], hints: [...hints.values()] };
}

function higher(one: AddedJob, other: AddedJob | undefined): number {
  return Math.max(one.priority, other?.priority ?? one.priority);
}
