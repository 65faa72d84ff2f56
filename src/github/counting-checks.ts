import type { AnsweredContext } from "./check-rollup.ts";

/**
 * Those of the checks and statuses of a commit that count. A check run may stand there several times under one name
 * of one App, in suites of their own: when it was run again, or cancelled by a newer one. Then what was cancelled
 * does not count beside what was not, and of the rest nothing that is done and older than another. Where it cannot be
 * told which is newer, both count.
 */
export function countingChecks(nodes: readonly AnsweredContext[]): AnsweredContext[] {
  const runs = Map.groupBy(nodes, keyOf);
  return nodes.filter((node) => {
    const key = keyOf(node);
    if (node.__typename !== "CheckRun" || key === null) return true;
    const alike = (runs.get(key) ?? []).filter((other) => other.__typename === "CheckRun");
    if (isCancelled(node) && !alike.every(isCancelled)) return false;
    const rivals = alike.filter((other) => isCancelled(node) || !isCancelled(other));
    return node.status !== "COMPLETED" || !rivals.some((other) => isNewer(other, node));
  });
}

type Run = Extract<AnsweredContext, { readonly __typename: "CheckRun" }>;

/** The App and the name of a check run; null for a status, and where the App may not be seen. */
function keyOf(node: AnsweredContext): string | null {
  if (node.__typename !== "CheckRun") return null;
  const app = node.checkSuite?.app?.databaseId ?? null;
  return app === null ? null : `${app} ${node.name}`;
}

function isCancelled({ status, conclusion }: Run): boolean {
  return status === "COMPLETED" && conclusion === "CANCELLED";
}

/** By when it began, which GitHub counts in whole seconds, and then by its id. */
function isNewer(one: Run, other: Run): boolean {
  const [began, before] = [Date.parse(one.startedAt ?? ""), Date.parse(other.startedAt ?? "")];
  if (began !== before) return began > before;
  const [id, former] = [idOf(one), idOf(other)];
  return id !== null && former !== null && id > former;
}

/** The number at the end of the address of a check run; GraphQL's own field is an `Int`, which has become too small. */
function idOf({ permalink }: Run): number | null {
  const id = Number(/\/(\d{1,15})$/.exec(permalink ?? "")?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}
