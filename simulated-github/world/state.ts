import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  CommitStatus,
  Installation,
  Issue,
  MergeGroup,
  Oid,
  PullRequest,
  Repository,
  RepositoryRole,
  Team,
} from "./model.ts";
import { createNodeIds, type NodeIds } from "./node-ids.ts";
import type { Reader, TeamMembership } from "./reader.ts";
import { createTable, type Lateness, type Table } from "./tables.ts";

/** Where everything is kept. The indexes only grow; what they name is looked up in the tables. */
export type State = {
  readonly nodeIds: NodeIds;
  readonly accounts: Table<number, Account>;
  readonly apps: Table<number, App>;
  readonly installations: Table<number, Installation>;
  readonly repositories: Table<number, Repository>;
  readonly pullRequests: Table<string, PullRequest>;
  /** Those that are no pull requests, by `pullRequestKey`. */
  readonly issues: Table<string, Issue>;
  readonly checkSuites: Table<number, CheckSuite>;
  readonly checkRuns: Table<number, CheckRun>;
  /** By `commitKey`. */
  readonly statuses: Table<string, readonly CommitStatus[]>;
  readonly mergeGroups: Table<number, MergeGroup>;
  readonly teams: Table<number, Team>;
  readonly accountIds: Map<string, number>;
  readonly repositoryIds: Map<string, number>;
  readonly pullRequestNumbers: Map<number, number[]>;
  readonly openNumbers: Map<number, Set<number>>;
  /** Open ones that wait to be merged by GitHub itself, by repository. */
  readonly waitingNumbers: Map<number, Set<number>>;
  /** Who had a pull request merged, by repository. */
  readonly contributors: Map<number, Set<number>>;
  /** By `commitKey`. */
  readonly numbersByHead: Map<string, number[]>;
  readonly suiteIds: Map<string, number[]>;
  readonly runIds: Map<string, number[]>;
};

/** The state of a world in which nothing is. */
export function createState(lateness: Lateness, changed: () => void): State {
  return {
    nodeIds: createNodeIds(),
    accounts: createTable(lateness, changed),
    apps: createTable(lateness, changed),
    installations: createTable(lateness, changed),
    repositories: createTable(lateness, changed),
    pullRequests: createTable(lateness, changed),
    issues: createTable(lateness, changed),
    checkSuites: createTable(lateness, changed),
    checkRuns: createTable(lateness, changed),
    statuses: createTable(lateness, changed),
    mergeGroups: createTable(lateness, changed),
    teams: createTable(lateness, changed),
    accountIds: new Map(),
    repositoryIds: new Map(),
    pullRequestNumbers: new Map(),
    openNumbers: new Map(),
    waitingNumbers: new Map(),
    contributors: new Map(),
    numbersByHead: new Map(),
    suiteIds: new Map(),
    runIds: new Map(),
  };
}

export function pullRequestKey(repositoryId: number, number: number): string {
  return `${repositoryId}#${number}`;
}

export function commitKey(repositoryId: number, oid: Oid): string {
  return `${repositoryId}@${oid}`;
}

/** Appends to the list of a key. */
export function addTo<Key>(index: Map<Key, number[]>, key: Key, value: number): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, [value]);
  else if (!values.includes(value)) values.push(value);
}

/** Adds to the set of a key. */
export function addToSet<Key>(index: Map<Key, Set<number>>, key: Key, value: number): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, new Set([value]));
  else values.add(value);
}

const rolesUpwards: readonly RepositoryRole[] = ["read", "triage", "write", "maintain", "admin"];

function highest(roles: readonly (RepositoryRole | undefined)[]): RepositoryRole | null {
  return rolesUpwards.findLast((role) => roles.includes(role)) ?? null;
}

type Get = <Key, Value>(table: Table<Key, Value>, key: Key) => Value | undefined;
type All = <Key, Value>(table: Table<Key, Value>) => Iterable<Value>;

/** Reads the truth. */
export function trueReader(state: State): Reader {
  return createReader(
    state,
    (table, key) => table.get(key),
    (table) => table.values(),
  );
}

/** Reads what is seen while writes are late. */
export function lateReader(state: State): Reader {
  return createReader(
    state,
    (table, key) => table.seen(key),
    (table) => table.allSeen(),
  );
}

function createReader(state: State, get: Get, all: All): Reader {
  const byId =
    <Value>(table: Table<number, Value>) =>
    (id: number): Value | null =>
      get(table, id) ?? null;
  const named = <Value>(ids: readonly number[] | undefined, table: Table<number, Value>): Value[] =>
    (ids ?? []).map((id) => get(table, id)).filter((value) => value !== undefined);

  const repository = byId(state.repositories);
  const account = byId(state.accounts);

  function pullRequest(repositoryId: number, number: number): PullRequest | null {
    return get(state.pullRequests, pullRequestKey(repositoryId, number)) ?? null;
  }

  function numbered(repositoryId: number, numbers: readonly number[] | undefined): PullRequest[] {
    return (numbers ?? []).map((number) => pullRequest(repositoryId, number)).filter((pr) => pr !== null);
  }

  function covers(installation: Installation, { id, ownerId }: Repository): boolean {
    if (installation.accountId !== ownerId) return false;
    return installation.repositorySelection === "all" || installation.repositoryIds.includes(id);
  }

  function role(repositoryId: number, accountId: number): RepositoryRole | null {
    const found = repository(repositoryId);
    if (found === null) return null;
    if (found.ownerId === accountId) return "admin";
    const roles = teamsOf(found.ownerId)
      .filter((team) => teamMemberIds(team, "ALL").includes(accountId))
      .map((team) => team.roles.get(repositoryId));
    const member = account(found.ownerId)?.memberIds.includes(accountId) === true;
    return highest([found.collaborators.get(accountId), ...roles, member ? "read" : undefined]);
  }

  function teamsOf(organizationId: number): readonly Team[] {
    return [...all(state.teams)].filter((team) => team.organizationId === organizationId);
  }

  function teamMemberIds(team: Team, which: TeamMembership): readonly number[] {
    const children = teamsOf(team.organizationId).filter(({ parentId }) => parentId === team.id);
    const below = which === "IMMEDIATE" ? [] : children.flatMap((child) => teamMemberIds(child, "ALL"));
    return [...new Set(which === "CHILD_TEAM" ? below : [...team.memberIds, ...below])];
  }

  function installationOn(appId: number, repositoryId: number): Installation | null {
    const found = repository(repositoryId);
    if (found === null) return null;
    for (const installation of all(state.installations)) {
      if (installation.appId === appId && covers(installation, found)) return installation;
    }
    return null;
  }

  function mayWrite(repositoryId: number, accountId: number): boolean {
    const appId = account(accountId)?.appId ?? null;
    if (appId !== null) {
      const contents = installationOn(appId, repositoryId)?.permissions.contents;
      return contents === "write" || contents === "admin";
    }
    const found = role(repositoryId, accountId);
    return found === "write" || found === "maintain" || found === "admin";
  }

  function ref(repositoryId: number, name: string): Oid | null {
    const [, number, which] = /^refs\/pull\/(\d+)\/(head|merge)$/.exec(name) ?? [];
    if (number === undefined) return repository(repositoryId)?.refs.get(name) ?? null;
    const found = pullRequest(repositoryId, Number(number));
    if (found === null) return null;
    return which === "head" ? found.headRefOid : found.mergeability.mergeCommitOid;
  }

  return {
    account,
    accountByLogin: (login) => account(state.accountIds.get(login.toLowerCase()) ?? -1),
    app: byId(state.apps),
    apps: () => [...all(state.apps)],
    installation: byId(state.installations),
    installations: () => [...all(state.installations)],
    installationOn,
    installedOn: (installation) =>
      [...all(state.repositories)].filter((candidate) => covers(installation, candidate)),
    repository,
    repositoryByName: (name) => repository(state.repositoryIds.get(name.toLowerCase()) ?? -1),
    repositories: () => [...all(state.repositories)],
    role,
    mayWrite,
    team: (organizationId, slug) =>
      teamsOf(organizationId).find((team) => team.slug === slug.toLowerCase()) ?? null,
    teams: teamsOf,
    teamMemberIds,
    ref,
    pullRequest,
    issue: (repositoryId, number) => get(state.issues, pullRequestKey(repositoryId, number)) ?? null,
    pullRequests: (repositoryId) => numbered(repositoryId, state.pullRequestNumbers.get(repositoryId)),
    openPullRequests: (repositoryId) =>
      numbered(repositoryId, [...(state.openNumbers.get(repositoryId) ?? [])]).filter(
        (pr) => pr.state === "OPEN",
      ),
    openCount: (repositoryId) => state.openNumbers.get(repositoryId)?.size ?? 0,
    isContributor: (repositoryId, accountId) => state.contributors.get(repositoryId)?.has(accountId) === true,
    pullRequestsByHead: (repositoryId, head) =>
      numbered(repositoryId, state.numbersByHead.get(commitKey(repositoryId, head))).filter(
        (pr) => pr.headRefOid === head,
      ),
    checkSuite: byId(state.checkSuites),
    checkSuites: (repositoryId, head) =>
      named(state.suiteIds.get(commitKey(repositoryId, head)), state.checkSuites),
    checkRun: byId(state.checkRuns),
    checkRuns: (repositoryId, head) =>
      named(state.runIds.get(commitKey(repositoryId, head)), state.checkRuns),
    statuses: (repositoryId, oid) => get(state.statuses, commitKey(repositoryId, oid)) ?? [],
    mergeGroups: (repositoryId) =>
      [...all(state.mergeGroups)].filter((group) => group.repositoryId === repositoryId),
    node: (nodeId) => state.nodeIds.find(nodeId),
  };
}
