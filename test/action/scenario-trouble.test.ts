import { setTimeout as pause } from "node:timers/promises";
import type { Conversation, Permissions } from "simulated-github";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readEnvironment } from "../../src/action/environment.ts";
import { answerHung } from "../../src/action/hung.ts";
import type { Result } from "../../src/action/summary.ts";
import { gitHubClient } from "../../src/github/client.ts";
import { tokenOctokit } from "../../src/github/token-octokit.ts";
import { nixpkgs, packagePath, packageText } from "../app/packages.ts";
import { type ActionStage, JOB_PERMISSIONS, openActionStage } from "./stage.ts";

let stage: ActionStage;
beforeAll(async () => {
  stage = await openActionStage();
});
afterEach(() => {
  stage.github.faults.clear();
  stage.world.staleReadsFor(0);
});
afterAll(() => stage.close());

const HELLO = packagePath("hello");
const WRONG = { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) };

let count = 0;
async function proposes(): Promise<Conversation> {
  count += 1;
  const repository = await stage.repository(`NixOS/troubled-${count}`, nixpkgs());
  return stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files: WRONG });
}

/** All that went wrong, as people are told. */
const told = ({ notes, outcomes }: Result) => [
  ...notes,
  ...outcomes.flatMap(({ failure, refusals }) => [...(failure === null ? [] : [failure.text]), ...refusals]),
];

function postedOnce(pr: Conversation): void {
  expect(pr.record().reviews).toHaveLength(1);
  expect(pr.view().threads).toHaveLength(1);
  expect(stage.world.state.checkRuns(pr.repository.id, pr.record().headRefOid)).toHaveLength(1);
  expect(pr.record().reactions).toEqual([]);
}

function nothingPosted(pr: Conversation): void {
  expect(pr.record().reviews).toEqual([]);
  expect(pr.view().checks).toEqual([]);
  expect(pr.record().labelIds).toEqual([]);
  expect(pr.record().comments).toEqual([]);
}

/** Waits as long as it takes, without GitHub's clock going on. */
const PATIENT = {
  clock: {
    now: () => stage.now(),
    sleep: (_: number, signal: AbortSignal) => pause(2, undefined, { signal }),
  },
};

describe("two runs at once", () => {
  test("post nothing twice, whoever comes first", async () => {
    for (let round = 0; round < 3; round++) {
      const pr = await proposes();
      const results = await Promise.all([
        stage.onPull(pr, "opened", { parts: PATIENT }),
        stage.onPull(pr, "edited", { parts: PATIENT }),
        stage.onPull(pr, "reopened", { parts: PATIENT }),
      ]);
      expect(results.flatMap(told)).toEqual([]);
      postedOnce(pr);
    }
  });

  test("one whose turn never comes says so, and writes nothing", async () => {
    const pr = await proposes();
    // Others have it one after the other.
    const clock = {
      now: () => stage.now(),
      async sleep(milliseconds: number) {
        stage.pass(milliseconds / 1000);
        await othersTurn(pr);
      },
    };
    await othersTurn(pr);
    const result = await stage.onPull(pr, "opened", { parts: { clock } });
    expect(result.done).toBe(false);
    expect(told(result)).toEqual([
      "Another run is writing to this pull request. The next run will do the rest.",
    ]);
    nothingPosted(pr);
  });

  test("what a run left that is gone is taken over after three minutes", async () => {
    const pr = await proposes();
    await othersTurn(pr);
    const began = stage.now();
    expect(told(await stage.onPull(pr, "opened"))).toEqual([]);
    expect(stage.now() - began).toBeGreaterThanOrEqual(180_000);
    postedOnce(pr);
  });
});

/** A new turn of another run. */
async function othersTurn(pr: Conversation): Promise<void> {
  const { INPUT_TOKEN: token = "" } = stage.variables(pr.repository, { event: "schedule" });
  const { url } = stage.github;
  const signal = new AbortController().signal;
  const api = tokenOctokit({ token, apiUrl: url, graphqlUrl: `${url}/graphql`, version: "0", signal });
  const [owner = "", repo = ""] = pr.repository.nameWithOwner.split("/");
  const issue = { owner, repo, issue_number: pr.number };
  for (const { id } of pr.record().reactions) {
    await api.rest.reactions.deleteForIssue({ ...issue, reaction_id: id });
  }
  await api.rest.reactions.createForIssue({ ...issue, content: "eyes" });
}

describe("a token", () => {
  const lacking = (...names: string[]): Permissions =>
    Object.fromEntries(Object.entries(JOB_PERMISSIONS).filter(([name]) => !names.includes(name)));
  const HINT = expect.stringContaining("The job needs the permissions that [its page]");

  test("that may only read writes nothing, and says so in one line", async () => {
    const pr = await proposes();
    const names = Object.keys(JOB_PERMISSIONS);
    const permissions = Object.fromEntries(names.map((name) => [name, "read" as const]));
    const result = await stage.onPull(pr, "opened", { permissions });
    expect(result.done).toBe(false);
    expect(told(result)).toEqual([
      HINT,
      expect.stringContaining("The token may not write, or lacks a permission"),
    ]);
    nothingPosted(pr);
  });

  test("that may not write checks reviews once, and says what is missing each time", async () => {
    const pr = await proposes();
    const permissions = { ...JOB_PERMISSIONS, checks: "read" as const };
    for (const action of ["opened", "edited"]) {
      const result = await stage.onPull(pr, action, { permissions });
      expect(result.done).toBe(false);
      expect(told(result)).toEqual([HINT, expect.stringContaining("check run: checks.create:")]);
    }
    expect(pr.record().reviews).toHaveLength(1);
    expect(pr.record().reactions).toEqual([]);
  });

  test("that may not take a review back is said so by the job, not on the check, which stays as it is", async () => {
    const pr = await proposes();
    await stage.onPull(pr, "opened", { token: "app" });
    pr.repository.protect("master", { restrictDismissals: ["carol"] });
    stage.pass(2);
    await pr.push({ [HELLO]: packageText("hello") });
    for (const action of ["synchronize", "edited"]) {
      const result = await stage.onPull(pr, action, { token: "app" });
      expect(told(result)).toEqual([HINT, expect.stringContaining("dismissal: ")]);
    }
    const checks = stage.world.state.checkRuns(pr.repository.id, pr.record().headRefOid);
    expect(checks.map(({ output }) => output.summary)).toEqual([
      expect.not.stringContaining("GitHub did not let"),
    ]);
  });

  test("that may not see pull requests reads nothing, and says so", async () => {
    const pr = await proposes();
    const result = await stage.onPull(pr, "opened", { permissions: lacking("pull_requests") });
    expect(result.done).toBe(false);
    expect(told(result)).toEqual([HINT, expect.stringContaining("PullRequest: Resource not accessible")]);
    nothingPosted(pr);
  });

  test("is shown to the address of GraphQL that the runner names, whatever that of REST is", async () => {
    const pr = await proposes();
    const { INPUT_TOKEN: token = "" } = stage.variables(pr.repository, { event: "schedule" });
    const signal = new AbortController().signal;
    const api = tokenOctokit({
      token,
      apiUrl: "http://127.0.0.1:9/elsewhere",
      graphqlUrl: `${stage.github.url}/graphql`,
      version: "0",
      signal,
    });
    const answer = await gitHubClient(api).query("Viewer", "query Viewer { viewer { login } }", {});
    expect(answer).toEqual({ viewer: { login: "github-actions[bot]" } });
  });

  test("that is worth nothing is said to be so", async () => {
    const pr = await proposes();
    const result = await stage.onPull(pr, "opened", { variables: { INPUT_TOKEN: "ghs_none" } });
    expect(result.done).toBe(false);
    expect(told(result)).toEqual([expect.stringContaining("Bad credentials"), HINT]);
  });
});

test("a closed pull request is left alone", async () => {
  const pr = await proposes();
  await pr.close();
  const result = await stage.onPull(pr, "edited");
  expect(result).toMatchObject({ done: true, outcomes: [{ reviewed: { result: "closed" }, writes: [] }] });
  nothingPosted(pr);
});

describe("GitHub's own trouble", () => {
  test("what GitHub shows late is waited for, so that the next run finds it", async () => {
    const pr = await proposes();
    stage.pass(60);
    stage.world.staleReadsFor(3_000);
    expect(told(await stage.onPull(pr, "opened"))).toEqual([]);
    // Nothing tells this one how new the state is.
    expect(told(await stage.act(pr.repository, { event: "schedule" }))).toEqual([]);
    postedOnce(pr);
  });

  test.each(["drop-after", "error-after", "500", "drop-before"] as const)(
    "a review whose answer is lost is not posted twice (%s)",
    async (kind) => {
      const pr = await proposes();
      const when = ({ operation }: { operation: string | null }) => operation === "pulls/create-review";
      stage.github.faults.add({ kind, when, times: 1 });
      expect(told(await stage.onPull(pr, "opened"))).toEqual([]);
      postedOnce(pr);
    },
  );

  test("a merge that GitHub does not compute is waited for, and in a sweep of many not for long", async () => {
    const pr = await proposes();
    for (let i = 0; i < 3; i++) {
      const files = { [packagePath(`more${i}`)]: packageText(`more${i}`) };
      await stage.world.as("alice").opensPullRequest(pr.repository, { title: "hello: More", files });
    }
    stage.world.setMergeabilityDelay(600_000);
    const waits = async (act: () => Promise<Result>) => {
      const began = stage.now();
      expect(told(await act())).toEqual([]);
      return stage.now() - began;
    };
    const one = await waits(() => stage.onPull(pr, "opened"));
    expect(one).toBeGreaterThan(15_000);
    const many = await waits(() => stage.act(pr.repository, { event: "schedule" }));
    expect(many).toBeLessThan(4 * 9_000);
    stage.world.setMergeabilityDelay(0);
  });

  test("a pause that comes in a sweep ends it at once", async () => {
    const pr = await proposes();
    const more = { title: "hello: more", files: { [packagePath("more")]: packageText("more") } };
    await stage.world.as("alice").opensPullRequest(pr.repository, more);
    const when = ({ operation }: { operation: string | null }) => operation === "query PullRequest";
    stage.github.faults.add({ kind: "rate-limit", when, retryAfter: 600 });
    const { outcomes } = await stage.act(pr.repository, { event: "schedule" });
    expect(outcomes).toMatchObject([{ failure: { kind: "rate-limited" } }]);
  });

  test("a pause that GitHub asks for ends the job, and says so", async () => {
    const pr = await proposes();
    stage.github.faults.add({ kind: "rate-limit", when: () => true, times: 1 });
    const result = await stage.onPull(pr, "opened");
    expect(result.done).toBe(false);
    expect(told(result)).toEqual([expect.stringContaining("GitHub asks for a pause")]);
    nothingPosted(pr);
  });
});

describe("a pull request that could not be reviewed in time", () => {
  const hung = async (pr: Conversation, variables: Readonly<Record<string, string>> = {}, head?: string) => {
    const given = stage.variables(pr.repository, { event: "pull_request_target", variables });
    const environment = readEnvironment(given, () => "{}");
    if ("kind" in environment) throw new Error(environment.why);
    const [owner = "", repo = ""] = pr.repository.nameWithOwner.split("/");
    return answerHung(
      environment,
      {
        api: ({ token, apiUrl, graphqlUrl }, signal) =>
          tokenOctokit({ token, apiUrl, graphqlUrl, version: "0.0.0", signal }),
        clock: { now: stage.now, async sleep() {} },
        signal: new AbortController().signal,
      },
      {
        job: { kind: "review", installation: 1, owner, repo, number: pr.number },
        head: head ?? pr.record().headRefOid,
        why: "it took more time than it may",
      },
    );
  };

  test("has a check that says so and asks for action", async () => {
    const pr = await proposes();
    const { outcomes } = await hung(pr);
    expect(outcomes).toMatchObject([
      {
        writes: ["check run"],
        failure: { kind: "ended", text: "It could not be reviewed: it took more time than it may." },
      },
    ]);
    expect(pr.view().checks).toMatchObject([
      {
        name: "by-name",
        conclusion: "action_required",
        title: "Could not be reviewed",
      },
    ]);
    expect((await hung(pr)).outcomes).toMatchObject([{ writes: [] }]);
  });

  test("keeps the merge that another workflow with that token asked for", async () => {
    const pr = await proposes();
    stage.world.updateRepository(pr.repository.id, { allowAutoMerge: true });
    pr.repository.protect("master", { requiredChecks: ["build"] });
    const bot = stage.world.state.accountByLogin("github-actions[bot]")?.id ?? 0;
    await stage.world.enableAutoMerge(pr.repository.id, pr.number, bot, { method: "squash" });
    expect((await hung(pr)).outcomes).toMatchObject([{ writes: ["check run"] }]);
    expect(pr.record().autoMerge).not.toBeNull();
  });

  test("is left alone by a dry run, and where there is another commit by now", async () => {
    const pr = await proposes();
    expect((await hung(pr, { INPUT_MODE: "dry-run" })).outcomes).toMatchObject([{ writes: [] }]);
    expect((await hung(pr, {}, "f".repeat(40))).outcomes).toMatchObject([{ writes: [] }]);
    nothingPosted(pr);
  });
});
