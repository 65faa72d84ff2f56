import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SEED_VARIABLE } from "../test/support/seed.ts";

// The property tests with other seeds than the one that `npm test` has, so many times: `npm run test:properties 20`.
const [times = "10"] = process.argv.slice(2);
if (!/^[1-9]\d{0,5}$/.test(times)) throw new Error("how many times must be a whole number");

const root = fileURLToPath(new URL("../", import.meta.url));
const files = globSync(["test/**/*.test.ts", "simulated-github/**/*.test.ts"], {
  cwd: root,
  exclude: ["**/node_modules/**"],
}).filter((path) => /from "fast-check"/.test(readFileSync(`${root}${path}`, "utf8")));

const failed: number[] = [];
for (let round = 1; round <= Number(times); round++) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`\nround ${round} of ${times}, seed ${seed}`);
  const { status, signal } = spawnSync("vitest", ["run", "--reporter=dot", ...files], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, [SEED_VARIABLE]: String(seed) },
    shell: process.platform === "win32",
  });
  if (signal !== null) process.exit(1);
  if (status !== 0) failed.push(seed);
}
for (const seed of failed) console.log(`failed: ${SEED_VARIABLE}=${seed} npx vitest run`);
console.log(`\n${Number(times) - failed.length} rounds passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
