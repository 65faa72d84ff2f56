import { CHECK_STATE_FIELDS } from "./check-rollup.ts";
import { OWN_CHECK_FIELDS } from "./own-checks.ts";
import { ACTOR_FIELDS } from "./people.ts";

/** What is read of a thread: whose it is and what its first comment says. */
const THREAD_FIELDS = /* GraphQL */ `
  pageInfo { hasNextPage endCursor }
  nodes {
    id
    isResolved
    comments(first: 1) {
      totalCount
      nodes { id body viewerDidAuthor isMinimized }
    }
  }`;

const REVIEW_FIELDS = /* GraphQL */ `
  totalCount
  pageInfo { hasPreviousPage startCursor }
  nodes {
    id
    fullDatabaseId
    state
    body
    viewerDidAuthor
    submittedAt
    publishedAt
    lastEditedAt
    createdViaEmail
    isMinimized
    reactionGroups { content viewerHasReacted }
    author { ${ACTOR_FIELDS} }
    editor { ${ACTOR_FIELDS} }
    commit { oid }
  }`;

const CONFIGURATION_FIELDS = /* GraphQL */ `
  file(path: $configuration) {
    mode
    type
    object { ... on Blob { oid text isTruncated isBinary } }
  }`;

/** What is read of a pull request but for what people and programs said of it. */
const PULL_REQUEST_FIELDS = /* GraphQL */ `
      id
      number
      state
      isDraft
      updatedAt
      changedFiles
      mergeable
      potentialMergeCommit { oid parents(first: 2) { nodes { oid } } }
      baseRefName
      baseRefOid
      headRefOid
      baseRef { target { oid ... on Commit { ${CONFIGURATION_FIELDS} } } }
      author { ${ACTOR_FIELDS} }
      isCrossRepository
      headRefName
      headRepositoryOwner { __typename ... on User { databaseId } ... on Organization { databaseId } }
      mergeStateStatus
      isMergeQueueEnabled
      mergeQueue { configuration { mergeMethod } }
      lastEditedAt
      autoMergeRequest { enabledAt enabledBy { ${ACTOR_FIELDS} } }
      mergeQueueEntry { enqueuedAt enqueuer { ${ACTOR_FIELDS} } }
      files(first: 100) { nodes { path changeType } }
      title
      commits(first: 50) { totalCount nodes { commit { oid messageHeadline } } }
      labels(first: 100) { nodes { name } }
      timelineItems(last: 50, itemTypes: [REVIEW_DISMISSED_EVENT]) {
        nodes { ... on ReviewDismissedEvent { actor { login } review { id } } }
      }
      replaced: timelineItems(
        last: 1
        itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT, HEAD_REF_RESTORED_EVENT, REOPENED_EVENT]
      ) {
        nodes {
          ... on HeadRefForcePushedEvent { createdAt }
          ... on HeadRefRestoredEvent { createdAt }
          ... on ReopenedEvent { createdAt }
        }
      }
      retargeted: timelineItems(
        last: 1
        itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]
      ) {
        nodes {
          ... on BaseRefChangedEvent { createdAt }
          ... on AutomaticBaseChangeSucceededEvent { createdAt }
        }
      }
      renamed: timelineItems(last: 1, itemTypes: [RENAMED_TITLE_EVENT]) {
        nodes { ... on RenamedTitleEvent { createdAt } }
      }
      takenBack: timelineItems(
        last: 10
        itemTypes: [AUTO_MERGE_DISABLED_EVENT, REMOVED_FROM_MERGE_QUEUE_EVENT]
      ) {
        nodes {
          ... on AutoMergeDisabledEvent { createdAt reason actor { ${ACTOR_FIELDS} } }
          ... on RemovedFromMergeQueueEvent { createdAt actor { ${ACTOR_FIELDS} } }
        }
      }
      handedOver: timelineItems(
        last: 5
        itemTypes: [
          AUTO_MERGE_ENABLED_EVENT
          ADDED_TO_MERGE_QUEUE_EVENT
          AUTO_MERGE_DISABLED_EVENT
          REMOVED_FROM_MERGE_QUEUE_EVENT
        ]
      ) {
        nodes {
          __typename
          ... on AutoMergeEnabledEvent { createdAt actor { ${ACTOR_FIELDS} } }
          ... on AddedToMergeQueueEvent { createdAt actor { ${ACTOR_FIELDS} } }
          ... on AutoMergeDisabledEvent { createdAt reason actor { ${ACTOR_FIELDS} } }
          ... on RemovedFromMergeQueueEvent { createdAt reason actor { ${ACTOR_FIELDS} } }
        }
      }`;

/** What people and programs said of a pull request: most of what makes the whole too much for GitHub. */
const saidFields = (most: string) => /* GraphQL */ `
      reviews(last: ${most}) { ${REVIEW_FIELDS} }
      reviewThreads(first: ${most}) { ${THREAD_FIELDS} }
      comments(last: ${most}) {
        totalCount
        nodes {
          id
          fullDatabaseId
          body
          createdAt
          lastEditedAt
          viewerDidAuthor
          createdViaEmail
          isMinimized
          author { ${ACTOR_FIELDS} }
          editor { ${ACTOR_FIELDS} }
          reactionGroups { content viewerHasReacted }
        }
      }
      statusCheckRollup {
        ${CHECK_STATE_FIELDS}
        commit { oid ${OWN_CHECK_FIELDS} }
      }`;

/**
 * The state of one pull request, all that a review depends on but the files. `$fallback` is the owner's
 * `.github` repository, which need not exist: then GitHub answers the rest, and an error for that path.
 */
export const PULL_REQUEST_QUERY = pullRequestQuery(
  "PullRequest",
  `${PULL_REQUEST_FIELDS} ${saidFields("100")}`,
);

/** The same in two parts, for one that is too much for GitHub at once; of what was said there may be less. */
export const PULL_REQUEST_PART_QUERY = pullRequestQuery("PullRequestPart", PULL_REQUEST_FIELDS);

export const PULL_REQUEST_SAID_QUERY = /* GraphQL */ `
query PullRequestSaid($owner: String!, $repo: String!, $number: Int!, $appId: Int!, $check: String!, $most: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { updatedAt headRefOid ${saidFields("$most")} }
  }
}`;

function pullRequestQuery(name: string, fields: string): string {
  const checks = fields.includes("$appId") ? ", $appId: Int!, $check: String!" : "";
  return /* GraphQL */ `
query ${name}($owner: String!, $repo: String!, $number: Int!, $configuration: String!${checks}) {
  rateLimit { cost limit remaining resetAt }
  viewer { login }
  repository(owner: $owner, name: $repo) {
    autoMergeAllowed
    pullRequest(number: $number) {
      ${fields}
    }
  }
  fallback: repository(owner: $owner, name: ".github") {
    defaultBranchRef { target { ... on Commit { ${CONFIGURATION_FIELDS} } } }
  }
}`;
}

/** Review threads beyond the first page. */
export const THREADS_QUERY = /* GraphQL */ `
query ReviewThreads($owner: String!, $repo: String!, $number: Int!, $after: String!, $most: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { reviewThreads(first: $most, after: $after) { ${THREAD_FIELDS} } }
  }
}`;

/** Reviews before the last page. */
export const REVIEWS_QUERY = /* GraphQL */ `
query Reviews($owner: String!, $repo: String!, $number: Int!, $before: String!, $most: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) { reviews(last: $most, before: $before) { ${REVIEW_FIELDS} } }
  }
}`;

/** The last comments on lines of code; whoever answers in a thread makes a review of it, too. */
export const REVIEW_COMMENTS_QUERY = /* GraphQL */ `
query ReviewComments($owner: String!, $repo: String!, $number: Int!, $reviews: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviews(last: $reviews) {
        nodes {
          comments(last: 10) {
            nodes {
              id
              fullDatabaseId
              body
              publishedAt
              isMinimized
              viewerDidAuthor
              author { ${ACTOR_FIELDS} }
              reactionGroups { content viewerHasReacted }
            }
          }
        }
      }
    }
  }
}`;

/** The configuration of a branch, for what is no pull request: a merge group or a push. */
export const CONFIGURATION_QUERY = /* GraphQL */ `
query Configuration($owner: String!, $repo: String!, $commit: GitObjectID!, $configuration: String!) {
  repository(owner: $owner, name: $repo) { object(oid: $commit) { ... on Commit { ${CONFIGURATION_FIELDS} } } }
  fallback: repository(owner: $owner, name: ".github") {
    defaultBranchRef { target { ... on Commit { ${CONFIGURATION_FIELDS} } } }
  }
}`;

/** The newest commit of a repository's default branch. */
export const DEFAULT_COMMIT_QUERY = /* GraphQL */ `
query DefaultCommit($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) { defaultBranchRef { target { oid } } }
}`;

/** A page of a repository's open pull requests, with what tells whether one was reviewed. */
export const SWEEP_QUERY = /* GraphQL */ `
query Sweep($owner: String!, $repo: String!, $base: String, $first: Int!, $after: String, $appId: Int!, $check: String!) {
  repository(owner: $owner, name: $repo) {
    pullRequests(first: $first, states: OPEN, baseRefName: $base, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        updatedAt
        comments { totalCount }
        reviews { totalCount }
        headRefOid
        statusCheckRollup {
          commit {
            oid
            checkSuites(last: 5, filterBy: { appId: $appId, checkName: $check }) {
              nodes {
                status
                checkRuns(last: 1, filterBy: { checkName: $check, status: COMPLETED }) {
                  nodes { completedAt }
                }
              }
            }
          }
        }
      }
    }
  }
}`;

/** The same without their checks, for one that is too much for GitHub. */
export const SWEEP_PAST_QUERY = /* GraphQL */ `
query SweepPast($owner: String!, $repo: String!, $base: String, $first: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequests(first: $first, states: OPEN, baseRefName: $base, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { number updatedAt comments { totalCount } reviews { totalCount } headRefOid }
    }
  }
}`;

/** The pull requests that a commit is in. */
export const PULL_REQUESTS_OF_COMMIT_QUERY = /* GraphQL */ `
query PullRequestsOfCommit($owner: String!, $repo: String!, $commit: GitObjectID!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $commit) {
      ... on Commit { associatedPullRequests(first: 25) { nodes { number state headRefOid } } }
    }
  }
}`;
