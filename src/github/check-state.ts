import type { CheckState } from "../policy/facts.ts";
import type { AnsweredContext, AnsweredRollup } from "./check-rollup.ts";
import { countingChecks } from "./counting-checks.ts";

/** What stands for a check that GitHub does not show to the App. */
export const HIDDEN = "those that the App cannot see";
/** What stands for the checks on a page that is not read. */
const UNREAD = "perhaps one of more than a hundred, which are not all read";

type Result = "passed" | "failed" | "running";

const PASSED: ReadonlySet<string> = new Set(["SUCCESS", "NEUTRAL", "SKIPPED"]);

/** Which check runs of an App are ours, where others write in its name. */
export type SharedName = {
  /** What our check run is called. */
  readonly check: string;
  /** The workflow run that asks, whose own jobs are not done while it does; null where that is not known. */
  readonly workflowRun: string | null;
};

/**
 * How it stands with the checks that GitHub requires, or where it requires none of those that are there,
 * with all. Those of the App itself are left out: what they say is in the review. `shared`: others write in
 * the name of the App as well, and theirs count.
 */
export function checkState(
  rollup: AnsweredRollup,
  appId: number,
  shared: SharedName | null = null,
): CheckState {
  if (rollup === null) return { failed: [], running: [], required: false };
  // Those that are required may be among the others, and GitHub's word on all says nothing of each.
  if (rollup.contexts.pageInfo.hasNextPage) return { failed: [UNREAD], running: [], required: false };
  const nodes = rollup.contexts.nodes.filter((node) => node !== null);
  // What is ours is left out first: a job of ours may be called as another's is, and be newer.
  const counting = countingChecks(nodes.filter((node) => !isOwn(node, appId, shared)));
  const checks = counting.map((node) => {
    return { name: nameOf(node), required: node.isRequired, result: resultOf(node) };
  });
  const required = checks.filter((check) => check.required);
  const counted = required.length > 0 ? required : checks;
  const named = (result: Result) =>
    counted.filter((check) => check.result === result).map(({ name }) => name);
  // One that may not be seen may be any, and have failed.
  const hidden = rollup.contexts.nodes.includes(null) ? [HIDDEN] : [];
  return {
    failed: [...named("failed"), ...hidden],
    running: named("running"),
    required: required.length > 0,
  };
}

function isOwn(node: AnsweredContext, appId: number, shared: SharedName | null): boolean {
  if (node.__typename !== "CheckRun" || node.checkSuite?.app?.databaseId !== appId) return false;
  if (shared === null || node.name === shared.check) return true;
  const { workflowRun } = shared;
  return workflowRun !== null && node.detailsUrl?.includes(`/actions/runs/${workflowRun}/job/`) === true;
}

function nameOf(node: AnsweredContext): string {
  return node.__typename === "CheckRun" ? node.name : node.context;
}

function resultOf(node: AnsweredContext): Result {
  if (node.__typename === "CheckRun") {
    if (node.status !== "COMPLETED") return "running";
    return PASSED.has(node.conclusion ?? "") ? "passed" : "failed";
  }
  if (node.state === "PENDING" || node.state === "EXPECTED") return "running";
  return node.state === "SUCCESS" ? "passed" : "failed";
}
