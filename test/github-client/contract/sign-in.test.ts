import nock from "nock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GitHubClient, gitHubClient } from "../../../src/github/client.ts";
import { appSlug } from "../../../src/github/octokit.ts";
import {
  API,
  APP_TOKEN,
  appApi,
  failureOfCall,
  givesToken,
  headers,
  INSTALLATION,
  NOW,
  onTheWire,
} from "./github.ts";

onTheWire();

const BAD = {
  message: "Bad credentials",
  documentation_url: "https://docs.github.com/rest",
  status: "401",
};
const WITH_TOKEN = { reqheaders: { authorization: `token ${APP_TOKEN}` } };

const comment = (client: GitHubClient) =>
  client.rest("issues.createComment", (rest) =>
    rest.issues.createComment({ owner: "NixOS", repo: "nixpkgs", issue_number: 7, body: "Hello" }),
  );

describe("a token that GitHub does not know in its first seconds", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: NOW });
  });
  afterEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  });

  /** What comes of it, if time passes only where somebody waits for it. */
  async function inTime<T>(call: Promise<T>): Promise<T> {
    let over = false;
    const done = call.finally(() => {
      over = true;
    });
    done.catch(() => {});
    while (!over) {
      if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
      else await new Promise(setImmediate);
    }
    return done;
  }

  it("is shown again, and the request is made once", async () => {
    givesToken();
    const client = gitHubClient(await appApi(INSTALLATION));
    nock(API, WITH_TOKEN).post("/repos/NixOS/nixpkgs/issues/7/comments").twice().reply(401, BAD, headers());
    nock(API, WITH_TOKEN).post("/repos/NixOS/nixpkgs/issues/7/comments").reply(201, { id: 1 }, headers());
    expect(await inTime(comment(client))).toEqual({ id: 1 });
    expect(nock.isDone()).toBe(true);
  });

  it("is given up after some seconds", async () => {
    givesToken();
    const client = gitHubClient(await appApi(INSTALLATION));
    nock(API).persist().post("/repos/NixOS/nixpkgs/issues/7/comments").reply(401, BAD, headers());
    expect(await inTime(failureOfCall(comment(client)))).toEqual([
      "gone",
      "issues.createComment: Bad credentials (401)",
    ]);
    // Octokit waits a second, then two, then three.
    expect(Date.now() - NOW).toBe(6_000);
  });
});

describe("an installation's token", () => {
  it("is asked for once, and used while it lasts", async () => {
    givesToken();
    const client = gitHubClient(await appApi(INSTALLATION));
    nock(API, WITH_TOKEN)
      .post("/repos/NixOS/nixpkgs/issues/7/comments")
      .twice()
      .reply(201, { id: 1 }, headers());
    await comment(client);
    await comment(client);
    expect(nock.isDone()).toBe(true);
  });

  it.each([
    [404, { message: "Not Found" }, "gone", "Not Found"],
    [
      403,
      { message: "This installation has been suspended" },
      "gone",
      "This installation has been suspended",
    ],
    [
      401,
      { message: "A JSON web token could not be decoded" },
      "gone",
      "A JSON web token could not be decoded",
    ],
    [
      403,
      { message: "Resource not accessible by integration" },
      "forbidden",
      "Resource not accessible by integration",
    ],
  ])("that is refused with %i %o makes the request fail as %s", async (status, body, kind, message) => {
    const client = gitHubClient(await appApi(INSTALLATION));
    nock(API).post(`/app/installations/${INSTALLATION}/access_tokens`).reply(status, body, headers());
    expect(await failureOfCall(comment(client))).toEqual([
      kind,
      `issues.createComment: ${message} (${status})`,
    ]);
  });

  it.each([
    [502, "<html>", "unavailable"],
    [429, { message: "You have exceeded a secondary rate limit." }, "rate-limited"],
  ])("that cannot be had now, with %i, makes it fail for now", async (status, body, kind) => {
    const client = gitHubClient(await appApi(INSTALLATION));
    nock(API).post(`/app/installations/${INSTALLATION}/access_tokens`).reply(status, body, headers());
    expect((await failureOfCall(comment(client)))[0]).toBe(kind);
  });
});

describe("the App itself", () => {
  const tokens: string[] = [];
  const remembered = (token: string | null) => {
    tokens.push(token ?? "");
    return /^bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(token ?? "");
  };

  it("signs in again with GitHub's time where its own clock is wrong", async () => {
    tokens.length = 0;
    const message = "'Expiration time' claim ('exp') is too far in the future";
    const behind = headers({ date: new Date(NOW - 600_000).toUTCString() });
    nock(API, { reqheaders: { authorization: remembered } })
      .get("/app")
      .reply(401, { message }, behind);
    nock(API, { reqheaders: { authorization: remembered } })
      .get("/app")
      .reply(200, { slug: "by-name-bot" }, headers());
    const api = await appApi();
    expect(await appSlug(api, new AbortController().signal)).toBe("by-name-bot");
    const [first, second] = [tokens.at(0), tokens.at(-1)].map((token) =>
      JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()),
    );
    expect(first.exp - second.exp).toBe(600);
  });
});
