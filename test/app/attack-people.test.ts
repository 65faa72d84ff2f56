import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, commands, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import {
  HASHES,
  helloUpdate,
  maintainerList,
  mergeRepository,
  sourcePackage,
  updates,
} from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const MERGE = `@${BOT} merge`;
const HELLO = packagePath("hello");
const NO_COMMAND = "Waiting for a `merge` comment from a maintainer of";
const BY_COMMITTER = "  strategies: [committer-command]\n  committers: { team: committers }";
const BY_APPROVAL = "  strategies: [maintainer-approval]";

/** An account that takes part in nothing else, so that what befalls it stays here. */
function person(name: string): string {
  return stage.world.user(`${name}-${Math.floor(stage.world.now())}`).login;
}

/** A repository in which this person alone maintains `hello`. */
async function maintainedBy(login: string, merge = BY_COMMAND): Promise<RepositoryHandle> {
  return mergeRepository(stage, { merge, people: ["ann", "ben", login], maintainers: `[ ${login} ]` });
}

/** The trusted author's update of a package that this person maintains. */
async function updateFor(login: string, merge?: string): Promise<Conversation> {
  const repository = await maintainedBy(login, merge);
  return updates(stage, { repository, files: helloUpdate({ maintainers: `[ ${login} ]` }) });
}

it("the one who maintains it, whatever the account is called by now, merges it", async () => {
  const zoe = person("zoe");
  const pr = await updateFor(zoe);
  stage.world.renameUser(stage.world.user(zoe).id, `${zoe}-new`);
  await commands(stage, pr, `${zoe}-new`);
  expect(pr.record().state).toBe("MERGED");
});

it("an account that was renamed to a maintainer's old login", async () => {
  const [zoe, mallory] = [person("zoe"), person("mallory")];
  const pr = await updateFor(zoe);
  stage.world.renameUser(stage.world.user(zoe).id, `${zoe}-new`);
  stage.world.renameUser(stage.world.user(mallory).id, zoe);
  await commands(stage, pr, zoe);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("an account that was made with the login of a maintainer who is gone", async () => {
  const zoe = person("zoe");
  const pr = await updateFor(zoe);
  stage.world.deleteUser(zoe);
  await commands(stage, pr, zoe);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command of a deleted account by the time the bot comes to it", async () => {
  const zoe = person("zoe");
  const pr = await updateFor(zoe);
  pr.as(zoe).comment(MERGE);
  await stage.github.before("query PullRequest", () => stage.world.deleteUser(zoe));
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the approval of a committer whose account is gone", async () => {
  const dora = person("dora");
  stage.world.team("NixOS", "committers", { members: [dora] });
  const pr = await updates(stage, { scene: { merge: BY_COMMAND }, author: "mallory" });
  await pr.as(dora).approve();
  stage.world.deleteUser(dora);
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "is neither a trusted author nor a committer");
});

it("the request for changes of a committer whose account is gone", async () => {
  const dora = person("dora");
  stage.world.team("NixOS", "committers", { members: [dora] });
  const pr = await updates(stage, { scene: { merge: BY_COMMAND } });
  await pr.as(dora).requestChanges();
  stage.world.deleteUser(dora);
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "Changes were requested by a deleted account");
});

it("a pull request whose author is gone", async () => {
  const robot = person("robot");
  const merge = BY_COMMAND.replace("r-ryantm", robot);
  const repository = await mergeRepository(stage, { merge });
  stage.world.setRole(repository.id, stage.world.user(robot).id, "write");
  const pr = await updates(stage, { repository, author: robot });
  stage.world.deleteUser(robot);
  pr.as("ann").comment(MERGE);
  await staysOpen(stage, pr, "The account that opened it was deleted");
});

it("a bot that is not the trusted one but has its login and display name", async () => {
  stage.world.createApp({ slug: "robo", name: "r-ryantm", permissions: {}, events: [] });
  const repository = await mergeRepository(stage, { merge: BY_ITSELF.replace("r-ryantm", "robo") });
  await repository.commit({ branch: "update", files: helloUpdate() });
  const pr = await stage.world.as("robo[bot]").proposes(repository, "update", { title: "hello: 1.0 -> 1.1" });
  await staysOpen(stage, pr, "`robo[bot]`, who opened it, is not a trusted author");
});

it("a person who has the trusted bot's login without [bot]", async () => {
  const pr = await updates(stage, {
    scene: {
      merge: "  strategies: [trusted-update]\n  trusted-authors: ['updater[bot]']\n  checks: [build]",
    },
    author: "updater",
  });
  await staysOpen(stage, pr, "`updater`, who opened it, is not a trusted author");
});

it("a person with the display name of the trusted author", async () => {
  stage.world.user("impostor", { name: "r-ryantm" });
  const pr = await updates(stage, { scene: { merge: BY_ITSELF }, author: "impostor" });
  await staysOpen(stage, pr, "`impostor`, who opened it, is not a trusted author");
});

it("a bot with the login of a committer", async () => {
  stage.world.createApp({ slug: "dave", permissions: {}, events: [] });
  const merge = "  strategies: [committer-command]\n  committers: { users: [dave] }";
  const pr = await updates(stage, { scene: { merge } });
  await commands(stage, pr, "dave[bot]");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("a bot with write access where whoever may write is a committer", async () => {
  stage.world.createApp({ slug: "writer", permissions: { contents: "write" }, events: [] });
  const merge = "  strategies: [committer-command]\n  committers: { permission: write }";
  const pr = await updates(stage, { scene: { merge } });
  await commands(stage, pr, "writer[bot]");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("somebody whose login is the beginning of a committer's", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMITTER } });
  await commands(stage, pr, "caro");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("a member of a team of the same name in another organization", async () => {
  stage.world.team("Elsewhere", "committers", { members: ["mallory"] });
  const pr = await updates(stage, { scene: { merge: BY_COMMITTER } });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("a collaborator who may only triage where committers may write", async () => {
  const repository = await mergeRepository(stage, {
    merge: "  strategies: [committer-command]\n  committers: { permission: write }",
  });
  stage.world.setRole(repository.id, stage.world.user("tina").id, "triage");
  const pr = await updates(stage, { repository });
  await commands(stage, pr, "tina");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("a committer of a team that is not there", async () => {
  const merge = "  strategies: [committer-command]\n  committers: { team: no-such-team }";
  const pr = await updates(stage, { scene: { merge } });
  await commands(stage, pr, "carol");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a committer");
});

it("a maintainer who is not in the team whose members may command", async () => {
  const merge = `${BY_COMMAND}\n  maintainers-team: nixpkgs-maintainers`;
  stage.world.team("NixOS", "nixpkgs-maintainers", { members: ["ben"] });
  const pr = await updates(stage, { scene: { merge } });
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "who is also a member of the team `nixpkgs-maintainers`");
});

it("a member of the maintainers' team, for a package that somebody maintains", async () => {
  stage.world.team("NixOS", "package-team", { members: ["tom"] });
  const merge =
    "  strategies: [unmaintained-update]\n  trusted-authors: [r-ryantm]\n  maintainers-team: package-team";
  const pr = await updates(stage, { scene: { merge } });
  await commands(stage, pr, "tom");
  await staysOpen(stage, pr, "Somebody maintains `hello`");
});

it("a change that nobody but its own author, a maintainer, stands for", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND }, author: "ann" });
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "`ann`, who opened it, is neither a trusted author nor a committer");
});

it("an approval by somebody who may write, and is no committer", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.setRole(repository.id, stage.world.user("eve").id, "write");
  const pr = await updates(stage, { repository, author: "mallory" });
  await pr.as("eve").approve();
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "a committer has to approve the newest commit");
});

it("a maintainer's review that was never submitted", async () => {
  const pr = await updates(stage, { scene: { merge: BY_APPROVAL } });
  const { id } = stage.world.user("ann");
  await stage.world.createReview(pr.repository.id, pr.number, id, { body: "Approved" });
  await staysOpen(stage, pr, "A maintainer of `hello`");
});

it("a maintainer's approval that was dismissed", async () => {
  const repository = await mergeRepository(stage, { merge: BY_APPROVAL });
  stage.world.setRole(repository.id, stage.world.user("carol").id, "write");
  const pr = await updates(stage, { repository, draft: true });
  const review = await pr.as("ann").approve();
  pr.as("carol").dismiss(review, "Not yet");
  pr.ready();
  await staysOpen(stage, pr, "A maintainer of `hello`");
});

it("a trusted author who opens a pull request from a branch of somebody else's", async () => {
  const repository = await mergeRepository(stage, { merge: BY_ITSELF });
  const copy = repository.fork("mallory");
  await copy.commit({ branch: "update", files: helloUpdate(), author: "mallory" });
  const pr = await stage.world
    .as("r-ryantm")
    .proposes(repository, "mallory:update", { title: "hello: 1.0 -> 1.1" });
  await staysOpen(stage, pr, "`r-ryantm` opened it from a branch that others can push to");
});

it("a committer who opens a pull request from a branch of somebody else's", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const copy = repository.fork("mallory");
  await copy.commit({ branch: "update", files: helloUpdate(), author: "mallory" });
  const pr = await stage.world
    .as("carol")
    .proposes(repository, "mallory:update", { title: "hello: 1.0 -> 1.1" });
  await stage.idle({ orLater: true });
  stage.pass(5);
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "`carol` opened it from a branch that others can push to");
});

it("an account that took the login of a trusted author who is configured by id", async () => {
  const robot = person("robot");
  const { id } = stage.world.user(robot);
  stage.world.renameUser(id, `${robot}-new`);
  const merge = `  strategies: [trusted-update]\n  trusted-authors: [${id}]\n  checks: [build]`;
  const pr = await updates(stage, { scene: { merge }, author: robot });
  await staysOpen(stage, pr, "who opened it, is not a trusted author");
});

it("a member of the maintainers' team, for a package of which nobody can tell who maintains it", async () => {
  stage.world.team("NixOS", "package-team", { members: ["tom"] });
  const merge =
    "  strategies: [unmaintained-update]\n  trusted-authors: [r-ryantm]\n  maintainers-team: package-team";
  const maintainers = "(f [ ])";
  const pr = await updates(stage, { scene: { merge, maintainers }, files: helloUpdate({ maintainers }) });
  await commands(stage, pr, "tom");
  await staysOpen(stage, pr, "Its maintainers are not known");
});

it("a commit in the name of the trusted author, in a pull request of somebody else", async () => {
  const repository = await mergeRepository(stage, { merge: BY_ITSELF });
  const copy = repository.fork("mallory");
  await copy.commit({ branch: "update", files: helloUpdate(), author: "r-ryantm" });
  const pr = await stage.world
    .as("mallory")
    .proposes(repository, "mallory:update", { title: "hello: 1.0 -> 1.1" });
  await staysOpen(stage, pr, "`mallory`, who opened it, is not a trusted author");
});

it("adding oneself as maintainer in the same change", async () => {
  const files = helloUpdate({ maintainers: "[ ann mallory ]" });
  const scene = { merge: BY_COMMAND, people: ["ann", "ben", "mallory"] };
  const pr = await updates(stage, { scene, files, author: "mallory" });
  await pr.as("carol").approve();
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, NO_COMMAND);
});

it("adding oneself to the list of maintainers in the same change", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND, maintainers: "[ ann mallory ]" });
  const files = {
    ...helloUpdate(),
    "maintainers/maintainer-list.nix": maintainerList(stage, ["ann", "ben", "mallory"]),
  };
  const pr = await updates(stage, { repository, files });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, "`maintainers/maintainer-list.nix`");
});

it("putting one's own id under a maintainer's handle in the same change", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const list = maintainerList(stage, ["ann", "ben"]);
  const changed = list.replace(String(stage.world.user("ann").id), String(stage.world.user("mallory").id));
  const pr = await updates(stage, {
    repository,
    files: { ...helloUpdate(), "maintainers/maintainer-list.nix": changed },
  });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, "It changes files outside existing package directories");
});

it("changing a team of maintainers in the same change", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const teams = "{ lib }:\nwith lib.maintainers;\n{\n  all = { members = [ mallory ]; };\n}\n";
  const files = {
    [HELLO]: sourcePackage("hello", {
      version: "1.1",
      hash: HASHES.new,
      maintainers: "lib.teams.all.members",
    }),
    "maintainers/team-list.nix": teams,
  };
  const pr = await updates(stage, { repository, files });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, "`maintainers/team-list.nix`");
});

it("changing who owns the code in the same change", async () => {
  const merge = `${BY_COMMAND}\n  maintainers: { source: codeowners }`;
  const base = { CODEOWNERS: "/pkgs/by-name/he/hello/ @ann\n" };
  const files = { ...helloUpdate(), CODEOWNERS: "/pkgs/by-name/he/hello/ @mallory\n" };
  const pr = await updates(stage, { scene: { merge, base }, files });
  await commands(stage, pr, "mallory");
  await staysOpen(stage, pr, "It changes files outside existing package directories: `CODEOWNERS`");
});
