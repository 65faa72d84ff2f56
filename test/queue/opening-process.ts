// Opens the queue in a folder, stores and runs some jobs, and tells its parent the peak of its memory in bytes.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [directory = "", module = ""] = process.argv.slice(2);
const { openQueue }: typeof import("../../src/queue/queue.ts") = await import(pathToFileURL(module).href);
const nothing = () => {};
const queue = await openQueue({
  storage: { kind: "embedded", directory },
  log: { info: nothing, warn: nothing, error: nothing },
});
let runs = 0;
queue.start({
  concurrency: 8,
  async run() {
    runs += 1;
    return { kind: "done" };
  },
});
for (let n = 0; n < 150; n++)
  await queue.add(Array.from({ length: 8 }, (_, k) => ({ key: `key-${n}-${k}`, data: { n } })));
while ((await queue.counts()).waiting > 0);
await queue.close({ graceMs: 10_000 });
const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
process.send?.({ peak: Number(peak) * 1024, runs });
process.disconnect();
