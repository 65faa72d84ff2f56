import type { Conversation, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workerPool } from "../../src/app/workers/pool.ts";
import { PACKAGE_ROOT } from "../../src/cli/version.ts";
import { openStage, PRIVATE_KEY, type Stage, WEBHOOK_SECRET } from "./bot.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";

const ENTRY = new URL("./hostile-worker.ts", import.meta.url);

/** The App with its worker processes, of which some texts hang the parser, or have it take all memory. */
function stageWithWorkers(): Promise<Stage> {
  const lines: string[] = [];
  return openStage({
    settings: { jobSeconds: 2, jobMegabytes: 400 },
    work: (parts) =>
      workerPool({
        credentials: { appId: parts.self.appId, privateKey: PRIVATE_KEY, webhookSecret: WEBHOOK_SECRET },
        version: "0.0.0",
        packageRoot: PACKAGE_ROOT,
        secrets: [],
        write: (line) => lines.push(line),
        entry: ENTRY,
      })(parts),
  });
}

let stage: Stage;
let repository: RepositoryHandle;
beforeAll(async () => {
  stage = await stageWithWorkers();
  repository = await stage.repository("NixOS/nixpkgs", nixpkgs());
});
afterAll(() => stage.close());

let opened = 0;
function opens(text: string): Promise<Conversation> {
  opened += 1;
  const name = `hostile${opened}`;
  return stage.world.as("mallory").opensPullRequest(repository, {
    title: name,
    files: { [packagePath(name)]: `${text}\n${packageText(name)}` },
  });
}

function checksOf(pr: Conversation) {
  const check = pr.check("by-name");
  return { status: check?.status, conclusion: check?.conclusion };
}

const REFUSED = { status: "completed", conclusion: "action_required" };

describe.each([
  ["hangs", "# hangs", "it took more time than it may"],
  ["takes all of the heap", "# takes the heap", "it took more memory than it may"],
  ["takes all memory beside the heap", "# takes memory", "it took more memory than it may"],
  ["crashes", "# crashes", "the process that reviewed it broke off"],
])("a pull request whose review %s", (_, text, why) => {
  it("is answered and not tried again, while others are reviewed", async () => {
    const hostile = await opens(text);
    const honest = await opens("# honest");
    await stage.idle();
    expect(checksOf(hostile)).toEqual(REFUSED);
    expect(hostile.check("by-name")?.summary).toContain(`could not be reviewed: ${why}`);
    expect(checksOf(honest)).toEqual({ status: "completed", conclusion: "success" });
  }, 60_000);
});
