import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { whyOf } from "../../src/app/process/why.ts";
import * as github from "./payloads.ts";
import { deliver, startTestServer, type TestServer } from "./server-support.ts";

let server: TestServer;
let clock: { mockReturnValue(now: number): unknown };
let now = 0;

beforeEach(async () => {
  server = await startTestServer();
  server.lines.length = 0;
  now = Math.ceil(performance.now());
  clock = vi.spyOn(performance, "now");
  pass(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.app.close();
});

function pass(ms: number): void {
  now += ms;
  clock.mockReturnValue(now);
}

const MINUTE = 60_000;
const away = async () => Promise.reject(new Error("the database is away"));
const send = (action = "opened") =>
  deliver(server.webhookUrl, "pull_request", github.pullRequest(action)).then(({ status }) => status);

/** What the log says above the level of debugging, without times and stacks. */
function said(): Record<string, unknown>[] {
  return server.lines
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter(({ level }) => level !== "debug");
}

it("logs deliveries that cannot be stored as one line, and that it is over as another, with a count", async () => {
  const { add } = server.queue;
  server.queue.add = away;
  for (let n = 0; n < 20; n++) expect(await send()).toBe(503);
  expect(said()).toMatchObject([
    {
      level: "error",
      msg: expect.stringMatching(/^Deliveries cannot be stored/),
      err: { message: "the database is away" },
    },
  ]);
  // Nothing had to be stored for it, so it says nothing of the database.
  expect(await send("labeled")).toBe(200);
  expect(said()).toHaveLength(1);
  pass(2 * MINUTE);
  server.queue.add = add;
  expect(await send()).toBe(200);
  expect(await send()).toBe(200);
  const over = said().filter(({ msg }) => String(msg).startsWith("Deliveries are stored again"));
  expect(over).toMatchObject([{ level: "info", failures: 20, seconds: 120 }]);
});

it("says every ten minutes that an outage goes on", async () => {
  server.queue.add = away;
  for (let minute = 0; minute < 25; minute++) {
    await send();
    pass(MINUTE);
  }
  expect(said().map(({ failures }) => failures)).toEqual([undefined, 11, 21]);
});

it("logs once why it is not ready, and once that it is again", async () => {
  const ready = () => fetch(`${server.url}/readyz`).then(({ status }) => status);
  const { check } = server.queue;
  server.queue.check = away;
  for (let n = 0; n < 5; n++) expect(await ready()).toBe(503);
  server.queue.check = check;
  for (let n = 0; n < 5; n++) expect(await ready()).toBe(200);
  expect(said()).toMatchObject([
    { level: "error", msg: "Jobs cannot be stored: not ready.", err: { message: "the database is away" } },
    { level: "info", msg: "Jobs can be stored: ready again.", failures: 5 },
  ]);
});

it("logs of what anybody can send one line a minute for each reason, with a count", async () => {
  const knock = () =>
    deliver(server.webhookUrl, "pull_request", github.pullRequest("opened"), "not the secret");
  for (let n = 0; n < 30; n++) expect((await knock()).status).toBe(401);
  expect(said()).toHaveLength(1);
  pass(MINUTE);
  await knock();
  expect(said().map(({ level, status, more }) => ({ level, status, more }))).toEqual([
    { level: "warn", status: 401, more: undefined },
    { level: "warn", status: 401, more: 29 },
  ]);
});

it("says why a server does not answer that has several addresses", () => {
  const refused = (address: string) => new Error(`connect ECONNREFUSED ${address}`);
  expect(whyOf(new AggregateError([refused("::1:5432"), refused("127.0.0.1:5432")]))).toBe(
    "connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432",
  );
});
