import { readFileSync, writeFileSync } from "node:fs";

const SCORE = "/proc/self/oom_score_adj";
const MOST = 1000;

/**
 * Has Linux end this process before the one that started it, where all of them together take more memory than a
 * container or a service may: a worker is started again, and the rest goes on. Of workers, the one with the larger
 * number goes first.
 */
export function endBeforeParent(more: number): void {
  try {
    writeFileSync(SCORE, String(Math.min(MOST, Number(readFileSync(SCORE, "utf8")) + more)));
  } catch {
    // Another system, or one that does not let us.
  }
}
