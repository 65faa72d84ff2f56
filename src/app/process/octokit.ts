import { ProbotOctokit } from "probot";
import { at } from "../server/payload.ts";
import type { Metrics, RequestKind } from "./metrics.ts";

/**
 * Probot's Octokit without its throttling and retries, and with every request counted. Throttling waits one
 * to three seconds between two writes; pausing where GitHub asks for it, and trying again, is the jobs' part.
 */
export function countedOctokit(
  metrics: Pick<Metrics, "requested" | "remaining">,
  version: string,
): typeof ProbotOctokit {
  return ProbotOctokit.plugin((octokit, options) => {
    const installation: unknown = at(options, "auth", "installationId");
    octokit.hook.wrap("request", async (request, parameters) => {
      const kind = kindOf(parameters.method, parameters.url);
      try {
        const response = await request(parameters);
        metrics.requested(kind, response.status);
        remember(response.headers);
        return response;
      } catch (error) {
        const status = at(error, "status");
        // Octokit gives a request that got no answer a status of its own.
        const answered = at(error, "response") !== undefined;
        metrics.requested(kind, answered && typeof status === "number" ? status : null);
        remember(at(error, "response", "headers"));
        throw error;
      }
    });

    function remember(headers: unknown): void {
      const left = Number(at(headers, "x-ratelimit-remaining") ?? Number.NaN);
      const resource = at(headers, "x-ratelimit-resource");
      if (typeof installation !== "number" || typeof resource !== "string" || Number.isNaN(left)) return;
      metrics.remaining(installation, resource, left);
    }
    // A function, because Probot lays its own throttle options over plain ones.
  }).defaults((options: Options) => ({
    ...options,
    userAgent: `by-name-bot/${version}`,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
}

type Options = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

function kindOf(method: string, url: string): RequestKind {
  if (url.endsWith("/graphql")) return "graphql";
  return method === "GET" || method === "HEAD" ? "read" : "write";
}
