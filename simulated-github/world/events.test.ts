import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import type { World } from "./interface.ts";
import type { WebhookEvent } from "./model.ts";
import { numbered, temporaryWorld } from "./testing.ts";

type Example = { readonly action?: string };

/** What GitHub has sent, by event. */
const examples: readonly { readonly name: string; readonly examples: readonly Example[] }[] = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@octokit/webhooks-examples"), "utf8"),
);

/** Everything that the world emits. */
function recorded(world: World): WebhookEvent[] {
  const events: WebhookEvent[] = [];
  world.onEvent((event) => events.push(JSON.parse(JSON.stringify(event))));
  return events;
}

/**
 * Keys of GitHub's examples that payloads here do not have: what depends on features that are not
 * simulated, and what GitHub has stopped sending since the example was taken.
 */
const leftOut: readonly RegExp[] = [
  /^installation$/,
  /^organization/,
  /^requester/,
  /\.milestone\./,
  /\.assignee\./,
  /\.assignees\[\]/,
  /\.labels\[\]/,
  /\.requested_reviewers\[\]/,
  /\.requested_teams\[\]/,
  /\.topics\[\]/,
  /\.license\./,
  /permissions\./,
  /\.merged_by\./,
  /\.head_commit\.(author|committer)\.username$/,
  /\.commit\.commit\./,
  /\.commit\.(author|committer)\./,
  /repository\.(allow_\w+|delete_branch_on_merge|master_branch|stargazers|organization|security_and_analysis|role_name)$/,
  /\.repo\.(allow_\w+|delete_branch_on_merge|use_squash_pr_title_as_default|squash_\w+|merge_commit_\w+)$/,
  /^repository\.owner\.(name|email)$/,
  /^(pull_request|check_run|check_suite|issue)\..*\.repo\.owner\.(name|email)$/,
  /^issue\.(closed_by|sub_issues_summary|type)/,
  /performed_via_github_app\./,
  /^check_run\.deployment/,
  /^check_suite\.head_commit/,
  /^changes\./,
  /^pusher\./,
  /\.user_view_type$/,
];

/** The paths of all keys, `[]` for any element of a list. */
function keyPaths(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((element) => keyPaths(element, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = path === "" ? key : `${path}.${key}`;
    return [own, ...keyPaths(inner, own)];
  });
}

/** Keys that every example of an event has and this payload has not. */
function missingKeys(event: WebhookEvent): string[] {
  const of = examples.find((candidate) => candidate.name === event.name)?.examples ?? [];
  const same = of.filter(({ action }) => action === undefined || action === event.action);
  const listed = same.length > 0 ? same : of;
  expect(listed, `GitHub's examples of ${event.name}.${event.action}`).not.toEqual([]);
  const counts = new Map<string, number>();
  for (const example of listed) {
    for (const path of new Set(keyPaths(example))) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  const own = new Set(keyPaths(event.payload));
  const always = [...counts].filter(([, count]) => count === listed.length).map(([path]) => path);
  const parent = (path: string) => path.replace(/(\.|^)[^.]+$/, "");
  return always.filter(
    (path) =>
      !own.has(path) &&
      !leftOut.some((pattern) => pattern.test(path)) &&
      // What is null here has no keys below it.
      (parent(path) === "" || own.has(parent(path).replace(/\[\]$/, ""))) &&
      !isNullHere(event.payload, parent(path)),
  );
}

function isNullHere(payload: unknown, path: string): boolean {
  let value: unknown = payload;
  for (const key of path.split(".").filter((part) => part !== "")) {
    const name = key.replace(/\[\]$/, "");
    if (typeof value !== "object" || value === null) return true;
    value = new Map(Object.entries(value)).get(name);
    if (Array.isArray(value) && key.endsWith("[]")) value = value[0];
  }
  return value === null || value === undefined;
}

test("Every payload has the keys of GitHub's examples", async () => {
  const world = temporaryWorld();
  const owner = world.organization("Octocoders", { members: ["carol"] });
  const events = recorded(world);
  const repository = await world.repository("Octocoders/Hello-World", {
    files: { a: numbered(20) },
    collaborators: { alice: "write" },
  });
  const app = world.createApp({
    slug: "linter",
    permissions: { checks: "write", contents: "write" },
    events: [],
  });
  const carol = world.user("carol");
  const installation = world.install(app.id, "Octocoders", { by: "carol" });
  world.suspend(installation.id, carol.id);
  world.unsuspend(installation.id, carol.id);
  world.acceptPermissions(installation.id, carol.id);
  const second = await world.repository("Octocoders/Second");
  world.removeInstallationRepositories(installation.id, [second.id], carol.id);
  world.addInstallationRepositories(installation.id, [second.id], carol.id);

  const files = { a: numbered(20, { 10: "ten" }) };
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files, draft: true });
  pr.ready();
  pr.draft();
  pr.ready();
  await pr.edit({ title: "Two" });
  await pr.push({ b: "1\n" });
  pr.addLabels("bug");
  pr.removeLabel("bug");
  world.updateLabel(repository.id, carol.id, "bug", { color: "ff0000" });
  world.deleteLabel(repository.id, carol.id, "bug");
  world.requestReviewers(repository.id, 1, carol.id, [carol.id]);
  const bob = pr.as("bob");
  const review = await bob.review({
    event: "REQUEST_CHANGES",
    body: "no",
    comments: [{ path: "a", line: 10, body: "why?" }],
  });
  bob.thread(0).resolve();
  bob.thread(0).unresolve();
  const [thread] = bob.view().threads;
  const [comment] = thread?.comments ?? [];
  if (comment === undefined) throw new Error("no comment");
  bob.editComment(comment, "Why?");
  bob.deleteComment(comment);
  world.updateReview(repository.id, 1, world.user("bob").id, review.id, "No.");
  pr.dismiss(review, "done");
  const said = pr.comment("hello");
  pr.editComment(said, "Hello");
  pr.deleteComment(said);
  const headOid = pr.record().headRefOid;
  const run = await world.createCheckRun(repository.id, app.id, {
    name: "lint",
    headOid,
    actions: [{ label: "Fix", description: "Fix it", identifier: "fix" }],
  });
  world.updateCheckRun(repository.id, app.id, run.id, { conclusion: "success" });
  pr.rerun("lint");
  pr.pressCheckAction("lint", "fix");
  world.rerequestCheckSuite(run.suiteId, carol.id);
  await world.createStatus(repository.id, carol.id, { oid: headOid, state: "success", context: "ci" });
  await pr.close();
  await pr.reopen();
  const group = await world.createMergeGroup(repository.id, [1]);
  await world.destroyMergeGroup(group.id, "merged");
  world.uninstall(installation.id, owner.id);

  const names = new Set(events.map(({ name, action }) => (action === null ? name : `${name}.${action}`)));
  expect([...names].sort()).toMatchInlineSnapshot(`
    [
      "check_run.completed",
      "check_run.created",
      "check_run.requested_action",
      "check_run.rerequested",
      "check_suite.completed",
      "check_suite.requested",
      "check_suite.rerequested",
      "installation.created",
      "installation.deleted",
      "installation.new_permissions_accepted",
      "installation.suspend",
      "installation.unsuspend",
      "installation_repositories.added",
      "installation_repositories.removed",
      "issue_comment.created",
      "issue_comment.deleted",
      "issue_comment.edited",
      "label.created",
      "label.deleted",
      "label.edited",
      "merge_group.checks_requested",
      "merge_group.destroyed",
      "pull_request.closed",
      "pull_request.converted_to_draft",
      "pull_request.edited",
      "pull_request.labeled",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.reopened",
      "pull_request.review_requested",
      "pull_request.synchronize",
      "pull_request.unlabeled",
      "pull_request_review.dismissed",
      "pull_request_review.edited",
      "pull_request_review.submitted",
      "pull_request_review_comment.created",
      "pull_request_review_comment.deleted",
      "pull_request_review_comment.edited",
      "pull_request_review_thread.resolved",
      "pull_request_review_thread.unresolved",
      "push",
      "status",
    ]
  `);
  // GitHub's examples have none of these.
  const without = ["merge_group.destroyed", "pull_request.edited", "pull_request_review.edited"];
  const missing = events
    .filter(({ name, action }) => !without.includes(`${name}.${action}`))
    .flatMap((event) => missingKeys(event).map((path) => `${event.name}.${event.action}: ${path}`));
  expect([...new Set(missing)]).toEqual([]);
});

test("Checks name the pull requests of the same repository, and none from a fork", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" }, collaborators: { bob: "write" } });
  const app = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  const fork = await world.as("alice").opensPullRequest(repository, { title: "Fork", files: { b: "1\n" } });
  const own = await world.as("bob").opensPullRequest(repository, { title: "Own", files: { c: "1\n" } });
  const events = recorded(world);
  for (const pr of [fork, own]) {
    const headOid = pr.record().headRefOid;
    await world.createCheckRun(repository.id, app.id, { name: "ci", headOid, conclusion: "success" });
  }
  const named = events
    .filter((event) => event.name === "check_run" && event.action === "completed")
    .map((event) => event.payload.check_run);
  expect(named).toMatchObject([
    { pull_requests: [], check_suite: { head_branch: null, pull_requests: [] } },
    { pull_requests: [{ number: own.number }], check_suite: { head_branch: "own" } },
  ]);
});

test("A push lists the paths that each commit changes", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n", b: "1\n", c: numbered(9) } });
  const events = recorded(world);
  const before = repository.head();
  const files = { a: "2\n", b: null, c: null, d: numbered(9), "dir/new": "1\n" };
  const after = await repository.commit({ files, message: "Change\n\nAnd more" });
  expect(events[0]).toMatchObject({
    name: "push",
    payload: {
      ref: "refs/heads/main",
      before,
      after,
      created: false,
      forced: false,
      commits: [{ id: after, added: ["d", "dir/new"], removed: ["c", "b"], modified: ["a"] }],
      head_commit: { id: after, message: "Change\n\nAnd more" },
    },
  });
});

test("A pull request's events say how large it is", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: numbered(20) } });
  const events = recorded(world);
  const files = { a: numbered(20, { 10: "ten" }), b: "1\n" };
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files });
  await pr.push({ c: "1\n" });
  const sizes = events
    .filter((event) => event.name === "pull_request")
    .map((event) => event.payload.pull_request);
  expect(sizes).toMatchObject([
    { commits: 1, changed_files: 2, additions: 2, deletions: 1, mergeable: null },
    { commits: 2, changed_files: 3, additions: 3, deletions: 1, mergeable: null },
  ]);
});
