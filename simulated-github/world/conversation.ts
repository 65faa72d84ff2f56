import { checkBody } from "./bodies.ts";
import { type Context, nextNumber, pullRequestOf, putPullRequest, updatePullRequest } from "./context.ts";
import { invalid, notFound } from "./errors.ts";
import { emit, shown, simplePullRequest } from "./events.ts";
import type { Subject } from "./inputs.ts";
import { issueCommentJson, issueJson, reviewCommentJson } from "./json/pull-request.ts";
import type {
  Issue,
  IssueComment,
  MinimizedReason,
  PullRequest,
  Reaction,
  ReactionContent,
  ReviewThread,
} from "./model.ts";
import { pullRequestKey } from "./state.ts";
import { findThread } from "./threads.ts";

/** How somebody commented: by an answer to GitHub's mail, or else on GitHub itself. */
export type CommentedHow = { readonly viaEmail?: boolean };

export function createIssueComment(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  body: string,
  { viaEmail = false }: CommentedHow = {},
): IssueComment {
  const talk = talkOf(context, repositoryId, number);
  requireBody(body);
  const id = context.nextId();
  const now = context.timestamp();
  const node = { kind: "IssueComment", repositoryId, number, id } as const;
  const comment: IssueComment = {
    id,
    nodeId: context.state.nodeIds.create("IssueComment", id, node),
    authorId: by,
    body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    editorId: null,
    viaEmail,
    minimized: null,
    reactions: [],
  };
  const changed = updateComments(context, talk, [...talk.comments, comment]);
  emitComment(context, "created", changed, comment, by);
  return comment;
}

/** Opens an issue. GitHub sends an event for it, which nobody here listens to. */
export function openIssue(
  context: Context,
  repositoryId: number,
  by: number,
  { title, body }: { readonly title: string; readonly body?: string },
): Issue {
  const id = context.nextId();
  const now = context.timestamp();
  const issue: Issue = {
    id,
    nodeId: `I_kwDO${id}`,
    repositoryId,
    number: nextNumber(context, repositoryId),
    title,
    body: body ?? null,
    authorId: by,
    comments: [],
    createdAt: now,
    updatedAt: now,
  };
  context.state.issues.set(pullRequestKey(repositoryId, issue.number), issue);
  return issue;
}

/** The pull request, or the issue that is none, of a number. Refused with 404 if there is neither. */
function talkOf(context: Context, repositoryId: number, number: number): PullRequest | Issue {
  return context.reader.issue(repositoryId, number) ?? pullRequestOf(context, repositoryId, number);
}

function updateComments<Talk extends PullRequest | Issue>(
  context: Context,
  talk: Talk,
  comments: readonly IssueComment[],
): PullRequest | Issue {
  return putTalk(context, { ...talk, comments, updatedAt: context.timestamp() });
}

function putTalk(context: Context, talk: PullRequest | Issue): PullRequest | Issue {
  if ("headRefOid" in talk) return putPullRequest(context, talk);
  context.state.issues.set(pullRequestKey(talk.repositoryId, talk.number), talk);
  return talk;
}

export function updateIssueComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  by: number,
  body: string,
): IssueComment {
  const found = findIssueComment(context, repositoryId, commentId);
  if (found === null) throw notFound();
  requireBody(body);
  const { pullRequest, comment } = found;
  if (body === comment.body) return comment;
  const now = context.timestamp();
  const edited: IssueComment = { ...comment, body, updatedAt: now, lastEditedAt: now, editorId: by };
  const comments = pullRequest.comments.map((other) => (other.id === commentId ? edited : other));
  const changed = updateComments(context, pullRequest, comments);
  emitComment(context, "edited", changed, edited, by, { changes: { body: { from: comment.body } } });
  return edited;
}

export function deleteIssueComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  by: number,
): void {
  const found = findIssueComment(context, repositoryId, commentId);
  if (found === null) throw notFound();
  const { pullRequest, comment } = found;
  const comments = pullRequest.comments.filter((other) => other.id !== commentId);
  const changed = updateComments(context, pullRequest, comments);
  emitComment(context, "deleted", changed, comment, by);
}

export function findIssueComment(
  context: Context,
  repositoryId: number,
  commentId: number,
  reader = context.reader,
): { pullRequest: PullRequest | Issue; comment: IssueComment } | null {
  const node = context.state.nodeIds.get("IssueComment", commentId);
  if (node?.kind !== "IssueComment" || node.repositoryId !== repositoryId) return null;
  const pullRequest =
    reader.pullRequest(repositoryId, node.number) ?? reader.issue(repositoryId, node.number);
  const comment = pullRequest?.comments.find((candidate) => candidate.id === commentId);
  return pullRequest === null || comment === undefined ? null : { pullRequest, comment };
}

export function setThreadResolved(
  context: Context,
  threadNodeId: string,
  by: number,
  isResolved: boolean,
): ReviewThread {
  const found = findThread(context, threadNodeId);
  if (found === null) throw notFound();
  const { pullRequest, thread } = found;
  if (thread.isResolved === isResolved) return thread;
  const settled: ReviewThread = { ...thread, isResolved, resolvedById: isResolved ? by : null };
  const changed = updatePullRequest(context, pullRequest, {
    threads: pullRequest.threads.map((other) => (other.id === thread.id ? settled : other)),
  });
  const action = isResolved ? "resolved" : "unresolved";
  emit(context, "pull_request_review_thread", action, pullRequest.repositoryId, by, () => {
    const from = shown(context);
    const comments = settled.comments.map((comment) => reviewCommentJson(from, changed, settled, comment));
    return {
      pull_request: simplePullRequest(context, changed),
      thread: { node_id: settled.nodeId, comments },
    };
  });
  return settled;
}

/** GitHub sends no event for it. */
export function setMinimized(context: Context, subject: Subject, reason: MinimizedReason | null): void {
  const changed = changeSubject(context, subject, (record) => ({ ...record, minimized: reason }));
  if (!changed) throw notFound();
}

export function addReaction(
  context: Context,
  subject: Subject,
  by: number,
  content: ReactionContent,
): { reaction: Reaction; created: boolean } {
  const node = context.reader.node(subject.nodeId);
  if (node === null || !("number" in node)) throw notFound();
  let result: { reaction: Reaction; created: boolean } | null = null;
  changeSubject(context, subject, (record) => {
    const known = record.reactions.find((other) => other.userId === by && other.content === content);
    if (known !== undefined) {
      result = { reaction: known, created: false };
      return record;
    }
    const id = context.nextId();
    const { repositoryId, number } = node;
    const reaction: Reaction = {
      id,
      nodeId: context.state.nodeIds.create("Reaction", id, { kind: "Reaction", repositoryId, number, id }),
      userId: by,
      content,
      createdAt: context.timestamp(),
    };
    result = { reaction, created: true };
    return { ...record, reactions: [...record.reactions, reaction] };
  });
  if (result === null) throw notFound();
  return result;
}

export function removeReaction(
  context: Context,
  subject: Subject,
  by: number,
  which: { id: number } | { content: ReactionContent },
): void {
  let removed = false;
  changeSubject(context, subject, (record) => {
    const reactions = record.reactions.filter((reaction) => {
      const meant =
        "id" in which
          ? reaction.id === which.id
          : reaction.userId === by && reaction.content === which.content;
      if (meant) removed = true;
      return !meant;
    });
    return { ...record, reactions };
  });
  if (!removed) throw notFound();
}

type Reacted = { readonly reactions: readonly Reaction[]; readonly minimized?: MinimizedReason | null };

/** Changes the comment, review or pull request of a node id. Neither of its times moves. */
function changeSubject(
  context: Context,
  subject: Subject,
  change: <R extends Reacted>(record: R) => R,
): boolean {
  const node = context.reader.node(subject.nodeId);
  if (node === null || !("number" in node)) return false;
  const { kind } = node;
  const issue = context.reader.issue(node.repositoryId, node.number);
  if (issue !== null && kind === "IssueComment") {
    const { comments } = issue;
    putTalk(context, { ...issue, comments: comments.map((one) => (one.id === node.id ? change(one) : one)) });
    return comments.some(({ id }) => id === node.id);
  }
  const pullRequest = context.reader.pullRequest(node.repositoryId, node.number);
  if (pullRequest === null) return false;
  if (kind === "PullRequest") {
    putPullRequest(context, change(pullRequest));
    return true;
  }
  let found = false;
  const pick = <R extends Reacted & { readonly id: number }>(record: R): R => {
    if (record.id !== node.id) return record;
    found = true;
    return change(record);
  };
  if (kind === "IssueComment") {
    putPullRequest(context, { ...pullRequest, comments: pullRequest.comments.map(pick) });
  } else if (kind === "Review") {
    putPullRequest(context, { ...pullRequest, reviews: pullRequest.reviews.map(pick) });
  } else if (kind === "ReviewComment") {
    const threads = pullRequest.threads.map((thread) => ({ ...thread, comments: thread.comments.map(pick) }));
    putPullRequest(context, { ...pullRequest, threads });
  }
  return found;
}

function requireBody(body: string): void {
  if (body.trim() === "") throw invalid("IssueComment", "body", "missing_field");
  checkBody("IssueComment", body);
}

function emitComment(
  context: Context,
  action: string,
  pullRequest: PullRequest | Issue,
  comment: IssueComment,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  emit(context, "issue_comment", action, pullRequest.repositoryId, by, () => {
    const from = shown(context);
    return {
      issue: issueJson(from, pullRequest),
      comment: issueCommentJson(from, pullRequest, comment),
      ...more,
    };
  });
}
