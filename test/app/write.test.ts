import { describe, expect, it } from "vitest";
import type { Expected } from "../../src/app/run/memory/expected.ts";
import { performWrites, type Write } from "../../src/app/run/writes/write.ts";
import { GitHubFailure } from "../../src/github/failure.ts";

const expected = (count: number): Expected => ({ kind: "reviews", count });

function stage(...fail: (Error | null)[]) {
  const events: string[] = [];
  const writes = fail.map(
    (error, i): Write<{ readonly i: number; readonly error: Error | null }> => ({
      name: `write ${i}`,
      expected: expected(i),
      what: { i, error },
    }),
  );
  const perform = async ({ i, error }: (typeof writes)[number]["what"]) => {
    events.push(`perform ${i}`);
    if (error !== null) throw error;
  };
  const remember = async (all: readonly Expected[]) => {
    events.push(`remember ${all.map((each) => ("count" in each ? each.count : "?")).join(" ")}`.trim());
  };
  return { events, done: performWrites(writes, perform, remember) };
}

describe("writes", () => {
  it("are remembered before the first is begun", async () => {
    const { events, done } = stage(null, null);
    expect((await done).refusals).toEqual([]);
    expect(events).toEqual(["remember 0 1", "perform 0", "perform 1"]);
  });

  it("that GitHub does not allow are left out, and the others are made", async () => {
    const { events, done } = stage(new GitHubFailure("forbidden", "no"), null);
    expect((await done).refusals).toEqual(["write 0: no"]);
    expect(events).toEqual(["remember 0 1", "perform 0", "perform 1", "remember 1"]);
  });

  it("end where GitHub is not well, and what may have been done is remembered", async () => {
    const { events, done } = stage(null, new GitHubFailure("unavailable", "502"), null);
    await expect(done).rejects.toThrow("502");
    expect(events).toEqual(["remember 0 1 2", "perform 0", "perform 1", "remember 0 1"]);
  });

  it("end where GitHub asks for a pause, and what was surely not done is not expected", async () => {
    const { events, done } = stage(null, new GitHubFailure("rate-limited", "later"), null);
    await expect(done).rejects.toThrow("later");
    expect(events).toEqual(["remember 0 1 2", "perform 0", "perform 1", "remember 0"]);
  });

  it("of which none could be made twice are not remembered at all", async () => {
    const events: string[] = [];
    const write: Write<string> = { name: "reaction", expected: null, what: "perform" };
    await performWrites(
      [write],
      async (what) => void events.push(what),
      async () => void events.push("remember"),
    );
    expect(events).toEqual(["perform"]);
  });
});

describe("what follows from a write", () => {
  const next = async (error: GitHubFailure | null) => {
    const told: (string | null)[] = [];
    const write: Write<string> = {
      name: "merge",
      expected: null,
      what: "first",
      next(refusal) {
        told.push(refusal);
        return [{ name: "reply", expected: null, what: "second" }];
      },
    };
    const done: string[] = [];
    const perform = async (what: string) => {
      done.push(what);
      if (what === "first" && error !== null) throw error;
    };
    await performWrites([write], perform, async () => {}).catch(() => {});
    return { told, done };
  };

  it.each([
    ["done", null, null],
    ["refused", new GitHubFailure("refused", "Merge: not now"), "not now"],
    ["forbidden", new GitHubFailure("forbidden", "Merge: not yours"), "not yours"],
  ])("is written where it is %s, in view of GitHub's own words", async (_how, error, words) => {
    expect(await next(error)).toEqual({ told: [words], done: ["first", "second"] });
  });

  it.each(["unavailable", "rate-limited", "gone"] as const)(
    "is not where it is %s, and may or will be written later",
    async (kind) => {
      expect(await next(new GitHubFailure(kind, "later"))).toEqual({ told: [], done: ["first"] });
    },
  );
});
