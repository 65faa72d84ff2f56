import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newJob, readJob } from "../../src/app/jobs/jobs.ts";
import { createLog } from "../../src/app/process/log.ts";
import { repeat } from "../../src/app/process/repeat.ts";
import { type Parts, type Running, serve, type Work } from "../../src/app/process/serve.ts";
import * as github from "./payloads.ts";
import { CREDENTIALS, deliver, testSettings } from "./server-support.ts";

const lines: string[] = [];
const log = createLog({ level: "info", destination: { write: (line: string) => lines.push(line) } });
const api = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/json" }).end('{"slug": "by-name-bot"}');
});
let running: Running;
let parts: Parts;
let run: Work["run"] = async () => ({ kind: "done" });

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const address = api.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  running = await serve({
    settings: testSettings({ github: { apiUrl: url, webUrl: url } }),
    credentials: CREDENTIALS,
    log,
    version: "1.2.3",
    work: (given) => {
      parts = given;
      return { run: (...all) => run(...all), sweep: async () => {} };
    },
  });
});
afterAll(async () => {
  await running.stop();
  api.close();
});

/** The log line of a run with this outcome. */
async function lineOf(outcome: string): Promise<Record<string, unknown>> {
  for (;;) {
    const line = lines.find((text) => text.includes(outcome));
    if (line !== undefined) return JSON.parse(line);
    await new Promise(setImmediate);
  }
}

describe("a job", () => {
  it("is run with what the delivery said, and logged with its pull request", async () => {
    const ran = Promise.withResolvers<unknown>();
    run = async (job, _, own) => {
      own.info("looking");
      ran.resolve(job);
      return { kind: "failed", why: "no reason" };
    };
    const url = `http://127.0.0.1:${running.port}/api/github/webhooks`;
    await deliver(url, "pull_request", github.pullRequest("opened"));
    expect(await ran.promise).toEqual({
      kind: "review",
      installation: 3,
      owner: "NixOS",
      repo: "nixpkgs",
      number: 7,
    });
    const about = { job: "review:NixOS/nixpkgs#7", pull: "NixOS/nixpkgs#7" };
    expect(await lineOf('"looking"')).toMatchObject(about);
    expect(await lineOf('"outcome":"failed"')).toMatchObject({ ...about, why: "no reason", level: "warn" });
    const metrics = await parts.metrics.text();
    expect(metrics).toContain('by_name_job_run_seconds_count{kind="review",outcome="failed"} 1');
  });

  it("that throws is logged, and left to the queue to try again", async () => {
    run = async () => Promise.reject(new Error("oh dear"));
    const job = readJob({ kind: "sweep-installation", installation: 3, cursor: null });
    if (job !== null) await parts.queue.add([newJob(job)]);
    expect(await lineOf('"broke off"')).toMatchObject({ err: { message: "oh dear" }, level: "error" });
  });

  it("of a kind that this version does not know fails without being run", async () => {
    await parts.queue.add([{ key: "dance:1", data: { kind: "dance" } }]);
    expect(await lineOf('"dance:1"')).toMatchObject({ level: "error" });
  });
});

describe("a task that is repeated", () => {
  it("is done at once, and again, until it is stopped; then its end is waited for", async () => {
    let count = 0;
    const third = Promise.withResolvers<void>();
    const stop = repeat(0, async (signal) => {
      count += 1;
      if (count < 3) return;
      third.resolve();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      count += 10;
    });
    await third.promise;
    await stop();
    expect(count).toBe(13);
  });
});
