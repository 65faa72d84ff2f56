import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { staysUnmerged } from "./merge-acts.ts";
import {
  changesRegistry,
  entryFor,
  NUR_FILES,
  REGISTRY_MERGE,
  registryRepository,
  reposJson,
  userRepository,
} from "./registry-scenes.ts";

// Somebody tries to get a change of NUR's registry merged that is not theirs to make.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  for (const login of ["mallory", "victim"]) {
    stage.world.as(login);
    await userRepository(stage, login);
  }
  stage.pass(60);
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const BASE = { alice: entryFor("alice"), victim: entryFor("victim") };

/** Mallory proposes this `repos.json` on a registry. */
async function proposes(text: string, { base = BASE, author = "mallory", merge = REGISTRY_MERGE } = {}) {
  const repository = await registryRepository(stage, base, merge);
  return changesRegistry(stage, repository, author, { "repos.json": text });
}

it("merges what is the author's own, so that the rest shows something", async () => {
  const pr = await proposes(reposJson({ ...BASE, mallory: entryFor("mallory") }));
  expect(pr.record().state).toBe("MERGED");
});

describe("nobody merges by themselves", () => {
  it.each<[string, Record<string, ReturnType<typeof entryFor>>, string]>([
    [
      "an entry for somebody else's repository",
      { mallory: entryFor("mallory", { url: "https://github.com/victim/nur-packages2" }) },
      "The repository of the entry is in the account `victim`",
    ],
    [
      "an entry in somebody else's name",
      { other: { "github-contact": "victim", url: "https://github.com/mallory/nur-packages" } },
      "the contact of the entry is `victim`",
    ],
    [
      "an entry of their own, and a change of another's beside it",
      { mallory: entryFor("mallory"), victim: entryFor("victim", { file: "default.nix" }) },
      "It touches 2 entries",
    ],
    [
      "somebody else's entry in their own name and of their own repository",
      { victim: entryFor("mallory") },
      "the contact of the entry is `victim`",
    ],
  ])("%s", async (_, changed, why) => {
    await staysUnmerged(stage, await proposes(reposJson({ ...BASE, ...changed })), why);
  });

  it("the removal of somebody else's entry", async () => {
    const pr = await proposes(reposJson({ alice: BASE.alice }));
    await staysUnmerged(stage, pr, "the contact of the entry is `victim`");
  });

  it("an entry whose key stands there twice, where the rule about that is off", async () => {
    const merge = `${REGISTRY_MERGE}\nrules:\n  registry: off`;
    const entry = '"victim": {"github-contact": "mallory", "url": "https://github.com/mallory/nur-packages"}';
    const text = reposJson({ ...BASE, mallory: entryFor("mallory") }).replace(
      /\n {4}\}\n\}\n$/,
      `,\n${entry}\n    }\n}\n`,
    );
    await staysUnmerged(stage, await proposes(text, { merge }), "`repos.json` cannot be read as a registry");
  });

  it("a registry that becomes a link, or may be executed", async () => {
    const own = reposJson({ ...BASE, mallory: entryFor("mallory") });
    const repository = await registryRepository(stage, BASE);
    const link = await changesRegistry(stage, repository, "mallory", {
      "repos.json": { symlink: "repos.json.lock" },
    });
    await staysUnmerged(stage, link, "`repos.json` is a symbolic link");
    const files = { "repos.json": { executable: true, text: own } };
    await staysUnmerged(
      stage,
      await changesRegistry(stage, repository, "mallory", files),
      "`repos.json` changes its mode",
    );
  });

  it("an entry with a commit in the lock file beside it", async () => {
    const repository = await registryRepository(stage, BASE);
    const files = {
      "repos.json": reposJson({ ...BASE, mallory: entryFor("mallory") }),
      "repos.json.lock": "{ }",
    };
    const pr = await changesRegistry(stage, repository, "mallory", files);
    await staysUnmerged(stage, pr, "It changes more than `repos.json`: `repos.json.lock`");
  });
});

describe("a login that was given up", () => {
  /** The login has an entry, which its owner added, and is then free. */
  async function givenUp(login: string) {
    stage.world.as(login);
    await userRepository(stage, login);
    stage.pass(60);
    const repository = await registryRepository(stage, BASE);
    const text = reposJson({ ...BASE, [login]: entryFor(login) });
    const added = await changesRegistry(stage, repository, login, { "repos.json": text });
    expect(added.record().state).toBe("MERGED");
    stage.world.renameUser(stage.world.as(login).id, `${login}-now`);
    stage.pass(60);
    return repository;
  }

  /** Whoever has the login now removes the entry. */
  async function removes(repository: Conversation["repository"], login: string): Promise<Conversation> {
    return changesRegistry(stage, repository, login, { "repos.json": reposJson(BASE) });
  }

  it("by an account that was made with it", async () => {
    const repository = await givenUp("wanderer");
    stage.world.user("wanderer");
    const pr = await removes(repository, "wanderer");
    await staysUnmerged(stage, pr, "The account of `wanderer` is younger than the entry", ["done"]);
  });

  it("by an older account that was renamed to it", async () => {
    const older = stage.world.user("patient");
    stage.pass(60);
    const repository = await givenUp("roamer");
    stage.world.renameUser(older.id, "roamer");
    const pr = await removes(repository, "roamer");
    await staysUnmerged(
      stage,
      pr,
      "None of the commits that the entry comes from is by the account of `roamer`",
      ["done"],
    );
  });
});

it("is not merged before the repository was seen, whatever rules are on", async () => {
  const calls = Array.from({ length: 7 }, (_, i) => `a${i} = pkgs.callPackage ./a${i}.nix { };`);
  const large = calls.map((_, i) => [`a${i}.nix`, `#${i}${"x".repeat(1024 * 1024 - 100)}\n{ }: { }`]);
  stage.world.as("heavy");
  await userRepository(stage, "heavy", {
    ...NUR_FILES,
    ...Object.fromEntries(large),
    "default.nix": `{ pkgs }: { ${calls.join(" ")} }`,
  });
  const text = reposJson({ ...BASE, heavy: entryFor("heavy") });
  const merge = `${REGISTRY_MERGE}\nrules:\n  registry: off`;
  const pr = await proposes(text, { author: "heavy", merge });
  await staysUnmerged(stage, pr, "The repository of `heavy` was not looked at");
});
