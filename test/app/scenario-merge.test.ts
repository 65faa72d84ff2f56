import { afterAll, beforeAll, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { updates } from "./merge-scenes.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const COMMAND =
  "  strategies: [maintainer-command]\n  trusted-authors: [r-ryantm]\n  committers: { team: committers }";

it("a maintainer merges an update of their package", async () => {
  const pr = await updates(stage, { scene: { merge: COMMAND } });
  stage.github.requests.clear();
  pr.as("ann").comment(`@${BOT} merge`);
  await stage.idle({ orLater: true });
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "r-ryantm pushed commit 1
    ann: @by-name-bot merge (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: MergedEvent
    by-name-bot[bot]: ClosedEvent
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "mutation mergePullRequest": 1,
      "query Objects": 1,
      "query PullRequest": 2,
      "query Teams": 1,
      "reactions/create-for-issue-comment": 2,
    }
  `);
});

it("somebody else does not", async () => {
  const pr = await updates(stage, { scene: { merge: COMMAND } });
  pr.as("mallory").comment(`@${BOT} merge`);
  await stage.idle({ orLater: true });
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "r-ryantm pushed commit 1
    mallory: @by-name-bot merge (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: I did not merge this: your comment is not enough.
      - ✅ The configuration is valid, and this change does not touch it.
      - ✅ Its base branch \`master\` allows automatic merging.
      - ✅ It is not a draft and has no conflicts.
      - ✅ It only changes existing packages: \`hello\`.
      - ✅ No finding blocks it, and all of it could be checked.
      - ✅ No committer requested changes.
      - 💬 No merge strategy is complete yet.
        - 💬 \`maintainer-command\`: somebody who maintains every touched package comments \`merge\`
          - ✅ \`r-ryantm\`, a trusted author, opened it.
          - ✅ \`hello\`: maintained by \`ann\`.
          - 💬 Waiting for a \`merge\` comment from a maintainer of \`hello\` (\`ann\`).
      - ✅ No check has failed, and none is running.
      A maintainer of \`hello\` (\`ann\`) has to comment \`merge\`.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});
