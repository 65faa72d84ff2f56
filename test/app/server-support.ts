import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { createLog } from "../../src/app/process/log.ts";
import { createMetrics, type Metrics } from "../../src/app/process/metrics.ts";
import type { Credentials, Settings } from "../../src/app/process/settings.ts";
import { type AppServer, createAppServer } from "../../src/app/server/server.ts";
import type { WebhookLimits } from "../../src/app/server/webhook.ts";
import type { Hint, NewJob } from "../../src/queue/job.ts";
import type { JsonObject } from "../../src/queue/json.ts";
import { DOCS } from "../../src/review/text/project.ts";
import { inMemory } from "../support/database-dump.ts";
import { SELF } from "./payloads.ts";

export const SECRET = "it is a secret to everybody";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export const CREDENTIALS: Credentials = { appId: SELF.appId, privateKey, webhookSecret: SECRET };

export function testSettings(changes: Partial<Settings> = {}): Settings {
  return {
    credentials: CREDENTIALS,
    http: { host: "127.0.0.1", port: 0, webhookPath: "/api/github/webhooks", webhookProxy: null },
    github: { apiUrl: "http://127.0.0.1:1", webUrl: "http://127.0.0.1:1" },
    storage: inMemory(),
    logLevel: "info",
    docsUrl: DOCS,
    concurrency: 2,
    jobSeconds: 30,
    jobMegabytes: 512,
    sweepMinutes: 0,
    redeliverMinutes: 0,
    settleSeconds: 0,
    formatter: null,
    ...changes,
  };
}

/** What the queue was given; `add` can be made to do something else. */
export class FakeQueue {
  readonly added: { readonly jobs: readonly NewJob[]; readonly hint: Hint | undefined }[] = [];
  readonly memory = {
    get: async (): Promise<JsonObject | null> => null,
    /** Something waits, whatever is asked for. */
    list: async (prefix: string) => [{ key: `${prefix}7`, value: {} }],
  };
  check = async () => {};
  add = async (jobs: readonly NewJob[], hint?: Hint) => {
    this.added.push({ jobs, hint });
  };

  get keys(): string[] {
    return this.added.flatMap(({ jobs }) => jobs.map(({ key }) => key));
  }
}

export type TestServer = {
  readonly app: AppServer;
  readonly queue: FakeQueue;
  readonly metrics: Metrics;
  readonly url: string;
  readonly webhookUrl: string;
  readonly lines: string[];
};

export async function startTestServer(
  options: {
    readonly limits?: WebhookLimits;
    readonly settings?: Settings;
    readonly credentials?: Credentials;
    readonly packageRoot?: URL;
  } = {},
): Promise<TestServer> {
  const { settings = testSettings(), credentials = CREDENTIALS } = options;
  const queue = new FakeQueue();
  const lines: string[] = [];
  const log = createLog({ level: "debug", destination: { write: (line: string) => lines.push(line) } });
  const metrics = createMetrics(async () => ({ waiting: 3, running: 1, retrying: 0, later: 0, failed: 0 }));
  const app = await createAppServer({
    settings,
    credentials,
    queue,
    metrics,
    log,
    version: "1.2.3",
    packageRoot: options.packageRoot,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const { port } = await app.listen(SELF);
  const url = `http://127.0.0.1:${port}`;
  return { app, queue, metrics, url, webhookUrl: `${url}${settings.http.webhookPath}`, lines };
}

export function signature(body: string, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** The headers of a delivery by GitHub. */
export function deliveryHeaders(event: string, body: string, secret = SECRET): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": signature(body, secret),
  };
}

export async function deliver(
  url: string,
  event: string,
  payload: unknown,
  secret = SECRET,
): Promise<Response> {
  const body = JSON.stringify(payload);
  return fetch(url, { method: "POST", body, headers: deliveryHeaders(event, body, secret) });
}
