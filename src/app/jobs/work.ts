import type { Logger } from "pino";
import type { Formatter } from "../../checker/formatting.ts";
import { gitHubClient } from "../../github/client.ts";
import { failureOf, GitHubFailure } from "../../github/failure.ts";
import { installations, type Page } from "../../github/installations.ts";
import { type ObjectCache, objectCache } from "../../github/object-cache.ts";
import { endWith } from "../../github/octokit.ts";
import { paceRequests } from "../../github/pace-requests.ts";
import type { SecondReader } from "../../nix/alike.ts";
import { parseNix } from "../../nix/parse.ts";
import { type ParseCache, parseCache } from "../../packages/files.ts";
import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Pacing, Priority } from "../pacing/pacing.ts";
import type { Parts, Work } from "../process/serve.ts";
import { runFormatter } from "../run/formatter.ts";
import { reviewPullRequest } from "../run/review-pull-request.ts";
import type { RunContext } from "../run/run-context.ts";
import { findPullRequest } from "./find-pull-request.ts";
import { answerOnIssue } from "./issue-comment.ts";
import { type JobData, jobKey, newJob } from "./jobs.ts";
import { checkMergeGroup } from "./merge-group.ts";
import { type Refused, refuseJob, takeBackMerge } from "./not-reviewed.ts";
import { notYet } from "./not-yet.ts";
import { reviewAfterPush } from "./push.ts";
import { sweepInstallation, sweepRepository } from "./sweep.ts";
import { type Meter, meter, SHARED, UNWATCHED, type Watch } from "./watch.ts";

/** What the work is done with, as far as it is not its own. */
export type WorkParts = Pick<Parts, "settings" | "self" | "octokit"> & {
  readonly queue: Pick<Queue, "add" | "hint" | "memory">;
  readonly pacing: Pick<Pacing, "heard" | "refused"> & {
    /** That of `Pacing`, which may be in another process. */
    readonly take: (...args: Parameters<Pacing["take"]>) => number | Promise<number>;
  };
};

export type WorkOptions = {
  readonly second: SecondReader;
  /** By default ours. */
  readonly parse?: typeof parseNix;
  /** The text of the page of a rule, by its name. */
  readonly rulePage: (rule: string) => string;
  /** Whether jobs run beside each other. One that takes much then throws a HeavyJob. */
  readonly shared?: boolean;
  /** How many bytes of objects, and of the text of parsed files, are kept in memory. */
  readonly objectBytes?: number;
  readonly parsedBytes?: number;
};

const OBJECT_BYTES = 64 * 1024 * 1024;
const PARSED_BYTES = 12 * 1024 * 1024;
/** What was last written so long ago is forgotten: 90 days. */
const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000;

/** The jobs, and what is done about one that is not. */
export type JobWork = {
  run(job: JobData, signal: AbortSignal, log: Logger, priority: Priority, watch?: Watch): Promise<Outcome>;
  sweep: Work["sweep"];
  /** Says of a job that it could not be done within its bounds; see `refuseJob`. */
  refuse(job: JobData, refused: Refused, signal: AbortSignal, log: Logger): Promise<"did" | "another-head">;
  /** Takes back a merge that is under way, of whose change nothing is known for now. `why` is a clause. */
  takeBack(job: JobData, why: string, signal: AbortSignal, log: Logger): Promise<void>;
};

/** The jobs of the App: what each of them does, and what its failures mean for it. */
export function createWork(options: WorkOptions): (parts: WorkParts) => JobWork {
  return ({ settings, self, queue, pacing, octokit }) => {
    const objects = objectCache(options.objectBytes ?? OBJECT_BYTES);
    /** Counts for the job that parses; parsing is synchronous. */
    let parsing: Meter | null = null;
    const parser = options.parse ?? parseNix;
    const parse = parseCache(options.second, options.parsedBytes ?? PARSED_BYTES, (source, features) => {
      parsing?.parsed(source.text.length);
      return parser(source, features);
    });
    const labels = new Set<string>();

    /** The parse cache, as a job uses it. */
    function parseFor(own: Meter | null, watch: Watch, cache: ParseCache = parse): ParseCache {
      function counted<T>(use: () => T): T {
        watch.computes();
        parsing = own;
        try {
          return use();
        } finally {
          parsing = null;
        }
      }
      return {
        get: (id, bytes) => counted(() => cache.get(id, bytes)),
        readsAlike: (id, bytes) => counted(() => cache.readsAlike(id, bytes)),
        with: (features) => parseFor(own, watch, cache.with(features)),
      };
    }

    async function contextOf(
      job: JobData,
      signal: AbortSignal,
      priority: Priority,
      watch: Watch = UNWATCHED,
      log: Logger | null = null,
    ): Promise<RunContext> {
      const own = options.shared === true ? meter(SHARED) : null;
      const { installation } = job;
      const asker = { key: jobKey(job), priority };
      const api = await octokit(installation);
      // A run that was stopped neither reads nor writes any more: the job may run elsewhere by now.
      endWith(api, signal);
      paceRequests(api, {
        take: async (cost) => pacing.take(installation, asker, cost),
        heard: (allowance) => pacing.heard(installation, allowance),
      });
      return {
        api,
        appId: self.appId,
        bot: self.botLogin.replace(/\[bot\]$/, ""),
        objects: own === null ? objects : metered(objects, own),
        parse: parseFor(own, watch),
        onHead: watch.sees,
        labels,
        queue,
        settleMs: settings.settleSeconds * 1000,
        now: Date.now,
        website: settings.github.webUrl,
        docs: settings.docsUrl,
        rulePage: options.rulePage,
        onFailure: (failure) => refused(installation, failure),
        formatter: formatterWith(log),
      };
    }

    function formatterWith(log: Logger | null): Formatter | null {
      const { formatter } = settings;
      if (formatter === null || log === null) return null;
      return {
        command: formatter.command,
        format: (text) => runFormatter(formatter, text),
        failed: (message) => log.warn(message),
      };
    }

    function refused(installation: number, { kind, until }: GitHubFailure): void {
      if (kind === "rate-limited") pacing.refused(installation, until);
    }

    async function run(
      job: JobData,
      signal: AbortSignal,
      log: Logger,
      priority: Priority,
      watch?: Watch,
    ): Promise<Outcome> {
      try {
        return await perform(job, await contextOf(job, signal, priority, watch, log), log);
      } catch (error) {
        const failure = failureOf(error, job.kind);
        if (!(failure instanceof GitHubFailure)) throw failure;
        refused(job.installation, failure);
        const heard = await queue.hint(jobKey(job));
        return notYet(failure, job, heard, Date.now()) ?? outcomeOf(failure);
      }
    }

    async function sweep(signal: AbortSignal): Promise<void> {
      // Of a pull request whose end nobody told of.
      await queue.memory.forgetBefore(new Date(Date.now() - REMEMBERED_MS));
      const client = gitHubClient(await octokit());
      for (let page: number | null = 1; page !== null && !signal.aborted; ) {
        const { items, next }: Page<number> = await installations(client, page);
        const jobs = items.map((installation) =>
          newJob({ kind: "sweep-installation", installation, cursor: null }, "low"),
        );
        if (jobs.length > 0) await queue.add(jobs);
        page = next;
      }
    }

    async function refuse(job: JobData, why: Refused, signal: AbortSignal, log: Logger) {
      const writes = await refuseJob(job, why, await contextOf(job, signal, "urgent"));
      if (writes === "another-head") return writes;
      log.warn({ why: why.why, writes: writes.join(", ") }, "could not be reviewed");
      return "did";
    }

    async function takeBack(job: JobData, why: string, signal: AbortSignal, log: Logger): Promise<void> {
      const writes = await takeBackMerge(job, why, await contextOf(job, signal, "urgent"));
      if (writes.length > 0) log.warn({ why, writes: writes.join(", ") }, "cancelled a merge");
    }

    return { run, sweep, refuse, takeBack };
  };
}

function metered(objects: ObjectCache, own: Meter): ObjectCache {
  return {
    ...objects,
    keepBlob(id, bytes) {
      objects.keepBlob(id, bytes);
      own.read(bytes.length);
    },
  };
}

/** Does a job; a failure of GitHub's is thrown. */
async function perform(job: JobData, context: RunContext, log: Logger): Promise<Outcome> {
  switch (job.kind) {
    case "review": {
      const { again, requests, writes, refusals, check: _, ...rest } = await reviewPullRequest(job, context);
      const asked = [...requests].map(([name, count]) => `${name} ${count}`).join(", ");
      log.info({ ...rest, writes: writes.join(", "), requests: asked }, "handled");
      for (const refusal of new Set(refusals)) log.warn({ refusal }, "GitHub refused a write");
      return again === null ? { kind: "done" } : { kind: "later", ...again };
    }
    case "merge-group": {
      const { writes, refusals } = await checkMergeGroup(job, context);
      log.info({ writes: writes.join(", ") }, "handled");
      for (const refusal of refusals) log.warn({ refusal }, "GitHub refused a write");
      const [refusal] = refusals;
      if (refusal === undefined) return { kind: "done" };
      // Nothing else finds a merge group again.
      const heard = await context.queue.hint(jobKey(job));
      const failure = { kind: "forbidden", status: null, message: refusal } as const;
      return notYet(failure, job, heard, Date.now()) ?? { kind: "done" };
    }
    case "sweep-repository":
      log.info({ queued: await sweepRepository(job, context) }, "swept");
      return { kind: "done" };
    case "sweep-installation":
      log.info({ repositories: await sweepInstallation(job, context) }, "swept");
      return { kind: "done" };
    case "push":
      log.info({ found: await reviewAfterPush(job, context) }, "handled");
      return { kind: "done" };
    case "issue-comment":
      log.info({ did: await answerOnIssue(job, context) }, "handled");
      return { kind: "done" };
    case "find-pull-request":
      log.info({ found: await findPullRequest(job, context) }, "looked for");
      return { kind: "done" };
  }
}

/** A little more than GitHub asks for, so that not everybody comes back at the very moment. */
const SLACK_MS = 1000;

function outcomeOf(failure: GitHubFailure): Outcome {
  switch (failure.kind) {
    case "rate-limited": {
      const afterMs = Math.max(SLACK_MS, (failure.until ?? 0) - Date.now() + SLACK_MS);
      return { kind: "later", afterMs, why: failure.message };
    }
    case "paced":
      return { kind: "later", afterMs: (failure.until ?? 0) - Date.now(), why: failure.message };
    case "unavailable":
      throw failure;
    case "gone":
    case "forbidden":
    case "refused":
      // Trying again would not help: a permission has to be granted, or a delivery to come.
      return { kind: "failed", why: failure.message };
  }
}
