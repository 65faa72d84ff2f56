import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
// The clock of the world begins at the true time, by which Octokit signs.
let time = Math.floor(Date.now() / 1000) * 1000;

beforeAll(async () => {
  github = await startTestGitHub({ world: { clock: () => time } });
  // Octokit fetches its token with the first request.
  await github.octokit.rest.repos.get(github.at);
  github.limits.reset();
});
afterAll(() => github.stop());
afterEach(() => {
  github.limits.reset();
  github.limits.enforceSecondary(false);
});

test("each answer says what is left, and REST and GraphQL count apart", async () => {
  const first = await github.octokit.rest.repos.get(github.at);
  expect(first.headers).toMatchObject({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-used": "1",
    "x-ratelimit-resource": "core",
    "x-ratelimit-reset": String(time / 1000 + 3600),
  });
  expect(first.headers["x-github-request-id"]).toMatch(/^[0-9A-F:]+$/);
  const limit = await graphql(
    github.octokit,
    "{ rateLimit { limit cost used remaining resetAt nodeCount } }",
  );
  expect(limit.data).toEqual({
    rateLimit: {
      limit: 5000,
      cost: 1,
      used: 0,
      remaining: 5000,
      resetAt: new Date(time + 3_600_000).toISOString().replace(".000", ""),
      nodeCount: 0,
    },
  });
});

test("a GraphQL request over its limit is answered with 200 and RATE_LIMITED", async () => {
  github.limits.setRemaining("graphql", 0);
  const { errors } = await graphql(github.octokit, '{ repository(owner: "NixOS", name: "nixpkgs") { id } }');
  expect(errors).toMatchObject([{ type: "RATE_LIMITED" }]);
});

test("what has not changed is answered 304 and costs nothing", async () => {
  const first = await github.octokit.rest.repos.get(github.at);
  const { etag } = first.headers;
  expect(etag).toMatch(/^W\/"/);
  const asked = github.octokit.request("GET /repos/{owner}/{repo}", {
    ...github.at,
    headers: { "if-none-match": String(etag) },
  });
  expect(await status(asked)).toBe(304);
  expect(github.limits.state(String(github.installation.id), "core").used).toBe(1);
});

/** The status of the answer to a comment, and when to come back. */
async function comments(number: number): Promise<readonly [number, string | null]> {
  const answer = await fetch(`${github.url}/repos/NixOS/nixpkgs/issues/${number}/comments`, {
    method: "POST",
    headers: headers(),
    body: '{"body":"Hello"}',
  });
  if (answer.status === 403) {
    expect(Object(await answer.json()).message).toContain("You have exceeded a secondary rate limit");
  }
  return [answer.status, answer.headers.get("retry-after")];
}

test("of what makes content, 80 requests a minute and 500 an hour are taken, if that is switched on", async () => {
  const number = await github.opens({ "content.txt": "a\n" });
  github.limits.enforceSecondary(true);
  for (let minute = 0; minute < 6; minute++) {
    for (let made = 0; made < 80; made++) expect((await comments(number))[0]).toBe(201);
    expect(await comments(number)).toEqual([403, "60"]);
    time += 60_000;
  }
  for (let made = 0; made < 20; made++) expect((await comments(number))[0]).toBe(201);
  expect(await comments(number)).toEqual([403, String(60 * 60 - 6 * 60)]);
});

test("of all else, 900 points a minute are taken, and a write is five", async () => {
  github.limits.reset();
  github.limits.enforceSecondary(true);
  const { issues, repos } = github.octokit.rest;
  for (let made = 0; made < 179; made++) await issues.createLabel({ ...github.at, name: `label ${made}` });
  for (let read = 0; read < 5; read++) await repos.get(github.at);
  expect(await status(repos.get(github.at))).toBe(403);
  const asked = await graphql(github.octokit, "{ viewer { login } }");
  expect(asked.errors).toEqual([]);
  time += 60_000;
  expect(await status(repos.get(github.at))).toBe(200);
});

test("a query's cost is its connections by hundreds, its nodes are all that it could give", async () => {
  const { data } = await graphql(
    github.octokit,
    `query ($size: Int!) { rateLimit { cost nodeCount } repository(owner: "NixOS", name: "nixpkgs") {
      pullRequests(first: $size) { nodes { comments(first: 50) { nodes { id } } ...Reviews } } } }
    fragment Reviews on PullRequest { reviews(last: 10) { nodes { comments(first: 2) { nodes { id } } } } }`,
    { size: 100 },
  );
  // 1 + 100 + 100 + 100 × 10 connections; 100 + 100 × 50 + 100 × 10 + 100 × 10 × 2 nodes.
  expect(Object(data).rateLimit).toEqual({ cost: 12, nodeCount: 8100 });
});

test("a query that could give more than half a million nodes is refused", async () => {
  const { errors } = await graphql(
    github.octokit,
    `{ repository(owner: "NixOS", name: "nixpkgs") { pullRequests(first: 100) { nodes {
      reviewThreads(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } } } }`,
  );
  expect(errors).toMatchObject([
    {
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message:
        "This query requests up to 1,010,100 possible nodes which exceeds the maximum limit of 500,000.",
    },
  ]);
});

test("everything that is refused says so in GitHub's form", async () => {
  const refused = await refusal(github.octokit.request("GET /nothing/here"));
  expect(refused).toEqual({ status: 404, message: "Not Found", errors: undefined });
});

test("a REST request over the hourly limit is refused with 403, and allowed in the next hour", async () => {
  github.limits.setRemaining("core", 1);
  await github.octokit.rest.repos.get(github.at);
  const refused = await fetch(`${github.url}/repos/NixOS/nixpkgs`, { headers: headers() });
  expect(refused.status).toBe(403);
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  const { message } = Object(await refused.json());
  expect(message).toBe(`API rate limit exceeded for installation ID ${github.installation.id}.`);
  time += 60 * 60 * 1000;
  expect((await fetch(`${github.url}/repos/NixOS/nixpkgs`, { headers: headers() })).status).toBe(200);
});

function headers(): Record<string, string> {
  const limits = { permissions: null, repositoryIds: null };
  return { authorization: `token ${github.tokens.issue(github.installation.id, limits).token}` };
}

async function status(asked: Promise<{ status: number }>): Promise<number> {
  try {
    return (await asked).status;
  } catch (error) {
    return error instanceof Error && "status" in error ? Number(error.status) : 0;
  }
}
