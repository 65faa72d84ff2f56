import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { says, staysUnmerged, updateOf } from "./merge-acts.ts";
import { helloUpdate, maintainerList, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
import { nixpkgs, packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.world.team("NixOS", "greeters", { members: ["gina"] });
  stage.world.team("NixOS", "greeters-abroad", { members: ["gaston"], parent: "greeters" });
  stage.world.team("NixOS", "committers", { members: ["carol"] });
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const SETTINGS =
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { users: [carol] }";

function from(source: string): string {
  return `${SETTINGS}\n  maintainers: { source: ${source} }`;
}

/** An update in a repository whose configuration and files say who maintains it. */
async function update(merge: string, { base = {}, files = helloUpdate() } = {}) {
  const repository = await mergeRepository(stage, { merge, base });
  return updates(stage, { repository, files });
}

type Update = Awaited<ReturnType<typeof update>>;

/** These have no say, be they whoever they are, and then this one has. */
async function isMergedBy(pr: Update, login: string, ...others: readonly string[]): Promise<void> {
  for (const other of others) {
    await says(stage, pr, other);
    expect([other, pr.record().state]).toEqual([other, "OPEN"]);
  }
  await says(stage, pr, login);
  expect([login, pr.record().state]).toEqual([login, "MERGED"]);
  expect(mergesAsked(stage)).toEqual(["done"]);
}

describe("source: nixpkgs", () => {
  it("maintainers are those of the list, by their ids", async () => {
    const list = maintainerList(stage, ["hanna"]).replaceAll("hanna", "hannas-handle");
    const { login } = stage.world.as("hanna");
    const base = {
      "maintainers/maintainer-list.nix": list.replace('github = "hannas-handle"', `github = "${login}"`),
      [packagePath("hello")]: sourcePackage("hello", { maintainers: "[ hannas-handle ]" }),
    };
    const files = helloUpdate({ maintainers: "[ hannas-handle ]" });
    await isMergedBy(await update(SETTINGS, { base, files }), "hanna", "hannas-handle");
  });

  it("somebody may have another login by now", async () => {
    const pr = await update(SETTINGS, {
      base: {
        "maintainers/maintainer-list.nix": maintainerList(stage, ["ingrid"]),
        [packagePath("hello")]: sourcePackage("hello", { maintainers: "[ ingrid ]" }),
      },
      files: helloUpdate({ maintainers: "[ ingrid ]" }),
    });
    stage.world.renameUser(stage.world.as("ingrid").id, "ingrid-new");
    await isMergedBy(pr, "ingrid-new", "ingrid");
  });

  it("members of the teams that a package names maintain it", async () => {
    const meta = (text: string) =>
      text.replace(
        "    maintainers = with lib.maintainers; [ ];",
        "    teams = [ lib.teams.greeting ];\n    maintainers = [ ];",
      );
    const base = {
      "maintainers/maintainer-list.nix": maintainerList(stage, ["ann", "jon"]),
      "maintainers/team-list.nix":
        "{ lib }:\nwith lib.maintainers;\n{\n  greeting = {\n    members = [ jon ];\n  };\n}\n",
      [packagePath("hello")]: meta(sourcePackage("hello")),
    };
    const files = { [packagePath("hello")]: meta(Object.values(updateOf("hello")).join("")) };
    await isMergedBy(await update(SETTINGS, { base, files }), "jon", "ann");
  });

  it("those of the branch count, not those of the change's own starting point", async () => {
    const pr = await update(SETTINGS);
    const files = { "maintainers/maintainer-list.nix": maintainerList(stage, ["ben"]) };
    await stage.world.as("NixOS").pushes(pr.repository, files);
    await says(stage, pr, "ann");
    await staysUnmerged(stage, pr, "❌ Its maintainers are not known:");
  });
});

describe("source: map", () => {
  it("names them by login, in any case, and by id", async () => {
    const { id } = stage.world.as("kim");
    const merge = `${SETTINGS}\n  maintainers: { source: map, map: { hello: [Lou], shared: [lou, ${id}] } }`;
    await isMergedBy(await update(merge), "lou", "kim", "ann");
    stage.github.requests.clear();
    await isMergedBy(await update(merge, { files: updateOf("shared", "[ ann ben ]") }), "kim", "ann");
  });

  it("does not know who maintains what it does not name", async () => {
    const merge = `${SETTINGS}\n  maintainers: { source: map, map: { hello: [lou] } }`;
    const pr = await update(merge, { files: { ...helloUpdate(), ...updateOf("shared", "[ ann ben ]") } });
    await says(stage, pr, "lou");
    await staysUnmerged(stage, pr, "❌ `shared` has no maintainer.");
  });
});

describe("source: codeowners", () => {
  it("the last rule that matches names the owners", async () => {
    const owners = "* @carol\n/pkgs/by-name/he/hello/ @mia @Noa\n";
    const base = { ".github/CODEOWNERS": owners };
    await isMergedBy(await update(from("codeowners"), { base }), "noa", "carol", "ann");
    stage.github.requests.clear();
    const lonely = { base, files: updateOf("lonely") };
    await isMergedBy(await update(from("codeowners"), lonely), "carol", "mia");
  });

  it("a team stands for its members, and for those of the teams below", async () => {
    const base = { ".github/CODEOWNERS": "/pkgs/by-name/he/hello/ @NixOS/greeters\n" };
    await isMergedBy(await update(from("codeowners"), { base }), "gina", "carol", "ann");
    stage.github.requests.clear();
    await isMergedBy(await update(from("codeowners"), { base }), "gaston", "mallory");
  });

  it("whoever has left the team has no say", async () => {
    const base = { ".github/CODEOWNERS": "/pkgs/by-name/he/hello/ @NixOS/greeters\n" };
    stage.world.addTeamMember("NixOS", "greeters", "olga");
    const pr = await update(from("codeowners"), { base });
    stage.world.removeTeamMember("NixOS", "greeters", "olga");
    await says(stage, pr, "olga");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it.each([
    [
      "a later pattern that is not understood",
      "/pkgs/by-name/he/hello/ @mia\n/pkgs/by-name/he/[hello]/ @gina\n",
      "❌ Its maintainers are not known:",
    ],
    [
      "a team of another organisation",
      "/pkgs/by-name/he/hello/ @other/greeters\n",
      "❌ Its maintainers are not known:",
    ],
    [
      "an e-mail address",
      "/pkgs/by-name/he/hello/ gina@example.com\n",
      "❌ No maintainer of `hello` can do that: the GitHub account of `gina@example.com` is not known.",
    ],
    ["a rule without owners", "* @mia @gina\n/pkgs/by-name/he/hello/\n", "❌ `hello` has no maintainer."],
    ["no rule that matches", "/pkgs/by-name/sh/ @mia @gina\n", "❌ `hello` has no maintainer."],
  ])("nobody's word counts by %s", async (_, owners, why) => {
    const pr = await update(from("codeowners"), { base: { ".github/CODEOWNERS": owners } });
    for (const login of ["mia", "gina"]) await says(stage, pr, login);
    await staysUnmerged(stage, pr, why);
  });

  it("without the file it is not known who maintains anything", async () => {
    const pr = await update(from("codeowners"));
    await says(stage, pr, "ann");
    await staysUnmerged(stage, pr, "❌ Its maintainers are not known: there is no `CODEOWNERS` file.");
  });
});

describe("source: collaborators", () => {
  it("whoever may write to a repository of a person's maintains all of it", async () => {
    const merge = from("collaborators");
    const repository = await stage.repository("piet/nur-packages", {
      ...nixpkgs(`merge:\n${merge}\n`),
      [packagePath("hello")]: sourcePackage("hello"),
    });
    for (const [login, role] of [
      ["quinn", "write"],
      ["rosa", "triage"],
    ] as const) {
      stage.world.setRole(repository.id, stage.world.as(login).id, role);
    }
    const pr = await updates(stage, { repository, files: updateOf("hello") });
    await isMergedBy(pr, "quinn", "rosa", "ann");
    stage.github.requests.clear();
    const second = await updates(stage, {
      repository,
      files: { [packagePath("hello")]: sourcePackage("hello", { version: "1.2" }) },
    });
    await isMergedBy(second, "piet", "rosa");
  });
});
