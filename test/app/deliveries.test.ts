import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jobKey, readJob } from "../../src/app/jobs/jobs.ts";
import { EVENTS, jobsOf } from "../../src/app/server/deliveries.ts";
import { isRecord, listAt, textAt } from "../../src/github/payload.ts";
import * as github from "./payloads.ts";
import { ALICE, BASE, BOT, HEAD, SELF } from "./payloads.ts";

const OTHER_APP = 99;

function reaction(name: string, payload: unknown) {
  return jobsOf({ id: "1", name, payload }, SELF);
}

function keys(name: string, payload: unknown): string[] {
  return reaction(name, payload).jobs.map(({ key }) => key);
}

function data(name: string, payload: unknown): unknown[] {
  return reaction(name, payload).jobs.map((job) => job.data);
}

const PULL_REQUEST = ["review:NixOS/nixpkgs#7"];

describe("pull requests", () => {
  it.each([
    "opened",
    "reopened",
    "synchronize",
    "ready_for_review",
    "converted_to_draft",
    "closed",
    "dequeued",
    "auto_merge_disabled",
  ])("are reviewed again when %s", (action) => {
    expect(data("pull_request", github.pullRequest(action))).toEqual([
      { kind: "review", installation: 3, owner: "NixOS", repo: "nixpkgs", number: 7 },
    ]);
  });

  it("are reviewed again when their base, title or description is edited", () => {
    const edited = (changes: object) => keys("pull_request", github.pullRequest("edited", { changes }));
    expect(edited({ base: { ref: { from: "staging" } } })).toEqual(PULL_REQUEST);
    expect(edited({ title: { from: "x" } })).toEqual(PULL_REQUEST);
    expect(edited({ body: { from: "x" } })).toEqual(PULL_REQUEST);
    expect(edited({})).toEqual([]);
  });

  it.each(["labeled", "unlabeled", "assigned", "review_requested", "locked", "enqueued"])(
    "are left alone when %s",
    (action) => expect(keys("pull_request", github.pullRequest(action))).toEqual([]),
  );

  it("come with a hint of how new the state is that GitHub told of", () => {
    const told = { updatedAt: "2026-01-02T03:04:05Z", head: HEAD };
    expect(reaction("pull_request", github.pullRequest("converted_to_draft")).hints).toEqual([
      { key: "review:NixOS/nixpkgs#7", ...told },
    ]);
    expect(reaction("issue_comment", github.comment("created", "@by-name-bot help")).hints).toMatchObject([
      { head: null },
    ]);
  });

  it.each(["opened", "reopened", "synchronize"])("say by when the head was pushed when %s", (action) => {
    const told = { updatedAt: "2026-01-02T03:04:05Z", head: HEAD };
    expect(reaction("pull_request", github.pullRequest(action)).hints).toEqual([
      { key: "review:NixOS/nixpkgs#7", ...told },
      { key: "pushed:NixOS/nixpkgs#7", ...told },
    ]);
  });

  it("lead to a job without a hint where the time makes no sense", () => {
    const pull_request = { number: 7, updated_at: "soon", head: { sha: HEAD } };
    const { jobs, hints } = reaction("pull_request", github.pullRequest("opened", { pull_request }));
    expect(jobs).toHaveLength(1);
    expect(hints).toEqual([]);
  });
});

describe("reviews and comments", () => {
  it.each(["submitted", "edited", "dismissed"])("a review that is %s counts", (action) =>
    expect(keys("pull_request_review", github.review(action))).toEqual(PULL_REQUEST),
  );

  it.each(["created", "edited", "deleted"])("a comment that names the bot counts when %s", (action) => {
    expect(keys("issue_comment", github.comment(action, "please:\n@By-Name-Bot help"))).toEqual(PULL_REQUEST);
    expect(keys("issue_comment", github.comment(action, "thanks!"))).toEqual([]);
  });

  it.each(["created", "edited"])("a comment on a line that names the bot counts when %s", (action) => {
    const name = "pull_request_review_comment";
    expect(keys(name, github.reviewComment(action, "@By-Name-Bot help"))).toEqual(PULL_REQUEST);
    expect(keys(name, github.reviewComment(action, "thanks!"))).toEqual([]);
  });

  it("a comment on a line that is deleted does not, nor does one of the bot's own, nor what the bot does", () => {
    const name = "pull_request_review_comment";
    const body = "@by-name-bot help";
    expect(keys(name, github.reviewComment("deleted", body))).toEqual([]);
    expect(keys(name, github.reviewComment("created", body, { sender: github.BOT }))).toEqual([]);
    const comment = { id: 1, body, user: github.BOT };
    expect(keys(name, github.reviewComment("edited", body, { comment }))).toEqual([]);
  });

  it("a comment on an issue does not", () => {
    const issue = { number: 7, updated_at: "2026-01-02T03:04:05Z" };
    expect(keys("issue_comment", github.comment("created", "@by-name-bot help", { issue }))).toEqual([]);
    // There is one command that is heard there.
    const heard = keys("issue_comment", github.comment("created", "@by-name-bot init", { issue }));
    expect(heard).toEqual([expect.stringMatching(/^issue-comment:NixOS\/nixpkgs#\d+ \d+$/)]);
    expect(keys("issue_comment", github.comment("deleted", "@by-name-bot init", { issue }))).toEqual([]);
  });
});

describe("what the bot does itself", () => {
  it("leads to no job", () => {
    const sender = BOT;
    expect(keys("pull_request", github.pullRequest("converted_to_draft", { sender }))).toEqual([]);
    expect(keys("pull_request_review", github.review("submitted", { sender }))).toEqual([]);
    expect(keys("issue_comment", github.comment("created", "@by-name-bot help", { sender }))).toEqual([]);
    expect(keys("check_run", github.checkRun("completed", SELF.appId))).toEqual([]);
    expect(keys("check_suite", github.checkSuite("completed", SELF.appId))).toEqual([]);
  });

  it("leads to none either when somebody else edits its comment or dismisses its review", () => {
    const review = { user: BOT, state: "dismissed" };
    const comment = { id: 1, body: "@by-name-bot help", user: BOT };
    expect(keys("pull_request_review", github.review("dismissed", { review }))).toEqual([]);
    expect(keys("issue_comment", github.comment("edited", "", { comment }))).toEqual([]);
  });

  it("still ends what waits, and changes the base, when it is a merge", () => {
    expect(keys("pull_request", github.pullRequest("closed", { sender: BOT }))).toEqual(PULL_REQUEST);
    expect(keys("push", github.push([".github/by-name.yml"], { sender: BOT }))).toHaveLength(1);
  });

  it("is not mixed up with a person of the App's name", () => {
    const sender = { login: "by-name-bot", type: "User" };
    expect(keys("pull_request", github.pullRequest("opened", { sender }))).toEqual(PULL_REQUEST);
  });
});

describe("checks", () => {
  it.each(["rerequested", "requested_action"])("of ours are made again when %s", (action) => {
    const pulls = [github.listed(7), github.listed(8, 6)];
    expect(keys("check_run", github.checkRun(action, SELF.appId, pulls))).toEqual(PULL_REQUEST);
  });

  it("of ours on a fork's commit are looked up by the commit", () => {
    const jobs = [{ kind: "find-pull-request", headSha: HEAD, among: "open" }];
    expect(data("check_run", github.checkRun("rerequested", SELF.appId))).toMatchObject(jobs);
    expect(data("check_suite", github.checkSuite("rerequested", SELF.appId))).toMatchObject(jobs);
  });

  it("of others that are done may end somebody's waiting", () => {
    const jobs = [{ kind: "find-pull-request", headSha: HEAD, among: "waiting" }];
    expect(data("check_suite", github.checkSuite("completed", OTHER_APP))).toMatchObject(jobs);
    expect(data("status", github.status("success"))).toMatchObject(jobs);
    expect(data("status", github.status("failure"))).toMatchObject(jobs);
  });

  it("of others that begin, or are made again, are none of our business", () => {
    expect(keys("status", github.status("pending"))).toEqual([]);
    expect(keys("check_suite", github.checkSuite("rerequested", OTHER_APP))).toEqual([]);
    expect(keys("check_suite", github.checkSuite("requested", SELF.appId))).toEqual([]);
    expect(keys("check_run", github.checkRun("rerequested", OTHER_APP))).toEqual([]);
    expect(keys("check_run", github.checkRun("completed", OTHER_APP))).toEqual([]);
  });

  it("are made for a merge queue, also when it was the bot that enqueued", () => {
    expect(reaction("merge_group", github.mergeGroup("checks_requested")).jobs).toMatchInlineSnapshot(`
      [
        {
          "data": {
            "baseRef": "refs/heads/master",
            "baseSha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "headRef": "refs/heads/gh-readonly-queue/master/pr-7-abc",
            "headSha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "installation": 3,
            "kind": "merge-group",
            "owner": "NixOS",
            "repo": "nixpkgs",
          },
          "key": "merge-group:NixOS/nixpkgs@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "priority": "normal",
        },
      ]
    `);
    expect(keys("merge_group", github.mergeGroup("destroyed"))).toEqual([]);
  });
});

describe("pushes", () => {
  const paths = (payload: unknown) =>
    data("push", payload).map((job) => (isRecord(job) ? job.paths : undefined));

  it("to a branch matter where they touch the configuration, or what may hold overrides", () => {
    const touched = [".github/by-name.yml", "pkgs/top-level/all-packages.nix", "README.md"];
    expect(reaction("push", github.push(touched)).jobs).toMatchInlineSnapshot(`
      [
        {
          "data": {
            "after": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "before": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "branch": "master",
            "installation": 3,
            "kind": "push",
            "owner": "NixOS",
            "paths": [
              ".github/by-name.yml",
              "pkgs/top-level/all-packages.nix",
            ],
            "repo": "nixpkgs",
          },
          "key": "push:NixOS/nixpkgs master@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "priority": "normal",
        },
      ]
    `);
    expect(paths(github.push(["pkgs/by-name/he/hello/package.nix", "README.md"]))).toEqual([]);
  });

  it("tell what comes to a place where packages are looked for, or goes from it", () => {
    const commits = [
      { added: ["pkgs/by-name/he/hello/package.nix", "doc/a"], modified: [], removed: ["packages/x/y.sh"] },
      { added: [], modified: ["packages/z/package.nix"], removed: ["tools/package.nix"] },
    ];
    expect(paths(github.push([], { commits }))).toEqual([
      ["pkgs/by-name/he/hello/package.nix", "packages/x/y.sh"],
    ]);
  });

  it("tell of files that were added and removed, too", () => {
    const commits = [
      { added: ["a.nix"], modified: [], removed: ["b.nix"] },
      { added: [], modified: ["a.nix"], removed: [] },
    ];
    expect(paths(github.push([], { commits }))).toEqual([["a.nix", "b.nix"]]);
  });

  it("may have touched anything where GitHub does not list it all", () => {
    const commit = { added: [], modified: ["README.md"], removed: [] };
    const many = Array.from({ length: 3000 }, (_, index) => `doc/${index}.md`);
    const unknown = [
      github.push([], { commits: Array(2048).fill(commit) }),
      github.push([], { commits: [] }),
      github.push(["README.md"], { forced: true }),
      github.push(many),
      github.push(["\ud800.nix"]),
      github.push(Array.from({ length: 101 }, (_, index) => `${index}.nix`)),
    ];
    for (const payload of unknown) expect(paths(payload)).toEqual([null]);
  });

  it("are no matter where no pull request can have gone to", () => {
    const file = [".github/by-name.yml"];
    expect(keys("push", github.push(file, { ref: "refs/tags/24.11" }))).toEqual([]);
    expect(keys("push", github.push(file, { ref: "refs/heads/gh-readonly-queue/master/pr-1" }))).toEqual([]);
    expect(keys("push", github.push(file, { deleted: true }))).toEqual([]);
    expect(keys("push", github.push(file, { created: true }))).toEqual([]);
  });
});

describe("installations", () => {
  it.each(["created", "unsuspend", "new_permissions_accepted"])("are swept when %s", (action) =>
    expect(data("installation", github.installation(action))).toEqual([
      { kind: "sweep-installation", installation: 3, cursor: null },
    ]),
  );

  it.each(["deleted", "suspend"])("are left alone when %s", (action) =>
    expect(keys("installation", github.installation(action))).toEqual([]),
  );

  it("sweep the repositories that are added to them, or all where there are very many", () => {
    expect(keys("installation_repositories", github.repositoriesAdded(["a/b", "a/c"]))).toEqual([
      "sweep:a/b *",
      "sweep:a/c *",
    ]);
    const many = Array.from({ length: 101 }, (_, index) => `a/r${index}`);
    expect(keys("installation_repositories", github.repositoriesAdded(many))).toEqual([
      "sweep-installation:3",
    ]);
  });
});

describe("payloads of any kind", () => {
  const VERSIONS = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"];

  it("that GitHub publishes as examples lead to these jobs", () => {
    const seen = new Set<string>();
    for (const version of VERSIONS) {
      for (const [name, example] of examples(version)) {
        const whole = isRecord(example) ? { ...example, installation: { id: 3 } } : example;
        // The examples' checks are those of App 29310.
        const { jobs } = jobsOf({ id: "1", name, payload: whole }, { ...SELF, appId: 29310 });
        const kinds = new Set(jobs.map((job) => textAt(job.data, "kind")));
        const action = textAt(example, "action");
        seen.add(`${name}${action === "" ? "" : `.${action}`}: ${[...kinds].join(" ") || "-"}`);
      }
    }
    const listened = [...seen].filter((line) => EVENTS.includes(line.split(/[.:]/)[0] ?? ""));
    expect([...seen].filter((line) => !line.endsWith(": -") && !listened.includes(line))).toEqual([]);
    expect(listened.sort().join("\n")).toMatchInlineSnapshot(`
      "check_run.completed: -
      check_run.created: -
      check_run.requested_action: -
      check_run.rerequested: -
      check_suite.completed: -
      check_suite.completed: find-pull-request
      check_suite.requested: -
      check_suite.rerequested: -
      check_suite.rerequested: review
      installation.created: sweep-installation
      installation.deleted: -
      installation.new_permissions_accepted: sweep-installation
      installation.suspend: -
      installation.unsuspend: sweep-installation
      installation_repositories.added: sweep-repository
      installation_repositories.removed: -
      issue_comment.created: -
      issue_comment.deleted: -
      issue_comment.edited: -
      merge_group.checks_requested: merge-group
      pull_request.assigned: -
      pull_request.closed: review
      pull_request.converted_to_draft: review
      pull_request.labeled: -
      pull_request.locked: -
      pull_request.opened: review
      pull_request.ready_for_review: review
      pull_request.reopened: review
      pull_request.review_request_removed: -
      pull_request.review_requested: -
      pull_request.synchronize: review
      pull_request.unassigned: -
      pull_request.unlabeled: -
      pull_request.unlocked: -
      pull_request_review.dismissed: review
      pull_request_review.submitted: review
      pull_request_review_comment.created: -
      pull_request_review_comment.deleted: -
      pull_request_review_comment.edited: -
      push: -
      status: find-pull-request"
    `);
  });

  it("never make it throw, and lead to jobs that can be stored and read back", () => {
    // Mutations of what GitHub sends get further than plain noise.
    const sent = [
      ...[
        github.pullRequest("opened"),
        github.review("submitted"),
        github.comment("created", "@by-name-bot x"),
      ],
      ...[github.checkRun("rerequested", 17, [github.listed(1)]), github.checkSuite("completed", 1)],
      ...[github.status("success"), github.mergeGroup("checks_requested"), github.push(["a.nix"])],
      ...[github.installation("created"), github.repositoriesAdded(["a/b"])],
    ];
    const mutated = fc
      .tuple(
        fc.constantFrom(...sent),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.jsonValue(),
      )
      .map(([payload, dice, other]) => mutate(payload, dice, other));
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS, "ping"), fc.oneof(fc.jsonValue(), mutated), (name, payload) => {
        for (const job of reaction(name, payload).jobs) {
          const read = readJob(JSON.parse(JSON.stringify(job.data)));
          expect(read).toEqual(job.data);
          expect(read === null ? "" : jobKey(read)).toBe(job.key);
          expect(job.key.length).toBeLessThanOrEqual(500);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("cannot name a place outside of GitHub's own names", () => {
    const named = (name: string) =>
      keys("pull_request", github.pullRequest("opened", { repository: { name, owner: ALICE } }));
    expect(named("nixpkgs")).toHaveLength(1);
    for (const name of ["..", ".", "a/b", "a b", "", "a\n", "x".repeat(101), "é"])
      expect(named(name)).toEqual([]);
  });
});

describe("keys", () => {
  const repository = { installation: 3, owner: "o".repeat(39), repo: "r".repeat(100) };
  const base = "b".repeat(244);

  it("tell apart what needs runs of its own", () => {
    const jobs = [
      { kind: "sweep-repository", ...repository, base: null, cursor: null, why: "" },
      { kind: "sweep-repository", ...repository, base, cursor: null, why: "" },
      { kind: "sweep-repository", ...repository, base, cursor: "c".repeat(100), why: "" },
      { kind: "find-pull-request", ...repository, headSha: HEAD, among: "open" },
      { kind: "find-pull-request", ...repository, headSha: HEAD, among: "waiting" },
      { kind: "push", ...repository, branch: base, before: BASE, after: HEAD, paths: null },
      { kind: "push", ...repository, branch: base, before: HEAD, after: BASE, paths: null },
      { kind: "sweep-installation", installation: 3, cursor: null },
      { kind: "sweep-installation", installation: 3, cursor: "2" },
    ].map((job) => readJob(job));
    const all = jobs.map((job) => (job === null ? "" : jobKey(job)));
    expect(new Set(all).size).toBe(jobs.length);
    for (const key of all) expect(key.length).toBeLessThanOrEqual(500);
  });
});

function* examples(version: string): Generator<[string, unknown]> {
  const file = new URL(
    `../../node_modules/@octokit/webhooks-examples/${version}/index.json`,
    import.meta.url,
  );
  const definitions: unknown = JSON.parse(readFileSync(file, "utf8"));
  for (const definition of Array.isArray(definitions) ? definitions : []) {
    for (const example of listAt(definition, "examples")) yield [textAt(definition, "name"), example];
  }
}

/** The value with some of what is in it gone or replaced, a few at a time. */
function mutate(value: unknown, dice: Iterator<number>, other: unknown): unknown {
  const roll = dice.next().value ?? 1;
  if (roll < 0.03) return other;
  if (Array.isArray(value)) return value.map((item) => mutate(item, dice, other));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(() => (dice.next().value ?? 1) > 0.03);
  return Object.fromEntries(kept.map(([key, item]) => [key, mutate(item, dice, other)]));
}
