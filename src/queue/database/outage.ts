import type { QueueLog } from "../log.ts";

/** Milliseconds between two lines that say that it still goes on. */
const REMIND_MS = 10 * 60_000;

/** Tells the log of something that fails again and again: a line when that begins, and one when it is over. */
export type Outage = {
  /** It failed. Gives whether that is logged now: the first time, and every ten minutes while it goes on. */
  failed(fields: object): boolean;
  worked(): void;
};

/** `fails` and `works` are the sentences of the log. The second comes with the number of failures, and how long. */
export function outageOf(log: QueueLog, fails: string, works: string): Outage {
  let failures = 0;
  let since = 0;
  let told = 0;
  return {
    failed(fields) {
      const now = performance.now();
      if (failures === 0) since = now;
      failures += 1;
      if (failures > 1 && now - told < REMIND_MS) return false;
      told = now;
      log.error(failures === 1 ? fields : { ...fields, failures }, fails);
      return true;
    },
    worked() {
      if (failures === 0) return;
      const seconds = Math.round((performance.now() - since) / 1000);
      log.info({ failures, seconds }, works);
      failures = 0;
    },
  };
}
