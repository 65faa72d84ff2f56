import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commitRepository } from "../../bench/repository/commit.ts";
import { programAt } from "../../scripts/programs.ts";
import { uninterrupted } from "../../src/cli/signals.ts";
import { temporaryDirectory, writeFiles } from "../snapshot/temporary-repository.ts";
import { outcomeOf, startCli } from "./run.ts";
import { definition, packageFile, threeMistakes, uselessEscape } from "./trees.ts";

const MAIN = programAt("src/cli/main.ts");

function shell(script: string, ...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", script, "bash", process.execPath, MAIN, ...args], (error, out, err) =>
      resolve({ status: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

describe("a reader that leaves early", () => {
  test("is no reason to complain, and the status tells what was found", async () => {
    const directory = temporaryDirectory();
    const names = Array.from({ length: 500 }, (_, i) => `aa${i}`);
    writeFiles(
      directory,
      Object.fromEntries(names.map((name) => [packageFile(name), definition(name, uselessEscape)])),
    );
    const script = '"$1" "$2" check "$3" --format json | head -1; exit $PIPESTATUS';
    expect(await shell(script, directory)).toEqual({ status: 1, out: "{\n", err: "" });
  });

  test("may also be gone from the start", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, threeMistakes);
    expect(await shell('"$1" "$2" check "$3" 2>&1 | exit 0; exit $PIPESTATUS', directory)).toMatchObject({
      status: 1,
      out: "",
    });
  });
});

test("output that cannot be written is an error", async () => {
  const directory = temporaryDirectory();
  writeFiles(directory, threeMistakes);
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [MAIN, "check", directory], { stdio: ["ignore", full, "pipe"] });
  const { status, err } = await outcomeOf(child);
  closeSync(full);
  expect({ status, err }).toEqual({
    status: 2,
    err: "by-name-bot: standard output cannot be written: no space is left on the disk\n",
  });
});

/** The processes that have a directory as their current one. */
function processesIn(directory: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isZombie = readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
        return readlinkSync(`/proc/${pid}/cwd`) === directory && !isZombie;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

/** Waits until a condition holds; the time limit of the test bounds it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test.runIf(process.platform === "linux")("an interrupt ends a long run and its git processes", async () => {
  const directory = temporaryDirectory();
  await commitRepository(directory, { packages: 1200, seed: 1 });
  const child = startCli(["check", directory, "--jobs", "2"]);
  const exited = once(child, "exit");
  // The two workers have git processes of their own, beside that of the main thread.
  await until(() => processesIn(directory).length >= 3 || child.exitCode !== null);
  child.kill("SIGINT");
  const [code, signal] = await exited;
  expect({ code, signal }).toEqual({ code: null, signal: "SIGINT" });
  await until(() => processesIn(directory).length === 0);
});

test("a signal during a short piece of work takes effect when it is done", async () => {
  const script = `
    const { uninterrupted } = await import(${JSON.stringify(new URL("../../src/cli/signals.ts", import.meta.url))});
    await uninterrupted(async () => {
      const awake = setInterval(() => {}, 1000);
      process.kill(process.pid, "SIGTERM");
      await new Promise((resolve) => process.once("SIGTERM", resolve));
      clearInterval(awake);
      console.log("done");
    });
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const exited = once(child, "exit");
  const { out } = await outcomeOf(child);
  expect(out).toBe("done\n");
  expect(await exited).toEqual([null, "SIGTERM"]);
  await expect(uninterrupted(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
});
