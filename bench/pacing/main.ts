import { firstSweep, percentile } from "../../test/app/first-sweep.ts";

/**
 * The first sweep of a repository with many open pull requests, with all limits of GitHub's enforced, while people push
 * and give commands: `npm run bench:pacing -- 10000 5000` (open pull requests; what the installation has of each hourly
 * limit). Hours pass where nothing happens.
 */
const [pullRequests = 1_000, requestsAnHour = 5_000] = process.argv.slice(2).map(Number);

const since = performance.now();
let told = 0;
const swept = await firstSweep({
  pullRequests,
  wrongEvery: 3,
  pushesAnHour: 300,
  commandsAnHour: 60,
  requestsAnHour,
  progress(hours, left) {
    if (Math.floor(hours) > told) {
      told = Math.floor(hours);
      console.error(`${told} h, ${left} jobs left, ${((performance.now() - since) / 1000).toFixed(0)} s`);
    }
  },
});
const seconds = (numbers: readonly number[]) =>
  [0.5, 0.99, 1].map((part) => `${percentile(numbers, part).toFixed(1)} s`).join(", ");
const { hours, checked, reviewed, commandSeconds, pushSeconds, requests } = swept;
console.log(`\n${pullRequests} open pull requests, ${requestsAnHour} requests an hour`);
console.log(`the first sweep took ${hours.toFixed(1)} hours: ${checked} checks, ${reviewed} reviews`);
console.log(
  `${commandSeconds.length} commands, to the first write: ${seconds(commandSeconds)} (median, 99 %, most)`,
);
console.log(`${swept.pushes} pushes, to the check: ${seconds(pushSeconds)} (median, 99 %, most)`);
console.log(`secondary limits run into: ${swept.secondaryLimits}, hourly ones: ${swept.rateLimits}`);
console.log(`largest backlog: ${swept.backlog} jobs`);
for (const [operation, count] of Object.entries(requests).sort(([, a], [, b]) => b - a)) {
  console.log(`  ${String(count).padStart(7)} ${operation}`);
}
console.log(`in ${((performance.now() - since) / 1000).toFixed(0)} s`);
