import { createRateLimits } from "../../simulated-github/api/rate-limits.ts";
import { type Asker, createPacing } from "../../src/app/pacing/pacing.ts";
import type { RequestCost } from "../../src/github/request-cost.ts";

const HOUR_MS = 60 * 60_000;
const ID = 1;
const WHO = "1";

/** What is asked for, in the order of a run. */
const READ: RequestCost = { resource: "graphql", points: 1, isContent: false, takesBack: false };
const CHECK: RequestCost = { resource: "core", points: 5, isContent: false, takesBack: false };
const REVIEW: RequestCost = { resource: "core", points: 5, isContent: true, takesBack: false };
const REACTION = CHECK;

type Job = Asker & {
  readonly came: number;
  readonly what: "page" | "swept" | "push" | "command";
  readonly isWrong: boolean;
};

export type Modelled = {
  readonly hours: number;
  readonly commandSeconds: number[];
  readonly pushSeconds: number[];
  readonly secondaryLimits: number;
  readonly rateLimits: number;
  readonly runs: number;
  readonly requests: number;
  readonly content: number;
  readonly backlog: number;
};

/**
 * The pacing against the limits of the simulated GitHub, without the rest of either: for as many pull requests as would
 * take the whole App too long. A run takes no time, and writes what it has to or, where it is not its turn, runs again.
 */
export function model(options: {
  readonly pullRequests: number;
  readonly wrongEvery: number;
  readonly pushesAnHour: number;
  readonly commandsAnHour: number;
  readonly requestsAnHour: number;
}): Modelled {
  const { pullRequests, wrongEvery } = options;
  let now = Date.parse("2026-01-01T00:00:00Z");
  const began = now;
  const limits = createRateLimits(() => now);
  limits.enforceSecondary(true);
  limits.setLimit("core", options.requestsAnHour);
  limits.setLimit("graphql", options.requestsAnHour);
  const pacing = createPacing(() => now);
  const seconds = { command: [] as number[], push: [] as number[] };
  const sums = { secondaryLimits: 0, rateLimits: 0, runs: 0, requests: 0, content: 0, backlog: 0 };
  let left = pullRequests;
  let found = 0;
  /** What waits, by when it runs. */
  const due: { at: number; readonly job: Job }[] = [];
  const later = (job: Job, at: number) => {
    let place = due.length;
    while (place > 0 && (due[place - 1]?.at ?? 0) > at) place -= 1;
    due.splice(place, 0, { at, job });
  };
  const page = (n: number): Job => ({
    key: `page ${n}`,
    priority: "low",
    came: now,
    what: "page",
    isWrong: false,
  });

  /** Whether it was done; else it is later. */
  function ask(job: Job, cost: RequestCost): boolean {
    const waitMs = pacing.take(ID, job, cost);
    if (waitMs > 0) {
      later(job, now + waitMs);
      return false;
    }
    sums.requests += 1;
    if (cost.isContent) sums.content += 1;
    const refusedFor = limits.press(WHO, cost);
    const isSpent = refusedFor === null && limits.spend(WHO, cost.resource, 1);
    const { limit, remaining, reset } = limits.state(WHO, cost.resource);
    pacing.heard(ID, { resource: cost.resource, limit, remaining, resetAt: reset * 1000 });
    if (isSpent) return true;
    if (refusedFor !== null) sums.secondaryLimits += 1;
    else sums.rateLimits += 1;
    pacing.refused(ID, refusedFor === null ? reset * 1000 : now + refusedFor * 1000);
    later(job, now + (refusedFor ?? 60) * 1000);
    return false;
  }

  function run(job: Job): void {
    const waitMs = pacing.begin(ID, job);
    if (waitMs > 0) {
      later(job, now + waitMs);
      return;
    }
    sums.runs += 1;
    if (job.what === "page") {
      if (!ask(job, READ)) return;
      for (let i = 0; i < 25 && found < pullRequests; i++) {
        found += 1;
        const isWrong = found % wrongEvery === 0;
        later({ key: `swept ${found}`, priority: "low", came: now, what: "swept", isWrong }, now);
      }
      if (found < pullRequests) later(page(found), now);
      return;
    }
    if (!ask(job, READ) || !ask(job, READ)) return;
    if (job.what === "command") {
      if (!ask(job, REACTION)) return;
      seconds.command.push((now - job.came) / 1000);
      if (!ask(job, REVIEW)) return;
      return;
    }
    if (job.isWrong && !ask(job, REVIEW)) return;
    if (!ask(job, CHECK)) return;
    if (job.what === "push") seconds.push.push((now - job.came) / 1000);
    else left -= 1;
  }

  later(page(0), now);
  const next = { push: now, command: now };
  let count = 0;
  while (left > 0) {
    const first = Math.min(due[0]?.at ?? Number.POSITIVE_INFINITY, next.push, next.command);
    now = Math.max(now, first);
    for (const what of ["push", "command"] as const) {
      if (next[what] > now) continue;
      count += 1;
      next[what] += HOUR_MS / (what === "push" ? options.pushesAnHour : options.commandsAnHour);
      const isWrong = count % wrongEvery === 0;
      run({ key: `${what} ${count}`, priority: "normal", came: now, what, isWrong });
    }
    const head = due[0];
    if (head !== undefined && head.at <= now) {
      due.shift();
      run(head.job);
    }
    sums.backlog = Math.max(sums.backlog, due.length);
  }
  const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b);
  return {
    ...sums,
    hours: (now - began) / HOUR_MS,
    commandSeconds: sorted(seconds.command),
    pushSeconds: sorted(seconds.push),
  };
}
