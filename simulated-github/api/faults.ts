/** What a fault is decided by, and what the log keeps of a request. */
export type RequestFacts = {
  readonly method: string;
  /** Without the prefix of GitHub Enterprise Server and without the query. */
  readonly path: string;
  /**
   * The operation as published (`pulls/create-review`), or of GraphQL `query <name>` and
   * `mutation <its fields>`; null where there is no such route.
   */
  readonly operation: string | null;
  readonly isWrite: boolean;
  readonly installationId: number | null;
  readonly body: unknown;
};

export type FaultKind =
  /** Not done; 500 with JSON. */
  | "500"
  /** Not done; 502 with a page of HTML, as from GitHub's load balancer. */
  | "502-html"
  /** Not done, and no answer until the client gives up. */
  | "timeout"
  /** Not done; the connection is destroyed. */
  | "drop-before"
  /** Done, but the connection is destroyed before the answer. */
  | "drop-after"
  /** Done, but answered with 502 and a page of HTML. */
  | "error-after"
  /** Not done; as of something that is not there, or not there yet. */
  | "not-found"
  /** Not done; as of a token that is not known, or not known yet. */
  | "unauthorized"
  /** Not done; as where a permission is missing. */
  | "forbidden"
  /** Not done; GraphQL alone: the query takes too much. */
  | "too-heavy"
  /** Not done; as a merge while somebody else merges. */
  | "base-modified"
  /** Not done; as when the hourly limit is used up. */
  | "rate-limit"
  /** Not done; as GitHub asks for a pause, with `retry-after`. */
  | "secondary-limit";

export type Fault = {
  /** By default every request. */
  readonly when?: (request: RequestFacts) => boolean;
  readonly kind: FaultKind;
  /** How often; by default until it is removed. */
  readonly times?: number;
  /** Of the limits, in seconds; by default 60. */
  readonly retryAfter?: number;
  /** Of the limits in REST, which GitHub answers either way; by default 403. */
  readonly status?: 403 | 429;
};

/** What is done to one request. */
export type ActiveFault = Pick<Fault, "kind" | "retryAfter" | "status">;

export type RandomFaults = {
  /** The same seed gives the same faults for the same requests in the same order. */
  readonly seed: number;
  /** The share of requests that fail, 0 to 1. */
  readonly rate: number;
  /** By default those that need no waiting: all but `timeout`, `rate-limit` and `secondary-limit`. */
  readonly kinds?: readonly FaultKind[];
  readonly when?: (request: RequestFacts) => boolean;
};

/** The faults that are switched on. */
export type Faults = {
  /** Returns the function that removes it. */
  add(fault: Fault): () => void;
  /** In addition to those that were added; null switches it off. */
  random(faults: RandomFaults | null): void;
  /** Removes all. */
  clear(): void;
  /** The fault of a request that begins; counts it. */
  next(request: RequestFacts): ActiveFault | null;
};

const quickFaults: readonly FaultKind[] = ["500", "502-html", "drop-before", "drop-after", "error-after"];

export function createFaults(): Faults {
  const active = new Map<Fault, number>();
  let randomly: { faults: RandomFaults; draw: () => number } | null = null;

  return {
    add(fault) {
      active.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
      return () => active.delete(fault);
    },
    random(faults) {
      randomly = faults === null ? null : { faults, draw: mulberry32(faults.seed) };
    },
    clear() {
      active.clear();
      randomly = null;
    },
    next(request) {
      for (const [fault, left] of active) {
        if (fault.when?.(request) === false) continue;
        if (left <= 1) active.delete(fault);
        else active.set(fault, left - 1);
        return fault;
      }
      if (randomly === null || randomly.faults.when?.(request) === false) return null;
      const { draw, faults } = randomly;
      const hit = draw() < faults.rate;
      const which = draw();
      const kinds = faults.kinds ?? quickFaults;
      const kind = kinds[Math.floor(which * kinds.length)];
      return hit && kind !== undefined ? { kind } : null;
    },
  };
}

/** A small generator of numbers in [0, 1) that depend on nothing but the seed. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
