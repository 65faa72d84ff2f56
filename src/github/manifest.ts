import { Octokit } from "@octokit/rest";
import { failureOf } from "./failure.ts";
import { fetchWithin, REQUEST_MS } from "./fetch.ts";

/** An App that GitHub has made from a manifest, with the credentials that it gives this once. */
export type MadeApp = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** The App's page on GitHub. */
  readonly page: string;
};

/**
 * What GitHub has made of a manifest, by the code with which it sends back whoever sent it. Throws a GitHubFailure, of
 * the kind `gone` where GitHub knows no such code (any more).
 * https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
 */
export async function makeApp(apiUrl: string, code: string): Promise<MadeApp> {
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({ baseUrl: apiUrl, request: { fetch: fetchWithin(REQUEST_MS) }, log });
  try {
    const { data } = await octokit.rest.apps.createFromManifest({ code });
    return {
      appId: data.id,
      privateKey: data.pem,
      webhookSecret: data.webhook_secret ?? "",
      page: data.html_url,
    };
  } catch (error) {
    throw failureOf(error, "apps.createFromManifest");
  }
}
