import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStage } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../src/cli/failure.ts";
import type { SweepOptions } from "../../src/cli/nur-command.ts";
import { nurSweep } from "../../src/cli/nur-sweep.ts";
import { GitHubFailure } from "../../src/github/failure.ts";
import { sweepRegistry } from "../../src/github/registry-sweep.ts";
import { type GeneratedEntry, generatedEntries, registryText } from "../packages/registry/generated.ts";
import { runCli } from "./run.ts";

const DAY = 24 * 60 * 60 * 1000;
let time = Date.now() - 100 * DAY;
let stage: Awaited<ReturnType<typeof openStage>>;
const directory = mkdtempSync(join(tmpdir(), "nur-sweep-"));
const file = join(directory, "repos.json");

beforeAll(async () => {
  stage = await openStage(
    {
      slug: "by-name-bot",
      owner: "by-name",
      permissions: { metadata: "read", contents: "read" },
      events: [],
    },
    { world: { clock: () => time } },
  );
  await stage.repository("nix-community/NUR", { "README.md": "" });
});
beforeEach(() => {
  time = Date.now() - 100 * DAY;
  rmSync(`${file}.lock`, { force: true });
});
afterAll(async () => {
  await stage.close();
  rmSync(directory, { recursive: true });
});

/** A token of now: they expire. */
function freshToken(): string {
  const { id } = stage.installation("nix-community");
  return stage.github.tokens.issue(id, { permissions: null, repositoryIds: null }).token;
}

/** A repository whose head was committed so many days ago; returns the commits. */
async function repository(name: string, ...daysAgo: number[]): Promise<string[]> {
  const made = await stage.world.repository(name, { files: { "default.nix": "0" } });
  const commits: string[] = [];
  for (const [i, days] of daysAgo.entries()) {
    time = Date.now() - days * DAY;
    await made.commit({ branch: "main", files: { "default.nix": `${i + 1}` }, message: "Change" });
    commits.push(made.head("main") ?? "");
  }
  return commits;
}

const entry = (owner: string, name = "nur", fields: GeneratedEntry = {}): GeneratedEntry => ({
  "github-contact": owner,
  url: `https://github.com/${owner}/${name}`,
  ...fields,
});

async function sweep(
  entries: Record<string, GeneratedEntry>,
  lock: Record<string, string> | null,
  format: SweepOptions["format"] = "text",
): Promise<{ status: number; out: string; err: string }> {
  writeFileSync(file, registryText("canonical", { entries }));
  if (lock !== null) {
    const locked = Object.fromEntries(
      Object.entries(lock).map(([name, rev]) => [name, { rev, sha256: "x" }]),
    );
    writeFileSync(`${file}.lock`, JSON.stringify(locked));
  }
  const said = { out: "", err: "" };
  const output = {
    out(text: string) {
      said.out += text;
    },
    err(text: string) {
      said.err += text;
    },
  };
  const environment = { token: freshToken(), api: stage.github.url, pauseMs: 0 };
  return { status: await nurSweep(file, { format, lock: undefined }, environment, output), ...said };
}

describe("the sweep of a registry", () => {
  it("finds what is gone, archived, empty, never locked, behind and there twice, and contacts that are gone", async () => {
    const [good = ""] = await repository("good/nur", 50);
    await repository("fresh/nur", 1);
    const [old = ""] = await repository("stuck/nur", 60, 20);
    const [behind = ""] = await repository("busy/nur", 60, 1);
    const [recent = ""] = await repository("waiting/nur", 10, 1);
    await repository("branching/nur", 50);
    const [lost = ""] = await repository("lost/nur", 50);
    await stage.world.repository("old/nur", { archived: true, files: { a: "" } });
    stage.world.user("nobodys");
    const entries = {
      branching: entry("branching", "nur", { branch: "nope" }),
      busy: entry("busy"),
      contact: entry("good", "nur", { "github-contact": "vanished" }),
      fresh: entry("fresh"),
      gone: entry("nobodys"),
      good: entry("good", "nur"),
      lost: entry("lost"),
      old: entry("old"),
      strange: entry("x y", "nur", { url: "https://codeberg.org/x/nur", "github-contact": "not a login" }),
      stuck: entry("stuck"),
      waiting: entry("waiting"),
    };
    const locked = {
      contact: good,
      good,
      busy: behind,
      stuck: old,
      waiting: recent,
      lost: lost.replace(/^./, (first) => (first === "0" ? "1" : "0")),
      old: "0".repeat(40),
    };
    const { status, out, err } = await sweep(entries, locked);
    expect(status).toBe(1);
    expect(err).toBe("by-name-bot: 11 of 11 entries\n");
    const day = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
    expect(out.split("\n")).toEqual([
      "Gone (1)",
      "  gone: the repository does not exist, or is private",
      "",
      "Archived (1)",
      "  old: the repository is archived",
      "",
      "Empty (1)",
      "  branching: the branch has no commit",
      "",
      "Never locked (1)",
      "  fresh: it was never locked, so it is not in NUR",
      "",
      "Lock far behind (4)",
      `  busy: what is locked is of ${day(60)}, and the newest commit of ${day(1)}`,
      "  lost: the commit that is locked, 000000000000, is gone from the repository".replace(
        "000000000000",
        locked.lost.slice(0, 12),
      ),
      "  old: the commit that is locked, 000000000000, is gone from the repository",
      `  stuck: what is locked is of ${day(60)}, and the newest commit of ${day(20)}`,
      "",
      "Duplicates (1)",
      "  good: contact names the same repository",
      "",
      "Contact has no account (2)",
      "  contact: there is no account vanished on GitHub",
      "  strange: there is no account not a login on GitHub",
      "",
      "11 entries: 11 findings; 1 repository not checked",
      "",
    ]);
  });

  it("says where nothing is wrong, and looks for no locks where there is no lock file", async () => {
    await repository("fine/nur", 3);
    const { status, out } = await sweep({ fine: entry("fine") }, null);
    expect([status, out]).toEqual([0, "1 entry: nothing is wrong\n"]);
  });

  it("is JSON and Markdown too", async () => {
    stage.world.user("missing");
    const entries = { "a*b": entry("missing") };
    expect(JSON.parse((await sweep(entries, null, "json")).out)).toEqual({
      version: 1,
      entries: 1,
      findings: [{ kind: "gone", entry: "a*b", message: "the repository does not exist, or is private" }],
      notLookedAt: [],
    });
    expect((await sweep(entries, null, "markdown")).out).toBe(
      "## Gone\n\n- [ ] `a*b`: the repository does not exist, or is private\n\n1 entry: 1 finding\n",
    );
  });

  it("asks about a registry like NUR's in few requests", async () => {
    stage.github.requests.clear();
    const { err, out } = await sweep(generatedEntries(), {});
    expect(err.trimEnd().split("\n")).toHaveLength(23);
    expect(out).toContain("563 entries: ");
  }, 60_000);
});

describe("the sweep of GitHub that is not well", () => {
  const client = (fail: (request: number) => void) => {
    let requests = 0;
    const none = async () => {
      throw new Error("not asked");
    };
    return {
      counts: new Map(),
      query: none,
      rest: none,
      queryPartly: async () => {
        requests += 1;
        fail(requests);
        return { data: JSON.parse("{}"), problems: [] };
      },
    };
  };
  const options = (pauses: number[] = []) => ({
    lock: new Map<string, string>(),
    pause: async () => void pauses.push(1),
    progress: () => {},
  });
  const unavailable = (request: number) => {
    if (request === 2) throw new GitHubFailure("unavailable", "no answer");
  };
  const limited = (request: number) => {
    if (request === 2) throw new GitHubFailure("rate-limited", "a pause");
  };
  const entries = async () => {
    const { registryIn } = await import("../../src/packages/registry/registry.ts");
    const { sourceText } = await import("../../src/nix/text.ts");
    const reading = registryIn(sourceText(registryText()));
    return reading.kind === "registry" ? reading.registry.entries : [];
  };

  it("goes on after one that is not answered, and pauses between them", async () => {
    const pauses: number[] = [];
    const { repositories } = await sweepRegistry(client(unavailable), await entries(), options(pauses));
    const kinds = Map.groupBy(repositories.values(), (one) =>
      one.kind === "not-looked-at" ? one.why : one.kind,
    );
    expect(kinds.get("GitHub did not answer in time")?.length).toBeGreaterThan(10);
    expect(repositories.size).toBe(563);
    expect(pauses).toHaveLength(22);
  });

  it("ends where it asks for a pause", async () => {
    await expect(sweepRegistry(client(limited), await entries(), options())).rejects.toThrow("a pause");
  });
});

describe("what the sweep is given", () => {
  it("has to be a registry, a lock file, and a token", async () => {
    writeFileSync(file, "{}");
    const swept = (lock?: string, given: string | undefined = freshToken()) =>
      nurSweep(
        file,
        { format: "text", lock },
        { token: given, api: stage.github.url },
        { out() {}, err() {} },
      );
    await expect(swept()).rejects.toThrow('repos.json cannot be read as a registry: it has no key "repos"');
    writeFileSync(file, registryText());
    await expect(swept(`${file}.nope`)).rejects.toThrow("repos.json.nope cannot be read: ");
    writeFileSync(`${file}.lock`, "[]");
    await expect(swept()).rejects.toThrow("repos.json.lock cannot be read as a lock file");
    rmSync(`${file}.lock`);
    await expect(swept(undefined, "")).rejects.toThrow(Failure);
    await expect(swept(undefined, "wrong")).rejects.toThrow("GitHub does not answer: ");
  });

  it("is read by the command line", async () => {
    const { status, err } = await runCli(["nur", "sweep", join(directory, "none.json")]);
    expect([status, err]).toEqual([
      2,
      `by-name-bot: ${join(directory, "none.json")} cannot be read: there is no such file\n`,
    ]);
  });
});
