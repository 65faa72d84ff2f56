import type {
  Account,
  App,
  CheckRun,
  CheckSuite,
  CommitStatus,
  Installation,
  Issue,
  MergeGroup,
  NodeRef,
  Oid,
  PullRequest,
  Repository,
  RepositoryRole,
  Team,
} from "./model.ts";

/** `TeamMembershipType` of GraphQL. */
export type TeamMembership = "ALL" | "CHILD_TEAM" | "IMMEDIATE";

/**
 * The state to read from: the true one (`World.state`) or the one that readers see now (`World.readView()`).
 * All of it is in memory, and every record is immutable. What is not there is null.
 */
export type Reader = {
  account(id: number): Account | null;
  /** Case does not matter. */
  accountByLogin(login: string): Account | null;
  app(id: number): App | null;
  apps(): readonly App[];
  installation(id: number): Installation | null;
  installations(): readonly Installation[];
  /** The installation of an App that covers a repository. */
  installationOn(appId: number, repositoryId: number): Installation | null;
  /** The repositories that an installation covers. */
  installedOn(installation: Installation): readonly Repository[];
  repository(id: number): Repository | null;
  /** By `owner/name`; case does not matter. */
  repositoryByName(nameWithOwner: string): Repository | null;
  repositories(): readonly Repository[];
  /**
   * The highest role that an account has in a repository: as its owner, of its own, by a team, as a member of
   * the organization. Null when it has none (the repository may be public).
   */
  role(repositoryId: number, accountId: number): RepositoryRole | null;
  /** Whether a person, or the App of a bot, may write to the contents of a repository. */
  mayWrite(repositoryId: number, accountId: number): boolean;
  /** The team of this slug in an organization. */
  team(organizationId: number, slug: string): Team | null;
  teams(organizationId: number): readonly Team[];
  /** Ids of the members of a team, in the order in which they joined; each once. */
  teamMemberIds(team: Team, which: TeamMembership): readonly number[];
  /** A full ref name, `refs/pull/<n>/head` and `refs/pull/<n>/merge` included. */
  ref(repositoryId: number, name: string): Oid | null;
  pullRequest(repositoryId: number, number: number): PullRequest | null;
  /** An issue that is no pull request. */
  issue(repositoryId: number, number: number): Issue | null;
  /** In the order of their numbers. */
  pullRequests(repositoryId: number): readonly PullRequest[];
  /** In the order of their numbers, unless some were reopened. */
  openPullRequests(repositoryId: number): readonly PullRequest[];
  /** How many are open, late readers or not. */
  openCount(repositoryId: number): number;
  /** Whether a pull request of this account was merged. */
  isContributor(repositoryId: number, accountId: number): boolean;
  /** Those whose head is this commit, open or not. */
  pullRequestsByHead(repositoryId: number, head: Oid): readonly PullRequest[];
  checkSuite(id: number): CheckSuite | null;
  /** In the order of their creation. */
  checkSuites(repositoryId: number, head: Oid): readonly CheckSuite[];
  checkRun(id: number): CheckRun | null;
  /** In the order of their creation, also those that a newer run of the same name and App replaces. */
  checkRuns(repositoryId: number, head: Oid): readonly CheckRun[];
  /** All that were posted, oldest first. */
  statuses(repositoryId: number, oid: Oid): readonly CommitStatus[];
  mergeGroups(repositoryId: number): readonly MergeGroup[];
  /** What a global node id stands for. Git objects have theirs from `World.objectNodeId`. */
  node(nodeId: string): NodeRef | null;
};
