import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestMeter } from "../../github/octokit.ts";
import type { Queue } from "../../queue/queue.ts";
import { EVENTS } from "../server/deliveries.ts";
import { within } from "./time-limit.ts";

/** What became of a delivery. */
export type DeliveryResult = "queued" | "ignored" | "refused" | "failed";

/** What became of a run of a job. */
export type RunResult = "done" | "later" | "failed" | "error";

/** What is counted, for Prometheus. */
export type Metrics = RequestMeter & {
  delivered(event: string, result: DeliveryResult): void;
  /** A run of a job of a kind, and how many seconds it took. */
  ran(kind: string, result: RunResult, seconds: number): void;
  /** A worker was ended, or ended, while jobs ran in it. */
  workerEnded(reason: string): void;
  /** Everything in Prometheus' text format. The jobs are counted now. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** One time series each; of further installations the rate limit is not shown. */
const INSTALLATIONS = 50;

const COUNT_MS = 2000;

/** GitHub's rate limits that an App meets. */
const RESOURCES: readonly string[] = ["core", "graphql", "search"];

let ofProcess: Registry | null = null;

/** What Node says of its process. Observers and a timer belong to it, which never end: one of each is enough. */
function processMetrics(): Registry {
  if (ofProcess === null) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}

/** Metrics of an App, and of the process that it runs in. `counts` is asked for whenever they are read. */
export function createMetrics(counts: Queue["counts"]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const deliveries = new Counter({
    name: "by_name_deliveries_total",
    help: "Webhook deliveries by event and by what became of them.",
    labelNames: ["event", "result"],
    registers,
  });
  const runs = new Histogram({
    name: "by_name_job_run_seconds",
    help: "Runs of jobs by kind and by how they ended.",
    labelNames: ["kind", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const workers = new Counter({
    name: "by_name_workers_ended_total",
    help: "Processes that do the work and ended before it was done, by the reason.",
    labelNames: ["reason"],
    registers,
  });
  const requests = new Counter({
    name: "by_name_github_requests_total",
    help: "Requests to GitHub by kind and by class of status.",
    labelNames: ["kind", "status"],
    registers,
  });
  const rateLimit = new Gauge({
    name: "by_name_github_rate_limit_remaining",
    help: "What GitHub last said is left of a rate limit.",
    labelNames: ["installation", "resource"],
    registers,
  });
  new Gauge({
    name: "by_name_jobs",
    help: "Jobs by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      // A database that is away is for /readyz to tell; the rest can be read all the same.
      const states = await within(COUNT_MS, "Counting the jobs", counts()).catch(() => null);
      this.reset();
      for (const [state, count] of Object.entries(states ?? {})) this.set({ state }, count);
    },
  });
  const installations = new Set<number>();
  const all = Registry.merge([registry, processMetrics()]);
  return {
    delivered: (event, result) => deliveries.inc({ event: EVENTS.includes(event) ? event : "other", result }),
    ran: (kind, outcome, seconds) => runs.observe({ kind, outcome }, seconds),
    workerEnded: (reason) => workers.inc({ reason }),
    requested: (kind, status) =>
      requests.inc({ kind, status: status === null ? "none" : `${Math.floor(status / 100)}xx` }),
    remaining(installation, resource, left) {
      if (!installations.has(installation) && installations.size >= INSTALLATIONS) return;
      if (!RESOURCES.includes(resource)) return;
      installations.add(installation);
      rateLimit.set({ installation, resource }, left);
    },
    text: () => all.metrics(),
    contentType: all.contentType,
  };
}
