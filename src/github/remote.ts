import { quoted } from "../nix/shown.ts";
import type { ParseCache } from "../packages/files.ts";
import { judgeRemote } from "../packages/registry/judge-remote.ts";
import type { RegistryEntry } from "../packages/registry/registry.ts";
import type { Remote, RemoteProblem } from "../packages/registry/remote.ts";
import { gitHubRepository, readUrl } from "../packages/registry/url.ts";
import { computeLoading, loadedSnapshot } from "../snapshot/loaded.ts";
import { SourceError } from "../snapshot/source.ts";
import { treeSource } from "../snapshot/tree-source.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import type { ObjectCache } from "./object-cache.ts";
import { type Budget, gitHubObjects, TooMuchToRead } from "./objects.ts";

/** What the look at one repository may take. */
export type RemoteLimits = Budget & { readonly requests: number; readonly milliseconds: number };
export const REMOTE_LIMITS: RemoteLimits = {
  objects: 1000,
  bytes: 5 * 1024 * 1024,
  requests: 30,
  milliseconds: 20_000,
};

type AnsweredRef = {
  readonly target: {
    readonly __typename: string;
    readonly committedDate?: string;
    readonly tree?: { readonly oid: string };
  } | null;
} | null;

type Answer = {
  readonly repository: {
    readonly nameWithOwner: string;
    readonly isArchived: boolean;
    readonly isEmpty: boolean;
    readonly licenseInfo: { readonly spdxId: string | null } | null;
    readonly defaultBranchRef: AnsweredRef;
    readonly ref: AnsweredRef;
  } | null;
};

export const REMOTE_QUERY = /* GraphQL */ `
query RemoteRepository($owner: String!, $name: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    nameWithOwner
    isArchived
    isEmpty
    licenseInfo { spdxId }
    defaultBranchRef { ...Tip }
    ref(qualifiedName: $branch) { ...Tip }
  }
}
fragment Tip on Ref { target { __typename ... on Commit { committedDate tree { oid } } } }`;

/**
 * Looks at the repository that an entry names: through GitHub's API, within limits, and without running anything of
 * it. What cannot be looked at is said, and is no failure.
 */
export async function lookAtRemote(
  client: GitHubClient,
  cache: ObjectCache,
  entry: RegistryEntry,
  parse: ParseCache,
  limits: RemoteLimits = REMOTE_LIMITS,
): Promise<Remote> {
  const place = gitHubRepository(entry.url);
  if (place === null) {
    const host = entry.url === null ? null : (readUrl(entry.url).repository?.host ?? null);
    const why =
      host === null
        ? "its URL names none"
        : `it is on ${quoted(host)}, and only repositories on GitHub are read`;
    return { kind: "not-looked-at", why, matters: false };
  }
  try {
    return await look(bounded(client, limits), cache, { ...place, entry }, parse, limits);
  } catch (error) {
    const why = whyNot(error);
    if (why === null) throw error;
    return { kind: "not-looked-at", why, matters: true };
  }
}

type Place = { readonly owner: string; readonly name: string; readonly entry: RegistryEntry };

async function look(
  client: GitHubClient,
  cache: ObjectCache,
  { owner, name, entry }: Place,
  parse: ParseCache,
  limits: RemoteLimits,
): Promise<Remote> {
  const branch = entry.branch === null || entry.branch === "" ? null : entry.branch;
  const variables = { owner, name, branch: `refs/heads/${branch ?? "-"}` };
  const { data, problems } = await client.queryPartly<Answer>("RemoteRepository", REMOTE_QUERY, variables);
  const serious = problems.filter(({ type }) => type !== "NOT_FOUND");
  if (serious.length > 0) throw graphqlFailure(serious, null, "RemoteRepository");
  const { repository } = data;
  if (repository === null) return only({ kind: "gone", what: "does not exist, or is private" });
  const tip = (branch === null ? repository.defaultBranchRef : repository.ref)?.target;
  if (repository.isEmpty) return only({ kind: "empty", what: "is empty" });
  if (tip?.tree === undefined) {
    const what = branch === null ? "has no commit on its default branch" : `has no branch ${quoted(branch)}`;
    return only({ kind: "empty", what });
  }
  const now = repository.nameWithOwner;
  const [newOwner = "", repo = ""] = now.split("/");
  const objects = gitHubObjects(client, { owner: newOwner, repo }, cache, limits);
  const snapshot = loadedSnapshot(treeSource(objects, tip.tree.oid, now));
  const facts = {
    archived: repository.isArchived,
    licence: repository.licenseInfo?.spdxId ?? null,
    lastCommit: (tip.committedDate ?? "").slice(0, 10),
    renamedTo: now.toLowerCase() === `${owner}/${name}` ? null : now,
  };
  return computeLoading([snapshot], () => judgeRemote(snapshot, entry, facts, parse));
}

function only(problem: RemoteProblem): Remote {
  return { kind: "looked-at", problems: [problem], offer: null };
}

/** Why a repository was not looked at; null for what nobody expects, or where the whole run waits for its turn. */
function whyNot(error: unknown): string | null {
  if (error instanceof TooMuchToRead) return error.message;
  if (error instanceof SourceError) return "GitHub does not return its content";
  if (!(error instanceof GitHubFailure)) return null;
  switch (error.kind) {
    case "paced":
      return null;
    case "rate-limited":
      return "GitHub asks for a pause";
    case "unavailable":
      return "GitHub did not answer in time";
    case "gone":
      return "GitHub says that it does not exist any more";
    case "forbidden":
    case "refused":
      return "GitHub refused the request";
  }
}

/** The client for so many requests and so long; what is asked for after that is too much. */
function bounded(client: GitHubClient, { requests, milliseconds }: RemoteLimits): GitHubClient {
  let left = requests;
  const until = performance.now() + milliseconds;
  const count = () => {
    left -= 1;
    if (left < 0) throw new TooMuchToRead(`it takes more than ${requests} requests`);
    if (performance.now() > until) throw new GitHubFailure("unavailable", "reading it took too long");
  };
  return {
    counts: client.counts,
    query(name, document, variables) {
      count();
      return client.query(name, document, variables);
    },
    queryPartly(name, document, variables) {
      count();
      return client.queryPartly(name, document, variables);
    },
    rest(name, call) {
      count();
      return client.rest(name, call);
    },
  };
}
