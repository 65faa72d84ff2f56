import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutStrangers } from "../../src/app/jobs/urgency.ts";
import { NO_MEMORY } from "../../src/app/run/memory/pull-memory.ts";
import { jobsOf } from "../../src/app/server/deliveries.ts";
import { openQueue } from "../../src/queue/queue.ts";

/**
 * What a `check_suite` or `status` of a commit that nothing waits for costs the main process, with so many pull
 * requests remembered and some merges waiting: `npm run bench:strangers`.
 */
const REMEMBERED = 10_000;
const WAITING = 200;
const EVENTS = 2_000;

const silent = { info() {}, warn() {}, error() {}, debug() {}, child: () => silent };
const sha = (i: number) => i.toString(16).padStart(40, "0");
const self = { appId: 1, botLogin: "by-name-bot[bot]" };

function suite(i: number) {
  return {
    id: String(i),
    name: "check_suite",
    payload: {
      action: "completed",
      check_suite: { head_sha: sha(i), app: { id: 2 } },
      installation: { id: 3 },
      repository: { id: 4, name: "nixpkgs", owner: { login: "NixOS" } },
    },
  };
}

const directory = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
const queue = await openQueue({ storage: { kind: "embedded", directory }, log: silent });
try {
  const { memory } = queue;
  for (let at = 0; at < REMEMBERED; at += 500) {
    const some = Array.from({ length: 500 }, (_, i) => at + i + 1);
    await Promise.all(
      some.map((i) => memory.put(`pull:NixOS/nixpkgs#${i}`, { ...NO_MEMORY, head: sha(i), base: "master" })),
    );
  }
  for (let i = 1; i <= WAITING; i++) await memory.put(`waits:NixOS/nixpkgs@${sha(i)}#${i}`, {});

  const times: number[] = [];
  const busy = performance.eventLoopUtilization();
  const began = performance.now();
  for (let i = 0; i < EVENTS; i++) {
    const start = performance.now();
    const jobs = await withoutStrangers(jobsOf(suite(WAITING + 1 + i), self).jobs, memory);
    times.push(performance.now() - start);
    if (jobs.length > 0) throw new Error("it is a stranger's");
  }
  const all = performance.now() - began;
  const { utilization } = performance.eventLoopUtilization(busy);
  times.sort((a, b) => a - b);
  const ms = (share: number) => (times[Math.floor(share * (EVENTS - 1))] ?? 0).toFixed(2);
  console.log(`${REMEMBERED} pull requests remembered, ${WAITING} merges waiting, ${EVENTS} events`);
  console.log(`median ${ms(0.5)} ms, 99th percentile ${ms(0.99)} ms, longest ${ms(1)} ms`);
  console.log(`of the main thread: ${((all * utilization) / EVENTS).toFixed(2)} ms an event`);
} finally {
  await queue.close({ graceMs: 0 });
  rmSync(directory, { recursive: true, force: true });
}
