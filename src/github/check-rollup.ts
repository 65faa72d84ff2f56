/** What is read of the checks and statuses of others on a commit, of its rollup. */
export const CHECK_STATE_FIELDS = /* GraphQL */ `
  state
  contexts(first: 100) {
    pageInfo { hasNextPage }
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
    }
  }`;

export type AnsweredRollup = {
  readonly state: string;
  readonly contexts: {
    readonly pageInfo: { readonly hasNextPage: boolean };
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
