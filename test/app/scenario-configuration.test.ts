import type { Conversation, Files, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { conversationOf, standingOf } from "./rendering.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const CONFIGURATION = ".github/by-name.yml";
const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };

/** A pull request of alice's, once the bot is done with it. */
async function opened(repository: RepositoryHandle, files: Files, base?: string): Promise<Conversation> {
  const more = base === undefined ? {} : { base };
  const pr = await stage.world
    .as("alice")
    .opensPullRequest(repository, { title: "hello: change", files, ...more });
  await stage.idle();
  return pr;
}

/** What bob pushes to the base, and all that comes of it. */
async function pushed(repository: RepositoryHandle, files: Files): Promise<void> {
  await stage.world.as("bob").pushes(repository, files);
  await stage.idle();
}

function summaryOf(pr: Conversation): string {
  return pr.check("by-name")?.summary ?? "";
}

describe("a configuration that is not valid", () => {
  it("is said in the check with its line, and the review stays as it is until it is fixed", async () => {
    const repository = await stage.repository("invalid/nixpkgs", nixpkgs());
    const pr = await opened(repository, WRONG);
    const before = conversationOf(pr).split("\ncheck ")[0];

    await pushed(repository, { [CONFIGURATION]: "preset: nixpkgs\nrulez:\n  strict-deps: off\n" });
    expect(standingOf(pr)).toMatchInlineSnapshot(
      `"check by-name: action_required, The configuration is not valid"`,
    );
    expect(summaryOf(pr)).toMatchInlineSnapshot(`
      "No change can be reviewed until the configuration on the base branch is fixed. This change did not cause that.

      - \`.github/by-name.yml:2:1\`: \`rulez\` is not a key of the configuration; there are \`preset\`, \`packages\`, \`nix\`, \`rules\`, \`levels\`, \`review\`, \`labels\`, \`merge\`."
    `);
    expect(conversationOf(pr).split("\ncheck ")[0]).toBe(before);

    await pr.push({ [HELLO]: packageText("hello") });
    await stage.idle();
    expect(pr.thread(0).view().isResolved).toBe(false);

    await pushed(repository, { [CONFIGURATION]: "preset: nixpkgs\nrules:\n  strict-deps: off\n" });
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
        pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
      alice pushed commit 2
      by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
      check by-name: success, Nothing new is wrong in 1 package and 1 file"
    `);
  });

  it.each<[string, Files[string], string]>([
    ["a list", "- a\n", "1:1`: `the configuration` must be a mapping."],
    ["broken YAML", "rules: {\n", "2:1`: The YAML does not parse: Flow map in block collection"],
    ["a bad value", "labels:\n  clean: 7\n", "2:3`: `labels.clean` must be a string."],
    ["a symbolic link", { symlink: "../by-name.yml" }, "1:1`: It is a symbolic link, and must be a file."],
    ["no text", Buffer.from([0, 1, 2, 255]), "1:1`: It is no text."],
    ["too long", `# ${"x".repeat(70_000)}\n`, "1:1`: The file is too long"],
    ["longer than GraphQL gives", `# ${"x".repeat(600_000)}\n`, "1:1`: The file is too long"],
  ])("may be %s", async (what, configuration, said) => {
    const name = what.replaceAll(" ", "-").toLowerCase();
    const repository = await stage.repository(`${name}/nixpkgs`, nixpkgs());
    await repository.commit({ files: { [CONFIGURATION]: configuration } });
    const pr = await opened(repository, WRONG);
    expect(pr.check("by-name")).toMatchObject({ conclusion: "action_required", annotations: [] });
    expect(summaryOf(pr)).toContain(`- \`.github/by-name.yml:${said}`);
    expect(pr.view().reviews).toEqual([]);
  });

  it("is what commands are answered with", async () => {
    const repository = await stage.repository("commands/nixpkgs", nixpkgs("preset: debian\n"));
    const pr = await opened(repository, WRONG);
    pr.comment("@by-name-bot explain");
    await stage.idle();
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      alice: @by-name-bot explain (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: I cannot review this change: \`.github/by-name.yml\` on the base branch is not valid. The check lists what is wrong.
        This change cannot merge itself: the configuration on the base branch is not valid. Somebody with write access can merge it.
      check by-name: action_required, The configuration is not valid"
    `);
  });
});

describe("a change of the configuration", () => {
  it("is shown in the check of the pull request that makes it, and does not count there", async () => {
    const repository = await stage.repository("preview/nixpkgs", nixpkgs("rules:\n  path-home: warning\n"));
    const pr = await opened(repository, {
      ...WRONG,
      [CONFIGURATION]: "rules:\n  path-home: off\nlabels:\n  clean: ok\n",
    });
    expect(standingOf(pr)).toMatchInlineSnapshot(`
      "check by-name: success, 1 warning
        pkgs/by-name/he/hello/package.nix:8"
    `);
    expect(pr.check("by-name")?.text).toMatchInlineSnapshot(`
      "#### The configuration in this change is valid

      Once it is merged, 2 settings change:

      | Setting | Now | Then |
      | --- | --- | --- |
      | \`labels.clean\` | – | \`"ok"\` |
      | \`rules.path-home\` | \`"warning"\` | \`"off"\` |

      - \`pkgs/by-name\` has 2 packages."
    `);

    await pr.push({ [CONFIGURATION]: "rules:\n  path-home: never\n" });
    await stage.idle();
    expect(pr.check("by-name")?.text).toMatchInlineSnapshot(`
      "#### The configuration in this change is not valid

      - \`.github/by-name.yml:2:3\`: \`rules.path-home\` must be one of \`error\`, \`warning\`, \`advice\`, \`off\`.

      Until it is fixed, merging it would stop the review of all changes."
    `);
  });

  it("counts for every open pull request once it is on the base, drafts and forks among them", async () => {
    const repository = await stage.repository("counts/nixpkgs", nixpkgs());
    await repository.push("staging", repository.head());
    const alice = stage.world.as("alice");
    const draft = await alice.opensPullRequest(repository, {
      title: "hello: Draft",
      files: WRONG,
      draft: true,
    });
    const fork = await alice.opensPullRequest(repository, { title: "hello: Fork", files: WRONG, fork: true });
    const other = await opened(repository, WRONG, "staging");
    const conclusions = () => [draft, fork, other].map((pr) => pr.check("by-name")?.conclusion);
    expect(conclusions()).toEqual(["failure", "failure", "failure"]);
    await pushed(repository, { [CONFIGURATION]: "rules:\n  path-home: off\n" });
    expect(conclusions()).toEqual(["success", "success", "failure"]);
    expect(draft.view().reviews[0]?.state).toBe("DISMISSED");
  });

  it("that another merge brings with it counts the same", async () => {
    const repository = await stage.repository("merged/nixpkgs", nixpkgs());
    const configuring = await opened(repository, { [CONFIGURATION]: "rules:\n  path-home: off\n" });
    const waiting = await opened(repository, WRONG);
    expect(waiting.check("by-name")?.conclusion).toBe("failure");
    await configuring.as("bob").merge();
    await stage.idle();
    expect(waiting.check("by-name")?.conclusion).toBe("success");
  });
});

describe("the owner's .github repository", () => {
  it("has the configuration of repositories that have none", async () => {
    await stage.repository("fallback/.github", { [CONFIGURATION]: "labels:\n  clean: by-name is fine\n" });
    const without = await stage.repository("fallback/nixpkgs", nixpkgs());
    const own = await stage.repository("fallback/own", nixpkgs("labels:\n  clean: ours\n"));
    expect((await opened(without, { [HELLO]: packageText("hello") })).view().labels).toEqual([
      "by-name is fine",
    ]);
    expect((await opened(own, { [HELLO]: packageText("hello") })).view().labels).toEqual(["ours"]);
  });

  it("is named where its configuration is not valid", async () => {
    await stage.repository("bad-fallback/.github", { [CONFIGURATION]: "preset: debian\n" });
    const pr = await opened(await stage.repository("bad-fallback/nixpkgs", nixpkgs()), WRONG);
    expect(pr.check("by-name")?.conclusion).toBe("action_required");
    expect(summaryOf(pr)).toMatchInlineSnapshot(`
      "No change can be reviewed until the configuration on the base branch is fixed. This change did not cause that.

      - \`.github/by-name.yml of the owner's .github repository:1:1\`: \`preset\` must be one of \`nixpkgs\`, \`nur\`, \`flake\`, \`nur-registry\`."
    `);
  });

  it("may be one that the App does not see", async () => {
    const hidden = await stage.world.repository("hidden/.github", {
      files: { [CONFIGURATION]: "rules:\n  path-home: off\n" },
      private: true,
    });
    const repository = await stage.world.repository("hidden/nixpkgs", {
      files: nixpkgs(),
      defaultBranch: "master",
    });
    stage.world.install(stage.github.app.id, "hidden", { repositories: ["hidden/nixpkgs"] });
    const pr = await opened(repository, WRONG);
    expect(hidden.record().isPrivate).toBe(true);
    expect(pr.check("by-name")?.conclusion).toBe("failure");
  });
});

describe("what a configuration can say", () => {
  it("is that there are several roots, each with a scope of its own", async () => {
    const configuration = [
      "packages:",
      "  - root: pkgs/by-name",
      "    overrides: { file: pkgs/top-level/all-packages.nix }",
      "  - root: pkgs/tcl-modules/by-name",
      "    scope: tclPackages",
      "    overrides: { file: pkgs/top-level/tcl-packages.nix, policy: forbid }",
      "",
    ].join("\n");
    const repository = await stage.repository("roots/nixpkgs", {
      ...nixpkgs(configuration),
      "pkgs/top-level/tcl-packages.nix": "{ callPackage }: { }\n",
    });
    const tcl = "pkgs/tcl-modules/by-name/tc/tcltls/package.nix";
    const pr = await opened(repository, {
      [HELLO]: packageText("hello"),
      [tcl]: packageText("tcltls", ["src = <nixpkgs>;"]),
      "pkgs/top-level/tcl-packages.nix":
        "{ callPackage }: {\n  tcltls = callPackage ../tcl-modules/by-name/tc/tcltls/package.nix { };\n}\n",
    });
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      by-name-bot[bot] requests changes: Thank you for this change! 2 errors to fix. See the comment on each line.
        pkgs/tcl-modules/by-name/tc/tcltls/package.nix:8: ❌ \`path-search\` (NPV-122)
        pkgs/top-level/tcl-packages.nix:2: ❌ \`override-forbidden\`
          - deletes it
      check by-name: failure, 2 errors
        pkgs/tcl-modules/by-name/tc/tcltls/package.nix:8
        pkgs/top-level/tcl-packages.nix:2"
    `);
  });

  it("is that a root has no shards", async () => {
    const configuration = "preset: nur\npackages:\n  - root: pkgs\n    sharded: false\n";
    const repository = await stage.repository("unsharded/nur", { [CONFIGURATION]: configuration });
    const pr = await opened(repository, {
      "pkgs/hello/package.nix": packageText("hello", ["src = ~/hello;"]),
      "pkgs/empty/README.md": "nothing\n",
    });
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix and 1 warning to look at. 1 has a comment on its line; the other is below.
        ⚠️ \`package-nix-missing\` (NPV-143) in \`pkgs/empty\`
        The package directory \`pkgs/empty\` has no \`package.nix\`.
        Define the package in \`pkgs/empty/package.nix\`.
        pkgs/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
      check by-name: failure, 1 error, 1 warning
        pkgs/hello/package.nix:8"
    `);
  });

  it("is which rules count, and for how much", async () => {
    const configuration = "rules:\n  NPV-128: warning\n  strict-deps: off\n  useless-escape: error\n";
    const repository = await stage.repository("levels/nixpkgs", nixpkgs(configuration));
    const text = packageText("hello", ["src = ~/hello;"]).replace("  strictDeps = true;\n", "");
    const pr = await opened(repository, { [HELLO]: text });
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      by-name-bot[bot] reviewed: Thank you for this change! 1 warning to look at. See the comment on its line.
        pkgs/by-name/he/hello/package.nix:7: ⚠️ \`path-home\` (NPV-128)
      check by-name: success, 1 warning
        pkgs/by-name/he/hello/package.nix:7"
    `);
  });

  it.each([
    ["nixpkgs", "failure"],
    ["nur", "success"],
    ["flake", "success"],
  ] as const)("is what preset the levels start from: %s", async (preset, conclusion) => {
    const configuration = `preset: ${preset}\n`;
    const repository = await stage.repository(`preset-${preset}/packages`, {
      [CONFIGURATION]: configuration,
    });
    const text = packageText("hello").replace("  strictDeps = true;\n", "");
    const pr = await opened(repository, { [HELLO]: text });
    expect(pr.check("by-name")?.conclusion).toBe(conclusion);
  });

  it("is nothing at all: then the preset is guessed from the files that there are", async () => {
    const text = packageText("hello").replace("  strictDeps = true;\n", "");
    const conclusionIn = async (name: string, files: Files) =>
      (await opened(await stage.repository(name, files), { [HELLO]: text })).check("by-name")?.conclusion;
    expect(await conclusionIn("guess-nixpkgs/nixpkgs", nixpkgs())).toBe("failure");
    expect(await conclusionIn("guess-flake/flake", { "flake.nix": "{ outputs = _: { }; }\n" })).toBe(
      "success",
    );
    expect(await conclusionIn("guess-nur/nur", { "default.nix": "{ }: { }\n" })).toBe("success");
  });
});
