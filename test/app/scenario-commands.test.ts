import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { conversationOf } from "./rendering.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

/** A pull request that adds a package, once the bot is done with it. */
async function opened(owner: string, lines: readonly string[] = []): Promise<Conversation> {
  const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs());
  const files = { [HELLO]: packageText("hello", lines) };
  const pr = await stage.world.as("alice").opensPullRequest(repository, { title: "hello: init", files });
  await stage.idle();
  return pr;
}

/** What is in the conversation once the bot has done all that there is to do. */
async function settled(pr: Conversation): Promise<string> {
  await stage.idle();
  return conversationOf(pr);
}

it("help is answered with the table of commands", async () => {
  const pr = await opened("help");
  pr.comment(`@${BOT} help`);
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: @by-name-bot help (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: Write a command on a line of its own:
      | Command | What it does |
      | --- | --- |
      | \`@by-name-bot merge\` | merges this change, if a merge strategy allows you to |
      | \`@by-name-bot cancel\` | cancels a pending merge |
      | \`@by-name-bot check\` | checks this change again |
      | \`@by-name-bot explain\` | says what blocks this change, and whether it may merge itself |
      | \`@by-name-bot explain <rule>\` | says what a rule means, by its name or its NPV number |
      | \`@by-name-bot init\` | shows how packages are laid out here, and a configuration to start with (needs write access) |
      | \`@by-name-bot help\` | shows this table |
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("check looks again, and says so with a rocket alone", async () => {
  const pr = await opened("check");
  stage.github.requests.clear();
  pr.comment(`Another look, please?\n\n@${BOT} check`);
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: Another look, please?
      @by-name-bot check (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "query Objects": 1,
      "query PullRequest": 1,
      "reactions/create-for-issue-comment": 2,
    }
  `);
});

it("explain says what stands in the way", async () => {
  const pr = await opened("explain", ["src = ~/hello;"]);
  pr.comment(`@${BOT} explain`);
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    alice: @by-name-bot explain (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: 1 error blocks this change:
      - ❌ \`path-home\` (NPV-128) in \`pkgs/by-name/he/hello/package.nix:8:9\`: The path \`~/hello\` leads into the home directory of the user who evaluates it.
      Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
});

it.each([["structured-attrs"], ["NPV-166"], ["`npv-167`"]])("explain %s tells of the rule", async (rule) => {
  const pr = await opened(`rule-${rule.replaceAll("`", "")}`);
  const asked = pr.comment(`@${BOT} explain ${rule}`);
  const { body } = await pr.nextComment();
  expect(body).toContain("### [`structured-attrs`](");
  expect(body).toContain("In this repository it is an **error**");
  await stage.idle();
  expect(pr.view().comments.find(({ id }) => id === asked.id)?.reactions).toEqual({
    eyes: [`${BOT}[bot]`],
    rocket: [`${BOT}[bot]`],
  });
});

it("what cannot be done gets a thumbs-down and says why", async () => {
  const pr = await opened("refused");
  for (const command of ["explain no-such-rule", "explain strict-dep", "merge", "cancel", "chekc", "dance"]) {
    pr.comment(`@${BOT} ${command}`);
    await stage.idle();
  }
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: @by-name-bot explain no-such-rule (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: There is no rule \`no-such-rule\`. All rules
    alice: @by-name-bot explain strict-dep (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: There is no rule \`strict-dep\`. Did you mean \`strict-deps\`? All rules
    alice: @by-name-bot merge (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    alice: @by-name-bot cancel (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    alice: @by-name-bot chekc (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: I do not know the command \`chekc\`. Did you mean \`@by-name-bot check\`? \`@by-name-bot help\` lists the commands.
    alice: @by-name-bot dance (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: I do not know the command \`dance\`. Did you mean \`@by-name-bot cancel\`? \`@by-name-bot help\` lists the commands.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("several commands in one comment get one reply", async () => {
  const pr = await opened("several");
  pr.comment(`@${BOT} explain\nand then\n@${BOT} chekc\n@${BOT} merge`);
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: @by-name-bot explain
      and then
      @by-name-bot chekc
      @by-name-bot merge (eyes by by-name-bot[bot]; -1 by by-name-bot[bot])
    by-name-bot[bot]: Nothing blocks this change.
      Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
      ---
      I do not know the command \`chekc\`. Did you mean \`@by-name-bot check\`? \`@by-name-bot help\` lists the commands.
      ---
      Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("a command is answered once, whatever is delivered again and however often the bot starts anew", async () => {
  const pr = await opened("once");
  stage.deliveries.setFaults({ seed: 1, repeat: 1 });
  pr.comment(`@${BOT} explain`);
  pr.comment(`@${BOT} dance`);
  await stage.idle();
  stage.deliveries.setFaults(null);
  const before = conversationOf(pr);
  for (const { id, event } of [...stage.deliveries.log()]) {
    if (event === "issue_comment") await stage.deliveries.redeliver(id);
  }
  await stage.idle();
  await stage.stop();
  // Its database is gone with it: what it has done stands on GitHub alone.
  await stage.start();
  pr.comment(`@${BOT} check`);
  await stage.idle();
  const after = conversationOf(pr);
  expect(pr.view().comments.filter(({ author }) => author === `${BOT}[bot]`)).toHaveLength(2);
  expect(after.slice(0, before.indexOf("\ncheck"))).toBe(before.slice(0, before.indexOf("\ncheck")));
});

it("a comment that is edited into a command is obeyed; one that was obeyed is done with", async () => {
  const pr = await opened("edited");
  const comment = pr.comment("Nice.");
  stage.pass(2);
  pr.editComment(comment, `Nice.\n\n@${BOT} explian`);
  await stage.idle();
  stage.pass(2);
  pr.editComment(comment, `Nice.\n\n@${BOT} explain`);
  await stage.idle();
  stage.pass(2);
  pr.editComment(comment, `Nice.\n\n@${BOT} help`);
  expect(await settled(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: Nice.
      @by-name-bot help (eyes by by-name-bot[bot]; -1 by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot]: I do not know the command \`explian\`. Did you mean \`@by-name-bot explain\`? \`@by-name-bot help\` lists the commands.
    by-name-bot[bot]: Nothing blocks this change.
      Automatic merging is off: \`merge.strategies\` is empty. Somebody with write access can merge this change.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("what only looks like a command is none", async () => {
  const pr = await opened("lookalikes");
  const app = stage.world.createApp({ slug: "other", permissions: {}, events: [] });
  const bodies = [
    `> @${BOT} help`,
    `\`\`\`\n@${BOT} help\n\`\`\``,
    `    @${BOT} help`,
    `<!--\n@${BOT} help\n-->`,
    `\`@${BOT} help\``,
    `I wonder what @${BOT} help does`,
    `@${BOT}`,
    `@${BOT}s help`,
    `@${BOT}-two help`,
    `<details><summary>x</summary>\n\n@${BOT} help\n</details>`,
  ];
  for (const body of bodies) pr.comment(body);
  stage.world.createIssueComment(pr.repository.id, pr.number, app.botId, `@${BOT} help`);
  await stage.idle();
  expect(pr.view().comments.filter(({ reactions }) => Object.keys(reactions).length > 0)).toEqual([]);
  expect(pr.view().comments).toHaveLength(bodies.length + 1);
});

it("the bot does not take its own answers for commands", async () => {
  const pr = await opened("own");
  pr.comment(`@${BOT} help`);
  await stage.idle();
  const own = stage.deliveries
    .log()
    .filter(
      ({ event, request }) =>
        event === "issue_comment" && JSON.parse(request.payload).sender.login === `${BOT}[bot]`,
    );
  expect(own).not.toHaveLength(0);
  for (const { guid } of own) expect(stage.logged({ delivery: guid, msg: "queued" })).toEqual([]);
});

it("who comments on a closed pull request is not answered", async () => {
  const pr = await opened("closed");
  await pr.close();
  pr.comment(`@${BOT} help`);
  await stage.idle();
  expect(pr.view().comments).toMatchObject([{ author: "alice", reactions: {} }]);
});
