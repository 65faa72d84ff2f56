import { describe, expect, it } from "vitest";
import type { Asked } from "../../src/app/run/commands/asked.ts";
import { type MergeOutcome, mergeWrites, takeBackWrites } from "../../src/app/run/merge/merge-writes.ts";
import type { Merging } from "../../src/app/run/merge/merging.ts";
import type { Run } from "../../src/app/run/run.ts";
import { performWrites } from "../../src/app/run/writes/write.ts";
import { mergeConfiguration } from "../../src/config/merge.ts";
import type { GitHubClient } from "../../src/github/client.ts";
import { type FailureKind, GitHubFailure } from "../../src/github/failure.ts";
import type { MergeGate } from "../../src/github/merge-state.ts";
import { type GitHubWrite, performWrite } from "../../src/github/writes.ts";
import { decide } from "../../src/policy/decision.ts";
import { sound } from "../policy/builders.ts";
import { comment, GATE, state } from "./pull-request-state.ts";

type Request = { readonly name: string; readonly variables: Readonly<Record<string, unknown>> };

/** A GitHub that fails at some mutations, in order, and does the others; and what it was asked. */
function github(...failures: readonly (GitHubFailure | null)[]): { client: GitHubClient; asked: Request[] } {
  const asked: Request[] = [];
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

type Step = Extract<Merging, { kind: "decided" }>["step"];

type MergeRun = Pick<Run, "state" | "merging" | "asked">;

function run(step: Step, gate: Partial<MergeGate> = {}, decision = MAY, facts = SOUND): MergeRun {
  return {
    state: state({ gate: { ...GATE, ...gate } }),
    merging: { kind: "decided", decision, facts, step },
    asked: [],
  };
}

/** Performs the writes; what is said to have come of the first, and what was thrown or refused. */
async function performed(of: MergeRun, client: GitHubClient) {
  let outcome: MergeOutcome | null = null;
  const writes = mergeWrites<GitHubWrite>(of, (done) => {
    outcome = done;
    return [];
  });
  let thrown: unknown = null;
  const perform = async (write: GitHubWrite) => {
    try {
      await performWrite({ client, name: { owner: "o", repo: "r" }, labels: new Set() }, write);
    } catch (error) {
      thrown = error;
      throw error;
    }
  };
  await performWrites(writes, perform, async () => {}).catch(() => {});
  return { outcome, thrown } as { readonly outcome: MergeOutcome | null; readonly thrown: unknown };
}

const TITLE = "hello: 1.0 -> 1.1 (#1)";
const BODY = "Merged by by-name-bot: maintainer-command, requested by alice.";

describe("what GitHub is asked for", () => {
  it("is a merge of this head, by the method, with title and body of our own", async () => {
    const { client, asked } = github();
    expect(await performed(run({ kind: "merge" }), client)).toEqual({
      outcome: { kind: "asked" },
      thrown: null,
    });
    expect(asked).toEqual([
      { name: "Merge", variables: { id: "PR_1", head: "h1", method: "SQUASH", title: TITLE, body: BODY } },
    ]);
  });

  it("is the same of auto-merge, and of a rebase no message", async () => {
    const { client, asked } = github();
    await performed(run({ kind: "auto-merge" }), client);
    const facts = { ...SOUND, configuration: mergeConfiguration({ method: "rebase" }) };
    await performed(run({ kind: "auto-merge" }, {}, MAY, facts), client);
    await performed(run({ kind: "auto-merge" }, { hasQueue: true }), client);
    expect(asked.map(({ variables }) => variables)).toEqual([
      { id: "PR_1", head: "h1", method: "SQUASH", title: TITLE, body: BODY },
      { id: "PR_1", head: "h1", method: "REBASE" },
      { id: "PR_1", head: "h1", method: null },
    ]);
  });

  it("is the entry in the title, where NUR's registry is changed", async () => {
    const { client, asked } = github();
    const facts = sound("own-entry");
    await performed(run({ kind: "merge" }, {}, decide(facts), facts), client);
    expect(asked.map(({ variables }) => variables.title)).toEqual(["add mallory repository (#1)"]);
  });

  it("is a place in the queue, or where that is refused, to queue it when ready", async () => {
    const { client, asked } = github(failing("refused"));
    const of = run({ kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: true });
    expect((await performed(of, client)).outcome).toEqual({ kind: "asked" });
    expect(asked.map(({ name }) => name)).toEqual(["Enqueue", "EnableAutoMerge"]);
  });

  it("is nothing else where auto-merge is off", async () => {
    const { client, asked } = github(failing("refused", "Enqueue: not now"));
    const of = run({ kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: false });
    expect((await performed(of, client)).outcome).toEqual({ kind: "refused", why: "not now" });
    expect(asked.map(({ name }) => name)).toEqual(["Enqueue"]);
  });

  it("is a merge where auto-merge has nothing to wait for", async () => {
    const { client, asked } = github(failing("refused"));
    await performed(run({ kind: "auto-merge" }), client);
    expect(asked.map(({ name }) => name)).toEqual(["EnableAutoMerge", "Merge"]);
  });

  it.each([
    ["a check runs", WAITS, {}, []],
    ["a queue merges", MAY, { hasQueue: true }, ["Enqueue"]],
  ] as const)("is no merge instead of auto-merge while %s", async (_what, decision, gate, others) => {
    const { client, asked } = github(failing("refused"));
    await performed(run({ kind: "auto-merge" }, gate, decision), client);
    expect(asked.map(({ name }) => name)).toEqual(["EnableAutoMerge", ...others]);
  });

  it("is waited for by its head", () => {
    const [first] = mergeWrites(run({ kind: "merge" }), () => []);
    expect(first).toMatchObject({ name: "merge", expected: { kind: "merge", head: "h1" } });
  });

  it("leads on to what is written where GitHub is not asked", () => {
    const next = {
      name: "comment",
      expected: null,
      what: { kind: "comment", number: 1, body: "x" },
    } as const;
    const outcomes: (MergeOutcome | null)[] = [];
    const writes = mergeWrites(run({ kind: "none" }), (outcome) => {
      outcomes.push(outcome);
      return [next];
    });
    expect(writes).toEqual([next]);
    expect(outcomes).toEqual([null]);
  });

  it("is nothing where nothing was decided, whatever step follows", () => {
    const merging: Merging = { kind: "off", step: { kind: "none" } };
    expect(mergeWrites({ ...run({ kind: "merge" }), merging }, () => [])).toEqual([]);
  });

  it("is nothing where nothing follows", async () => {
    const steps: readonly Step[] = [
      ...(["none", "kept", "await-checks", "await-github", "dry-run"] as const).map((kind) => ({ kind })),
      { kind: "take-back", from: "queue" },
      { kind: "stopped", why: "x" },
    ];
    for (const step of steps) expect(mergeWrites(run(step), () => [])).toEqual([]);
  });
});

describe("where GitHub refuses both ways", () => {
  const of = run({ kind: "enqueue" }, { hasQueue: true, autoMergeAllowed: true });

  it("what it said first counts", async () => {
    const { client } = github(failing("refused", "Enqueue: first"), failing("refused", "Auto: second"));
    const { outcome, thrown } = await performed(of, client);
    expect(outcome).toEqual({ kind: "refused", why: "first" });
    expect(thrown).toMatchObject({ message: "Enqueue: first" });
  });

  it.each(["rate-limited", "unavailable", "forbidden", "gone"] as const)(
    "and the second is %s, that is what is thrown, so that the job knows what to do",
    async (kind) => {
      const { client } = github(failing("refused"), failing(kind, "Auto: second"));
      expect((await performed(of, client)).thrown).toMatchObject({ kind, message: "Auto: second" });
    },
  );

  it.each(["rate-limited", "unavailable", "forbidden", "gone"] as const)(
    "and the first is %s, the second is not tried",
    async (kind) => {
      const { client, asked } = github(failing(kind, "Enqueue: first"));
      expect((await performed(of, client)).thrown).toMatchObject({ kind });
      expect(asked).toHaveLength(1);
    },
  );

  it.each(["forbidden", "refused"] as const)("%s is said to be refused", async (kind) => {
    const { client } = github(failing(kind), failing(kind));
    expect((await performed(run({ kind: "merge" }), client)).outcome?.kind).toBe("refused");
  });

  it("for a passing reason, it is tried again", async () => {
    const { client } = github(
      failing("refused", "Merge: Base branch was modified. Review and try the merge again."),
    );
    expect((await performed(run({ kind: "merge" }), client)).outcome).toEqual({ kind: "again" });
  });

  // A later run finds out what came of it.
  it.each(["unavailable", "rate-limited"] as const)("nothing is said where it is %s", async (kind) => {
    const { client } = github(failing(kind), failing(kind));
    const { outcome, thrown } = await performed(run({ kind: "merge" }), client);
    expect(outcome).toBeNull();
    expect(thrown).toMatchObject({ kind });
  });
});

describe("what is taken back", () => {
  const CANCEL: Asked = {
    comment: comment(),
    said: [{ kind: "command", command: "cancel", argument: null, line: 1 }],
  };

  it.each(["auto-merge", "queue"] as const)("is %s, and it is said why", (from) => {
    const writes = takeBackWrites(run({ kind: "take-back", from }));
    expect(writes.map(({ name }) => name)).toEqual(["cancel merge", "comment"]);
    expect(writes.map(({ what }) => what)).toEqual([
      { kind: "take-back", id: "PR_1", from },
      { kind: "comment", number: 1, body: expect.stringContaining("I cancelled the pending merge") },
    ]);
  });

  it.each([
    ["auto-merge", "DisableAutoMerge"],
    ["queue", "Dequeue"],
  ] as const)("from %s is asked for by %s", async (from, name) => {
    const { client, asked } = github();
    const place = { client, name: { owner: "o", repo: "r" }, labels: new Set<string>() };
    for (const { what } of takeBackWrites(run({ kind: "take-back", from }))) await performWrite(place, what);
    expect(asked.map((one) => one.name)).toEqual([name, "issues.createComment"]);
  });

  it("is waited for: a later look sees whether it came about", () => {
    const [undo, said] = takeBackWrites(run({ kind: "take-back", from: "queue" }));
    expect([undo?.expected, said?.expected]).toEqual([{ kind: "merge taken back" }, null]);
  });

  it.each<[why: string, merging: Partial<MergeRun>, body: string]>([
    [
      "nothing merges itself any more",
      { merging: { kind: "off", step: { kind: "take-back", from: "queue" } } },
      "I cancelled the pending merge: automatic merging is off now, because `merge.strategies` is empty.",
    ],
    [
      "the change cannot be judged any more",
      { merging: { kind: "not-judged", why: "it is too large", step: { kind: "take-back", from: "queue" } } },
      "I cancelled the pending merge: it is too large.\n\nTo merge it after all, comment `@by-name-bot merge` again.",
    ],
    [
      "the configuration says that nothing is merged",
      run({ kind: "take-back", from: "queue" }, {}, MAY, {
        ...SOUND,
        configuration: mergeConfiguration({ "dry-run": true }),
      }),
      "I cancelled the pending merge: `merge.dry-run` is set in the configuration now, so I merge nothing.",
    ],
    [
      "the title was edited",
      run({ kind: "take-back", from: "queue" }, { editedSince: true }),
      "I cancelled the pending merge. The title or the description was edited, and the merge queue would put that into the commit.\n\nTo merge it after all, comment `@by-name-bot merge` again.",
    ],
    [
      "a check failed",
      run(
        { kind: "take-back", from: "queue" },
        {},
        decide({ ...SOUND, checks: { failed: ["build"], running: [], required: true } }),
      ),
      "I cancelled the pending merge. Checks have failed: `build`.\n\nTo merge it after all, comment `@by-name-bot merge` again.",
    ],
  ])("is explained where %s", (_, merging, body) => {
    const writes = takeBackWrites({ ...run({ kind: "take-back", from: "queue" }), ...merging });
    expect(writes.at(-1)?.what).toEqual({ kind: "comment", number: 1, body });
  });

  it("is not explained to who asked for it", () => {
    const of = run({ kind: "take-back", from: "queue" });
    expect(takeBackWrites({ ...of, asked: [CANCEL] }).map(({ name }) => name)).toEqual(["cancel merge"]);
  });

  it("is nothing where nothing is under way", () => {
    expect(takeBackWrites(run({ kind: "merge" }))).toEqual([]);
  });
});
