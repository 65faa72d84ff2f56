import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Conversation, PullRequestView } from "simulated-github";
import { MAIN, SL, SL_BY_HAND } from "./demo/files.ts";
import { openStage } from "./demo/stage.ts";

// Takes the pictures of docs/what-it-posts.md: runs the bot against the simulated GitHub and photographs its pages.
// Needs Chromium, as `chromium` or as the environment variable CHROMIUM says. Not a part of the tests.

const images = fileURLToPath(new URL("../docs/images/", import.meta.url));
const chromium = process.env.CHROMIUM ?? "chromium";
/** For a picture that is not too small to read on a page of documentation. */
const width = 960;

/** Takes a picture of the upper part of a page. `height` is in pixels. */
async function photograph(url: string, name: string, height: number): Promise<void> {
  const args = [
    "--headless=new",
    "--hide-scrollbars",
    `--window-size=${width},${height}`,
    `--screenshot=${images}${name}`,
    // In a container Chromium runs as root, which it refuses with its sandbox. The pages are ours.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    url,
  ];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(chromium, args, { stdio: "ignore" });
    child.once("error", reject);
    child.once("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${chromium} ended with status ${status}`));
    });
  });
  console.log(`wrote docs/images/${name}`);
}

/** Waits until the bot is done, and then until the page does not load itself again any more. */
async function settled(pullRequest: Conversation, url: string): Promise<void> {
  await pullRequest.until(isChecked, { timeout: 120_000 });
  while ((await (await fetch(url)).text()).includes('http-equiv="refresh"')) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isChecked({ checks }: PullRequestView): boolean {
  return checks.some(({ status }) => status === "completed");
}

mkdirSync(images, { recursive: true });
const stage = await openStage(0);
try {
  const repository = await stage.repository("example/packages", MAIN, ["ben"]);
  const sl = await stage.world
    .as("ben")
    .opensPullRequest(repository, { title: "sl: init at 5.05", files: SL });
  const page = `${stage.pages.url}/example/packages/pull/${sl.number}`;
  await settled(sl, page);
  await photograph(page, "review.png", 1180);
  await photograph(`${page}/checks`, "check.png", 940);
  for (let i = 0; i < 2; i += 1) {
    const [comment] = sl.view().threads.find(({ isResolved }) => !isResolved)?.comments ?? [];
    if (comment !== undefined) await sl.pressSuggestion(comment);
  }
  await sl.push(SL_BY_HAND, "sl: define by its directory alone");
  await settled(sl, page);
  await photograph(page, "fixed.png", 1010);
} finally {
  await stage.close({ keepLog: false });
}
