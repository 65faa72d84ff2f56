import { at, listAt, textAt } from "../../github/payload.ts";
import { sameName } from "../../packages/maintainers/account.ts";
import { bareLogin } from "../../policy/person.ts";
import type { Hint, NewJob } from "../../queue/job.ts";
import { isObjectId } from "../../snapshot/object-id.ts";
import { newJob, readJob } from "../jobs/jobs.ts";
import { pushKey, reviewKey } from "../run/run-context.ts";
import { pushedPaths } from "./pushed-paths.ts";

/** A webhook delivery whose signature is right. The payload is JSON of any kind all the same. */
export type Delivery = { readonly id: string; readonly name: string; readonly payload: unknown };

/** Who we are on GitHub. */
export type Self = {
  readonly appId: number;
  /** The App's user: `by-name-bot[bot]`. */
  readonly botLogin: string;
};

/** What a delivery leads to. `hints` say how new the state is that GitHub told us of, and when a head was pushed. */
export type Reaction = { readonly jobs: readonly NewJob[]; readonly hints: readonly Hint[] };

type Listener = (payload: unknown, self: Self) => Reaction;

const NOTHING: Reaction = { jobs: [], hints: [] };

/** What each event leads to; those that are not here lead to nothing. */
const LISTENERS: ReadonlyMap<string, Listener> = new Map([
  ["pull_request", onPullRequest],
  ["pull_request_review", onReview],
  ["pull_request_review_comment", onReviewComment],
  ["issue_comment", onComment],
  ["check_run", onCheckRun],
  ["check_suite", onCheckSuite],
  ["status", onStatus],
  ["merge_group", onMergeGroup],
  ["push", onPush],
  ["installation", onInstallation],
  ["installation_repositories", onInstallationRepositories],
]);

/** The names of the events that can lead to a job. */
export const EVENTS: readonly string[] = [...LISTENERS.keys()];

/** The jobs that a delivery leads to. Never throws, whatever the payload holds. */
export function jobsOf({ name, payload }: Delivery, self: Self): Reaction {
  return LISTENERS.get(name)?.(payload, self) ?? NOTHING;
}

function onPullRequest(payload: unknown, self: Self): Reaction {
  const action = textAt(payload, "action");
  switch (action) {
    case "closed":
      // Also in our own name: GitHub makes a merge that we asked for, when CI is done.
      return reviewOf(payload);
    case "opened":
    case "reopened":
    case "synchronize":
    case "ready_for_review":
    case "converted_to_draft":
      break;
    case "dequeued":
    case "auto_merge_disabled":
      // Whoever had it merged hears why GitHub gave it up.
      break;
    case "edited":
      // In a merge queue, title and description are what the commit says.
      if (!["base", "title", "body"].some((key) => at(payload, "changes", key) !== undefined)) return NOTHING;
      break;
    default:
      return NOTHING;
  }
  if (isOurs(at(payload, "sender"), self)) return NOTHING;
  return reviewOf(payload, PUSHES.has(action));
}

/** After these a pull request has another head than before, or one for the first time. */
const PUSHES: ReadonlySet<string> = new Set(["opened", "reopened", "synchronize"]);

function onReview(payload: unknown, self: Self): Reaction {
  if (!["submitted", "edited", "dismissed"].includes(textAt(payload, "action"))) return NOTHING;
  if (isOurs(at(payload, "sender"), self) || isOurs(at(payload, "review", "user"), self)) return NOTHING;
  return reviewOf(payload);
}

function onComment(payload: unknown, self: Self): Reaction {
  // One that was deleted was perhaps a command that a merge rests on.
  if (!["created", "edited", "deleted"].includes(textAt(payload, "action"))) return NOTHING;
  if (at(payload, "issue", "pull_request") === undefined) return onIssueComment(payload, self);
  if (isOurs(at(payload, "sender"), self) || isOurs(at(payload, "comment", "user"), self)) return NOTHING;
  // Comments matter for their commands alone, and every command names us.
  const texts = [textAt(payload, "comment", "body"), textAt(payload, "changes", "body", "from")];
  if (!texts.some((text) => mentions(text, self))) return NOTHING;
  return aboutPull(payload, at(payload, "issue", "number"), at(payload, "issue", "updated_at"), null);
}

/** On an issue one command is heard. */
function onIssueComment(payload: unknown, self: Self): Reaction {
  if (textAt(payload, "action") === "deleted") return NOTHING;
  if (isOurs(at(payload, "sender"), self) || isOurs(at(payload, "comment", "user"), self)) return NOTHING;
  const text = textAt(payload, "comment", "body");
  if (!mentions(text, self) || !/\binit\b/i.test(text)) return NOTHING;
  const [number, comment] = [at(payload, "issue", "number"), at(payload, "comment", "id")];
  return jobs({ kind: "issue-comment", ...repositoryOf(payload), number, comment });
}

/** A command there is answered with how to give it; no merge rests on one, so that it may be deleted. */
function onReviewComment(payload: unknown, self: Self): Reaction {
  if (!["created", "edited"].includes(textAt(payload, "action"))) return NOTHING;
  if (isOurs(at(payload, "sender"), self) || isOurs(at(payload, "comment", "user"), self)) return NOTHING;
  return mentions(textAt(payload, "comment", "body"), self) ? reviewOf(payload) : NOTHING;
}

function onCheckRun(payload: unknown, self: Self): Reaction {
  if (!["rerequested", "requested_action"].includes(textAt(payload, "action"))) return NOTHING;
  const run = at(payload, "check_run");
  return at(run, "app", "id") === self.appId ? onRerun(payload, run) : NOTHING;
}

function onCheckSuite(payload: unknown, self: Self): Reaction {
  const suite = at(payload, "check_suite");
  const ours = at(suite, "app", "id") === self.appId;
  switch (textAt(payload, "action")) {
    case "rerequested":
      return ours ? onRerun(payload, suite) : NOTHING;
    case "completed":
      return ours ? NOTHING : find(payload, at(suite, "head_sha"), "waiting");
    default:
      return NOTHING;
  }
}

function onStatus(payload: unknown): Reaction {
  if (textAt(payload, "state") === "pending") return NOTHING;
  return find(payload, at(payload, "sha"), "waiting");
}

function onMergeGroup(payload: unknown): Reaction {
  if (textAt(payload, "action") !== "checks_requested") return NOTHING;
  const group = at(payload, "merge_group");
  return jobs({
    kind: "merge-group",
    ...repositoryOf(payload),
    headSha: at(group, "head_sha"),
    headRef: at(group, "head_ref"),
    baseSha: at(group, "base_sha"),
    baseRef: at(group, "base_ref"),
  });
}

function onPush(payload: unknown): Reaction {
  const ref = textAt(payload, "ref");
  if (!ref.startsWith("refs/heads/") || ref.startsWith("refs/heads/gh-readonly-queue/")) return NOTHING;
  // No pull request can have gone into a branch that was not there.
  if (at(payload, "created") === true || at(payload, "deleted") === true) return NOTHING;
  const paths = pushedPaths(payload);
  if (paths?.length === 0) return NOTHING;
  return jobs({
    kind: "push",
    ...repositoryOf(payload),
    branch: ref.slice("refs/heads/".length),
    before: at(payload, "before"),
    after: at(payload, "after"),
    paths,
  });
}

function onInstallation(payload: unknown): Reaction {
  // While it was suspended nothing was delivered, and with new permissions more can be written.
  if (!["created", "unsuspend", "new_permissions_accepted"].includes(textAt(payload, "action")))
    return NOTHING;
  return jobs({ kind: "sweep-installation", installation: at(payload, "installation", "id"), cursor: null });
}

/** More repositories at once than this are found by asking GitHub for all. */
const REPOSITORIES = 100;

function onInstallationRepositories(payload: unknown): Reaction {
  if (textAt(payload, "action") !== "added") return NOTHING;
  const installation = at(payload, "installation", "id");
  const added = listAt(payload, "repositories_added");
  if (added.length > REPOSITORIES) return jobs({ kind: "sweep-installation", installation, cursor: null });
  return jobs(
    ...added.map((repository) => {
      const [owner, repo] = textAt(repository, "full_name").split("/");
      const why = "the App was given this repository";
      return { kind: "sweep-repository", installation, owner, repo, base: null, cursor: null, why };
    }),
  );
}

/** Somebody asked for our check again. */
function onRerun(payload: unknown, check: unknown): Reaction {
  const home = at(payload, "repository", "id");
  const pulls = listAt(check, "pull_requests").filter((pull) => at(pull, "base", "repo", "id") === home);
  // Those of forks are not listed.
  if (pulls.length === 0) return find(payload, at(check, "head_sha"), "open");
  return jobs(...pulls.map((pull) => review(payload, at(pull, "number"))));
}

function find(payload: unknown, headSha: unknown, among: "waiting" | "open"): Reaction {
  return jobs({ kind: "find-pull-request", ...repositoryOf(payload), headSha, among });
}

/** `pushed`: what the delivery says of the newest state, it says of the push that it tells of as well. */
function reviewOf(payload: unknown, pushed = false): Reaction {
  const pull = at(payload, "pull_request");
  return aboutPull(payload, at(pull, "number"), at(pull, "updated_at"), at(pull, "head", "sha"), pushed);
}

function aboutPull(
  payload: unknown,
  number: unknown,
  updatedAt: unknown,
  head: unknown,
  pushed = false,
): Reaction {
  const job = readJob(review(payload, number));
  if (job?.kind !== "review") return NOTHING;
  const keys = pushed ? [reviewKey(job), pushKey(job)] : [reviewKey(job)];
  const hints = keys.map((key) => hintOf(key, updatedAt, head)).filter((hint) => hint !== null);
  return { jobs: [newJob(job)], hints };
}

/** How GitHub writes a time; it is always UTC. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

function hintOf(key: string, updatedAt: unknown, head: unknown): Hint | null {
  if (typeof updatedAt !== "string" || !TIME.test(updatedAt) || Number.isNaN(Date.parse(updatedAt)))
    return null;
  const known = typeof head === "string" && isObjectId(head);
  return { key, updatedAt, head: known ? head : null };
}

function review(payload: unknown, number: unknown): unknown {
  return { kind: "review", ...repositoryOf(payload), number };
}

function repositoryOf(payload: unknown) {
  return {
    installation: at(payload, "installation", "id"),
    owner: at(payload, "repository", "owner", "login"),
    repo: at(payload, "repository", "name"),
  };
}

/** Those of the candidates that are whole. */
function jobs(...candidates: readonly unknown[]): Reaction {
  return {
    jobs: candidates
      .map(readJob)
      .filter((job) => job !== null)
      .map((job) => newJob(job)),
    hints: [],
  };
}

/** A person may have the App's name without the suffix: that is somebody else. */
function isOurs(user: unknown, { botLogin }: Self): boolean {
  return sameName(textAt(user, "login"), botLogin);
}

function mentions(text: string, { botLogin }: Self): boolean {
  const name = bareLogin(botLogin.toLowerCase());
  return text.toLowerCase().includes(`@${name}`);
}
