import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createDeliveries, type DeliveriesOptions } from "./deliveries.ts";
import { temporaryWorld } from "./testing.ts";

type Arrived = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** An App that remembers what arrives and answers with `status`, or not at all for null. */
async function listener(status: number | null = 202) {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      arrived.push({ headers: request.headers, body });
      if (status !== null) response.writeHead(status).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const names = () =>
    arrived.map(({ headers, body }) => {
      const { action } = JSON.parse(body);
      const name = String(headers["x-github-event"]);
      return action === undefined ? name : `${name}.${action}`;
    });
  return { arrived, names, url: `http://127.0.0.1:${address.port}/hook` };
}

const allEvents = ["pull_request", "issue_comment", "push", "label", "check_run", "check_suite", "status"];

async function appOn(url: string | null, more: Partial<DeliveriesOptions> = {}) {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const app = world.createApp({
    slug: "bot",
    permissions: { pull_requests: "write", contents: "read", checks: "write" },
    events: allEvents,
  });
  const deliveries = createDeliveries(world, { appId: app.id, url, secret: "s3cret", ...more });
  onTestFinished(() => deliveries.close());
  const installation = world.install(app.id, "o");
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  await deliveries.settled();
  return { world, repository, app, deliveries, installation, pr };
}

test("An App gets what it has subscribed to, signed and in order", async () => {
  const { arrived, names, url } = await listener();
  const { pr, installation, app, deliveries } = await appOn(url);
  pr.comment("hello");
  pr.addLabels("bug");
  await pr.as("bob").approve();
  await deliveries.settled();
  // The push went to a fork, and nobody has subscribed to reviews.
  expect(names()).toEqual([
    "installation.created",
    "pull_request.opened",
    "issue_comment.created",
    "label.created",
    "pull_request.labeled",
  ]);
  const last = arrived.at(-1);
  const hash = createHmac("sha256", "s3cret")
    .update(last?.body ?? "")
    .digest("hex");
  expect(last?.headers).toMatchObject({
    "content-type": "application/json",
    "x-hub-signature-256": `sha256=${hash}`,
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
  });
  expect(last?.headers["x-github-delivery"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(last?.body ?? "")).toMatchObject({ installation: { id: installation.id } });
  expect(deliveries.log().map((delivery) => [delivery.status, delivery.statusCode])).toEqual(
    names().map(() => ["OK", 202]),
  );
});

test("Nothing but its own end reaches an App that is suspended or gone", async () => {
  const { names, url } = await listener();
  const { world, pr, installation, deliveries } = await appOn(url);
  const owner = world.user("o").id;
  world.suspend(installation.id, owner);
  pr.comment("unseen");
  world.unsuspend(installation.id, owner);
  world.setInstallationPermission(installation.id, "pull_requests", null);
  pr.comment("not allowed to see");
  world.uninstall(installation.id, owner);
  pr.comment("gone");
  await deliveries.settled();
  expect(names().slice(2)).toEqual([
    "installation.suspend",
    "installation.unsuspend",
    "installation.deleted",
  ]);
});

test("An App on selected repositories gets the events of those", async () => {
  const { names, url } = await listener();
  const { world, repository, pr, installation, deliveries } = await appOn(url);
  const owner = world.user("o").id;
  world.removeInstallationRepositories(installation.id, [repository.id], owner);
  pr.comment("unseen");
  world.addInstallationRepositories(installation.id, [repository.id], owner);
  pr.comment("seen");
  await deliveries.settled();
  expect(names().slice(2)).toEqual([
    "installation_repositories.removed",
    "installation_repositories.added",
    "issue_comment.created",
  ]);
});

test("A delivery that fails is recorded, and sent again only when somebody asks", async () => {
  const bad = await listener(500);
  const good = await listener();
  const { pr, deliveries } = await appOn(bad.url);
  deliveries.setUrl("http://127.0.0.1:1/");
  pr.comment("hello");
  await deliveries.settled();
  const [created, , failed] = deliveries.log();
  expect(created).toMatchObject({ status: "Invalid HTTP Response: 500", statusCode: 500 });
  expect(failed).toMatchObject({
    status: "failed to connect to host",
    statusCode: 0,
    event: "issue_comment",
  });
  expect(good.arrived).toHaveLength(0);

  deliveries.setUrl(good.url);
  const again = await deliveries.redeliver(failed?.id ?? 0);
  expect(again).toMatchObject({ status: "OK", redelivery: true, guid: failed?.guid });
  expect(again.id).not.toBe(failed?.id);
  expect(good.arrived[0]?.headers["x-github-delivery"]).toBe(failed?.guid);
  await expect(deliveries.redeliver(0)).rejects.toThrow("there is no delivery 0");
});

test("An App that does not answer in time has failed", async () => {
  const { url } = await listener(null);
  const { deliveries } = await appOn(url, { timeout: 20, concurrency: 4 });
  expect(deliveries.log().map((delivery) => delivery.status)).toEqual(["timed out", "timed out"]);
});

test("Deliveries are lost, repeated and overtaken as the seed wants", async () => {
  const { arrived, url } = await listener();
  const { pr, deliveries } = await appOn(url);
  const bodies = () => arrived.splice(0).map(({ body }) => JSON.parse(body).comment?.body);
  const say = async (faults: Parameters<typeof deliveries.setFaults>[0], count: number) => {
    bodies();
    deliveries.setFaults(faults);
    for (let i = 0; i < count; i += 1) pr.comment(String(i));
    await deliveries.settled();
    return bodies();
  };
  const all = Array.from({ length: 20 }, (_, i) => String(i));
  expect(await say(null, 20)).toEqual(all);
  expect(await say({ seed: 1, lose: 1 }, 3)).toEqual([]);
  expect(await say({ seed: 1, repeat: 1 }, 2)).toEqual(["0", "0", "1", "1"]);
  const lost = await say({ seed: 7, lose: 0.5 }, 20);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(20);
  expect(await say({ seed: 7, lose: 0.5 }, 20)).toEqual(lost);
  const overtaken = await say({ seed: 7, reorder: 0.5, delay: 3 }, 20);
  expect(overtaken).not.toEqual(all);
  expect([...overtaken].sort((a, b) => Number(a) - Number(b))).toEqual(all);
  const guids = new Set(deliveries.log().map((delivery) => delivery.guid));
  expect(guids.size).toBe(deliveries.log().length - 2);
});
