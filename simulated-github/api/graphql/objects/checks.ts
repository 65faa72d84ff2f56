import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import { latestRuns, latestStatuses, rolledUp, runState, statusState } from "../../../world/check-states.ts";
import type {
  Annotation,
  CheckRun,
  CheckSuite,
  CommitStatus,
  Oid,
  Repository,
} from "../../../world/model.ts";
import { isRequired } from "../../../world/requirements.ts";
import { connection, type PageArguments } from "../connection.ts";
import { GraphqlProblem } from "../problem.ts";
import { inRepository, type Source, type View } from "../source.ts";
import { actorById } from "./actor.ts";
import { commit } from "./git-object.ts";
import { ref, repository } from "./repository.ts";

export function checkSuites(
  view: View,
  record: Repository,
  oid: Oid,
  args: PageArguments & { filterBy?: schema.CheckSuiteFilter | null },
  info: GraphQLResolveInfo,
) {
  const { appId, checkName } = args.filterBy ?? {};
  const runs = checkName == null ? [] : view.reader.checkRuns(record.id, oid);
  const found = view.reader
    .checkSuites(record.id, oid)
    .filter(
      (suite) =>
        (appId == null || suite.appId === appId) &&
        (checkName == null || runs.some((run) => run.suiteId === suite.id && run.name === checkName)),
    );
  return connection(found, args, info, (suite) => checkSuite(view, record, suite), {
    key: ({ id }) => id,
    takes: ["filterBy"],
  });
}

export function checkSuite(view: View, record: Repository, suite: CheckSuite): Source<schema.CheckSuite> {
  const url = `${view.world.urls.html}/${record.nameWithOwner}/commit/${suite.headOid}/checks?check_suite_id=${suite.id}`;
  return {
    __typename: "CheckSuite",
    [inRepository]: record.id,
    id: suite.nodeId,
    databaseId: intOrNull(suite.id),
    status: statusName(suite.status),
    conclusion: conclusionName(suite.conclusion),
    createdAt: suite.createdAt,
    updatedAt: suite.updatedAt,
    url,
    app: () => appSource(view, suite.appId),
    branch: () => (suite.headBranch === null ? null : ref(view, record, `refs/heads/${suite.headBranch}`)),
    commit: () => commit(view, record, suite.headOid),
    repository: () => repository(view, record),
    checkRuns: (
      args: PageArguments & { filterBy?: schema.CheckRunFilter | null },
      _: View,
      info: GraphQLResolveInfo,
    ) => {
      const all = view.reader
        .checkRuns(record.id, suite.headOid)
        .filter(({ suiteId }) => suiteId === suite.id);
      const filter = args.filterBy ?? {};
      const runs = (filter.checkType === "LATEST" ? latestRuns(all) : all).filter((run) =>
        passes(run, filter),
      );
      return connection(runs, args, info, (run) => checkRun(view, record, run), {
        key: ({ id }) => id,
        takes: ["filterBy"],
      });
    },
  };
}

/** What GraphQL has no number for is null. */
function intOrNull(id: number): number | null {
  return id < 2 ** 31 ? id : null;
}

function passes(run: CheckRun, filter: schema.CheckRunFilter): boolean {
  const { appId, checkName, status, statuses, conclusions } = filter;
  const conclusion = conclusionName(run.conclusion);
  return (
    (appId == null || run.appId === appId) &&
    (checkName == null || run.name === checkName) &&
    (status == null || statusName(run.status) === status) &&
    (statuses == null || statuses.includes(statusName(run.status))) &&
    (conclusions == null || (conclusion !== null && conclusions.includes(conclusion)))
  );
}

export function checkRun(view: View, record: Repository, run: CheckRun): Source<schema.CheckRun> {
  const url = `${view.world.urls.html}/${record.nameWithOwner}/runs/${run.id}`;
  return {
    __typename: "CheckRun",
    [inRepository]: record.id,
    id: run.nodeId,
    databaseId: intOrNull(run.id),
    name: run.name,
    status: statusName(run.status),
    conclusion: conclusionName(run.conclusion),
    externalId: run.externalId,
    detailsUrl: run.detailsUrl ?? url,
    permalink: url,
    url,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    isRequired: (args: RequiredArguments) => requiredFor(view, record, args, run.name, run.appId),
    checkSuite: () => {
      const suite = view.reader.checkSuite(run.suiteId);
      return suite === null ? null : checkSuite(view, record, suite);
    },
    repository: () => repository(view, record),
    annotations: (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
      connection(run.annotations, args, info, (one) => annotation(view, record, run, one)),
  };
}

function annotation(
  view: View,
  record: Repository,
  run: CheckRun,
  one: Annotation,
): Source<schema.CheckAnnotation> {
  const levels = { failure: "FAILURE", notice: "NOTICE", warning: "WARNING" } as const;
  return {
    __typename: "CheckAnnotation",
    annotationLevel: levels[one.level],
    path: one.path,
    message: one.message,
    title: one.title,
    rawDetails: one.rawDetails,
    blobUrl: `${view.world.urls.html}/${record.nameWithOwner}/blob/${run.headOid}/${one.path}`,
    location: {
      start: { line: one.startLine, column: one.startColumn },
      end: { line: one.endLine, column: one.endColumn },
    },
  };
}

/** All checks and statuses of a commit; null if there is none. */
export function statusCheckRollup(
  view: View,
  record: Repository,
  oid: Oid,
): Source<schema.StatusCheckRollup> | null {
  const runs = latestRuns(view.reader.checkRuns(record.id, oid));
  const statuses = latestStatuses(view.reader.statuses(record.id, oid));
  if (runs.length === 0 && statuses.length === 0) return null;
  return {
    __typename: "StatusCheckRollup",
    [inRepository]: record.id,
    id: Buffer.from(`StatusCheckRollup:${record.id}:${oid}`).toString("base64"),
    state: rolledUp([...runs.map(runState), ...statuses.map(statusState)]),
    commit: () => commit(view, record, oid),
    contexts: (args: PageArguments, _: View, info: GraphQLResolveInfo) => ({
      ...connection([...runs, ...statuses], args, info, (one) =>
        "suiteId" in one ? checkRun(view, record, one) : statusContext(view, record, one),
      ),
      checkRunCount: runs.length,
      statusContextCount: statuses.length,
    }),
  };
}

/** The statuses of a commit without its checks; null if there is none. */
export function combinedStatus(view: View, record: Repository, oid: Oid): Source<schema.Status> | null {
  const statuses = latestStatuses(view.reader.statuses(record.id, oid));
  if (statuses.length === 0) return null;
  return {
    __typename: "Status",
    [inRepository]: record.id,
    id: Buffer.from(`Status:${record.id}:${oid}`).toString("base64"),
    state: rolledUp(statuses.map(statusState)),
    commit: () => commit(view, record, oid),
    contexts: () => statuses.map((status) => statusContext(view, record, status)),
    context: ({ name }: { name: string }) => {
      const found = statuses.find(({ context }) => context === name);
      return found === undefined ? null : statusContext(view, record, found);
    },
  };
}

function statusContext(view: View, record: Repository, status: CommitStatus): Source<schema.StatusContext> {
  return {
    __typename: "StatusContext",
    id: status.nodeId,
    context: status.context,
    state: statusState(status),
    description: status.description,
    targetUrl: status.targetUrl,
    createdAt: status.createdAt,
    isRequired: (args: RequiredArguments) => requiredFor(view, record, args, status.context, null),
    creator: () => actorById(view, status.creatorId),
    commit: () => commit(view, record, status.oid),
  };
}

type RequiredArguments = {
  readonly pullRequestId?: string | null;
  readonly pullRequestNumber?: number | null;
};

/** Whether the base of a pull request asks for this check or status. */
function requiredFor(
  { reader }: View,
  record: Repository,
  { pullRequestId, pullRequestNumber }: RequiredArguments,
  name: string,
  appId: number | null,
): boolean {
  const named = pullRequestId == null ? null : reader.node(pullRequestId);
  const number = pullRequestNumber ?? (named?.kind === "PullRequest" ? named.number : null);
  const of = number === null ? null : reader.pullRequest(record.id, number);
  if (of === null) {
    throw new GraphqlProblem("UNPROCESSABLE", "Pull request number or ID is required to check if required");
  }
  return isRequired(reader, of, name, appId);
}

function appSource(view: View, appId: number): Source<schema.App> | null {
  const app = view.reader.app(appId);
  if (app === null) return null;
  return {
    __typename: "App",
    id: app.nodeId,
    databaseId: app.id,
    slug: app.slug,
    name: app.name,
    url: `${view.world.urls.html}/apps/${app.slug}`,
  };
}

function statusName(status: CheckSuite["status"]): schema.CheckStatusState {
  const names = { queued: "QUEUED", in_progress: "IN_PROGRESS", completed: "COMPLETED" } as const;
  return names[status];
}

function conclusionName(conclusion: CheckSuite["conclusion"]): schema.CheckConclusionState | null {
  const names = {
    success: "SUCCESS",
    failure: "FAILURE",
    neutral: "NEUTRAL",
    cancelled: "CANCELLED",
    skipped: "SKIPPED",
    timed_out: "TIMED_OUT",
    action_required: "ACTION_REQUIRED",
    stale: "STALE",
  } as const;
  return conclusion === null ? null : names[conclusion];
}
