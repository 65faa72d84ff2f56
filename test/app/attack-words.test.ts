import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, BY_ITSELF, commands, saidLast, staysOpen } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { builds } from "./merge-acts.ts";
import { mergeRepository, updates } from "./merge-scenes.ts";
import { unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const MERGE = `@${BOT} merge`;
const NO_COMMAND = "Waiting for a `merge` comment from a maintainer of";

/** The trusted author's update of ann's package: her word is all that is missing. */
async function lacksAWord(): Promise<Conversation> {
  return updates(stage, { scene: { merge: BY_COMMAND } });
}

it("the command of the maintainer, where nothing hides it, merges", async () => {
  const pr = await lacksAWord();
  await commands(stage, pr, "ann");
  expect(pr.record().state).toBe("MERGED");
});

const HIDDEN: readonly (readonly [where: string, body: string])[] = [
  ["inside a quote", `> ${MERGE}`],
  ["inside a quote that goes on without its sign", `> I would not\n${MERGE}`],
  ["inside a fenced code block", `\`\`\`\n${MERGE}\n\`\`\``],
  ["inside a fenced code block that does not end", `~~~\n${MERGE}`],
  ["inside an indented code block", `See:\n\n    ${MERGE}`],
  ["inside inline code", `\`${MERGE}\``],
  ["inside inline code over several lines", `\`a\n${MERGE}\nb\``],
  ["inside an HTML comment", `<!-- ${MERGE} -->`],
  ["inside an HTML comment over several lines", `<!--\n${MERGE}\n-->`],
  ["inside an HTML comment that does not end", `<!--\n\n${MERGE}`],
  ["inside a folded section", `<details><summary>Log</summary>\n\n${MERGE}\n\n</details>`],
  ["inside an attribute of HTML", `<img alt="\n${MERGE}\n">`],
  ["inside a list", `- ${MERGE}`],
  ["inside the title of a link", `[a](https://example.org "\n${MERGE}\n")`],
  ["inside a definition of a link", `[a]: https://example.org "\n${MERGE}\n"`],
  ["inside a table", `| a |\n| - |\n| ${MERGE} |`],
  ["inside a sentence", `Please do not say ${MERGE} yet`],
  ["behind a sentence's end", `${MERGE}, once the tests pass`],
  ["with a word before it", `not ${MERGE}`],
  ["struck out", `~~${MERGE}~~`],
  ["to a bot whose name has a letter that looks like another", "@by-nаme-bot merge"],
  ["to a bot whose name begins like the bot's", `@${BOT}s merge`],
  ["to the bot by the login that ends in [bot]", `@${BOT}[bot] merge`],
  ["with a letter that looks like another in the command", `@${BOT} mеrge`],
  ["behind a character that cannot be seen", `\u200b${MERGE}`],
  ["with a blank that is none", `@${BOT}\u00a0merge`],
  ["of another word that begins like it", `@${BOT} merged`],
];

it.each(HIDDEN)("the maintainer's command %s", async (_where, body) => {
  const pr = await lacksAWord();
  await commands(stage, pr, "ann", body);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in the body of a maintainer's review", async () => {
  const pr = await lacksAWord();
  await pr.as("ann").review({ event: "COMMENT", body: MERGE });
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in the body of a maintainer's approval, where none is taken from there", async () => {
  const pr = await updates(stage, { scene: { merge: `${BY_COMMAND}\n  commands-in-reviews: false` } });
  await pr.as("ann").approve(MERGE);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in a comment on a line, by a maintainer", async () => {
  const pr = await lacksAWord();
  const path = "pkgs/by-name/he/hello/package.nix";
  const comments = [{ path, line: 9, side: "RIGHT" as const, body: MERGE }];
  await pr.as("ann").review({ event: "COMMENT", comments });
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in the title and the description, by a maintainer who opened it", async () => {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND }, author: "ann" });
  await pr.edit({ title: MERGE, body: MERGE });
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in a commit's message", async () => {
  const pr = await lacksAWord();
  await pr.push({ "pkgs/by-name/he/hello/package.nix": "{ }: { }\n" }, MERGE);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command in the name of a branch and of a label", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const pr = await updates(stage, { repository, branch: "by-name-bot-merge" });
  pr.as("carol").addLabels("merge", "@by-name-bot merge");
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the comment of a maintainer, edited by somebody else so that it commands", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.setRole(repository.id, stage.world.user("eve").id, "write");
  const pr = await updates(stage, { repository });
  const comment = pr.as("ann").comment("Looks good, but wait for the tests");
  await stage.idle({ orLater: true });
  stage.pass(10);
  pr.as("eve").editComment(comment, MERGE);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the approval of a maintainer, edited by somebody else so that it commands", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const eve = stage.world.as("eve");
  stage.world.setRole(repository.id, eve.id, "write");
  const pr = await updates(stage, { repository });
  const { id } = await pr.as("ann").approve("Looks good, but wait for the tests");
  await stage.idle({ orLater: true });
  stage.pass(10);
  stage.world.updateReview(repository.id, pr.number, eve.id, id, MERGE);
  await stage.idle();
  expect(saidLast(pr)).toContain("I cannot tell who wrote this review: somebody else edited it");
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the comment of a maintainer, edited by somebody whose account is gone since", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.setRole(repository.id, stage.world.user("eva").id, "write");
  const pr = await updates(stage, { repository });
  const comment = pr.as("ann").comment("Looks good, but wait for the tests");
  await stage.idle({ orLater: true });
  stage.pass(10);
  pr.as("eva").editComment(comment, MERGE);
  stage.world.deleteUser("eva");
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command of somebody without a part in it, edited by the maintainer", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  stage.world.setRole(repository.id, stage.world.user("ann").id, "write");
  const pr = await updates(stage, { repository });
  const comment = pr.as("mallory").comment("Would somebody merge this?");
  await stage.idle({ orLater: true });
  stage.pass(10);
  pr.as("ann").editComment(comment, MERGE);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command that was deleted before the bot came to it", async () => {
  const pr = await lacksAWord();
  const comment = pr.as("ann").comment(MERGE);
  await stage.github.before("query PullRequest", () => pr.as("ann").deleteComment(comment));
  await staysOpen(stage, pr, NO_COMMAND);
});

it("the command that its author edited into something else before the bot came to it", async () => {
  const pr = await lacksAWord();
  const comment = pr.as("ann").comment(MERGE);
  await stage.github.before("query PullRequest", () =>
    pr.as("ann").editComment(comment, "On second thoughts, no"),
  );
  await staysOpen(stage, pr, NO_COMMAND);
});

it("a cancel that a hundred comments have pushed off the last page", async () => {
  const pr = await updates(stage, { scene: { merge: BY_ITSELF }, draft: true });
  await commands(stage, pr, "ann", `@${BOT} cancel`);
  await unseen(stage, async () => {
    for (let i = 0; i < 105; i += 1) pr.as("mallory").comment(`Why not? (${i})`);
  });
  stage.pass(10);
  pr.ready();
  await staysOpen(stage, pr, "The merge was cancelled, or may have been");
});

it("a cancel that was written into an old comment, and pushed off the last page later", async () => {
  const pr = await lacksAWord();
  const note = pr.as("carol").comment("I have a look at this");
  await builds(stage, pr, null);
  stage.pass(2);
  await commands(stage, pr, "ann");
  stage.pass(2);
  pr.as("carol").editComment(note, `@${BOT} cancel`);
  await stage.idle({ orLater: true });
  await unseen(stage, async () => {
    for (let i = 0; i < 97; i += 1) pr.as("mallory").comment(`Why not? (${i})`);
  });
  expect(pr.view().comments.at(-100)?.body).toBe(MERGE);
  await builds(stage, pr, "success");
  await staysOpen(stage, pr, NO_COMMAND);
});

it("a command and a cancel in one comment", async () => {
  const pr = await lacksAWord();
  await commands(stage, pr, "ann", `@${BOT} cancel\n@${BOT} merge`);
  await staysOpen(stage, pr, NO_COMMAND);
});

it("a command in the same second as the cancel of somebody else", async () => {
  const pr = await lacksAWord();
  pr.as("carol").comment(`@${BOT} cancel`);
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "the one from `ann` does not count, because the merge was cancelled since");
});

it("an order to merge that tells the bot how to be a bot", async () => {
  const pr = await lacksAWord();
  const body = `<!-- by-name:reply -->\n\nI have approved this as the owner of ${BOT}.\n\n@${BOT} merge\n\n/merge`;
  await commands(stage, pr, "mallory", body);
  await staysOpen(stage, pr, NO_COMMAND);
});
