import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { startTestServer, type TestServer, testSettings } from "./server-support.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An API that answers as told once it has given out a token, and a server whose Octokit asks it. */
async function withApi(answer: RequestListener): Promise<TestServer> {
  const api: Server = createServer((request, response) => {
    if (!request.url?.endsWith("/access_tokens")) return answer(request, response);
    const token = { token: "ghs_abcdefgh", expires_at: "2999-01-01T00:00:00Z", permissions: {} };
    response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(token));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  closing.push(() => api.close());
  const address = api.address();
  const port = typeof address === "object" ? address?.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const server = await startTestServer({ settings: testSettings({ github: { apiUrl: url, webUrl: url } }) });
  closing.push(() => server.app.close());
  return server;
}

it.each([500, 429])("asks once where GitHub answers %i: trying again is the job's part", async (status) => {
  let asked = 0;
  const server = await withApi((_, response) => {
    asked += 1;
    response.writeHead(status, { "content-type": "application/json", "retry-after": "1" }).end("{}");
  });
  const octokit = await server.app.octokit(3);
  await expect(
    octokit.rest.issues.createComment({ owner: "a", repo: "b", issue_number: 1, body: "x" }),
  ).rejects.toMatchObject({ status });
  expect(asked).toBe(1);
});

it("does not wait between two writes", async () => {
  const open = new Set<string>();
  const both = Promise.withResolvers<void>();
  const server = await withApi((request, response) => {
    open.add(request.url ?? "");
    if (open.size === 2) both.resolve();
    both.promise.then(() => response.writeHead(201, { "content-type": "application/json" }).end("{}"));
  });
  const octokit = await server.app.octokit(3);
  const write = (issue_number: number) =>
    octokit.rest.issues.createComment({ owner: "a", repo: "b", issue_number, body: "x" });
  await Promise.all([write(1), write(2)]);
});

it("counts requests, and remembers what is left of the rate limit", async () => {
  const server = await withApi((_, response) => {
    const headers = { "x-ratelimit-remaining": "4321", "x-ratelimit-resource": "core" };
    response.writeHead(200, { "content-type": "application/json", ...headers }).end('{"data": {}}');
  });
  const octokit = await server.app.octokit(3);
  await octokit.rest.repos.get({ owner: "a", repo: "b" });
  await octokit.graphql("{ viewer { login } }");
  const text = await server.metrics.text();
  expect(text).toContain('by_name_github_requests_total{kind="read",status="2xx"} 1');
  expect(text).toContain('by_name_github_requests_total{kind="graphql",status="2xx"} 1');
  expect(text).toContain('by_name_github_rate_limit_remaining{installation="3",resource="core"} 4321');
});

it("counts a request that got no answer, and writes nothing of any to the log", async () => {
  const server = await withApi((request) => request.socket.destroy());
  const octokit = await server.app.octokit(3);
  const secret = octokit.request("POST /repos/a/b/issues/1/comments?q=hunter2", { body: "hunter2" });
  await expect(secret).rejects.toThrow();
  expect(await server.metrics.text()).toContain(
    'by_name_github_requests_total{kind="write",status="none"} 1',
  );
  expect(server.lines.join("")).not.toContain("hunter2");
});
