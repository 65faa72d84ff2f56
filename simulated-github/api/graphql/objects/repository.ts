import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { Label, Oid, PullRequest, Repository } from "../../../world/model.ts";
import { covers, maySee } from "../../access.ts";
import { connection, type PageArguments } from "../connection.ts";
import { GraphqlProblem } from "../problem.ts";
import { inRepository, type Source, type View } from "../source.ts";
import { actorById } from "./actor.ts";
import { gitObject, objectOfExpression } from "./git-object.ts";
import { mergeQueue } from "./merge-queue.ts";
import { pullRequest } from "./pull-request.ts";

export function repository(view: View, record: Repository): Source<schema.Repository> {
  const { reader, world } = view;
  const url = `${world.urls.html}/${record.nameWithOwner}`;
  return {
    __typename: "Repository",
    [inRepository]: record.id,
    id: record.nodeId,
    databaseId: record.id,
    name: record.name,
    nameWithOwner: record.nameWithOwner,
    description: record.description,
    isPrivate: record.isPrivate,
    isArchived: record.isArchived,
    isFork: record.parentId !== null,
    isDisabled: false,
    isLocked: false,
    isEmpty: record.refs.size === 0,
    licenseInfo: () => licence(view, record),
    visibility: record.isPrivate ? "PRIVATE" : "PUBLIC",
    autoMergeAllowed: record.allowAutoMerge,
    mergeCommitAllowed: record.allowMergeCommit,
    squashMergeAllowed: record.allowSquashMerge,
    rebaseMergeAllowed: record.allowRebaseMerge,
    mergeQueue: ({ branch }: { branch?: string | null }) =>
      mergeQueue(view, record, branch ?? record.defaultBranch),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    pushedAt: record.pushedAt,
    url,
    resourcePath: `/${record.nameWithOwner}`,
    owner: () => actorById(view, record.ownerId),
    parent: () => (record.parentId === null ? null : seenRepository(view, record.parentId)),
    viewerPermission: () => viewerPermission(view, record),
    defaultBranchRef: () => ref(view, record, `refs/heads/${record.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      ref(view, record, qualifiedName) ??
      ref(view, record, `refs/heads/${qualifiedName}`) ??
      ref(view, record, `refs/tags/${qualifiedName}`),
    object: ({ oid, expression }: { oid?: Oid | null; expression?: string | null }) => {
      if (oid != null) return gitObject(view, record, oid);
      return expression == null ? null : objectOfExpression(view, record, expression);
    },
    label: ({ name }: { name: string }) => {
      const found = record.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return found === undefined ? null : label(view, record, found);
    },
    labels: (args: PageArguments & { query?: string | null }, _: View, info: GraphQLResolveInfo) => {
      const wanted = args.query?.toLowerCase();
      const found = record.labels.filter(
        ({ name, description }) =>
          wanted === undefined || `${name} ${description ?? ""}`.toLowerCase().includes(wanted),
      );
      return connection(found, args, info, (one) => label(view, record, one), {
        key: ({ id }) => id,
        takes: ["query"],
      });
    },
    pullRequest: ({ number }: { number: number }) => {
      const found = reader.pullRequest(record.id, number);
      if (found === null) {
        throw new GraphqlProblem(
          "NOT_FOUND",
          `Could not resolve to a PullRequest with the number of ${number}.`,
        );
      }
      return pullRequest(view, record, found);
    },
    pullRequests: (args: PullRequestsArguments, _: View, info: GraphQLResolveInfo) =>
      pullRequests(view, record, args, info),
  };
}

/** GitHub tells a licence by the text of the file on the default branch; here by its first words. */
async function licence(
  view: View,
  { id, refs, defaultBranch }: Repository,
): Promise<Source<schema.License> | null> {
  const git = view.world.git(id);
  const tip = refs.get(`refs/heads/${defaultBranch}`);
  const entry = tip === undefined ? null : await git.entry(tip, "LICENSE");
  const blob = entry === null ? null : await git.blob(entry.oid);
  if (blob === null) return null;
  const text = Buffer.from(blob.bytes.subarray(0, 200)).toString("utf8");
  const spdxId = /^\s*MIT License/.test(text)
    ? "MIT"
    : /GNU GENERAL PUBLIC LICENSE/.test(text)
      ? "GPL-3.0"
      : "NOASSERTION";
  return { __typename: "License", spdxId };
}

/** That of an installation's bot follows from what the installation may do with the contents. */
function viewerPermission(view: View, record: Repository): schema.RepositoryPermission | null {
  if (!covers(view.reader, view.caller, record)) return record.isPrivate ? null : "READ";
  const { contents } = view.caller.permissions;
  return contents === "write" || contents === "admin" ? "WRITE" : "READ";
}

type PullRequestsArguments = PageArguments & {
  readonly states?: readonly schema.PullRequestState[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
  readonly labels?: readonly string[] | null;
  readonly orderBy?: schema.IssueOrder | null;
};

function pullRequests(view: View, record: Repository, args: PullRequestsArguments, info: GraphQLResolveInfo) {
  const { field = "CREATED_AT", direction = "ASC" } = args.orderBy ?? {};
  const descending = direction === "DESC";
  const key = (one: PullRequest) =>
    // By time, and by number where that is the same: whole seconds, so there is room below.
    field === "UPDATED_AT" ? Date.parse(one.updatedAt) * 1000 + (one.number % 1_000_000) : one.number;
  if (field === "COMMENTS") throw new Error("the simulated GitHub does not order pull requests by comments");
  const found = view.reader
    .pullRequests(record.id)
    .filter(
      (one) =>
        (args.states == null || args.states.includes(one.state)) &&
        (args.baseRefName == null || one.baseRefName === args.baseRefName) &&
        (args.headRefName == null || one.headRefName === args.headRefName) &&
        (args.labels == null ||
          view.world.labelsOf(one, view.reader).some(({ name }) => args.labels?.includes(name))),
    )
    .toSorted((one, other) => (descending ? key(other) - key(one) : key(one) - key(other)));
  return connection(found, args, info, (one) => pullRequest(view, record, one), {
    key,
    descending,
    takes: ["states", "baseRefName", "headRefName", "labels", "orderBy"],
  });
}

/** A repository by id, if the viewer may see it. */
export function seenRepository(view: View, id: number): Source<schema.Repository> | null {
  const found = view.reader.repository(id);
  return found === null || !maySee(view.reader, view.caller, found) ? null : repository(view, found);
}

export function label(view: View, record: Repository, found: Label): Source<schema.Label> {
  return {
    __typename: "Label",
    id: found.nodeId,
    name: found.name,
    color: found.color,
    description: found.description,
    isDefault: found.isDefault,
    createdAt: found.createdAt,
    url: `${view.world.urls.html}/${record.nameWithOwner}/labels/${encodeURIComponent(found.name)}`,
    repository: () => repository(view, record),
  };
}

/** A ref by its full name; null if there is none. */
export function ref(view: View, record: Repository, fullName: string): Source<schema.Ref> | null {
  const oid = fullName.startsWith("refs/") ? view.reader.ref(record.id, fullName) : null;
  if (oid === null) return null;
  const [, prefix = "refs/", name = fullName] = /^(refs\/[^/]+\/)(.*)$/.exec(fullName) ?? [];
  return {
    __typename: "Ref",
    [inRepository]: record.id,
    id: Buffer.from(`Ref:${record.id}:${fullName}`).toString("base64"),
    name,
    prefix,
    repository: () => repository(view, record),
    target: () => gitObject(view, record, oid),
  };
}
