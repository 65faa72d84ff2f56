import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { percentile } from "../../test/app/first-sweep.ts";
import { commitRepository } from "../repository/commit.ts";
import { simulateDay } from "./simulate.ts";

/**
 * A day of nixpkgs: the whole App against the simulated GitHub, with all limits enforced and a clock that goes on where
 * nothing happens: `npm run bench:day -- --hours 24`. By default it is one hour, since a day takes hours of CPU; nothing
 * is scaled. What happens how often is in `load.ts`.
 */
const { values } = parseArgs({
  options: {
    hours: { type: "string", default: "1" },
    runs: { type: "string", default: "500" },
    packages: { type: "string", default: "20000" },
    requests: { type: "string", default: "12500" },
  },
});
const [hours, runsAnHour, packages, requestsAnHour] = [
  values.hours,
  values.runs,
  values.packages,
  values.requests,
].map(Number);
const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
try {
  const from = join(scratch, "nixpkgs");
  await commitRepository(from, { packages: packages ?? 20_000, seed: 1 });
  const listed = execFileSync("git", ["-C", from, "ls-tree", "-r", "--name-only", "main", "pkgs/by-name"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const since = performance.now();
  const day = await simulateDay({
    hours: hours ?? 1,
    runsAnHour: runsAnHour ?? 500,
    requestsAnHour: requestsAnHour ?? 12_500,
    from,
    packages: listed.split("\n").filter((path) => path.endsWith("/package.nix")),
    progress(minutes, left) {
      const spent = ((performance.now() - since) / 1000).toFixed(0);
      if (Math.floor(minutes) % 10 === 0)
        console.error(`minute ${Math.floor(minutes)}, ${left} jobs left, ${spent} s`);
    },
  });
  const seconds = (numbers: readonly number[]) =>
    [0.5, 0.99, 1].map((part) => `${percentile(numbers, part).toFixed(1)} s`).join(", ");
  const did = Object.entries(day.did).map(([what, times]) => `${times} ${what}`);
  console.log(
    `${hours} hours of ${runsAnHour} runs, ${packages} packages, ${requestsAnHour} requests an hour`,
  );
  console.log(`done: ${did.join(", ")}; ${day.merged} merged in all`);
  console.log(`runs: ${day.runs}; largest backlog: ${day.backlog} jobs`);
  console.log(`from a command to the first write: ${seconds(day.commandSeconds)} (median, 99 %, most)`);
  console.log(`from a push to the check: ${seconds(day.pushSeconds)}`);
  const { core, graphql, contentAnHour, contentAMinute } = day.busiest;
  console.log(
    `busiest hour: ${core} requests of REST, ${graphql} of GraphQL, ${contentAnHour} of 500 that make content`,
  );
  console.log(
    `busiest minute: ${day.pointsAMinute.core} of 900 points of REST, ${day.pointsAMinute.graphql} of 2000 of GraphQL, ${contentAMinute} of 80 that make content`,
  );
  console.log(`secondary limits run into: ${day.secondaryLimits}, hourly ones: ${day.rateLimits}`);
  for (const [operation, count] of Object.entries(day.requests).sort(([, a], [, b]) => b - a)) {
    console.log(`  ${String(count).padStart(7)} ${operation}`);
  }
  console.log(`in ${((performance.now() - since) / 1000).toFixed(0)} s`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
