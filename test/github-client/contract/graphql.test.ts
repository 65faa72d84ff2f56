import nock from "nock";
import { beforeEach, describe, expect, it } from "vitest";
import { readConfigurationAt } from "../../../src/github/configuration.ts";
import { at, isRecord, textAt } from "../../../src/github/payload.ts";
import { readPullRequest } from "../../../src/github/pull-request.ts";
import { CONFIGURATION_QUERY, PULL_REQUEST_QUERY } from "../../../src/github/queries.ts";
import { openPullRequests } from "../../../src/github/sweep.ts";
import { dataFor, type Values } from "./answering.ts";
import { API, CLIENTS, failureOfCall, headers, onTheWire } from "./github.ts";

onTheWire();

const HEAD = "a".repeat(40);
const QUESTION = {
  owner: "NixOS",
  repo: "nixpkgs",
  number: 7,
  appId: 17,
  check: "by-name",
  configuration: ".github/by-name.yml",
};
const VALUES: Values = {
  "PullRequest.headRefOid": HEAD,
  "PullRequest.number": 7,
  "PullRequest.state": "OPEN",
  "User.login": "by-name-bot",
  Actor: "User",
  "TreeEntry.type": "blob",
  "TreeEntry.mode": 0o100644,
  "TreeEntry.object": { __typename: "Blob" },
  "Blob.text": "preset: nixpkgs\n",
  GitObject: "Commit",
};

const error = (type: string | null, path: readonly (string | number)[], message: string) => ({
  ...(type === null ? {} : { type }),
  path,
  extensions: { saml_failure: false },
  locations: [{ line: 4, column: 3 }],
  message,
});
const NO_FALLBACK = error(
  "NOT_FOUND",
  ["fallback"],
  "Could not resolve to a Repository with the name 'NixOS/.github'.",
);
const HIDDEN = (...path: (string | number)[]) =>
  error("FORBIDDEN", ["repository", "pullRequest", ...path], "Resource not accessible by integration");

type Problem = { readonly type?: string; readonly path: readonly (string | number)[] };
let now: { readonly values: Values; readonly errors: readonly Problem[] } = { values: {}, errors: [] };

/** From now on GitHub answers every query so. */
function answers(values: Values, ...errors: readonly Problem[]) {
  now = { values, errors };
}

async function answerOf(request: Request) {
  const asked: unknown = await request.json();
  const variables = at(asked, "variables");
  const data = dataFor(textAt(asked, "query"), isRecord(variables) ? variables : {}, {
    ...VALUES,
    ...now.values,
  });
  // Another query than that which has what the errors are about is answered whole.
  const errors = now.errors.filter(({ path }) => at(data, String(path[0])) !== undefined);
  return { data, ...(errors.length === 0 ? {} : { errors }) };
}

describe.each(CLIENTS)("%s", (_, open) => {
  beforeEach(() => {
    nock(API)
      .persist()
      .post("/graphql")
      .reply(200, answerOf, headers({ "x-ratelimit-resource": "graphql" }));
  });

  it("reads a pull request of which all is answered", async () => {
    const { client } = await open();
    answers({});
    const state = await readPullRequest(client, QUESTION);
    expect(state).toMatchObject({ number: 7, open: true, head: HEAD, configuration: { kind: "text" } });
  });

  it("reads one whose owner has no .github repository, or does not show it", async () => {
    const { client } = await open();
    for (const type of ["NOT_FOUND", "FORBIDDEN"]) {
      answers({ "Repository.defaultBranchRef": null }, { ...NO_FALLBACK, type });
      expect((await readPullRequest(client, QUESTION)).fallback).toEqual({ kind: "absent" });
    }
  });

  it("reads one whose checks and queue the App may not see", async () => {
    const { client } = await open();
    answers(
      { "Commit.statusCheckRollup": null, "Commit.checkSuites": null, "PullRequest.mergeQueue": null },
      HIDDEN("commits", "nodes", 0, "commit", "statusCheckRollup"),
      HIDDEN("commits", "nodes", 0, "commit", "checkSuites"),
      HIDDEN("mergeQueue"),
    );
    expect((await readPullRequest(client, QUESTION)).head).toBe(HEAD);
  });

  // Nobody could say then that none asks for changes, or that no thread is open.
  it.each(["reviews", "reviewThreads", "comments", "labels", "files"])(
    "reads none of which %s are hidden",
    async (field) => {
      const { client } = await open();
      answers({}, HIDDEN(field));
      expect(await failureOfCall(readPullRequest(client, QUESTION))).toEqual([
        "forbidden",
        `PullRequest: Resource not accessible by integration (repository.pullRequest.${field})`,
      ]);
    },
  );

  it("reads none of which a part was not answered in time", async () => {
    const { client } = await open();
    const message = "Something went wrong while executing your query on 2026-03-04T05:06:07Z.";
    answers({}, error(null, ["repository", "pullRequest", "comments"], message));
    expect(await failureOfCall(readPullRequest(client, QUESTION))).toEqual([
      "unavailable",
      `PullRequest: ${message}`,
    ]);
  });

  it("says that there is no such pull request, or repository", async () => {
    const { client } = await open();
    const message = "Could not resolve to a PullRequest with the number of 7.";
    answers({ "Repository.pullRequest": null }, error("NOT_FOUND", ["repository", "pullRequest"], message));
    expect(await failureOfCall(readPullRequest(client, QUESTION))).toEqual([
      "gone",
      `PullRequest: ${message}`,
    ]);
    const renamed = "Could not resolve to a Repository with the name 'NixOS/nixpkgs'.";
    answers({ "Query.repository": null }, error("NOT_FOUND", ["repository"], renamed));
    expect(await failureOfCall(readPullRequest(client, QUESTION))).toEqual([
      "gone",
      `PullRequest: ${renamed}`,
    ]);
  });

  it("says that there is no such commit", async () => {
    const { client } = await open();
    answers({ "Repository.object": null });
    const call = readConfigurationAt(client, QUESTION, HEAD, ".github/by-name.yml");
    expect(await failureOfCall(call)).toEqual(["gone", "Configuration: the commit is not there"]);
  });

  it("sweeps a page without the pull requests that are not shown", async () => {
    const { client } = await open();
    answers({ "PullRequestConnection.nodes": [null, {}] });
    const question = {
      owner: "NixOS",
      repo: "nixpkgs",
      base: null,
      after: null,
      appId: 17,
      check: "by-name",
    };
    const { pullRequests } = await openPullRequests(client, question);
    expect(pullRequests.map(({ number }) => number)).toEqual([7]);
  });
});

describe.each(CLIENTS)("%s", (_, open) => {
  it("asks again, later, where an answer cost more than GitHub gives", async () => {
    const { client } = await open();
    // yoshi389111/github-profile-3d-contrib#163
    const errors = [
      {
        type: "RESOURCE_LIMITS_EXCEEDED",
        path: ["repository", "pullRequests", "nodes", 12],
        message: "Resource limits for this query exceeded.",
      },
    ];
    for (const data of [null, { repository: null }, { repository: { pullRequests: { nodes: [] } } }]) {
      nock(API).post("/graphql").reply(200, { data, errors }, headers());
      expect(await failureOfCall(client.query("Sweep", "{ x }", {}))).toEqual([
        "unavailable",
        "Sweep: Resource limits for this query exceeded.",
      ]);
    }
  });

  // magit/forge#65, turbot/steampipe-plugin-github#518, octokit/graphql.js#554
  it.each([
    [
      502,
      "application/json",
      { data: "null", errors: [{ message: "Something went wrong." }] },
      "GitHub answers 502",
    ],
    [502, "text/html", "<html>\r\n<head><title>502 Bad Gateway</title></head>", "GitHub answers 502"],
    [504, "text/html", "", "GitHub answers 504"],
    [
      200,
      "text/html",
      "<!DOCTYPE html><title>Unicorn! &middot; GitHub</title>",
      "GitHub's answer is no answer of GraphQL",
    ],
    [200, "application/json", '{"data": {"repository": {"pull', "GitHub's answer is no answer of GraphQL"],
    [200, "application/json", "null", "GitHub's answer is no answer of GraphQL"],
    [200, "application/json", "{}", "Sweep: GitHub gave neither data nor an error"],
    [
      200,
      "application/json",
      { data: "null", errors: [{ message: "Something went wrong." }] },
      "Sweep: Something went wrong.",
    ],
  ])("takes %i with %s %o for GitHub's failure", async (status, type, body, message) => {
    const { client } = await open();
    nock(API)
      .post("/graphql")
      .reply(status, body, headers({ "content-type": type }));
    const [kind, said] = await failureOfCall(client.query("Sweep", "{ x }", {}));
    expect([kind, String(said).replace(/^Sweep: (?=GitHub answers)/, "")]).toEqual(["unavailable", message]);
  });

  it.each([
    ["FORBIDDEN", "Resource not accessible by integration", "forbidden"],
    ["INSUFFICIENT_SCOPES", "Your token has not been granted the required scopes.", "forbidden"],
    ["UNPROCESSABLE", "Pull request Auto merge is not allowed for this repository", "refused"],
    ["UNPROCESSABLE", "Head branch was modified. Review and try the merge again.", "refused"],
    ["VALIDATION", "Could not resolve to a node", "refused"],
    ["NOT_FOUND", "Could not resolve to a node with the global id of 'PR_x'.", "gone"],
    ["SERVICE_UNAVAILABLE", "Service unavailable", "unavailable"],
    ["INTERNAL", "Something went wrong", "unavailable"],
    ["LOADING", "Timeout on validation of query", "unavailable"],
  ])("of a mutation that fails as %s (%s) says %s", async (type, message, kind) => {
    const { client } = await open();
    const body = { data: { mergePullRequest: null }, errors: [error(type, ["mergePullRequest"], message)] };
    nock(API).post("/graphql").reply(200, body, headers());
    const place = kind === "forbidden" ? " (mergePullRequest)" : "";
    expect(await failureOfCall(client.query("Merge", "mutation { x }", {}))).toEqual([
      kind,
      `Merge: ${message}${place}`,
    ]);
  });
});

it("can make an answer to what is asked of a pull request and of a branch", () => {
  for (const query of [PULL_REQUEST_QUERY, CONFIGURATION_QUERY])
    expect(dataFor(query, { ...QUESTION, commit: HEAD }, VALUES)).toHaveProperty("repository");
});
