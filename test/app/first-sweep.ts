import type { Conversation } from "simulated-github";
import { openAgenda } from "./agenda.ts";
import { BOT, openStage } from "./bot.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";

const HOUR_MS = 60 * 60_000;

/** A repository on which the App was just installed, and what goes on in it meanwhile. */
export type FirstSweep = {
  readonly pullRequests: number;
  /** Every so many of them has a mistake, on which there is a review. */
  readonly wrongEvery: number;
  readonly pushesAnHour: number;
  readonly commandsAnHour: number;
  /** What the installation has of each hourly limit. */
  readonly requestsAnHour: number;
  /** Hears once a minute how far it is. */
  readonly progress?: (hours: number, jobsLeft: number) => void;
};

/** Times are by the clock of the stage, which passes where nothing happens. */
export type Swept = {
  readonly hours: number;
  /** Of those that were open at first: how many have a finished check, and a review. */
  readonly checked: number;
  readonly reviewed: number;
  /** After so many hours the checks of all of them said what is wrong, finished or not. */
  readonly toldHours: number;
  readonly pushes: number;
  /** Seconds from each command to the first write about it, and from each push to its check; the shortest first. */
  readonly commandSeconds: readonly number[];
  readonly pushSeconds: readonly number[];
  /** How often a secondary limit was run into, and an hourly one. */
  readonly secondaryLimits: number;
  readonly rateLimits: number;
  readonly requests: Readonly<Record<string, number>>;
  /** The most jobs that were not done at a time. */
  readonly backlog: number;
};

/** Has the App make its first sweep, with all limits of GitHub's enforced. */
export async function firstSweep(options: FirstSweep): Promise<Swept> {
  const { pullRequests, wrongEvery, requestsAnHour } = options;
  const agenda = openAgenda();
  const stage = await openStage({ running: false, agenda, settings: { logLevel: "info" } });
  try {
    const { world, github } = stage;
    const repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
    const alice = world.as("alice");
    const text = (name: string, isWrong: boolean) => packageText(name, isWrong ? ["src = ~/x;"] : []);
    const opens = (name: string, isWrong: boolean) =>
      alice.opensPullRequest(repository, {
        title: `${name}: init at 1.0`,
        branch: name,
        files: { [packagePath(name)]: text(name, isWrong) },
      });
    const old: Conversation[] = [];
    for (let i = 0; i < pullRequests; i++) old.push(await opens(`old-${i}`, i % wrongEvery === 0));
    const busy: Conversation[] = [];
    for (let i = 0; i < 20; i++) busy.push(await opens(`busy-${i}`, false));

    github.limits.setLimit("core", requestsAnHour);
    github.limits.setLimit("graphql", requestsAnHour);
    github.limits.enforceSecondary(true);
    await stage.start({ sweepMinutes: 600 });
    const began = Date.now();
    let pushes = 0;
    const commands = new Map<number, number>();
    const heads = new Map<string, number>();
    agenda.every(HOUR_MS / options.pushesAnHour, async () => {
      const pr = busy[pushes % busy.length];
      if (pr === undefined) return;
      pushes += 1;
      const lines = [`# push ${pushes}`, ...(pushes % wrongEvery === 0 ? ["src = ~/x;"] : [])];
      const name = `busy-${(pushes - 1) % busy.length}`;
      await pr.push({ [packagePath(name)]: packageText(name, lines) });
      heads.set(pr.record().headRefOid, Date.now());
    });
    agenda.every(HOUR_MS / options.commandsAnHour, async () => {
      const pr = busy[(commands.size * 7) % busy.length];
      if (pr !== undefined) commands.set(pr.comment(`@${BOT} explain`).id, Date.now());
    });

    const isDone = (pr: Conversation) => pr.check("by-name")?.conclusion != null;
    const done = Promise.withResolvers<void>();
    let backlog = 0;
    let toldHours = Number.POSITIVE_INFINITY;
    agenda.every(60_000, async () => {
      const left = await stage.jobsLeft();
      if (toldHours === Number.POSITIVE_INFINITY && old.every((pr) => pr.check("by-name") !== null))
        toldHours = (Date.now() - began) / HOUR_MS;
      backlog = Math.max(backlog, left);
      options.progress?.((Date.now() - began) / HOUR_MS, left);
      if (left === 0) done.resolve();
    });
    await stage.waitsFor(done.promise);
    const hours = (Date.now() - began) / HOUR_MS;
    agenda.end();
    await stage.idle();

    const all = github.requests.all();
    const reactedAt = new Map(
      all.toReversed().flatMap(({ path, status, at }) => {
        const id = /issues\/comments\/(\d+)\/reactions$/.exec(path)?.[1];
        return id !== undefined && status < 300 ? [[Number(id), at] as const] : [];
      }),
    );
    const checkedAt = (head: string) =>
      Math.max(
        ...world.state
          .checkRuns(repository.id, head)
          .map(({ completedAt }) => (completedAt === null ? Infinity : new Date(completedAt).getTime())),
      );
    return {
      hours,
      checked: old.filter(isDone).length,
      reviewed: old.filter((pr) => pr.view().reviews.length > 0).length,
      toldHours,
      pushes,
      commandSeconds: sorted([...commands].map(([id, at]) => ((reactedAt.get(id) ?? Infinity) - at) / 1000)),
      pushSeconds: sorted([...heads].map(([head, at]) => Math.max(0, checkedAt(head) - at) / 1000)),
      secondaryLimits: all.filter(({ errors }) => errors.some((error) => /secondary rate/.test(error)))
        .length,
      rateLimits: all.filter(({ errors }) => errors.some((error) => /RATE_LIMITED|API rate/.test(error)))
        .length,
      requests: github.requests.counts(),
      backlog,
    };
  } finally {
    await stage.close();
  }
}

/** The part (0 to 1) of numbers, the smallest first, is at most this. */
export function percentile(numbers: readonly number[], part: number): number {
  return numbers[Math.ceil(part * numbers.length) - 1] ?? Number.NaN;
}

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
