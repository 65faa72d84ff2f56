import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { SEED } from "../support/seed.ts";
import { runCampaign } from "./crash/campaign.ts";

it("loses nothing that it acknowledged and does nothing twice, though it is killed six times", async () => {
  const { kills, faults, acknowledged, checked } = await runCampaign({
    kills: 6,
    seed: SEED,
    parent: quickFolder(),
  });
  expect(faults, `seed ${SEED}, kills ${JSON.stringify(kills, null, 1)}`).toEqual([]);
  expect(kills).toHaveLength(6);
  expect(acknowledged).toBeGreaterThan(1);
  expect(checked).toBeGreaterThan(0);
}, 300_000);

/**
 * A folder in memory where there is one with room. What a process has written outlives it there too, and the
 * database need not wait for a disk: two thousand times, each time it starts after a kill.
 */
function quickFolder(): string {
  const folder = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 512 * 1024 * 1024 ? folder : tmpdir();
  } catch {
    return tmpdir();
  }
}
