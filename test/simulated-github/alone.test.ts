import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";

// Each starts Vitest anew, on machines that may have other things to do.
vi.setConfig({ testTimeout: 240_000 });

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "simulated-github-alone-"));
const copy = join(scratch, "simulated-github");
cpSync(join(ROOT, "simulated-github"), copy, {
  recursive: true,
  filter: (path) => !path.endsWith("node_modules"),
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Puts an installed package where a folder finds it. */
function link(folder: string, name: string, target = join(ROOT, "node_modules", name)): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "dir");
}

type Results = { readonly success: boolean; readonly numPassedTests: number };

/** Runs the tests that a folder holds, by the Vitest that is linked there. */
async function runTests(folder: string, ...filters: readonly string[]): Promise<Results> {
  const vitest = join(folder, "node_modules/vitest/vitest.mjs");
  const results = join(folder, "results.json");
  const output = await run(folder, [vitest, "run", "--reporter=json", `--outputFile=${results}`, ...filters]);
  if (!existsSync(results)) throw new Error(`Vitest did not run: ${output}`);
  return JSON.parse(readFileSync(results, "utf8"));
}

/** What a program writes. */
function run(cwd: string, args: readonly string[]): Promise<string> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, TMPDIR: scratch };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 1 << 26 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

const manifest: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = JSON.parse(
  readFileSync(join(copy, "package.json"), "utf8"),
);
for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) link(copy, name);

test("away from this repository, and with its declared dependencies alone, its types are right", async () => {
  expect(await run(copy, [join(copy, "node_modules/typescript/bin/tsc"), "-p", "."])).toBe("");
});

test("away from this repository its example passes", async () => {
  const results = await runTests(copy, "example", "readme");
  expect(results).toMatchObject({ success: true });
  expect(results.numPassedTests).toBeGreaterThan(10);
});

test("the first scenario of its README passes where somebody copies it to", async () => {
  const folder = join(scratch, "somebody's bot");
  mkdirSync(folder);
  link(folder, "simulated-github", copy);
  link(folder, "probot");
  link(folder, "vitest");
  const readme = readFileSync(join(copy, "README.md"), "utf8");
  const [bot = "", scenario = ""] = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "welcome.ts"), bot);
  writeFileSync(join(folder, "first.test.ts"), scenario);
  expect(await runTests(folder)).toMatchObject({ success: true, numPassedTests: 1 });
});
