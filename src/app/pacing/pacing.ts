import type { Allowance } from "../../github/pace-requests.ts";
import type { RequestCost } from "../../github/request-cost.ts";
import type { NewJob } from "../../queue/job.ts";
import { turns } from "./turns.ts";
import { type Share, slidingWindow } from "./window.ts";

export type Priority = NonNullable<NewJob["priority"]>;

/** The job that asks: what is urgent may have to take a merge back, what is low belongs to a sweep. */
export type Asker = { readonly key: string; readonly priority: Priority };

/**
 * What each installation may ask of GitHub, so that none of GitHub's limits is run into, and that what people wait for
 * is not behind a sweep. There is one of it in the process that has the queue.
 */
export type Pacing = {
  /** Milliseconds until a job may begin; 0 for now. */
  begin(installation: number, asker: Asker): number;
  /** Milliseconds until a request may be sent; 0 for now, and then it is counted. */
  take(installation: number, asker: Asker, cost: RequestCost): number;
  /** What GitHub said of an hourly limit. */
  heard(installation: number, allowance: Allowance): void;
  /** GitHub refused, and wants to be left alone until then; null where it gave no time. */
  refused(installation: number, until: number | null): void;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** GitHub's secondary limits. */
const CONTENT_A_MINUTE = { most: 80, ms: MINUTE_MS };
const CONTENT_AN_HOUR = { most: 500, ms: HOUR_MS };
const POINTS_A_MINUTE = { core: { most: 900, ms: MINUTE_MS }, graphql: { most: 2_000, ms: MINUTE_MS } };

/** What an installation has at least of the hourly limits. */
const LEAST_AN_HOUR = 5_000;
/** So much of the hourly limits is left to what people wait for. */
const KEPT_PART = 0.25;
/** What a run asks for, of each hourly limit, and in points of REST: a check run and some labels. */
const REQUESTS_A_RUN = 3;
const POINTS_A_RUN = 15;
/** Sweeps may begin with so many runs, and write so much, at once. */
const RUNS_AT_ONCE = 20;
const CONTENT_AT_ONCE = 20;

/** Without a time from GitHub, so long; each time that it refuses again, twice as long. */
const PAUSE_MS = MINUTE_MS;
/** Longer than GitHub's hour no pause makes sense, whatever a header says. */
const LONGEST_MS = 65 * MINUTE_MS;
/** A refusal so long after the last pause is none of its repeats. */
const FORGIVEN_MS = 10 * MINUTE_MS;

export function createPacing(now: () => number = Date.now): Pacing {
  const installations = new Map<number, Installation>();

  function of(id: number): Installation {
    const known = installations.get(id) ?? newInstallation();
    installations.set(id, known);
    return known;
  }

  return {
    begin: (id, asker) => of(id).begin(asker, now()),
    take: (id, asker, cost) => of(id).take(asker, cost, now()),
    heard: (id, allowance) => of(id).heard(allowance),
    refused: (id, until) => of(id).refused(until, now()),
  };
}

type Installation = {
  begin(asker: Asker, now: number): number;
  take(asker: Asker, cost: RequestCost, now: number): number;
  heard(allowance: Allowance): void;
  refused(until: number | null, now: number): void;
};

function newInstallation(): Installation {
  const minute = slidingWindow(CONTENT_A_MINUTE);
  const hour = slidingWindow(CONTENT_AN_HOUR);
  const points = {
    core: slidingWindow(POINTS_A_MINUTE.core),
    graphql: slidingWindow(POINTS_A_MINUTE.graphql),
  };
  const allowances = new Map<Allowance["resource"], Allowance>();
  const runs = turns(RUNS_AT_ONCE);
  const contents = turns(CONTENT_AT_ONCE);
  let paused = { people: 0, sweep: 0 };
  let repeats = 0;

  /** Milliseconds until the hourly limits leave something to sweeps. */
  function untilAllowed(now: number): number {
    const short = [...allowances.values()].filter(
      ({ limit, remaining, resetAt }) => resetAt > now && remaining < KEPT_PART * limit,
    );
    return Math.max(0, ...short.map(({ resetAt }) => resetAt - now));
  }

  /** Between two runs of sweeps: what the hourly limits and the points of a minute allow. */
  function runInterval(now: number): number {
    const limits = [...allowances.values()].map(({ limit }) => limit);
    const anHour = (1 - KEPT_PART) * (limits.length === 0 ? LEAST_AN_HOUR : Math.min(...limits));
    return Math.max(
      (HOUR_MS * REQUESTS_A_RUN) / Math.max(REQUESTS_A_RUN, anHour),
      (MINUTE_MS * POINTS_A_RUN) / Math.max(POINTS_A_RUN, points.core.sweepsMost(now)),
    );
  }

  function sweepsWait({ key }: Asker, cost: RequestCost, now: number): number {
    const most = Math.max(CONTENT_AT_ONCE, hour.sweepsMost(now));
    if (!cost.isContent) return windowsWait(cost, now, "sweep");
    const turn = contents.take(key, now, HOUR_MS / most);
    if (turn > 0) return turn;
    const wait = windowsWait(cost, now, "sweep");
    return wait === 0 ? 0 : contents.giveBack(key, now, wait, HOUR_MS / most);
  }

  function windowsWait(cost: RequestCost, now: number, share: Share): number {
    const ofPoints = points[cost.resource].wait(cost.points, now, share);
    if (!cost.isContent) return ofPoints;
    return Math.max(ofPoints, minute.wait(1, now, share), hour.wait(1, now, share));
  }

  return {
    begin({ key, priority }, now) {
      if (priority !== "low") return Math.max(0, paused.people - now);
      // A run would read everything, and then may not write what it is about.
      const unwritable = contents.left(key, now);
      if (unwritable > 0) return unwritable;
      const held = Math.max(0, paused.sweep - now, untilAllowed(now));
      const interval = runInterval(now);
      const turn = runs.take(key, now, interval);
      // Once sweeps go on, they do so one after the other.
      return turn >= held ? turn : runs.giveBack(key, now, held, interval);
    },
    take(asker, cost, now) {
      const share = asker.priority === "low" ? "sweep" : "people";
      const isFree = cost.takesBack || (asker.priority === "urgent" && !cost.isContent);
      const wait = isFree
        ? 0
        : share === "sweep"
          ? sweepsWait(asker, cost, now)
          : windowsWait(cost, now, share);
      if (wait > 0) return wait;
      points[cost.resource].spend(cost.points, now, share);
      if (cost.isContent) for (const window of [minute, hour]) window.spend(1, now, share);
      return 0;
    },
    heard(allowance) {
      allowances.set(allowance.resource, allowance);
    },
    refused(until, now) {
      // What was under way when GitHub refused is refused with it.
      const isRepeat = now >= paused.people;
      if (isRepeat) repeats = now - paused.sweep < FORGIVEN_MS ? repeats + 1 : 1;
      const grown = PAUSE_MS * 2 ** Math.min(10, Math.max(0, repeats - 1));
      const people = Math.min(until ?? now + grown, now + LONGEST_MS);
      const sweep = Math.min(Math.max(people, now + 2 * grown), now + LONGEST_MS);
      paused = { people: Math.max(paused.people, people), sweep: Math.max(paused.sweep, sweep) };
    },
  };
}
