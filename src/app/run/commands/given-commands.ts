import type { MergeConfiguration } from "../../../config/merge.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import type { GivenCommand } from "../../../policy/facts.ts";
import { isNamed, type Person } from "../../../policy/person.ts";
import { isRefused } from "./asked.ts";
import { heardReviews } from "./heard-reviews.ts";
import { hasReaction, saidIn } from "./said.ts";

/** Who gave the commands in a comment; null where nobody did whose word could count. */
export function commander(comment: PullRequestComment, merge: MergeConfiguration | null): Person | null {
  const { by, byBot, editedByOther } = comment;
  if (by === null || byBot || editedByOther) return null;
  // Bots answer each other without end: one that may give commands is named.
  if (by.kind === "bot" && !isNamed(by, merge?.committers.users ?? [])) return null;
  return by;
}

/** The commands about merging that stand on a pull request, the oldest first. */
export function givenCommands(
  state: Pick<PullRequestState, "comments" | "commentCount" | "approvals" | "bot">,
  merge: MergeConfiguration,
): GivenCommand[] {
  return [...state.comments, ...heardReviews(state, merge)]
    .flatMap((comment) => givenIn(comment, state, merge))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function givenIn(
  comment: PullRequestComment,
  state: Pick<PullRequestState, "comments" | "approvals" | "bot">,
  merge: MergeConfiguration,
): GivenCommand[] {
  const by = commander(comment, merge);
  if (by === null) return [];
  return saidIn(comment, state).flatMap((one): GivenCommand[] => {
    if (one.kind !== "command") return [];
    const { command } = one;
    // What nobody sees lets nothing be merged, and takes it back all the same.
    return (command === "merge" && !comment.hidden) || command === "cancel"
      ? [
          {
            command,
            by,
            at: comment.stamp,
            comment: comment.databaseId,
            review: comment.review,
            state: hasReaction(comment, "rocket")
              ? "obeyed"
              : isRefused(comment, state)
                ? "refused"
                : "fresh",
          },
        ]
      : [];
  });
}
