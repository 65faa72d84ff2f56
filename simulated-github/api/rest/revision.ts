import type { GitCommit } from "../../world/git.ts";
import type { World } from "../../world/interface.ts";
import type { Oid, Repository } from "../../world/model.ts";
import type { Reader } from "../../world/reader.ts";
import { Problem } from "../problem.ts";
import { repositoryOf } from "./call.ts";

type Asked = {
  readonly world: World;
  readonly reader: Reader;
  readonly path: { readonly owner: string; readonly repo: string };
};

/**
 * The commit that a `ref` in a path names: an object id, a branch, a tag, `heads/main`, `refs/pull/1/merge`
 * or, of a fork, `owner:branch`. 422 if there is none, in the words of the commits API.
 */
export async function commitOf(call: Asked, name: string): Promise<GitCommit> {
  const repository = repositoryOf(call);
  const oid = oidOf(call.reader, repository, name);
  const commit = oid === null ? null : await call.world.git(repository.id).commit(oid);
  if (commit === null) throw new Problem(422, `No commit found for SHA: ${name}`);
  return commit;
}

/** What a name stands for; null if nothing. */
export function oidOf(reader: Reader, repository: Repository, name: string): Oid | null {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(name) ?? [];
  if (owner !== undefined && branch !== undefined) {
    const account = reader.accountByLogin(owner);
    const network = reader
      .repositories()
      .find(
        ({ id, parentId, ownerId }) =>
          ownerId === account?.id &&
          (id === repository.id || parentId === repository.id || id === repository.parentId),
      );
    return network === undefined ? null : reader.ref(network.id, `refs/heads/${branch}`);
  }
  if (name === "HEAD") return reader.ref(repository.id, `refs/heads/${repository.defaultBranch}`);
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const oid = ref.startsWith("refs/") ? reader.ref(repository.id, ref) : null;
    if (oid !== null) return oid;
  }
  return null;
}
