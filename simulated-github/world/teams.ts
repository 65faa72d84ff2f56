import { addMember, ensureAccount } from "./accounts.ts";
import { accountOf, type Context } from "./context.ts";
import type { Account, RepositoryRole, Team } from "./model.ts";

export type TeamOptions = {
  /** Logins; the users are made if they are not there, and become members of the organization. */
  readonly members?: readonly string[];
  /** The slug of the team above. */
  readonly parent?: string;
  /** Roles by the full name of a repository of the organization. */
  readonly repositories?: Readonly<Record<string, RepositoryRole>>;
  readonly name?: string;
};

/** The team of this slug, made if it is not there. Members and roles are added to those it has. */
export function ensureTeam(
  context: Context,
  organization: string,
  slug: string,
  options: TeamOptions = {},
): Team {
  const owner = organizationOf(context, organization);
  const team = context.reader.team(owner.id, slug) ?? createTeam(context, owner.id, slug, options);
  const roles = new Map(team.roles);
  for (const [name, role] of Object.entries(options.repositories ?? {})) {
    const repository = context.reader.repositoryByName(name);
    if (repository?.ownerId !== owner.id) throw new Error(`${organization} has no repository ${name}`);
    roles.set(repository.id, role);
  }
  context.state.teams.set(team.id, { ...team, roles });
  for (const member of options.members ?? []) addTeamMember(context, organization, slug, member);
  return teamOf(context, organization, slug);
}

/** An owner of repositories that was taken for a person becomes an organization, as GitHub lets people do. */
function organizationOf(context: Context, login: string): Account {
  const known = context.reader.accountByLogin(login);
  if (known?.type !== "User") return ensureAccount(context, "Organization", login);
  const organization: Account = { ...known, type: "Organization" };
  context.state.accounts.set(known.id, organization);
  return organization;
}

function createTeam(context: Context, organizationId: number, slug: string, options: TeamOptions): Team {
  if (!/^[a-z0-9_-]+$/.test(slug)) throw new Error(`"${slug}" is not the slug of a team`);
  const parent = options.parent === undefined ? null : context.reader.team(organizationId, options.parent);
  if (options.parent !== undefined && parent === null) throw new Error(`there is no team ${options.parent}`);
  const id = context.nextId();
  return {
    id,
    nodeId: context.state.nodeIds.create("Team", id, { kind: "Team", id }),
    organizationId,
    slug,
    name: options.name ?? slug,
    parentId: parent?.id ?? null,
    memberIds: [],
    roles: new Map(),
    createdAt: context.timestamp(),
  };
}

export function addTeamMember(context: Context, organization: string, slug: string, login: string): void {
  const team = teamOf(context, organization, slug);
  const { id } = ensureAccount(context, "User", login);
  addMember(context, team.organizationId, id);
  if (team.memberIds.includes(id)) return;
  context.state.teams.set(team.id, { ...team, memberIds: [...team.memberIds, id] });
}

/** The user stays a member of the organization. */
export function removeTeamMember(context: Context, organization: string, slug: string, login: string): void {
  const team = teamOf(context, organization, slug);
  const { id } = accountOf(context, context.reader.accountByLogin(login)?.id ?? -1);
  context.state.teams.set(team.id, { ...team, memberIds: team.memberIds.filter((other) => other !== id) });
}

function teamOf(context: Context, organization: string, slug: string): Team {
  const owner = context.reader.accountByLogin(organization);
  const team = owner === null ? null : context.reader.team(owner.id, slug);
  if (team === null) throw new Error(`${organization} has no team ${slug}`);
  return team;
}
