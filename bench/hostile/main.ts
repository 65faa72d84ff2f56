import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Conversation } from "simulated-github";
import { openBenchStage } from "../app/stage.ts";
import { mb, median } from "../measure.ts";
import { commitRepository } from "../repository/commit.ts";
import { KINDS } from "./kinds.ts";

// The built App against the simulated GitHub, with pull requests that are made to take much, 4 MB each, and an
// honest one beside each of them. `--kind NAME` takes the kinds whose names hold that.
const only = process.argv.includes("--kind") ? (process.argv[process.argv.indexOf("--kind") + 1] ?? "") : "";
const LOOK_MS = 50;
const USUAL = 8;

const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-hostile-"));
try {
  await main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main(): Promise<void> {
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors; the simulated GitHub shares them\n`,
  );
  const from = join(scratch, "nixpkgs");
  await commitRepository(from, { packages: 2_500, seed: 1 });
  const stage = await openBenchStage(scratch, from);
  const app = await stage.start();
  try {
    stage.deliveries.setUrl(app.webhookUrl);
    const usual: number[] = [];
    for (let i = 0; i < USUAL; i++) usual.push(await honest());
    console.log(`an honest pull request, alone: ${Math.round(median(usual.slice(2)))} ms in the middle\n`);
    console.log(`${"4 MB of".padEnd(30)} answered after  conclusion        memory more  honest beside it`);
    for (const [name, kind] of Object.entries(KINDS)) {
      if (!name.includes(only)) continue;
      const { base, head } = kind();
      const before = app.memory();
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, app.memory());
      }, LOOK_MS);
      stage.deliveries.setUrl(null);
      if (base !== undefined) await stage.repository.commit({ branch: "main", message: name, files: base });
      const pull = await stage.world.as("mallory").opensPullRequest(stage.repository, {
        title: name,
        branch: name.replaceAll(/\W+/g, "-"),
        draft: true,
        files: head,
      });
      await stage.deliveries.settled();
      stage.deliveries.setUrl(app.webhookUrl);
      const started = performance.now();
      pull.ready();
      const beside = await honest();
      await completed(pull);
      const took = performance.now() - started;
      clearInterval(watch);
      console.log(
        [
          name.padEnd(30),
          `${(took / 1000).toFixed(1)} s`.padStart(14),
          ` ${pull.check("by-name")?.conclusion}`.padEnd(18),
          mb(most - before).padStart(12),
          `${Math.round(beside)} ms`.padStart(17),
        ].join(" "),
      );
    }
    const ended = app.log().filter(({ msg }) => msg === "a worker was ended");
    console.log(`\nworkers that were ended: ${ended.length}; memory in the end: ${mb(app.memory())}`);
  } finally {
    await app.stop();
    await stage.close();
  }

  async function honest(): Promise<number> {
    stage.deliveries.setUrl(null);
    const [pull] = await stage.drafts(1);
    if (pull === undefined) throw new Error("there is no package left");
    stage.deliveries.setUrl(app.webhookUrl);
    const started = performance.now();
    pull.ready();
    await completed(pull);
    return performance.now() - started;
  }
}

function completed(pull: Conversation): Promise<unknown> {
  return pull.until(({ checks }) => checks.some(({ status }) => status === "completed"), {
    timeout: 300_000,
  });
}
