import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openStage } from "simulated-github";
import { describe, expect, it } from "vitest";
import { type Exchange, type Recording, replayingFetch } from "../../../scripts/record/exchange.ts";
import { askAll, asking } from "../../../scripts/record/questions.ts";
import { scrubbed } from "../../../scripts/record/scrub.ts";

const FOLDER = new URL("./recordings/", import.meta.url);
const recorded = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];

function read(file: string | URL): Recording {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What the bot makes of a recording, as of GitHub itself. */
async function expectUnderstood(recording: Recording) {
  const { owner, repo, number } = recording;
  const octokit = asking("https://api.github.com", "none", replayingFetch(recording));
  const { pull, page, roots, hunks, fork, missing } = await askAll(octokit, { owner, repo }, number);
  expect(pull.number).toBe(number);
  for (const id of [pull.head, fork, ...roots]) expect(id).toMatch(/^[0-9a-f]{40}$/);
  expect(hunks.size).toBe(Math.min(pull.changedFiles, 100));
  for (const { path } of pull.files) expect(hunks.has(path)).toBe(true);
  for (const open of page.pullRequests) expect(open.head).toMatch(/^[0-9a-f]{40}$/);
  expect(missing).toMatchObject({ kind: "gone", status: 404 });
}

// Where somebody has recorded anything.
it.each(recorded)("what GitHub really answered, in %s, is understood", (file) =>
  expectUnderstood(read(new URL(file, FOLDER))),
);

it.each(recorded)("what GitHub really answered, in %s, holds no address of anybody", (file) => {
  const text = readFileSync(new URL(file, FOLDER), "utf8");
  expect(text.replaceAll("somebody@example.org", "")).not.toMatch(/[\w.]@[\w-]+\.\w/);
});

it("what GitHub answers is recorded by the script, scrubbed, and read again", async () => {
  const permissions = {
    metadata: "read",
    checks: "write",
    pull_requests: "write",
    contents: "read",
  } as const;
  const stage = await openStage({ slug: "recorder", owner: "by-name", permissions, events: [] });
  const directory = mkdtempSync(join(tmpdir(), "by-name-record-"));
  try {
    const repository = await stage.repository("NixOS/nixpkgs", { ".github/by-name.yml": "{}\n" });
    const { number } = await stage.world.as("alice").opensPullRequest(repository, {
      title: "A title of mine",
      body: "Ask alice@example.com",
      files: { "README.md": "text\n" },
    });
    const { id } = stage.installation("NixOS");
    const { token } = stage.github.tokens.issue(id, { permissions: null, repositoryIds: null });
    const out = join(directory, "recording.json");
    const env = { PATH: process.env.PATH, GITHUB_TOKEN: token, GITHUB_API_URL: stage.github.url };
    const script = fileURLToPath(new URL("../../../scripts/record.ts", import.meta.url));
    await promisify(execFile)(process.execPath, [script, `NixOS/nixpkgs#${number}`, "--out", out], { env });
    const text = readFileSync(out, "utf8");
    for (const secret of ["A title of mine", "alice@example.com", token]) expect(text).not.toContain(secret);
    const recording = read(out);
    expect(recording.exchanges.map(({ request }) => request.method)).toContain("GET");
    await expectUnderstood(recording);
  } finally {
    rmSync(directory, { recursive: true });
    await stage.close();
  }
});

describe("a recording", () => {
  const exchange = (body: unknown): Exchange => ({
    request: { method: "GET", path: "/x", body: "" },
    answer: { status: 200, headers: {}, body },
  });
  const scrub = (body: unknown) => scrubbed([exchange(body)], ["hunter2hunter2"])[0]?.answer.body;

  it("holds no token, address or name of a person, and nothing that they wrote", () => {
    expect(
      scrub({
        text: `ghs_${"a".repeat(36)} hunter2hunter2 <ada@lovelace.example>`,
        author: { name: "Ada Lovelace", email: "ada@lovelace.example", date: "2026-01-01T00:00:00Z" },
        user: { login: "ada", name: "Ada Lovelace" },
        nodes: [{ body: "Grüße,\n@ada: 12", path: "a.nix" }],
        commit: { message: "foo: init\n", tree: { sha: "0a" } },
        error: { message: "Not Found", documentation_url: "https://docs.github.com" },
      }),
    ).toEqual({
      text: "*** *** <somebody@example.org>",
      author: { name: "Somebody", email: "somebody@example.org", date: "2026-01-01T00:00:00Z" },
      user: { login: "ada", name: "Somebody" },
      nodes: [{ body: "xxxxx,\nxxxx: xx", path: "a.nix" }],
      commit: { message: "xxx: xxxx\n", tree: { sha: "0a" } },
      error: { message: "Not Found", documentation_url: "https://docs.github.com" },
    });
  });

  it("says so where it does not hold what is asked by now", async () => {
    const by = replayingFetch({ owner: "a", repo: "b", number: 1, exchanges: [exchange({})] });
    expect((await by("https://api.github.com/x")).status).toBe(200);
    await expect(by("https://api.github.com/y")).rejects.toThrow("Nothing is recorded for GET /y");
  });
});
