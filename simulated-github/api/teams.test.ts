import { afterAll, beforeAll, expect, test } from "vitest";
import { botPermissions, graphql, octokitFor, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub({ permissions: { ...botPermissions, members: "read" } });
  const { world, repository } = github;
  world.organization("Org", { members: ["owner"] });
  await world.repository("Org/packages", { collaborators: { tom: "triage", mia: "maintain" } });
  const installation = world.install(github.app.id, "Org");
  expect(installation.accountId).not.toBe(repository.record().ownerId);
  world.user("carol", { name: "Caroline Smith" });
  world.team("Org", "committers", {
    members: ["carol", "dave"],
    repositories: { "Org/packages": "write" },
  });
  world.team("Org", "leads", { members: ["lea"], parent: "committers" });
});
afterAll(() => github.stop());

async function asOrg(permissions?: Record<string, "read" | "write">) {
  const { world, app, appOctokit } = github;
  const found = world.state
    .installations()
    .find(({ accountId, appId }) => appId === app.id && world.state.account(accountId)?.login === "Org");
  const { data } = await appOctokit.rest.apps.createInstallationAccessToken({
    installation_id: found?.id ?? 0,
    ...(permissions === undefined ? {} : { permissions }),
  });
  return octokitFor(github.url, data.token);
}

const members = `query ($org: String!, $slug: String!, $query: String, $membership: TeamMembershipType, $after: String) {
  organization(login: $org) { team(slug: $slug) {
    members(first: 2, after: $after, query: $query, membership: $membership) {
      totalCount pageInfo { hasNextPage endCursor } nodes { databaseId login } } } } }`;

async function logins(variables: Record<string, unknown>): Promise<string[]> {
  const { data } = await graphql(await asOrg(), members, { org: "Org", slug: "committers", ...variables });
  return Object(data).organization.team.members.nodes.map((node: { login: string }) => node.login);
}

test("the members of a team come in pages, those of the teams below too", async () => {
  const { data } = await graphql(await asOrg(), members, { org: "Org", slug: "committers" });
  const page = Object(data).organization.team.members;
  expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  expect(page.nodes[0]).toEqual({ login: "carol", databaseId: github.world.user("carol").id });
  expect(await logins({ after: page.pageInfo.endCursor })).toEqual(["lea"]);
  expect(await logins({ membership: "IMMEDIATE" })).toEqual(["carol", "dave"]);
  expect(await logins({ membership: "CHILD_TEAM" })).toEqual(["lea"]);
});

test("members are searched by login and name, whatever the case", async () => {
  expect(await logins({ query: "SMITH" })).toEqual(["carol"]);
  expect(await logins({ query: "e" })).toEqual(["carol", "dave"]);
  expect(await logins({ query: "nobody" })).toEqual([]);
});

test("an unknown team is null, an organization that is none is not found", async () => {
  const octokit = await asOrg();
  const unknown = await graphql(octokit, members, { org: "Org", slug: "nothing" });
  expect(unknown).toEqual({ data: { organization: { team: null } }, errors: [] });
  const person = await graphql(octokit, members, { org: "carol", slug: "committers" });
  expect(person.data).toEqual({ organization: null });
  expect(person.errors).toMatchObject([
    {
      type: "NOT_FOUND",
      path: ["organization"],
      message: "Could not resolve to an Organization with the login of 'carol'.",
    },
  ]);
});

test("without members:read teams are not accessible", async () => {
  const octokit = await asOrg({ contents: "read" });
  const { data, errors } = await graphql(octokit, members, { org: "Org", slug: "committers" });
  expect(data).toEqual({ organization: { team: null } });
  expect(errors).toMatchObject([
    {
      type: "FORBIDDEN",
      path: ["organization", "team"],
      message: "Resource not accessible by integration",
    },
  ]);
  const membership = { org: "Org", team_slug: "committers", username: "carol" };
  expect(await refusal(octokit.rest.teams.getMembershipForUserInOrg(membership))).toMatchObject({
    status: 403,
  });
});

test("another installation's teams are not accessible", async () => {
  const { errors } = await graphql(github.octokit, members, { org: "Org", slug: "committers" });
  expect(errors).toMatchObject([{ type: "FORBIDDEN" }]);
});

test("REST says who is a member", async () => {
  const { teams } = (await asOrg()).rest;
  const at = { org: "Org", team_slug: "committers" };
  expect((await teams.getMembershipForUserInOrg({ ...at, username: "lea" })).data).toMatchObject({
    state: "active",
    role: "member",
  });
  expect(await refusal(teams.getMembershipForUserInOrg({ ...at, username: "tom" }))).toMatchObject({
    status: 404,
  });
  expect((await teams.listMembersInOrg(at)).data.map(({ login }) => login)).toEqual(["carol", "dave", "lea"]);
});

test("the permission of a collaborator counts its teams", async () => {
  const { repos } = (await asOrg()).rest;
  const at = { owner: "Org", repo: "packages" };
  const of = async (username: string) => {
    const { data } = await repos.getCollaboratorPermissionLevel({ ...at, username });
    return [data.permission, data.role_name, data.user?.permissions?.push, data.user?.id];
  };
  const id = (login: string) => github.world.user(login).id;
  expect(await of("lea")).toEqual(["write", "write", true, id("lea")]);
  expect(await of("mia")).toEqual(["write", "maintain", true, id("mia")]);
  expect(await of("tom")).toEqual(["read", "triage", false, id("tom")]);
  expect(await of("alice")).toEqual(["read", "read", false, id("alice")]);
  const unknown = repos.getCollaboratorPermissionLevel({ ...at, username: "nobody-at-all" });
  expect(await refusal(unknown)).toMatchObject({ status: 404 });
});

test("a user is found by the present login", async () => {
  const { world } = github;
  const { id } = world.user("before");
  world.renameUser(id, "after");
  const query = "query ($login: String!) { user(login: $login) { databaseId login } }";
  expect((await graphql(github.octokit, query, { login: "AFTER" })).data).toEqual({
    user: { databaseId: id, login: "after" },
  });
  expect((await graphql(github.octokit, query, { login: "before" })).errors).toMatchObject([
    { type: "NOT_FOUND" },
  ]);
});
