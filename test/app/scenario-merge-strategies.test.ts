import type { Conversation, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, reactionsOf, saidBy, says, settled, staysUnmerged, updateOf } from "./merge-acts.ts";
import { HASHES, helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { nixpkgs, packagePath } from "./packages.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.world.team("NixOS", "nixpkgs-maintainers", { members: ["dora"] });
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

type Options = Parameters<typeof updates>[1];
const SHARED = updateOf("shared", "[ ann ben ]");

function by(strategy: string, ...more: readonly string[]): string {
  const people = "  trusted-authors: [r-ryantm]\n  committers: { team: committers }";
  return `  strategies: [${strategy}]\n${people}\n${more.join("\n")}`;
}

async function update(merge: string, options: Options = {}): Promise<Conversation> {
  return updates(stage, { ...options, scene: { ...options.scene, merge } });
}

async function approved(pr: Conversation, login: string): Promise<void> {
  stage.pass(2);
  await pr.as(login).approve();
  await stage.idle({ orLater: true });
}

/** Merged by the bot, in one request. */
function isMerged(pr: Conversation): void {
  const { state, mergedById } = pr.record();
  expect({ state, by: mergedById === null ? null : stage.world.state.account(mergedById)?.login }).toEqual({
    state: "MERGED",
    by: "by-name-bot[bot]",
  });
  expect(mergesAsked(stage)).toEqual(["done"]);
}

describe("maintainer-command", () => {
  it("merges the update of a trusted author on a maintainer's word", async () => {
    const pr = await update(by("maintainer-command"));
    const comment = await says(stage, pr, "ann");
    isMerged(pr);
    expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
    expect(await pr.repository.read(packagePath("hello"))).toContain(HASHES.new);
  });

  it("merges a committer's change, and any change to a package that is there", async () => {
    const files = helloUpdate({ lines: ['configureFlags = [ "--with-more" ];'] });
    const pr = await update(by("maintainer-command"), { author: "carol", files });
    await says(stage, pr, "ann");
    isMerged(pr);
  });

  it("merges anybody's change once a committer has approved its newest commit", async () => {
    const pr = await update(by("maintainer-command"), { author: "alice" });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    await approved(pr, "carol");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "ann");
    isMerged(pr);
  });

  it("merges the change of a maintainer that a committer approved, on the maintainer's own word", async () => {
    const pr = await update(by("maintainer-command"), { author: "ann" });
    await approved(pr, "carol");
    await says(stage, pr, "ann");
    isMerged(pr);
  });

  it("merges a backport that a label asked for", async () => {
    const settings = by("maintainer-command", "  backport-authors: [backporter]");
    const repository = await mergeRepository(stage, { merge: settings });
    stage.world.setRole(repository.id, stage.world.as("backporter").id, "write");
    await repository.commit({ branch: "release-24.05", onto: "master", files: { "notes.md": "Here\n" } });
    const branch = "backport-7-to-release-24.05";
    const pr = await updates(stage, { repository, author: "backporter", branch, base: "release-24.05" });
    await says(stage, pr, "ann");
    isMerged(pr);
    expect(pr.record().baseRefName).toBe("release-24.05");
  });

  it("merges changes to several packages on the word of somebody who maintains all of them", async () => {
    const pr = await update(by("maintainer-command"), { files: { ...helloUpdate(), ...SHARED } });
    await says(stage, pr, "ben");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "ann");
    isMerged(pr);
  });

  it("merges on the word of a maintainer who is in the team, where the configuration names one", async () => {
    const maintainers = "[ ann dora ]";
    const pr = await update(by("maintainer-command", "  maintainers-team: nixpkgs-maintainers"), {
      scene: { people: ["ann", "dora"], maintainers },
      files: helloUpdate({ maintainers }),
    });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "dora");
    isMerged(pr);
  });
});

describe("maintainer-approval", () => {
  it("merges anybody's change when a maintainer approves it, without a comment", async () => {
    const pr = await update(by("maintainer-approval"), { author: "alice" });
    await approved(pr, "ann");
    isMerged(pr);
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "alice pushed commit 1
      ann approved: 
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check by-name: success, Nothing new is wrong in 1 package and 1 file"
    `);
  });

  it("merges when the last of two packages has the approval of somebody who maintains both", async () => {
    const pr = await update(by("maintainer-approval"), {
      author: "alice",
      files: { ...helloUpdate(), ...SHARED },
    });
    await approved(pr, "ben");
    expect(pr.record().state).toBe("OPEN");
    await approved(pr, "ann");
    isMerged(pr);
  });

  it("merges after somebody took it back, once a maintainer has approved and said so", async () => {
    const pr = await update(by("maintainer-approval"), { author: "alice" });
    await says(stage, pr, "alice", "@by-name-bot cancel");
    await approved(pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "ann");
    isMerged(pr);
  });
});

describe("all-maintainers", () => {
  it("merges when the last of the maintainers approves", async () => {
    const pr = await update(by("all-maintainers"), { author: "alice", files: SHARED });
    await approved(pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    await approved(pr, "ben");
    isMerged(pr);
  });
});

/** Without somebody's word nothing merges before a check is green. */
const CHECKS = "  checks: [build]";

describe("trusted-update", () => {
  it("merges with nobody's word as soon as it was looked at", async () => {
    const pr = await update(by("trusted-update", CHECKS));
    isMerged(pr);
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "r-ryantm pushed commit 1
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check build: success, null
      check by-name: success, Nothing new is wrong in 1 package and 1 file"
    `);
  });

  it("merges packages that nobody maintains as well, and several at once", async () => {
    const pr = await update(by("trusted-update", CHECKS), { files: { ...updateOf("lonely"), ...SHARED } });
    isMerged(pr);
  });

  it("waits for the checks that run, and merges when they are done", async () => {
    const repository = await mergeRepository(stage, { merge: by("trusted-update", CHECKS) });
    stage.world.updateRepository(repository.id, { allowAutoMerge: true });
    repository.protect("master", { requiredChecks: ["build"] });
    const pr = await updates(stage, { repository, build: false });
    await builds(stage, pr, null);
    expect(pr.record()).toMatchObject({ state: "OPEN", autoMerge: null });
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("does not merge where no check has to pass, and says what to configure", async () => {
    const pr = await update(by("trusted-update"));
    await staysUnmerged(stage, pr, "❌ No check has to pass before it merges: name one in `merge.checks`");
  });

  it.each(["skipped", "neutral"] as const)(
    "does not merge over a named check that is %s",
    async (conclusion) => {
      const repository = await mergeRepository(stage, { merge: by("trusted-update", CHECKS) });
      const pr = await updates(stage, { repository, build: false });
      await builds(stage, pr, conclusion);
      await staysUnmerged(stage, pr, "❌ The check `build`");
    },
  );

  it("only says what it would do where `merge.dry-run` is set", async () => {
    const pr = await update(by("trusted-update", CHECKS, "  dry-run: true"));
    await settled(stage);
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toContain("-1");
    expect(saidBy(pr).at(-1)).toContain(
      "I would merge this now, by `trusted-update`. I did not, because `merge.dry-run`",
    );
    expect(pr.record().state).toBe("OPEN");
  });

  it("waits for them as well where GitHub cannot, and merges without a word", async () => {
    const repository = await mergeRepository(stage, { merge: by("trusted-update", CHECKS) });
    const pr = await updates(stage, { repository, draft: true, build: false });
    await builds(stage, pr, null);
    pr.ready();
    await settled(stage);
    expect(pr.record().state).toBe("OPEN");
    await builds(stage, pr, "success");
    isMerged(pr);
    expect(pr.view().comments).toEqual([]);
  });

  it("brings lock files that the configuration names", async () => {
    const lock = "pkgs/by-name/he/hello/Cargo.lock";
    const pr = await update(by("trusted-update", CHECKS, "  update-files: [Cargo.lock]"), {
      files: { ...helloUpdate(), [lock]: "[[package]]\n" },
    });
    isMerged(pr);
  });
});

describe("unmaintained-update", () => {
  it("merges what nobody maintains on the word of any member of the maintainers' team", async () => {
    const settings = by("unmaintained-update", "  maintainers-team: nixpkgs-maintainers");
    const pr = await update(settings, { files: updateOf("lonely") });
    await says(stage, pr, "dora");
    isMerged(pr);
  });
});

describe("committer-command", () => {
  const files: Files = helloUpdate({ lines: ['configureFlags = [ "--with-more" ];'] });

  it("merges anybody's change on a committer's word", async () => {
    const pr = await update(by("committer-command"), { author: "alice", files });
    await says(stage, pr, "carol");
    isMerged(pr);
  });

  it("knows committers by login and by id", async () => {
    const { id } = stage.world.as("erin");
    const people = `  strategies: [committer-command]\n  committers: { users: [Carol, ${id}] }`;
    for (const login of ["carol", "erin"]) {
      stage.github.requests.clear();
      const pr = await update(people, { author: "alice" });
      await says(stage, pr, "mallory");
      expect(pr.record().state).toBe("OPEN");
      await says(stage, pr, login);
      isMerged(pr);
    }
  });

  it.each([
    ["write", ["write", "maintain", "admin"]],
    ["admin", ["admin"]],
  ] as const)("knows committers by the permission %s", async (least, enough) => {
    const merge = `  strategies: [committer-command]\n  committers: { permission: ${least} }`;
    for (const role of ["read", "triage", "write", "maintain", "admin"] as const) {
      stage.github.requests.clear();
      const repository = await mergeRepository(stage, { merge });
      stage.world.setRole(repository.id, stage.world.as("frank").id, role);
      const pr = await updates(stage, { repository, author: "alice" });
      await says(stage, pr, "frank");
      expect([role, pr.record().state]).toEqual([
        role,
        enough.some((one) => one === role) ? "MERGED" : "OPEN",
      ]);
    }
  });
});

describe("several strategies", () => {
  it("one that holds is enough, and the check says which do not", async () => {
    const pr = await update(by("maintainer-command, committer-command"), { author: "alice" });
    await says(stage, pr, "ann");
    expect(pr.record().state).toBe("OPEN");
    expect(pr.check("by-name")?.text).toContain("`maintainer-command`");
    await says(stage, pr, "carol");
    isMerged(pr);
  });

  it("none where the repository has no configuration", async () => {
    const repository = await stage.repository("NixOS/plain", {
      ...nixpkgs(),
      [packagePath("hello")]: Object.values(helloUpdate({ version: "1.0" }))[0] ?? null,
    });
    const pr = await updates(stage, { repository });
    await says(stage, pr, "carol");
    expect(pr.record().state).toBe("OPEN");
    expect(pr.view().comments.at(-1)?.body).toContain("Automatic merging is off");
  });
});
