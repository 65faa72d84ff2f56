import type { Conversation } from "simulated-github";
import { expect } from "vitest";
import { BOT, type Stage } from "./bot.ts";

const ASKING: ReadonlySet<string> = new Set([
  "mutation mergePullRequest",
  "mutation enqueuePullRequest",
  "mutation enablePullRequestAutoMerge",
]);

/** What GitHub answered each time that it was asked for a merge: `done`, or what it said against it. */
export function mergesAsked(stage: Stage): string[] {
  return stage.github.requests
    .all()
    .filter(({ operation }) => operation !== null && ASKING.has(operation))
    .map(({ errors, fault }) => fault ?? (errors.length === 0 ? "done" : errors.join("; ")));
}

/** What the bot says of merging when somebody asks, once all is done. */
export async function explained(stage: Stage, pr: Conversation): Promise<string> {
  await stage.idle();
  stage.pass(5);
  pr.as("onlooker").comment(`@${BOT} explain`);
  await stage.idle();
  return saidLast(pr);
}

/** The last comment of the bot's. */
export function saidLast(pr: Conversation): string {
  return saidAll(pr).at(-1) ?? "";
}

function saidAll(pr: Conversation): string[] {
  return pr
    .view()
    .comments.filter(({ author }) => author === `${BOT}[bot]`)
    .map(({ body }) => body);
}

/**
 * Nothing was merged, GitHub was not even asked, time and another look change nothing, and the bot has said
 * why, to whoever commanded or to who asks now. `asked` tells how GitHub answered where it was asked: that
 * it refused, or that it waits, which was taken back.
 */
export async function staysOpen(
  stage: Stage,
  pr: Conversation,
  why: string,
  asked: readonly string[] = [],
): Promise<void> {
  await explained(stage, pr);
  expect(saidAll(pr).join("\n\n")).toContain(why);
  expect(mergesAsked(stage)).toEqual(asked);
  expect(pr.record().state).toBe("OPEN");
}

/** The strategies by a maintainer's word alone, where the trusted author and committers stand for the change. */
export const BY_COMMAND = [
  "  strategies: [maintainer-command]",
  "  trusted-authors: [r-ryantm]",
  "  committers: { team: committers }",
].join("\n");

/** A trusted author's updates, without a word. */
export const BY_ITSELF = "  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]\n  checks: [build]";

/** Somebody says the word, and the bot does what it does. */
export async function commands(
  stage: Stage,
  pr: Conversation,
  login: string,
  body = `@${BOT} merge`,
): Promise<void> {
  pr.as(login).comment(body);
  await stage.idle();
}
