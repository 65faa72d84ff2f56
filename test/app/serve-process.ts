// Runs the App as `by-name-bot serve` does, with work that does as its parent says.
import { Failure } from "../../src/cli/failure.ts";
import { serveApp } from "../../src/cli/serve.ts";

function tell(text: string): void {
  process.send?.(text);
}

try {
  process.exitCode = await serveApp(() => ({ self }) => {
    tell(`self ${self.botLogin}`);
    return {
      async run(job, signal) {
        tell(`run ${job.kind}`);
        if (process.env.TEST_WORK === "throw later") setImmediate(() => Promise.reject(new Error("oh dear")));
        if (process.env.TEST_WORK !== "wait") return { kind: "done" };
        return new Promise((resolve) => {
          process.once("message", () => resolve({ kind: "done" }));
          signal.addEventListener("abort", () => resolve({ kind: "later", afterMs: 0, why: "stopped" }));
        });
      },
      async sweep() {
        tell("sweep");
      },
    };
  });
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(error.message);
  process.exitCode = 2;
}
if (process.connected) process.disconnect();
