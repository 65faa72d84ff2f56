import { afterAll, beforeAll, expect, test } from "vitest";
import type { Access } from "../world/model.ts";
import {
  botPermissions,
  graphql,
  type Octokit,
  octokitFor,
  refusal,
  startTestGitHub,
  type TestGitHub,
} from "./support.ts";

let github: TestGitHub;
let number: number;
let threadId: string;
let commentId: number;

beforeAll(async () => {
  github = await startTestGitHub({ private: true });
  number = await github.opens({ "a.txt": "a\n" });
  const { world, repository, alice } = github;
  const draft = { event: "COMMENT", body: "x", comments: [{ path: "a.txt", line: 1, body: "x" }] } as const;
  await world.createReview(repository.id, number, alice.id, draft);
  threadId = world.state.pullRequest(repository.id, number)?.threads[0]?.nodeId ?? "";
  commentId = world.createIssueComment(repository.id, number, alice.id, "hello").id;
});
afterAll(() => github.stop());

/** An Octokit whose token has these permissions only. */
async function withPermissions(permissions: Record<string, Access>): Promise<Octokit> {
  const { data } = await github.appOctokit.rest.apps.createInstallationAccessToken({
    installation_id: github.installation.id,
    permissions,
  });
  return octokitFor(github.url, data.token);
}

const inaccessible = { status: 403, message: "Resource not accessible by integration" };

test("a route without its permission answers 403", async () => {
  const octokit = await withPermissions({ pull_requests: "read" });
  const { pulls, checks, repos, issues } = octokit.rest;
  const pull = { ...github.at, pull_number: number };
  expect((await pulls.get(pull)).data.number).toBe(number);
  expect(await refusal(pulls.createReview({ ...pull, event: "COMMENT", body: "x" }))).toMatchObject(
    inaccessible,
  );
  expect(await refusal(checks.create({ ...github.at, name: "x", head_sha: "0" }))).toMatchObject(
    inaccessible,
  );
  expect(await refusal(repos.getContent({ ...github.at, path: "a.txt" }))).toMatchObject(inaccessible);
  expect(
    await refusal(issues.createComment({ ...github.at, issue_number: number, body: "x" })),
  ).toMatchObject(inaccessible);
});

test("comments and labels of a pull request take either permission, reactions that of issues", async () => {
  const comment = { ...github.at, comment_id: commentId };
  for (const permission of ["issues", "pull_requests"]) {
    const { rest } = await withPermissions({ [permission]: "write" });
    const at = { ...github.at, issue_number: number };
    expect((await rest.issues.createComment({ ...at, body: permission })).status).toBe(201);
    expect((await rest.issues.addLabels({ ...at, labels: [permission] })).status).toBe(200);
    const reacted = rest.reactions.createForIssueComment({ ...comment, content: "eyes" });
    if (permission === "issues") expect((await reacted).status).toBe(201);
    else expect(await refusal(reacted)).toMatchObject(inaccessible);
  }
});

test("a thread is resolved with contents:write only", async () => {
  const document =
    "mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }";
  const without = await withPermissions({ pull_requests: "write", contents: "read" });
  expect(await graphql(without, document, { id: threadId })).toEqual({
    data: { resolveReviewThread: null },
    errors: [
      {
        type: "FORBIDDEN",
        path: ["resolveReviewThread"],
        extensions: { saml_failure: false },
        locations: [{ line: 1, column: 23 }],
        message: "Resource not accessible by integration",
      },
    ],
  });
  const hide =
    "mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized } } }";
  const comment = github.world.state.pullRequest(github.repository.id, number)?.threads[0]?.comments[0];
  expect((await graphql(without, hide, { id: comment?.nodeId })).errors).toEqual([]);
  const allowed = await withPermissions({ pull_requests: "write", contents: "write" });
  expect((await graphql(allowed, document, { id: threadId })).data).toEqual({
    resolveReviewThread: { thread: { isResolved: true } },
  });
});

test("what merges needs contents:write and pull_requests:write", async () => {
  const id = github.world.state.pullRequest(github.repository.id, number)?.nodeId;
  const mutations = {
    mergePullRequest: "pullRequestId",
    enablePullRequestAutoMerge: "pullRequestId",
    disablePullRequestAutoMerge: "pullRequestId",
    enqueuePullRequest: "pullRequestId",
    dequeuePullRequest: "id",
  };
  for (const lacking of ["contents", "pull_requests"]) {
    const octokit = await withPermissions({ contents: "write", pull_requests: "write", [lacking]: "read" });
    for (const [mutation, key] of Object.entries(mutations)) {
      const document = `mutation ($id: ID!) { ${mutation}(input: { ${key}: $id }) { clientMutationId } }`;
      expect((await graphql(octokit, document, { id })).errors).toMatchObject([
        { type: "FORBIDDEN", message: inaccessible.message },
      ]);
    }
  }
});

test("GraphQL answers what a token may read, and an error for each field that it may not", async () => {
  const octokit = await withPermissions({ pull_requests: "read" });
  const { data, errors } = await graphql(
    octokit,
    `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") {
      object(expression: "HEAD:") { oid }
      pullRequest(number: $number) { title commits(last: 1) { nodes { commit { oid statusCheckRollup { state } } } } }
    } }`,
    { number },
  );
  expect(data).toMatchObject({
    repository: { object: null, pullRequest: { title: "A change" } },
  });
  expect(errors.map(({ type, path }) => [type, path])).toEqual([
    ["FORBIDDEN", ["repository", "object"]],
    ["FORBIDDEN", ["repository", "pullRequest", "commits", "nodes", 0, "commit", "statusCheckRollup"]],
  ]);
});

test("a permission that the owner takes away is gone at once, and one that is new waits for them", async () => {
  const { world, installation, octokit } = github;
  const suite = { ...github.at, head_sha: github.repository.head() ?? "" };
  world.setInstallationPermission(installation.id, "checks", null);
  expect(await refusal(octokit.rest.checks.create({ ...suite, name: "x" }))).toMatchObject(inaccessible);
  world.setInstallationPermission(installation.id, "checks", "write");
  expect((await octokit.rest.checks.create({ ...suite, name: "x" })).status).toBe(201);
  world.askForPermissions(github.app.id, { ...botPermissions, members: "read" });
  expect(world.state.installation(installation.id)?.permissions.members).toBeUndefined();
});

test("other people's public repositories can be read, private ones are not there", async () => {
  await github.world.repository("bob/public", { files: { "a.txt": "a\n" } });
  await github.world.repository("bob/private", { files: { "a.txt": "a\n" }, private: true });
  const { repos, issues } = github.octokit.rest;
  const open = { owner: "bob", repo: "public" };
  const closed = { owner: "bob", repo: "private" };
  expect((await repos.getContent({ ...open, path: "a.txt" })).status).toBe(200);
  expect(await refusal(issues.createLabel({ ...open, name: "x" }))).toMatchObject(inaccessible);
  expect(await refusal(repos.get(closed))).toMatchObject({ status: 404, message: "Not Found" });
  const { data, errors } = await graphql(
    github.octokit,
    '{ open: repository(owner: "bob", name: "public") { name } closed: repository(owner: "bob", name: "private") { name } }',
  );
  expect(data).toEqual({ open: { name: "public" }, closed: null });
  expect(errors).toMatchObject([
    {
      type: "NOT_FOUND",
      path: ["closed"],
      message: "Could not resolve to a Repository with the name 'bob/private'.",
    },
  ]);
});

test("an App's own token does nothing in a repository, and an installation's nothing with the App", async () => {
  const { token: jwt } = Object(await github.appOctokit.auth({ type: "app" }));
  const asked = await fetch(`${github.url}/installation/repositories`, {
    headers: { authorization: `bearer ${jwt}` },
  });
  expect(asked.status).toBe(403);
  const { data } = await github.appOctokit.rest.apps.getAuthenticated();
  expect(data).toMatchObject({ slug: "by-name-bot", installations_count: 1 });
  const token = await github.appOctokit.rest.apps.createInstallationAccessToken({
    installation_id: github.installation.id,
  });
  const { rest } = octokitFor(github.url, token.data.token);
  expect(await refusal(rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
  const repositories = await rest.apps.listReposAccessibleToInstallation();
  expect(repositories.data.repositories.map(({ full_name }) => full_name)).toEqual(["NixOS/nixpkgs"]);
});
