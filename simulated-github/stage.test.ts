import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { probotApp } from "./probot.ts";
import { openStage, type StageApp, type StageOptions } from "./stage.ts";

const known = {
  slug: "clerk",
  permissions: { issues: "write", pull_requests: "write" },
  events: ["pull_request"],
} as const;

/** Comments on what is opened. */
const clerk = probotApp((app) => {
  app.on("pull_request.opened", async (context) => {
    await context.octokit.rest.issues.createComment(context.issue({ body: "Seen" }));
  });
}, known);

async function opened(app: StageApp, options: StageOptions = {}) {
  const stage = await openStage(app, options);
  onTestFinished(stage.close);
  const repository = await stage.repository("octo/guide", { "README.md": "# Guide\n" });
  let count = 0;
  const proposes = () => {
    count += 1;
    const files = { [`${count}.txt`]: "text\n" };
    return stage.world.as("alice").opensPullRequest(repository, { title: `Add ${count}`, files });
  };
  return { stage, proposes };
}

test("An App is started, stopped and started again, once at a time", async () => {
  const { stage, proposes } = await opened(clerk, { running: false });
  await expect(stage.idle()).rejects.toThrow("the App does not run");
  await stage.start();
  await expect(stage.start()).rejects.toThrow("clerk runs already");
  const seen = await proposes();
  await stage.idle();
  expect(seen.view().comments).toHaveLength(1);
  await stage.stop();
  const missed = await proposes();
  await stage.deliveries.settled();
  expect(stage.deliveries.log().at(-1)?.status).toBe("failed to connect to host");
  await stage.start();
  await stage.idle();
  expect(missed.view().comments).toEqual([]);
});

test("What has nothing to start cannot be started", async () => {
  const { stage } = await opened(known);
  await expect(stage.start()).rejects.toThrow("nothing was given to start clerk with");
});

test("An App that cannot be started leaves no GitHub behind", async () => {
  let apiUrl = "";
  const broken: StageApp = {
    ...known,
    start(connection) {
      apiUrl = connection.apiUrl;
      return Promise.reject(new Error("the port is taken"));
    },
  };
  await expect(openStage(broken)).rejects.toThrow("the port is taken");
  await expect(fetch(apiUrl)).rejects.toThrow("fetch failed");
});

test("It is not idle while the App is busy", async () => {
  let left = 3;
  const { stage } = await opened({
    ...known,
    async start(connection) {
      const started = await clerk.start?.(connection);
      if (started === undefined) throw new Error("the clerk can be started");
      return {
        ...started,
        busy() {
          left -= 1;
          return left > 0;
        },
      };
    },
  });
  await stage.idle();
  expect(left).toBe(0);
});

test("The App is installed once for each owner whose repositories are made here", async () => {
  const { stage } = await opened(known);
  await stage.repository("octo/other", {}, { private: true });
  expect(stage.world.state.installations()).toEqual([stage.installation("octo")]);
  expect(() => stage.installation("somebody")).toThrow("the App is not installed for somebody");
});

test("GitHub's clock goes ahead, and an App that is started anew can go on", async () => {
  const { stage, proposes } = await opened(clerk);
  const before = await proposes();
  await stage.idle();
  await stage.stop();
  stage.pass(2 * 60 * 60);
  await stage.start();
  const after = await proposes();
  await stage.idle();
  expect(after.view().comments).toHaveLength(1);
  const hours = Date.parse(after.record().createdAt) - Date.parse(before.record().createdAt);
  expect(Math.round(hours / 3_600_000)).toBe(2);
});

test("A directory that was given stays, and one of its own goes", async () => {
  const parent = await mkdtemp(join(tmpdir(), "stage-test-"));
  onTestFinished(() => rm(parent, { recursive: true }));
  const directory = join(parent, "given");
  const stage = await openStage(known, { world: { directory } });
  await stage.repository("octo/guide", { "README.md": "# Guide\n" });
  await stage.close();
  expect(await readdir(parent)).toEqual(["given"]);
});

test("A stage that is closed keeps nothing of what happened on it, whoever keeps the stage", async () => {
  const { stage, proposes } = await opened(clerk);
  const { repository } = await proposes();
  await stage.idle();
  expect(stage.deliveries.log()).not.toEqual([]);
  await stage.close();
  expect(stage.deliveries.log()).toEqual([]);
  expect(() => stage.world.git(repository.id)).toThrow();
});
