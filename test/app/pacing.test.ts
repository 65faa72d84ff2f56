import { describe, expect, it } from "vitest";
import { type Asker, createPacing } from "../../src/app/pacing/pacing.ts";
import { turns } from "../../src/app/pacing/turns.ts";
import { type RequestCost, requestCost } from "../../src/github/request-cost.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const COMMENT: RequestCost = { resource: "core", points: 5, isContent: true, takesBack: false };
const QUERY: RequestCost = { resource: "graphql", points: 1, isContent: false, takesBack: false };
const CHECK: RequestCost = { resource: "core", points: 5, isContent: false, takesBack: false };
const TAKE_BACK: RequestCost = { resource: "graphql", points: 5, isContent: false, takesBack: true };

const push = (n: number): Asker => ({ key: `push ${n}`, priority: "normal" });
const swept = (n: number): Asker => ({ key: `swept ${n}`, priority: "low" });
const urgent: Asker = { key: "urgent", priority: "urgent" };

function clock() {
  let now = 1_000_000_000;
  const pacing = createPacing(() => now);
  return {
    pacing,
    now: () => now,
    pass(ms: number) {
      now += ms;
    },
    /** How many of these are taken at once, and how long the first has to wait that is not. */
    taken(asker: (n: number) => Asker, cost: RequestCost, most = 3_000): [number, number] {
      for (let n = 0; n < most; n++) {
        const wait = pacing.take(1, asker(n), cost);
        if (wait > 0) return [n, wait];
      }
      return [most, 0];
    },
  };
}

describe("what people wait for", () => {
  it("has nearly all of what may be written in a minute, and comes again once that is over", () => {
    const { taken, pass } = clock();
    expect(taken(push, COMMENT)).toEqual([76, 65 * SECOND]);
    pass(65 * SECOND);
    expect(taken(push, COMMENT)[0]).toBe(76);
  });

  it("has nearly all of what may be written in an hour", () => {
    const { taken, pass } = clock();
    let all = 0;
    for (let minute = 0; minute < 8; minute++) {
      all += taken(push, COMMENT)[0];
      pass(65 * SECOND);
    }
    expect(all).toBe(475);
    const [, wait] = taken(push, COMMENT);
    expect(wait).toBe(HOUR + 5 * SECOND - 8 * 65 * SECOND);
  });

  it.each([
    ["REST", CHECK, 171],
    ["GraphQL", QUERY, 1_900],
  ])("has nearly all points of %s", (_name, cost, most) => {
    expect(clock().taken(push, cost)).toEqual([most, 65 * SECOND]);
  });

  it("has what a sweep leaves, however much that asks for", () => {
    const { taken } = clock();
    expect(taken(swept, COMMENT)[0]).toBe(20);
    expect(taken(swept, CHECK)[0]).toBe(88);
    expect(taken(push, COMMENT)[0]).toBe(56);
    const other = clock();
    expect(other.taken(swept, QUERY)[0]).toBe(1_200);
    expect(other.taken(push, QUERY)[0]).toBe(700);
  });

  it("is counted for its own installation alone", () => {
    const { taken, pacing } = clock();
    expect(taken(push, COMMENT)[0]).toBe(76);
    expect(pacing.take(2, push(1), COMMENT)).toBe(0);
  });
});

describe("what takes a merge back", () => {
  it("waits for nothing, whatever was spent", () => {
    const { pacing, taken } = clock();
    taken(push, QUERY);
    expect(pacing.take(1, push(1), QUERY)).toBeGreaterThan(0);
    expect(pacing.take(1, push(1), TAKE_BACK)).toBe(0);
    expect(pacing.take(1, urgent, QUERY)).toBe(0);
  });

  it("is begun whatever sweeps have asked for, and however little is left of the hour", () => {
    const { pacing, now } = clock();
    for (let n = 0; n < 100; n++) pacing.begin(1, swept(n));
    pacing.heard(1, { resource: "graphql", limit: 5_000, remaining: 1, resetAt: now() + HOUR });
    expect(pacing.begin(1, urgent)).toBe(0);
    expect(pacing.begin(1, push(1))).toBe(0);
  });
});

describe("a sweep", () => {
  it("writes twenty at once, and then one in twelve seconds, each when it is its turn", () => {
    const { pacing, taken, pass } = clock();
    expect(taken(swept, COMMENT)).toEqual([20, 12 * SECOND]);
    expect(pacing.take(1, swept(21), COMMENT)).toBe(24 * SECOND);
    expect(pacing.take(1, swept(20), COMMENT)).toBe(12 * SECOND);
    pass(12 * SECOND);
    expect(pacing.take(1, swept(22), COMMENT)).toBeGreaterThan(0);
    expect(pacing.take(1, swept(20), COMMENT)).toBe(0);
  });

  it("writes the less the more people have written", () => {
    const { pacing, taken, pass } = clock();
    for (let minute = 0; minute < 4; minute++) {
      taken(push, COMMENT, 70);
      pass(65 * SECOND);
    }
    // 500 - 280 - 50 are left of the hour.
    for (let n = 0; n < 20; n++) pacing.take(1, swept(n), COMMENT);
    expect(pacing.take(1, swept(20), COMMENT)).toBeCloseTo(HOUR / 170, -1);
  });

  it("begins a run in as many seconds as the points of the minute and of the hour allow", () => {
    const { pacing, now } = clock();
    for (let n = 0; n < 20; n++) expect(pacing.begin(1, swept(n))).toBe(0);
    expect(pacing.begin(1, swept(20))).toBe((HOUR * 3) / 3_750);
    pacing.heard(1, { resource: "graphql", limit: 15_000, remaining: 15_000, resetAt: now() + HOUR });
    const wait = pacing.begin(1, swept(21)) - pacing.begin(1, swept(20));
    expect(wait).toBeCloseTo((MINUTE * 15) / 540);
  });

  it("leaves a quarter of the hour to people, and goes on in the next, one after the other", () => {
    const { pacing, now, pass } = clock();
    const resetAt = now() + 20 * MINUTE;
    pacing.heard(1, { resource: "core", limit: 5_000, remaining: 1_249, resetAt });
    expect(pacing.begin(1, swept(1))).toBe(20 * MINUTE);
    expect(pacing.begin(1, swept(2))).toBe(20 * MINUTE + 2_880);
    pass(20 * MINUTE);
    expect(pacing.begin(1, swept(1))).toBe(0);
  });
});

describe("a pause that GitHub asks for", () => {
  it("is kept for each installation, the longest counting, and never too long", () => {
    const { pacing, now, pass } = clock();
    const left = (installation: number) => pacing.begin(installation, urgent);
    expect(left(1)).toBe(0);
    pacing.refused(1, now() + 30_000);
    pacing.refused(1, now() + 10_000);
    expect([left(1), left(2)]).toEqual([30_000, 0]);
    pass(30_000);
    expect(left(1)).toBe(0);
    pacing.refused(3, now() + 10 ** 12);
    expect(left(3)).toBe(65 * MINUTE);
    pacing.refused(4, null);
    expect(left(4)).toBe(60_000);
  });

  it("holds commands for as long as GitHub asks, and sweeps for twice as long each time it refuses again", () => {
    const { pacing, now, pass } = clock();
    const waits: [number, number][] = [];
    for (let time = 0; time < 3; time++) {
      pacing.refused(1, now() + 10 * SECOND);
      // What was under way is refused as well, and counts once.
      pacing.refused(1, now() + 10 * SECOND);
      waits.push([pacing.begin(1, push(1)), pacing.begin(1, swept(1))]);
      pass(10 * SECOND);
    }
    expect(waits.map(([people]) => people)).toEqual([10 * SECOND, 10 * SECOND, 10 * SECOND]);
    expect(waits.map(([, sweep]) => sweep)).toEqual([2 * MINUTE, 4 * MINUTE, 8 * MINUTE]);
  });

  it("is twice as long for all where GitHub gives no time, and short again after a while without", () => {
    const { pacing, pass } = clock();
    const waits = [0, 0, 30 * MINUTE].map((quiet) => {
      pass(quiet);
      pacing.refused(1, null);
      const wait = pacing.begin(1, push(1));
      pass(wait);
      return wait;
    });
    expect(waits).toEqual([MINUTE, 2 * MINUTE, MINUTE]);
  });
});

describe("turns", () => {
  it("are lost to who does not come, and nobody goes before those who wait", () => {
    const queue = turns(1);
    expect(queue.take("a", 0, 10)).toBe(0);
    expect(queue.take("b", 0, 10)).toBe(10);
    expect(queue.take("c", 30, 10)).toBe(10);
    expect(queue.take("b", 30, 10)).toBe(0);
    expect(queue.take("c", 40 + 10 * MINUTE, 10)).toBe(0);
    expect(queue.giveBack("d", 50 + 10 * MINUTE, 5, 10)).toBeGreaterThanOrEqual(5);
  });
});

describe("what a request counts as", () => {
  const repo = "/repos/{owner}/{repo}";
  it.each([
    ["POST", `${repo}/issues/{issue_number}/comments`, true],
    ["POST", "/repos/NixOS/nixpkgs/issues/7/comments", true],
    ["POST", `${repo}/pulls/{pull_number}/reviews`, true],
    ["POST", `${repo}/pulls/{pull_number}/reviews/{review_id}/events`, true],
    ["POST", `${repo}/pulls/{pull_number}/comments`, true],
    ["POST", `${repo}/pulls/{pull_number}/comments/{comment_id}/replies`, true],
    ["PUT", `${repo}/pulls/{pull_number}/merge`, true],
    ["POST", `${repo}/check-runs`, false],
    ["POST", `${repo}/issues/{issue_number}/labels`, false],
    ["POST", `${repo}/issues/comments/{comment_id}/reactions`, false],
    ["PUT", `${repo}/pulls/{pull_number}/reviews/{review_id}/dismissals`, false],
    ["PATCH", `${repo}/pulls/comments/{comment_id}`, false],
  ])("%s %s: five points, content: %s", (method, url, isContent) => {
    expect(requestCost({ method, url })).toEqual({
      resource: "core",
      points: 5,
      isContent,
      takesBack: false,
    });
  });

  it("a reading is one point, and signing in counts for no installation", () => {
    expect(requestCost({ method: "GET", url: `${repo}/issues/{issue_number}/comments` })).toEqual({
      ...CHECK,
      points: 1,
    });
    expect(requestCost({ method: "POST", url: "/app/installations/1/access_tokens" })).toBeNull();
    expect(requestCost({ method: "GET", url: "https://ghe.example/api/v3/app" })).toBeNull();
    expect(requestCost({ method: "GET", url: "/repos/app/app" })?.points).toBe(1);
  });

  it.each([
    ["query { addComment }", { points: 1, isContent: false, takesBack: false }],
    ["mutation X { addComment(input: $a) { clientMutationId } }", { points: 5, isContent: true }],
    ["mutation X { addPullRequestReview(input: $a) { id } }", { points: 5, isContent: true }],
    ["mutation X { addPullRequestReviewThreadReply(input: $a) { id } }", { points: 5, isContent: true }],
    ["\nmutation Merge($id: ID!) { mergePullRequest(input: $a) { id } }", { points: 5, isContent: true }],
    ["mutation X { addReaction(input: $a) { id } }", { points: 5, isContent: false, takesBack: false }],
    ["mutation X { resolveReviewThread(input: $a) { id } }", { points: 5, isContent: false }],
    ["mutation X { disablePullRequestAutoMerge(input: $a) { id } }", { isContent: false, takesBack: true }],
    ["mutation X { dequeuePullRequest(input: $a) { id } }", { isContent: false, takesBack: true }],
  ])("%s", (query, expected) => {
    expect(requestCost({ method: "POST", url: "/graphql", query })).toMatchObject({
      resource: "graphql",
      ...expected,
    });
  });
});
