import { setTimeout as pause } from "node:timers/promises";
import type { AppProcess } from "./app-process.ts";
import type { CrashStage } from "./stage.ts";

/** How long the App may take to come to rest, in milliseconds. */
const PATIENCE_MS = 60_000;
/** Milliseconds between two looks at whether it has. */
const LOOK_MS = 25;
/** Whether the App has come to have nothing left to do, before it was killed. Throws if it takes too long. */
export async function comesToRest(stage: CrashStage, app: AppProcess, port: number): Promise<boolean> {
  const until = performance.now() + PATIENCE_MS;
  let states: ReadonlyMap<string, number> | null = null;
  while (!app.killed) {
    if (performance.now() > until)
      throw new Error(`the App does not come to rest: ${JSON.stringify([...(states ?? [])])}`);
    await stage.quiet();
    const { sent } = stage.deliveries;
    states = await jobsOf(port);
    // It is gone: killed, or by itself, which is an error.
    if (states === null) await app.ended;
    await stage.quiet();
    if (app.killed || states === null) continue;
    const left = ["waiting", "running", "retrying", "later"].some((state) => states?.get(state) !== 0);
    if (!left && stage.deliveries.sent === sent) {
      if (states.get("failed") !== 0) throw new Error(`${states.get("failed")} jobs failed for good`);
      return true;
    }
    await pause(LOOK_MS);
  }
  return false;
}

/** How many jobs the App has in each state; null if it does not answer. */
async function jobsOf(port: number): Promise<ReadonlyMap<string, number> | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    const counts = (await answer.text()).matchAll(/^by_name_jobs\{state="(\w+)"\} (\d+)$/gm);
    return new Map([...counts].map(([, state = "", count]) => [state, Number(count)]));
  } catch {
    return null;
  }
}
