/** The two hourly limits that the bot meets; GraphQL counts points. */
export type RateResource = "core" | "graphql";

/** Where a limit stands. Times are seconds since the epoch. */
export type RateState = {
  readonly resource: RateResource;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  readonly reset: number;
};

/**
 * Primary limits for each installation (and for the App itself), and GitHub's limit of requests that make
 * content. Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export type RateLimits = {
  /** Counts `points`, if that many are left: false if not, and then nothing is counted. */
  spend(who: string, resource: RateResource, points: number): boolean;
  state(who: string, resource: RateResource): RateState;
  /**
   * Counts a request that makes content. Seconds to wait if there were too many in the last minute, else
   * null. Always null unless enforced.
   */
  makeContent(who: string): number | null;
  /** Sets what is left in this hour, for all. */
  setRemaining(resource: RateResource, remaining: number): void;
  /** Sets the limit of an hour, for all. */
  setLimit(resource: RateResource, limit: number): void;
  /** Begins a new hour for all. */
  reset(): void;
  /** Whether more than 80 requests a minute that make content are refused. Off at first. */
  enforceContentLimit(on: boolean): void;
};

const hourMs = 60 * 60 * 1000;
const minuteMs = 60 * 1000;
const contentPerMinute = 80;

export function createRateLimits(now: () => number): RateLimits {
  const limits: Record<RateResource, number> = { core: 5000, graphql: 5000 };
  const windows = new Map<string, { used: number; endsAt: number }>();
  const remaining = new Map<RateResource, number>();
  const content = new Map<string, number[]>();
  let enforcesContent = false;

  function windowOf(who: string, resource: RateResource) {
    const key = `${resource} ${who}`;
    const found = windows.get(key);
    if (found !== undefined && found.endsAt > now()) return found;
    const begun = {
      used: limits[resource] - (remaining.get(resource) ?? limits[resource]),
      endsAt: now() + hourMs,
    };
    windows.set(key, begun);
    return begun;
  }

  return {
    spend(who, resource, points) {
      const window = windowOf(who, resource);
      if (window.used + points > limits[resource]) return false;
      window.used += points;
      return true;
    },
    state(who, resource) {
      const { used, endsAt } = windowOf(who, resource);
      const limit = limits[resource];
      return {
        resource,
        limit,
        used,
        remaining: Math.max(0, limit - used),
        reset: Math.ceil(endsAt / 1000),
      };
    },
    makeContent(who) {
      if (!enforcesContent) return null;
      const recent = (content.get(who) ?? []).filter((time) => time > now() - minuteMs);
      content.set(who, recent);
      const [oldest] = recent;
      if (recent.length >= contentPerMinute && oldest !== undefined) {
        return Math.max(1, Math.ceil((oldest + minuteMs - now()) / 1000));
      }
      recent.push(now());
      return null;
    },
    setRemaining(resource, left) {
      remaining.set(resource, left);
      for (const [key, window] of windows) {
        if (key.startsWith(`${resource} `)) window.used = limits[resource] - left;
      }
    },
    setLimit(resource, limit) {
      limits[resource] = limit;
    },
    reset() {
      windows.clear();
      remaining.clear();
      content.clear();
    },
    enforceContentLimit(on) {
      enforcesContent = on;
    },
  };
}
