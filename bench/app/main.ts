import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Conversation } from "../../test/github/people.ts";
import { mb, median } from "../measure.ts";
import { commitRepository } from "../repository/commit.ts";
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
  try {
    await latency(stage, app);
    await sustained(stage, app);
    await deliveries(stage, app);
    console.log(`\npeak memory of the App: ${mb(app.peakMemory())} (to reach: 700 MB)`);
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

/** 200 deliveries a second for some seconds, while some of them lead to work. */
async function deliveries(stage: BenchStage, app: App): Promise<void> {
  const seconds = QUICK ? 5 : 20;
  const rate = 200;
  const pulls = await stage.drafts(20);
  const template = stage.deliveries.log().findLast(({ event }) => event === "pull_request")?.request;
  const payload: unknown = JSON.parse(String(template?.payload ?? "null") || "null");
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  const started = performance.now();
  for (let i = 0; i < seconds * rate; i++) {
    const due = started + (i * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await pause(wait);
    const number = pulls[i % pulls.length]?.number ?? 1;
    answers.push(deliver(app, payload, number).then((took) => void times.push(took)));
  }
  await Promise.all(answers);
  times.sort((a, b) => a - b);
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  console.log(
    `${rate} deliveries a second for ${seconds} s: half within ${at(0.5)}, 99 % within ${at(0.99)} (to reach: 100 ms)`,
  );
}

async function deliver(app: App, template: unknown, number: number): Promise<number> {
  const body = JSON.stringify(withNumber(template, number));
  const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const started = performance.now();
  const response = await fetch(app.webhookUrl, {
    keepalive: false,
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "pull_request",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": signature,
    },
  });
  await response.text();
  if (!response.ok) throw new Error(`a delivery was answered ${response.status}`);
  return performance.now() - started;
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
