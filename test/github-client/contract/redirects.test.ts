import nock from "nock";
import { describe, expect, it } from "vitest";
import { API, APP_TOKEN, CLIENTS, failureOfCall, headers, onTheWire, type Wire } from "./github.ts";

onTheWire();

// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
const BY_ID = "/repositories/29991068/issues/7/comments";
const MOVED = {
  message: "Moved Permanently",
  url: `${API}${BY_ID}`,
  documentation_url:
    "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
};
const to = (location: string) => headers({ location });

const comment = ({ client }: Wire) =>
  client.rest("issues.createComment", (rest) =>
    rest.issues.createComment({ owner: "old", repo: "name", issue_number: 7, body: "Hello" }),
  );

describe.each(CLIENTS)("of a repository that was renamed %s", (_, open) => {
  it.each([301, 302, 307, 308])("reads where %i sends it, with its token", async (status) => {
    const { client } = await open();
    nock(API).get("/repos/old/name/pulls/7/files?per_page=100").reply(status, MOVED, to(MOVED.url));
    nock(API, { reqheaders: { authorization: `token ${APP_TOKEN}` } })
      .get(BY_ID)
      .reply(200, [], headers());
    const files = await client.rest("pulls.listFiles", (rest) =>
      rest.pulls.listFiles({ owner: "old", repo: "name", pull_number: 7, per_page: 100 }),
    );
    expect(files).toEqual([]);
  });

  // GitHub answers 307; a GET in place of the POST would look as if the comment were there.
  it.each([301, 302, 307, 308])("writes where %i sends it, the same once more", async (status) => {
    const wire = await open();
    nock(API).post("/repos/old/name/issues/7/comments").reply(status, MOVED, to(BY_ID));
    const read = nock(API).get(BY_ID).reply(200, [], headers());
    nock(API, { reqheaders: { authorization: `token ${APP_TOKEN}` } })
      .post(BY_ID, { body: "Hello" })
      .reply(201, { id: 1 }, headers());
    expect(await comment(wire)).toEqual({ id: 1 });
    expect(read.isDone()).toBe(false);
  });

  it("asks in GraphQL where it is sent", async () => {
    const { client } = await open();
    nock(API).post("/graphql").reply(308, "", to("/graphql/"));
    nock(API)
      .post("/graphql/", { query: "{ x }", variables: {} })
      .reply(200, { data: { x: 1 } }, headers());
    expect(await client.query("Sweep", "{ x }", {})).toEqual({ x: 1 });
  });

  it("writes nothing on another host, which would get the token", async () => {
    const wire = await open();
    nock(API)
      .post("/repos/old/name/issues/7/comments")
      .reply(307, MOVED, to(`https://example.org${BY_ID}`));
    const other = nock("https://example.org").post(BY_ID).reply(201, { id: 1 });
    expect(await failureOfCall(comment(wire))).toEqual([
      "unavailable",
      "issues.createComment: no answer from GitHub",
    ]);
    expect(other.isDone()).toBe(false);
  });

  it("takes no token to another host where it reads", async () => {
    const { client } = await open();
    nock(API).get("/repos/old/name/git/blobs/0a").reply(302, "", to("https://example.org/0a"));
    nock("https://example.org", { badheaders: ["authorization"] })
      .get("/0a")
      .reply(404, { message: "Not Found" }, headers());
    const call = client.rest("git.getBlob", (rest) =>
      rest.git.getBlob({ owner: "old", repo: "name", file_sha: "0a" }),
    );
    expect(await failureOfCall(call)).toEqual(["gone", "git.getBlob: Not Found (404)"]);
  });

  it("gives up where it is sent round in circles", async () => {
    const wire = await open();
    nock(API)
      .post("/repos/old/name/issues/7/comments")
      .times(6)
      .reply(307, MOVED, to("/repos/old/name/issues/7/comments"));
    expect(await failureOfCall(comment(wire))).toEqual([
      "unavailable",
      "issues.createComment: no answer from GitHub",
    ]);
    expect(nock.isDone()).toBe(true);
  });
});
