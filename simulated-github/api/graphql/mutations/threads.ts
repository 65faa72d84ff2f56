import type * as schema from "@octokit/graphql-schema";
import type { MinimizedReason } from "../../../world/model.ts";
import { node } from "../node.ts";
import { reviewThread } from "../objects/review.ts";
import type { View } from "../source.ts";
import { payload, type Resolvers, target } from "./target.ts";

export const threadMutations: Resolvers<
  "resolveReviewThread" | "unresolveReviewThread" | "minimizeComment" | "unminimizeComment"
> = {
  resolveReviewThread: ({ input }, view) => setResolved(view, input, true),
  unresolveReviewThread: ({ input }, view) => setResolved(view, input, false),
  minimizeComment: ({ input }, view) => {
    minimize(view, input.subjectId, "minimizeComment", input.classifier);
    return payload(input, { minimizedComment: () => node(view, input.subjectId) });
  },
  unminimizeComment: ({ input }, view) => {
    minimize(view, input.subjectId, "unminimizeComment", null);
    return payload(input, { unminimizedComment: () => node(view, input.subjectId) });
  },
};

function setResolved(view: View, input: schema.ResolveReviewThreadInput, isResolved: boolean) {
  const mutation = isResolved ? "resolveReviewThread" : "unresolveReviewThread";
  const { record, of } = target(view, input.threadId, mutation, "ReviewThread");
  const changed = view.world.setThreadResolved(input.threadId, view.viewer.id, isResolved);
  const now = view.reader.pullRequest(record.id, of.number) ?? of;
  return payload(input, { thread: reviewThread(view, record, now, changed) });
}

function minimize(
  view: View,
  subjectId: string,
  mutation: "minimizeComment" | "unminimizeComment",
  reason: MinimizedReason | null,
): void {
  target(view, subjectId, mutation, "IssueComment", "ReviewComment", "Review");
  view.world.setMinimized({ nodeId: subjectId }, view.viewer.id, reason);
}
