import fc from "fast-check";
import type { Conversation, ThreadView } from "simulated-github";
import { suggestionsIn } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { packageText } from "./packages.ts";
import { conversationOf, threadsOf } from "./rendering.ts";
import { HELLO, proposes, proposesHello, reviewed } from "./scenes.ts";
import { respelled, suggestibleExamples, together, withNothingElse } from "./suggestible.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The threads whose button can be pressed. */
function buttons(pr: Conversation): ThreadView[] {
  return pr
    .view()
    .threads.filter(
      ({ isResolved, isOutdated, comments }) =>
        !isResolved && !isOutdated && suggestionsIn(comments[0]?.body ?? "").length > 0,
    );
}

async function press(pr: Conversation, { comments: [comment] }: ThreadView): Promise<void> {
  if (comment === undefined) throw new Error("the thread is empty");
  await pr.pressSuggestion(comment);
  await reviewed(pr);
}

const THREE_MISTAKES = packageText("hello", [String.raw`greeting = "hello\.";`])
  .replace("  strictDeps = true;\n", "")
  .replace("  __structuredAttrs = true;\n", "");

it("all is well once each button was pressed, one after the other", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES);
  for (let [thread] = buttons(pr); thread !== undefined; [thread] = buttons(pr)) await press(pr, thread);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:5 (resolved by alice): ✅ Fixed in commit 2. Was: ❌ \`strict-deps\` (NPV-164)
      pkgs/by-name/he/hello/package.nix:5 (resolved by alice): ✅ Fixed in commit 3. Was: ❌ \`structured-attrs\` (NPV-166)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by alice): ✅ Fixed in commit 4. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    alice pushed commit 3
    alice pushed commit 4
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
  expect(await pr.repository.read(HELLO, pr.view().head)).toMatchInlineSnapshot(`
    "{ stdenv }:

    stdenv.mkDerivation {
      pname = "hello";
      version = "1.0";
      __structuredAttrs = true;
      strictDeps = true;
      greeting = "hello.";
      meta = { description = "Greeter"; license = "MIT"; maintainers = [ { name = "A"; } ]; };
    }
    "
  `);
});

it("all is well once all buttons were pressed in batches", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES);
  while ((await pr.pressAllSuggestions()) !== null) await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:5 (resolved by alice): ✅ Fixed in commit 2. Was: ❌ \`strict-deps\` (NPV-164)
      pkgs/by-name/he/hello/package.nix:5 (resolved by alice): ✅ Fixed in commit 3. Was: ❌ \`structured-attrs\` (NPV-166)
      pkgs/by-name/he/hello/package.nix (outdated, resolved by alice): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    alice pushed commit 2
    alice pushed commit 3
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    check by-name: success, Nothing new is wrong in 1 package and 1 file"
  `);
});

it("pressing the first of two same suggestions leaves the thread of the second open", async () => {
  const pr = await proposesHello(stage, packageText("hello", [String.raw`a = "\.";`, String.raw`b = "\.";`]));
  const [first] = buttons(pr);
  if (first !== undefined) await press(pr, first);
  expect(threadsOf(pr)).toMatchInlineSnapshot(`
    "pkgs/by-name/he/hello/package.nix (outdated, resolved by alice): ✅ Fixed in commit 2. Was: ❌ \`useless-escape\` (NPV-170)
    pkgs/by-name/he/hello/package.nix:9: ❌ \`useless-escape\` (NPV-170)
      +   b = ".";"
  `);
});

it("a mistake that is back after its button was pressed opens its thread again", async () => {
  const pr = await proposesHello(stage, THREE_MISTAKES);
  for (let [thread] = buttons(pr); thread !== undefined; [thread] = buttons(pr)) await press(pr, thread);
  await pr.push({ [HELLO]: THREE_MISTAKES });
  await reviewed(pr);
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 3 errors to fix. See the comment on each line.
      pkgs/by-name/he/hello/package.nix:5: ❌ \`strict-deps\` (NPV-164)
        +   version = "1.0";
        +   strictDeps = true;
      pkgs/by-name/he/hello/package.nix:5: ❌ \`structured-attrs\` (NPV-166)
        +   version = "1.0";
        +   __structuredAttrs = true;
      pkgs/by-name/he/hello/package.nix:6: ❌ \`useless-escape\` (NPV-170)
        +   greeting = "hello.";
    alice pushed commit 2
    alice pushed commit 3
    alice pushed commit 4
    by-name-bot[bot] dismissed a review: Thanks, nothing blocks this any more.
    alice pushed commit 5
    by-name-bot[bot] requests changes: 3 problems are back: their comments are open again.
    check by-name: failure, 3 errors
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:3
      pkgs/by-name/he/hello/package.nix:6"
  `);
});

const examples = await suggestibleExamples();

it("there are suggestions for these rules", () => {
  expect([...new Set(examples.map(({ rule }) => rule))]).toMatchInlineSnapshot(`
    [
      "override-empty-argument",
      "override-wrong-path",
      "strict-deps",
      "structured-attrs",
      "useless-escape",
      "override-forbidden",
      "override-removed",
    ]
  `);
});

const spelling = fc.record({
  name: fc.constantFrom("hello", "he", "he-2_x", "hEllo"),
  indentation: fc.constantFrom("  ", "    ", "\t", ""),
  above: fc.array(fc.constantFrom("# hello", "", "/* a */")),
  behind: fc.constantFrom("", " ", " # said"),
});

/** So that each finding has its comment. */
const AT_ONCE = Math.min(10, examples.length);

it("after each press the finding is gone, whatever the rule and the spelling", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .shuffledSubarray(examples, { minLength: 1, maxLength: AT_ONCE })
        .chain((some) => fc.tuple(...some.map((example) => spelling.map((how) => respelled(example, how))))),
      async (changes) => {
        const { base, head } = together(changes);
        const pr = await proposes(stage, head, { base: withNothingElse(base) });
        await reviewed(pr);
        expect(buttons(pr)).not.toEqual([]);
        for (let [thread] = buttons(pr); thread !== undefined; [thread] = buttons(pr)) {
          const before = pr.view().threads.length;
          await press(pr, thread);
          const now = pr.view().threads.find(({ nodeId }) => nodeId === thread?.nodeId);
          expect(now?.comments[0]?.body).toMatch(/^✅ Fixed/);
          expect(pr.view().threads).toHaveLength(before);
        }
      },
    ),
    { numRuns: Number(process.env.SUGGESTION_RUNS ?? 3), endOnFailure: true },
  );
});
