import { issueCommentJson, reactionJson } from "../../world/json/pull-request.ts";
import type { Issue, IssueComment, PullRequest } from "../../world/model.ts";
import {
  actorOf,
  type Call,
  found,
  type Handlers,
  idOf,
  notFound,
  pullRequestOf,
  repositoryOf,
} from "./call.ts";
import { page } from "./page.ts";
import { reactionContent, shownReactions } from "./reactions.ts";

type OnComment =
  | "issues/get-comment"
  | "issues/update-comment"
  | "issues/delete-comment"
  | "reactions/list-for-issue-comment"
  | "reactions/create-for-issue-comment"
  | "reactions/delete-for-issue-comment";

type OnIssue =
  | "issues/list-comments"
  | "issues/create-comment"
  | "reactions/list-for-issue"
  | "reactions/create-for-issue"
  | "reactions/delete-for-issue";

export const issueCommentHandlers: Handlers<OnComment | OnIssue> = {
  "issues/list-comments": (call) => {
    const of = talkOf(call, call.path.issue_number);
    const { since } = call.query;
    const comments = of.comments.filter(({ updatedAt }) => since === undefined || updatedAt >= since);
    const { items, headers } = page(call, comments);
    return { status: 200, body: items.map((one) => issueCommentJson(call.shown, of, one)), headers };
  },
  "issues/create-comment": (call) => {
    const of = talkOf(call, call.path.issue_number);
    const { world } = call;
    const made = world.createIssueComment(of.repositoryId, of.number, actorOf(call), call.body.text("body"));
    return { status: 201, body: issueCommentJson(call.shown, of, made) };
  },
  "issues/get-comment": (call) => {
    const { pullRequest, comment } = commentOf(call);
    return { status: 200, body: issueCommentJson(call.shown, pullRequest, comment) };
  },
  "issues/update-comment": (call) => {
    const { pullRequest, comment } = commentOf(call);
    const text = call.body.text("body");
    const updated = call.world.updateIssueComment(pullRequest.repositoryId, comment.id, actorOf(call), text);
    return { status: 200, body: issueCommentJson(call.shown, pullRequest, updated) };
  },
  "issues/delete-comment": (call) => {
    const { pullRequest, comment } = commentOf(call);
    call.world.deleteIssueComment(pullRequest.repositoryId, comment.id, actorOf(call));
    return { status: 204 };
  },
  "reactions/list-for-issue": (call) =>
    shownReactions(call, pullRequestOf(call, call.path.issue_number).reactions),
  "reactions/create-for-issue": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const { reaction, created } = call.world.addReaction(of, actorOf(call), reactionContent(call.body));
    const body = reactionJson(call.shown, reaction);
    return created ? { status: 201, body } : { status: 200, body };
  },
  "reactions/delete-for-issue": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const id = idOf(call.path.reaction_id);
    if (!of.reactions.some((reaction) => reaction.id === id)) throw notFound();
    call.world.removeReaction(of, actorOf(call), { id });
    return { status: 204 };
  },
  "reactions/list-for-issue-comment": (call) => shownReactions(call, commentOf(call).comment.reactions),
  "reactions/create-for-issue-comment": (call) => {
    const { comment } = commentOf(call);
    const { reaction, created } = call.world.addReaction(comment, actorOf(call), reactionContent(call.body));
    const body = reactionJson(call.shown, reaction);
    return created ? { status: 201, body } : { status: 200, body };
  },
  "reactions/delete-for-issue-comment": (call) => {
    const { comment } = commentOf(call);
    const id = idOf(call.path.reaction_id);
    if (!comment.reactions.some((reaction) => reaction.id === id)) throw notFound();
    call.world.removeReaction(comment, actorOf(call), { id });
    return { status: 204 };
  },
};

/** The pull request or the issue of a number. */
function talkOf(
  call: Call<"issues/list-comments" | "issues/create-comment">,
  number: string,
): PullRequest | Issue {
  return call.reader.issue(repositoryOf(call).id, idOf(number)) ?? pullRequestOf(call, number);
}

function commentOf(call: Call<OnComment>): { pullRequest: PullRequest | Issue; comment: IssueComment } {
  const { world, reader, path } = call;
  return found(world.findIssueComment(repositoryOf(call).id, idOf(path.comment_id), reader));
}
