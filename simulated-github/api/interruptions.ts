import type { RequestFacts } from "./faults.ts";

/** When something else happens on GitHub than what a request asks for: just before it is done, or just after. */
export type Moment = "before" | "after";

/** What happens in the middle of somebody's requests. Each happens once. */
export type Interruptions = {
  /**
   * Does something just before (after: between doing it and answering) the next request of an operation, such
   * as `pulls/merge`, `query PullRequest` or `mergePullRequest`. Resolves once it has happened, and rejects as it does.
   */
  add(moment: Moment, operation: string, run: () => unknown): Promise<void>;
  /** Does what is due at this moment of a request. Rejects never. */
  meet(moment: Moment, request: RequestFacts): Promise<void>;
};

type Waiting = {
  readonly moment: Moment;
  readonly operation: string;
  readonly happen: () => Promise<void>;
};

export function createInterruptions(): Interruptions {
  const waiting = new Set<Waiting>();
  return {
    add(moment, operation, run) {
      return new Promise((resolve, reject) => {
        const happen = async () => {
          try {
            await run();
            resolve();
          } catch (error) {
            reject(error);
          }
        };
        waiting.add({ moment, operation, happen });
      });
    },
    async meet(moment, request) {
      for (const one of [...waiting]) {
        if (one.moment !== moment || !isMeant(one.operation, request)) continue;
        waiting.delete(one);
        await one.happen();
      }
    },
  };
}

/** A mutation is meant by each of its fields too. */
function isMeant(operation: string, request: RequestFacts): boolean {
  const asked = request.operation;
  if (asked === null) return false;
  return asked === operation || (asked.startsWith("mutation ") && asked.split(" ").includes(operation));
}
