import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let number: number;
let head: string;

beforeAll(async () => {
  github = await startTestGitHub();
  number = await github.opens({ "a.txt": "a\n" });
  head = github.world.state.pullRequest(github.repository.id, number)?.headRefOid ?? "";
});
afterAll(() => github.stop());

const checksQuery = `query ($number: Int!, $app: Int!) {
  repository(owner: "NixOS", name: "nixpkgs") { pullRequest(number: $number) { commits(last: 1) { nodes { commit {
    oid
    checkSuites(first: 5, filterBy: { appId: $app }) { nodes {
      status conclusion app { slug databaseId }
      checkRuns(first: 5, filterBy: { checkName: "by-name" }) {
        totalCount
        nodes { databaseId name status conclusion externalId title annotations(first: 5) {
          totalCount nodes { path annotationLevel message location { start { line } end { line } } } } }
      }
    } }
    statusCheckRollup { state contexts(first: 5) { nodes { __typename
      ... on CheckRun { name } ... on StatusContext { context state } } } }
  } } } } }
}`;

async function checks() {
  const { data, errors } = await graphql(github.octokit, checksQuery, { number, app: github.app.id });
  expect(errors).toEqual([]);
  return Object(data).repository.pullRequest.commits.nodes[0].commit;
}

test("a check run is made, completed and seen by GraphQL and REST", async () => {
  const { checks: api } = github.octokit.rest;
  const { data: run } = await api.create({
    ...github.at,
    name: "by-name",
    head_sha: head,
    status: "in_progress",
    external_id: "7",
  });
  expect(run).toMatchObject({ status: "in_progress", conclusion: null, app: { slug: "by-name-bot" } });
  expect(await checks()).toMatchObject({ oid: head, statusCheckRollup: { state: "PENDING" } });
  const annotation = {
    path: "a.txt",
    start_line: 1,
    end_line: 1,
    annotation_level: "failure",
    message: "Wrong",
  } as const;
  const output = { title: "One finding", summary: "Bad.", annotations: [annotation] };
  const at = { ...github.at, check_run_id: run.id };
  await api.update({ ...at, conclusion: "failure", output });
  const updated = await api.update({
    ...at,
    output: { title: "Two findings", summary: "Bad.", annotations: [annotation] },
  });
  expect(updated.data).toMatchObject({ status: "completed", output: { annotations_count: 2 } });
  expect(await checks()).toMatchObject({
    checkSuites: {
      nodes: [
        {
          status: "COMPLETED",
          conclusion: "FAILURE",
          app: { slug: "by-name-bot", databaseId: github.app.id },
          checkRuns: {
            totalCount: 1,
            nodes: [
              {
                databaseId: null,
                conclusion: "FAILURE",
                externalId: "7",
                title: "Two findings",
                annotations: {
                  totalCount: 2,
                  nodes: [
                    { path: "a.txt", annotationLevel: "FAILURE", location: { start: { line: 1 } } },
                    { message: "Wrong" },
                  ],
                },
              },
            ],
          },
        },
      ],
    },
    statusCheckRollup: { state: "FAILURE" },
  });
  const listed = await api.listForRef({ ...github.at, ref: head, check_name: "by-name" });
  expect(listed.data).toMatchObject({ total_count: 1, check_runs: [{ id: run.id }] });
  expect((await api.listAnnotations(at)).data).toHaveLength(2);
});

test("what GitHub would not take of a check run is refused", async () => {
  const { checks: api } = github.octokit.rest;
  const annotation = {
    path: "a.txt",
    start_line: 1,
    end_line: 1,
    annotation_level: "notice",
    message: "x",
  } as const;
  const many = Array.from({ length: 51 }, () => annotation);
  const create = { ...github.at, name: "other", head_sha: head };
  const tooMany = api.create({ ...create, output: { title: "t", summary: "s", annotations: many } });
  expect(await refusal(tooMany)).toMatchObject({ status: 422 });
  expect(await refusal(api.create({ ...create, status: "completed" }))).toMatchObject({ status: 422 });
  expect(await refusal(api.create({ ...create, head_sha: "f".repeat(40) }))).toMatchObject({ status: 422 });
  const wrong = github.octokit.request({
    method: "POST",
    url: "/repos/{owner}/{repo}/check-runs",
    ...create,
    conclusion: "success",
    output: { summary: "s", title: "t", colour: "red" },
  });
  expect((await refusal(wrong)).message).toContain('"colour" is not a permitted key');
});

test("the newest status of a context counts", async () => {
  const { repos } = github.octokit.rest;
  const status = { ...github.at, sha: head, context: "ci" };
  await repos.createCommitStatus({ ...status, state: "pending" });
  await repos.createCommitStatus({ ...status, state: "success" });
  const { data } = await repos.getCombinedStatusForRef({ ...github.at, ref: head });
  expect(data).toMatchObject({ state: "success", total_count: 1, sha: head });
  const { statusCheckRollup } = await checks();
  expect(statusCheckRollup.contexts.nodes).toContainEqual({
    __typename: "StatusContext",
    context: "ci",
    state: "SUCCESS",
  });
});
