import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// Imported before a program, writes what it took to the file of this variable when it ends: its peak memory in bytes,
// and the milliseconds of CPU time of all of its threads.
const file = process.env.BENCH_USAGE_FILE;
if (file !== undefined && isMainThread) {
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ bytes: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1000 }));
  });
}
