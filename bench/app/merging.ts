import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { median } from "../measure.ts";
import type { App, BenchStage } from "./stage.ts";

const PULLS = 20;

const CONFIGURATION = `merge:
  strategies: [maintainer-command, trusted-update, committer-command]
  branches: [main]
  trusted-authors: [r-ryantm]
  committers: { team: committers }
`;

/** A committer has updates merged: from the comment to the merge, and the requests that this takes. */
export async function merging(stage: BenchStage, app: App, from: string): Promise<void> {
  const { world, github, deliveries } = stage;
  await quiet(stage);
  world.team("NixOS", "committers", { members: ["carol"] });
  const repository = await world.repository("NixOS/merging", { from, defaultBranch: "main" });
  await repository.commit({
    branch: "main",
    files: { ".github/by-name.yml": CONFIGURATION },
    author: "carol",
  });
  deliveries.setUrl(app.webhookUrl);
  const times: number[] = [];
  const reads: number[] = [];
  const writes: number[] = [];
  for (let i = 0; i < PULLS; i++) {
    const path = stage.packages[i * 7] ?? "";
    const text = execFileSync("git", ["-C", from, "show", `main:${path}`], { encoding: "utf8" });
    const pull = await world.as("alice").opensPullRequest(repository, {
      title: `merge ${i}`,
      branch: `merge-${i}`,
      files: { [path]: `# updated\n${text}` },
    });
    await pull.until(({ checks }) => checks.some(({ status }) => status === "completed"));
    await deliveries.settled();
    // What counts has to come after the push, and GitHub counts in whole seconds.
    world.pass(2);
    await quiet(stage);
    github.requests.clear();
    const started = performance.now();
    pull.as("carol").comment("@by-name-bot merge");
    await pull.until(() => pull.record().state === "MERGED");
    times.push(performance.now() - started);
    const asked = github.requests.all();
    const merged = asked.findIndex(({ operation }) => operation === "mutation mergePullRequest");
    const before = asked.slice(0, merged < 0 ? asked.length : merged + 1);
    reads.push(before.filter((request) => !isWrite(request)).length);
    writes.push(before.filter(isWrite).length + (merged < 0 ? 1 : 0));
    await deliveries.settled();
  }
  const [first = 0, ...warm] = times;
  const most = (numbers: readonly number[]) => Math.max(...numbers.slice(3));
  console.log(
    `\na command to merge: ${Math.round(first)} ms at first, then ${Math.round(median(warm))} ms in the middle, from the comment to the merge`,
  );
  console.log(
    `${most(reads)} reads and ${most(writes)} writes at most once warm (to reach: 3 and 3); at first ${reads[0]} reads`,
  );
}

/** Resolves once the App has asked nothing for a while. */
async function quiet({ github }: BenchStage): Promise<void> {
  for (let before = -1; github.requests.all().length !== before; ) {
    before = github.requests.all().length;
    await pause(500);
  }
}

function isWrite({
  operation,
  method,
}: {
  readonly operation: string | null;
  readonly method: string;
}): boolean {
  return (
    operation?.startsWith("mutation ") === true || (method !== "GET" && operation?.includes("/") === true)
  );
}
