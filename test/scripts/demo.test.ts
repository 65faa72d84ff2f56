import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { play } from "../../scripts/demo/play.ts";
import { programAt } from "../../scripts/programs.ts";
import { paintFor } from "../../src/cli/paint.ts";

// Each starts a bot with its database, on machines that may have other things to do.
vi.setConfig({ testTimeout: 240_000 });

type Demo = {
  readonly process: ChildProcess;
  /** What it makes its temporary files in. */
  readonly directory: string;
  output(): string;
  /** Resolves once it has printed this. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
};

function startDemo(...args: readonly string[]): Demo {
  const directory = mkdtempSync(join(tmpdir(), "by-name-demo-test-"));
  const script = programAt("scripts/demo.ts");
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, TMPDIR: directory },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    process: child,
    directory,
    ended,
    output: () => output,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output);
          if (found === null) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended before it printed ${pattern}:\n${output}`)));
      }),
  };
}

// One telling for both, since it takes long.
test("The demonstration shows the bot at work and stays up; Ctrl-C ends it, and nothing is left", async () => {
  const demo = startDemo("--serve", "--patience", "120");
  const [, url = ""] = await demo.printed(/All of this is to be seen at (\S+)\n/);
  const page = await (await fetch(`${url}/example/packages/pull/6`)).text();
  expect(page).toContain("Commit suggestion");
  demo.process.kill("SIGINT");
  expect(await demo.ended, demo.output()).toBe(0);
  const lines = demo.output();
  for (const line of [
    /#1 figlet: init at 2\.2\.5 .*\nada opens a pull request/,
    /\d ms {2}✔ check by-name: Nothing new is wrong/,
    /\d ms {2}by-name-bot requests changes\n.*3 errors to fix/,
    /\+ {3}strictDeps = true;\n *\[Commit suggestion\]/,
    /ben presses the second\.\n\n.*\n *✅ Fixed in [0-9a-f]+\.\n.*✘ check by-name: 1 error\n/,
    /by-name-bot resolves the thread\n.*by-name-bot takes back that it requested changes/,
    /by-name-bot removes the label by-name: changes needed/,
    /cleo opens .*\n\n.*■ check by-name: No by-name package is touched\n/,
    /override-removed/,
    /#1 add eve repository .*\neve opens[\s\S]*registry-format[\s\S]*Fixed in[\s\S]*Nothing new is wrong in 1 file/,
    /solo\/packages#1 sl: init .*\nada opens it where there is no App[\s\S]*github-actions reviews/,
    /The job says: #1: failure, 3 errors; review, labels, check run/,
    /by-name-bot reacts with 👀\n.*by-name-bot comments\n *1 error blocks this change/,
    /lolcat: init at 1\.5 .*eve\/nur-packages.*\neve opens a pull request/,
    /formal-without-default/,
    /listed-path-missing/,
    /Packages recognised: 1 package listed in `default\.nix`/,
  ]) {
    expect(lines).toMatch(line);
  }
  // No line of the configuration that `init` answers with is broken: it is to be copied.
  const long = lines.split("\n").filter((line) => line.length > 100 && !line.includes("│ # "));
  expect(long).toEqual([]);
  expect(lines).not.toContain("\u001b");
  expect(readdirSync(demo.directory)).toEqual([]);
});

test("What does not come in time is told, with the log to look into", async () => {
  const demo = startDemo("--patience", "0");
  expect(await demo.ended).toBe(1);
  expect(demo.output()).toMatch(/The demonstration failed: 0 s were not enough for a finished check on #1/);
  const [, log = ""] = /The log of the bot is (.*)\n/.exec(demo.output()) ?? [];
  expect(existsSync(log), log).toBe(true);
  expect(readdirSync(join(log, ".."))).toEqual(["bot.log"]);
});

test("It ends by itself once all is told, where it is not asked to stay", async () => {
  const printed: string[] = [];
  const status = await play({
    screen: { paint: paintFor(false), width: 90, print: (line) => printed.push(line) },
    stop: new AbortController().signal,
    serve: false,
    url: "",
    ended: new Promise(() => {}),
    tell: async () => void printed.push("told"),
  });
  expect({ status, printed }).toEqual({
    status: 0,
    printed: ["told", expect.stringMatching(/^\nThat is all, and it is gone again\./)],
  });
});

test.each([/Starting/, /#1 /])("Ctrl-C in the middle, at %s, ends it, and nothing is left", async (when) => {
  const demo = startDemo();
  await demo.printed(when);
  demo.process.kill("SIGINT");
  expect(await demo.ended).toBe(130);
  expect(readdirSync(demo.directory)).toEqual([]);
});

test("An option that there is not is told how it is used", async () => {
  const demo = startDemo("--sevre");
  expect(await demo.ended).toBe(2);
  expect(demo.output()).toMatch(/'--sevre'[\s\S]*--serve +stays up/);
});
