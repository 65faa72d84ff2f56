import nock from "nock";
import { describe, expect, it } from "vitest";
import { API, CLIENTS, failureOfCall, headers, NOW, onTheWire } from "./github.ts";

onTheWire();

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
const ABOUT_LIMITS =
  "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";
const USED_UP = { "x-ratelimit-remaining": "0", "x-ratelimit-used": "5000" };
const PRIMARY = {
  message:
    "API rate limit exceeded for installation ID 3. If you reach out to GitHub Support for help, please include the request ID 9C31:8954C:60104B:C1D441:688BE22C and timestamp 2026-03-04 05:06:07 UTC.",
  documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
  status: "403",
};
// octokit/plugin-throttling.js#566, octokit.rb#1382, KnpLabs/php-github-api#1072
const SECONDARY = {
  documentation_url: ABOUT_LIMITS,
  message:
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID 9C31:8954C:60104B:C1D441:688BE22C.",
};
const CONTENT = {
  documentation_url: ABOUT_LIMITS,
  message:
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
};
// jcabi/jcabi-github#1325, inaka/erlang-github#27: without a time to come back at
const ABUSE = {
  documentation_url: "https://developer.github.com/v3/#abuse-rate-limits",
  message:
    "You have triggered an abuse detection mechanism and have been temporarily blocked from content creation. Please retry your request again later.",
};
// cli/cli#4801: the same as a mutation is told
const TOO_QUICKLY = {
  message: "Validation Failed",
  errors: [{ resource: "IssueComment", code: "custom", message: "was submitted too quickly" }],
  documentation_url: "https://docs.github.com/rest/issues/comments#create-an-issue-comment",
  status: "422",
};

const pause = (seconds: number) => ["rate-limited", "issues.createComment: GitHub asks for a pause", seconds];

/** What GitHub answers: the case, status, body and headers; and what it means. */
const LIMITS: readonly [string, number, object, Record<string, string>, unknown][] = [
  ["the primary limit, as 403: until it begins anew", 403, PRIMARY, USED_UP, pause(1800)],
  [
    "the primary limit, by GitHub's clock, which is ten minutes behind",
    403,
    PRIMARY,
    {
      ...USED_UP,
      date: new Date(NOW - 600_000).toUTCString(),
      "x-ratelimit-reset": String(NOW / 1000 + 1200),
    },
    pause(1800),
  ],
  ["the primary limit, where no clock is named", 403, PRIMARY, { ...USED_UP, date: "soon" }, pause(1800)],
  ["the primary limit, as 429", 429, PRIMARY, USED_UP, pause(1800)],
  ["a secondary limit, as 403 with retry-after", 403, SECONDARY, { "retry-after": "60" }, pause(60)],
  ["a secondary limit, as 429 with retry-after", 429, SECONDARY, { "retry-after": "7" }, pause(7)],
  ["a secondary limit without a time, while requests are left", 403, SECONDARY, {}, pause(60)],
  ["a secondary limit without a time, as 429", 429, SECONDARY, {}, pause(60)],
  ["a secondary limit that has used up all", 403, SECONDARY, USED_UP, pause(1800)],
  ["too much content", 403, CONTENT, { "retry-after": "120" }, pause(120)],
  ["too much content, without a time", 403, CONTENT, {}, pause(60)],
  ["abuse, as it was called, with retry-after", 403, ABUSE, { "retry-after": "30" }, pause(30)],
  ["abuse, as it was called, without a time", 403, ABUSE, {}, pause(60)],
  ["content that was submitted too quickly", 422, TOO_QUICKLY, {}, pause(60)],
  [
    "the same as a plain text",
    422,
    { message: "Validation Failed", errors: ["was submitted too quickly"] },
    {},
    pause(60),
  ],
];

describe.each(CLIENTS)("of a limit %s hears a pause:", (_, open) => {
  it.each(LIMITS)("%s", async (_case, status, body, more, expected) => {
    const { client, failures } = await open();
    const asked = nock(API).post("/repos/NixOS/nixpkgs/issues/7/comments").reply(status, body, headers(more));
    const call = client.rest("issues.createComment", (rest) =>
      rest.issues.createComment({ owner: "NixOS", repo: "nixpkgs", issue_number: 7, body: "Hello" }),
    );
    expect(await failureOfCall(call)).toEqual(expected);
    expect(failures.map(({ kind }) => kind)).toEqual(["rate-limited"]);
    // Once: a second request while GitHub asks for a pause makes the pause longer.
    expect(asked.isDone()).toBe(true);
  });

  it("in GraphQL the primary limit, answered 200", async () => {
    const { client } = await open();
    // yanyongyu/githubkit#271, and github/docs#22607 for the type of before
    for (const error of [
      {
        type: "RATE_LIMIT",
        code: "graphql_rate_limit",
        message: "API rate limit already exceeded for user ID 1.",
      },
      { type: "RATE_LIMITED", message: "API rate limit exceeded for installation ID 3." },
    ]) {
      nock(API)
        .post("/graphql")
        .reply(200, { errors: [error] }, headers(USED_UP));
      expect(await failureOfCall(client.query("Sweep", "{ viewer { login } }", {}))).toEqual([
        "rate-limited",
        "Sweep: the rate limit is used up",
        1800,
      ]);
    }
  });

  it("in GraphQL a secondary limit, answered 403 or among the errors of a 200", async () => {
    const { client } = await open();
    nock(API)
      .post("/graphql")
      .reply(403, SECONDARY, headers({ "retry-after": "60" }));
    expect(await failureOfCall(client.query("Sweep", "{ viewer { login } }", {}))).toEqual([
      "rate-limited",
      "Sweep: GitHub asks for a pause",
      60,
    ]);
    for (const { message } of [SECONDARY, CONTENT, ABUSE]) {
      nock(API)
        .post("/graphql")
        .reply(200, { data: null, errors: [{ message }] }, headers({ "retry-after": "9" }));
      expect(await failureOfCall(client.query("Sweep", "{ viewer { login } }", {}))).toEqual([
        "rate-limited",
        "Sweep: a secondary rate limit asks for a pause",
        9,
      ]);
    }
  });

  it("in GraphQL a mutation that was submitted too quickly, which is called unprocessable", async () => {
    const { client } = await open();
    const error = { type: "UNPROCESSABLE", path: ["addComment"], message: "was submitted too quickly" };
    nock(API)
      .post("/graphql")
      .reply(200, { data: { addComment: null }, errors: [error] }, headers());
    expect(await failureOfCall(client.query("Comment", "mutation { x }", {}))).toEqual([
      "rate-limited",
      "Comment: a secondary rate limit asks for a pause",
    ]);
  });
});

it("takes nothing for a limit that only speaks of one", async () => {
  const [, open] = CLIENTS[1] ?? [];
  const { client } = (await open?.()) ?? {};
  nock(API)
    .post("/repos/NixOS/nixpkgs/issues/7/comments")
    .reply(
      422,
      {
        message: "Validation Failed",
        errors: [{ message: "Body is too long (maximum is 65536 characters)" }],
      },
      headers(),
    );
  const call = client?.rest("issues.createComment", (rest) =>
    rest.issues.createComment({ owner: "NixOS", repo: "nixpkgs", issue_number: 7, body: "Hello" }),
  );
  expect(await failureOfCall(call ?? Promise.resolve())).toEqual([
    "refused",
    "issues.createComment: Validation Failed: Body is too long (maximum is 65536 characters) (422)",
  ]);
  expect(Date.now()).toBe(NOW);
});
