import type { Logger } from "pino";
import { gitHubClient } from "../../github/client.ts";
import { failureOf, GitHubFailure } from "../../github/failure.ts";
import { objectCache } from "../../github/object-cache.ts";
import type { SecondReader } from "../../nix/alike.ts";
import { parseCache } from "../../packages/files.ts";
import type { Outcome } from "../../queue/job.ts";
import type { Queue } from "../../queue/queue.ts";
import type { Parts, Work } from "../process/serve.ts";
import { reviewPullRequest } from "../review/review-pull-request.ts";
import { findPullRequest } from "./find-pull-request.ts";
import { type JobData, newJob } from "./jobs.ts";
import { checkMergeGroup } from "./merge-group.ts";
import { createPauses } from "./pauses.ts";
import { reviewAfterPush } from "./push.ts";
import type { RunContext } from "./run-context.ts";
import { sweepInstallation, sweepRepository } from "./sweep.ts";

/** What the work is done with, as far as it is not its own. */
export type WorkParts = Pick<Parts, "settings" | "self" | "octokit"> & {
  readonly queue: Pick<Queue, "add" | "hint" | "memory">;
};

export type WorkOptions = {
  readonly second: SecondReader;
  /** The text of the page of a rule, by its name. */
  readonly rulePage: (rule: string) => string;
  /** How many bytes of objects, and of the text of parsed files, are kept in memory. */
  readonly objectBytes?: number;
  readonly parsedBytes?: number;
};

const OBJECT_BYTES = 64 * 1024 * 1024;
const PARSED_BYTES = 12 * 1024 * 1024;
/** What was last written so long ago is forgotten: 90 days. */
const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000;
/** Installations on a page of the App's. */
const INSTALLATIONS_AT_ONCE = 100;

/** The jobs of the App: what each of them does, and what its failures mean for it. */
export function createWork(options: WorkOptions): (parts: WorkParts) => Work {
  return ({ settings, self, queue, octokit }) => {
    const objects = objectCache(options.objectBytes ?? OBJECT_BYTES);
    const parse = parseCache(options.second, options.parsedBytes ?? PARSED_BYTES);
    const labels = new Set<string>();
    const pauses = createPauses();

    async function contextOf({ installation }: JobData): Promise<RunContext> {
      return {
        api: await octokit(installation),
        appId: self.appId,
        objects,
        parse,
        labels,
        queue,
        settleMs: settings.settleSeconds * 1000,
        now: Date.now,
        website: settings.github.webUrl,
        rulePage: options.rulePage,
        onFailure: (failure) => pauses.take(installation, failure),
      };
    }

    async function run(job: JobData, _signal: AbortSignal, log: Logger): Promise<Outcome> {
      const pausedMs = pauses.left(job.installation);
      if (pausedMs > 0) return { kind: "later", afterMs: pausedMs, why: "GitHub asked for a pause" };
      try {
        return await perform(job, await contextOf(job), log);
      } catch (error) {
        const failure = failureOf(error, job.kind);
        if (!(failure instanceof GitHubFailure)) throw failure;
        pauses.take(job.installation, failure);
        return outcomeOf(failure);
      }
    }

    async function sweep(signal: AbortSignal): Promise<void> {
      // Of a pull request whose end nobody told of.
      await queue.memory.forgetBefore(new Date(Date.now() - REMEMBERED_MS));
      const client = gitHubClient(await octokit());
      for (let page = 1; !signal.aborted; page++) {
        const installations = await client.rest("apps.listInstallations", (rest) =>
          rest.apps.listInstallations({ per_page: INSTALLATIONS_AT_ONCE, page }),
        );
        const jobs = installations
          .filter((installation) => !installation.suspended_at)
          .map(({ id }) => newJob({ kind: "sweep-installation", installation: id, cursor: null }, "low"));
        if (jobs.length > 0) await queue.add(jobs);
        if (installations.length < INSTALLATIONS_AT_ONCE) return;
      }
    }

    return { run, sweep };
  };
}

/** Does a job; a failure of GitHub's is thrown. */
async function perform(job: JobData, context: RunContext, log: Logger): Promise<Outcome> {
  switch (job.kind) {
    case "review": {
      const { again, requests, writes, refusals, ...rest } = await reviewPullRequest(job, context);
      const asked = [...requests].map(([name, count]) => `${name} ${count}`).join(", ");
      log.info({ ...rest, writes: writes.join(", "), requests: asked }, "looked at");
      for (const refusal of new Set(refusals)) log.warn({ refusal }, "GitHub does not let us");
      return again === null ? { kind: "done" } : { kind: "later", ...again };
    }
    case "merge-group": {
      const { writes, refusals } = await checkMergeGroup(job, context);
      log.info({ writes: writes.join(", ") }, "looked at");
      for (const refusal of refusals) log.warn({ refusal }, "GitHub does not let us");
      return { kind: "done" };
    }
    case "sweep-repository":
      log.info({ queued: await sweepRepository(job, context) }, "swept");
      return { kind: "done" };
    case "sweep-installation":
      log.info({ repositories: await sweepInstallation(job, context) }, "swept");
      return { kind: "done" };
    case "push":
      log.info({ found: await reviewAfterPush(job, context) }, "looked at");
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
    case "unavailable":
      throw failure;
    case "gone":
    case "forbidden":
    case "refused":
      // Trying again would not help: a permission has to be granted, or a delivery to come.
      return { kind: "failed", why: failure.message };
  }
}
