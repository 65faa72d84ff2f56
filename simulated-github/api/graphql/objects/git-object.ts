import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type {
  Git,
  GitBlob,
  GitCommit,
  GitSignature,
  GitTree,
  GitTreeEntry,
  MaybePromise,
} from "../../../world/git.ts";
import { blame } from "../../../world/git-history.ts";
import type { Oid, Repository } from "../../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { after, inRepository, once, type Source, type View } from "../source.ts";
import { asksForEntries, entriesAnswer } from "../tree-listing.ts";
import { userById } from "./actor.ts";
import { checkSuites, combinedStatus, statusCheckRollup } from "./checks.ts";
import { pullRequest } from "./pull-request.ts";
import { repository as repositorySource } from "./repository.ts";

/** Blobs above this many bytes are cut: `isTruncated`. */
const textLimit = 512_000;

/** Whatever an object id stands for; null where there is no such object. */
export function gitObject(
  view: View,
  repository: Repository,
  oid: Oid,
): MaybePromise<Record<string, unknown> | null> {
  return after(view.world.git(repository.id).object(oid), (found) => {
    if (found === null) return null;
    if (found.type === "commit") return commit(view, repository, oid);
    if (found.type === "tree") return tree(view, repository, oid);
    if (found.type === "blob") return blob(view, repository, oid, found.size);
    throw new Error("the simulated GitHub does not know Tag");
  });
}

/**
 * What an expression as `HEAD:pkgs/by-name`, `main`, an object id or `<rev>^{tree}` names; null where there
 * is nothing.
 */
export async function objectOfExpression(
  view: View,
  repository: Repository,
  expression: string,
): Promise<Record<string, unknown> | null> {
  const colon = expression.indexOf(":");
  const revision = colon === -1 ? expression : expression.slice(0, colon);
  const asTree = /^(.*)\^\{tree\}$/.exec(revision);
  const start = resolveRevision(view, repository, asTree?.[1] ?? revision);
  if (start === null) return null;
  if (colon !== -1) {
    const entry = await view.world.git(repository.id).entry(start, expression.slice(colon + 1));
    return entry === null ? null : entryObject(view, repository, entry);
  }
  if (asTree === null) return gitObject(view, repository, start);
  const found = await view.world.git(repository.id).commit(start);
  return gitObject(view, repository, found?.treeOid ?? start);
}

/** The object that a branch, tag, full ref, `HEAD` or object id names. */
export function resolveRevision(view: View, repository: Repository, revision: string): Oid | null {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision;
  const name = revision === "HEAD" ? repository.defaultBranch : revision;
  for (const ref of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const oid = ref.startsWith("refs/") ? view.reader.ref(repository.id, ref) : null;
    if (oid !== null) return oid;
  }
  return null;
}

function shared(view: View, repository: Repository, type: "commit" | "tree" | "blob", oid: Oid) {
  return {
    [inRepository]: repository.id,
    id: () => view.world.objectNodeId(repository.id, type, oid),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    repository: () => repositorySource(view, repository),
    commitUrl: () => commitUrl(view, repository, oid),
  };
}

function commitUrl({ world }: View, { nameWithOwner }: Repository, oid: Oid): string {
  return `${world.urls.html}/${nameWithOwner}/commit/${oid}`;
}

export function commit(view: View, repository: Repository, oid: Oid): Source<schema.Commit> {
  const git = view.world.git(repository.id);
  const read = once(() =>
    after(git.commit(oid), (found) => {
      if (found === null) throw new Error(`there is no commit ${oid} in ${repository.nameWithOwner}`);
      return found;
    }),
  );
  const of = <T>(take: (found: GitCommit) => T) => after(read(), take);
  const url = () => `${view.world.urls.html}/${repository.nameWithOwner}/commit/${oid}`;
  const source: Source<schema.Commit> = {
    __typename: "Commit",
    ...shared(view, repository, "commit", oid),
    url,
    message: () => of(({ message }) => message),
    messageHeadline: () => of(({ message }) => message.split("\n", 1)[0] ?? ""),
    messageBody: () => of(({ message }) => message.split("\n").slice(1).join("\n").trim()),
    authoredDate: () => of(({ author }) => author.date),
    committedDate: () => of(({ committer }) => committer.date),
    author: () => of(({ author }) => gitActor(view, author)),
    committer: () => of(({ committer }) => gitActor(view, committer)),
    blame: async ({ path }: { path: string }) => {
      const ranges = await blame(git.directory, oid, path);
      return {
        __typename: "Blame",
        ranges: (ranges ?? []).map(({ from, to, oid: commitOid }) => ({
          __typename: "BlameRange",
          age: 1,
          startingLine: from,
          endingLine: to,
          commit: () => commit(view, repository, commitOid),
        })),
      };
    },
    tree: () => of(({ treeOid }) => tree(view, repository, treeOid)),
    file: ({ path }: { path: string }) =>
      after(git.entry(oid, path), (entry) =>
        entry === null ? null : treeEntry(view, repository, entry, path),
      ),
    parents: (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
      of(({ parents }) => connection(parents, args, info, (parent) => commit(view, repository, parent))),
    checkSuites: (
      args: PageArguments & { filterBy?: schema.CheckSuiteFilter | null },
      _: View,
      info: GraphQLResolveInfo,
    ) => checkSuites(view, repository, oid, args, info),
    associatedPullRequests: (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
      connection(view.reader.pullRequestsByHead(repository.id, oid), args, info, (one) =>
        pullRequest(view, repository, one),
      ),
    statusCheckRollup: () => statusCheckRollup(view, repository, oid),
    status: () => combinedStatus(view, repository, oid),
  };
  return source;
}

/** Whose address an email is, GitHub knows; here, of those that GitHub gives to accounts. */
function gitActor(view: View, { name, email, date }: GitSignature): Source<schema.GitActor> {
  const id = /^(\d+)\+.*@users\.noreply\.github\.com$/.exec(email)?.[1];
  return {
    __typename: "GitActor",
    name,
    email,
    date,
    user: () => userById(view, id === undefined ? null : Number(id)),
  };
}

export function tree(view: View, repository: Repository, oid: Oid): Source<schema.Tree> {
  const git = view.world.git(repository.id);
  return {
    __typename: "Tree",
    ...shared(view, repository, "tree", oid),
    commitUrl: (_args: unknown, _: View, info: GraphQLResolveInfo) =>
      asksForEntries(info)
        ? after(git.tree(oid), (found) =>
            found === null ? [] : entriesAnswer(found, info, (entry) => sizeOf(git, entry)),
          )
        : commitUrl(view, repository, oid),
    entries: () =>
      after(git.tree(oid), (found) => (found === null ? [] : entriesOf(view, repository, found))),
  };
}

function blob(view: View, repository: Repository, oid: Oid, size: number): Source<schema.Blob> {
  const git = view.world.git(repository.id);
  const of = <T>(take: (found: GitBlob) => T) =>
    after(git.blob(oid), (found) => {
      if (found === null) throw new Error(`there is no blob ${oid} in ${repository.nameWithOwner}`);
      return take(found);
    });
  return {
    __typename: "Blob",
    ...shared(view, repository, "blob", oid),
    byteSize: size,
    isTruncated: size > textLimit,
    isBinary: () => of(({ isBinary }) => isBinary),
    text: () => of(({ bytes, isBinary }) => (isBinary ? null : textOf(bytes))),
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, textLimit));
}

type EntrySource = Source<schema.TreeEntry>;

/** A tree of 20,000 names is listed again and again; what does not depend on the request is made once. */
const listed = new WeakMap<GitTree, { repositoryId: number; entries: readonly EntrySource[] }>();

function entriesOf(view: View, repository: Repository, found: GitTree): readonly EntrySource[] {
  const kept = listed.get(found);
  if (kept?.repositoryId === repository.id) return kept.entries;
  const entries = found.entries.map((entry) => treeEntry(view, repository, entry, null));
  listed.set(found, { repositoryId: repository.id, entries });
  return entries;
}

/** `path` is null where the entry was listed from a tree that is named by its id. */
function treeEntry(
  { world }: View,
  repository: Repository,
  entry: GitTreeEntry,
  path: string | null,
): EntrySource {
  const { name, nameBytes, mode, type, oid } = entry;
  const git = world.git(repository.id);
  return {
    __typename: "TreeEntry",
    name,
    nameRaw: () => Buffer.from(nameBytes).toString("base64"),
    mode,
    type,
    oid,
    path: path ?? name,
    isGenerated: false,
    size: () => sizeOf(git, entry),
    object: (_args: unknown, view: View) => entryObject(view, repository, entry),
  };
}

function sizeOf(git: Git, { type, oid }: GitTreeEntry): MaybePromise<number> {
  return type === "blob" ? after(git.object(oid), (found) => found?.size ?? 0) : 0;
}

/** A submodule's commit is not in this repository: null. */
function entryObject(view: View, repository: Repository, { type, oid }: GitTreeEntry) {
  return type === "commit" ? null : gitObject(view, repository, oid);
}
