import { Worker } from "node:worker_threads";

/** A process whose event loop stands still hears nothing; this looks from beside it, once in so many milliseconds. */
const LOOK_MS = 1_000;

/** Has this process end with the one that started it, even while its event loop stands still. */
export function endWithParent(): void {
  const code = `const parent = ${process.ppid};
    setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), ${LOOK_MS});`;
  const watch = new Worker(code, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  });
  watch.unref();
}
