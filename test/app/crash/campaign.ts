import { tmpdir } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { seededRandom } from "simulated-github";
import { type Phase, watchActivity } from "./activity.ts";
import { type AppProcess, type LogLine, startApp } from "./app-process.ts";
import { type Expected, expectedOf } from "./expected.ts";
import { type Fault, type Judgement, judgePull } from "./judge.ts";
import { chooseMoment, describeMoment, setTrap } from "./moments.ts";
import type { Head } from "./people.ts";
import { comesToRest } from "./rest.ts";
import { BASE, type CrashStage, openCrashStage } from "./stage.ts";

/** A kill, as it happened. */
export type Kill = {
  readonly number: number;
  /** When it was to be, in words. */
  readonly moment: string;
  /** What the App was about. */
  readonly phase: Phase;
  /** From the start of the process until it served; null where it did not come to that. */
  readonly readyMs: number | null;
};

/** What came of a campaign. */
export type Campaign = {
  readonly kills: readonly Kill[];
  /** Deliveries of what people did: those that GitHub saw accepted, and the others. */
  readonly acknowledged: number;
  readonly unacknowledged: number;
  readonly pulls: number;
  /** Heads with a check run, reviews, the findings that have a comment, and replies to commands. */
  readonly checked: number;
  readonly reviews: number;
  readonly findings: number;
  readonly replies: number;
  readonly merged: number;
  readonly faults: readonly Fault[];
  /** The lines that the App logged as errors. */
  readonly errors: readonly string[];
};

/** How often people do something more where the moment of the kill does not come. */
const ROUNDS = 3;
/** GitHub's troubles last so many milliseconds at most after people have done what they do. */
const TROUBLE_MS = 300;

/**
 * Kills the App so many times, each time another process on the same folder, while people open pull requests, push
 * to them and comment on them. Deliveries that are not acknowledged do not come again. Whenever the App has come to
 * rest, and in the end, everything on GitHub is looked at; it ends early where there is a fault. Rejects if the App
 * ends by itself or does not come to rest.
 */
export async function runCampaign(options: {
  readonly kills: number;
  readonly seed: number;
  /** The folder for everything; by default that of the system for what is temporary. */
  readonly parent?: string;
  /** Hears of each kill. */
  readonly killed?: (kill: Kill) => void;
}): Promise<Campaign> {
  const random = seededRandom(options.seed);
  const stage = await openCrashStage(options.parent ?? tmpdir(), random);
  const expected = expectations();
  const kills: Kill[] = [];
  const errors: string[] = [];
  let judgements: readonly Judgement[] = [];
  const judge = async () => {
    judgements = await Promise.all(stage.people.pulls.map((pull) => judgePull(pull, { ...stage, expected })));
    return judgements.flatMap(({ faults }) => faults);
  };
  try {
    let faults: readonly Fault[] = [];
    let rested = false;
    while (kills.length < options.kills && faults.length === 0) {
      const run = await runOnce(stage, kills.length, random, errors);
      rested = run.rested;
      kills.push(run.kill);
      options.killed?.(run.kill);
      if (rested) faults = await judge();
    }
    if (!rested) {
      await runToRest(stage, errors);
      faults = await judge();
    }
    const sum = (count: (judgement: Judgement) => number) =>
      judgements.reduce((total, judgement) => total + count(judgement), 0);
    const { sent, accepted } = stage.deliveries;
    return {
      kills,
      acknowledged: accepted,
      unacknowledged: sent - accepted,
      pulls: stage.people.pulls.length,
      checked: sum(({ checked }) => checked),
      reviews: sum(({ reviews }) => reviews),
      findings: sum(({ findings }) => findings),
      replies: sum(({ replies }) => replies),
      merged: stage.people.pulls.filter(({ conversation }) => conversation.record().state === "MERGED")
        .length,
      faults,
      errors,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`With the seed ${options.seed}, after ${kills.length} kills: ${why}`, { cause: error });
  } finally {
    await stage.close();
  }
}

/** One process, from its start to its kill, and whether it had come to rest. */
async function runOnce(
  stage: CrashStage,
  number: number,
  random: () => number,
  errors: string[],
): Promise<{ readonly kill: Kill; readonly rested: boolean }> {
  const moment = chooseMoment(number, random);
  const activity = watchActivity();
  const began = performance.now();
  let readyMs: number | null = null;
  let rested = false;
  let phase: Phase = "starting";
  const app = start(stage, errors, activity.logged);
  const kill = () => {
    if (app.killed) return;
    if (readyMs !== null)
      phase = stage.deliveries.underWay > 0 ? "accepting" : (activity.reviews() ?? "at rest");
    app.kill();
  };
  const timer = moment.at === "start" ? setTimeout(kill, moment.ms) : null;
  try {
    const port = await app.serving;
    if (port !== null) {
      readyMs = performance.now() - began;
      const trap = setTrap(moment, kill);
      stage.watch({
        request(request) {
          activity.requested(request);
          return trap.request(request.isWrite && request.installationId !== null);
        },
        delivery: trap.delivery,
      });
      stage.leadTo(port);
      for (let round = 1; !app.killed; round++) {
        stage.misbehave(random);
        for (let acts = 1 + Math.floor(random() * 4); acts > 0 && !app.killed; acts--)
          await stage.people.act();
        await pause(TROUBLE_MS * random());
        stage.behave();
        rested = await comesToRest(stage, app, port);
        if (rested && (moment.at === "rest" || round === ROUNDS)) kill();
      }
      trap.disarm();
    }
    await app.ended;
  } finally {
    if (timer !== null) clearTimeout(timer);
    app.kill();
    await leave(stage);
  }
  return { kill: { number, moment: describeMoment(moment), phase, readyMs }, rested };
}

/** One process that is left alone until there is nothing left to do. */
async function runToRest(stage: CrashStage, errors: string[]): Promise<void> {
  const app = start(stage, errors, () => {});
  try {
    const port = await app.serving;
    if (port === null) throw new Error("the last process was killed by somebody else");
    stage.leadTo(port);
    await comesToRest(stage, app, port);
  } finally {
    app.kill();
    await leave(stage);
  }
  await app.ended;
}

function start(stage: CrashStage, errors: string[], heard: (line: LogLine) => void): AppProcess {
  const { directory, environment } = stage;
  return startApp({
    directory,
    environment,
    heard(line) {
      heard(line);
      if (line.level === "error" || line.level === "fatal") errors.push(JSON.stringify(line));
    },
  });
}

/** Nobody listens any more: lets everything that is still on its way come to its end. */
async function leave(stage: CrashStage): Promise<void> {
  stage.behave();
  stage.leadTo(null);
  stage.watch(null);
  await stage.quiet();
}

/** What the checker says of a head, once for each. */
function expectations(): (head: Head) => Promise<Expected> {
  const known = new Map<string, Promise<Expected>>();
  return ({ oid, files }) => {
    const expected = known.get(oid) ?? expectedOf(BASE, files);
    known.set(oid, expected);
    return expected;
  };
}
