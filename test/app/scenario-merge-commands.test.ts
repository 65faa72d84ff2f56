import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mergesAsked, saidLast } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds, MERGE_COMMAND, reactionsOf, saidBy, says, settled, staysUnmerged } from "./merge-acts.ts";
import { helloUpdate, mergeRepository, updates } from "./merge-scenes.ts";
import { conversationOf, standingOf } from "./rendering.ts";

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
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";
const MERGEABLE = "2.status: merge-bot eligible";
const LABELS = `labels:\n  clean: "by-name: ok"\n  blocked: "by-name: changes needed"\n  mergeable: "${MERGEABLE}"\n`;

async function update(options: Parameters<typeof updates>[1] = {}): Promise<Conversation> {
  return updates(stage, { ...options, scene: { merge: SETTINGS, more: LABELS, ...options.scene } });
}

/** An update whose check `build` runs, in a repository where GitHub can wait for it. */
async function building(): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge: SETTINGS });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", { requiredChecks: ["build"] });
  const pr = await updates(stage, { repository });
  await builds(stage, pr, null);
  return pr;
}

describe("a command", () => {
  it("leads to at most three reads and three writes up to the merge", async () => {
    const pr = await update({ scene: { merge: SETTINGS, more: "" } });
    stage.github.requests.clear();
    await says(stage, pr, "ann");
    const asked = stage.github.requests.all().map(({ operation }) => operation ?? "");
    const before = asked.slice(0, asked.indexOf("mutation mergePullRequest") + 1);
    const reads = before.filter((operation) => operation.startsWith("query "));
    expect(before).toContain("mutation mergePullRequest");
    expect(reads.length).toBeLessThanOrEqual(3);
    expect(before.length - reads.length).toBeLessThanOrEqual(3);
    expect(before).toMatchInlineSnapshot(`
      [
        "query PullRequest",
        "query Objects",
        "query Teams",
        "reactions/create-for-issue-comment",
        "mutation mergePullRequest",
      ]
    `);
  });

  it("twice in two comments merges once", async () => {
    const pr = await update();
    stage.pass(2);
    pr.as("ann").comment(MERGE_COMMAND);
    pr.as("ann").comment(MERGE_COMMAND);
    await settled(stage);
    expect(pr.record().state).toBe("MERGED");
    expect(mergesAsked(stage)).toEqual(["done"]);
  });

  it("again while the merge is under way is answered, and asks GitHub for nothing", async () => {
    const pr = await building();
    await says(stage, pr, "ann");
    const again = await says(stage, pr, "ann");
    expect(reactionsOf(pr, again)).toEqual(["eyes", "rocket"]);
    expect(mergesAsked(stage)).toEqual(["done"]);
    await builds(stage, pr, "success");
    expect(pr.record().state).toBe("MERGED");
  });

  it("is obeyed once: what a person turned off is not turned on again by the same command", async () => {
    const pr = await building();
    await says(stage, pr, "ann");
    stage.world.setRole(pr.repository.id, stage.world.as("dan").id, "write");
    stage.pass(2);
    pr.as("dan").disableAutoMerge();
    await says(stage, pr, "onlooker", "@by-name-bot check");
    expect(pr.record().autoMerge).toBeNull();
    await builds(stage, pr, "success");
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of", ["done"]);
  });

  it("was refused, and is edited: it counts as made when it was edited", async () => {
    const pr = await update({ author: "alice" });
    const command = await says(stage, pr, "ann");
    expect(reactionsOf(pr, command)).toEqual(["eyes", "-1"]);
    stage.pass(2);
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.record().state).toBe("OPEN");
    stage.pass(2);
    pr.as("ann").editComment(command, `Now then.\n\n${MERGE_COMMAND}`);
    await settled(stage);
    expect(pr.record().state).toBe("MERGED");
    expect(saidBy(pr)).toHaveLength(1);
  });

  it("written into a comment from before the last push counts from the edit on", async () => {
    const pr = await update();
    const remark = pr.as("ann").comment("I look at it");
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2" }));
    await settled(stage);
    stage.pass(2);
    pr.as("ann").editComment(remark, MERGE_COMMAND);
    await settled(stage);
    expect(pr.record().state).toBe("MERGED");
  });

  it("edited in the same second as a push does not count", async () => {
    const pr = await update();
    const remark = pr.as("ann").comment("I look at it");
    stage.pass(2);
    await pr.push(helloUpdate({ version: "1.2" }));
    pr.as("ann").editComment(remark, MERGE_COMMAND);
    await settled(stage);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("beside another in one comment: both are obeyed, with one answer", async () => {
    const pr = await update();
    const comment = await says(stage, pr, "ann", `@by-name-bot check\n${MERGE_COMMAND}`);
    expect(pr.record().state).toBe("MERGED");
    expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
    expect(saidBy(pr)).toEqual([]);
  });

  it("beside a question that is answered: the answer stands there, and it is merged", async () => {
    const pr = await update();
    const comment = await says(stage, pr, "ann", `@by-name-bot explain\n${MERGE_COMMAND}`);
    expect(pr.record().state).toBe("MERGED");
    expect(reactionsOf(pr, comment)).toEqual(["eyes", "rocket"]);
    expect(saidLast(pr)).toContain("This change may merge itself, by `maintainer-command`.");
  });

  it("`merge` and `cancel` in one comment: nothing is merged", async () => {
    const pr = await update();
    await says(stage, pr, "ann", `${MERGE_COMMAND}\n@by-name-bot cancel`);
    await staysUnmerged(stage, pr, "Waiting for a `merge` comment from a maintainer of");
  });

  it("is written in any case, and stands alone on its line", async () => {
    const pr = await update();
    await says(stage, pr, "ann", "Please @by-name-bot merge this");
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "ann", "Thanks!\n\n@By-Name-Bot Merge\n");
    expect(pr.record().state).toBe("MERGED");
  });

  it("of an App counts where the configuration names it, and is not heard else", async () => {
    for (const slug of ["helper", "stranger"]) {
      stage.world.createApp({ slug, permissions: { pull_requests: "write" }, events: [] });
    }
    const merge = '  strategies: [committer-command]\n  committers: { users: ["helper[bot]"] }';
    const pr = await update({ author: "alice", scene: { merge, more: "" } });
    const unheard = await says(stage, pr, "stranger[bot]");
    expect(reactionsOf(pr, unheard)).toEqual([]);
    const impostor = await says(stage, pr, "helper");
    expect(reactionsOf(pr, impostor)).toEqual(["eyes", "-1"]);
    expect(pr.record().state).toBe("OPEN");
    await says(stage, pr, "helper[bot]");
    expect(pr.record().state).toBe("MERGED");
  });

  it("on a change that touches nothing by-name is refused in a sentence", async () => {
    const pr = await update({ files: { "README.md": "# Hello\n" } });
    await says(stage, pr, "ann");
    expect(saidLast(pr)).toContain("it touches no package that is laid out by name.");
    expect(mergesAsked(stage)).toEqual([]);
    expect(pr.record().state).toBe("OPEN");
  });
});

describe("the label of what may merge itself", () => {
  it("three mistakes, three comments, their buttons, a green check, the label, and the merge", async () => {
    const right = helloUpdate({ lines: ['dots = ".";'] });
    const mistakes = Object.entries(right).map(([path, text]) => [
      path,
      typeof text === "string"
        ? text.replace(/ {2}(strictDeps|__structuredAttrs) = true;\n/g, "").replace('"."', String.raw`"\."`)
        : text,
    ]);
    const pr = await update({ author: "carol", files: Object.fromEntries(mistakes) });
    expect(pr.view().threads).toHaveLength(3);
    expect(standingOf(pr)).toContain("labels: by-name: changes needed");
    stage.pass(2);
    while ((await pr.pressAllSuggestions()) !== null) await settled(stage);
    expect(standingOf(pr)).toMatchInlineSnapshot(`
      "check by-name: success, Nothing new is wrong in 1 package and 1 file
      labels: by-name: ok, 2.status: merge-bot eligible"
    `);
    await says(stage, pr, "ann");
    expect(conversationOf(pr)).toMatchInlineSnapshot(`
      "carol pushed commit 1
      by-name-bot[bot] requested changes (dismissed): Thank you for this change! 3 errors to fix. See the comment on each line.
        pkgs/by-name/he/hello/package.nix:17 (resolved by carol): ✅ Fixed in commit 2. Was: ❌ \`strict-deps\` (NPV-165)
        pkgs/by-name/he/hello/package.nix:17 (resolved by carol): ✅ Fixed in commit 3. Was: ❌ \`structured-attrs\` (NPV-167)
        pkgs/by-name/he/hello/package.nix (outdated, resolved by carol): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
      carol pushed commit 2
      carol pushed commit 3
      by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
      ann: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: MergedEvent
      by-name-bot[bot]: ClosedEvent
      check by-name: success, Nothing new is wrong in 1 package and 1 file
      labels: by-name: ok"
    `);
    expect(pr.record().state).toBe("MERGED");
  });

  it("comes when it may, goes when it may not, and comes back", async () => {
    const pr = await update();
    expect(pr.view().labels).toEqual(["by-name: ok", MERGEABLE]);
    await pr.as("carol").requestChanges();
    await settled(stage);
    expect(pr.view().labels).toEqual(["by-name: ok"]);
    stage.pass(2);
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.view().labels).toEqual(["by-name: ok", MERGEABLE]);
    pr.draft();
    await settled(stage);
    expect(pr.view().labels).toEqual(["by-name: ok"]);
  });

  it("is not there where nobody's word could have it merged", async () => {
    const pr = await update({ author: "alice" });
    expect(pr.view().labels).toEqual(["by-name: ok"]);
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.view().labels).toEqual(["by-name: ok", MERGEABLE]);
  });

  it("the check run says what is missing, line by line, and then that nothing is", async () => {
    const pr = await update({ author: "alice" });
    expect(pr.check("by-name")?.text).toMatchInlineSnapshot(`
      "#### Merge checklist

      This change cannot merge itself. Somebody with write access can merge it.

      - ✅ The configuration is valid, and this change does not touch it.
      - ✅ Its base branch \`master\` allows automatic merging.
      - ✅ It is not a draft and has no conflicts.
      - ✅ It only changes existing packages: \`hello\`.
      - ✅ No finding blocks it, and all of it could be checked.
      - ✅ No committer requested changes.
      - ❌ No merge strategy applies.
        - ❌ \`maintainer-command\`: somebody who maintains every touched package comments \`merge\`
          - ❌ \`alice\`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit.
          - ✅ \`hello\`: maintained by \`ann\`.
          - 💬 Waiting for a \`merge\` comment from a maintainer of \`hello\` (\`ann\`)."
    `);
    await pr.as("carol").approve();
    await settled(stage);
    expect(pr.check("by-name")?.text).toContain(
      "A maintainer of `hello` (`ann`) has to comment `merge`. The checks have to pass too.",
    );
    expect(standingOf(pr)).toMatchInlineSnapshot(`
      "check by-name: success, Nothing new is wrong in 1 package and 1 file
      labels: by-name: ok, 2.status: merge-bot eligible"
    `);
  });
});
