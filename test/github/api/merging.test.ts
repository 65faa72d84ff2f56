import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});
afterAll(() => github.stop());

const nodeId = (number: number) => github.world.state.pullRequest(github.repository.id, number)?.nodeId;

test("a pull request is merged if its head is the one that is meant", async () => {
  const number = await github.opens({ "merged.txt": "a\n" });
  const pull = { ...github.at, pull_number: number };
  const { pulls } = github.octokit.rest;
  expect(await refusal(pulls.merge({ ...pull, sha: "f".repeat(40) }))).toMatchObject({ status: 409 });
  const merged = await pulls.merge({ ...pull, merge_method: "merge" });
  expect(merged.data).toMatchObject({ merged: true, sha: github.repository.head() });
  expect((await pulls.get(pull)).data).toMatchObject({ state: "closed", merged: true });
  expect(await refusal(pulls.merge(pull))).toMatchObject({ status: 405 });
});

test("a merge with a conflict is dirty, and has no test merge", async () => {
  const number = await github.opens({ "README.md": "theirs\n" });
  await github.repository.commit({ files: { "README.md": "ours\n" } });
  const { data } = await graphql(
    github.octokit,
    `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") { pullRequest(number: $number) {
      mergeable mergeStateStatus potentialMergeCommit { oid } } } }`,
    { number },
  );
  expect(Object(data).repository.pullRequest).toEqual({
    mergeable: "CONFLICTING",
    mergeStateStatus: "DIRTY",
    potentialMergeCommit: null,
  });
});

test("auto-merge is refused where the repository does not allow it", async () => {
  const number = await github.opens({ "auto.txt": "a\n" });
  const enable = () =>
    graphql(
      github.octokit,
      "mutation ($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { autoMergeRequest { mergeMethod } } } }",
      { id: nodeId(number) },
    );
  expect((await enable()).errors).toMatchObject([
    { type: "UNPROCESSABLE", path: ["enablePullRequestAutoMerge"] },
  ]);
});

test("a pull request is put in the queue where there is one", async () => {
  const { world, repository } = github;
  const number = await github.opens({ "queued.txt": "a\n" });
  const enqueue = () =>
    graphql(
      github.octokit,
      "mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position state } } }",
      { id: nodeId(number) },
    );
  expect((await enqueue()).errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
  world.updateRepository(repository.id, { mergeQueueBranches: ["main"] });
  expect((await enqueue()).data).toMatchObject({ enqueuePullRequest: { mergeQueueEntry: { position: 1 } } });
});
