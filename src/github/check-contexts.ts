import type { NamedCheck } from "../config/merge.ts";
import { sameName } from "../packages/maintainers/account.ts";
import type { NamedCheckState } from "../policy/facts.ts";
import type { AnsweredContext, AnsweredRollup } from "./check-rollup.ts";
import { countingChecks } from "./counting-checks.ts";

/** A check run or a status on a commit. */
export type CheckContext = {
  readonly name: string;
  /** The App whose check run it is; null for a status. */
  readonly app: { readonly id: number | null; readonly slug: string | null } | null;
  readonly state: NamedCheckState["state"];
  /** Why it is not green, a clause without its subject. */
  readonly why: string;
};

/** All that is on a commit; `hidden` or `too-many` where the App cannot see that, `not-shown` where not yet. */
export type CheckContexts = readonly CheckContext[] | "hidden" | "too-many" | "not-shown";

/** What is on a commit by its rollup. */
export function checkContexts(rollup: AnsweredRollup): CheckContexts {
  if (rollup === null) return [];
  if (rollup.contexts.pageInfo.hasNextPage) return "too-many";
  const nodes = rollup.contexts.nodes.filter((node) => node !== null);
  return nodes.length < rollup.contexts.nodes.length ? "hidden" : countingChecks(nodes).map(contextOf);
}

/**
 * How it stands with the checks that the configuration names: each has to be there, and all that count of its name
 * green, whichever App they are of. A check that was skipped or is neutral is not.
 */
export function namedCheckStates(named: readonly NamedCheck[], contexts: CheckContexts): NamedCheckState[] {
  return named.map(({ name, app }): NamedCheckState => {
    if (contexts === "hidden") return { name, state: "red", why: "is hidden from the App" };
    if (contexts === "too-many") {
      return { name, state: "red", why: "cannot be found among more than a hundred checks" };
    }
    if (contexts === "not-shown") return { name, state: "running", why: "is not shown by GitHub yet" };
    const same = contexts.filter((context) => context.name === name && (app === null || isOf(context, app)));
    const worst = same.find(({ state }) => state === "red") ?? same.find(({ state }) => state === "running");
    if (worst !== undefined) return { name, state: worst.state, why: worst.why };
    return same.length > 0
      ? { name, state: "green", why: "is green" }
      : { name, state: "running", why: "has not started" };
  });
}

function isOf({ app }: CheckContext, wanted: string | number): boolean {
  if (app === null) return false;
  return typeof wanted === "number" ? app.id === wanted : app.slug !== null && sameName(app.slug, wanted);
}

function contextOf(node: AnsweredContext): CheckContext {
  if (node.__typename === "CheckRun") {
    const { name, status, conclusion, checkSuite } = node;
    const app = { id: checkSuite?.app?.databaseId ?? null, slug: checkSuite?.app?.slug ?? null };
    if (status !== "COMPLETED") return { name, app, state: "running", why: "is still running" };
    return conclusion === "SUCCESS"
      ? { name, app, state: "green", why: "is green" }
      : { name, app, state: "red", why: CONCLUSIONS.get(conclusion ?? "") ?? "has failed" };
  }
  const { context: name, state } = node;
  if (state === "SUCCESS") return { name, app: null, state: "green", why: "is green" };
  return state === "PENDING" || state === "EXPECTED"
    ? { name, app: null, state: "running", why: "is still running" }
    : { name, app: null, state: "red", why: "has failed" };
}

const CONCLUSIONS: ReadonlyMap<string, string> = new Map([
  ["SKIPPED", "was skipped"],
  ["NEUTRAL", "is neutral"],
  ["CANCELLED", "was cancelled"],
  ["TIMED_OUT", "timed out"],
  ["STALE", "is stale"],
  ["ACTION_REQUIRED", "waits for an action"],
]);
