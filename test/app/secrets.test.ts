import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { startApp } from "./crash/app-process.ts";
import { comesToRest } from "./crash/rest.ts";
import { type CrashStage, openCrashStage } from "./crash/stage.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";

const HELLO = packagePath("hello");
const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };

describe("the log at the level trace, and all that is posted, have no secret", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ settings: { logLevel: "trace" } });
  });
  afterAll(() => stage.close());

  it("when all goes well", async () => {
    const pr = await opened("well");
    pr.comment(`@${BOT} explain path-home`);
    await stage.idle();
    await pr.push({ [HELLO]: packageText("hello") });
    await stage.idle();
    expect(pr.view().threads.map(({ isResolved }) => isResolved)).toEqual([true]);
    expectNoLeaks();
  });

  it("when GitHub does not do its part", async () => {
    stage.github.faults.random({ seed: 1, rate: 0.4 });
    const pr = await opened("faulty");
    await stage.idle({ orLater: true });
    stage.github.faults.clear();
    stage.github.faults.add({ kind: "secondary-limit", times: 1, retryAfter: 1 });
    pr.comment(`@${BOT} help`);
    await stage.idle();
    stage.github.tokens.expireAll();
    pr.comment(`@${BOT} check`);
    await stage.idle();
    expect(stage.github.requests.all().some(({ status }) => status >= 400)).toBe(true);
    expectNoLeaks();
  });

  it("when the App is suspended, swept for, and sent what is not GitHub's", async () => {
    const pr = await opened("suspended");
    await stage.idle();
    const { id } = stage.installation("suspended");
    const owner = stage.world.user("suspended").id;
    stage.world.suspend(id, owner);
    await stage.stop();
    const { port } = await stage.start({ sweepMinutes: 60 });
    stage.world.unsuspend(id, owner);
    stage.github.tokens.expireAll();
    pr.comment(`@${BOT} check`);
    const answer = await fetch(`http://127.0.0.1:${port}/api/github/webhooks?secret=hunter2hunter2`, {
      method: "POST",
      headers: {
        authorization: "Bearer hunter2hunter2",
        "content-type": "application/json",
        "x-github-delivery": "1",
        "x-github-event": "ping",
        "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
      },
      body: "{}",
    });
    expect(answer.status).toBe(401);
    await stage.idle();
    expectNoLeaks();
    expect(stage.log.join("")).not.toContain("hunter2");
  });

  async function opened(owner: string) {
    const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs());
    return stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: init at 1.0", files: WRONG });
  }

  function expectNoLeaks(): void {
    expect(stage.github.tokens.all()).not.toEqual([]);
    expect(stage.logged({ level: "debug" })).not.toEqual([]);
    expect(leaks(stage)).toEqual([]);
  }
});

describe("the process writes no secret to its standard output or error", () => {
  let stage: CrashStage;
  beforeEach(async () => {
    stage = await openCrashStage(tmpdir(), () => 0.4);
  });
  afterEach(() => stage.close());

  it("at the level trace", async () => {
    const { directory, world, github } = stage;
    const environment = { ...stage.environment, LOG_LEVEL: "trace" };
    const app = startApp({ directory, environment, heard: () => {} });
    try {
      const port = await app.serving;
      stage.leadTo(port);
      for (let acts = 0; acts < 6; acts++) await stage.people.act();
      await comesToRest(stage, app, port ?? 0);
    } finally {
      app.kill();
    }
    await app.ended;
    expect(stage.deliveries.accepted).toBe(6);
    expect(app.output.some((line) => line.includes('"level":"debug"'))).toBe(true);
    expect(leaks({ log: [...app.output], world, github })).toEqual([]);
  });

  it("where GitHub does not know the App", async () => {
    const { directory, world, github } = stage;
    const environment = { ...stage.environment, APP_ID: "1", LOG_LEVEL: "trace" };
    const app = startApp({ directory, environment, heard: () => {} });
    await expect(app.ended).rejects.toThrow("GitHub knows no App 1 with this private key");
    expect(leaks({ log: [...app.output], world, github })).toEqual([]);
  });
});
