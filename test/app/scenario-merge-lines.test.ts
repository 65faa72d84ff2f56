import type { Conversation, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, reports, says, staysUnmerged } from "./merge-acts.ts";
import { HASHES, helloUpdate, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
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

const SETTINGS =
  "  strategies: [maintainer-command, committer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";

/** An update of `hello` with the settings above, whatever else. */
async function update(options: Parameters<typeof updates>[1] = {}): Promise<Conversation> {
  return updates(stage, { ...options, scene: { merge: SETTINGS, ...options.scene } });
}

const HELLO = "pkgs/by-name/he/hello";
const [UPDATED = ""] = Object.values(helloUpdate()).filter((text) => typeof text === "string");

/** So many new files beside `package.nix`. */
function many(count: number): Files {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${HELLO}/patches/${i}.patch`, `${i}\n`]),
  );
}

/** What is alone missing, a change that lacks it, and what the bot says of it. */
const MISSING: readonly {
  readonly missing: string;
  readonly change: () => Promise<Conversation>;
  readonly why: string;
}[] = [
  {
    missing: "a base branch on which changes may merge themselves",
    async change() {
      const repository = await mergeRepository(stage, { merge: SETTINGS });
      await repository.commit({ branch: "develop", onto: "master", files: { "notes.md": "On develop\n" } });
      return update({ repository, base: "develop" });
    },
    why: "Its base branch is `develop`; automatic merging is only allowed into `master`, `main`, `staging*`, `release-*`.",
  },
  {
    missing: "a base branch that the configuration names",
    change: () => update({ scene: { merge: `${SETTINGS}\n  branches: ["release-*"]` } }),
    why: "Its base branch is `master`; automatic merging is only allowed into `release-*`.",
  },
  { missing: "being ready for review", change: () => update({ draft: true }), why: "❌ It is a draft." },
  {
    missing: "a clean merge with the base",
    async change() {
      const pr = await update();
      const files = { [packagePath("hello")]: UPDATED.replaceAll("1.1", "1.2") };
      await stage.world.as("NixOS").pushes(pr.repository, files);
      await pr.edit({ title: "hello: 1.0 -> 1.1 again" });
      await stage.idle({ orLater: true });
      return pr;
    },
    why: "❌ It conflicts with its base.",
  },
  {
    missing: "that a file lies in a package directory",
    change: () => update({ files: { ...helloUpdate(), "README.md": "# Hello\n" } }),
    why: "❌ It changes files outside existing package directories: `README.md`.",
  },
  {
    missing: "that a package is on the base already",
    change: () => {
      const fresh = sourcePackage("fresh", { maintainers: "[ ann ]" });
      return update({ files: { ...helloUpdate(), [packagePath("fresh")]: fresh } });
    },
    why: "It adds `fresh`; somebody with write access has to merge new packages.",
  },
  {
    missing: "that the file which a rename takes away lay in a package directory",
    change: () =>
      update({
        scene: { merge: SETTINGS, base: { "tools/long.patch": "a long text\nof many lines\nand more\n" } },
        files: {
          ...helloUpdate(),
          "tools/long.patch": null,
          [`${HELLO}/long.patch`]: "a long text\nof many lines\nand more\n",
        },
      }),
    why: "It changes files outside existing package directories: `tools/long.patch`.",
  },
  {
    missing: "that the file which a rename brings lies in a package directory",
    change: () =>
      update({
        scene: {
          merge: SETTINGS,
          base: { [`${HELLO}/long.patch`]: "a long text\nof many lines\nand more\n" },
        },
        files: {
          ...helloUpdate(),
          [`${HELLO}/long.patch`]: null,
          "tools/long.patch": "a long text\nof many lines\nand more\n",
        },
      }),
    why: "It changes files outside existing package directories: `tools/long.patch`.",
  },
  {
    missing: "being below a hundred files",
    change: () => update({ files: { ...helloUpdate(), ...many(99) } }),
    why: "❌ It changes 100 files; automatic merging allows at most 99.",
  },
  {
    missing: "that no finding blocks it",
    change: () => update({ files: helloUpdate({ lines: ["hardening = ~/hello;"] }) }),
    why: "❌ One finding blocks it.",
  },
  {
    missing: "that it parses, though the rule on that is off",
    change: () =>
      update({
        scene: { merge: SETTINGS, more: "rules:\n  nix-syntax: off\n" },
        files: { ...helloUpdate(), [`${HELLO}/extra.nix`]: "{ a = ; }\n" },
      }),
    why: "❌ A file does not parse: `pkgs/by-name/he/hello/extra.nix`.",
  },
  {
    missing: "that all of it can be read",
    change: () => {
      const lost = UPDATED.replace("  strictDeps = true;\n", "  inherit (lib) strictDeps;\n");
      return update({ files: { [packagePath("hello")]: lost } });
    },
    why: "❌ Part of it could not be checked without evaluation: Whether `hello` sets `strictDeps = true` is left to evaluation",
  },
  {
    missing: "that no committer asks for changes",
    async change() {
      const pr = await update();
      await pr.as("carol").requestChanges();
      return pr;
    },
    why: "❌ Changes were requested by `carol`.",
  },
  {
    missing: "that no committer asked for changes of an older commit",
    async change() {
      const pr = await update();
      await pr.as("carol").requestChanges();
      await pr.push(helloUpdate({ version: "1.2" }));
      await stage.idle({ orLater: true });
      return pr;
    },
    why: "❌ Changes were requested by `carol`.",
  },
  {
    missing: "that the committer who asked for changes has lifted that, not commented only",
    async change() {
      const pr = await update();
      await pr.as("carol").requestChanges();
      await pr.as("carol").review({ event: "COMMENT", body: "Now it is fine, I think" });
      await pr.as("ben").approve();
      return pr;
    },
    why: "❌ Changes were requested by `carol`.",
  },
  {
    missing: "leaving the configuration alone",
    change: () => {
      const configuration = `merge:\n${SETTINGS}\n  method: rebase\n`;
      return update({ files: { ...helloUpdate(), ".github/by-name.yml": configuration } });
    },
    why: "❌ It changes the configuration, which decides what may merge.",
  },
  {
    missing: "a valid configuration",
    change: () => update({ scene: { merge: `${SETTINGS}\n  branch: master` } }),
    why: "the configuration on the base branch is not valid",
  },
  {
    missing: "a strategy",
    change: () => update({ scene: { merge: "  strategies: []" } }),
    why: "Automatic merging is off: `merge.strategies` is empty.",
  },
  {
    missing: "that no check has failed",
    async change() {
      const pr = await update();
      await builds(stage, pr, "failure");
      return pr;
    },
    why: "❌ Checks have failed: `build`.",
  },
  {
    missing: "that no status has failed",
    async change() {
      const pr = await update();
      await reports(stage, pr, "failure", "ci/eval");
      return pr;
    },
    why: "❌ Checks have failed: `ci/eval`.",
  },
];

describe("without what every merge needs", () => {
  it.each(MISSING)("nothing is merged: $missing", async ({ change, why }) => {
    const pr = await change();
    const comment = await says(stage, pr, "ann");
    expect(reactionsOf(pr, comment)).toEqual(expect.arrayContaining(["eyes", "-1"]));
    await staysUnmerged(stage, pr, why);
  });
});

describe("with all of it", () => {
  it("the same change is merged", async () => {
    const pr = await update();
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
    expect(mergesAsked(stage)).toEqual(["done"]);
  });

  it("99 files are few enough, and renames within a package are fine", async () => {
    const text = "a long text\nof many lines\nand more\n";
    const scene = { merge: SETTINGS, base: { [`${HELLO}/long.patch`]: text } };
    const renamed = { [`${HELLO}/long.patch`]: null, [`${HELLO}/other.patch`]: text };
    const pr = await update({ scene, files: { ...helloUpdate(), ...many(96), ...renamed } });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it.each([
    ["a later approval by the same committer", (pr: Conversation) => pr.as("carol").approve()],
    [
      "a dismissal",
      async (pr: Conversation) => {
        const [review] = pr.view().reviews.filter(({ state }) => state === "CHANGES_REQUESTED");
        if (review !== undefined) pr.as("NixOS").dismiss(review, "It was a mistake");
      },
    ],
  ])("%s lifts what a committer asked for", async (_, lift) => {
    const pr = await update();
    await pr.as("carol").requestChanges();
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    stage.pass(2);
    await lift(pr);
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it("changes asked for by who is no committer are a review", async () => {
    const pr = await update();
    await pr.as("mallory").requestChanges();
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
  });

  it.each(["staging-next", "release-24.05"])("changes go into %s as well", async (branch) => {
    const repository = await mergeRepository(stage, { merge: SETTINGS });
    await repository.commit({ branch, onto: "master", files: { "notes.md": "Here\n" } });
    const pr = await update({ repository, base: branch });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("MERGED");
    expect(await repository.read(packagePath("hello"), branch)).toContain(HASHES.new);
  });
});
