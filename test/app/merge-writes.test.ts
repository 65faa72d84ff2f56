import { describe, expect, it } from "vitest";
import {
  type MergeOutcome,
  type MergeRun,
  mergeWrites,
  takeBackWrites,
} from "../../src/app/run/merge/merge-writes.ts";
import type { Merging } from "../../src/app/run/merge/merging.ts";
import type { Write } from "../../src/app/run/writes/write.ts";
import type { GitHubClient } from "../../src/github/client.ts";
import { type FailureKind, GitHubFailure } from "../../src/github/failure.ts";
import type { MergeGate } from "../../src/github/merge-state.ts";
import { decide } from "../../src/policy/decision.ts";
import { sound } from "../policy/builders.ts";
import { GATE, state } from "./pull-request-state.ts";

type Asked = { readonly name: string; readonly variables: Readonly<Record<string, unknown>> };

/** A GitHub that fails at some mutations, in order, and does the others; and what it was asked. */
function github(...failures: readonly (GitHubFailure | null)[]): { client: GitHubClient; asked: Asked[] } {
  const asked: Asked[] = [];
  const client: GitHubClient = {
    async query<Data>(name: string, _document: string, variables: Record<string, unknown>): Promise<Data> {
      const failure = failures[asked.length] ?? null;
      asked.push({ name, variables });
      if (failure !== null) throw failure;
      return JSON.parse("{}");
    },
    async queryPartly<Data>(): Promise<{ readonly data: Data; readonly problems: readonly never[] }> {
      throw new Error("nothing is read here");
    },
    async rest<Data>(name: string): Promise<Data> {
      asked.push({ name, variables: {} });
      return JSON.parse("{}");
    },
    counts: new Map(),
  };
  return { client, asked };
}

const failing = (kind: FailureKind, message = "Mutation: no") => new GitHubFailure(kind, message);

const SOUND = sound("maintainer-command");
const MAY = decide(SOUND);
const WAITS = decide({ ...SOUND, checks: { failed: [], running: ["build"], required: true } });

type Step = Merging["step"];

function run(client: GitHubClient, step: Step, gate: Partial<MergeGate> = {}, decision = MAY): MergeRun {
  return {
    client,
    name: { owner: "o", repo: "r", number: 1 },
    state: state({ gate: { ...GATE, ...gate } }),
    merging: { kind: "decided", decision, facts: SOUND, step },
    method: "squash",
    cancelled: false,
  };
}

/** Performs the first write; what came of it, and what was thrown. */
async function performed(of: MergeRun): Promise<{ outcome: MergeOutcome | null; thrown: unknown }> {
  let outcome: MergeOutcome | null = null;
  const [write] = mergeWrites(of, (done) => {
    outcome = done;
    return [];
  });
  let thrown: unknown = null;
  try {
    await write?.perform();
  } catch (error) {
    thrown = error;
  }
  write?.next?.();
  return { outcome, thrown };
}

const TITLE = "hello: 1.0 -> 1.1 (#1)";
const BODY = "Merged by by-name-bot: maintainer-command, on the word of alice.";

describe("what GitHub is asked for", () => {
  it("is a merge of this head, by the method, with title and body of our own", async () => {
    const { client, asked } = github();
    expect(await performed(run(client, { kind: "merge" }))).toEqual({
      outcome: { kind: "asked" },
      thrown: null,
    });
    expect(asked).toEqual([
      { name: "Merge", variables: { id: "PR_1", head: "h1", method: "SQUASH", title: TITLE, body: BODY } },
    ]);
  });

  it("is the same of auto-merge, and of a rebase no message", async () => {
    const { client, asked } = github();
    await performed(run(client, { kind: "auto-merge" }));
    await performed({ ...run(client, { kind: "auto-merge" }), method: "rebase" });
    await performed(run(client, { kind: "auto-merge" }, { hasQueue: true }));
    expect(asked.map(({ variables }) => variables)).toEqual([
      { id: "PR_1", head: "h1", method: "SQUASH", title: TITLE, body: BODY },
      { id: "PR_1", head: "h1", method: "REBASE" },
      { id: "PR_1", head: "h1", method: null },
    ]);
  });

  it("is a place in the queue, or where that is refused, to queue it when ready", async () => {
    const { client, asked } = github(failing("refused"));
    const of = run(client, { kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: true });
    expect((await performed(of)).outcome).toEqual({ kind: "asked" });
    expect(asked.map(({ name }) => name)).toEqual(["Enqueue", "EnableAutoMerge"]);
  });

  it("is nothing else where auto-merge is off", async () => {
    const { client, asked } = github(failing("refused", "Enqueue: not now"));
    const of = run(client, { kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: false });
    expect((await performed(of)).outcome).toEqual({ kind: "refused", why: "not now" });
    expect(asked.map(({ name }) => name)).toEqual(["Enqueue"]);
  });

  it("is a merge where auto-merge has nothing to wait for", async () => {
    const { client, asked } = github(failing("refused"));
    await performed(run(client, { kind: "auto-merge" }));
    expect(asked.map(({ name }) => name)).toEqual(["EnableAutoMerge", "Merge"]);
  });

  it.each([
    ["a check runs", WAITS, {}],
    ["a queue merges", MAY, { hasQueue: true }],
  ] as const)("is no merge instead of auto-merge while %s", async (_what, decision, gate) => {
    const { client, asked } = github(failing("refused"));
    await performed(run(client, { kind: "auto-merge" }, gate, decision));
    expect(asked.map(({ name }) => name)).toEqual(["EnableAutoMerge"]);
  });

  it("is nothing where nothing follows", async () => {
    const { client, asked } = github();
    for (const kind of ["none", "kept", "await-checks", "await-github", "dry-run"] as const) {
      expect(mergeWrites(run(client, { kind }), () => [])).toEqual([]);
    }
    expect(asked).toEqual([]);
  });
});

describe("where GitHub refuses both ways", () => {
  const of = (client: GitHubClient) =>
    run(client, { kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: true });

  it("what it said first counts", async () => {
    const { client } = github(failing("refused", "Enqueue: first"), failing("refused", "Auto: second"));
    const { outcome, thrown } = await performed(of(client));
    expect(outcome).toEqual({ kind: "refused", why: "first" });
    expect(thrown).toMatchObject({ message: "Enqueue: first" });
  });

  it.each(["rate-limited", "unavailable", "forbidden", "gone"] as const)(
    "and the second is %s, that is what is thrown, so that the job knows what to do",
    async (kind) => {
      const { client } = github(failing("refused"), failing(kind, "Auto: second"));
      expect((await performed(of(client))).thrown).toMatchObject({ kind, message: "Auto: second" });
    },
  );

  it.each(["rate-limited", "unavailable", "forbidden", "gone"] as const)(
    "and the first is %s, the second is not tried",
    async (kind) => {
      const { client, asked } = github(failing(kind, "Enqueue: first"));
      expect((await performed(of(client))).thrown).toMatchObject({ kind });
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ["forbidden", "refused"],
    ["refused", "refused"],
    ["unavailable", "asked"],
    ["rate-limited", "asked"],
  ] as const)("%s is said to be %s", async (kind, said) => {
    const { client } = github(failing(kind), failing(kind));
    expect((await performed(run(client, { kind: "merge" }))).outcome?.kind).toBe(said);
  });
});

describe("what is taken back", () => {
  const names = (writes: readonly Write[]) => writes.map(({ name }) => name);

  it.each([
    ["auto-merge", "DisableAutoMerge"],
    ["queue", "Dequeue"],
  ] as const)("is %s, and it is said why", async (from, name) => {
    const { client, asked } = github();
    const writes = takeBackWrites(run(client, { kind: "take-back", from }));
    expect(names(writes)).toEqual(["take back", "comment"]);
    for (const write of writes) await write.perform();
    expect(asked.map((one) => one.name)).toEqual([name, "issues.createComment"]);
  });

  it("is not explained to who asked for it", () => {
    const of = run(github().client, { kind: "take-back", from: "queue" });
    expect(names(takeBackWrites({ ...of, cancelled: true }))).toEqual(["take back"]);
  });

  it("is nothing where nothing is under way", () => {
    expect(takeBackWrites(run(github().client, { kind: "merge" }))).toEqual([]);
  });
});
