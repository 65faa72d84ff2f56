import type { Conversation, FileContent, Files, RequestFacts } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { conversationOf, standingOf } from "./rendering.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ requestMs: 4_000 });
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };
const LABELS = "labels:\n  blocked: blocked\n  clean: clean\n";

async function opened(owner: string, files: Files = WRONG): Promise<Conversation> {
  const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs(LABELS));
  return stage.world.as("alice").opensPullRequest(repository, { title: "hello: init", files });
}

/** Whether a request is about a repository of this owner. */
function about(owner: string, { path, body }: RequestFacts): boolean {
  return path.includes(`/${owner}/`) || JSON.stringify(body ?? null).includes(`"${owner}"`);
}

describe("a pause that GitHub asks for", () => {
  it.each([
    ["secondary-limit", "pulls/create-review"],
    ["secondary-limit", "issues/create-label"],
    ["rate-limit", "checks/create"],
    ["rate-limit", "query PullRequest"],
    ["rate-limit", "query Objects"],
  ] as const)("is kept, and then all is done once: %s at %s", async (kind, operation) => {
    const owner = `paused-${operation.replace(/\W/g, "-")}`.toLowerCase();
    const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs(LABELS));
    await stage.idle();
    const installation = stage.installation(owner).id;
    stage.github.requests.clear();
    stage.github.faults.add({
      kind,
      times: 1,
      retryAfter: 2,
      when: (request) => request.operation === operation && about(owner, request),
    });
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: WRONG });
    await expect.poll(() => stage.github.requests.all().some(({ fault }) => fault === kind)).toBe(true);
    // Others are not held up by it.
    const other = await opened(`other-${owner}`);
    await other.until((view) => view.checks.length > 0);
    const waiting = stage.github.requests.all().filter((request) => request.installationId === installation);
    expect(waiting.at(-1)?.fault).toBe(kind);
    // What comes meanwhile waits with it.
    pr.comment(`@${BOT} explain`);
    await stage.idle();
    const all = stage.github.requests.all().filter((request) => request.installationId === installation);
    const paused = all.findIndex(({ fault }) => fault === kind);
    expect((all[paused + 1]?.at ?? 0) - (all[paused]?.at ?? 0)).toBeGreaterThanOrEqual(1900);
    expect(conversationOf(pr)).toContain("check by-name: failure, 1 error");
    expect(pr.view()).toMatchObject({ labels: ["blocked"], reviews: [{ state: "CHANGES_REQUESTED" }] });
    expect(pr.view().comments).toHaveLength(2);
    expect(stage.world.state.checkRuns(repository.id, pr.record().headRefOid)).toHaveLength(1);
  });
});

describe("when GitHub is not well, all is done in the end, and nothing twice", () => {
  // What fails in one life: what the mistake, the command and the fixing of it ask for first, one of each at most.
  const operations = [
    ["query PullRequest"],
    ["query Objects"],
    ["issues/add-labels"],
    ["pulls/create-review", "reactions/create-for-issue-comment", "pulls/dismiss-review"],
    ["issues/create-label", "issues/create-comment", "issues/remove-label"],
    ["checks/create", "mutation"],
  ];

  /** What a mistake, a command and the fixing of the mistake come to. */
  async function life(owner: string): Promise<() => Promise<string>> {
    const pr = await opened(owner);
    await pr.until((view) => view.checks.length > 0);
    pr.comment(`@${BOT} explain`);
    await pr.until((view) => view.comments[0]?.reactions.rocket !== undefined);
    await pr.push({ [HELLO]: packageText("hello") });
    await pr.until((view) => view.checks.some(({ conclusion }) => conclusion === "success"));
    return async () => conversationOf(pr);
  }

  it.each(["500", "502-html", "drop-before", "drop-after", "error-after"] as const)("%s", async (kind) => {
    const hits = new Set<string>();
    const lives = operations.map(async (failing, i) => {
      const owner = `${kind}-${i}`;
      for (const operation of failing)
        stage.github.faults.add({
          kind,
          times: 2,
          when(request) {
            // Mutations name threads, and not their repository.
            const ours = operation === "mutation" || about(owner, request);
            const hit = request.operation?.startsWith(operation) === true && ours;
            if (hit) hits.add(operation);
            return hit;
          },
        });
      return life(owner);
    });
    const [well, ...ill] = await Promise.all([life(`${kind}-well`), ...lives]);
    await stage.idle();
    const expected = await well?.();
    expect(expected).toMatchInlineSnapshot(`
      "alice pushed commit 1
      by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
        pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
      alice: @by-name-bot explain (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
      by-name-bot[bot]: 1 error blocks this change:
        - ❌ \`path-home\` (NPV-128) in \`pkgs/by-name/he/hello/package.nix:8:9\`: The path \`~/hello\` leads into the home directory of the user who evaluates it.
        Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
      alice pushed commit 2
      by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
      check by-name: success, Nothing new is wrong in 1 package and 1 file
      labels: clean"
    `);
    for (const one of ill) expect(await one()).toBe(expected);
    expect([...hits].sort()).toEqual(operations.flat().sort());
  });
});

it("a request that is never answered is given up, and done again", async () => {
  stage.github.faults.add({
    kind: "timeout",
    times: 1,
    when: (request) => request.operation === "issues/create-label" && about("silent", request),
  });
  const pr = await opened("silent");
  await stage.idle();
  expect(stage.github.requests.all().filter(({ fault }) => fault === "timeout")).toHaveLength(1);
  expect(pr.check("by-name")?.conclusion).toBe("failure");
  expect(pr.view()).toMatchObject({ labels: ["blocked"], reviews: [{}] });
});

describe("what is too large is not reviewed, and the check says so", () => {
  it("3,000 files", async () => {
    const repository = await stage.repository("files/nixpkgs", nixpkgs(LABELS));
    const files: Record<string, FileContent> = { ...WRONG };
    for (let i = 1; i < 3000; i++) files[`doc/${i}.md`] = "a page\n";
    const pr = await stage.world.as("alice").opensPullRequest(repository, { title: "hello: Large", files });
    await stage.idle();
    expect(standingOf(pr)).toMatchInlineSnapshot(`"check by-name: neutral, Too large to review"`);
    expect(pr.check("by-name")?.summary).toMatchInlineSnapshot(
      `"This change was not reviewed: it changes 3000 files, and at most 2999 are checked. Splitting it would help."`,
    );
    expect(pr.view().reviews).toEqual([]);
    await pr.push({ "doc/1.md": null });
    await stage.idle();
    expect(standingOf(pr)).toMatchInlineSnapshot(`
      "check by-name: failure, 1 error
        pkgs/by-name/he/hello/package.nix:8
      labels: blocked"
    `);
  });

  it("a package directory with more than 8,000 files", async () => {
    const big: Record<string, FileContent> = { [packagePath("big")]: packageText("big") };
    for (let i = 0; i < 8000; i++) big[`pkgs/by-name/bi/big/${i}.nix`] = `${i}\n`;
    const repository = await stage.repository("directory/nixpkgs", { ...nixpkgs(LABELS), ...big });
    const pr = await stage.world.as("alice").opensPullRequest(repository, {
      title: "big: 2.0",
      files: { [packagePath("big")]: packageText("big").replace("1.0", "2.0") },
    });
    await stage.idle();
    expect(standingOf(pr)).toMatchInlineSnapshot(`"check by-name: action_required, Could not be reviewed"`);
    expect(pr.check("by-name")?.summary).toMatchInlineSnapshot(
      `"This change could not be reviewed: there are more than 8000 files and directories to read. I do not merge it either. I review it again after a push; splitting the change may help."`,
    );
  });
});
