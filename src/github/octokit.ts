import type { Octokit } from "@octokit/rest";
import type { Logger } from "pino";
import { Probot, ProbotOctokit } from "probot";
import { fetchWithin, REQUEST_MS } from "./fetch.ts";
import { at, textAt } from "./payload.ts";

/** GitHub as the App, or as one of its installations, sees it. */
export type AppOctokit = Pick<Octokit, "request" | "rest" | "graphql" | "hook">;

export type RequestKind = "graphql" | "read" | "write";

/** Who counts what is asked of GitHub. */
export type RequestMeter = {
  /** A request that was answered with a status; null where it was not. */
  requested(kind: RequestKind, status: number | null): void;
  /** How much an installation has left of a rate limit. */
  remaining(installation: number, resource: string, requests: number): void;
};

/** Who the App is, where its GitHub is, and what is heard of its requests. */
export type AppOptions = {
  readonly credentials: {
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecret: string;
  };
  /** Of REST. */
  readonly apiUrl: string;
  readonly metrics: RequestMeter;
  /** Ours. */
  readonly version: string;
  readonly log: Logger;
  /** How long GitHub may take for an answer, in milliseconds. */
  readonly requestMs?: number | undefined;
};

/** The same for Probot. */
export function probotOptions(options: AppOptions): NonNullable<ConstructorParameters<typeof Probot>[0]> {
  const { credentials, apiUrl, metrics, version, log, requestMs } = options;
  return {
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecret,
    baseUrl: apiUrl,
    Octokit: countedOctokit(metrics, version),
    request: { fetch: fetchWithin(requestMs ?? REQUEST_MS) },
    log,
  };
}

/** Signs the App in: GitHub as the App itself or, with the id of an installation, as that. */
export function signIn(options: AppOptions): (installation?: number) => Promise<AppOctokit> {
  const probot = new Probot(probotOptions(options));
  return (installation) => probot.auth(installation);
}

/** The App's number and what it is called on GitHub. Throws where GitHub does not say either. */
export async function appOf(
  octokit: AppOctokit,
  signal: AbortSignal,
): Promise<{ readonly id: number; readonly slug: string }> {
  const { data } = await octokit.rest.apps.getAuthenticated({ request: { signal } });
  const [id, slug] = [at(data, "id"), textAt(data, "slug")];
  if (typeof id !== "number" || slug === "") throw new Error("GitHub does not say what the App is called.");
  return { id, slug };
}

/** What the App is called on GitHub, with which its login begins; `""` where GitHub does not say. */
export async function appSlug(octokit: AppOctokit, signal: AbortSignal): Promise<string> {
  const { data } = await octokit.rest.apps.getAuthenticated({ request: { signal } });
  return textAt(data, "slug");
}

/** Ends what is asked from now on with a signal, where it has none of its own; once it is aborted, nothing is. */
export function endWith(octokit: AppOctokit, signal: AbortSignal): void {
  octokit.hook.before("request", (options) => {
    signal.throwIfAborted();
    options.request.signal ??= signal;
  });
}

/**
 * Probot's Octokit without its throttling and retries, and with every request counted. Throttling waits one
 * to three seconds between two writes; pausing where GitHub asks for it, and trying again, is the jobs' part.
 */
export function countedOctokit(metrics: RequestMeter, version: string): typeof ProbotOctokit {
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
