const CONTEXT_FIELDS = /* GraphQL */ `
    nodes {
      __typename
      ... on CheckRun {
        name
        permalink
        startedAt
        status
        conclusion
        detailsUrl
        isRequired(pullRequestNumber: $number)
        checkSuite { app { databaseId slug } }
      }
      ... on StatusContext { context state isRequired(pullRequestNumber: $number) }
    }`;

/** What is read of the checks and statuses of others on a commit, of its rollup. */
export const CHECK_STATE_FIELDS = /* GraphQL */ `
  state
  contexts(first: 100) {
    pageInfo { hasNextPage }
    ${CONTEXT_FIELDS}
  }`;

/** A page of them, where there are more. */
export const ALL_CHECKS_QUERY = /* GraphQL */ `
query AllChecks($owner: String!, $repo: String!, $number: Int!, $commit: GitObjectID!, $most: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    object(oid: $commit) {
      ... on Commit {
        statusCheckRollup {
          state
          contexts(first: $most, after: $after) {
            pageInfo { hasNextPage endCursor }
            ${CONTEXT_FIELDS}
          }
        }
      }
    }
  }
}`;

export type AnsweredRollup = {
  readonly state: string;
  readonly contexts: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
    readonly nodes: readonly (AnsweredContext | null)[];
  };
} | null;

export type AnsweredContext =
  | {
      readonly __typename: "CheckRun";
      readonly name: string;
      readonly permalink?: string;
      readonly startedAt?: string | null;
      readonly status: string;
      readonly conclusion: string | null;
      readonly detailsUrl?: string | null;
      readonly isRequired: boolean;
      readonly checkSuite: {
        readonly app: { readonly databaseId: number | null; readonly slug?: string } | null;
      } | null;
    }
  | {
      readonly __typename: "StatusContext";
      readonly context: string;
      readonly state: string;
      readonly isRequired: boolean;
    };
