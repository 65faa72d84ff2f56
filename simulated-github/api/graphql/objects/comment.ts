import type * as schema from "@octokit/graphql-schema";
import type { IssueComment, MinimizedReason, PullRequest, Repository } from "../../../world/model.ts";
import { inRepository, type Source, type View } from "../source.ts";
import { actorById } from "./actor.ts";
import { pullRequest } from "./pull-request.ts";
import { reactable } from "./reactions.ts";
import { repository } from "./repository.ts";

/** What every comment, review and pull request has. */
type Written = {
  readonly id: number;
  readonly nodeId: string;
  readonly authorId: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastEditedAt: string | null;
  readonly editorId: number | null;
};

/** The fields that all of `Comment` share. */
export function written(view: View, record: Repository, one: Written) {
  return {
    [inRepository]: record.id,
    id: one.nodeId,
    databaseId: one.id,
    fullDatabaseId: String(one.id),
    author: () => actorById(view, one.authorId),
    viewerDidAuthor: one.authorId === view.viewer.id,
    authorAssociation: () => authorAssociation(view, record, one.authorId),
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
    lastEditedAt: one.lastEditedAt,
    editor: () => (one.editorId === null ? null : actorById(view, one.editorId)),
    includesCreatedEdit: one.lastEditedAt !== null,
    repository: () => repository(view, record),
  };
}

export function authorAssociation(
  { reader }: View,
  record: Repository,
  accountId: number,
): schema.CommentAuthorAssociation {
  if (record.ownerId === accountId) return "OWNER";
  if (reader.account(record.ownerId)?.memberIds.includes(accountId) === true) return "MEMBER";
  return reader.role(record.id, accountId) === null ? "NONE" : "COLLABORATOR";
}

/** The fields of `Minimizable`; a reason is shown in small letters, with `-` for `_`. */
export function minimizable(reason: MinimizedReason | null) {
  return {
    isMinimized: reason !== null,
    minimizedReason: reason === null ? null : reason.toLowerCase().replaceAll("_", "-"),
    viewerCanMinimize: true,
  };
}

export function issueComment(
  view: View,
  record: Repository,
  of: PullRequest,
  comment: IssueComment,
): Source<schema.IssueComment> {
  return {
    __typename: "IssueComment",
    ...written(view, record, comment),
    ...minimizable(comment.minimized),
    ...reactable(view, comment.reactions),
    body: comment.body,
    bodyText: comment.body,
    createdViaEmail: comment.viaEmail,
    url: `${view.world.urls.html}/${record.nameWithOwner}/pull/${of.number}#issuecomment-${comment.id}`,
    pullRequest: () => pullRequest(view, record, of),
  };
}
