/** Whose turn it is, where so many come at once and one may begin each interval. */
export type Turns = {
  /** Milliseconds until it is the turn of this key; 0 for now, and then the turn is taken. */
  take(key: string, now: number, intervalMs: number): number;
  /** Milliseconds until the turn that was given to this key; 0 for none. */
  left(key: string, now: number): number;
  /** Gives a turn back that cannot be used for so long. Milliseconds until the next: at least those. */
  giveBack(key: string, now: number, waitMs: number, intervalMs: number): number;
};

/** Whoever does not come for so long after its turn has lost it. */
const KEPT_MS = 10 * 60_000;

/**
 * Turns in the order in which they were asked for. Whoever has to wait is told for how long and comes back then, so that
 * nobody has to ask again and again. As many as `burst` may begin at once after a quiet time.
 */
export function turns(burst: number): Turns {
  /** When the turn of each is that was told to wait, in the order of those times. */
  const booked = new Map<string, number>();
  /** Up to when all turns are taken. */
  let taken = Number.NEGATIVE_INFINITY;

  function forget(now: number): void {
    for (const [key, at] of booked) {
      if (at > now - KEPT_MS) return;
      booked.delete(key);
    }
  }

  return {
    take(key, now, intervalMs) {
      forget(now);
      const own = booked.get(key);
      if (own !== undefined) {
        if (own > now) return own - now;
        booked.delete(key);
        return 0;
      }
      const quiet = Math.max(taken, now - burst * intervalMs);
      // Nobody goes before those who wait.
      taken = booked.size === 0 ? quiet + intervalMs : Math.max(quiet, now) + intervalMs;
      if (taken <= now) return 0;
      booked.set(key, taken);
      return taken - now;
    },
    left: (key, now) => Math.max(0, (booked.get(key) ?? 0) - now),
    giveBack(key, now, waitMs, intervalMs) {
      taken = Math.max(now + waitMs, taken + intervalMs);
      booked.delete(key);
      booked.set(key, taken);
      return taken - now;
    },
  };
}
