import nock from "nock";
import { describe, expect, it } from "vitest";
import { PULL_REQUEST_QUERY } from "../../../src/github/queries.ts";
import { dataFor } from "./answering.ts";
import { APP_TOKEN, CLIENTS, failureOfCall, headers, onTheWire } from "./github.ts";

onTheWire();

// Where the API is: https://docs.github.com/en/enterprise-server@3.16/rest/using-the-rest-api/getting-started-with-the-rest-api
// and https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/feature-overview-for-github-enterprise-cloud-with-data-residency
const SERVERS = [
  ["an Enterprise Server", "https://github.example.org/api/v3", "https://github.example.org/api/graphql"],
  ["one over HTTP on a port", "http://localhost:8443/api/v3", "http://localhost:8443/api/graphql"],
  ["ghe.com", "https://api.octocorp.ghe.com", "https://api.octocorp.ghe.com/graphql"],
] as const;

/** A server limits nothing unless it is told to, and then says nothing of limits. */
const UNLIMITED = {
  "x-github-enterprise-version": "enterprise-server@3.16.4",
  "x-ratelimit-limit": undefined,
  "x-ratelimit-remaining": undefined,
  "x-ratelimit-used": undefined,
  "x-ratelimit-reset": undefined,
  "x-ratelimit-resource": undefined,
};

describe.each(SERVERS)("%s", (_, apiUrl, graphqlUrl) => {
  it.each(CLIENTS)("is asked by %s in REST and in GraphQL", async (_client, open) => {
    const { client } = await open(apiUrl);
    const answer = headers(UNLIMITED);
    const token = { reqheaders: { authorization: `token ${APP_TOKEN}` } };
    const rest = nock(apiUrl, token).post("/repos/a/b/issues/7/comments").reply(201, { id: 1 }, answer);
    const { origin, pathname } = new URL(graphqlUrl);
    const graphql = nock(origin, token)
      .post(pathname)
      .reply(200, { data: { x: 1 } }, answer);
    await client.rest("issues.createComment", (api) =>
      api.issues.createComment({ owner: "a", repo: "b", issue_number: 7, body: "Hello" }),
    );
    expect(await client.query("X", "{ x }", {})).toEqual({ x: 1 });
    expect([rest.isDone(), graphql.isDone()]).toEqual([true, true]);
  });
});

describe.each(CLIENTS)("of an Enterprise Server %s", (_, open) => {
  const [, apiUrl, graphqlUrl] = SERVERS[0];
  const { origin, pathname } = new URL(graphqlUrl);

  it("hears that a field is not there, which waiting does not change", async () => {
    const { client } = await open(apiUrl);
    // facebook/sapling#906, refined-github/refined-github#6946: the answer has no data
    const missing = (typeName: string, fieldName: string) => ({
      path: ["query PullRequest", "repository", "pullRequest", fieldName],
      extensions: { code: "undefinedField", typeName, fieldName },
      locations: [{ line: 17, column: 9 }],
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    });
    const errors = [missing("PullRequest", "mergeQueueEntry"), missing("Ref", "compare")];
    nock(origin).post(pathname).reply(200, { errors }, headers(UNLIMITED));
    expect(await failureOfCall(client.query("PullRequest", "{ x }", {}))).toEqual([
      "refused",
      "PullRequest: Field 'mergeQueueEntry' doesn't exist on type 'PullRequest'",
    ]);
  });

  it.each([
    ["undefinedType", "No such type Nothing, so it can't be a fragment condition"],
    ["argumentNotAccepted", "Field 'checkRuns' doesn't accept argument 'filterBy'"],
  ])("hears the same of %s", async (code, message) => {
    const { client } = await open(apiUrl);
    nock(origin)
      .post(pathname)
      .reply(200, { errors: [{ message, extensions: { code } }] }, headers(UNLIMITED));
    expect(await failureOfCall(client.query("PullRequest", "{ x }", {}))).toEqual([
      "refused",
      `PullRequest: ${message}`,
    ]);
  });

  it("is told of no limit, and does without", async () => {
    const { client } = await open(apiUrl);
    const variables = { owner: "a", repo: "b", number: 7, appId: 17, check: "by-name", configuration: "x" };
    const data = dataFor(PULL_REQUEST_QUERY, variables, { "Query.rateLimit": null });
    expect(data).toMatchObject({ rateLimit: null });
    nock(origin).post(pathname).reply(200, { data }, headers(UNLIMITED));
    expect(await client.query("PullRequest", PULL_REQUEST_QUERY, variables)).toEqual(data);
  });

  it("meets maintenance, and a limit that names no time", async () => {
    const { client } = await open(apiUrl);
    const html = { ...UNLIMITED, "content-type": "text/html" };
    nock(origin)
      .post(pathname)
      .reply(503, "<html><title>GitHub Enterprise - Maintenance</title></html>", headers(html));
    expect(await failureOfCall(client.query("X", "{ x }", {}))).toEqual([
      "unavailable",
      "X: GitHub answers 503",
    ]);
    nock(origin).post(pathname).reply(429, { message: "API rate limit exceeded" }, headers(UNLIMITED));
    expect(await failureOfCall(client.query("X", "{ x }", {}))).toEqual([
      "rate-limited",
      "X: GitHub asks for a pause",
      60,
    ]);
  });
});
