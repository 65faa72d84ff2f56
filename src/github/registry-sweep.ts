import { Octokit } from "@octokit/rest";
import { quoted } from "../nix/shown.ts";
import type { RegistryEntry } from "../packages/registry/registry.ts";
import type { SweptRepository } from "../packages/registry/sweep.ts";
import { gitHubRepository, readUrl } from "../packages/registry/url.ts";
import { type Api, type GitHubClient, gitHubClient } from "./client.ts";
import { GitHubFailure, graphqlFailure } from "./failure.ts";
import { fetchWithin, REQUEST_MS } from "./fetch.ts";

/** GitHub as the owner of a token sees it. */
export function tokenClient(token: string, baseUrl: string, userAgent: string): GitHubClient {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const api: Api = new Octokit({
    auth: token,
    baseUrl,
    userAgent,
    log: quiet,
    request: { fetch: fetchWithin(REQUEST_MS) },
  });
  return gitHubClient(api);
}

/** So many entries are asked about in one request. */
const AT_ONCE = 25;
/** So long between two requests: GitHub wants no haste. */
export const PAUSE_MS = 500;

export type SweepAnswers = {
  readonly repositories: ReadonlyMap<string, SweptRepository>;
  readonly goneContacts: ReadonlySet<string>;
};

export type SweepOptions = {
  /** The locked commits, by the names of entries. */
  readonly lock: ReadonlyMap<string, string>;
  /** Waits between two requests. */
  readonly pause: () => Promise<void>;
  readonly progress: (entries: number) => void;
};

type AnsweredCommit = { readonly oid: string; readonly committedDate?: string } | null;
type AnsweredRef = { readonly target: AnsweredCommit } | null;
type AnsweredRepository = {
  readonly isArchived: boolean;
  readonly defaultBranchRef: AnsweredRef;
  readonly ref?: AnsweredRef;
  readonly locked?: AnsweredCommit;
} | null;
type Answer = Readonly<Record<string, AnsweredRepository | { readonly login: string } | null>>;

/**
 * Asks GitHub about the repositories and contacts of entries, one request after the other. Of a request that fails, its
 * entries are not looked at. Throws a GitHubFailure where the token is refused, or GitHub asks for a pause.
 */
export async function sweepRegistry(
  client: GitHubClient,
  entries: readonly RegistryEntry[],
  { lock, pause, progress }: SweepOptions,
): Promise<SweepAnswers> {
  const repositories = new Map<string, SweptRepository>();
  const goneContacts = new Set<string>();
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    if (at > 0) await pause();
    await sweepSome(client, entries.slice(at, at + AT_ONCE), lock, repositories, goneContacts);
    progress(Math.min(at + AT_ONCE, entries.length));
  }
  return { repositories, goneContacts };
}

async function sweepSome(
  client: GitHubClient,
  entries: readonly RegistryEntry[],
  lock: ReadonlyMap<string, string>,
  repositories: Map<string, SweptRepository>,
  goneContacts: Set<string>,
): Promise<void> {
  const places = entries.flatMap((entry) => {
    const place = gitHubRepository(entry.url);
    if (place === null) repositories.set(entry.name, { kind: "not-looked-at", why: elsewhere(entry) });
    return place === null ? [] : [{ ...place, entry, rev: lock.get(entry.name) ?? null }];
  });
  const named = entries.flatMap(({ contact }) => contact?.toLowerCase() ?? []);
  const contacts = [...new Set(named)].filter((login) => /^[a-z\d][a-z\d-]{0,38}$/.test(login));
  for (const login of named) if (!contacts.includes(login)) goneContacts.add(login);
  const { document, variables } = sweepQuery(places.map(toAsked), contacts);
  if (places.length + contacts.length === 0) return;
  try {
    const { data, problems } = await client.queryPartly<Answer>("Sweep", document, variables);
    const serious = problems.filter(({ type }) => type !== "NOT_FOUND");
    if (serious.length > 0) throw graphqlFailure(serious, null, "Sweep");
    places.forEach(({ entry }, i) => {
      const found = data[`r${i}`] ?? null;
      repositories.set(
        entry.name,
        found === null || !("isArchived" in found) ? { kind: "gone" } : sweptOf(found, entry),
      );
    });
    contacts.forEach((login, i) => {
      const found = data[`c${i}`] ?? null;
      if (found === null || !("login" in found) || found.login.toLowerCase() !== login)
        goneContacts.add(login);
    });
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.kind !== "unavailable") throw error;
    for (const { entry } of places) {
      repositories.set(entry.name, { kind: "not-looked-at", why: "GitHub did not answer in time" });
    }
  }
}

function elsewhere({ url }: RegistryEntry): string {
  const host = url === null ? null : (readUrl(url).repository?.host ?? null);
  return host === null ? "its URL names none" : `it is on ${quoted(host)}`;
}

function sweptOf(found: NonNullable<AnsweredRepository>, { branch }: RegistryEntry): SweptRepository {
  const tip = (branch === null || branch === "" ? found.defaultBranchRef : found.ref)?.target ?? null;
  return {
    kind: "there",
    archived: found.isArchived,
    head: tip === null ? null : { id: tip.oid, at: tip.committedDate ?? "" },
    lockedAt: found.locked?.committedDate ?? null,
  };
}

type Asked = {
  readonly owner: string;
  readonly name: string;
  readonly branch: string | null;
  readonly rev: string | null;
};

function toAsked({
  owner,
  name,
  entry,
  rev,
}: {
  owner: string;
  name: string;
  entry: RegistryEntry;
  rev: string | null;
}): Asked {
  return { owner, name, branch: entry.branch === "" ? null : entry.branch, rev };
}

/** The question about some repositories and contacts; all that comes from the registry is a variable. */
export function sweepQuery(
  asked: readonly Asked[],
  contacts: readonly string[],
): {
  readonly document: string;
  readonly variables: Readonly<Record<string, string>> & Record<string, unknown>;
} {
  const variables: Record<string, string> = {};
  const declared: string[] = [];
  const variable = (name: string, type: string, value: string) => {
    variables[name] = value;
    declared.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  const repositories = asked.map(({ owner, name, branch, rev }, i) => {
    const place = `owner: ${variable(`o${i}`, "String!", owner)}, name: ${variable(`n${i}`, "String!", name)}`;
    const ref =
      branch === null
        ? ""
        : `ref(qualifiedName: ${variable(`b${i}`, "String!", `refs/heads/${branch}`)}) { target { ...At } }`;
    const locked =
      rev === null ? "" : `locked: object(oid: ${variable(`l${i}`, "GitObjectID!", rev)}) { ...At }`;
    return `r${i}: repository(${place}) { isArchived defaultBranchRef { target { ...At } } ${ref} ${locked} }`;
  });
  const accounts = contacts.map(
    (login, i) => `c${i}: repositoryOwner(login: ${variable(`c${i}`, "String!", login)}) { login }`,
  );
  const at =
    repositories.length === 0 ? "" : "\nfragment At on GitObject { oid ... on Commit { committedDate } }";
  const document = `query Sweep(${declared.join(", ")}) {\n  ${[...repositories, ...accounts].join("\n  ")}\n}${at}`;
  return { document, variables };
}
