import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Conversation } from "simulated-github";
import { type App, type BenchStage, openBenchStage } from "../app/stage.ts";
import { KINDS } from "../hostile/kinds.ts";
import { mb } from "../measure.ts";
import { commitRepository } from "../repository/commit.ts";
import { type Limited, limitTo } from "./limit.ts";

// Whether `serve` with the embedded database lives in so many megabytes, from its very first start on: in the midst of
// many reviews, of changes that are made to take much, and at a second start. The system ends what takes more.
const MEGABYTES = Number(process.argv[2] ?? 512);
const PACKAGES = 20_000;
const AT_ONCE = 100;
const HOSTILE = ["useless escapes", "overrides by hand"];

const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
const limit = limitTo(MEGABYTES * 1024 * 1024);
try {
  await main();
} finally {
  await limit?.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function main(): Promise<void> {
  console.log(
    limit === null
      ? "This machine lets nobody set a limit, so the memory of the processes is added up."
      : `A limit of ${MEGABYTES} MB for all processes of the App together, as of a container.`,
  );
  const repository = join(scratch, "nixpkgs");
  await commitRepository(repository, { packages: PACKAGES, seed: 1 });
  const stage = await openBenchStage(scratch, repository);
  const first = await started("its very first start", stage);
  await reviewed(`${AT_ONCE} pull requests at once`, stage, first, await stage.drafts(AT_ONCE));
  for (const kind of HOSTILE) {
    const files = KINDS[kind]?.() ?? {};
    stage.deliveries.setUrl(null);
    const hostile = await stage.world.as("mallory").opensPullRequest(stage.repository, {
      title: kind,
      branch: kind.replaceAll(" ", "-"),
      draft: true,
      files,
    });
    await stage.deliveries.settled();
    await reviewed(`"${kind}", and 20 others`, stage, first, [hostile, ...(await stage.drafts(20))]);
  }
  const ended = first.log().filter(({ msg }) => msg === "a worker was ended");
  console.log(
    `\nworkers ended by our own bounds: ${ended.length}${ended.map(({ reason }) => ` ${reason}`).join("")}`,
  );
  await first.stop();
  await (await started("a second start", stage)).stop();
  await stage.close();
  if (limit !== null && limit.killed() > 0) process.exitCode = 1;
}

async function started(what: string, stage: BenchStage): Promise<App> {
  const app = await stage.start({ BY_NAME_DATA: join(scratch, "data") }, limit?.prefix);
  tell(what, app, limit);
  return app;
}

async function reviewed(
  what: string,
  stage: BenchStage,
  app: App,
  pulls: readonly Conversation[],
): Promise<void> {
  stage.deliveries.setUrl(app.webhookUrl);
  for (const pull of pulls) pull.ready();
  const isDone = (pull: Conversation) =>
    pull.until(({ checks }) => checks.some(({ status }) => status === "completed"), { timeout: 300_000 });
  await Promise.race([Promise.all(pulls.map(isDone)), app.ended]);
  tell(what, app, limit);
}

function tell(what: string, app: App, limited: Limited | null): void {
  const [main = 0, ...workers] = app.memories();
  const now = `${mb(main)} + ${workers.map(mb).join(" + ")}`;
  const peak =
    limited === null
      ? ""
      : `, ${mb(limited.peak)} at the peak so far, ${limited.killed()} ended by the system`;
  console.log(`${what.padEnd(44)} ${now}${peak}`);
}
