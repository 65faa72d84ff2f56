import type { Conversation } from "simulated-github";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BY_COMMAND, mergesAsked } from "./attack-scenes.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { MERGE_COMMAND, saidBy, says, settled } from "./merge-acts.ts";
import { updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterEach(() => stage.deliveries.setFaults(null));
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WHY =
  "I only take commands from comments on the pull request, not from a review or a comment on a line";

/** Where no review is heard, as anywhere but in nixpkgs by itself. */
const update = () => updates(stage, { scene: { merge: `${BY_COMMAND}\n  commands-in-reviews: false` } });
const onLine = (body = MERGE_COMMAND) => ({ path: packagePath("hello"), line: 9, body });
const botId = () => stage.world.state.accountByLogin(`${BOT}[bot]`)?.id ?? 0;

/** Who has given each review and each comment on a line a confused face. */
function confused(pr: Conversation): number {
  const { reviews, threads } = pr.record();
  const all = [...reviews, ...threads.flatMap(({ comments }) => comments)];
  const faces = all.flatMap(({ reactions }) => reactions);
  return faces.filter(({ userId, content }) => userId === botId() && content === "confused").length;
}

/** Nothing was merged, and the bot has said so often that it takes no commands there; nothing adds to that. */
async function isAnswered(pr: Conversation, times: number, faces = times): Promise<void> {
  const answers = () => saidBy(pr).filter((body) => body.includes(WHY)).length;
  await settled(stage);
  expect(answers()).toBe(times);
  expect(confused(pr)).toBe(faces);
  for (const { id, event } of [...stage.deliveries.log()].slice(-20)) {
    if (event.startsWith("pull_request_review")) await stage.deliveries.redeliver(id);
  }
  await settled(stage);
  await stage.stop();
  // Its database is gone with it: what it has done stands on GitHub alone.
  await stage.start();
  await says(stage, pr, "onlooker", `@${BOT} check`);
  await settled(stage);
  expect(saidBy(pr)).toHaveLength(times);
  expect(confused(pr)).toBe(faces);
  expect(mergesAsked(stage)).toEqual([]);
  expect(pr.record().state).toBe("OPEN");
}

describe("a command is not obeyed, and answered once", () => {
  it("in the body of a review", async () => {
    const pr = await update();
    await pr.as("ann").review({ event: "COMMENT", body: `Nice.\n\n${MERGE_COMMAND}` });
    await isAnswered(pr, 1);
    const [{ id } = { id: 0 }] = pr.view().reviews;
    expect(saidBy(pr)[0]).toContain(`/pull/${pr.number}#pullrequestreview-${id}`);
    expect(saidBy(pr)[0]).toContain(`Write \`${MERGE_COMMAND}\`, or another command, on a line of its own`);
  });

  it("in a review that approves, by a committer", async () => {
    const pr = await update();
    await pr.as("committer").approve(MERGE_COMMAND);
    await isAnswered(pr, 1);
  });

  it("on a line of code", async () => {
    const pr = await update();
    await pr.as("ann").review({ event: "COMMENT", comments: [onLine()] });
    await isAnswered(pr, 1);
    const id = pr.record().threads[0]?.comments[0]?.id;
    expect(saidBy(pr)[0]).toContain(`/pull/${pr.number}#discussion_r${id}`);
  });

  it("as an answer in a thread", async () => {
    const pr = await update();
    await pr.as("ann").review({ event: "COMMENT", comments: [onLine("Why this tag?")] });
    pr.as("ann").thread(0).reply(`${MERGE_COMMAND}!`);
    await isAnswered(pr, 1);
  });

  it("of somebody who may command nothing", async () => {
    const pr = await update();
    await pr.as("mallory").review({ event: "COMMENT", body: `@${BOT} check`, comments: [onLine()] });
    // One reply for both of them.
    await isAnswered(pr, 1, 2);
  });

  it("in a review and a comment that are edited, and not again when they are edited once more", async () => {
    const pr = await update();
    const { id } = await pr.as("ann").review({ event: "COMMENT", body: "Hm.", comments: [onLine("Hm.")] });
    await settled(stage);
    const by = stage.world.user("ann").id;
    const comment = pr.record().threads[0]?.comments[0]?.id ?? 0;
    for (const body of [MERGE_COMMAND, `${MERGE_COMMAND} now`, "Hm.", MERGE_COMMAND]) {
      stage.pass(2);
      stage.world.updateReviewComment(pr.repository.id, comment, by, body);
      await settled(stage);
    }
    await isAnswered(pr, 1);
    stage.world.updateReview(pr.repository.id, pr.number, by, id, MERGE_COMMAND);
    await isAnswered(pr, 2);
  });

  it("whose every delivery was lost, at the next look", async () => {
    const pr = await update();
    stage.deliveries.setFaults({ seed: 1, lose: 1 });
    await pr.as("ann").review({ event: "COMMENT", comments: [onLine()] });
    await settled(stage);
    stage.deliveries.setFaults(null);
    expect(saidBy(pr)).toEqual([]);
    await says(stage, pr, "onlooker", `@${BOT} check`);
    await isAnswered(pr, 1);
  });

  it("also where deliveries come twice and in any order", async () => {
    const pr = await update();
    stage.deliveries.setFaults({ seed: 3, repeat: 1, reorder: 0.5, delay: 50 });
    await pr.as("ann").review({ event: "COMMENT", body: MERGE_COMMAND, comments: [onLine()] });
    await settled(stage);
    stage.deliveries.setFaults(null);
    await isAnswered(pr, 1, 2);
  });

  it("when a pending review is submitted, and not before", async () => {
    const pr = await update();
    const by = stage.world.user("ann").id;
    const draft = { body: MERGE_COMMAND, comments: [onLine()] };
    const { id } = await stage.world.createReview(pr.repository.id, pr.number, by, draft);
    await says(stage, pr, "onlooker", `@${BOT} check`);
    expect(saidBy(pr)).toEqual([]);
    stage.world.submitReview(pr.repository.id, pr.number, by, id, { event: "COMMENT" });
    await isAnswered(pr, 1, 2);
  });
});

describe("nothing is said", () => {
  it.each([
    ["in a quote", `> ${MERGE_COMMAND}`],
    ["in code", `\`\`\`\n${MERGE_COMMAND}\n\`\`\``],
    ["that only thanks", `Thanks, @${BOT}.`],
    ["that names the bot and no command", `@${BOT} is wrong here`],
    ["to somebody else", "@by-name-bot-2 merge"],
  ])("to a remark %s", async (_what, body) => {
    const pr = await update();
    await pr.as("ann").review({ event: "COMMENT", body, comments: [onLine(body)] });
    await isAnswered(pr, 0);
  });

  it("to an App", async () => {
    const pr = await update();
    const app = stage.world.createApp({ slug: `robot-${pr.repository.id}`, permissions: {}, events: [] });
    const by = stage.world.state.accountByLogin(`${app.slug}[bot]`)?.id ?? 0;
    const draft = { event: "COMMENT", body: MERGE_COMMAND, comments: [onLine()] } as const;
    await stage.world.createReview(pr.repository.id, pr.number, by, draft);
    await isAnswered(pr, 0);
  });

  it("to what is hidden", async () => {
    const pr = await update();
    stage.deliveries.setFaults({ seed: 1, lose: 1 });
    await pr.as("ann").review({ event: "COMMENT", comments: [onLine()] });
    const nodeId = pr.record().threads[0]?.comments[0]?.nodeId ?? "";
    stage.world.setMinimized({ nodeId }, stage.world.user("ann").id, "SPAM");
    stage.deliveries.setFaults(null);
    await isAnswered(pr, 0);
  });

  it("to what may have been answered before the last hundred comments", async () => {
    const pr = await update();
    stage.deliveries.setFaults({ seed: 1, lose: 1 });
    await pr.as("ann").review({ event: "COMMENT", body: MERGE_COMMAND });
    stage.pass(2);
    for (let i = 0; i < 101; i += 1) pr.as("ben").comment(`${i}`);
    stage.deliveries.setFaults(null);
    await isAnswered(pr, 0);
  });
});

it("of hundreds of commands on lines some are read, with one reply a run and ten faces each", async () => {
  const pr = await update();
  for (let i = 0; i < 30; i += 1) {
    const comments = Array.from({ length: 12 }, () => onLine());
    await stage.world.createReview(pr.repository.id, pr.number, stage.world.user("ann").id, {
      event: "COMMENT",
      comments,
    });
  }
  await settled(stage);
  const replies = saidBy(pr).length;
  await isAnswered(pr, replies, confused(pr));
  // One reply a run, and a burst of deliveries is few runs.
  expect(replies).toBeLessThanOrEqual(30);
  expect(confused(pr)).toBeLessThanOrEqual(10 * replies);
}, 60_000);

it("where GitHub cannot list the comments on lines, the rest is reviewed", async () => {
  const pr = await update();
  const isComments = ({ operation }: { operation: string | null }) => operation === "query ReviewComments";
  const end = stage.github.faults.add({ kind: "502-html", when: isComments });
  await pr.as("ann").review({ event: "COMMENT", body: MERGE_COMMAND, comments: [onLine()] });
  await isAnswered(pr, 1, 1);
  const asked = stage.github.requests.all().filter(isComments);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length % 2).toBe(0);
  end();
  await says(stage, pr, "onlooker", `@${BOT} check`);
  await isAnswered(pr, 2);
});
