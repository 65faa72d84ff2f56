import type { FaultKind } from "./faults.ts";

/** One request as it was answered. */
export type LoggedRequest = {
  readonly method: string;
  readonly path: string;
  /** As `RequestFacts.operation`. */
  readonly operation: string | null;
  readonly installationId: number | null;
  /** 0 where the connection was destroyed or the client gave up. */
  readonly status: number;
  /** What the fault made of it; null if there was none. */
  readonly fault: FaultKind | null;
  /** The types and messages of GraphQL errors. */
  readonly errors: readonly string[];
  readonly milliseconds: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** The requests of a server, oldest first. */
export type RequestLog = {
  all(): readonly LoggedRequest[];
  /** How many of each operation. */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
};

export type WritableRequestLog = RequestLog & { add(request: LoggedRequest): void };

/** A log that keeps the last `limit` requests. */
export function createRequestLog(limit: number): WritableRequestLog {
  let requests: LoggedRequest[] = [];
  return {
    add(request) {
      requests.push(request);
      if (requests.length > 2 * limit) requests = requests.slice(-limit);
    },
    all: () => requests,
    counts() {
      const counts: Record<string, number> = {};
      for (const { operation, method, path } of requests) {
        const name = operation ?? `${method} ${path}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return counts;
    },
    clear() {
      requests = [];
    },
  };
}
