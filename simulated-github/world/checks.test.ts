import { expect, test } from "vitest";
import type { CheckRunInput } from "./inputs.ts";
import type { Annotation } from "./model.ts";
import { eventsOf, refusalOf, temporaryWorld } from "./testing.ts";

function annotation(line: number, more: Partial<Annotation> = {}): Annotation {
  return {
    path: "a",
    startLine: line,
    endLine: line,
    startColumn: null,
    endColumn: null,
    level: "failure",
    message: `line ${line}`,
    title: null,
    rawDetails: null,
    ...more,
  };
}

async function withApp() {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const app = world.createApp({ slug: "bot", permissions: { checks: "write" }, events: [] });
  const headOid = await repository.commit({ files: { a: "2\n" } });
  const create = (input: Omit<CheckRunInput, "headOid">) =>
    world.createCheckRun(repository.id, app.id, { name: "by-name", headOid, ...input });
  return { world, repository, app, headOid, create };
}

test("A check run goes from created to completed, and its suite with it", async () => {
  const { world, repository, app, headOid, create } = await withApp();
  const events = eventsOf(world);
  const run = await create({ status: "in_progress" });
  const suite = () => world.state.checkSuite(run.suiteId);
  expect(suite()).toMatchObject({ status: "in_progress", conclusion: null, headBranch: "main" });
  world.updateCheckRun(repository.id, app.id, run.id, { conclusion: "neutral" });
  world.updateCheckRun(repository.id, app.id, run.id, { detailsUrl: "https://example.org" });
  expect(world.state.checkRun(run.id)).toMatchObject({ status: "completed", conclusion: "neutral" });
  expect(world.state.checkRun(run.id)?.completedAt).not.toBeNull();
  expect(suite()).toMatchObject({ status: "completed", conclusion: "neutral" });
  const again = await create({ conclusion: "failure" });
  expect(again.suiteId).toBe(run.suiteId);
  expect(suite()?.conclusion).toBe("failure");
  expect(world.state.checkRuns(repository.id, headOid)).toHaveLength(2);
  expect(events).toEqual([
    "check_run.created",
    "check_run.completed",
    "check_suite.completed",
    "check_run.created",
    "check_run.completed",
    "check_suite.completed",
  ]);
});

test("A completed run that starts again has no conclusion", async () => {
  const { world, repository, app, create } = await withApp();
  const run = await create({ conclusion: "success" });
  world.updateCheckRun(repository.id, app.id, run.id, { status: "in_progress" });
  expect(world.state.checkRun(run.id)).toMatchObject({ conclusion: null, completedAt: null });
  expect(world.state.checkSuite(run.suiteId)).toMatchObject({ status: "in_progress", conclusion: null });
});

test("Annotations add up, 50 a request", async () => {
  const { world, repository, app, create } = await withApp();
  const annotations = Array.from({ length: 50 }, (_, i) => annotation(i + 1));
  const run = await create({ output: { title: "t", summary: "s", annotations } });
  const more = { summary: "more", annotations: [annotation(51)] };
  world.updateCheckRun(repository.id, app.id, run.id, { output: more });
  expect(world.state.checkRun(run.id)?.annotations).toHaveLength(51);
  expect(world.state.checkRun(run.id)?.output).toEqual({ title: "t", summary: "more", text: null });
  const tooMany = { title: "t", summary: "s", annotations: [...annotations, annotation(1)] };
  expect(await refusalOf(() => create({ output: tooMany }))).toContain(
    "No more than 50 items are allowed; 51 were supplied.",
  );
});

test("A check run that breaks a limit is refused", async () => {
  const { world, repository, app, create } = await withApp();
  const output = (more: Partial<CheckRunInput["output"]>) => ({ title: "t", summary: "s", ...more });
  const action = { label: "Fix", description: "Fix it", identifier: "fix" };
  const refused = [
    { status: "completed" as const },
    { output: output({ summary: "x".repeat(65_536) }) },
    { output: output({ text: "x".repeat(65_536) }) },
    { output: { summary: "no title" } },
    { output: output({ annotations: [annotation(2, { endLine: 1 })] }) },
    { output: output({ annotations: [annotation(1, { endLine: 2, startColumn: 1 })] }) },
    { output: output({ annotations: [annotation(1, { message: "x".repeat(65_537) })] }) },
    { actions: [action, action, action, action] },
    { actions: [{ ...action, label: "x".repeat(21) }] },
    { actions: [{ ...action, identifier: "x".repeat(21) }] },
    { actions: [{ ...action, description: "x".repeat(41) }] },
  ];
  for (const input of refused) expect(await refusalOf(() => create(input))).toMatch(/^422 /);
  expect(await refusalOf(() => create({ output: output({ summary: "x".repeat(65_535) }) }))).toBe(
    "not refused",
  );
  const elsewhere = { name: "x", headOid: "0".repeat(40) };
  expect(await refusalOf(() => world.createCheckRun(repository.id, app.id, elsewhere))).toBe(
    `422 No commit found for SHA: ${"0".repeat(40)}`,
  );
});

test("Only the App that made a check run changes it, and only it is asked to run again", async () => {
  const { world, repository, create } = await withApp();
  const other = world.createApp({ slug: "other", permissions: { checks: "write" }, events: [] });
  const run = await create({ conclusion: "success" });
  expect(await refusalOf(() => world.updateCheckRun(repository.id, other.id, run.id, {}))).toMatch(
    /^403 Invalid app_id/,
  );
  const asked: unknown[] = [];
  world.onEvent((event) => asked.push([event.name, event.action, event.onlyAppId]));
  world.rerequestCheckRun(run.id, world.user("alice").id);
  world.rerequestCheckSuite(run.suiteId, world.user("alice").id);
  expect(asked).toEqual([
    ["check_run", "rerequested", run.appId],
    ["check_suite", "rerequested", run.appId],
  ]);
});

test("A push asks each App that may write checks for a suite", async () => {
  const { world, repository, app } = await withApp();
  world.install(app.id, "o");
  const head = await repository.commit({ files: { a: "3\n" } });
  expect(world.state.checkSuites(repository.id, head)).toMatchObject([
    { appId: app.id, status: "queued", headBranch: "main" },
  ]);
});

test("The newest status of a context counts", async () => {
  const { world, repository } = await withApp();
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const by = world.user("ci").id;
  const oid = pr.record().headRefOid;
  await world.createStatus(repository.id, by, { oid, state: "pending", context: "ci" });
  await world.createStatus(repository.id, by, { oid, state: "failure" });
  await world.createStatus(repository.id, by, { oid, state: "success", context: "ci" });
  expect(pr.view().statuses).toEqual({ ci: "success", default: "failure" });
  expect(world.state.statuses(repository.id, oid)).toHaveLength(3);
});
