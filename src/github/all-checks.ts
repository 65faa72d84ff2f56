import { type CheckContexts, checkContexts } from "./check-contexts.ts";
import { ALL_CHECKS_QUERY, type AnsweredContext, type AnsweredRollup } from "./check-rollup.ts";
import { checkState, type SharedName } from "./check-state.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";

type Answer = {
  readonly repository: { readonly object: { readonly statusCheckRollup?: AnsweredRollup } | null } | null;
};

/** So many are asked for at a time, and fewer where that is too much for GitHub; of more than so many nothing is told. */
const AT_ONCE = 100;
const MOST = 5_000;

/**
 * The checks and statuses of others on a commit that has more than are read with its pull request; null where GitHub does
 * not show all of them, or there are too many. Throws a GitHubFailure.
 */
export async function readAllChecks(
  client: GitHubClient,
  commit: { readonly owner: string; readonly repo: string; readonly number: number; readonly head: string },
  { appId, shared }: { readonly appId: number; readonly shared: SharedName | null },
): Promise<{ readonly checks: ReturnType<typeof checkState>; readonly contexts: CheckContexts } | null> {
  const { owner, repo, number, head } = commit;
  const nodes: (AnsweredContext | null)[] = [];
  let most = AT_ONCE;
  for (let after: string | null = null; ; ) {
    const page = await pageOf(client, { owner, repo, number, commit: head, most, after });
    if (page === "hidden") return null;
    if (page === "too-much") {
      most >>= 1;
      continue;
    }
    if (page === null) return null;
    const { state, contexts } = page;
    nodes.push(...contexts.nodes);
    if (!contexts.pageInfo.hasNextPage) {
      const all = { state, contexts: { pageInfo: { hasNextPage: false }, nodes } };
      return { checks: checkState(all, appId, shared), contexts: checkContexts(all) };
    }
    after = contexts.pageInfo.endCursor ?? null;
    if (after === null || nodes.length >= MOST) return null;
  }
}

async function pageOf(
  client: GitHubClient,
  variables: Readonly<Record<string, unknown>> & { readonly most: number },
): Promise<AnsweredRollup | "hidden" | "too-much"> {
  try {
    const { data, problems } = await client.queryPartly<Answer>("AllChecks", ALL_CHECKS_QUERY, {
      ...variables,
    });
    if (problems.length === 0) return data.repository?.object?.statusCheckRollup ?? null;
    const isTooMuch = problems.some(({ type }) => type === "RESOURCE_LIMITS_EXCEEDED");
    return isTooMuch && variables.most > 1 ? "too-much" : "hidden";
  } catch (error) {
    const isTooMuch = error instanceof GitHubFailure && error.kind === "unavailable";
    if (!isTooMuch || variables.most === 1) throw error;
    return "too-much";
  }
}
