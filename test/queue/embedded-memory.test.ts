import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";
import { expect, test, vi } from "vitest";
import { withoutTierUp } from "../../src/queue/database/tier-up.ts";
import { EMBEDDED, temporaryFolder } from "./support.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SOURCE = at("../../src/queue/queue.ts");
const BUILT = at("../../dist/queue/queue.js");
const TEMPLATE = at("../../dist/queue/database.tar.gz");

const MB = 1024 * 1024;
/** Where V8 optimizes what it must not, it is 700 MB; where it does not, 240. */
const RESTART = 450 * MB;
/** Unpacked it is 230 MB; created, 580 or, with what V8 must not optimize, 1,100. */
const FIRST_START = 450 * MB;

/** The peak of the memory of a process that opens the queue in a folder and uses it. */
async function peakOf(directory: string, module: string): Promise<number> {
  const child = fork(at("opening-process.ts"), [directory, module], { execArgv: [] });
  const [told] = await once(child, "message");
  await once(child, "exit");
  expect(told).toEqual({ peak: expect.any(Number), runs: 1200 });
  return told.peak;
}

const unknown = process.platform !== "linux";

test.skipIf(unknown)(
  "takes no more memory at a restart than its caches do",
  async () => {
    const storage = await EMBEDDED.fresh();
    expect(await peakOf(storage.kind === "embedded" ? (storage.directory ?? "") : "", SOURCE)).toBeLessThan(
      RESTART,
    );
  },
  180_000,
);

// `npm test` builds before it runs the tests.
test.skipIf(unknown || !existsSync(TEMPLATE))(
  "takes hardly more at the first start, as it is published",
  async () => {
    const directory = join(temporaryFolder(), "data");
    expect(await peakOf(directory, BUILT)).toBeLessThan(FIRST_START);
  },
  180_000,
);

test("lets WebAssembly be optimized again once all that start are ready, whatever becomes of them", async () => {
  const set = vi.spyOn(v8, "setFlagsFromString");
  const flags = () => set.mock.calls.splice(0).map(([flag]) => flag);
  const whole = [
    "--no-wasm-tier-up",
    "--no-wasm-dynamic-tiering",
    "--wasm-tier-up",
    "--wasm-dynamic-tiering",
  ];
  expect(await withoutTierUp(() => withoutTierUp(async () => 7))).toBe(7);
  expect(flags()).toEqual(whole);
  await expect(withoutTierUp(() => Promise.reject(new Error("it broke")))).rejects.toThrow("it broke");
  expect(flags()).toEqual(whole);
  set.mockRestore();
});
