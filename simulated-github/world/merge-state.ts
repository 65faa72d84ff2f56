import { rollupState } from "./check-states.ts";
import type { Context } from "./context.ts";
import type { MergeableState, PullRequest } from "./model.ts";
import type { Reader } from "./reader.ts";
import { protectionOf, unmetRequirements } from "./requirements.ts";

/** `MergeStateStatus` of GraphQL. GitHub does not give DRAFT any more, whatever the schema says. */
export type MergeState = "BEHIND" | "BLOCKED" | "CLEAN" | "DIRTY" | "UNKNOWN" | "UNSTABLE";

/** Whether the base has commits that the head lacks. */
export async function isBehind(
  context: Pick<Context, "git">,
  reader: Reader,
  of: PullRequest,
): Promise<boolean> {
  const base = reader.ref(of.repositoryId, `refs/heads/${of.baseRefName}`);
  return base !== null && !(await context.git(of.repositoryId).isAncestor(base, of.headRefOid));
}

/** How a pull request stands with its base, given whether it can be merged at all. */
export async function mergeState(
  context: Pick<Context, "git">,
  reader: Reader,
  of: PullRequest,
  mergeable: MergeableState,
): Promise<MergeState> {
  if (of.state !== "OPEN" || mergeable === "UNKNOWN") return "UNKNOWN";
  if (mergeable === "CONFLICTING") return "DIRTY";
  if (unmetRequirements(reader, of).length > 0) return "BLOCKED";
  const strict = protectionOf(reader, of)?.requireUpToDate === true;
  if (strict && (await isBehind(context, reader, of))) return "BEHIND";
  const checks = rollupState(reader, of.repositoryId, of.headRefOid);
  return checks === null || checks === "SUCCESS" ? "CLEAN" : "UNSTABLE";
}
