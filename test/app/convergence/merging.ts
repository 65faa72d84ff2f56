import type { Conversation, RequestFacts, World } from "simulated-github";
import { appManifest } from "../../../scripts/app-manifest.ts";
import { notYet } from "../../../src/app/jobs/not-yet.ts";
import { sweepRepository } from "../../../src/app/jobs/sweep.ts";
import { reviewKey } from "../../../src/app/run/run-context.ts";
import { GitHubFailure } from "../../../src/github/failure.ts";
import { BOT } from "../bot.ts";
import { HASHES, maintainerList, sourcePackage } from "../merge-scenes.ts";
import { nixpkgs, packagePath } from "../packages.ts";
import { Death, openRunStage, type RunOptions, type RunStage, SETTLE_MS } from "../run-stage.ts";
import type { Act, Faulty, Scene, Step, Trouble } from "./script.ts";

const MERGE = `merge:
  strategies: [maintainer-command, trusted-update, committer-command]
  branches: ["base-*"]
  trusted-authors: [r-ryantm]
  committers: { team: committers }
  checks: [build]
labels:
  clean: "by-name: ok"
  blocked: "by-name: changes needed"
`;

const REPOSITORY = { owner: "NixOS", repo: "nixpkgs" };
const HELLO = packagePath("hello");

/** A repository with updates that may merge themselves, and runs of the App over them one at a time. */
export async function openMergeStage(): Promise<RunStage> {
  const files = (world: World) => ({
    ...nixpkgs(MERGE),
    "maintainers/maintainer-list.nix": maintainerList({ world }, ["ann"]),
    "maintainers/team-list.nix": "{ lib }:\nwith lib.maintainers;\n{ }\n",
    "maintainers/github-teams.json": "{}\n",
    [HELLO]: helloText("1.0", HASHES.old),
    [packagePath("lonely")]: sourcePackage("lonely"),
  });
  const stage = await openRunStage(files, (await appManifest()).permissions);
  const { world, repository } = stage;
  world.team("NixOS", "committers", { members: ["carol"] });
  for (const login of ["r-ryantm", "carol"]) world.setRole(repository.id, world.as(login).id, "write");
  world.updateRepository(repository.id, { allowAutoMerge: true });
  world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  return stage;
}

function helloText(version: string, hash: string, lines: readonly string[] = []): string {
  return sourcePackage("hello", { version, hash, maintainers: "[ ann ]", lines });
}

/** An update of `hello` onto a base branch of its own, on which things are done. */
export type Told = {
  readonly pr: Conversation;
  readonly base: string;
  /** How many acts were done, and how many of them a look that came to its end has surely seen. */
  acts: number;
  seen: number;
  /** Set once it is merged: so many acts were known of at least, and at most. */
  merged: { readonly from: number; readonly to: number } | null;
};

let branches = 0;

/** The same for the same scene, but for numbers and names of branches. */
export async function opensUpdate(stage: RunStage, scene: Scene): Promise<Told> {
  const { repository, world } = stage;
  branches += 1;
  const base = `base-${branches}`;
  await repository.push(base, repository.head("master"));
  const { protection, dismissals } = scene;
  const restricted = dismissals === "restricted" ? { restrictDismissals: ["carol"] } : {};
  const requires = protection === "none" || protection === "queue" ? {} : { requiredChecks: ["build"] };
  if (protection !== "none" || dismissals === "restricted")
    repository.protect(base, { ...requires, ...restricted });
  if (protection === "queue") repository.mergeQueue(base);
  world.stickAutoMerges(protection === "check, and auto-merge sticks");
  const pr = await world.as(scene.author).opensPullRequest(repository, {
    title: "hello: update",
    branch: `update-${branches}`,
    base,
    files: { [HELLO]: helloText("1.1", HASHES.new) },
  });
  const told: Told = { pr, base, acts: 0, seen: 0, merged: null };
  tell(stage, told, "push");
  stage.pass(2000);
  return told;
}

/** Does what the act says; `told.acts` counts it. What cannot be done any more is not done. */
export async function perform(stage: RunStage, told: Told, act: Act): Promise<void> {
  const { pr, base } = told;
  const { repository, world } = stage;
  told.acts += 1;
  stage.pass(2000);
  switch (act.kind) {
    case "push": {
      const lines = [`# ${told.acts}`, ...(act.what === "wrong" ? ["cert = ~/cert.pem;"] : [])];
      const files = { [HELLO]: helloText(`1.${told.acts + 1}`, HASHES.new, lines.slice(1)) };
      const other = sourcePackage("lonely", { version: `1.${told.acts + 1}`, hash: HASHES.new });
      await pr.push(
        act.what === "other" ? { ...files, [packagePath("lonely")]: other } : files,
        "Update",
        act.written === "now" ? {} : { authoredAt: "2020-01-01T00:00:00Z" },
      );
      break;
    }
    case "build": {
      const app = world.state.apps().find(({ slug }) => slug === "ci");
      await world.createCheckRun(repository.id, app?.id ?? 0, {
        name: "build",
        headOid: pr.record().headRefOid,
        ownSuite: act.suite === "own",
        ...(act.conclusion === null ? { status: "in_progress" } : { conclusion: act.conclusion }),
      });
      break;
    }
    case "say":
      if (act.where === "approval" && pr.view().author !== act.by)
        await pr.as(act.by).approve(`@${BOT} ${act.command}`);
      else pr.as(act.by).comment(`@${BOT} ${act.command}`);
      break;
    case "opinion":
      await (act.wants === "changes" ? pr.as("carol").requestChanges("No.") : pr.as("carol").approve());
      break;
    case "base": {
      const text = act.what === "clash" ? helloText("1.0.1", HASHES.old) : helloText("1.0", HASHES.old);
      const elsewhere = { [packagePath("zlib")]: sourcePackage("zlib", { version: `2.${told.acts}` }) };
      const files = act.what === "elsewhere" ? elsewhere : { [HELLO]: text };
      await repository.commit({ branch: base, files, author: "carol" });
      break;
    }
    case "draft":
      if (pr.record().isDraft !== act.is) act.is ? pr.draft() : pr.ready();
  }
  await world.settled();
  noteMerge(told, told.seen);
}

/** Keeps what was known when it was merged, if that has just happened. */
function noteMerge(told: Told, from: number): void {
  if (told.merged === null && told.pr.record().state === "MERGED") told.merged = { from, to: told.acts };
}

/** A delivery tells of how it stands now. */
export function tell(stage: RunStage, { pr }: Told, change?: "push"): void {
  stage.deliver({ updatedAt: pr.record().updatedAt, head: pr.view().head }, pr.number, change);
}

/** One look, as the queue does it. Milliseconds until the next; null where nothing asks for one. */
export async function look(
  stage: RunStage,
  told: Told,
  { isStale = false, ...options }: RunOptions & { readonly isStale?: boolean } = {},
): Promise<number | null> {
  const { number } = told.pr;
  const seen = isStale ? told.acts - 1 : told.acts;
  try {
    const { result, again } = await stage.run(number, options);
    if (result !== "unsettled") told.seen = seen;
    return again?.afterMs ?? null;
  } catch (error) {
    return afterFailure(stage, number, error);
  } finally {
    await stage.world.settled();
    noteMerge(told, seen);
  }
}

/** As the jobs of the App take it. What is not GitHub's failing is a mistake of ours. */
function afterFailure(stage: RunStage, number: number, error: unknown): number | null {
  if (error instanceof Death || (error instanceof Error && error.cause instanceof Death)) return 2000;
  if (!(error instanceof GitHubFailure)) throw error;
  const now = stage.now();
  const heard = stage.kept.hints.get(reviewKey({ ...REPOSITORY, number })) ?? null;
  const later = notYet(error, { kind: "review" }, heard, now);
  if (later !== null) return later.afterMs;
  switch (error.kind) {
    case "rate-limited":
    case "paced":
      return Math.max(1000, (error.until ?? 0) - now + 1000);
    case "unavailable":
      return 2000;
    case "gone":
    case "forbidden":
    case "refused":
      return null;
  }
}

/** Looks as long as the bot asks for it. */
export async function settle(stage: RunStage, told: Told): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    const afterMs = await look(stage, told);
    if (afterMs === null) return;
    stage.pass(afterMs);
  }
  throw new Error("it does not come to rest");
}

/** Sweeps, which find what no delivery told of, until they find nothing. */
export async function sweep(stage: RunStage, told: Told): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    stage.pass(SETTLE_MS);
    stage.kept.added.length = 0;
    const job = { kind: "sweep-repository", installation: 1, base: null, cursor: null, why: "" } as const;
    await sweepRepository({ ...job, ...REPOSITORY }, stage.context());
    const key = reviewKey({ ...REPOSITORY, number: told.pr.number });
    if (!stage.kept.added.some((job) => job.key === key)) return;
    const before = standing(told);
    await settle(stage, told);
    // A merge that waits for people is due each time.
    if (turn > 0 && JSON.stringify(standing(told)) === JSON.stringify(before)) return;
  }
  throw new Error("sweeps always find something to do");
}

/** Switches a trouble on. What it gives switches it off. */
export function begin(stage: RunStage, trouble: Trouble): () => void {
  switch (trouble.kind) {
    case "faults":
      stage.github.faults.random({ ...trouble, when: (request) => isMeant(trouble.of, request) });
      return () => stage.github.faults.random(null);
    case "old test merges":
      stage.world.keepTestMerges(true);
      return () => {};
    case "stale":
      stage.world.staleReadsFor(trouble.milliseconds);
      return () => {
        stage.pass(trouble.milliseconds);
        stage.world.staleReadsFor(0);
      };
    case "none":
    case "lost":
    case "death":
    case "reordered":
    case "paced":
      return () => {};
  }
}

/** What a run is up against. */
export function runOptions(trouble: Trouble): RunOptions {
  if (trouble.kind === "death") return { dieAfter: trouble.steps };
  if (trouble.kind !== "paced") return {};
  return { take: async ({ isContent }) => (isContent ? trouble.milliseconds : 0) };
}

function isMeant(of: Faulty, { operation }: RequestFacts): boolean {
  switch (of) {
    case "all":
      return true;
    case "reading":
    case "the whole":
      return operation === "query PullRequest";
    case "merging":
      return operation === "mutation mergePullRequest";
  }
}

/** Does a step, and looks meanwhile. */
export async function go(stage: RunStage, told: Told, { act, trouble, runs }: Step): Promise<void> {
  const { pr } = told;
  const before = { updatedAt: pr.record().updatedAt, head: pr.view().head };
  const end = begin(stage, trouble);
  await perform(stage, told, act);
  if (trouble.kind === "lost") return;
  tell(stage, told, act.kind === "push" ? "push" : undefined);
  if (trouble.kind === "reordered") stage.deliver(before, pr.number);
  for (let run = 0; run < runs; run++) {
    const afterMs = await look(stage, told, { ...runOptions(trouble), isStale: trouble.kind === "stale" });
    stage.pass(Math.min(afterMs ?? 300, 3000));
  }
  end();
}

/** What stands on a pull request, without ids and times. */
export function standing({ pr }: Told) {
  const view = pr.view();
  const open = view.threads.filter(({ isResolved }) => !isResolved);
  return {
    state: pr.record().state,
    waits: pr.record().autoMerge !== null || pr.record().mergeQueueEntry !== null,
    open: open.map(({ comments }) => /`([a-z-]+)`/.exec(comments[0]?.body ?? "")?.[1]).sort(),
    labels: [...view.labels].sort(),
    check: view.checks
      .filter(({ name }) => name === "by-name")
      .map(({ conclusion, title }) => `${conclusion} ${title}`),
  };
}
