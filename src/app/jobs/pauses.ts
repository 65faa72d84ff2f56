import type { GitHubFailure } from "../../github/failure.ts";

/** Until when GitHub wants to be left alone, by installation. */
export type Pauses = {
  /** Takes note of a failure that asks for a pause; others mean nothing here. */
  take(installation: number, failure: GitHubFailure): void;
  /** Milliseconds that are left of a pause; 0 for none. */
  left(installation: number): number;
};

const DEFAULT_MS = 60_000;
/** Longer than GitHub's hour no pause makes sense, whatever a header says. */
const LONGEST_MS = 65 * 60_000;

/** Keeps pauses in memory: another process, or the next, hears of them from GitHub itself. */
export function createPauses(now: () => number = Date.now): Pauses {
  const until = new Map<number, number>();
  return {
    take(installation, failure) {
      if (failure.kind !== "rate-limited") return;
      const end = Math.min(failure.until ?? now() + DEFAULT_MS, now() + LONGEST_MS);
      until.set(installation, Math.max(end, until.get(installation) ?? 0));
    },
    left(installation) {
      const left = (until.get(installation) ?? 0) - now();
      if (left <= 0) until.delete(installation);
      return Math.max(0, left);
    },
  };
}
