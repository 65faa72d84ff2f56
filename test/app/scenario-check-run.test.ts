import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { packageText } from "./packages.ts";
import { conversationOf, standingOf } from "./rendering.ts";
import { HELLO, proposes, proposesHello, reviewed } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CLEAN = packageText("hello");
const WRONG = packageText("hello", ["src = ~/src/hello;"]);

it("the summary of the check lists the findings", async () => {
  const pr = await proposesHello(stage, WRONG);
  const place = `${stage.github.url}/${pr.repository.nameWithOwner}/blob/${pr.view().head}`;
  expect(pr.check("by-name")?.summary?.replaceAll(place, "HEAD")).toMatchInlineSnapshot(`
    "| | Rule | Place | What is wrong |
    | --- | --- | --- | --- |
    | ❌ error | [\`path-home\`](https://github.com/by-name-bot/by-name-bot/blob/main/docs/rules/references/path-home.md) NPV-128 | [\`pkgs/by-name/he/hello/package.nix:8:9\`](HEAD/pkgs/by-name/he/hello/package.nix#L8) | The path \`~/src/hello\` leads into the home directory of the user who evaluates it. |

    <details><summary>How to fix it</summary>

    **\`path-home\`** in \`pkgs/by-name/he/hello/package.nix:8:9\`

    Copy the file into the package directory and refer to it by a relative path.

    </details>

    <sub>Checked 1 package and 1 file.</sub>
    "
  `);
  expect(pr.check("by-name")?.annotations).toMatchInlineSnapshot(`
    [
      {
        "endColumn": 20,
        "endLine": 8,
        "level": "failure",
        "message": "The path \`~/src/hello\` leads into the home directory of the user who evaluates it.

    Copy the file into the package directory and refer to it by a relative path.",
        "path": "pkgs/by-name/he/hello/package.nix",
        "rawDetails": null,
        "startColumn": 9,
        "startLine": 8,
        "title": "path-home (NPV-128)",
      },
    ]
  `);
});

it("more than 50 annotations come in several requests, and the check ends with the last", async () => {
  const lines = Array.from({ length: 120 }, (_, i) => `a${i} = ~/a${i};`);
  const pr = await proposes(stage, { [HELLO]: packageText("hello", lines) });
  await stage.idle();
  stage.github.requests.clear();
  await pr.push({ [HELLO]: packageText("hello", [...lines, "b = 1;"]) });
  await reviewed(pr);
  await stage.idle();
  const check = pr.check("by-name");
  expect([check?.conclusion, check?.title, check?.annotations.length]).toEqual([
    "failure",
    "120 errors",
    120,
  ]);
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "checks/create": 1,
      "checks/update": 2,
      "query Objects": 1,
      "query PullRequest": 1,
    }
  `);
});

it("Re-run makes a new check run that says the same, and nothing else", async () => {
  const pr = await proposesHello(stage, WRONG);
  await stage.idle();
  const [before, first] = [conversationOf(pr), pr.check("by-name")?.id];
  stage.github.requests.clear();
  pr.rerun("by-name");
  await stage.idle();
  expect(conversationOf(pr)).toBe(before);
  expect(pr.check("by-name")?.id).not.toBe(first);
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "checks/create": 1,
      "query Objects": 1,
      "query PullRequest": 1,
      "query PullRequestsOfCommit": 1,
    }
  `);
});

it("each commit has its own check", async () => {
  const pr = await proposesHello(stage, WRONG);
  const wrong = pr.view().head;
  await pr.push({ [HELLO]: CLEAN });
  await reviewed(pr);
  expect(standingOf(pr)).toMatchInlineSnapshot(
    `"check by-name: success, Nothing new is wrong in 1 package and 1 file"`,
  );
  const runs = stage.world.state.checkRuns(pr.repository.id, wrong);
  expect(runs.map(({ conclusion }) => conclusion)).toEqual(["failure"]);
});

it("a first look takes at most four reads", async () => {
  const pr = await proposesHello(stage, CLEAN, { configuration: 'labels: { blocked: "blocked" }\n' });
  await stage.stop();
  await pr.push({ [HELLO]: WRONG });
  await stage.deliveries.settled();
  stage.github.requests.clear();
  await stage.start();
  pr.comment("@by-name-bot check");
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "apps/create-installation-access-token": 1,
      "apps/get-authenticated": 1,
      "checks/create": 1,
      "issues/add-labels": 1,
      "issues/create-label": 1,
      "pulls/create-review": 1,
      "query Objects": 1,
      "query PullRequest": 1,
      "reactions/create-for-issue-comment": 2,
    }
  `);
});

it("a second look at the same state takes two reads and writes nothing", async () => {
  const pr = await proposesHello(stage, WRONG, { configuration: 'labels: { blocked: "blocked" }\n' });
  await stage.idle();
  const before = conversationOf(pr);
  stage.github.requests.clear();
  await pr.edit({ title: "hello: another title" });
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "query Objects": 1,
      "query PullRequest": 1,
    }
  `);
  expect(conversationOf(pr)).toBe(before.replace("\ncheck", "\nalice: RenamedTitleEvent\ncheck"));
});

it("a push takes two reads, and the log says what was asked and written", async () => {
  const pr = await proposesHello(stage, WRONG);
  await stage.idle();
  stage.github.requests.clear();
  await pr.push({ [HELLO]: CLEAN });
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "checks/create": 1,
      "mutation updatePullRequestReviewComment resolveReviewThread": 1,
      "pulls/dismiss-review": 1,
      "query Objects": 1,
      "query PullRequest": 1,
    }
  `);
  const { requests, writes } = stage.logged({ msg: "handled" }).at(-1) ?? {};
  expect({ requests, writes }).toMatchInlineSnapshot(`
    {
      "requests": "PullRequest 1, Objects 1, ChangeThreads 1, pulls.dismissReview 1, checks.create 1",
      "writes": "threads fixed, dismissal, check run",
    }
  `);
});

it("a change of a hundred files takes two reads like any other", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 99 }, (_, i) => [`pkgs/by-name/he/hello/patches/${i}.patch`, `+${i}\n`]),
  );
  const pr = await proposes(stage, { ...files, [HELLO]: CLEAN });
  await reviewed(pr);
  await stage.idle();
  stage.github.requests.clear();
  await pr.push({ [HELLO]: WRONG });
  await reviewed(pr);
  await stage.idle();
  expect(stage.github.requests.counts()).toMatchInlineSnapshot(`
    {
      "checks/create": 1,
      "pulls/create-review": 1,
      "query Objects": 1,
      "query PullRequest": 1,
    }
  `);
});
