import { disableAutoMerge, isRefusal } from "./auto-merge.ts";
import { type Context, pullRequestOf, repositoryOf } from "./context.ts";
import { enqueue, leaveQueue, queued, setEntryState } from "./merge-queue.ts";
import { isBehind } from "./merge-state.ts";
import { computeMergeability } from "./mergeability.ts";
import { createMergeGroup, destroyMergeGroup, mergePullRequest } from "./merging.ts";
import type { MergeGroup, MergeQueue, PullRequest } from "./model.ts";
import { queueBot } from "./protection.ts";
import {
  hasMergeQueue,
  protectionOf,
  requiredState,
  unmetChecks,
  unmetRequirements,
} from "./requirements.ts";

/**
 * Does what GitHub does by itself in a repository: merges what waits for nothing any more, and moves its merge
 * queues on. Has to run while nobody else pushes to the repository.
 */
export async function act(context: Context, repositoryId: number): Promise<void> {
  const repository = context.reader.repository(repositoryId);
  if (repository === null || repository.isArchived) return;
  for (const number of [...(context.state.waitingNumbers.get(repositoryId) ?? [])]) {
    const of = pullRequestOf(context, repositoryId, number);
    if (of.state === "OPEN" && of.autoMerge !== null) await mergeWhenReady(context, of);
  }
  for (const queue of repositoryOf(context, repositoryId).mergeQueues.values()) {
    await moveOn(context, repositoryId, queue);
  }
}

async function mergeWhenReady(context: Context, of: PullRequest): Promise<void> {
  const { repositoryId, number } = of;
  if (context.autoMergesStick()) return;
  if (of.isDraft || unmetRequirements(context.reader, of).length > 0) return;
  const strict = protectionOf(context.reader, of)?.requireUpToDate === true;
  if (strict && (await isBehind(context, context.reader, of))) return;
  const { state } = await computeMergeability(context, repositoryId, number);
  const { autoMerge, baseRefName } = pullRequestOf(context, repositoryId, number);
  if (state !== "MERGEABLE" || autoMerge === null) return;
  const { enabledById, method, commitTitle, commitBody } = autoMerge;
  if (!context.reader.mayWrite(repositoryId, enabledById)) {
    const { ownerId } = repositoryOf(context, repositoryId);
    const actor = context.reader.account(enabledById)?.id ?? ownerId;
    disableAutoMerge(context, of, actor, "User is not authorized for this protected branch");
    return;
  }
  try {
    if (hasMergeQueue(repositoryOf(context, repositoryId), baseRefName)) {
      await enqueue(context, repositoryId, number, enabledById);
      return;
    }
    await mergePullRequest(context, repositoryId, number, enabledById, {
      method,
      ...(commitTitle === null ? {} : { title: commitTitle }),
      ...(commitBody === null ? {} : { message: commitBody }),
    });
  } catch (error) {
    // Something changed meanwhile: that change is looked at next.
    if (!isRefusal(error)) throw error;
  }
}

/** One pull request at a time: GitHub builds several on top of each other, with the same outcome. */
async function moveOn(context: Context, repositoryId: number, queue: MergeQueue): Promise<void> {
  for (;;) {
    const group = groupOf(context, repositoryId, queue);
    const next =
      group === null
        ? await startNext(context, repositoryId, queue)
        : await finish(context, repositoryId, queue, group);
    if (next === "waits") return;
  }
}

function groupOf(context: Context, repositoryId: number, { branch }: MergeQueue): MergeGroup | null {
  const groups = context.reader.mergeGroups(repositoryId);
  return (
    groups.find(
      ({ state, baseRef, isQueued }) =>
        isQueued && state === "checks_requested" && baseRef === `refs/heads/${branch}`,
    ) ?? null
  );
}

type Turn = <T>(key: number, run: () => Promise<T>) => Promise<T>;

/**
 * Watches the state for what GitHub does by itself. `look` is called after each change; the acts come a little
 * later, each repository for itself, in turn with its pushes.
 */
export function createActing(context: Context, turn: Turn) {
  const underWay = new Map<number, Promise<void>>();
  const again = new Set<number>();
  let closed = false;

  async function run(repositoryId: number): Promise<void> {
    do {
      again.delete(repositoryId);
      await new Promise((resolve) => setImmediate(resolve));
      if (!closed) await turn(repositoryId, () => act(context, repositoryId));
    } while (again.has(repositoryId) && !closed);
    underWay.delete(repositoryId);
  }

  return {
    look(): void {
      if (closed) return;
      const repositoryIds = new Set<number>();
      for (const [id, numbers] of context.state.waitingNumbers) if (numbers.size > 0) repositoryIds.add(id);
      for (const group of context.state.mergeGroups.values()) {
        if (group.isQueued && group.state === "checks_requested") repositoryIds.add(group.repositoryId);
      }
      for (const repositoryId of repositoryIds) {
        if (underWay.has(repositoryId)) again.add(repositoryId);
        else underWay.set(repositoryId, run(repositoryId));
      }
    },
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
    async close(): Promise<void> {
      closed = true;
      await Promise.all(underWay.values());
    },
  };
}

type Moved = "moved" | "waits";

async function startNext(context: Context, repositoryId: number, queue: MergeQueue): Promise<Moved> {
  const [first] = queued(context, repositoryId, queue.branch);
  if (first === undefined) return "waits";
  const bot = queueBot(context);
  if (first.isDraft || unmetRequirements(context.reader, first).length > 0) {
    leaveQueue(context, first, bot, "BRANCH_PROTECTIONS");
    return "moved";
  }
  try {
    await createMergeGroup(context, repositoryId, [first.number], { by: bot, method: queue.method });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    leaveQueue(context, first, bot, "MERGE_CONFLICT");
    return "moved";
  }
  setEntryState(context, first, "AWAITING_CHECKS");
  return "moved";
}

async function finish(
  context: Context,
  repositoryId: number,
  { branch }: MergeQueue,
  group: MergeGroup,
): Promise<Moved> {
  const bot = queueBot(context);
  const [number = -1] = group.pullRequestNumbers;
  const of = pullRequestOf(context, repositoryId, number);
  const stillMeant =
    of.state === "OPEN" &&
    of.mergeQueueEntry !== null &&
    of.baseRefName === branch &&
    of.headRefOid === group.pullRequestHeads[0] &&
    context.reader.ref(repositoryId, group.baseRef) === group.baseOid;
  if (!stillMeant) {
    await destroyMergeGroup(context, group.id, "invalidated", bot);
    return "moved";
  }
  const required = protectionOf(context.reader, of)?.requiredChecks ?? [];
  const states = required.map((check) => requiredState(context.reader, repositoryId, group.headOid, check));
  if (states.includes("failing")) {
    await destroyMergeGroup(context, group.id, "dequeued", bot);
    leaveQueue(context, of, bot, "CI_FAILURE", group.headOid);
    return "moved";
  }
  if (unmetChecks(context.reader, repositoryId, group.headOid, required) !== null) return "waits";
  if (unmetRequirements(context.reader, of).length > 0) {
    await destroyMergeGroup(context, group.id, "dequeued", bot);
    leaveQueue(context, of, bot, "BRANCH_PROTECTIONS", group.headOid);
    return "moved";
  }
  await destroyMergeGroup(context, group.id, "merged", bot);
  return "moved";
}
