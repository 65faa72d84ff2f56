import type { Server as HttpServer } from "node:http";
import type { Logger } from "pino";
import { Probot, Server } from "probot";
import { type AppOctokit, probotOptions } from "../../github/octokit.ts";
import type { Hint, NewJob } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import { withoutStrangers, withUrgency } from "../jobs/urgency.ts";
import type { Metrics } from "../process/metrics.ts";
import { type Credentials, type Settings, webhookSecretsOf } from "../process/settings.ts";
import { type Delivery, jobsOf, type Self } from "./deliveries.ts";
import { docsHandler } from "./docs-pages.ts";
import { healthHandler } from "./health.ts";
import { installedHandler } from "./installed-page.ts";
import { orCannotListen, portOrFree } from "./listening.ts";
import { signatureVerifier } from "./signature.ts";
import { type WebhookLimits, webhookHandler } from "./webhook.ts";

export type ServerOptions = {
  readonly settings: Pick<Settings, "http" | "github" | "docsUrl">;
  readonly credentials: Credentials;
  readonly queue: Pick<Queue, "add" | "check"> & { readonly memory: Pick<Queue["memory"], "get" | "list"> };
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly version: string;
  /** The address of the package, whose documentation is served; without it, none is. */
  readonly packageRoot?: URL | undefined;
  readonly limits?: WebhookLimits;
  /** How long GitHub may take for an answer, in milliseconds. */
  readonly requestMs?: number;
};

/** The App on GitHub's side, and the server that takes GitHub's deliveries. */
export type AppServer = {
  /** GitHub as the App itself or, with the id of an installation, as that. */
  octokit(installation?: number): Promise<AppOctokit>;
  /** Begins to listen. Deliveries of what `self` did itself are passed over. */
  listen(self: Self): Promise<{ readonly port: number }>;
  /** From now on /readyz says that no more deliveries should come this way. They are taken all the same. */
  drain(): void;
  /** Stops listening, and answers what is there. */
  close(): Promise<void>;
};

/** The time that whoever is connected gets for the headers of a request, in milliseconds. */
const HEADERS_MS = 15_000;

/** That a delivery told of a job just now, where it does not say how new what it told of is. */
function heardOf(jobs: readonly NewJob[], hints: readonly Hint[]): Hint[] {
  const known = new Set(hints.map(({ key }) => key));
  const updatedAt = new Date().toISOString();
  return jobs.filter(({ key }) => !known.has(key)).map(({ key }) => ({ key, updatedAt, head: null }));
}

/** The time that requests under way get when the server closes, in milliseconds. */
const CLOSE_MS = 1000;

/** Prepares the server. Nothing is listened to or asked for yet. */
export async function createAppServer(options: ServerOptions): Promise<AppServer> {
  const { settings, credentials, queue, metrics, log, version } = options;
  let self: Self | null = null;
  let draining = false;
  let http: HttpServer | null = null;

  async function accept(delivery: Delivery): Promise<boolean> {
    if (self === null) throw new Error("The server does not listen yet.");
    const { jobs: found, hints } = jobsOf(delivery, self);
    const jobs = await withUrgency(await withoutStrangers(found, queue.memory), queue.memory);
    if (jobs.length > 0) await queue.add(jobs, ...hints, ...heardOf(jobs, hints));
    metrics.delivered(delivery.name, jobs.length > 0 ? "queued" : "ignored");
    const line = { delivery: delivery.id, event: delivery.name, jobs: jobs.map(({ key }) => key).join(" ") };
    if (jobs.length > 0) log.info(line, "queued");
    else log.debug(line, "nothing to do");
    return jobs.length > 0;
  }

  /** Probot, but for the middleware that it puts before everything else: that is ours. */
  class App extends Probot {
    override async getNodeMiddleware() {
      await this.ready();
      return webhookHandler({
        path: settings.http.webhookPath,
        verify: signatureVerifier(webhookSecretsOf(credentials), log),
        accept,
        refused: metrics.delivered,
        log,
        ...(options.limits === undefined ? {} : { limits: options.limits }),
      });
    }
  }

  const { apiUrl } = settings.github;
  const defaults = probotOptions({
    credentials,
    apiUrl,
    metrics,
    version,
    log,
    requestMs: options.requestMs,
  });
  const { host, port, webhookPath, webhookProxy } = settings.http;
  const server = new Server({
    host,
    port: await portOrFree(host, port),
    webhookPath,
    webhookProxy: webhookProxy ?? undefined,
    log,
    // Probot's server passes its own on, even where it has none: it would take the place of the App's default.
    request: defaults.request,
    enablePing: false,
    enableStaticFiles: false,
    Probot: App.defaults(defaults),
  });
  const probot = await new Promise<Probot>((resolve, reject) => {
    server.load((app) => resolve(app)).catch(reject);
  });
  server.addHandler(
    healthHandler({ check: () => queue.check(), draining: () => draining, metrics, version, log }),
  );

  server.addHandler(
    installedHandler({
      botLogin: () => self?.botLogin ?? null,
      webUrl: settings.github.webUrl,
      docs: settings.docsUrl,
    }),
  );
  if (options.packageRoot !== undefined) server.addHandler(docsHandler(options.packageRoot));

  return {
    octokit: (installation) => probot.auth(installation),
    async listen(us) {
      self = us;
      http = await orCannotListen(host, port, () => server.start());
      http.headersTimeout = HEADERS_MS;
      return { port: server.port };
    },
    drain() {
      draining = true;
    },
    async close() {
      const timer = setTimeout(() => http?.closeAllConnections(), CLOSE_MS);
      await server.stop();
      clearTimeout(timer);
    },
  };
}
