import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { packagePath, packageText } from "./packages.ts";
import { conversationOf, threadsOf } from "./rendering.ts";
import { HELLO, proposes, proposesHello, reviewed } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CLEAN = packageText("hello");
const HOME = "src = ~/src/hello;";
const ESCAPE = String.raw`greeting = "hello\.";`;
const ONE_MISTAKE = packageText("hello", [HOME]);
const TWO_MISTAKES = packageText("hello", [HOME, ESCAPE]);

it("a push that fixes all resolves the threads, and the review is taken back with thanks", async () => {
  const pr = await proposesHello(stage, TWO_MISTAKES);
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 2 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
  const commit = pr.view().head.slice(0, 12);
  expect(pr.view().threads[1]?.comments[0]?.body.replace(commit, "COMMIT")).toMatchInlineSnapshot(`
    "✅ Fixed in COMMIT.

    <details><summary>Original comment</summary>

    **❌ [\`useless-escape\`](https://github.com/by-name-bot/by-name-bot/blob/main/docs/rules/files/useless-escape.md) (NPV-170)**

    The escape \`\\.\` has no effect: it is the same as \`.\`.

    Write \`.\`, or \`\\\\.\` if the string is to hold a backslash.

    \`\`\`nix suggestion
      greeting = "hello.";
    \`\`\`

    </details>

    <!-- by-name-bot finding 67e7f17e4c6b9777a80 -->
    <!-- by-name-bot fixed -->"
  `);
});

it("a push that fixes one of two leaves the other, and the review stands", async () => {
  const pr = await proposesHello(stage, TWO_MISTAKES);
  await pr.push({ [HELLO]: ONE_MISTAKE });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 2 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
});

it("a mistake that comes back opens its thread again, and changes are asked for again", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  const [before] = pr.view().threads;
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  await pr.push({ [HELLO]: ONE_MISTAKE });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    alice pushed commit 3
    by-name-bot[bot] requests changes: 1 problem is back: its comment is open again.
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(pr.view().threads[0]?.comments[0]?.body).toBe(before?.comments[0]?.body);
});

it("a mistake that goes and comes back again and again has one thread", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  for (const text of [CLEAN, ONE_MISTAKE, CLEAN, ONE_MISTAKE, CLEAN]) {
    await pr.push({ [HELLO]: text });
    await reviewed(pr);
  }
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 6. Was: ❌ \`path-home\` (NPV-128)
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    alice pushed commit 3
    by-name-bot[bot] requested changes (dismissed): 1 problem is back: its comment is open again.
    alice pushed commit 4
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    alice pushed commit 5
    by-name-bot[bot] requested changes (dismissed): 1 problem is back: its comment is open again.
    alice pushed commit 6
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("what stands is kept when lines move, over a rebase, and over a force-push", async () => {
  const pr = await proposesHello(stage, TWO_MISTAKES);
  await pr.push({ [HELLO]: packageText("hello", ["a = 1;", "b = 2;", HOME, "c = 3;", ESCAPE]) });
  await reviewed(pr);
  await stage.world
    .as("bob")
    .pushes(pr.repository, { [packagePath("zlib")]: packageText("zlib", ["z = 1;"]) });
  await pr.rebase();
  await reviewed(pr);
  await pr.forcePush({ [HELLO]: packageText("hello", [ESCAPE, HOME]) });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 2 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix (outdated): ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    alice pushed commit 2
    alice force-pushed commit 2 → commit 3
    alice force-pushed commit 3 → commit 4
    check by-name: failure, 2 errors
      pkgs/by-name/he/hello/package.nix:8
      pkgs/by-name/he/hello/package.nix:9"
  `);
});

it("new mistakes on top of old ones are said alone", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  await pr.push({ [HELLO]: TWO_MISTAKES });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    alice pushed commit 2
    by-name-bot[bot] requests changes: 1 new error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:9: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    check by-name: failure, 2 errors
      pkgs/by-name/he/hello/package.nix:8
      pkgs/by-name/he/hello/package.nix:9"
  `);
});

it("the same mistake twice is two threads, and each is fixed for itself", async () => {
  const second = String.raw`farewell = "bye\.";`;
  const pr = await proposesHello(stage, packageText("hello", [ESCAPE, second]));
  expect(threadsOf(pr)).toMatchInlineSnapshot(`
    "pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
      +   greeting = "hello.";
    pkgs/by-name/he/hello/package.nix:9: ❌ \`useless-escape\` (NPV-170)
      +   farewell = "bye.";"
  `);
  await pr.push({ [HELLO]: packageText("hello", [ESCAPE]) });
  await reviewed(pr);
  expect(threadsOf(pr)).toMatchInlineSnapshot(`
    "pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
      +   greeting = "hello.";
    pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)"
  `);
});

it("of the same mistake twice the one that is fixed is told apart from the one that stands", async () => {
  const second = String.raw`farewell = "bye\.";`;
  const pr = await proposesHello(stage, packageText("hello", [ESCAPE, second]));
  await pr.push({ [HELLO]: packageText("hello", [second]) });
  await reviewed(pr);
  expect(threadsOf(pr)).toMatchInlineSnapshot(`
    "pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
      +   farewell = "bye.";"
  `);
});

it("a thread that a person resolved is left alone for as long as the mistake stands", async () => {
  const pr = await proposesHello(stage, TWO_MISTAKES);
  pr.as("maintainer").thread(0).resolve();
  await pr.push({ [HELLO]: packageText("hello", ["a = 1;", HOME, ESCAPE]) });
  await reviewed(pr);
  await pr.rebase();
  await reviewed(pr);
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 2 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:9 (resolved by maintainer): ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix:10: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    alice pushed commit 2
    alice force-pushed commit 2 → commit 3
    check by-name: failure, 2 errors
      pkgs/by-name/he/hello/package.nix:9
      pkgs/by-name/he/hello/package.nix:10"
  `);
});

it("a thread that a person resolved is opened again when its mistake was fixed and is back", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  pr.as("maintainer").thread(0).resolve();
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(threadsOf(pr)).toMatchInlineSnapshot(
    `"pkgs/by-name/he/hello/package.nix (outdated, resolved by maintainer): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)"`,
  );
  await pr.push({ [HELLO]: ONE_MISTAKE });
  await reviewed(pr);
  expect(threadsOf(pr)).toMatchInlineSnapshot(
    `"pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)"`,
  );
});

it("a comment that a person deleted is not written again until the finding changes", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  const [comment] = pr.thread(0).view().comments;
  if (comment !== undefined) pr.as("maintainer").deleteComment(comment);
  await pr.push({ [HELLO]: packageText("hello", ["a = 1;", HOME]) });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
    alice pushed commit 2
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:9"
  `);
  await pr.push({ [HELLO]: packageText("hello", ["a = 1;", "src = ~/src/other;"]) });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
    alice pushed commit 2
    alice pushed commit 3
    by-name-bot[bot] requests changes: 1 new error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:9: ❌ \`path-home\` (NPV-128)
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:9"
  `);
});

it("a review that a person dismissed is not asked for again while nothing new is wrong", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  const [review] = pr.view().reviews;
  if (review !== undefined) pr.as("maintainer").dismiss(review, "It is meant so.");
  await pr.push({ [HELLO]: packageText("hello", ["a = 1;", HOME]) });
  await reviewed(pr);
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:9: ❌ \`path-home\` (NPV-128)
    maintainer dismissed a review: It is meant so.
    alice pushed commit 2
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:9"
  `);
  await pr.push({ [HELLO]: TWO_MISTAKES });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    maintainer dismissed a review: It is meant so.
    alice pushed commit 2
    alice pushed commit 3
    by-name-bot[bot] requests changes: 1 new error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:9: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    check by-name: failure, 2 errors
      pkgs/by-name/he/hello/package.nix:8
      pkgs/by-name/he/hello/package.nix:9"
  `);
});

it("what people say in threads and in comments stays as it is", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE);
  pr.thread(0).reply("Oh, that slipped in.");
  pr.as("bob").comment("Looks good otherwise.");
  await pr.as("bob").review({ event: "COMMENT", comments: [{ path: HELLO, line: 4, body: "A fine name." }] });
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
        alice: Oh, that slipped in.
    alice reviewed: 
    bob: Looks good otherwise.
    bob reviewed: 
      pkgs/by-name/he/hello/package.nix:4: A fine name.
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("a finding that only a review's body said is said once, and again once it came back", async () => {
  const wrong = { "pkgs/by-name/aa/hello/package.nix": packageText("hello") };
  const pr = await proposes(stage, wrong);
  await reviewed(pr);
  await pr.push({ "pkgs/by-name/aa/hello/package.nix": packageText("hello", ["a = 1;"]) });
  await reviewed(pr);
  expect(pr.view().reviews.map(({ state }) => state)).toEqual(["CHANGES_REQUESTED"]);
  await pr.push({ "pkgs/by-name/aa/hello/package.nix": null, [HELLO]: CLEAN });
  await reviewed(pr);
  expect(pr.view().reviews.map(({ state }) => state)).toEqual(["DISMISSED"]);
  await pr.push({ ...wrong, [HELLO]: null });
  await reviewed(pr);
  expect(pr.view().reviews.map(({ state }) => state)).toEqual(["DISMISSED", "CHANGES_REQUESTED"]);
});

it("where the App may not write contents, comments are hidden instead, and shown again", async () => {
  const pr = await proposesHello(stage, ONE_MISTAKE, { owner: "careful" });
  stage.world.setInstallationPermission(stage.installation("careful").id, "contents", "read");
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix (outdated, hidden as resolved): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
  await pr.push({ [HELLO]: ONE_MISTAKE });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
    alice pushed commit 2
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    alice pushed commit 3
    by-name-bot[bot] requests changes: 1 problem is back: its comment is open again.
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
});

it("advice is said once, with its like, and asks for nothing; once followed it says so", async () => {
  const phases = "phases = [ ];";
  const lines = [phases, `passthru.tests = stdenv.mkDerivation { ${phases} };`];
  const pr = await proposesHello(stage, packageText("hello", lines));
  await pr.push({ [HELLO]: packageText("hello", [...lines, "doCheck = false;"]) });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] reviewed: Thank you for this change! 2 pieces of advice. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:8: 💡 \`explicit-phases\`
    alice pushed commit 2
    check by-name: success, 2 pieces of advice
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(pr.view().threads[0]?.comments[0]?.body).toMatch(
    /The same in another place:\n\n- \[`pkgs\/by-name\/he\/hello\/package\.nix:9:42`\]/,
  );
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] reviewed: Thank you for this change! 2 pieces of advice. See the comment on each line.
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 3. Was: 💡 \`explicit-phases\`
    alice pushed commit 2
    alice pushed commit 3
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});
