/** Whether a request is of a sweep. Others are what people wait for. */
export type Share = "sweep" | "people";

/** So much may be spent within so long. */
export type Limit = { readonly most: number; readonly ms: number };

/** What was spent of a limit within its time: a window that slides, so that at no moment there was more. */
export type Window = {
  /** Milliseconds until so much more may be spent; 0 for now. `most` is for whoever may not have all of it. */
  wait(amount: number, now: number, share: Share): number;
  spend(amount: number, now: number, share: Share): void;
  /** What sweeps may have of it now, what they have spent included. */
  sweepsMost(now: number): number;
};

/** So much of each limit is kept for people, and so much stays free besides what they have spent. */
const KEPT_PART = 0.4;
const FREE_PART = 0.1;
/** What people do not get, so that what takes a merge back still fits in. */
const URGENT_PART = 0.05;
/** What is sent so much later than another may arrive as much later still. */
const SLACK_MS = 5_000;

type Spent = { readonly at: number; readonly amount: number; readonly share: Share };

export function slidingWindow({ most, ms }: Limit): Window {
  let spent: Spent[] = [];
  const totals = { sweep: 0, people: 0 };

  function forget(now: number): void {
    let old = 0;
    for (const { at, amount, share } of spent) {
      if (at > now - ms - SLACK_MS) break;
      totals[share] -= amount;
      old += 1;
    }
    if (old > 0) spent = spent.slice(old);
  }

  function sweepsMost(): number {
    return most - Math.max(KEPT_PART * most, totals.people + FREE_PART * most);
  }

  return {
    wait(amount, now, share) {
      forget(now);
      const over =
        share === "sweep"
          ? totals.sweep + amount - sweepsMost()
          : totals.sweep + totals.people + amount - (1 - URGENT_PART) * most;
      let freed = 0;
      if (over <= freed) return 0;
      for (const { at, amount: its, share: whose } of spent) {
        if (share === "people" || whose === "sweep") freed += its;
        if (freed >= over) return Math.max(1, at + ms + SLACK_MS - now);
      }
      return ms;
    },
    spend(amount, now, share) {
      forget(now);
      spent.push({ at: now, amount, share });
      totals[share] += amount;
    },
    sweepsMost(now) {
      forget(now);
      return sweepsMost();
    },
  };
}
