/** When a job whose run threw is tried again. */
export type RetryPolicy = {
  /** How often it is tried again before it counts as failed. */
  readonly limit: number;
  /** Milliseconds before it is tried again for the first time; twice as long each time after that. */
  readonly firstDelayMs: number;
  /** Milliseconds that no pause exceeds, but for the jitter. */
  readonly longestDelayMs: number;
};

/** Eight times over about an hour: an outage of GitHub is most often over by then. */
export const DEFAULT_RETRY: RetryPolicy = { limit: 8, firstDelayMs: 15_000, longestDelayMs: 1_800_000 };

/**
 * The milliseconds to wait after a run that threw, when `failures` runs had thrown before it. Up to a quarter more
 * or less by `random` (0 to 1), so that jobs that failed together do not come back together.
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: number): number {
  const delay = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** failures);
  return Math.round(delay * (0.75 + random / 2));
}
