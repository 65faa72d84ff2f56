import { diffSize } from "../../world/events.ts";
import { fullPullRequestJson, pullRequestJson } from "../../world/json/pull-request.ts";
import type { PullRequest } from "../../world/model.ts";
import { actorOf, found, type Handlers, pullRequestOf, repositoryOf } from "./call.ts";
import { commitJson, fileJson } from "./commit-json.ts";
import { page } from "./page.ts";

/** How many changed files GitHub lists. */
const fileLimit = 3000;
/** How many commits of a pull request it lists. */
const commitLimit = 250;

export const pullHandlers: Handlers<
  | "pulls/list"
  | "pulls/get"
  | "pulls/list-files"
  | "pulls/list-commits"
  | "pulls/merge"
  | "repos/list-pull-requests-associated-with-commit"
> = {
  "pulls/list": (call) => {
    const { state = "open", head, base, sort = "created", direction } = call.query;
    const key = (one: PullRequest) => (sort === "updated" ? one.updatedAt : one.createdAt);
    const found = call.reader
      .pullRequests(repositoryOf(call).id)
      .filter((one) => state === "all" || (state === "open") === (one.state === "OPEN"))
      .filter((one) => base === undefined || one.baseRefName === base)
      .filter(
        (one) =>
          head === undefined || head === `${call.reader.account(one.headOwnerId)?.login}:${one.headRefName}`,
      )
      .toSorted((one, other) => key(one).localeCompare(key(other)) || one.number - other.number);
    // Newest first, unless it is sorted by something else than creation.
    const descending = (direction ?? (sort === "created" ? "desc" : "asc")) === "desc";
    const { items, headers } = page(call, descending ? found.toReversed() : found);
    return { status: 200, body: items.map((one) => pullRequestJson(call.shown, one)), headers };
  },
  "pulls/get": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { world } = call;
    const mergeability = await world.askMergeability(of.repositoryId, of.number);
    const commits = await world.commitsOf(of);
    const size = diffSize(await world.diff(of), commits.length);
    const full = fullPullRequestJson(call.shown, { ...of, mergeability }, size);
    const state = await world.mergeState(of, mergeability.state, call.reader);
    const mergeable_state =
      of.isDraft && state !== "UNKNOWN" && state !== "DIRTY" ? "draft" : state.toLowerCase();
    return { status: 200, body: { ...full, mergeable_state } };
  },
  "pulls/list-files": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { files } = await call.world.diff(of);
    const { items, headers } = page(call, files.slice(0, fileLimit));
    const repository = repositoryOf(call);
    const body = items.map((file) => fileJson(call.shown, repository, of.headRefOid, file));
    return { status: 200, body, headers };
  },
  "pulls/list-commits": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const repository = repositoryOf(call);
    const git = call.world.git(repository.id);
    const { items, headers } = page(call, (await call.world.commitsOf(of)).slice(0, commitLimit));
    const commits = await Promise.all(items.map(async (oid) => found(await git.commit(oid))));
    const body = commits.map((one) =>
      commitJson(call.shown, repository, call.world.objectNodeId(repository.id, "commit", one.oid), one),
    );
    return { status: 200, body, headers };
  },
  "pulls/merge": async (call) => {
    const of = pullRequestOf(call, call.path.pull_number);
    const { body, world } = call;
    const method = body.optionalOneOf("merge_method", ["merge", "squash", "rebase"]);
    const expectedHead = body.optionalText("sha");
    const title = body.optionalText("commit_title");
    const message = body.optionalText("commit_message");
    const merged = await world.mergePullRequest(of.repositoryId, of.number, actorOf(call), {
      ...(method === undefined ? {} : { method }),
      ...(expectedHead === undefined ? {} : { expectedHead }),
      ...(title === undefined ? {} : { title }),
      ...(message === undefined ? {} : { message }),
    });
    const sha = found(merged.mergeCommitOid);
    return { status: 200, body: { sha, merged: true, message: "Pull Request successfully merged" } };
  },
  "repos/list-pull-requests-associated-with-commit": (call) => {
    const of = call.reader.pullRequestsByHead(repositoryOf(call).id, call.path.commit_sha);
    const { items, headers } = page(call, of);
    return { status: 200, body: items.map((one) => pullRequestJson(call.shown, one)), headers };
  },
};
