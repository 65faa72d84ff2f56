import nock from "nock";
import { describe, expect, it } from "vitest";
import { gitHubClient } from "../../../src/github/client.ts";
import { installations, installedRepositories } from "../../../src/github/installations.ts";
import { nextPage } from "../../../src/github/link.ts";
import { API, appApi, failureOfCall, givesToken, headers, INSTALLATION, onTheWire } from "./github.ts";

onTheWire();

// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
const links = (path: string, pages: Readonly<Record<string, string>>) =>
  Object.entries(pages)
    .map(([rel, query]) => `<${API}${path}?${query}>; rel="${rel}"`)
    .join(", ");

const repository = (name: string, more: object = {}) => ({
  id: 1,
  name,
  full_name: `NixOS/${name}`,
  owner: { login: "NixOS", id: 2, type: "Organization" },
  private: false,
  archived: false,
  disabled: false,
  ...more,
});

describe("lists go on as their Link header says", () => {
  it("where a page is short, because what may not be seen is left out", async () => {
    givesToken();
    const client = gitHubClient(await appApi(INSTALLATION));
    const link = links("/installation/repositories", {
      next: "per_page=100&page=2",
      last: "per_page=100&page=2",
    });
    nock(API)
      .get("/installation/repositories?per_page=100&page=1")
      .reply(200, { total_count: 150, repositories: [repository("nixpkgs")] }, headers({ link }));
    expect(await installedRepositories(client, 1)).toEqual({
      items: [{ owner: "NixOS", repo: "nixpkgs" }],
      next: 2,
    });
  });

  it("and end where it names no next page, however full the last is", async () => {
    givesToken();
    const client = gitHubClient(await appApi(INSTALLATION));
    const link = links("/installation/repositories", {
      prev: "per_page=100&page=1",
      first: "per_page=100&page=1",
    });
    const repositories = Array.from({ length: 100 }, (_, i) =>
      repository(`r${i}`, i === 0 ? { archived: true } : i === 1 ? { disabled: true } : {}),
    );
    nock(API)
      .get("/installation/repositories?per_page=100&page=2")
      .reply(200, { total_count: 200, repositories }, headers({ link }));
    const { items, next } = await installedRepositories(client, 2);
    expect([items.length, items[0]?.repo, next]).toEqual([98, "r2", null]);
  });

  it("those of installations too, without the suspended", async () => {
    const client = gitHubClient(await appApi());
    const link = links("/app/installations", { next: "per_page=100&page=8" });
    const all = [{ id: 1, suspended_at: null }, { id: 2, suspended_at: "2026-01-01T00:00:00Z" }, { id: 3 }];
    nock(API).get("/app/installations?per_page=100&page=7").reply(200, all, headers({ link }));
    expect(await installations(client, 7)).toEqual({ items: [1, 3], next: 8 });
    nock(API).get("/app/installations?per_page=100&page=1").reply(200, all, headers());
    expect((await installations(client, 1)).next).toBeNull();
  });
});

it("a list that is none is GitHub's failure", async () => {
  const client = gitHubClient(await appApi());
  const html = headers({ "content-type": "text/html" });
  nock(API).get("/app/installations?per_page=100&page=1").reply(200, "<html>", html);
  expect(await failureOfCall(installations(client, 1))).toEqual([
    "unavailable",
    "apps.listInstallations: GitHub's answer is no JSON",
  ]);
});

describe("the next page of a Link header", () => {
  it.each([
    [undefined, null],
    ["", null],
    [`<${API}/x?page=2>; rel="next"`, "2"],
    [
      `<${API}/x?page=1>; rel="prev", <${API}/x?page=3&q=a,b>; rel="next", <${API}/x?page=9>; rel="last"`,
      "3",
    ],
    // An Enterprise Server, and a cursor in place of a number
    ["<https://github.example.org/api/v3/x?per_page=1&page=v1_1745>; rel=next", "v1_1745"],
    [`<${API}/x?page=2>; rel="last"`, null],
    [`<${API}/x?per_page=2>; rel="next"`, null],
    ['<not an address>; rel="next"', null],
    ['page=2; rel="next"', null],
  ])("%s", (link, expected) => expect(nextPage(link, "page")).toBe(expected));
});
