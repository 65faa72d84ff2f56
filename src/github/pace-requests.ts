import { GitHubFailure } from "./failure.ts";
import type { AppOctokit } from "./octokit.ts";
import { at } from "./payload.ts";
import { type RequestCost, requestCost } from "./request-cost.ts";

/** How an hourly limit of an installation stands, as GitHub last said. */
export type Allowance = {
  readonly resource: "core" | "graphql";
  readonly limit: number;
  readonly remaining: number;
  /** When it begins anew, in milliseconds since the epoch. */
  readonly resetAt: number;
};

/** Who keeps what an installation may ask of GitHub. */
export type RequestPace = {
  /** Milliseconds to wait before it may be asked; 0 if it may be asked now, and then it is counted. */
  take(cost: RequestCost): Promise<number>;
  heard(allowance: Allowance): void;
};

/**
 * Has every request ask first whether it is its time. One whose time it is not fails as `paced` and is not sent: to wait
 * here would hold up what comes to the same pull request meanwhile.
 */
export function paceRequests(
  octokit: Pick<AppOctokit, "hook">,
  pace: RequestPace,
  now: () => number = Date.now,
): void {
  octokit.hook.before("request", async (options) => {
    const cost = requestCost({ method: options.method, url: options.url, query: at(options, "query") });
    if (cost === null) return;
    const waitMs = await pace.take(cost);
    if (waitMs <= 0) return;
    const message = `${options.method} ${options.url}: it is not its turn yet`;
    throw new GitHubFailure("paced", message, { until: now() + waitMs });
  });
  octokit.hook.after("request", ({ headers }) => hear(headers));
  octokit.hook.error("request", (error) => {
    hear(at(error, "response", "headers"));
    throw error;
  });

  function hear(headers: unknown): void {
    const resource = at(headers, "x-ratelimit-resource");
    if (resource !== "core" && resource !== "graphql") return;
    const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
      Number(at(headers, `x-ratelimit-${name}`) ?? Number.NaN),
    );
    if (!isCount(limit) || !isCount(remaining) || !isCount(reset)) return;
    pace.heard({ resource, limit, remaining, resetAt: reset * 1000 });
  }
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
