import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import type { EntryQuestion } from "../policy/build-facts.ts";
import type { Account, EntryOwnership } from "../policy/facts.ts";
import type { GitHubClient } from "./client.ts";
import { graphqlFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

type AnsweredOwner = {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId: number | null;
  readonly createdAt?: string;
} | null;

type AnsweredRange = {
  readonly startingLine: number;
  readonly endingLine: number;
  readonly commit: {
    readonly committedDate: string;
    readonly author: { readonly user: { readonly databaseId: number | null } | null } | null;
  };
};

type Answer = Readonly<Record<string, AnsweredOwner>> & {
  readonly repository?: {
    readonly object: { readonly blame?: { readonly ranges: readonly AnsweredRange[] } } | null;
  } | null;
};

/**
 * What GitHub says of whom an entry of the registry names, and of when it was last touched on the base branch, whose
 * newest commit `commit` is; null where that is not known. Throws a GitHubFailure.
 */
export async function readEntryOwnership(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  { logins, lines, commit }: EntryQuestion & { readonly commit: string | null },
): Promise<EntryOwnership> {
  const asked = logins.filter((login) => LOGIN.test(login));
  // Until GitHub says who has them.
  const nobody = logins.map((login) => [login, null] as const);
  const blames = lines !== null && commit !== null;
  if (asked.length === 0 && !blames) return { accounts: new Map(nobody), lastTouched: null };
  const variables = {
    ...Object.fromEntries(asked.map((login, i) => [`login${i}`, login])),
    ...(blames ? { owner, repo, commit } : {}),
  };
  const { data, problems } = await client.queryPartly<Answer>(
    "EntryOwnership",
    entryQuery(asked.length, blames),
    variables,
  );
  const serious = problems.filter(({ type }) => type !== "NOT_FOUND");
  if (serious.length > 0) throw graphqlFailure(serious, null, "EntryOwnership");
  const accounts = asked.map((login, i) => [login, accountOf(data[`login${i}`] ?? null, login)] as const);
  const blame = data.repository?.object?.blame;
  return {
    accounts: new Map([...nobody, ...accounts]),
    lastTouched: lines === null || blame == null ? null : lastTouched(blame.ranges, lines),
  };
}

/** What no account is called, nobody has to be asked about. */
const LOGIN = /^[a-z\d][a-z\d-]{0,38}$/i;

/** The question about so many logins, each a variable, and who wrote the registry. */
export function entryQuery(logins: number, blames: boolean): string {
  const range = Array.from({ length: logins }, (_, i) => i);
  const variables = [
    ...range.map((i) => `$login${i}: String!`),
    ...(blames ? ["$owner: String!", "$repo: String!", "$commit: GitObjectID!"] : []),
  ];
  const owners = range.map(
    (i) => `login${i}: repositoryOwner(login: $login${i}) {
    __typename
    login
    ... on User { databaseId createdAt }
    ... on Organization { databaseId }
  }`,
  );
  const written = `repository(owner: $owner, name: $repo) {
    object(oid: $commit) {
      ... on Commit {
        blame(path: "${REGISTRY_FILE}") {
          ranges { startingLine endingLine commit { committedDate author { user { databaseId } } } }
        }
      }
    }
  }`;
  return `query EntryOwnership(${variables.join(", ")}) {
  ${[...owners, ...(blames ? [written] : [])].join("\n  ")}
}`;
}

function accountOf(found: AnsweredOwner, login: string): Account | null {
  // Whoever answers to a former name is not who has it now.
  if (found === null || found.databaseId === null || found.login.toLowerCase() !== login.toLowerCase())
    return null;
  if (found.__typename !== "User" && found.__typename !== "Organization") return null;
  return {
    id: found.databaseId,
    kind: found.__typename === "User" ? "user" : "organization",
    createdAt: found.createdAt ?? null,
  };
}

function lastTouched(
  ranges: readonly AnsweredRange[],
  { from, to }: NonNullable<EntryQuestion["lines"]>,
): EntryOwnership["lastTouched"] {
  const own = ranges.filter(({ startingLine, endingLine }) => startingLine <= to && endingLine >= from);
  const [first, ...others] = own;
  if (first === undefined) return null;
  const at = others.reduce(
    (latest, { commit }) =>
      Date.parse(commit.committedDate) > Date.parse(latest) ? commit.committedDate : latest,
    first.commit.committedDate,
  );
  return { at, by: own.map(({ commit }) => commit.author?.user?.databaseId ?? null) };
}
