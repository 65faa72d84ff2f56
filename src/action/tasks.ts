import { type JobData, readJob } from "../app/jobs/jobs.ts";
import { jobsOf, type Self } from "../app/server/deliveries.ts";
import { at, textAt } from "../github/payload.ts";
import type { Hint } from "../queue/job.ts";
import type { Environment } from "./environment.ts";

/** What an event asks for. */
export type Tasks =
  | { readonly kind: "jobs"; readonly jobs: readonly JobData[]; readonly hints: readonly Hint[] }
  /** A run by hand: one pull request, of which nothing is written. */
  | { readonly kind: "dry-run"; readonly number: number }
  /** Nothing is to be done about it; `why` is a sentence. */
  | { readonly kind: "nothing"; readonly why: string }
  /** The workflow is not as it should be; `why` is a sentence. */
  | { readonly kind: "unusable"; readonly why: string };

/** Jobs of the App belong to one of its installations; here there are none. */
export const INSTALLATION = { id: 1 };

/** The events of the App that a workflow hears of by the same name, or another. */
const HEARD: ReadonlyMap<string, string> = new Map([
  ["pull_request_target", "pull_request"],
  ["issue_comment", "issue_comment"],
  ["status", "status"],
  ["merge_group", "merge_group"],
]);

const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["pull_request", "On `pull_request` the token of a fork may only read. Use `pull_request_target`."],
  [
    "pull_request_review",
    "On `pull_request_review` the token of a fork may only read. Use a workflow without permissions for it, and `workflow_run` after that.",
  ],
  ["check_run", "Every check would start a run of its own on `check_run`. Use `workflow_run` and `status`."],
  [
    "check_suite",
    "Every suite would start a run of its own on `check_suite`. Use `workflow_run` and `status`.",
  ],
]);

/** What the event that started the job asks for. Of its payload only names, numbers and ids are used. */
export function tasksOf(environment: Environment, self: Self): Tasks {
  const { event, owner, repo, pullRequest } = environment;
  const payload = { ...environment.payload, installation: INSTALLATION };
  if (event === "workflow_dispatch") {
    return pullRequest === null
      ? {
          kind: "unusable",
          why: "A run by hand needs the input `pull-request`: the number of a pull request.",
        }
      : { kind: "dry-run", number: pullRequest };
  }
  const repository = { installation: INSTALLATION.id, owner, repo };
  if (event === "schedule") {
    return jobs([{ kind: "sweep-repository", ...repository, base: null, cursor: null, why: "schedule" }]);
  }
  if (!isHere(payload, environment))
    return { kind: "nothing", why: "The event is about another repository." };
  if (event === "workflow_run") {
    if (textAt(payload, "action") !== "completed") {
      return { kind: "nothing", why: "The other workflow is still running." };
    }
    // It may have run what a stranger wrote: of it nothing counts but which commit it was for.
    const headSha = at(payload, "workflow_run", "head_sha");
    return jobs([readJob({ kind: "find-pull-request", ...repository, headSha, among: "open" })]);
  }
  const name = HEARD.get(event);
  if (name === undefined) {
    const why = ELSEWHERE.get(event) ?? "There is nothing to do on this event.";
    return { kind: "unusable", why };
  }
  const { jobs: queued, hints } = jobsOf({ id: "", name, payload }, self);
  return jobs(
    queued.map(({ data }) => readJob(data)),
    hints,
  );
}

function jobs(some: readonly (JobData | null)[], hints: readonly Hint[] = []): Tasks {
  const known = some.filter((job) => job !== null);
  return known.length === 0
    ? { kind: "nothing", why: "Nothing in this event concerns the bot." }
    : { kind: "jobs", jobs: known, hints };
}

function isHere(payload: unknown, { owner, repo }: Environment): boolean {
  return textAt(payload, "repository", "full_name").toLowerCase() === `${owner}/${repo}`.toLowerCase();
}
