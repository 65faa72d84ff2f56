import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ActiveFault, createFaults, type Faults } from "./api/faults.ts";
import { createInterruptions, type Moment } from "./api/interruptions.ts";
import { isRecord } from "./api/json.ts";
import { Problem, problemBody } from "./api/problem.ts";
import { createRateLimits, type RateLimits } from "./api/rate-limits.ts";
import { type ApiAnswer, readRequest } from "./api/request.ts";
import { createRequestLog, type RequestLog } from "./api/request-log.ts";
import type { Services } from "./api/rest/call.ts";
import { answer, faultAnswer, type Received, receive } from "./api/service.ts";
import { createTokens, type Tokens } from "./api/tokens.ts";
import { createDeliveries, type Deliveries } from "./world/deliveries.ts";
import type { World } from "./world/interface.ts";
import type { App, Permissions } from "./world/model.ts";

/** The App that uses the API. It is made in the world if it is not there. */
export type AppSettings = {
  readonly slug: string;
  readonly privateKeyPem: string;
  readonly id?: number;
  readonly name?: string;
  readonly clientId?: string;
  /** The login of its owner. */
  readonly owner?: string;
  /** Those of the manifest. */
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** By default one that nobody knows. */
  readonly webhookSecret?: string;
};

export type GitHubOptions = {
  readonly world: World;
  readonly app: AppSettings;
  /** Where the App listens to webhooks; by default nowhere, see `GitHub.deliveries`. */
  readonly webhookUrl?: string;
  /** How many webhooks are under way at once; by default 1, so that they arrive in order. */
  readonly webhookConcurrency?: number;
  /** By default any free one. */
  readonly port?: number;
  /** How long every answer takes at least, in milliseconds; by default 0. */
  readonly latencyMs?: number;
  /** How many requests the log keeps; by default 100,000. */
  readonly logLimit?: number;
};

/** A simulated GitHub that listens. */
export type GitHub = {
  /** Without a slash at the end. GraphQL is at `/graphql` below it; GitHub Enterprise Server's paths work too. */
  readonly url: string;
  readonly app: App;
  /** The App's webhook: `setUrl` says where it listens once that is known. */
  readonly deliveries: Deliveries;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly limits: RateLimits;
  readonly tokens: Tokens;
  /**
   * Does something just before the next request of an operation is done (`pulls/merge`, `query PullRequest`, or
   * a mutation's field). Resolves once it has happened.
   */
  before(operation: string, run: () => unknown): Promise<void>;
  /** The same once the request is done, and before it is answered. */
  after(operation: string, run: () => unknown): Promise<void>;
  setLatency(milliseconds: number): void;
  /** Whether a request is under way. */
  busy(): boolean;
  /** Waits until no request is under way. */
  idle(): Promise<void>;
  /** Ends deliveries and destroys the connections that are open. Does not close the world. */
  close(): Promise<void>;
};

/** Serves a world by GitHub's API on the loopback interface. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const { world } = options;
  const app = appOf(world, options.app);
  const faults = createFaults();
  const limits = createRateLimits(() => world.now());
  const tokens = createTokens({
    keys: new Map([[app.id, options.app.privateKeyPem]]),
    reader: world.state,
    now: () => world.now(),
  });
  const requests = createRequestLog(options.logLimit ?? 100_000);
  const deliveries = createDeliveries(world, {
    appId: app.id,
    url: options.webhookUrl ?? null,
    secret: options.app.webhookSecret ?? randomBytes(16).toString("hex"),
    ...(options.webhookConcurrency === undefined ? {} : { concurrency: options.webhookConcurrency }),
  });
  const interruptions = createInterruptions();
  const at = (moment: Moment) => (operation: string, run: () => unknown) =>
    interruptions.add(moment, operation, run);
  const services: Services = { world, tokens, limits, deliveries };
  let latency = options.latencyMs ?? 0;
  let underWay = 0;
  let whenIdle: (() => void)[] = [];
  let origin = "";

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const at = world.now();
    const abandoned = new Promise<void>((resolve) => response.once("close", resolve));
    let received: Received | null = null;
    let given: ApiAnswer | null = null;
    let fault: ActiveFault | null = null;
    try {
      const request = await readRequest(incoming, origin);
      received = receive(services, request);
      if (latency > 0) await pause(latency);
      fault = faults.next(received.facts);
      await interruptions.meet("before", received.facts);
      given = await answerWith(services, received, fault);
      await interruptions.meet("after", received.facts);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      given = { status: error.status, headers: {}, body: problemBody(error, "https://docs.github.com/rest") };
    }
    if (given === null && fault?.kind === "timeout") await abandoned;
    if (given === null) response.destroy();
    else send(response, given, world.now());
    requests.add({
      method: incoming.method ?? "GET",
      path: received?.request.path ?? incoming.url ?? "",
      operation: received?.facts.operation ?? null,
      installationId: received?.facts.installationId ?? null,
      status: given?.status ?? 0,
      fault: fault?.kind ?? null,
      errors: errorsOf(given),
      milliseconds: performance.now() - began,
      at,
    });
  }

  const server = createServer((incoming, response) => {
    underWay += 1;
    serve(incoming, response)
      // The client went away while it was sending: there is nobody to answer.
      .catch(() => response.destroy())
      .finally(() => {
        underWay -= 1;
        if (underWay > 0) return;
        for (const resolve of whenIdle) resolve();
        whenIdle = [];
      });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (!isAddress(address)) throw new Error("the simulated GitHub does not listen");
  origin = `http://127.0.0.1:${address.port}`;
  world.setUrls({ html: origin, api: origin });

  return {
    url: origin,
    app,
    deliveries,
    requests,
    faults,
    limits,
    tokens,
    before: at("before"),
    after: at("after"),
    setLatency(milliseconds) {
      latency = milliseconds;
    },
    busy: () => underWay > 0,
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
    close: () =>
      new Promise((resolve) => {
        deliveries.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function appOf(world: World, settings: AppSettings): App {
  const { privateKeyPem: _key, webhookSecret: _secret, ...options } = settings;
  const found = world.state.apps().find(({ id, slug }) => id === settings.id || slug === settings.slug);
  return found ?? world.createApp(options);
}

/** Null: no answer, but a connection that is destroyed. */
async function answerWith(
  services: Services,
  received: Received,
  fault: ActiveFault | null,
): Promise<ApiAnswer | null> {
  if (fault === null) return answer(services, received);
  switch (fault.kind) {
    case "timeout":
    case "drop-before":
      return null;
    case "drop-after":
      await answer(services, received);
      return null;
    case "error-after":
      await answer(services, received);
      return faultAnswer(services, received, fault);
    default:
      return faultAnswer(services, received, fault);
  }
}

/** `now` is GitHub's time, by which Octokit corrects its own where the two differ. */
function send(response: ServerResponse, { status, headers, body }: ApiAnswer, now: number): void {
  const content =
    body === undefined ? null : body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...(content === null ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": content?.length ?? 0,
    "x-github-request-id": requestId(),
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    server: "github.com",
    date: new Date(now).toUTCString(),
    ...headers,
  });
  response.end(content);
}

/** As `E439:DB8E:47FB1C:498D51:603D09DA`. */
function requestId(): string {
  const hex = randomBytes(14).toString("hex").toUpperCase();
  return [hex.slice(0, 4), hex.slice(4, 8), hex.slice(8, 14), hex.slice(14, 20), hex.slice(20)].join(":");
}

function errorsOf(given: ApiAnswer | null): string[] {
  const { body } = given ?? {};
  if (!isRecord(body)) return [];
  if (given !== null && given.status >= 400) return [String(body.message)];
  if (!Array.isArray(body.errors)) return [];
  return body.errors.map((error: unknown) =>
    isRecord(error) ? `${String(error.type ?? "")} ${String(error.message)}`.trim() : String(error),
  );
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
