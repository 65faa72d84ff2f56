import { openStage } from "simulated-github";
import { probotApp } from "simulated-github/probot";
import { expect, onTestFinished, test } from "vitest";
import { welcome } from "./welcome.ts";

const app = probotApp(welcome, {
  slug: "welcome",
  permissions: { issues: "write", pull_requests: "write" },
  events: ["pull_request"],
});

test("greets a newcomer, and labels a change of the documentation", async () => {
  const stage = await openStage(app);
  onTestFinished(stage.close);
  const repository = await stage.repository("octo/guide", { "README.md": "# Guide\n" });
  const alice = stage.world.as("alice");
  const pr = await alice.opensPullRequest(repository, {
    title: "Say hello",
    files: { "docs/hello.md": "Hello\n" },
  });
  await stage.idle();
  expect(pr.view().comments).toMatchObject([
    { author: "welcome[bot]", body: expect.stringContaining("@alice") },
  ]);
  expect(pr.view().labels).toEqual(["documentation"]);
});
