import type { Repository } from "../../../world/model.ts";
import { may } from "../../access.ts";
import { node } from "../node.ts";
import { issueComment } from "../objects/comment.ts";
import { contentOf, reactable, reaction } from "../objects/reactions.ts";
import { forbidden } from "../problem.ts";
import { isSource, type View } from "../source.ts";
import { payload, type Resolvers, target } from "./target.ts";

export const commentMutations: Resolvers<
  "addComment" | "updateIssueComment" | "deleteIssueComment" | "addReaction" | "removeReaction"
> = {
  addComment: ({ input }, view) => {
    const { record, of } = target(view, input.subjectId, "addComment", "PullRequest");
    const made = view.world.createIssueComment(record.id, of.number, view.viewer.id, input.body);
    return payload(input, {
      commentEdge: { cursor: "", node: () => issueComment(view, record, of, made) },
      subject: () => node(view, input.subjectId),
    });
  },
  updateIssueComment: ({ input }, view) => {
    const { record, id } = target(view, input.id, "updateIssueComment", "IssueComment");
    view.world.updateIssueComment(record.id, id, view.viewer.id, input.body);
    return payload(input, { issueComment: () => node(view, input.id) });
  },
  deleteIssueComment: ({ input }, view) => {
    const { record, id } = target(view, input.id, "deleteIssueComment", "IssueComment");
    view.world.deleteIssueComment(record.id, id, view.viewer.id);
    return payload(input, {});
  },
  addReaction: ({ input }, view) => {
    const record = reactionTarget(view, input.subjectId, "addReaction");
    const content = contentOf(input.content);
    const made = view.world.addReaction({ nodeId: input.subjectId }, view.viewer.id, content);
    return payload(input, {
      reaction: reaction(view, made.reaction),
      ...reactionPayload(view, input.subjectId, record),
    });
  },
  removeReaction: ({ input }, view) => {
    const record = reactionTarget(view, input.subjectId, "removeReaction");
    const content = contentOf(input.content);
    view.world.removeReaction({ nodeId: input.subjectId }, view.viewer.id, { content });
    return payload(input, { reaction: null, ...reactionPayload(view, input.subjectId, record) });
  },
};

/** Reactions to a comment of the conversation are a matter of issues:write alone, as in REST. */
function reactionTarget(
  view: View,
  subjectId: string,
  mutation: "addReaction" | "removeReaction",
): Repository {
  const kinds = ["IssueComment", "ReviewComment", "Review", "PullRequest"] as const;
  const { record, kind } = target(view, subjectId, mutation, ...kinds);
  const needed = kind === "IssueComment" || kind === "PullRequest" ? "issues:write" : "pull_requests:write";
  if (!may(view.reader, view.caller, record, [[needed]])) throw forbidden();
  return record;
}

function reactionPayload(view: View, subjectId: string, record: Repository) {
  return {
    subject: () => node(view, subjectId),
    reactionGroups: async () => {
      const subject = await node(view, subjectId);
      const groups = isSource(subject) ? subject.reactionGroups : undefined;
      return typeof groups === "function" ? groups() : reactable(view, []).reactionGroups();
    },
    repositoryId: record.id,
  };
}
