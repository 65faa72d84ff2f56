import type { Annotation, CheckRun, CheckSuite, CommitStatus } from "../model.ts";
import { type Shown, userOf } from "./account.ts";
import { appJson } from "./app.ts";
import { minimalPullRequestJson } from "./pull-request.ts";

/**
 * The pull requests that GitHub names beside a check: the open ones with this head, but none from forks.
 */
export function pullRequestsOfCommit(shown: Shown, repositoryId: number, headOid: string) {
  return shown.reader
    .pullRequestsByHead(repositoryId, headOid)
    .filter((candidate) => candidate.state === "OPEN" && candidate.headRepositoryId === repositoryId)
    .map((candidate) => minimalPullRequestJson(shown, candidate));
}

export function checkRunJson(shown: Shown, run: CheckRun) {
  const { reader, urls } = shown;
  const name = reader.repository(run.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/check-runs/${run.id}`;
  const html = `${urls.html}/${name}/runs/${run.id}`;
  const app = reader.app(run.appId);
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headOid,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: app === null ? null : appJson(shown, app),
    pull_requests: pullRequestsOfCommit(shown, run.repositoryId, run.headOid),
  };
}

export function annotationJson(annotation: Annotation, blobUrl: string) {
  return {
    path: annotation.path,
    blob_href: blobUrl,
    start_line: annotation.startLine,
    start_column: annotation.startColumn,
    end_line: annotation.endLine,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

export function checkSuiteJson(shown: Shown, suite: CheckSuite) {
  const { reader, urls } = shown;
  const name = reader.repository(suite.repositoryId)?.nameWithOwner ?? "";
  const url = `${urls.api}/repos/${name}/check-suites/${suite.id}`;
  const app = reader.app(suite.appId);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headOid,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: null,
    after: suite.headOid,
    pull_requests: pullRequestsOfCommit(shown, suite.repositoryId, suite.headOid),
    app: app === null ? null : appJson(shown, app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: reader
      .checkRuns(suite.repositoryId, suite.headOid)
      .filter((run) => run.suiteId === suite.id).length,
    check_runs_url: `${url}/check-runs`,
  };
}

export function statusJson(shown: Shown, status: CommitStatus) {
  const { reader, urls } = shown;
  const name = reader.repository(status.repositoryId)?.nameWithOwner ?? "";
  return {
    url: `${urls.api}/repos/${name}/statuses/${status.oid}`,
    avatar_url: `${urls.html}/avatars/u/${status.creatorId}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.updatedAt,
    creator: userOf(shown, status.creatorId),
  };
}
