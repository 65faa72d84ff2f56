import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let status = 200;
const received: string[] = [];
const app = createServer((incoming, response) => {
  received.push(String(incoming.headers["x-github-event"]));
  incoming.resume();
  response.writeHead(status).end();
});

beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    app.listen(0, "127.0.0.1", () => resolve(Number(Object(app.address()).port)));
  });
  github = await startTestGitHub({ webhookUrl: `http://127.0.0.1:${port}/` });
  await github.deliveries.settled();
});
afterAll(async () => {
  await github.stop();
  app.close();
});

test("the App finds the deliveries that failed, and has them delivered again", async () => {
  const { apps } = github.appOctokit.rest;
  status = 500;
  await github.opens({ "a.txt": "a\n" });
  await github.deliveries.settled();
  status = 200;
  const { data: failed } = await apps.listWebhookDeliveries({ status: "failure" });
  expect(failed).toMatchObject([
    { event: "pull_request", action: "opened", status_code: 500, redelivery: false },
  ]);
  const [delivery] = failed;
  const { data: whole } = await apps.getWebhookDelivery({ delivery_id: delivery?.id ?? 0 });
  expect(whole.request.payload).toMatchObject({
    action: "opened",
    installation: { id: github.installation.id },
  });
  received.length = 0;
  await apps.redeliverWebhookDelivery({ delivery_id: delivery?.id ?? 0 });
  await vi.waitFor(() => expect(received).toEqual(["pull_request"]));
  await github.deliveries.settled();
  const { data: again } = await apps.listWebhookDeliveries({ per_page: 1 });
  expect(again).toMatchObject([{ guid: delivery?.guid, redelivery: true, status_code: 200 }]);
});

test("the list of deliveries goes on at a cursor", async () => {
  const { apps } = github.appOctokit.rest;
  const first = await apps.listWebhookDeliveries({ per_page: 1 });
  const [, cursor] = /cursor=(v1_\d+)/.exec(first.headers.link ?? "") ?? [];
  const next = await apps.listWebhookDeliveries({ per_page: 1, cursor: cursor ?? "" });
  expect(next.data[0]?.id).toBeLessThan(first.data[0]?.id ?? 0);
});
