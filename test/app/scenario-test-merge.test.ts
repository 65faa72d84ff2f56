import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked, saidLast } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, isTakenBack, MERGE_COMMAND, reactionsOf, waitingMerge } from "./merge-acts.ts";
import { HASHES, helloUpdate, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath, packageText } from "./packages.ts";
import { HELLO, proposes } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => stage.world.keepTestMerges(false));
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

/** GitHub makes every test merge anew, as it does after twelve hours. */
function remade(): void {
  stage.world.keepTestMerges(true);
  stage.world.keepTestMerges(false);
}

/** The commits of GitHub's test merge: with which commit of the base it was made. */
async function testMergeBase(pr: Conversation): Promise<string | undefined> {
  const { mergeCommitOid } = await stage.world.askMergeability(pr.repository.id, pr.number);
  return (await pr.repository.git.commit(mergeCommitOid ?? ""))?.parents[0];
}

/** Somebody comments, and the bot does what there is to do, but for what it looks at again later. */
async function says(pr: Conversation, login: string, body: string) {
  stage.pass(2);
  const comment = pr.as(login).comment(body);
  await stage.idle({ orLater: true });
  return comment;
}

const OLDER = "GitHub's test merge is older than the newest commit of the base";

describe("a base that has moved on since GitHub made the test merge", () => {
  it("takes one request more, and nothing else", async () => {
    const pr = await proposes(stage, { [HELLO]: packageText("hello") });
    await stage.idle({ orLater: true });
    await pr.repository.commit({ files: { "other.nix": "{ }: 1\n" } });
    await stage.idle({ orLater: true });
    expect(await testMergeBase(pr)).not.toBe(pr.repository.head());
    stage.github.requests.clear();
    await pr.edit({ title: "hello: another title" });
    await stage.idle({ orLater: true });
    expect(stage.github.requests.counts()).toEqual({
      "query Objects": 1,
      "query PullRequest": 1,
      "repos/compare-commits-with-basehead": 1,
    });
  });

  it("is what the change is judged on", async () => {
    const all = (line: string) => `{ }:\nres: pkgs: super: with pkgs; {\n${line}}\n`;
    const pr = await proposes(stage, { [packagePath("world")]: packageText("world") });
    await stage.idle({ orLater: true });
    expect(pr.check("by-name")?.conclusion).toBe("success");
    const override = "  world = callPackage ../tools/world { };\n";
    await pr.repository.commit({ files: { "pkgs/top-level/all-packages.nix": all(override) } });
    pr.comment(`@${BOT} check`);
    await stage.idle({ orLater: true });
    const broken = pr.check("by-name");
    expect(broken).toMatchObject({ conclusion: "failure", title: "1 error" });
    remade();
    pr.comment(`@${BOT} check`);
    await stage.idle({ orLater: true });
    expect(pr.check("by-name")?.id).toBe(broken?.id);
  });

  it("merges all the same", async () => {
    const repository = await mergeRepository(stage, { merge: BY_COMMAND });
    const pr = await updates(stage, { repository });
    await repository.commit({
      files: { [packagePath("lonely")]: sourcePackage("lonely", { version: "2.0" }) },
    });
    expect(await testMergeBase(pr)).not.toBe(repository.head());
    await says(pr, "ann", MERGE_COMMAND);
    expect(mergesAsked(stage)).toEqual(["done"]);
    expect(pr.record().state).toBe("MERGED");
  });
});

describe("a base that has changed at the same path since", () => {
  const elsewhere = {
    [packagePath("hello")]: sourcePackage("hello", { maintainers: "[ ann ]", lines: ["# more"] }),
  };

  async function clashing(repository: RepositoryHandle): Promise<Conversation> {
    const pr = await updates(stage, { repository });
    await repository.commit({ files: elsewhere });
    await stage.idle({ orLater: true });
    return pr;
  }

  it("has the change looked at on its own, and says so", async () => {
    const pr = await clashing(await mergeRepository(stage, { merge: BY_COMMAND }));
    await says(pr, "alice", `@${BOT} check`);
    expect(pr.check("by-name")?.summary).toContain(OLDER);
    expect(pr.check("by-name")?.summary).toContain("`pkgs/by-name/he/hello/package.nix`");
    remade();
    await says(pr, "alice", `@${BOT} check`);
    expect(pr.check("by-name")?.summary).not.toContain(OLDER);
  });

  it("lets nothing merge before GitHub has made another", async () => {
    const pr = await clashing(await mergeRepository(stage, { merge: BY_COMMAND }));
    const command = await says(pr, "ann", MERGE_COMMAND);
    expect(mergesAsked(stage)).toEqual([]);
    expect(reactionsOf(pr, command)).toEqual(["eyes"]);
    await says(pr, "onlooker", `@${BOT} explain`);
    expect(saidLast(pr)).toContain("GitHub is still checking whether it conflicts with its base");
    expect(pr.record().state).toBe("OPEN");
    remade();
    await says(pr, "onlooker", `@${BOT} explain`);
    expect(mergesAsked(stage)).toEqual(["done"]);
    expect(pr.record().state).toBe("MERGED");
    expect(await pr.repository.read(packagePath("hello"))).toContain("# more");
  });

  it("takes a merge back that is under way", async () => {
    const { pr } = await waitingMerge(stage);
    await pr.repository.commit({ files: elsewhere });
    await says(pr, "onlooker", `@${BOT} check`);
    expect(saidLast(pr)).toContain("I cancelled the pending merge.");
    expect(pr.record().autoMerge).toBeNull();
    await isTakenBack(stage, pr);
  });
});

it("an update without a word merges minutes after a conflict is over, though nothing tells of that", async () => {
  const scene = { merge: "  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]\n  checks: [build]" };
  const repository = await mergeRepository(stage, scene);
  const pr = await updates(stage, { repository, build: false });
  const holds = (version: string) => repository.commit({ files: helloUpdate({ version, hash: HASHES.old }) });
  await holds("1.0.1");
  await builds(stage, pr, "success");
  stage.world.keepTestMerges(true);
  await holds("1.0");
  await says(pr, "onlooker", `@${BOT} check`);
  expect(pr.check("by-name")?.summary).toContain("The change conflicts with its base");
  remade();
  stage.github.requests.clear();
  await stage.idle();
  expect(pr.record().state).toBe("MERGED");
});

it("a renamed package, a removed one, and a base that has moved on elsewhere", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const pr = await stage.world.as("alice").opensPullRequest(repository, {
    title: "shared: rename",
    files: {
      [packagePath("shared")]: null,
      [packagePath("lonely")]: null,
      [packagePath("sharing")]: sourcePackage("sharing", { maintainers: "[ ann ben ]" }),
    },
  });
  await stage.idle({ orLater: true });
  const first = pr.check("by-name");
  await repository.commit({ files: helloUpdate() });
  await says(pr, "alice", `@${BOT} check`);
  expect(pr.check("by-name")?.id).toBe(first?.id);
  remade();
  await says(pr, "alice", `@${BOT} check`);
  expect(pr.check("by-name")?.id).toBe(first?.id);
});
