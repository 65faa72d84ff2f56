import { expect, it } from "vitest";
import { firstSweep, percentile } from "./first-sweep.ts";

it("the first sweep of a repository runs into no limit, and nobody waits for it", async () => {
  const swept = await firstSweep({
    pullRequests: 120,
    wrongEvery: 2,
    pushesAnHour: 300,
    commandsAnHour: 100,
    requestsAnHour: 5_000,
  });
  expect(swept).toMatchObject({ checked: 120, reviewed: 60, secondaryLimits: 0, rateLimits: 0 });
  expect(swept.commandSeconds.length).toBeGreaterThan(10);
  expect(percentile(swept.commandSeconds, 0.99)).toBeLessThan(10);
  expect(percentile(swept.pushSeconds, 0.99)).toBeLessThan(20);
  // Of 60 reviews 20 are written at once, and then one in 12 seconds at most.
  expect(swept.hours).toBeGreaterThan((40 * 12) / 3600);
  expect(swept.hours).toBeLessThan(0.5);
  // Their checks say what is wrong before it is the turn of their comments.
  expect(swept.toldHours).toBeLessThan(0.12);
});
