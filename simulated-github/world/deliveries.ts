import { createHmac, randomUUID } from "node:crypto";
import { isoTime } from "./context.ts";
import type { World } from "./interface.ts";
import type { App, Delivery, Installation, WebhookEvent } from "./model.ts";
import { type Answer, createPoster } from "./post.ts";
import { seededRandom } from "./random.ts";

/** What goes wrong on the way, each a probability from 0 to 1, but for the delay. */
export type DeliveryFaults = {
  readonly seed: number;
  /** The delivery fails, as if the App could not be reached. */
  readonly lose?: number;
  /** It arrives twice, with the same id. */
  readonly repeat?: number;
  /** Later ones overtake it. */
  readonly reorder?: number;
  /** The longest delay, in milliseconds. */
  readonly delay?: number;
};

export type DeliveriesOptions = {
  readonly appId: number;
  /** Where the App listens; null loses everything until `setUrl`. */
  readonly url: string | null;
  readonly secret: string;
  readonly hookId?: number;
  /** How many are under way at once; by default 1, so that they arrive in order. */
  readonly concurrency?: number;
  /** In milliseconds; GitHub waits 10 s. */
  readonly timeout?: number;
  /** How many deliveries are remembered; by default 2,000. */
  readonly keep?: number;
};

/** The webhook of one App. */
export type Deliveries = {
  /** Oldest first. */
  log(): readonly Delivery[];
  find(id: number): Delivery | null;
  /** Sends a delivery again, as "Redeliver" does. Rejects if it is not remembered. */
  redeliver(id: number): Promise<Delivery>;
  /** Whether something is under way or held back. */
  busy(): boolean;
  /** Resolves once nothing is under way or held back, and the world has settled. */
  settled(): Promise<void>;
  setUrl(url: string | null): void;
  /** Null switches all faults off. */
  setFaults(faults: DeliveryFaults | null): void;
  /** Ends it; what is under way is dropped, and nothing is remembered. */
  close(): void;
};

type Outgoing = {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  readonly body: string;
  readonly lost: boolean;
  readonly delay: number;
  readonly done: (delivery: Delivery) => void;
};

/** The permission that an installation needs for GitHub to send it an event. */
const permissionOf: Readonly<Record<string, readonly string[]>> = {
  check_run: ["checks"],
  check_suite: ["checks"],
  create: ["contents"],
  delete: ["contents"],
  issue_comment: ["issues", "pull_requests"],
  label: ["issues", "pull_requests"],
  merge_group: ["merge_queues"],
  pull_request: ["pull_requests"],
  pull_request_review: ["pull_requests"],
  pull_request_review_comment: ["pull_requests"],
  pull_request_review_thread: ["pull_requests"],
  push: ["contents"],
  status: ["statuses"],
};

/** How long an overtaken delivery waits for another to overtake it, in milliseconds. */
const overtakeWait = 50;

/** Sends what happens in the world to an App, as far as it has subscribed to it. */
export function createDeliveries(world: World, options: DeliveriesOptions): Deliveries {
  const poster = createPoster(options.timeout ?? 10_000);
  const hookId = options.hookId ?? 500_000_000 + options.appId;
  const concurrency = options.concurrency ?? 1;
  const keep = options.keep ?? 2000;
  const log: Delivery[] = [];
  const queue: Outgoing[] = [];
  const held: Outgoing[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  let url = options.url;
  let faults: DeliveryFaults = { seed: 0 };
  let random = seededRandom(0);
  let underWay = 0;
  let lastId = 0;
  let closed = false;

  function receive(event: WebhookEvent): void {
    const app = world.state.app(options.appId);
    const installation = app === null ? null : receiver(world, app, event);
    if (installation === undefined || installation === null) return;
    const own = event.installationId !== null;
    const payload = own
      ? event.payload
      : {
          ...event.payload,
          installation: { id: installation.id, node_id: installationNodeId(installation) },
        };
    const outgoing = {
      guid: randomUUID(),
      event: event.name,
      action: event.action,
      installationId: installation.id,
      repositoryId: event.repositoryId,
      redelivery: false,
      body: JSON.stringify(payload),
      done: () => {},
    };
    const copies = chance(faults.repeat) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = faults.delay === undefined ? 0 : Math.floor(random() * faults.delay);
      enqueue({ ...outgoing, lost: chance(faults.lose), delay });
    }
  }

  function chance(probability: number | undefined): boolean {
    return probability !== undefined && probability > 0 && random() < probability;
  }

  function enqueue(outgoing: Outgoing): void {
    if (chance(faults.reorder)) {
      held.push(outgoing);
      later(overtakeWait, release);
      return;
    }
    queue.push(outgoing);
    // What was held back is overtaken by this one.
    queue.push(...held.splice(0));
    pump();
  }

  function release(): void {
    queue.push(...held.splice(0));
    pump();
  }

  function later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, milliseconds);
    timers.add(timer);
  }

  function pump(): void {
    while (!closed && underWay < concurrency) {
      const next = queue.shift();
      if (next === undefined) break;
      underWay += 1;
      if (next.delay === 0) void deliver(next);
      else later(next.delay, () => void deliver(next));
    }
    if (underWay === 0 && queue.length === 0 && held.length === 0) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  }

  async function deliver(outgoing: Outgoing): Promise<void> {
    const headers = headersOf(outgoing);
    const began = world.now();
    const target = outgoing.lost ? null : url;
    const answer = await poster.post(target, headers, outgoing.body);
    lastId += 1;
    const delivery: Delivery = {
      id: lastId,
      guid: outgoing.guid,
      appId: options.appId,
      installationId: outgoing.installationId,
      repositoryId: outgoing.repositoryId,
      event: outgoing.event,
      action: outgoing.action,
      deliveredAt: isoTime(began),
      duration: Math.round((world.now() - began) / 10) / 100,
      redelivery: outgoing.redelivery,
      status: statusOf(answer),
      statusCode: answer.kind === "answered" ? answer.status : 0,
      request: { headers, payload: outgoing.body },
      response:
        answer.kind === "answered"
          ? { headers: answer.headers, body: answer.body }
          : { headers: {}, body: "" },
    };
    log.push(delivery);
    if (log.length > keep) log.shift();
    underWay -= 1;
    outgoing.done(delivery);
    pump();
  }

  function headersOf({ event, guid, body }: Outgoing): Record<string, string> {
    const sign = (algorithm: string) => createHmac(algorithm, options.secret).update(body).digest("hex");
    return {
      accept: "*/*",
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/0000000",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": String(hookId),
      "x-github-hook-installation-target-id": String(options.appId),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature": `sha1=${sign("sha1")}`,
      "x-hub-signature-256": `sha256=${sign("sha256")}`,
    };
  }

  const stop = world.onEvent(receive);

  return {
    log: () => log,
    find: (id) => log.find((delivery) => delivery.id === id) ?? null,
    redeliver(id) {
      const former = log.find((delivery) => delivery.id === id);
      if (former === undefined) return Promise.reject(new Error(`there is no delivery ${id}`));
      return new Promise((resolve) => {
        const { guid, event, action, installationId, repositoryId } = former;
        queue.push({
          guid,
          event,
          action,
          installationId,
          repositoryId,
          redelivery: true,
          body: former.request.payload,
          lost: false,
          delay: 0,
          done: resolve,
        });
        pump();
      });
    },
    busy: () => underWay > 0 || queue.length > 0 || held.length > 0,
    async settled() {
      await world.settled();
      release();
      if (underWay === 0 && queue.length === 0) return;
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    setUrl(given) {
      url = given;
    },
    setFaults(given) {
      faults = given ?? { seed: 0 };
      random = seededRandom(faults.seed);
    },
    close() {
      closed = true;
      stop();
      for (const timer of timers) clearTimeout(timer);
      poster.close();
      log.length = 0;
      for (const resolve of waiting) resolve();
    },
  };
}

/** The installation by which an App gets an event; null if it does not get it. */
function receiver(world: World, app: App, event: WebhookEvent): Installation | null {
  if (event.onlyAppId !== null && event.onlyAppId !== app.id) return null;
  if (event.installationId !== null) {
    return world.state.installation(event.installationId) ?? deletedInstallation(event, app);
  }
  if (event.repositoryId === null) return null;
  const installation = world.state.installationOn(app.id, event.repositoryId);
  if (installation === null || installation.suspendedAt !== null) return null;
  if (!installation.events.includes(event.name)) return null;
  const needed = permissionOf[event.name] ?? ["metadata"];
  return needed.some((permission) => installation.permissions[permission] !== undefined)
    ? installation
    : null;
}

/** `installation.deleted` comes after the installation is gone. */
function deletedInstallation(event: WebhookEvent, app: App): Installation | null {
  if (event.installationId === null) return null;
  return {
    id: event.installationId,
    appId: app.id,
    accountId: event.accountId,
    permissions: {},
    events: [],
    repositorySelection: "selected",
    repositoryIds: [],
    suspendedAt: null,
    suspendedById: null,
    createdAt: "",
    updatedAt: "",
  };
}

function installationNodeId(installation: Installation): string {
  return Buffer.from(`023:IntegrationInstallation${installation.id}`).toString("base64");
}

function statusOf(answer: Answer): string {
  if (answer.kind === "timeout") return "timed out";
  if (answer.kind === "unreachable") return "failed to connect to host";
  const good = answer.status >= 200 && answer.status < 300;
  return good ? "OK" : `Invalid HTTP Response: ${answer.status}`;
}
