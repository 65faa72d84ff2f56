import type { RequestFacts } from "simulated-github";
import { isRecord } from "../../../src/github/payload.ts";
import type { LogLine } from "./app-process.ts";

/** What a process was about when it was killed. */
export const PHASES = ["starting", "accepting", "reading", "between writes", "at rest"] as const;
export type Phase = (typeof PHASES)[number];

/** What the reviews of one process are about, by its requests and its log. */
export type Activity = {
  requested(request: RequestFacts): void;
  logged(line: LogLine): void;
  /** Null: there is no review under way. */
  reviews(): "reading" | "between writes" | null;
};

export function watchActivity(): Activity {
  /** The reviews under way, by the number of their pull request, and whether they have begun to write. */
  const underWay = new Map<number, boolean>();
  /** Whether there was a request since no review was under way: one begins with asking for a token. */
  let begun = false;
  return {
    requested(request) {
      begun = true;
      const read = readPull(request);
      if (read !== null) underWay.set(read, false);
      if (!request.isWrite) return;
      const written = /\/(?:pulls|issues)\/(\d+)(?:\/|$)/.exec(request.path)?.[1];
      // What names no pull request is taken to be of all of them.
      for (const number of written === undefined ? underWay.keys() : [Number(written)])
        underWay.set(number, true);
    },
    logged({ msg, pull }) {
      if (msg !== "ran" || typeof pull !== "string") return;
      underWay.delete(Number(pull.split("#")[1]));
      if (underWay.size === 0) begun = false;
    },
    reviews() {
      if (underWay.size === 0) return begun ? "reading" : null;
      return [...underWay.values()].includes(true) ? "between writes" : "reading";
    },
  };
}

/** The number of the pull request that a request begins to review. */
function readPull({ operation, body }: RequestFacts): number | null {
  if (operation !== "query PullRequest" || !isRecord(body) || !isRecord(body.variables)) return null;
  return typeof body.variables.number === "number" ? body.variables.number : null;
}
