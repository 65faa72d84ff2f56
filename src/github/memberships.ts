import type { MembershipQuestion } from "../policy/build-facts.ts";
import type { Memberships, Permission } from "../policy/facts.ts";
import type { Person } from "../policy/person.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

/** So many people at once are asked about in one request. */
const AT_ONCE = 20;
/** A login has at most so many others that start like it among the members of a team. */
const ALIKE = 20;

/**
 * What GitHub says of people: which teams they are in, child teams counted in, and what they may do. A team
 * that is not there, or that the App may not see, is left out. Throws a GitHubFailure.
 */
export async function readMemberships(
  client: GitHubClient,
  repository: RepositoryName,
  { people, teams, permissions }: MembershipQuestion,
): Promise<Memberships> {
  const users = people.filter(
    ({ id, kind }, i) => kind === "user" && people.findIndex((other) => other.id === id) === i,
  );
  const [members, allowed] = await Promise.all([
    teams.length === 0 ? new Map() : readTeams(client, repository.owner, users, [...new Set(teams)]),
    permissions ? readPermissions(client, repository, users) : new Map(),
  ]);
  return { teams: members, permissions: allowed };
}

type TeamsAnswer = {
  readonly organization: Readonly<
    Record<
      string,
      Readonly<
        Record<string, { readonly nodes: readonly ({ readonly databaseId: number | null } | null)[] }>
      > | null
    >
  > | null;
};

async function readTeams(
  client: GitHubClient,
  owner: string,
  users: readonly Person[],
  teams: readonly string[],
): Promise<Map<string, ReadonlySet<number>>> {
  const members = new Map<string, Set<number>>();
  for (let start = 0; start < users.length; start += AT_ONCE) {
    const asked = users.slice(start, start + AT_ONCE);
    const variables: Record<string, unknown> = { owner };
    for (const [i, team] of teams.entries()) variables[`team${i}`] = team;
    for (const [i, { login }] of asked.entries()) variables[`login${i}`] = login;
    const document = teamsQuery(teams.length, asked.length);
    const { data, problems } = await client.queryPartly<TeamsAnswer>("Teams", document, variables);
    const serious = problems.filter(({ type }) => type !== "NOT_FOUND" && type !== "FORBIDDEN");
    if (serious.length > 0) throw graphqlFailure(serious, null, "Teams");
    for (const [i, team] of teams.entries()) {
      const found = data.organization?.[`team${i}`];
      if (!found) continue;
      const known = members.get(team) ?? new Set();
      members.set(team, known);
      for (const [j, { id }] of asked.entries()) {
        if (found[`person${j}`]?.nodes.some((node) => node?.databaseId === id)) known.add(id);
      }
    }
  }
  return members;
}

/** The question which of some people are in which of some teams; each is a variable. */
export function teamsQuery(teams: number, people: number): string {
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  const variables = ["$owner: String!"];
  variables.push(...range(teams).map((i) => `$team${i}: String!`));
  variables.push(...range(people).map((i) => `$login${i}: String!`));
  const members = range(people).map(
    (i) =>
      `person${i}: members(first: ${ALIKE}, query: $login${i}, membership: ALL) { nodes { databaseId } }`,
  );
  const asked = range(teams).map((i) => `team${i}: team(slug: $team${i}) { ${members.join(" ")} }`);
  return `query Teams(${variables.join(", ")}) { organization(login: $owner) { ${asked.join(" ")} } }`;
}

async function readPermissions(
  client: GitHubClient,
  repository: RepositoryName,
  users: readonly Person[],
): Promise<Map<number, Permission>> {
  const permissions = new Map<number, Permission>();
  await Promise.all(
    users.map(async (person) => {
      permissions.set(person.id, await readPermission(client, repository, person));
    }),
  );
  return permissions;
}

/** https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
async function readPermission(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  { id, login }: Person,
): Promise<Permission> {
  try {
    const { user } = await client.rest("repos.getCollaboratorPermissionLevel", (rest) =>
      rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: login }),
    );
    // Somebody else may have the login by now.
    const may = user?.id === id ? user.permissions : undefined;
    if (may?.admin === true) return "admin";
    if (may?.maintain === true) return "maintain";
    if (may?.push === true) return "write";
    if (may?.triage === true) return "triage";
    return may?.pull === true ? "read" : "none";
  } catch (error) {
    if (error instanceof GitHubFailure && error.kind === "gone" && error.status === 404) return "none";
    throw error;
  }
}
