import type { Conversation, FileContent, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, commands, staysOpen } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { helloUpdate, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
import { nixpkgs, packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const FILE = ".github/by-name.yml";
const LAX =
  "merge:\n  strategies: [trusted-update, committer-command]\n  trusted-authors: [mallory]\n  committers: { users: [mallory] }\n";
const OFF = "Automatic merging is off";
const NOT_VALID = "the configuration on the base branch is not valid";
const TOUCHED = "It changes the configuration, which decides what may merge";

/** Somebody opens this where the base has this configuration, and commands. */
async function commanded(
  login: string,
  configuration: FileContent,
  more: { readonly files?: Files; readonly author?: string } = {},
): Promise<Conversation> {
  const repository = await mergeRepository(stage, { base: { [FILE]: configuration } });
  const pr = await updates(stage, { repository, ...more });
  await commands(stage, pr, login);
  return pr;
}

it("by the very configuration that the others ask for, a change merges", async () => {
  const pr = await commanded("mallory", LAX);
  expect(pr.record().state).toBe("MERGED");
});

it("a configuration of one's own in the same change, where there is none", async () => {
  const files = { ...helloUpdate(), [FILE]: LAX };
  const pr = await commanded("mallory", null, { files, author: "mallory" });
  await staysOpen(stage, pr, OFF);
});

it("a configuration that is changed in the same change", async () => {
  const pr = await commanded("ann", `merge:\n${BY_COMMAND}\n`, { files: { ...helloUpdate(), [FILE]: LAX } });
  await staysOpen(stage, pr, TOUCHED);
});

it("a configuration that is deleted in the same change", async () => {
  const pr = await commanded("ann", `merge:\n${BY_COMMAND}\n`, { files: { ...helloUpdate(), [FILE]: null } });
  await staysOpen(stage, pr, TOUCHED);
});

it("a configuration that is moved away in the same change", async () => {
  const text = `merge:\n${BY_COMMAND}\n`;
  const files = { ...helloUpdate(), [FILE]: null, "pkgs/by-name/he/hello/by-name.yml": text };
  const pr = await commanded("ann", text, { files });
  await staysOpen(stage, pr, TOUCHED);
});

it("a configuration that becomes executable in the same change", async () => {
  const text = `merge:\n${BY_COMMAND}\n`;
  const pr = await commanded("ann", text, {
    files: { ...helloUpdate(), [FILE]: { executable: true, text } },
  });
  await staysOpen(stage, pr, TOUCHED);
});

const INVALID: readonly (readonly [what: string, configuration: FileContent])[] = [
  ["with a strategy that there is none of", "merge:\n  strategies: [anybody]\n"],
  ["with a key that it does not have", `merge:\n${BY_COMMAND}\n  anybody: true\n`],
  ["with the same key twice", `merge:\n${BY_COMMAND}\n  strategies: [committer-command]\n`],
  ["that is no YAML", `merge: [\n${BY_COMMAND}\n`],
  ["of two documents", `merge: {}\n---\nmerge:\n${BY_COMMAND}\n`],
  ["that is a symbolic link", { symlink: "../pkgs/by-name/he/hello/package.nix" }],
  ["that is longer than what is read of it", `merge:\n${BY_COMMAND}\n${"# a comment\n".repeat(10_000)}`],
  ["that is no text", new Uint8Array([0x6d, 0, 0xff, 0xfe])],
  ["with a team for `unmaintained-update` that is missing", "merge:\n  strategies: [unmaintained-update]\n"],
  [
    "with a trusted author that is no login",
    "merge:\n  strategies: [trusted-update]\n  trusted-authors: ['*']\n",
  ],
];

it.each(INVALID)("a configuration on the base %s", async (_what, configuration) => {
  const pr = await commanded("ann", configuration);
  await staysOpen(stage, pr, NOT_VALID);
});

const SILENT: readonly (readonly [what: string, configuration: FileContent])[] = [
  ["no configuration", null],
  ["an empty configuration", ""],
  [
    "a configuration without strategies",
    "merge:\n  trusted-authors: [r-ryantm]\n  committers: { users: [ann] }\n",
  ],
  ["an empty list of strategies", "merge:\n  strategies: []\n  trusted-authors: [r-ryantm]\n"],
];

it.each(SILENT)("%s lets nothing merge itself", async (_what, configuration) => {
  const pr = await commanded("ann", configuration);
  await staysOpen(stage, pr, OFF);
});

it("a configuration by another name", async () => {
  const repository = await mergeRepository(stage, {
    base: { [FILE]: null, ".github/by-name.yaml": LAX, "by-name.yml": LAX, ".github/By-Name.yml": LAX },
  });
  const pr = await updates(stage, { repository });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, OFF);
});

it("a configuration on the default branch alone, for a change of another", async () => {
  const repository = await mergeRepository(stage, { base: { [FILE]: null } });
  await repository.push("release-1", repository.head());
  await repository.commit({ files: { [FILE]: LAX } });
  const pr = await updates(stage, { repository, base: "release-1" });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, OFF);
});

it("a configuration on a branch of one's own, and the change retargeted to the default branch", async () => {
  const repository = await mergeRepository(stage, { base: { [FILE]: null } });
  await repository.push("staging", repository.head());
  await repository.commit({ branch: "staging", files: { [FILE]: LAX } });
  const pr = await updates(stage, { repository, base: "staging", author: "someone" });
  pr.as("mallory").comment("@by-name-bot merge");
  await stage.github.before("query PullRequest", () => pr.edit({ base: "master" }));
  await staysOpen(stage, pr, OFF);
});

it("a branch that is not one of the configured", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  await repository.push("feature/staging-x", repository.head());
  const pr = await updates(stage, { repository, base: "feature/staging-x" });
  await commands(stage, pr, "ann");
  await staysOpen(
    stage,
    pr,
    "Its base branch is `feature/staging-x`; automatic merging is only allowed into",
  );
});

it("a branch whose name begins like a configured one", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  await repository.push("master2", repository.head());
  const pr = await updates(stage, { repository, base: "master2" });
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "Its base branch is `master2`; automatic merging is only allowed into");
});

/** A repository without a configuration whose owner has one for all. */
async function ownersAlone(owner: string, text: string) {
  await stage.repository(`${owner}/.github`, { [FILE]: text });
  return stage.repository(`${owner}/packages`, {
    ...nixpkgs(),
    [packagePath("hello")]: sourcePackage("hello", { maintainers: "[ ann ]" }),
  });
}

it("a configuration of the repository's own in the same change, where only the owner has one", async () => {
  const repository = await ownersAlone("owner-one", `merge:\n${BY_ITSELF}\n`);
  const pr = await updates(stage, { repository, files: { ...helloUpdate(), [FILE]: LAX } });
  await staysOpen(stage, pr, TOUCHED);
});

it("an owner's configuration that is not valid", async () => {
  const repository = await ownersAlone("owner-two", "merge:\n  strategies: [anybody]\n");
  const pr = await updates(stage, { repository });
  await staysOpen(stage, pr, NOT_VALID);
});

it("the author's own .github repository", async () => {
  await stage.world.repository("r-ryantm/.github", { files: { [FILE]: LAX }, defaultBranch: "master" });
  const pr = await commanded("mallory", null);
  await staysOpen(stage, pr, OFF);
});
