import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { says } from "./merge-acts.ts";
import {
  changesRegistry,
  checkOf,
  entryFor,
  REGISTRY_MERGE,
  registryRepository,
  reposJson,
} from "./registry-scenes.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const BASE = { alice: entryFor("alice"), zoe: entryFor("zoe") };
const WITH_DORA = { "repos.json": reposJson({ ...BASE, dora: entryFor("dora") }) };

describe("a new entry", () => {
  it("of the author's own merges itself once its check is green, whatever fails besides", async () => {
    const repository = await registryRepository(stage, BASE);
    const pr = await changesRegistry(stage, repository, "dora", WITH_DORA, false);
    await checkOf(stage, pr, "black", "failure", "lint");
    await stage.idle();
    expect(pr.record().state).toBe("OPEN");
    await checkOf(stage, pr, "build", "success");
    await stage.idle();
    expect(pr.record().state).toBe("MERGED");
    expect(pr.check("by-name")?.title).toBe("Nothing new is wrong in 1 file");
    const { mergeCommitOid } = pr.record();
    const commit = await stage.world.git(repository.id).commit(mergeCommitOid ?? "");
    expect(commit?.message).toMatch(/^add dora repository \(#1\)\n\nMerged by by-name-bot: own-entry\.$/m);
  });

  it("of somebody else's waits for the team, and warns until the contact approves", async () => {
    const repository = await registryRepository(stage, BASE);
    const pr = await changesRegistry(stage, repository, "mallory", WITH_DORA);
    expect(pr.record().state).toBe("OPEN");
    expect(pr.view().threads).toMatchObject([{ path: "repos.json", isResolved: false }]);
    expect(pr.view().threads[0]?.comments[0]?.body).toContain("is added by `mallory`, who is not `dora`");
    await pr.as("dora").approve();
    await stage.idle();
    expect(pr.view().threads).toMatchObject([{ isResolved: true }]);
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "dora");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "nora");
    expect(pr.record().state).toBe("MERGED");
  });

  it("that is not written as it should be is so after one press", async () => {
    const repository = await registryRepository(stage, BASE);
    const text = reposJson({ ...BASE, dora: entryFor("dora") }).replace(
      /"dora": \{\s+(.*)\s+(.*)\s+\}/,
      '"dora": {$1 $2}',
    );
    const pr = await changesRegistry(stage, repository, "dora", { "repos.json": text });
    expect(pr.record().state).toBe("OPEN");
    expect(pr.check("by-name")?.conclusion).toBe("failure");
    await pr.pressAllSuggestions();
    stage.pass(60);
    await stage.idle();
    expect(pr.check("by-name")?.conclusion).toBe("success");
    await checkOf(stage, pr, "build", "success");
    await stage.idle();
    expect(pr.record().state).toBe("MERGED");
  });

  it("stays open with the lock file beside it", async () => {
    const repository = await registryRepository(stage, BASE);
    const pr = await changesRegistry(stage, repository, "dora", {
      ...WITH_DORA,
      "repos.json.lock": '{"dora": {}}',
    });
    await says(stage, pr, "nora");
    expect(pr.record().state).toBe("OPEN");
    expect(conversationOf(pr)).toContain("It changes more than `repos.json`: `repos.json.lock`");
    expect(conversationOf(pr)).toContain("❌ `registry-lock-touched`");
  });
});

describe("an entry that is there", () => {
  it("is changed by its contact, whose account is older", async () => {
    stage.world.as("dora");
    stage.pass(60);
    const repository = await registryRepository(stage, { ...BASE, dora: entryFor("dora") });
    const changed = reposJson({ ...BASE, dora: entryFor("dora", { submodules: true }) });
    const pr = await changesRegistry(stage, repository, "dora", { "repos.json": changed });
    expect(pr.record().state).toBe("MERGED");
  });

  it("is not for an account that is younger than it", async () => {
    const repository = await registryRepository(stage, { ...BASE, taken: entryFor("taken") });
    stage.pass(60);
    const changed = reposJson(BASE);
    const pr = await changesRegistry(stage, repository, "taken", { "repos.json": changed });
    expect(pr.record().state).toBe("OPEN");
    await pr.as("taken").comment("@by-name-bot explain");
    await stage.idle();
    expect(conversationOf(pr)).toContain("The account of `taken` is younger than the entry");
    await says(stage, pr, "nora");
    expect(pr.record().state).toBe("MERGED");
  });
});

it("merges nothing where nothing is configured, and says nothing of packages", async () => {
  const repository = await registryRepository(stage, BASE, null);
  const pr = await changesRegistry(stage, repository, "dora", WITH_DORA);
  expect(pr.record().state).toBe("OPEN");
  expect(pr.check("by-name")).toMatchObject({ conclusion: "success" });
  expect(pr.check("by-name")?.summary).toContain("NUR's registry recognised");
  expect(REGISTRY_MERGE).toContain("own-entry");
});
