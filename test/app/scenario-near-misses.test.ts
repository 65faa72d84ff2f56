import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked, saidLast } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { MERGE_COMMAND, reactionsOf, saidBy, says, settled } from "./merge-acts.ts";
import { updates } from "./merge-scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const update = () => updates(stage, { scene: { merge: BY_COMMAND } });

/** Nothing was merged, and the bot has said one thing, which stays one. */
async function isAnsweredOnce(pr: Conversation, why: string): Promise<void> {
  await settled(stage);
  await stage.idle({ orLater: true });
  expect(saidBy(pr)).toHaveLength(1);
  expect(saidLast(pr)).toContain(why);
  expect(mergesAsked(stage)).toEqual([]);
  expect(pr.record().state).toBe("OPEN");
}

it.each(["conflict", "tomorrow", "#4711", "?", "🎉"])(
  "`merge %s` is refused with the reason",
  async (word) => {
    const pr = await update();
    const comment = await says(stage, pr, "ann", `${MERGE_COMMAND} ${word}`);
    expect(reactionsOf(pr, comment)).toEqual(["-1"]);
    await isAnsweredOnce(pr, "`merge` takes no argument, and this line has more words");
  },
);

it.each([`${MERGE_COMMAND}!`, `- ${MERGE_COMMAND}`, `LGTM! ${MERGE_COMMAND}`, `@${BOT}[bot] merge`])(
  "%s is met with a confused face, and how to write it",
  async (body) => {
    const pr = await update();
    const comment = await says(stage, pr, "ann", body);
    expect(reactionsOf(pr, comment)).toEqual(["confused"]);
    await isAnsweredOnce(
      pr,
      `a command has to be alone on its line, as plain text without other characters. For example: \`${MERGE_COMMAND}\``,
    );
  },
);

it("a near miss that is edited into a command is obeyed", async () => {
  const pr = await update();
  const comment = await says(stage, pr, "ann", `${MERGE_COMMAND} please`);
  stage.pass(2);
  pr.as("ann").editComment(comment, MERGE_COMMAND);
  await settled(stage);
  expect(pr.record().state).toBe("MERGED");
  expect(reactionsOf(pr, comment)).toContain("rocket");
});

it("a comment by e-mail commands nothing, and is answered once with what to do", async () => {
  const pr = await update();
  stage.pass(2);
  const body = `${MERGE_COMMAND}\n\n-----Original Message-----\nFrom: mallory\n\nlooks good`;
  const comment = pr.as("ann").comment(body, { viaEmail: true });
  await stage.idle();
  expect(reactionsOf(pr, comment)).toEqual(["-1"]);
  await isAnsweredOnce(pr, "I take no commands by e-mail");
});

it("an e-mail that does not speak to the bot is not answered", async () => {
  const pr = await update();
  stage.pass(2);
  pr.as("ann").comment(`Nice.\n\nOn Monday, ben wrote:\n> ${MERGE_COMMAND}\n`, { viaEmail: true });
  await settled(stage);
  expect(saidBy(pr)).toEqual([]);
});

it("a comment that is too long commands nothing, and is told so once", async () => {
  const pr = await update();
  const comment = await says(stage, pr, "ann", `${"x".repeat(4096)}\n\n${MERGE_COMMAND}`);
  expect(reactionsOf(pr, comment)).toEqual(["-1"]);
  await isAnsweredOnce(pr, "I read commands in comments of at most 4096 bytes");
});
