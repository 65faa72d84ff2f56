import { createPrivateKey, generateKeyPairSync, subtle } from "node:crypto";
import { Octokit } from "@octokit/rest";
import nock from "nock";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { type Api, type GitHubClient, gitHubClient } from "../../../src/github/client.ts";
import { GitHubFailure } from "../../../src/github/failure.ts";
import { fetchWithin } from "../../../src/github/fetch.ts";
import { type AppOctokit, signIn } from "../../../src/github/octokit.ts";

// GitHub on the wire: what it is asked is caught, and answered as GitHub answers.

export const API = "https://api.github.com";
export const NOW = Date.parse("2026-03-04T05:06:07Z");
export const INSTALLATION = 3;
export const APP_TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Headers as every answer of the API has them. `more` with undefined takes one away. */
export function headers(more: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const all: Record<string, string | undefined> = {
    server: "github.com",
    date: new Date(NOW).toUTCString(),
    "content-type": "application/json; charset=utf-8",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-github-request-id": "9C31:8954C:60104B:C1D441:688BE22C",
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4987",
    "x-ratelimit-used": "13",
    "x-ratelimit-reset": String(NOW / 1000 + 1800),
    "x-ratelimit-resource": "core",
    ...more,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** From now on, until the file ends, nothing reaches the network, and it is `NOW`. */
export function onTheWire(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  });
  afterEach(async () => {
    nock.cleanAll();
    await forgetTlsErrors();
  });
  afterAll(() => {
    vi.useRealTimers();
    nock.enableNetConnect();
    nock.restore();
  });
}

/** A connection that nock breaks off leaves an error behind, which Node would hold against the next key it reads. */
async function forgetTlsErrors(): Promise<void> {
  await new Promise(setImmediate);
  const key = createPrivateKey(privateKey).export({ type: "pkcs8", format: "der" });
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  await subtle.importKey("pkcs8", key, algorithm, false, ["sign"]).catch(() => {});
}

/** Answers who asks for the installation's token. */
export function givesToken(api = API): void {
  nock(api)
    .post(`/app/installations/${INSTALLATION}/access_tokens`)
    .reply(
      201,
      {
        token: APP_TOKEN,
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
        permissions: { checks: "write", contents: "write", metadata: "read", pull_requests: "write" },
        repository_selection: "selected",
      },
      headers(),
    );
}

const METER = { requested: () => {}, remaining: () => {} };

/** GitHub as the App (without an installation) or as one of its installations sees it. */
export function appApi(installation?: number, apiUrl = API): Promise<AppOctokit> {
  const credentials = { appId: 17, privateKey, webhookSecret: "it is a secret to everybody" };
  const log = pino({ level: "silent" });
  return signIn({ credentials, apiUrl, metrics: METER, version: "1.2.3", log })(installation);
}

/** An Octokit without plugins of Probot's, as the workflow's token uses it. */
function plainApi(apiUrl = API): Api {
  const silent = () => {};
  return new Octokit({
    auth: APP_TOKEN,
    baseUrl: apiUrl,
    request: { fetch: fetchWithin(20_000) },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

export type Wire = {
  readonly api: Api;
  readonly client: GitHubClient;
  /** The failures that it told of while it worked. */
  readonly failures: readonly GitHubFailure[];
};

function wire(api: Api): Wire {
  const failures: GitHubFailure[] = [];
  return { api, client: gitHubClient(api, (failure) => failures.push(failure)), failures };
}

/** Both ways in which GitHub is asked: by the App, and with any other token. */
export const CLIENTS: readonly (readonly [string, (apiUrl?: string) => Promise<Wire>])[] = [
  [
    "the App's client",
    async (apiUrl = API) => {
      givesToken(apiUrl);
      return wire(await appApi(INSTALLATION, apiUrl));
    },
  ],
  ["a plain client", async (apiUrl = API) => wire(plainApi(apiUrl))],
];

/** What a failure is about: its kind, its words, and after how many seconds to ask again. */
export async function failureOfCall(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, "it should have failed").toBeInstanceOf(GitHubFailure);
  if (!(error instanceof GitHubFailure)) throw error;
  const { kind, message, until } = error;
  return until === null ? [kind, message] : [kind, message, (until - NOW) / 1000];
}
