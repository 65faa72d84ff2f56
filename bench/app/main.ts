import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Conversation } from "simulated-github";
import { mb, median } from "../measure.ts";
import { commitRepository } from "../repository/commit.ts";
import type { Drive } from "./driver.ts";
import { merging } from "./merging.ts";
import { type App, type BenchStage, openBenchStage, SECRET } from "./stage.ts";

// The App against the simulated GitHub, which runs in this process, on a repository of nixpkgs' size.
const QUICK = process.argv.includes("--quick");
const PACKAGES = QUICK ? 2_500 : 20_000;
const ONE_BY_ONE = 30;
const SUSTAINED = QUICK ? 100 : 600;
const ROUND_TRIPS = [0, 50];

const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
try {
  await main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main(): Promise<void> {
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors; ${PACKAGES.toLocaleString("en")} packages; the App in a process of its own, the simulated GitHub in another\n`,
  );
  const repository = join(scratch, "nixpkgs");
  await commitRepository(repository, { packages: PACKAGES, seed: 1 });
  const stage = await openBenchStage(scratch, repository);
  const app = await stage.start();
  const started = app.memory();
  const startPeak = app.peakMemory();
  try {
    await latency(stage, app);
    if (process.argv.includes("--merging")) {
      await merging(stage, app, repository);
      return;
    }
    await sustained(stage, app);
    await deliveries(stage, app);
    console.log(
      `\nmemory of the App: ${mb(started)} a moment after its first start, ${mb(startPeak)} at the peak of that (to reach: 330 MB); ${mb(app.memory())} at the end of this, ${mb(app.peakMemory())} at the peak (to reach: 440 MB)`,
    );
    await merging(stage, app, repository);
    console.log(`memory after that: ${mb(app.memory())}`);
  } finally {
    await app.stop();
    await stage.close();
  }
}

/** From the delivery of one pull request to the last write of its review. */
async function latency(stage: BenchStage, app: App): Promise<void> {
  console.log("one pull request after the other     first   middle   slowest   own time   requests");
  for (const roundTrip of ROUND_TRIPS) {
    const pulls = await stage.drafts(ONE_BY_ONE);
    stage.github.setLatency(roundTrip);
    stage.deliveries.setUrl(app.webhookUrl);
    const times: number[] = [];
    const own: number[] = [];
    const requests: number[] = [];
    for (const pull of pulls) {
      stage.github.requests.clear();
      const started = performance.now();
      pull.ready();
      await reviewed(pull);
      times.push(performance.now() - started);
      const asked = stage.github.requests.all();
      own.push((times.at(-1) ?? 0) - asked.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
      requests.push(asked.length);
    }
    stage.github.setLatency(0);
    const warm = times.slice(5);
    console.log(
      [
        `round trip ${roundTrip} ms`.padEnd(33),
        `${Math.round(times[0] ?? 0)} ms`.padStart(8),
        `${Math.round(median(warm))} ms`.padStart(8),
        `${Math.round(Math.max(...warm))} ms`.padStart(8),
        `${Math.round(median(own.slice(5)))} ms`.padStart(10),
        `${median(requests.slice(5))}`.padStart(9),
      ].join(" "),
    );
  }
  console.log("own time: without what the simulated GitHub took to answer (to reach: 150 ms)\n");
}

/** Many at once. */
async function sustained(stage: BenchStage, app: App): Promise<void> {
  const pulls = await stage.drafts(SUSTAINED);
  stage.deliveries.setUrl(app.webhookUrl);
  const started = performance.now();
  for (const pull of pulls) pull.ready();
  await Promise.all(pulls.map((pull) => reviewed(pull)));
  const seconds = (performance.now() - started) / 1000;
  const rate = pulls.length / seconds;
  console.log(
    `${pulls.length} pull requests at once: ${seconds.toFixed(1)} s, ${rate.toFixed(1)} a second (to reach: 20)`,
  );
}

function reviewed(pull: Conversation): Promise<unknown> {
  return pull.until(({ checks }) => checks.some(({ status }) => status === "completed"), {
    timeout: 600_000,
  });
}

/** 200 deliveries a second, as busy repositories have them: one in ten is a pull request to look at. */
async function deliveries(stage: BenchStage, app: App): Promise<void> {
  const seconds = QUICK ? 5 : 20;
  const rate = 200;
  const pulls = await stage.drafts(rate);
  const template = stage.deliveries.log().findLast(({ event }) => event === "pull_request")?.request;
  const payload: unknown = JSON.parse(String(template?.payload ?? "null"));
  const drive: Drive = {
    url: app.webhookUrl,
    secret: SECRET,
    rate,
    seconds,
    deliveries: pulls.flatMap((pull) => {
      const ready = { event: "pull_request", body: JSON.stringify(withNumber(payload, pull.number)) };
      const other = { event: "pull_request_review_comment", body: ready.body };
      return [ready, ...Array.from({ length: 9 }, () => other)];
    }),
  };
  const worker = new Worker(new URL("./driver.ts", import.meta.url), { workerData: drive });
  const times = await new Promise<number[]>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  console.log(
    `${rate} deliveries a second for ${seconds} s, one in ten of them work: half within ${at(0.5)}, 99 % within ${at(0.99)} (to reach: 100 ms)`,
  );
}

function withNumber(template: unknown, number: number): unknown {
  if (typeof template !== "object" || template === null || !("pull_request" in template)) {
    throw new Error("no delivery to go by");
  }
  const { pull_request } = template;
  return {
    ...template,
    action: "ready_for_review",
    number,
    pull_request: { ...Object(pull_request), number },
  };
}
