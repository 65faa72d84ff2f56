import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { packagePath, packageText } from "./packages.ts";
import { conversationOf } from "./rendering.ts";
import { HELLO, proposes, proposesHello, reviewed, unseen } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

/** The file of definitions by hand, with these. */
function overrides(...definitions: string[]): string {
  return ["{ }:", "res: pkgs: super: with pkgs; {", ...definitions.map((line) => `  ${line}`), "}", ""].join(
    "\n",
  );
}

const THREE_MISTAKES = packageText("hello", [
  "src = ~/src/hello;",
  String.raw`greeting = "hello\.";`,
]).replace("  strictDeps = true;\n", "");

it("a clean new package gets a green check and no word", async () => {
  const pr = await proposesHello(stage, packageText("hello"));
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("three mistakes get a comment each on their lines, with the fixes that there are", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:6: ❌ \`strict-deps\` (NPV-164)
        +   __structuredAttrs = true;
        +   strictDeps = true;
      pkgs/by-name/he/hello/package.nix:7: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    check by-name: failure, 3 errors
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:7
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(pr.view().threads[1]?.comments[0]?.body).toMatchInlineSnapshot(`
    "**❌ [\`path-home\`](https://github.com/by-name-bot/by-name-bot/blob/main/docs/rules/references/path-home.md) (NPV-128)**

    The path \`~/src/hello\` leads into the home directory of the user who evaluates it.

    Copy the file into the package directory and refer to it by a relative path.

    <!-- by-name-bot finding 28ea1663c2336b9f000 -->"
  `);
});

it("warnings alone are said without asking for changes", async () => {
  const files = { "lib/flags.nix": "import ../pkgs/by-name/he/hello/flags.nix\n" };
  const base = { [HELLO]: packageText("hello"), "pkgs/by-name/he/hello/flags.nix": "[ ]\n" };
  const pr = await proposes(stage, files, { base });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] reviewed: Thank you for this change! 1 warning to look at. See the comment on its line.
      lib/flags.nix:1: ⚠️ \`reference-into-package\`
    check by-name: success, 1 warning
      lib/flags.nix:1"
  `);
});

it("what the diff does not show is said in the review's body, with a link", async () => {
  const patched = packageText("hello", ["patches = [ ./a.patch ];"]);
  const base = { [HELLO]: patched, "pkgs/by-name/he/hello/a.patch": "+1\n" };
  const pr = await proposes(stage, { "pkgs/by-name/he/hello/a.patch": null }, { base });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix.
      ❌ \`path-unresolvable\` (NPV-124) in \`pkgs/by-name/he/hello/package.nix:8:15\`
      There is nothing at the path \`./a.patch\`.
      Add the file, correct the path, or delete the reference. A file that git ignores is not there for others.
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
  const head = pr.view().head;
  expect(pr.view().reviews[0]?.body).toContain(
    `](${stage.github.url}/${pr.repository.nameWithOwner}/blob/${head}/${HELLO}#L8)`,
  );
});

it("a finding about a directory, which has no line, is said in the review's body", async () => {
  const pr = await proposes(stage, { "pkgs/by-name/aa/hello/package.nix": packageText("hello") });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix.
      ❌ \`package-wrong-shard\` (NPV-142) in \`pkgs/by-name/aa/hello\`
      \`hello\` is in the shard \`aa\` and belongs in \`he\`, the first two characters of its name in lower case.
      Move the directory to \`pkgs/by-name/he/hello\`, and change what refers to it by path.
      \`\`\`sh
      mkdir -p pkgs/by-name/he
      git mv pkgs/by-name/aa/hello pkgs/by-name/he/hello
      \`\`\`
    check by-name: failure, 1 error"
  `);
});

it("of more than 25 findings the rest is listed in the review's body", async () => {
  // One cause many times would be one finding.
  const letters = [..."abcdefghijklmopqsuvwxyzABCDEFG"];
  const lines = letters.map((letter, i) => `a${i} = "\\${letter}";`);
  const pr = await proposesHello(stage, packageText("hello", lines));
  const [review] = pr.view().reviews;
  expect(review?.threads).toHaveLength(25);
  expect(review?.body.split("\n").filter((line) => line.startsWith("- **"))).toHaveLength(5);
  expect(review?.body.split("\n")[0]).toMatchInlineSnapshot(
    `"Thank you for this change! **30 errors** to fix. 25 have comments on their lines; the others are below."`,
  );
});

it("a review that only comments is what `review.event: comment` asks for", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES, { configuration: "review: { event: comment }\n" });
  expect(pr.view().reviews.map(({ state }) => state)).toEqual(["COMMENTED"]);
  expect(pr.check("by-name")?.conclusion).toBe("failure");
  await pr.push({ [HELLO]: packageText("hello") });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] reviewed: Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:7 (resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`strict-deps\` (NPV-164)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("`review.event: none` leaves it to the check", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES, { configuration: "review: { event: none }\n" });
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    check by-name: failure, 3 errors
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:7
      pkgs/by-name/he/hello/package.nix:8"
  `);
});

it("a change that touches nothing by-name gets a neutral check and no word", async () => {
  const pr = await proposes(stage, { "README.md": "Hello.\n" });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    check by-name: neutral, No by-name package is touched"
  `);
});

it("a draft is reviewed like any other, and once it is ready nothing is said twice", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES, { draft: true });
  const before = conversationOf(pr);
  await stage.idle();
  pr.ready();
  await stage.idle();
  expect(conversationOf(pr)).toBe(before.replace("\ncheck", "\nalice: ReadyForReviewEvent\ncheck"));
});

it("a pull request that was closed before anybody looked is left alone", async () => {
  const pr = await unseen(stage, () => proposes(stage, { [HELLO]: THREE_MISTAKES }));
  await pr.close();
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: ClosedEvent"
  `);
});

it("one that is closed while it is looked at may be reviewed, and is not again when it is reopened", async () => {
  const pr = await unseen(stage, () => proposes(stage, { [HELLO]: THREE_MISTAKES }));
  const closing = Promise.withResolvers<void>();
  stage.github.faults.add({
    kind: "500",
    when({ operation }) {
      if (operation === "query Objects") closing.resolve(pr.close());
      return false;
    },
  });
  const lost = stage.deliveries.log().findLast(({ action }) => action === "opened");
  await stage.deliveries.redeliver(lost?.id ?? 0);
  await closing.promise;
  await stage.idle();
  stage.github.faults.clear();
  const closed = conversationOf(pr);
  await pr.reopen();
  await reviewed(pr);
  await stage.idle();
  expect(closed).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: ClosedEvent
    by-name-bot[bot] requests changes: Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:6: ❌ \`strict-deps\` (NPV-164)
        +   __structuredAttrs = true;
        +   strictDeps = true;
      pkgs/by-name/he/hello/package.nix:7: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    check by-name: failure, 3 errors
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:7
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(conversationOf(pr)).toBe(closed.replace("\ncheck", "\nalice: ReopenedEvent\ncheck"));
});

it("a change that conflicts with its base is reviewed as it stands on its own branch, and is told so", async () => {
  const pr = await proposes(stage, {
    [HELLO]: THREE_MISTAKES,
    [packagePath("zlib")]: packageText("zlib", ["a = 1;"]),
  });
  await reviewed(pr);
  await stage.world
    .as("bob")
    .pushes(pr.repository, { [packagePath("zlib")]: packageText("zlib", ["b = 2;"]) });
  await pr.push({ [HELLO]: packageText("hello", ["src = ~/src/hello;"]) });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:7 (resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`strict-deps\` (NPV-164)
      pkgs/by-name/he/hello/package.nix:8: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by by-name-bot[bot]): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:8"
  `);
  expect(pr.check("by-name")?.summary?.split("\n")[0]).toMatchInlineSnapshot(
    `"> The change conflicts with its base, so it was checked as it is on its own branch."`,
  );
  // It looks twice more, which is not to fall into the next scenario.
  await stage.idle();
});

it("while GitHub has not computed the merge the head is reviewed, and the merge writes nothing more", async () => {
  stage.world.setMergeabilityDelay(3_600_000);
  const pr = await proposesHello(stage, THREE_MISTAKES);
  await stage.idle({ orLater: true });
  stage.world.setMergeabilityDelay(0);
  const before = conversationOf(pr);
  expect(pr.record().mergeability.state).toBe("UNKNOWN");
  stage.github.requests.clear();
  await stage.idle();
  expect(pr.record().mergeability.state).toBe("MERGEABLE");
  expect(conversationOf(pr)).toBe(before);
  // How often it looked in the meantime depends on the moment; that it only reads does not.
  const reads = ["query Objects", "query PullRequest", "repos/compare-commits-with-basehead"];
  expect(Object.keys(stage.github.requests.counts()).filter((name) => !reads.includes(name))).toEqual([]);
});

const HELLO_BY_HAND = "hello = callPackage ../by-name/he/hello/package.nix { };";

it("comments, annotations and links are about the lines of the head where the base has moved on", async () => {
  const many = Array.from({ length: 20 }, (_, i) => `a${i} = 1;`);
  const base = { [ALL_PACKAGES]: overrides(...many), [HELLO]: packageText("hello") };
  const pr = await unseen(stage, () =>
    proposes(stage, { [ALL_PACKAGES]: overrides(...many, HELLO_BY_HAND) }, { base }),
  );
  const moved = { [ALL_PACKAGES]: overrides("b = 1;", "c = 1;", ...many) };
  await stage.world.as("bob").pushes(pr.repository, moved);
  pr.comment("@by-name-bot check");
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: @by-name-bot check (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/top-level/all-packages.nix:23: ❌ \`override-empty-argument\` (NPV-107)
        - deletes it
    check by-name: failure, 1 error
      pkgs/top-level/all-packages.nix:23"
  `);
  expect(pr.check("by-name")?.summary).toContain(`/blob/${pr.view().head}/${ALL_PACKAGES}#L23)`);
});

it("a finding on a line that only the base has is said without a line", async () => {
  const pr = await unseen(stage, () => proposes(stage, { [HELLO]: packageText("hello") }));
  await stage.world.as("bob").pushes(pr.repository, { [ALL_PACKAGES]: overrides(HELLO_BY_HAND) });
  pr.comment("@by-name-bot check");
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: @by-name-bot check (eyes by by-name-bot[bot]; rocket by by-name-bot[bot])
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix.
      ❌ \`override-empty-argument\` (NPV-107) in \`pkgs/top-level/all-packages.nix\`
      \`hello\` is already defined by its package directory, and this definition passes no arguments.
      Delete the definition.
    check by-name: failure, 1 error
      pkgs/top-level/all-packages.nix:1"
  `);
  expect(pr.view().reviews[0]?.body).toContain(`/blob/${pr.view().head}/${ALL_PACKAGES})`);
});

it("a renamed package directory is commented on where GitHub's diff shows a change", async () => {
  const long = Array.from({ length: 20 }, (_, i) => `a${i} = 1;`);
  const old = packageText("gruss", long).replace("  strictDeps = true;\n", "");
  const renamed = old.replace('"gruss"', '"hello"').replace("a19 = 1", String.raw`a19 = "\."`);
  const pr = await proposes(
    stage,
    { [packagePath("gruss")]: null, [HELLO]: renamed },
    { base: { [packagePath("gruss")]: old } },
  );
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 2 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:6: ❌ \`strict-deps\` (NPV-164)
        +   __structuredAttrs = true;
        +   strictDeps = true;
      pkgs/by-name/he/hello/package.nix:26: ❌ \`useless-escape\` (NPV-170)
        +   a19 = ".";
    check by-name: failure, 2 errors
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:26"
  `);
});

it("of a renamed file the lines that GitHub's diff does not show are told of in the review's body", async () => {
  const long = Array.from({ length: 20 }, (_, i) => (i === 10 ? String.raw`a = "\.";` : `a${i} = 1;`));
  const old = packageText("gruss", long);
  const files = { [packagePath("gruss")]: null, [HELLO]: old.replace('"gruss"', '"hello"') };
  const pr = await proposes(stage, files, { base: { [packagePath("gruss")]: old } });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix.
      ❌ \`useless-escape\` (NPV-170) in \`pkgs/by-name/he/hello/package.nix:18:8\`
      The escape \`\\.\` has no effect: it is the same as \`.\`.
      Write \`.\`, or \`\\\\.\` if the string is to hold a backslash.
      \`\`\`diff
      diff --git a/pkgs/by-name/he/hello/package.nix b/pkgs/by-name/he/hello/package.nix
      --- a/pkgs/by-name/he/hello/package.nix
      +++ b/pkgs/by-name/he/hello/package.nix
      @@ -15,7 +15,7 @@
         a7 = 1;
         a8 = 1;
         a9 = 1;
      -  a = "\\.";
      +  a = ".";
         a11 = 1;
         a12 = 1;
         a13 = 1;
      \`\`\`
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:18"
  `);
});

it("a file whose diff GitHub leaves out has its findings in the review's body", async () => {
  const lines = Array.from({ length: 3100 }, (_, i) => (i === 1000 ? String.raw`a = "\.";` : `a${i} = 1;`));
  const pr = await proposesHello(stage, packageText("hello", lines));
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix.
      ❌ \`useless-escape\` (NPV-170) in \`pkgs/by-name/he/hello/package.nix:1008:8\`
      The escape \`\\.\` has no effect: it is the same as \`.\`.
      Write \`.\`, or \`\\\\.\` if the string is to hold a backslash.
      \`\`\`diff
      diff --git a/pkgs/by-name/he/hello/package.nix b/pkgs/by-name/he/hello/package.nix
      --- a/pkgs/by-name/he/hello/package.nix
      +++ b/pkgs/by-name/he/hello/package.nix
      @@ -1005,7 +1005,7 @@
         a997 = 1;
         a998 = 1;
         a999 = 1;
      -  a = "\\.";
      +  a = ".";
         a1001 = 1;
         a1002 = 1;
         a1003 = 1;
      \`\`\`
    check by-name: failure, 1 error
      pkgs/by-name/he/hello/package.nix:1008"
  `);
});

it("a title in another form than nixpkgs asks for is said once, in the review's body", async () => {
  const pr = await proposes(stage, { [HELLO]: packageText("hello") });
  pr.edit({ title: "Add hello" });
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    alice: RenamedTitleEvent
    by-name-bot[bot] reviewed: Thank you for this change! 1 piece of advice.
    check by-name: success, 1 piece of advice"
  `);
  expect(pr.view().reviews[0]?.body).toMatchInlineSnapshot(`
    "Thank you for this change! **1 piece of advice**.

    <details><summary>Advice</summary>

    **💡 [\`commit-form\`](https://github.com/by-name-bot/by-name-bot/blob/main/docs/rules/commits/commit-form.md)**

    - The title has no \`: \` behind the name of what is changed.

    </details>

    <sub>Ask \`@by-name-bot explain commit-form\` for more, or \`@by-name-bot check\` for another look.</sub>

    <!-- by-name-bot review inline body 6c5c3284ade3b0c4420 -->"
  `);
});

it("a file with carriage returns gets its comment, and no button that would take them away", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES.replaceAll("\n", "\r\n"));
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 4 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:1: ❌ \`crlf\`
      pkgs/by-name/he/hello/package.nix:3: ❌ \`strict-deps\` (NPV-164)
      pkgs/by-name/he/hello/package.nix:7: ❌ \`path-home\` (NPV-128)
      pkgs/by-name/he/hello/package.nix:8: ❌ \`useless-escape\` (NPV-170)
    check by-name: failure, 4 errors
      pkgs/by-name/he/hello/package.nix:1
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:7
      pkgs/by-name/he/hello/package.nix:8"
  `);
});
