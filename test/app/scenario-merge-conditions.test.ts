import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { MERGE_COMMAND, says, staysUnmerged, updateOf } from "./merge-acts.ts";
import { helloUpdate, type MergeScene, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";
import { unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.world.team("NixOS", "nixpkgs-maintainers", { members: ["dora", "ann"] });
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

type Missing = {
  /** What is alone missing. */
  readonly missing: string;
  readonly update: Parameters<typeof updates>[1] & { readonly scene?: MergeScene };
  /** More of the configuration than the strategy's. */
  readonly settings?: string;
  /** What people do once the bot has looked at it. */
  readonly act: (pr: Conversation) => unknown;
  readonly why: string;
};

const TRUSTED = "  trusted-authors: [r-ryantm]\n  committers: { team: committers }";
const SHARED = updateOf("shared", "[ ann ben ]");

async function approves(pr: Conversation, ...logins: string[]): Promise<void> {
  stage.pass(2);
  for (const login of logins) await pr.as(login).approve();
  await stage.idle({ orLater: true });
}

async function pushesAgain(pr: Conversation): Promise<void> {
  stage.pass(2);
  await pr.push(helloUpdate({ version: "1.2" }));
  await stage.idle({ orLater: true });
}

function table(strategy: string, missing: readonly Missing[]): void {
  describe(strategy, () => {
    it.each(missing)("does not hold without $missing", async ({ update, settings = "", act, why }) => {
      const merge = `  strategies: [${strategy}]\n${TRUSTED}\n${settings}`;
      const pr = await updates(stage, { ...update, scene: { ...update?.scene, merge } });
      await act(pr);
      await staysUnmerged(stage, pr, why);
    });
  });
}

table("maintainer-command", [
  {
    missing: "somebody who vouches for the author",
    update: { author: "alice" },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ `alice`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit.",
  },
  {
    missing: "a committer's approval of the newest commit",
    update: { author: "alice" },
    async act(pr) {
      await approves(pr, "carol");
      await pushesAgain(pr);
      await says(stage, pr, "ann");
    },
    why: "❌ `alice`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit.",
  },
  {
    missing: "an approval by a committer, rather than by anybody",
    update: { author: "alice" },
    async act(pr) {
      await approves(pr, "ben", "mallory");
      await says(stage, pr, "ann");
    },
    why: "a committer has to approve the newest commit.",
  },
  {
    missing: "a label's asking for the backport: whose bot it is does not matter, but the branch",
    update: { author: "backporter", branch: "my-branch" },
    settings: "  backport-authors: [backporter]",
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ `backporter`, who opened it, is neither a trusted author nor a committer",
  },
  {
    missing: "the comment",
    update: {},
    act: (pr) => approves(pr, "ann"),
    why: "💬 Waiting for a `merge` comment from a maintainer of",
  },
  {
    missing: "a comment by somebody who maintains it, be they a committer",
    update: {},
    act: (pr) => says(stage, pr, "carol"),
    why: "💬 Waiting for a `merge` comment from a maintainer of",
  },
  {
    missing: "a comment by somebody who maintains every package",
    update: { files: { ...helloUpdate(), ...SHARED } },
    act: (pr) => says(stage, pr, "ben"),
    why: "💬 Waiting for a `merge` comment from a maintainer of",
  },
  {
    missing: "maintainers of every package",
    update: { files: { ...helloUpdate(), ...updateOf("lonely") } },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ `lonely` has no maintainer.",
  },
  {
    missing: "anybody who maintains all of it alone: two together do not",
    update: {
      files: { ...helloUpdate(), ...updateOf("other", "[ ben ]") },
      scene: { base: { [packagePath("other")]: sourcePackage("other", { maintainers: "[ ben ]" }) } },
    },
    async act(pr) {
      await says(stage, pr, "ann");
      await says(stage, pr, "ben");
    },
    why: "❌ Nobody maintains all the packages that it changes.",
  },
  {
    missing: "maintainers who can be told from syntax",
    update: {
      scene: { maintainers: "[ ann ] ++ (f b)" },
      files: helloUpdate({ maintainers: "[ ann ] ++ (f b)" }),
    },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ Its maintainers are not known:",
  },
  {
    missing: "a comment after the last push",
    update: {},
    async act(pr) {
      await unseen(stage, async () => pr.as("ann").comment(MERGE_COMMAND));
      await pushesAgain(pr);
      expect(saidLast(pr)).toContain(
        "the one from `ann` does not count, because it may be older than the last push.",
      );
    },
    why: "💬 Waiting for a `merge` comment from a maintainer of",
  },
  {
    missing: "being in the team whose members give commands",
    update: {
      scene: { maintainers: "[ ben ann ]" },
      files: helloUpdate({ maintainers: "[ ben ann ]" }),
    },
    settings: "  maintainers-team: nixpkgs-maintainers",
    act: (pr) => says(stage, pr, "ben"),
    why: ", who is also a member of the team `nixpkgs-maintainers`.",
  },
]);

table("maintainer-approval", [
  {
    missing: "an approval",
    update: { author: "alice" },
    act: (pr) => says(stage, pr, "ann"),
    why: "💬 A maintainer of `hello`",
  },
  {
    missing: "an approval by a maintainer",
    update: { author: "alice" },
    act: (pr) => approves(pr, "ben", "carol"),
    why: "💬 A maintainer of `hello`",
  },
  {
    missing: "an approval by one who maintains every package",
    update: { author: "alice", files: { ...helloUpdate(), ...SHARED } },
    act: (pr) => approves(pr, "ben"),
    why: "💬 A maintainer of `hello`",
  },
  {
    missing: "an approval of the newest commit",
    update: { author: "alice" },
    async act(pr) {
      pr.draft();
      await approves(pr, "ann");
      await pushesAgain(pr);
      pr.ready();
      await stage.idle({ orLater: true });
    },
    why: "💬 A maintainer of `hello`",
  },
  {
    missing: "another maintainer than who opened it",
    update: { author: "ann" },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ No maintainer of `hello` can do that: `ann` opened it, or has no known GitHub account.",
  },
  {
    missing: "nobody's having taken it back",
    update: { author: "alice" },
    async act(pr) {
      await says(stage, pr, "alice", "@by-name-bot cancel");
      stage.pass(2);
      pr.draft();
      await approves(pr, "ann");
      await says(stage, pr, "alice", "@by-name-bot cancel");
      pr.ready();
      await stage.idle({ orLater: true });
    },
    why: "❌ The merge was cancelled, or may have been: a committer",
  },
]);

table("all-maintainers", [
  {
    missing: "one of the approvals",
    update: { author: "alice", files: SHARED },
    act: (pr) => approves(pr, "ann"),
    why: "💬 `ben` has to approve the newest commit.",
  },
  {
    missing: "the approval of the maintainer of one of the packages",
    update: { author: "alice", files: { ...helloUpdate(), ...SHARED } },
    act: (pr) => approves(pr, "ben"),
    why: "💬 `ann` has to approve the newest commit.",
  },
  {
    missing: "an account of each of them",
    update: {
      author: "alice",
      scene: {
        maintainers: '[ ann { name = "Old Hand"; } ]',
      },
      files: helloUpdate({ maintainers: '[ ann { name = "Old Hand"; } ]' }),
    },
    act: (pr) => approves(pr, "ann"),
    why: "GitHub account of",
  },
  {
    missing: "the approval of who opened it, who cannot approve",
    update: { author: "ben", files: SHARED },
    act: (pr) => approves(pr, "ann"),
    why: "❌ `ben` opened it, and nobody can approve their own change.",
  },
  {
    missing: "anybody who maintains it",
    update: { author: "alice", files: updateOf("lonely") },
    act: (pr) => approves(pr, "ann", "ben", "carol"),
    why: "❌ `lonely` has no maintainer.",
  },
]);

table("trusted-update", [
  {
    missing: "a trusted author",
    update: { author: "alice" },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ `alice`, who opened it, is not a trusted author.",
  },
  {
    missing: "being an update and nothing else",
    update: { files: helloUpdate({ lines: ['configureFlags = [ "--with-more" ];'] }) },
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ It is more than an update of `hello`:",
  },
]);

const TEAM = "  maintainers-team: nixpkgs-maintainers";
table("unmaintained-update", [
  {
    missing: "a trusted author",
    update: { author: "alice", files: updateOf("lonely") },
    settings: TEAM,
    act: (pr) => says(stage, pr, "dora"),
    why: "❌ `alice`, who opened it, is not a trusted author.",
  },
  {
    missing: "being an update and nothing else",
    update: { files: { ...updateOf("lonely"), "pkgs/by-name/lo/lonely/more.sh": "echo more\n" } },
    settings: TEAM,
    act: (pr) => says(stage, pr, "dora"),
    why: "❌ It is more than an update of `lonely`:",
  },
  {
    missing: "nobody's maintaining it",
    update: {},
    settings: TEAM,
    act: (pr) => says(stage, pr, "dora"),
    why: "❌ Somebody maintains `hello`.",
  },
  {
    missing: "nobody's maintaining any of it",
    update: { files: { ...helloUpdate(), ...updateOf("lonely") } },
    settings: TEAM,
    act: (pr) => says(stage, pr, "ann"),
    why: "❌ Somebody maintains `hello`.",
  },
  {
    missing: "a comment",
    update: { files: updateOf("lonely") },
    settings: TEAM,
    act: (pr) => approves(pr, "dora"),
    why: "💬 Waiting for a `merge` comment from a member of the team `nixpkgs-maintainers`.",
  },
  {
    missing: "a comment by a member of the team",
    update: { files: updateOf("lonely") },
    settings: TEAM,
    act: (pr) => says(stage, pr, "carol"),
    why: "💬 Waiting for a `merge` comment from a member of the team `nixpkgs-maintainers`.",
  },
]);

table("committer-command", [
  {
    missing: "a comment",
    update: {},
    act: (pr) => approves(pr, "carol"),
    why: "💬 Waiting for a `merge` comment from a committer",
  },
  {
    missing: "a comment by a committer",
    update: {},
    act: (pr) => says(stage, pr, "ann"),
    why: "💬 Waiting for a `merge` comment from a committer",
  },
]);
