import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { SEED_VARIABLE } from "../test/support/seed.ts";

// The convergence tests for longer: whatever GitHub's faults and the App's deaths, all ends as without them.
const { values } = parseArgs({ options: { runs: { type: "string", default: "300" } } });
if (!/^[1-9]\d{0,5}$/.test(values.runs)) throw new Error("--runs must be a whole number");
const { status } = spawnSync("vitest", ["run", "test/app/convergence.test.ts"], {
  stdio: "inherit",
  env: { [SEED_VARIABLE]: "random", ...process.env, CONVERGENCE_RUNS: values.runs },
  shell: process.platform === "win32",
});
process.exitCode = status ?? 1;
