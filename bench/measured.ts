import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// Imported before a program, writes its peak memory in bytes to the file of this variable when it ends.
const file = process.env.BENCH_MEMORY_FILE;
if (file !== undefined && isMainThread) {
  process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
}
