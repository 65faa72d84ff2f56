import { type Context, repositoryOf } from "./context.ts";
import { invalid, Refusal } from "./errors.ts";
import { emit, shown } from "./events.ts";
import type { StatusInput } from "./inputs.ts";
import { userOf } from "./json/account.ts";
import { commitJson } from "./json/commit.ts";
import type { CommitStatus } from "./model.ts";
import { commitKey } from "./state.ts";

const maxDescription = 140;

/** Adds a commit status. Refused with 422 if the commit is not there. */
export async function createStatus(
  context: Context,
  repositoryId: number,
  by: number,
  input: StatusInput,
): Promise<CommitStatus> {
  const repository = repositoryOf(context, repositoryId);
  const commit = await context.git(repositoryId).commit(input.oid);
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${input.oid}`);
  if ([...(input.description ?? "")].length > maxDescription) {
    const why = `description is too long (maximum is ${maxDescription} characters)`;
    throw invalid("Status", "description", "custom", why);
  }
  const id = context.nextId();
  const now = context.timestamp();
  const status: CommitStatus = {
    id,
    nodeId: context.state.nodeIds.create("CommitStatus", id, { kind: "CommitStatus", id }),
    repositoryId,
    oid: input.oid,
    context: input.context ?? "default",
    state: input.state,
    description: input.description ?? null,
    targetUrl: input.targetUrl ?? null,
    creatorId: by,
    createdAt: now,
    updatedAt: now,
  };
  const key = commitKey(repositoryId, input.oid);
  context.state.statuses.set(key, [...(context.state.statuses.get(key) ?? []), status]);
  const branches = [...repository.refs].filter(
    ([name, tip]) => tip === input.oid && name.startsWith("refs/heads/"),
  );
  emit(context, "status", null, repositoryId, by, () => {
    const from = shown(context);
    const html = `${from.urls.html}/${repository.nameWithOwner}`;
    const api = `${from.urls.api}/repos/${repository.nameWithOwner}`;
    return {
      id,
      sha: input.oid,
      name: repository.nameWithOwner,
      avatar_url: null,
      target_url: status.targetUrl,
      context: status.context,
      description: status.description,
      state: status.state,
      commit: {
        sha: input.oid,
        node_id: "",
        commit: {
          author: commit.author,
          committer: commit.committer,
          message: commit.message,
          tree: { sha: commit.treeOid, url: `${api}/git/trees/${commit.treeOid}` },
          url: `${api}/git/commits/${input.oid}`,
          comment_count: 0,
          verification: { verified: false, reason: "unsigned", signature: null, payload: null },
        },
        url: `${api}/commits/${input.oid}`,
        html_url: commitJson(commit, html).url,
        comments_url: `${api}/commits/${input.oid}/comments`,
        author: userOf(from, by),
        committer: userOf(from, by),
        parents: commit.parents.map((sha) => ({
          sha,
          url: `${api}/commits/${sha}`,
          html_url: `${html}/commit/${sha}`,
        })),
      },
      branches: branches.map(([name, sha]) => ({
        name: name.slice("refs/heads/".length),
        commit: { sha, url: `${api}/commits/${sha}` },
        protected: false,
      })),
      created_at: now,
      updated_at: now,
    };
  });
  return status;
}
