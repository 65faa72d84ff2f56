import { firstSweep, percentile } from "../../test/app/first-sweep.ts";
import { model } from "./model.ts";

/**
 * The first sweep of a repository with many open pull requests, a third of them with mistakes, with all limits of GitHub's
 * enforced, while people push and give commands: `npm run bench:pacing`. Hours pass where nothing happens. 10,000 pull
 * requests with the pacing alone against GitHub's limits; 300, or as many as it is told, with the whole App.
 */
const [pullRequests = 300] = process.argv.slice(2).map(Number);
const LOAD = { wrongEvery: 3, pushesAnHour: 300, commandsAnHour: 60 };

const seconds = (numbers: readonly number[]) =>
  [0.5, 0.99, 1].map((part) => `${percentile(numbers, part).toFixed(1)} s`).join(", ");

for (const requestsAnHour of [5_000, 12_500]) {
  const all = model({ ...LOAD, pullRequests: 10_000, requestsAnHour });
  console.log(`the pacing alone: 10000 open pull requests, ${requestsAnHour} requests an hour`);
  console.log(
    `  the first sweep takes ${all.hours.toFixed(1)} hours, the largest backlog is ${all.backlog} jobs`,
  );
  console.log(`  ${all.runs} runs, ${all.requests} requests, of which ${all.content} make content`);
  told(all);
}

const since = performance.now();
let hour = 0;
const swept = await firstSweep({
  ...LOAD,
  pullRequests,
  requestsAnHour: 5_000,
  progress(hours, left) {
    if (Math.floor(hours) <= hour) return;
    hour = Math.floor(hours);
    console.error(`${hour} h, ${left} jobs left, ${((performance.now() - since) / 1000).toFixed(0)} s`);
  },
});
console.log(`the whole App: ${pullRequests} open pull requests, 5000 requests an hour`);
console.log(
  `  the first sweep takes ${swept.hours.toFixed(1)} hours, the largest backlog is ${swept.backlog} jobs`,
);
console.log(`  ${swept.checked} checks, ${swept.reviewed} reviews`);
told(swept);
for (const [operation, count] of Object.entries(swept.requests).sort(([, a], [, b]) => b - a)) {
  console.log(`  ${String(count).padStart(7)} ${operation}`);
}
console.log(`  in ${((performance.now() - since) / 1000).toFixed(0)} s`);

type Told = Pick<
  Awaited<ReturnType<typeof firstSweep>>,
  "commandSeconds" | "pushSeconds" | "secondaryLimits" | "rateLimits"
>;

function told({ commandSeconds, pushSeconds, secondaryLimits, rateLimits }: Told): void {
  console.log(
    `  ${commandSeconds.length} commands, to the first write: ${seconds(commandSeconds)} (median, 99 %, most)`,
  );
  console.log(`  ${pushSeconds.length} pushes, to the check: ${seconds(pushSeconds)} (median, 99 %, most)`);
  console.log(`  secondary limits run into: ${secondaryLimits}, hourly ones: ${rateLimits}`);
}
