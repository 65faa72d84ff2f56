import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureOwner } from "./accounts.ts";
import { announceRepository } from "./apps.ts";
import { type Context, repositoryOf, updatePullRequest } from "./context.ts";
import type { Git } from "./git.ts";
import { runGit } from "./git-process.ts";
import { openGit } from "./git-store.ts";
import type { RepositoryOptions } from "./inputs.ts";
import type { Oid, Repository } from "./model.ts";
import { borrow, initialise, type SharedObjects } from "./shared-objects.ts";

/** Makes the git directory of a repository. Returns it with the refs that it begins with. */
export async function createGit(
  directory: string,
  from: string | undefined,
  shared: () => SharedObjects,
): Promise<{ git: Git; refs: ReadonlyMap<string, Oid>; head: string | null }> {
  if (existsSync(join(directory, "HEAD"))) return openExisting(directory);
  initialise(directory);
  if (from === undefined) {
    const objects = shared();
    borrow(directory, join(objects.directory, "objects"));
    return { git: openGit(directory, objects), refs: new Map(), head: null };
  }
  const source = (
    await git(resolve(from), ["rev-parse", "--path-format=absolute", "--git-common-dir"])
  ).trim();
  const refs = await readRefs(source);
  const head = await readHead(source);
  borrow(directory, join(source, "objects"));
  if (existsSync(join(source, "shallow"))) {
    copyFileSync(join(source, "shallow"), join(directory, "shallow"));
  }
  const packed = [...refs].map(([name, oid]) => `${oid} ${name}\n`).join("");
  writeFileSync(join(directory, "packed-refs"), packed);
  return { git: openGit(directory), refs, head };
}

async function openExisting(directory: string) {
  return { git: openGit(directory), refs: await readRefs(directory), head: await readHead(directory) };
}

async function readRefs(directory: string): Promise<ReadonlyMap<string, Oid>> {
  const lines = await git(directory, ["for-each-ref", "--format=%(objectname) %(refname)"]);
  const refs = new Map<string, Oid>();
  for (const line of lines.split("\n")) {
    if (/^[0-9a-f]{40} refs\/(heads|tags)\//.test(line)) refs.set(line.slice(41), line.slice(0, 40));
  }
  return new Map([...refs].sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function readHead(directory: string): Promise<string | null> {
  const { code, stdout } = await runGit(directory, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  return code === 0 ? stdout.toString("utf8").trim() : null;
}

async function git(directory: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runGit(directory, args);
  if (code !== 0) throw new Error(`git ${args[0]} failed in ${directory}: ${stderr}`);
  return stdout.toString("utf8");
}

/** Puts a new repository into the world. */
export function createRepository(
  context: Context,
  nameWithOwner: string,
  options: RepositoryOptions & {
    readonly refs: ReadonlyMap<string, Oid>;
    readonly defaultBranch: string;
    readonly parentId?: number;
  },
): Repository {
  const [owner = "", name = "", ...rest] = nameWithOwner.split("/");
  if (owner === "" || !/^[\w.-]+$/.test(name) || rest.length > 0) {
    throw new Error(`"${nameWithOwner}" is not the name of a repository`);
  }
  const account = ensureOwner(context, owner);
  const id = context.nextId();
  const now = context.timestamp();
  const roles = Object.entries(options.collaborators ?? {});
  const repository: Repository = {
    id,
    nodeId: context.state.nodeIds.create("Repository", id, { kind: "Repository", id }),
    ownerId: account.id,
    owner: account.login,
    name,
    nameWithOwner: `${account.login}/${name}`,
    description: options.description ?? null,
    isPrivate: options.private ?? false,
    isArchived: options.archived ?? false,
    parentId: options.parentId ?? null,
    defaultBranch: options.defaultBranch,
    allowAutoMerge: options.allowAutoMerge ?? false,
    allowMergeCommit: options.allowMergeCommit ?? true,
    allowSquashMerge: options.allowSquashMerge ?? true,
    allowRebaseMerge: options.allowRebaseMerge ?? true,
    mergeQueueBranches: options.mergeQueueBranches ?? [],
    mergeQueues: new Map(),
    protections: new Map(),
    collaborators: new Map(roles.map(([login, role]) => [ensureOwner(context, login).id, role])),
    refs: options.refs,
    labels: [],
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  };
  context.state.repositoryIds.set(nameWithOwner.toLowerCase(), id);
  context.state.repositories.set(id, repository);
  announceRepository(context, repository, account.id);
  return repository;
}

/** Takes a repository away; its git directory stays, since forks may share it. */
export function deleteRepository(context: Context, repositoryId: number): void {
  const { nameWithOwner, parentId } = repositoryOf(context, repositoryId);
  const pullRequests = parentId === null ? [] : context.reader.pullRequests(parentId);
  for (const pullRequest of pullRequests) {
    if (pullRequest.headRepositoryId !== repositoryId) continue;
    updatePullRequest(context, pullRequest, { headRepositoryId: null });
  }
  context.state.repositoryIds.delete(nameWithOwner.toLowerCase());
  context.state.repositories.delete(repositoryId);
}
