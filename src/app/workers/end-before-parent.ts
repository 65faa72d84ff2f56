import { writeFileSync } from "node:fs";

/**
 * Has Linux end this process before the one that started it, where all of them together take more memory than a
 * container or a service may: a worker is started again, and the rest goes on. Of workers, the one with the larger
 * number (at most 1000) goes first.
 */
export function endBeforeParent(score: number): void {
  try {
    writeFileSync("/proc/self/oom_score_adj", String(score));
  } catch {
    // Another system, or one that does not let us.
  }
}
