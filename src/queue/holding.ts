import { type Claim, keepAlive } from "./claim.ts";
import type { Database } from "./database/database.ts";
import { outageOf } from "./database/outage.ts";
import type { QueueLog } from "./log.ts";

/** A job that this process runs. */
export type Held = {
  readonly key: string;
  readonly claim: Claim;
  /** Aborted when another process may run the job by now. */
  readonly controller: AbortController;
};

/** The jobs that this process runs, with signs of life to the others that could take them over. */
export type Holding = {
  readonly size: number;
  all(): readonly Held[];
  /** `since` is what `performance.now()` said before the job was claimed. */
  hold(key: string, claim: Claim, since: number): Held;
  release(held: Held): void;
  /** Gives no more signs of life. */
  stop(): void;
};

/** Others take a job over after `takeoverMs` without a sign of life; null where there are no others. */
export function startHolding(database: Database, takeoverMs: number | null, log: QueueLog): Holding {
  const outage = outageOf(
    log,
    "The database takes no signs of life.",
    "The database takes signs of life again.",
  );
  const until = new Map<Held, number>();
  // Sooner than others take it over, by which clock ever.
  const giveUpMs = takeoverMs === null ? Number.POSITIVE_INFINITY : takeoverMs * 0.75;

  function giveUpLost(): void {
    const now = performance.now();
    for (const [{ key, controller }, end] of until) {
      if (now < end || controller.signal.aborted) continue;
      log.error({ key }, "A run is aborted, since another process may run its job by now.");
      controller.abort(new Error("Another process may run this job by now."));
    }
  }

  async function beat(): Promise<void> {
    giveUpLost();
    const now = performance.now();
    const beating = [...until.keys()];
    if (beating.length === 0) return;
    const claims = beating.map((held) => held.claim);
    const alive = await keepAlive(database, claims);
    for (const held of beating)
      if (until.has(held)) until.set(held, alive.has(held.claim.id) ? now + giveUpMs : now);
    giveUpLost();
  }

  const timer =
    takeoverMs === null
      ? null
      : setInterval(() => {
          beat().then(outage.worked, (err: unknown) => outage.failed({ err }));
        }, takeoverMs / 6);

  return {
    get size() {
      return until.size;
    },
    all: () => [...until.keys()],
    hold(key, claim, since) {
      const held = { key, claim, controller: new AbortController() };
      until.set(held, since + giveUpMs);
      return held;
    },
    release(held) {
      until.delete(held);
    },
    stop() {
      if (timer !== null) clearInterval(timer);
    },
  };
}
