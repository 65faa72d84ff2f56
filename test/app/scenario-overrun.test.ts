import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { programAt } from "../../scripts/programs.ts";
import { workerPool } from "../../src/app/workers/pool.ts";
import { PACKAGE_ROOT } from "../../src/cli/version.ts";
import { saidLast } from "./attack-scenes.ts";
import { BOT, openStage, PRIVATE_KEY, type Stage, WEBHOOK_SECRET } from "./bot.ts";
import { isTakenBack, settled, waitingMerge } from "./merge-acts.ts";
import { helloUpdate } from "./merge-scenes.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";

const ENTRY = pathToFileURL(programAt("test/app/hostile-worker.ts"));
/** The workers are processes, which start anew each time that a text ends one. */
const TIMEOUT = 240_000;

let stage: Stage;
let repository: RepositoryHandle;

// The App with its workers, whose parser some texts hang, or have take all memory.
beforeAll(async () => {
  stage = await openStage({
    // Little memory: taking it is what costs time here.
    settings: { jobSeconds: 0.8, jobMegabytes: 280 },
    lasting: true,
    realTime: true,
    work: (parts) =>
      workerPool({
        credentials: { appId: parts.self.appId, privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET },
        version: "0.0.0",
        packageRoot: PACKAGE_ROOT,
        secrets: [],
        write: (line) => stage.log.push(line),
        entry: ENTRY,
      })(parts),
  });
  repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
}, TIMEOUT);
beforeEach(() => stage.github.requests.clear());
afterAll(() => stage.close());

let opened = 0;
function opens(comment: string): Promise<Conversation> {
  opened += 1;
  const name = `pkg${opened}`;
  return stage.world.as("mallory").opensPullRequest(repository, {
    title: `${name}: init`,
    files: { [packagePath(name)]: `${comment}\n${packageText(name)}` },
  });
}

/** What was answered after two runs alone, by what the text does. */
const answered = new Map<string, Conversation>();

function conclusionOf(pr: Conversation): string | null | undefined {
  return pr.check("by-name")?.conclusion;
}

/** How often runs took more than they may, while they ran alone. */
function overruns(since = 0): number {
  return stage.logged({ msg: "a run exceeded its limits" }, since).length;
}

const TIME = "it took more time than it may";
const MEMORY = "it took more memory than it may";

it.each([
  ["hangs", "# hangs", TIME],
  ["takes all of the heap", "# takes the heap", MEMORY],
  ["takes all memory beside the heap", "# takes memory", MEMORY],
  ["crashes", "# crashes", "the process that reviewed it broke off"],
])(
  "a review that %s is answered after two runs alone, and others are reviewed meanwhile",
  async (_, comment, why) => {
    const since = stage.log.length;
    const hostile = await opens(comment);
    const honest = await opens("# honest");
    await stage.idle();
    expect(conclusionOf(hostile)).toBe("action_required");
    expect(hostile.check("by-name")?.summary).toContain(`could not be reviewed: ${why}`);
    expect(overruns(since)).toBe(2);
    expect(conclusionOf(honest)).toBe("success");
    expect(hostile.record().state).toBe("OPEN");
    answered.set(comment, hostile);
  },
  TIMEOUT,
);

it(
  "what was answered is not tried again for its head, after a restart neither; after a push it is",
  async () => {
    const [hostile, exhausting] = ["# hangs", "# takes memory"].map((comment) => answered.get(comment));
    if (hostile === undefined || exhausting === undefined) throw new Error("not answered before");
    const since = stage.log.length;
    await stage.stop();
    await stage.start();
    for (const pr of [hostile, exhausting]) pr.comment(`@${BOT} check`);
    await stage.idle();
    expect([hostile, exhausting].map(conclusionOf)).toEqual(["action_required", "action_required"]);
    expect(stage.logged({ msg: "could not be reviewed" }, since)).toHaveLength(2);
    expect(stage.logged({ msg: "a worker was ended" }, since)).toEqual([]);

    const name = hostile.view().title.replace(/:.*/, "");
    await hostile.push({ [packagePath(name)]: packageText(name) });
    await stage.idle();
    expect(conclusionOf(hostile)).toBe("success");
    expect(conclusionOf(exhausting)).toBe("action_required");
  },
  TIMEOUT,
);

describe("a merge that waits", () => {
  it(
    "is taken back when a push makes its review take too much, and does not come about",
    async () => {
      const { pr } = await waitingMerge(stage);
      stage.world.setRole(pr.repository.id, stage.world.as("carol").id, "write");
      await pr.as("carol").push(helloUpdate({ version: "1.2", lines: ["# takes memory"] }));
      await settled(stage);
      expect(saidLast(pr)).toContain(`I cancelled the pending merge: ${MEMORY}.`);
      expect(conclusionOf(pr)).toBe("action_required");
      await isTakenBack(stage, pr);
    },
    TIMEOUT,
  );

  it(
    "is taken back at a cancel while hostile pull requests arrive, before those are done with",
    async () => {
      const { pr } = await waitingMerge(stage);
      const since = stage.log.length;
      const hostile = [await opens("# hangs"), await opens("# crashes")];
      pr.as("ann").comment(`@${BOT} cancel`);
      await settled(stage);
      await isTakenBack(stage, pr);
      expect(hostile.map(conclusionOf)).toEqual(hostile.map(() => "action_required"));
      const lines = stage.log.slice(since);
      const at = (text: string) => lines.findIndex((line) => line.includes(text));
      expect(at("cancel merge")).toBeGreaterThan(-1);
      expect(at("cancel merge")).toBeLessThan(at('"msg":"could not be reviewed"'));
    },
    TIMEOUT,
  );
});

it.skipIf(process.platform !== "linux")(
  "where memory is short, the system ends a worker first",
  async () => {
    const scoreOf = (pid: string) => Number(readFileSync(`/proc/${pid}/oom_score_adj`, "utf8"));
    const worker = Math.min(1000, scoreOf("self") + 500);
    // One that was started a moment ago still loads the program.
    await vi.waitFor(
      () => {
        const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
        expect(children.map(scoreOf)).toContain(worker);
      },
      { timeout: 60_000 },
    );
  },
  TIMEOUT,
);
