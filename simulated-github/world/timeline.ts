import type { Context } from "./context.ts";
import type { PullRequest, Timestamp } from "./model.ts";

/** What every event of a pull request's timeline has. */
export function createEvent(
  context: Context,
  { repositoryId, number }: Pick<PullRequest, "repositoryId" | "number">,
  actorId: number,
): { id: number; nodeId: string; actorId: number; createdAt: Timestamp } {
  const id = context.nextId();
  return {
    id,
    nodeId: context.state.nodeIds.create("TimelineEvent", id, {
      kind: "TimelineEvent",
      repositoryId,
      number,
      id,
    }),
    actorId,
    createdAt: context.timestamp(),
  };
}
