import { createServer, type IncomingMessage } from "node:http";
import type { Connection, GitHub, StartedApp } from "simulated-github";
import { type Environment, readEnvironment } from "../../src/action/environment.ts";
import { runAction } from "../../src/action/run-action.ts";
import { rulePage } from "../../src/cli/explain.ts";
import { isRecord, textAt } from "../../src/github/payload.ts";
import { tokenOctokit } from "../../src/github/token-octokit.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";

const SETTLE_MS = 1_000;
/** What takes minutes is not waited for. */
const LONGEST_MS = 200;

/** What the jobs sleep for: `wake` ends what is due, for whoever lets time pass. */
export type Sleeps = {
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** In milliseconds since the epoch; null if nobody sleeps. */
  due(): number | null;
  wake(): void;
};

export function sleeps(): Sleeps {
  const asleep = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    sleep(milliseconds, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const one = { until: Date.now() + Math.min(milliseconds, LONGEST_MS), wake: resolve };
      const end = () => reject(signal.reason);
      if (signal.aborted) end();
      else asleep.add(one);
      signal.addEventListener("abort", end, { once: true });
      return promise.finally(() => {
        asleep.delete(one);
        signal.removeEventListener("abort", end);
      });
    },
    due: () => (asleep.size === 0 ? null : Math.min(...[...asleep].map(({ until }) => until))),
    wake() {
      for (const { until, wake } of asleep) if (until <= Date.now()) wake();
    },
  };
}

/** The event of GitHub Actions that goes with a webhook; a workflow that somebody else has is done after it. */
function eventOf(name: string, payload: Readonly<Record<string, unknown>>) {
  const after = (headSha: string) => ({
    event: "workflow_run",
    payload: { ...payload, action: "completed", workflow_run: { head_sha: headSha } },
  });
  switch (name) {
    case "pull_request":
      return { event: "pull_request_target", payload };
    case "pull_request_review":
      return after(textAt(payload, "pull_request", "head", "sha"));
    case "check_suite":
      return textAt(payload, "action") === "completed"
        ? after(textAt(payload, "check_suite", "head_sha"))
        : null;
    case "issue_comment":
    case "status":
    case "merge_group":
      return { event: name, payload };
    default:
      return null;
  }
}

/**
 * The Action in the App's place: each webhook starts a job, one after the other, with a token of the App. So the
 * scenarios of the App can be those of the Action, too.
 */
export async function startAction(
  { apiUrl, webUrl }: Connection,
  github: () => GitHub,
  { sleep }: Sleeps,
): Promise<StartedApp> {
  const second = await loadSecondReader();
  const ending = new AbortController();
  let jobs = Promise.resolve();
  let waiting = 0;

  async function job(name: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    const found = eventOf(name, payload);
    const installation = isRecord(payload.installation) ? payload.installation.id : null;
    if (found === null || typeof installation !== "number") return;
    const { token } = github().tokens.issue(installation, { permissions: null, repositoryIds: null });
    const variables = {
      GITHUB_EVENT_NAME: found.event,
      GITHUB_REPOSITORY: textAt(payload, "repository", "full_name"),
      GITHUB_API_URL: apiUrl,
      GITHUB_SERVER_URL: webUrl,
      INPUT_TOKEN: token,
    };
    const environment = readEnvironment(variables, () => JSON.stringify(found.payload));
    await runAction(environment, {
      api: (of: Environment, signal) =>
        tokenOctokit({
          token: of.token,
          apiUrl: of.apiUrl,
          graphqlUrl: of.graphqlUrl,
          version: "0.0.0",
          signal,
        }),
      second,
      rulePage,
      clock: { now: Date.now, sleep },
      settleMs: SETTLE_MS,
      signal: ending.signal,
    });
  }

  const server = createServer(async (request, response) => {
    const payload: unknown = JSON.parse(await bodyOf(request));
    const name = String(request.headers["x-github-event"]);
    waiting += 1;
    jobs = jobs
      .then(() => (isRecord(payload) ? job(name, payload) : undefined))
      .finally(() => {
        waiting -= 1;
      });
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server does not listen");
  return {
    webhookUrl: `http://127.0.0.1:${address.port}`,
    busy: () => waiting > 0,
    async stop() {
      ending.abort(new Error("stopped"));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await jobs.catch(() => {});
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
