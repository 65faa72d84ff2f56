import type { CheckConclusion, Conversation, Files, RepositoryHandle } from "simulated-github";
import { expect } from "vitest";
import { BY_COMMAND, mergesAsked, saidLast } from "./attack-scenes.ts";
import { BOT, type Stage } from "./bot.ts";
import { HASHES, mergeRepository, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

export const MERGE_COMMAND = `@${BOT} merge`;

/** Somebody comments some time after all that was, and the bot does what there is to do. */
export async function says(stage: Stage, pr: Conversation, login: string, body = MERGE_COMMAND) {
  stage.pass(2);
  const comment = pr.as(login).comment(body);
  await stage.idle();
  return comment;
}

/** The bot's reactions to a comment. */
export function reactionsOf(pr: Conversation, { id }: { readonly id: number }): string[] {
  const reactions = pr.view().comments.find((comment) => comment.id === id)?.reactions ?? {};
  return Object.entries(reactions).flatMap(([content, by]) => (by?.includes(`${BOT}[bot]`) ? [content] : []));
}

/** What the bot has said, the oldest first. */
export function saidBy(pr: Conversation): string[] {
  return pr
    .view()
    .comments.filter(({ author }) => author === `${BOT}[bot]`)
    .map(({ body }) => body);
}

/**
 * Whatever else happens it is not merged, and the bot says why when somebody asks. `asked` is how GitHub answered
 * where it was asked for a merge before.
 */
export async function staysUnmerged(
  stage: Stage,
  pr: Conversation,
  why: string,
  asked: readonly string[] = [],
): Promise<void> {
  await settled(stage);
  stage.pass(5);
  await says(stage, pr, "onlooker", `@${BOT} explain`);
  expect(saidLast(pr)).toContain(why);
  expect(mergesAsked(stage)).toEqual(asked);
  expect(pr.record().state).toBe("OPEN");
}

/** The check `build` of the head, or another, by an App of its own: it runs (null), or has ended. */
export async function builds(
  stage: Stage,
  pr: Conversation,
  conclusion: CheckConclusion | null,
  { name = "build", headOid = pr.record().headRefOid, by = "ci" } = {},
): Promise<void> {
  const app =
    stage.world.state.apps().find(({ slug }) => slug === by) ??
    stage.world.createApp({ slug: by, permissions: { checks: "write" }, events: [] });
  await stage.world.createCheckRun(pr.repository.id, app.id, {
    name,
    headOid,
    ...(conclusion === null ? { status: "in_progress" } : { conclusion }),
  });
  await settled(stage);
}

/** A commit status of the head. */
export async function reports(
  stage: Stage,
  pr: Conversation,
  state: "pending" | "success" | "failure",
  context = "build",
): Promise<void> {
  const by = stage.world.as("ci-user").id;
  await stage.world.createStatus(pr.repository.id, by, { oid: pr.record().headRefOid, state, context });
  await settled(stage);
}

/** What GitHub does by itself is done, and what the bot makes of it. */
export async function settled(stage: Stage): Promise<void> {
  await stage.world.settled();
  await stage.idle();
  await stage.world.settled();
  await stage.idle();
}

/** The files of an update of a package whose maintainers are this expression. */
export function updateOf(name: string, maintainers = "[ ]"): Files {
  return { [packagePath(name)]: sourcePackage(name, { version: "1.1", hash: HASHES.new, maintainers }) };
}

type Waits = {
  /** The section `merge` of the configuration. */
  readonly merge?: string;
  readonly author?: string;
  readonly protection?: Parameters<RepositoryHandle["protect"]>[1];
};

/** An update of `hello` whose check `build`, which GitHub requires and can wait for, is running. */
export async function building(
  stage: Stage,
  { merge = BY_COMMAND, author = "r-ryantm", protection }: Waits = {},
): Promise<Conversation> {
  const repository = await mergeRepository(stage, { merge });
  stage.world.updateRepository(repository.id, { allowAutoMerge: true });
  repository.protect("master", protection ?? { requiredChecks: ["build"] });
  const pr = await updates(stage, { repository, author });
  await builds(stage, pr, null);
  return pr;
}

/** The same on which ann has said the word, so that GitHub waits for the check. */
export async function waitingMerge(stage: Stage, waits?: Waits) {
  const pr = await building(stage, waits);
  const command = await says(stage, pr, "ann");
  expect(reactionsOf(pr, command)).toEqual(["eyes", "rocket"]);
  expect(pr.record().autoMerge).not.toBeNull();
  stage.pass(2);
  return { pr, command };
}

/** GitHub waits no more, and does not merge when the check is green. */
export async function isTakenBack(stage: Stage, pr: Conversation): Promise<void> {
  expect(pr.record().autoMerge).toBeNull();
  await builds(stage, pr, "success");
  expect(pr.record().state).toBe("OPEN");
  expect(mergesAsked(stage)).toEqual(["done"]);
}
