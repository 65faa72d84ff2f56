/** The two hourly limits that the bot meets; GraphQL counts points. */
export type RateResource = "core" | "graphql";

type Counted = { readonly at: number; readonly points: number };

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
   * Counts a request against the secondary limits: `points` of a minute, and, where it makes content, one of that.
   * Seconds to wait if there were too many, and then nothing is counted; else null. Always null unless enforced.
   */
  press(who: string, request: { resource: RateResource; points: number; isContent: boolean }): number | null;
  /** Sets what is left in this hour, for all. */
  setRemaining(resource: RateResource, remaining: number): void;
  /** Sets the limit of an hour, for all. */
  setLimit(resource: RateResource, limit: number): void;
  /** Begins a new hour for all. */
  reset(): void;
  /**
   * Whether the secondary limits are enforced: 80 requests a minute and 500 an hour that make content, and 900 points
   * of REST and 2,000 of GraphQL a minute. Off at first.
   */
  enforceSecondary(on: boolean): void;
};

const hourMs = 60 * 60 * 1000;
const minuteMs = 60 * 1000;
const contentPerMinute = 80;
const contentPerHour = 500;
const pointsPerMinute: Readonly<Record<RateResource, number>> = { core: 900, graphql: 2000 };

export function createRateLimits(now: () => number): RateLimits {
  const limits: Record<RateResource, number> = { core: 5000, graphql: 5000 };
  const windows = new Map<string, { used: number; endsAt: number }>();
  const remaining = new Map<RateResource, number>();
  const content = new Map<string, Counted[]>();
  const pressed = new Map<string, Counted[]>();
  let enforcesSecondary = false;

  /** What was counted of somebody in so many milliseconds, the oldest first. */
  function recent(of: Map<string, Counted[]>, who: string, milliseconds: number): Counted[] {
    const kept = (of.get(who) ?? []).filter(({ at }) => at > now() - milliseconds);
    of.set(who, kept);
    return kept;
  }

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
    press(who, { resource, points, isContent }) {
      if (!enforcesSecondary) return null;
      const written = isContent ? recent(content, who, hourMs) : [];
      const inMinute = written.filter(({ at }) => at > now() - minuteMs);
      const asked = recent(pressed, `${resource} ${who}`, minuteMs);
      const full: number[] = [];
      if (inMinute.length >= contentPerMinute) full.push((inMinute[0]?.at ?? 0) + minuteMs);
      if (written.length >= contentPerHour) full.push((written[0]?.at ?? 0) + hourMs);
      const used = asked.reduce((sum, one) => sum + one.points, 0);
      if (used + points > pointsPerMinute[resource]) full.push((asked[0]?.at ?? 0) + minuteMs);
      if (full.length > 0) return Math.max(1, Math.ceil((Math.max(...full) - now()) / 1000));
      if (isContent) written.push({ at: now(), points: 1 });
      asked.push({ at: now(), points });
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
      pressed.clear();
    },
    enforceSecondary(on) {
      enforcesSecondary = on;
    },
  };
}
