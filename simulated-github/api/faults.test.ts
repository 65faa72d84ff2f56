import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { FaultKind } from "./faults.ts";
import { graphql, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
  await github.octokit.rest.repos.get(github.at);
});
afterAll(() => github.stop());
afterEach(() => github.faults.clear());

const labels = () => github.repository.record().labels.map(({ name }) => name);

/** Tries to make a label; the status of the answer, 500 also where there is none. */
async function createLabel(name: string): Promise<number> {
  try {
    return (await github.octokit.rest.issues.createLabel({ ...github.at, name })).status;
  } catch (error) {
    return error instanceof Error && "status" in error ? Number(error.status) : 0;
  }
}

const cases: readonly [FaultKind, number, boolean][] = [
  ["500", 500, false],
  ["502-html", 502, false],
  ["drop-before", 500, false],
  ["drop-after", 500, true],
  ["error-after", 502, true],
  ["not-found", 404, false],
  ["forbidden", 403, false],
  ["rate-limit", 403, false],
  ["secondary-limit", 403, false],
];

test.each(cases)("with the fault %s a request fails with %i, done: %s", async (kind, status, done) => {
  github.faults.add({ kind, times: 1, when: ({ operation }) => operation === "issues/create-label" });
  expect(await createLabel(kind)).toBe(status);
  expect(labels().includes(kind)).toBe(done);
  expect(github.requests.all().at(-1)).toMatchObject({ operation: "issues/create-label", fault: kind });
  if (!done) expect(await createLabel(kind)).toBe(201);
});

test("a request that times out is not answered until the client gives up", async () => {
  const { token } = Object(await github.octokit.auth({ type: "installation" }));
  const patience = new AbortController();
  const arrived = new Promise<void>((resolve) => {
    github.faults.add({
      kind: "timeout",
      times: 1,
      when: () => {
        resolve();
        return true;
      },
    });
  });
  const asked = fetch(`${github.url}/repos/NixOS/nixpkgs`, {
    headers: { authorization: `token ${token}` },
    signal: patience.signal,
  });
  await arrived;
  patience.abort();
  await expect(asked).rejects.toThrow("aborted");
  await github.idle();
  expect(github.requests.all().at(-1)).toMatchObject({ fault: "timeout", status: 0 });
});

test("GraphQL meets the limits in its own way", async () => {
  const query = "query Bot { viewer { login } }";
  github.faults.add({ kind: "rate-limit", times: 1, when: ({ operation }) => operation === "query Bot" });
  expect((await graphql(github.octokit, query)).errors).toMatchObject([{ type: "RATE_LIMITED" }]);
  expect((await graphql(github.octokit, query)).errors).toEqual([]);
});

test("a limit may be answered with 429, and says when to come back", async () => {
  github.faults.add({ kind: "secondary-limit", times: 1, status: 429, retryAfter: 7 });
  const { token } = Object(await github.octokit.auth({ type: "installation" }));
  const headers = { authorization: `token ${token}` };
  const refused = await fetch(`${github.url}/repos/NixOS/nixpkgs`, { headers });
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("7");
});

test("random faults are the same for the same seed", async () => {
  const outcomes = async () => {
    github.faults.random({ seed: 7, rate: 0.5, kinds: ["500"] });
    const statuses: number[] = [];
    for (let asked = 0; asked < 12; asked++) {
      statuses.push(await createLabel("one of many"));
    }
    github.faults.random(null);
    return statuses.map((status) => status === 500);
  };
  const first = await outcomes();
  expect(first).toContain(true);
  expect(first).toContain(false);
  expect(await outcomes()).toEqual(first);
});

test("the log counts what was asked", async () => {
  github.requests.clear();
  await github.octokit.rest.repos.get(github.at);
  await graphql(github.octokit, "query Bot { viewer { login } }");
  await graphql(
    github.octokit,
    'mutation { addComment(input: { subjectId: "none", body: "x" }) { clientMutationId } }',
  );
  expect(github.requests.counts()).toEqual({ "repos/get": 1, "query Bot": 1, "mutation addComment": 1 });
  expect(github.requests.all().at(-1)).toMatchObject({
    status: 200,
    installationId: github.installation.id,
    errors: ["NOT_FOUND Could not resolve to a node with the global id of 'none'"],
  });
});
