import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { says } from "./merge-acts.ts";
import {
  changesRegistry,
  checkOf,
  entryFor,
  NUR_FILES,
  REGISTRY_MERGE,
  registryRepository,
  reposJson,
  userRepository,
} from "./registry-scenes.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await userRepository(stage, "dora");
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

  it("waits for a check that GitHub requires, though its name is among those that are ignored", async () => {
    const repository = await registryRepository(stage, BASE);
    repository.protect("master", { requiredChecks: ["black"] });
    const pr = await changesRegistry(stage, repository, "dora", WITH_DORA, false);
    await checkOf(stage, pr, "black", "failure", "lint");
    await checkOf(stage, pr, "build", "success");
    await stage.idle();
    expect(pr.record().state).toBe("OPEN");
    await pr.as("dora").comment("@by-name-bot explain");
    await stage.idle();
    expect(conversationOf(pr)).toContain("Checks have failed: `black`");
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
    const changed = reposJson({ ...BASE, dora: entryFor("dora", { file: "default.nix" }) });
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

describe("the repository of an entry", () => {
  /** The check of a pull request by which somebody adds an entry of theirs. */
  async function checkOfEntry(login: string, fields: Parameters<typeof entryFor>[1] = {}) {
    const repository = await registryRepository(stage, BASE);
    const files = {
      "repos.json": reposJson({ alice: BASE.alice, [login]: entryFor(login, fields), zoe: BASE.zoe }),
    };
    const pr = await changesRegistry(stage, repository, login, files);
    return { pr, check: pr.check("by-name") };
  }

  it("is looked at, and what it offers is said", async () => {
    const { pr, check } = await checkOfEntry("dora");
    expect(check?.summary).toContain(
      "Under `nur.repos.dora` there will be 1 attribute: `tool`. Licence: MIT; last commit: ",
    );
    expect(pr.record().state).toBe("MERGED");
  });

  it.each<[string, string, (login: string) => Promise<void>, string]>([
    ["is not there", "gone", async (login) => void stage.world.as(login), "does not exist, or is private"],
    [
      "is private",
      "hidden",
      (login) => userRepository(stage, login, NUR_FILES, { private: true }),
      "does not exist, or is private",
    ],
    [
      "is archived",
      "old",
      (login) => userRepository(stage, login, NUR_FILES, { archived: true }),
      "is archived",
    ],
    [
      "is broken",
      "broken",
      (login) =>
        userRepository(stage, login, { ...NUR_FILES, "pkgs/tool/default.nix": "{ stdenv }: stdenv." }),
      "does not parse in `pkgs/tool/default.nix`, line 1",
    ],
  ])("that %s blocks it", async (_, login, make, why) => {
    await make(login);
    const { pr, check } = await checkOfEntry(login);
    expect(pr.record().state).toBe("OPEN");
    expect(check?.conclusion).toBe("failure");
    expect(
      pr
        .view()
        .threads.map(({ comments }) => comments[0]?.body)
        .join(),
    ).toContain(`The repository of the entry \`${login}\` ${why}`);
  });

  it("is looked at on the branch that the entry names", async () => {
    await userRepository(stage, "branching");
    const { pr } = await checkOfEntry("branching", { branch: "nur" });
    expect(
      pr
        .view()
        .threads.map(({ comments }) => comments[0]?.body)
        .join(),
    ).toContain("has no branch `nur`");
  });

  it("of a renamed account is found, and called by its new name", async () => {
    await userRepository(stage, "former");
    const { id } = stage.world.as("former");
    stage.world.renameUser(id, "renamed");
    const { pr, check } = await checkOfEntry("former");
    expect([check?.summary, ...pr.view().threads.map(({ comments }) => comments[0]?.body)].join()).toMatch(
      /does not exist, or is private|is called `renamed\/nur-packages` now/,
    );
    expect(pr.record().state).toBe("OPEN");
  });

  it("elsewhere than on GitHub is not looked at, which is said", async () => {
    const { pr, check } = await checkOfEntry("elsa", { url: "https://codeberg.org/elsa/nur" });
    expect(check?.summary).toContain("The repository of `elsa` was not looked at: it is on `codeberg.org`");
    expect(check?.conclusion).toBe("success");
    expect(pr.record().state).toBe("OPEN");
  });

  it("that is too large is not looked at, the rest of the review stands, and nothing merges itself", async () => {
    const large = "#".repeat(1024 * 1024 - 1);
    const calls = Array.from({ length: 6 }, (_, i) => `a${i} = pkgs.callPackage ./a${i}.nix { };`);
    const files = Object.fromEntries(calls.map((_, i) => [`a${i}.nix`, `${large}${i}\n{ }: { }`]));
    await userRepository(stage, "huge", {
      ...files,
      "default.nix": `{ pkgs }: { ${calls.join(" ")} }`,
      LICENSE: "MIT License\n",
    });
    const { pr, check } = await checkOfEntry("huge", { url: "https://github.com/huge/nur-packages/" });
    expect(check?.summary).toContain("was not looked at: there are more than 5 MB to read");
    expect(pr.view().threads).toHaveLength(1);
    expect(pr.record().state).toBe("OPEN");
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
