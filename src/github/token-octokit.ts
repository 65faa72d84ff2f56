import { Octokit } from "@octokit/rest";
import type { Api } from "./client.ts";
import { fetchWithin, REQUEST_MS } from "./fetch.ts";

/** How the client asks for GraphQL: by a whole address, which no part of REST has. */
const isGraphql = (url: string) => /^https?:\/\/.*\/graphql$/.test(url);

export type TokenOptions = {
  readonly token: string;
  /** Of REST, and of GraphQL. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Ours. */
  readonly version: string;
  /** Once it is aborted nothing is asked any more, and what is under way ends. */
  readonly signal: AbortSignal;
  /** How long GitHub may take for an answer, in milliseconds. */
  readonly requestMs?: number;
};

/** GitHub as whoever a token belongs to sees it. It neither waits for limits nor tries again: its user does. */
export function tokenOctokit(options: TokenOptions): Api {
  const { token, apiUrl, graphqlUrl, version, signal, requestMs = REQUEST_MS } = options;
  const silent = () => {};
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: `by-name-bot/${version}`,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: fetchWithin(requestMs) },
  });
  octokit.hook.before("request", (request) => {
    signal.throwIfAborted();
    request.request.signal ??= signal;
    if (isGraphql(request.url)) request.url = graphqlUrl;
  });
  return octokit;
}
