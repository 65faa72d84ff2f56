import { request as httpRequest } from "node:http";
import perfHooks from "node:perf_hooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { signedBy } from "../../src/app/server/signature.ts";
import * as github from "./payloads.ts";
import {
  CREDENTIALS,
  deliver,
  deliveryHeaders,
  SECRET,
  signature,
  startTestServer,
  type TestServer,
} from "./server-support.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ limits: { body: { bytes: 2000, ms: 100 }, storeMs: 100 } });
});
afterAll(() => server.app.close());
beforeEach(() => {
  server.queue.added.length = 0;
  server.lines.length = 0;
});

/** Posts a body with these headers; a delivery of GitHub but for what `headers` changes. */
async function post(body: string, headers: Readonly<Record<string, string | null>> = {}) {
  const all = Object.entries({ ...deliveryHeaders("pull_request", body), ...headers });
  const sent = all.filter((entry): entry is [string, string] => entry[1] !== null);
  return fetch(server.webhookUrl, { method: "POST", body, headers: sent });
}

const OPENED = JSON.stringify(github.pullRequest("opened"));

describe("a delivery", () => {
  it("is answered when the queue has it", async () => {
    const order: string[] = [];
    const stored = Promise.withResolvers<void>();
    const own = await startTestServer();
    own.queue.add = async () => {
      order.push("asked");
      stored.resolve();
      await new Promise(setImmediate);
      order.push("stored");
    };
    const response = deliver(own.webhookUrl, "pull_request", github.pullRequest("opened"));
    await stored.promise;
    expect((await response).status).toBe(200);
    expect([...order, "answered"]).toEqual(["asked", "stored", "answered"]);
    await own.app.close();
  });

  it("is stored with its job and hint", async () => {
    expect((await post(OPENED)).status).toBe(200);
    expect(server.queue.keys).toEqual(["review:NixOS/nixpkgs#7"]);
    expect(server.queue.added[0]?.hint).toMatchObject({ updatedAt: "2026-01-02T03:04:05Z" });
  });

  it("that leads to nothing is answered 200, and the queue is not asked", async () => {
    expect((await deliver(server.webhookUrl, "ping", { zen: "…", hook_id: 1 })).status).toBe(200);
    expect((await deliver(server.webhookUrl, "pull_request", github.pullRequest("labeled"))).status).toBe(
      200,
    );
    expect(server.queue.added).toEqual([]);
  });

  it("that cannot be stored is answered 503, without the reason", async () => {
    const own = await startTestServer();
    own.queue.add = async () => Promise.reject(new Error("disk full at postgres://u:hunter2@db/x"));
    const response = await deliver(own.webhookUrl, "pull_request", github.pullRequest("opened"));
    expect(response.status).toBe(503);
    expect(await response.text()).toBe("The delivery could not be stored.\n");
    const line = own.lines.find((text) => text.includes('"error"')) ?? "";
    expect(line).toContain("disk full at postgres://***@db/x");
    expect(line).not.toContain("nixpkgs");
    expect(await own.metrics.text()).toContain('{event="pull_request",result="failed"} 1');
    await own.app.close();
  });

  it("is answered 503 as well where the database hangs", async () => {
    const { add } = server.queue;
    server.queue.add = () => new Promise(() => {});
    expect((await post(OPENED)).status).toBe(503);
    server.queue.add = add;
    expect((await post(OPENED)).status).toBe(200);
  });

  it("is verified byte for byte, whatever its text", async () => {
    const payload = github.comment("created", "@by-name-bot help — Ελλάδα 🦄");
    expect((await deliver(server.webhookUrl, "issue_comment", payload)).status).toBe(200);
    expect(server.queue.keys).toEqual(["review:NixOS/nixpkgs#7"]);
  });

  it("is taken at the root, which Probot's set-up page registers", async () => {
    expect((await deliver(`${server.url}/`, "pull_request", github.pullRequest("opened"))).status).toBe(200);
    expect(server.queue.keys).toEqual(["review:NixOS/nixpkgs#7"]);
  });

  it("is taken while the server drains, for the next start", async () => {
    const own = await startTestServer();
    own.app.drain();
    expect((await fetch(`${own.url}/readyz`)).status).toBe(503);
    expect((await deliver(own.webhookUrl, "pull_request", github.pullRequest("opened"))).status).toBe(200);
    expect(own.queue.keys).toHaveLength(1);
    await own.app.close();
  });
});

describe("while the secret of the webhook is changed", () => {
  const credentials = { ...CREDENTIALS, previousWebhookSecret: "the one before" };
  const send = (own: TestServer, secret: string) =>
    deliver(own.webhookUrl, "pull_request", github.pullRequest("opened"), secret);

  it("a delivery may be signed by the one before, of which the log tells", async () => {
    const own = await startTestServer({ credentials });
    expect((await send(own, SECRET)).status).toBe(200);
    expect(own.lines.join("")).not.toContain("WEBHOOK_SECRET_PREVIOUS");
    expect((await send(own, "the one before")).status).toBe(200);
    expect(own.queue.keys).toHaveLength(2);
    expect(own.lines.join("")).toContain("deliveries are still signed by WEBHOOK_SECRET_PREVIOUS");
    expect((await send(own, "the one before that")).status).toBe(401);
    expect(own.queue.keys).toHaveLength(2);
    await own.app.close();
  });

  it("and otherwise by the current one alone", async () => {
    const own = await startTestServer();
    expect((await send(own, "the one before")).status).toBe(401);
    expect(own.queue.added).toEqual([]);
    await own.app.close();
  });
});

it("a signature is that of one secret, by its place", () => {
  const secrets = ["new", "old"];
  expect(signedBy(secrets, "{}", signature("{}", "new"))).toBe(0);
  expect(signedBy(secrets, "{}", signature("{}", "old"))).toBe(1);
  for (const other of [
    signature("{ }", "new"),
    signature("{}", ""),
    signature("{}", "new").slice(0, -1),
    "",
    "é",
  ])
    expect(signedBy(secrets, "{}", other)).toBe(-1);
  expect(signedBy([], "{}", signature("{}", ""))).toBe(-1);
});

describe("nothing is queued of", () => {
  const refusals: readonly [string, number, () => Promise<{ status: number }>][] = [
    ["a wrong signature", 401, () => post(OPENED, { "x-hub-signature-256": signature(`${OPENED} `) })],
    [
      "a signature by another secret",
      401,
      () => post(OPENED, deliveryHeaders("pull_request", OPENED, "other")),
    ],
    ["Probot's own secret", 401, () => post(OPENED, deliveryHeaders("pull_request", OPENED, "development"))],
    ["no signature", 401, () => post(OPENED, { "x-hub-signature-256": null })],
    ["an old signature", 401, () => post(OPENED, { "x-hub-signature-256": `sha1=${"0".repeat(40)}` })],
    ["an empty body", 401, () => post("")],
    ["what is no JSON", 400, () => post("{")],
    ["JSON that is no object", 400, () => post("[1]")],
    ["null", 400, () => post("null")],
    ["a number", 400, () => post("5")],
    ["a form", 415, () => post(OPENED, { "content-type": "application/x-www-form-urlencoded" })],
    ["no event", 400, () => post(OPENED, { "x-github-event": null })],
    ["an event that is none", 400, () => post(OPENED, { "x-github-event": "Pull Request" })],
    ["no delivery", 400, () => post(OPENED, { "x-github-delivery": null })],
    ["a body that is too large by its own account", 413, () => raw({ "content-length": "2001" }, [])],
    ["a body that turns out too large", 413, () => raw({}, Array(5).fill("x".repeat(500)))],
    ["a body that never ends", 408, () => raw({}, ["{"], "open")],
    ["a GET", 404, () => fetch(server.webhookUrl)],
    ["a PUT", 404, () => fetch(server.webhookUrl, { method: "PUT", body: OPENED })],
  ];

  it.each(refusals)("%s", async (_, status, send) => {
    expect((await send()).status).toBe(status);
    expect(server.queue.added).toEqual([]);
  });

  it("a body that breaks off", async () => {
    const headers = { ...deliveryHeaders("pull_request", OPENED), "content-length": String(OPENED.length) };
    const client = httpRequest(server.webhookUrl, { method: "POST", headers });
    client.on("error", () => {});
    client.write(OPENED.slice(0, 20), () => client.destroy());
    await until(() => server.lines.some((line) => line.includes("was cut off")));
    expect((await post(OPENED)).status).toBe(200);
    expect(server.queue.added).toHaveLength(1);
  });

  it("a body of more than 25 MB, of which not all is read", async () => {
    const own = await startTestServer();
    const megabyte = Buffer.alloc(1024 * 1024, " ");
    let sent = 0;
    const client = httpRequest(own.webhookUrl, { method: "POST", headers: deliveryHeaders("push", "") });
    // Whoever goes on sending may find the connection gone before the answer is read.
    const answered = new Promise<number | "reset" | undefined>((resolve) => {
      client.once("response", ({ statusCode }) => resolve(statusCode));
      client.on("error", () => resolve("reset"));
    });
    const closed = new Promise((resolve) => client.once("close", resolve));
    const send = () => {
      sent += 1;
      if (sent < 100) client.write(megabyte, (error) => (error ? undefined : send()));
    };
    send();
    expect([413, "reset"]).toContain(await answered);
    client.destroy();
    await closed;
    expect(sent).toBeLessThan(100);
    expect(own.queue.added).toEqual([]);
    await own.app.close();
  });
});

describe("whoever looks after the server", () => {
  it("sees that it is alive, and ready while the database answers", async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const own = await startTestServer();
    own.queue.check = async () => Promise.reject(new Error("away"));
    const response = await fetch(`${own.url}/readyz`);
    expect([response.status, await response.text()]).toEqual([
      503,
      "jobs cannot be stored: the log says why\n",
    ]);
    expect((await fetch(`${own.url}/healthz`)).status).toBe(200);
    await own.app.close();
  });

  it("finds what it is at the root, and 404 elsewhere", async () => {
    const response = await fetch(server.url);
    expect(await response.text()).toMatchInlineSnapshot(`
      "by-name-bot 1.2.3: it reviews Nix packages laid out by name.
      "
    `);
    for (const path of ["/probot", "/ping", "/healthz/x", "/.env"])
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
  });

  it("reads metrics whose number of series has a bound", async () => {
    const own = await startTestServer();
    await deliver(own.webhookUrl, "pull_request", github.pullRequest("opened"));
    await deliver(own.webhookUrl, "made_up_event", {});
    await fetch(own.webhookUrl, { method: "POST" });
    for (let installation = 1; installation < 200; installation++) {
      own.metrics.remaining(installation, "core", 4999);
      own.metrics.remaining(installation, `made-up-${installation}`, 1);
    }
    own.metrics.ran("review", "done", 0.2);
    const response = await fetch(`${own.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get("content-type")).toContain("text/plain");
    for (const line of [
      'by_name_deliveries_total{event="pull_request",result="queued"} 1',
      'by_name_deliveries_total{event="other",result="ignored"} 1',
      'by_name_deliveries_total{event="other",result="refused"} 1',
      'by_name_jobs{state="waiting"} 3',
      'by_name_job_run_seconds_count{kind="review",outcome="done"} 1',
      "process_cpu_seconds_total",
    ])
      expect(text).toContain(line);
    expect(text.match(/^by_name_github_rate_limit_remaining\{/gm)).toHaveLength(50);
    await own.app.close();
  });

  it("reads metrics of the process, which is watched once however many Apps it runs", async () => {
    const watched = vi.spyOn(perfHooks, "monitorEventLoopDelay");
    onTestFinished(() => watched.mockRestore());
    const [one, other] = [await startTestServer(), await startTestServer()];
    one.metrics.ran("review", "done", 0.2);
    for (const { metrics } of [one, other])
      expect(await metrics.text()).toContain("nodejs_heap_size_used_bytes");
    expect(await other.metrics.text()).not.toContain('kind="review"');
    expect(watched.mock.calls.length).toBeLessThan(2);
    await Promise.all([one.app.close(), other.app.close()]);
  });
});

it("writes neither headers nor query strings nor payloads to the log", async () => {
  await fetch(`${server.url}/nothing?code=hunter2`, { headers: { authorization: "Bearer hunter2hunter2" } });
  await fetch(`${server.webhookUrl}?token=hunter2`, { method: "POST", headers: { cookie: "hunter2" } });
  await post(JSON.stringify(github.pullRequest("opened", { secret: "hunter2" })), { cookie: "hunter2" });
  await post(`{"secret": "hunter2"`, { authorization: "hunter2" });
  expect(server.lines.length).toBeGreaterThan(0);
  for (const line of server.lines) {
    expect(line).not.toContain("hunter2");
    expect(line).not.toContain(SECRET);
    expect(Object.keys(JSON.parse(line))).not.toContain("req");
  }
});

/** A delivery sent piece by piece. The answer may come before all is sent. */
function raw(headers: Record<string, string>, chunks: readonly string[], end: "end" | "open" = "end") {
  return new Promise<{ status: number }>((resolve, reject) => {
    const client = httpRequest(
      server.webhookUrl,
      { method: "POST", headers: { ...deliveryHeaders("pull_request", OPENED), ...headers } },
      (response) => {
        resolve({ status: response.statusCode ?? 0 });
        client.destroy();
      },
    );
    client.on("error", reject);
    client.flushHeaders();
    for (const chunk of chunks) client.write(chunk);
    if (end === "end" && headers["content-length"] === undefined) client.end();
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
