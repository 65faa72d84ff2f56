import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { gitHubClient } from "../../src/github/client.ts";
import { readIdentity } from "../../src/github/identity.ts";

/** Whose token it is, where GitHub says that its user has a login, and there is this App. */
function identity(login: string, app: { readonly id: number } | null = null) {
  const asked: string[] = [];
  const api = new Octokit({
    request: {
      async fetch(url: string) {
        asked.push(new URL(url).pathname);
        const body = url.endsWith("/graphql") ? { data: { viewer: { login } } } : app;
        return Response.json(body, { headers: { "content-type": "application/json; charset=utf-8" } });
      },
    },
  });
  return { asked, read: readIdentity(gitHubClient(api)) };
}

test("the token of a job is that of the App of GitHub Actions", async () => {
  const { asked, read } = identity("github-actions[bot]", { id: 15368 });
  expect(await read).toEqual({ kind: "app", appId: 15368, login: "github-actions[bot]", isActions: true });
  expect(asked).toEqual(["/graphql", "/apps/github-actions"]);
});

test("another App's token is its own", async () => {
  expect(await identity("our-bot[bot]", { id: 7 }).read).toEqual({
    kind: "app",
    appId: 7,
    login: "our-bot[bot]",
    isActions: false,
  });
});

test("a person's token is none of an App's, whatever the person is called", async () => {
  for (const login of ["alice", "github-actions"]) {
    const { asked, read } = identity(login, { id: 7 });
    expect(await read).toEqual({ kind: "other", login });
    expect(asked).toEqual(["/graphql"]);
  }
});
