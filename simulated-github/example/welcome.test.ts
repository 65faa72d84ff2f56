import { openStage, type Stage } from "simulated-github";
import { probotApp } from "simulated-github/probot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { welcome } from "./welcome.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(
    probotApp(welcome, {
      slug: "welcome",
      permissions: { issues: "write", pull_requests: "write" },
      events: ["pull_request"],
    }),
  );
});
afterAll(() => stage.close());

const GREETING = expect.stringContaining("Welcome, @alice!");
let repositories = 0;

/** Alice opens a pull request in a repository of its own, of which carol is a maintainer. */
async function opens(path: string) {
  repositories += 1;
  const files = { "README.md": "# Guide\n", "docs/index.md": "Start\n" };
  const options = { collaborators: { carol: "write" } } as const;
  const repository = await stage.repository(`octo/guide-${repositories}`, files, options);
  const change = { title: "A change", files: { [path]: "Changed\n" } };
  return stage.world.as("alice").opensPullRequest(repository, change);
}

test("greets people once, however often they come", async () => {
  const first = await opens("README.md");
  await stage.idle();
  await first.as("carol").merge();
  const change = { title: "Again", files: { "README.md": "# Again\n" } };
  const second = await stage.world.as("alice").opensPullRequest(first.repository, change);
  await stage.idle();
  expect(first.view().comments).toMatchObject([{ body: GREETING }]);
  expect(second.view().comments).toEqual([]);
});

test("the label follows what is pushed", async () => {
  const pr = await opens("README.md");
  await stage.idle();
  expect(pr.view().labels).toEqual([]);
  await pr.push({ "docs/index.md": "Begin\n" });
  await stage.idle();
  expect(pr.view().labels).toEqual(["documentation"]);
  await pr.push({ "docs/index.md": "Start\n" });
  await stage.idle();
  expect(pr.view().labels).toEqual([]);
});

test("where GitHub fails, sending the webhook again makes up for it", async () => {
  stage.github.faults.add({
    kind: "500",
    when: ({ operation }) => operation === "issues/create-comment",
    times: 1,
  });
  const pr = await opens("README.md");
  await stage.idle();
  const failed = stage.deliveries.log().find(({ statusCode }) => statusCode === 500);
  expect(failed).toMatchObject({ event: "pull_request", action: "opened" });
  expect(pr.view().comments).toEqual([]);
  await stage.deliveries.redeliver(failed?.id ?? 0);
  expect(pr.view().comments).toMatchObject([{ body: GREETING }]);
});

test("hears nothing of what happens while it is stopped", async () => {
  await stage.stop();
  const pr = await opens("docs/index.md");
  await stage.deliveries.settled();
  await stage.start();
  await stage.idle();
  expect(pr.view()).toMatchObject({ comments: [], labels: [] });
});

test("asks GitHub for no more than it needs", async () => {
  stage.github.requests.clear();
  await opens("docs/index.md");
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchObject({
    "issues/add-labels": 1,
    "issues/create-comment": 1,
    "pulls/list-files": 1,
  });
});

test("without the permission nothing is written, and GitHub says why", async () => {
  const pr = await opens("docs/index.md");
  await stage.idle();
  const { id } = stage.installation("octo");
  stage.world.setInstallationPermission(id, "issues", "read");
  stage.world.setInstallationPermission(id, "pull_requests", "read");
  stage.github.requests.clear();
  await pr.push({ "docs/index.md": "Start\n" });
  await stage.idle();
  expect(pr.view().labels).toEqual(["documentation"]);
  const refused = stage.github.requests.all().filter(({ status }) => status === 403);
  expect(refused).toMatchObject([
    { operation: "issues/remove-label", errors: ["Resource not accessible by integration"] },
  ]);
});
