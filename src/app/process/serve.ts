import type { Logger } from "pino";
import { gitHubClient } from "../../github/client.ts";
import { type AppOctokit, endWith } from "../../github/octokit.ts";
import type { Job, Outcome } from "../../queue/job.ts";
import { openQueue, type Queue } from "../../queue/queue.ts";
import type { RetryPolicy } from "../../queue/retry.ts";
import { type JobData, pullOf, readJob } from "../jobs/jobs.ts";
import { redeliverFailed } from "../jobs/redeliver.ts";
import { createPacing, type Pacing, type Priority } from "../pacing/pacing.ts";
import { EVENTS, type Self } from "../server/deliveries.ts";
import { createAppServer } from "../server/server.ts";
import { askWhoWeAre } from "./identity.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { repeat } from "./repeat.ts";
import { type Credentials, type Settings, SettingsError } from "./settings.ts";
import { whyOf } from "./why.ts";

/** What the work is made of. */
export type Parts = {
  readonly settings: Settings;
  readonly self: Self;
  readonly queue: Queue;
  readonly metrics: Metrics;
  readonly pacing: Pacing;
  readonly log: Logger;
  /** GitHub as an installation sees it or, without one, the App itself. */
  octokit(installation?: number): Promise<AppOctokit>;
};

/** What is done behind the server. */
export type Work = {
  /** Does a job. Throws where it is to be tried again. Lines in `log` carry the job and its pull request. */
  run(job: JobData, signal: AbortSignal, log: Logger, priority: Priority): Promise<Outcome>;
  /** Finds the pull requests of which no delivery told, and queues them. */
  sweep(signal: AbortSignal): Promise<void>;
  /** Ends what is left of it once no job runs any more. */
  close?(): Promise<void>;
};

export type Running = {
  readonly self: Self;
  readonly port: number;
  /** Takes no new jobs, waits for those that run, and closes everything. */
  stop(): Promise<void>;
};

export type ServeOptions = {
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly version: string;
  /** The address of the package, whose documentation the server shows. */
  readonly packageRoot?: URL;
  readonly work: (parts: Parts) => Work;
  /** How long jobs may go on after `stop`. */
  readonly graceMs?: number;
  /** When a job that broke off is tried again. */
  readonly retry?: RetryPolicy;
  /** How long GitHub may take for an answer, in milliseconds. */
  readonly requestMs?: number;
  /** What opens the queue; by default, `openQueue` on the storage of the settings. */
  readonly openQueue?: typeof openQueue;
};

/** Jobs that take merges back run beside the others, however many those are. */
const URGENT = 2;
/** Less than the 30 s that container managers give. */
const GRACE_MS = 25_000;

/**
 * Starts the App: the queue, the server, the jobs and the sweeps. Throws a SettingsError where the database, the
 * port or GitHub stand against it.
 */
export async function serve(options: ServeOptions): Promise<Running> {
  const { settings, credentials, log, version, graceMs = GRACE_MS } = options;
  const queue = await openJobs(options);
  try {
    const metrics = createMetrics(() => queue.counts());
    const server = await createAppServer({
      settings,
      credentials,
      queue,
      metrics,
      log,
      version,
      packageRoot: options.packageRoot,
      ...(options.requestMs === undefined ? {} : { requestMs: options.requestMs }),
    });
    const octokit = (installation?: number) => server.octokit(installation);
    const pacing = createPacing();
    const self = await askWhoWeAre(credentials.appId, await octokit(), queue.memory, log);
    const work = options.work({ settings, self, queue, metrics, pacing, log, octokit });

    const { port } = await server.listen(self);
    queue.start({
      // One of them may be a job that runs alone, and takes its time.
      concurrency: settings.concurrency + 1,
      reserved: URGENT,
      run: (job, signal) => runJob(job, signal, { work, metrics, pacing, log }),
    });
    const stopSweeps =
      settings.sweepMinutes === 0 ? async () => {} : repeat(settings.sweepMinutes, sweepOf(work, log));
    const stopAsking =
      settings.redeliverMinutes === 0
        ? async () => {}
        : repeat(settings.redeliverMinutes, redeliveryOf(octokit, queue, log));
    log.info({ app: self.botLogin, port, storage: settings.storage.kind }, "serving");

    return {
      self,
      port,
      async stop() {
        server.drain();
        // What arrives while the jobs come to their end is still stored, for the next start.
        await Promise.all([stopSweeps(), stopAsking(), queue.close({ graceMs })]);
        await work.close?.();
        await server.close();
      },
    };
  } catch (error) {
    await queue.close({ graceMs: 0 });
    throw error;
  }
}

async function openJobs(options: ServeOptions): Promise<Queue> {
  const { log, retry } = options;
  const { storage } = options.settings;
  try {
    return await (options.openQueue ?? openQueue)({
      storage,
      log: log.child({ part: "queue" }),
      ...(retry === undefined ? {} : { retry }),
    });
  } catch (error) {
    const where = storage.kind === "postgres" ? "DATABASE_URL" : "BY_NAME_DATA";
    throw new SettingsError(`The job database cannot be opened: ${whyOf(error)} (see ${where})`, {
      cause: error,
    });
  }
}

type RunParts = Pick<Parts, "metrics" | "pacing" | "log"> & { readonly work: Work };

async function runJob(
  job: Job,
  signal: AbortSignal,
  { work, metrics, pacing, log }: RunParts,
): Promise<Outcome> {
  const data = readJob(job.data);
  if (data === null) {
    log.error({ job: job.key }, "a job of a kind that this version does not know");
    return { kind: "failed", why: "of a kind that this version does not know" };
  }
  const waitMs = pacing.begin(data.installation, job);
  if (waitMs > 0) return { kind: "later", afterMs: waitMs, why: "it is not its turn yet" };
  const pull = pullOf(data);
  const own = log.child({ job: job.key, ...(pull === null ? {} : { pull }) });
  const started = performance.now();
  const took = () => (performance.now() - started) / 1000;
  try {
    const outcome = await work.run(data, signal, own, job.priority);
    metrics.ran(data.kind, outcome.kind, took());
    const seconds = Number(took().toFixed(3));
    const why = outcome.kind === "done" ? {} : { why: outcome.why };
    own[outcome.kind === "failed" ? "warn" : "info"]({ outcome: outcome.kind, seconds, ...why }, "ran");
    return outcome;
  } catch (err) {
    metrics.ran(data.kind, "error", took());
    own.error({ err }, "broke off");
    throw err;
  }
}

/** Asks for the deliveries again that failed, those first that came while nobody listened. */
function redeliveryOf(octokit: () => Promise<AppOctokit>, { memory }: Queue, log: Logger) {
  return async (signal: AbortSignal) => {
    try {
      const api = await octokit();
      endWith(api, signal);
      const count = await redeliverFailed(gitHubClient(api), memory, EVENTS);
      if (count > 0) log.info({ deliveries: count }, "asked for deliveries again");
    } catch (err) {
      if (!signal.aborted) log.error({ err }, "deliveries could not be asked for again");
    }
  };
}

function sweepOf(work: Work, log: Logger) {
  return async (signal: AbortSignal) => {
    try {
      await work.sweep(signal);
      log.info("sweeping");
    } catch (err) {
      if (!signal.aborted) log.error({ err }, "a sweep broke off");
    }
  };
}
