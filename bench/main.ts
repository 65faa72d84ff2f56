import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseNix } from "../src/nix/parse.ts";
import { sourceText } from "../src/nix/text.ts";
import { mb, median, ms, runCommand } from "./measure.ts";
import { commitRepository } from "./repository/commit.ts";
import { generateRepository } from "./repository/generate.ts";
import { warmChange } from "./warm-change.ts";

// The checker on a repository of nixpkgs' size, and on smaller ones beside it. `--quick` for one size.
const SIZES = process.argv.includes("--quick") ? [2_500] : [2_500, 5_000, 10_000, 20_000];
const TIMES = 3;

const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
try {
  await main();
} finally {
  rmSync(scratch, { recursive: true });
}

async function main(): Promise<void> {
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors; the middle of ${TIMES} runs each\n`,
  );
  const rows = [];
  for (const packages of SIZES) rows.push(await measureSize(packages));
  const [first] = rows;
  console.log("packages   whole tree, cold          per package    one package, cold        warm");
  for (const row of rows) {
    const perPackage = (row.whole.milliseconds * 1000) / row.packages;
    console.log(
      [
        row.packages.toLocaleString("en").padStart(8),
        `${ms(row.whole.milliseconds)}, ${mb(row.whole.bytes)}`.padEnd(24),
        `${Math.round(perPackage)} µs`.padStart(10),
        `${ms(row.one.milliseconds)} (${ratio(row.one.milliseconds, first?.one.milliseconds)})`.padStart(20),
        `${row.warm.toFixed(1)} ms (${ratio(row.warm, first?.warm)})`.padStart(18),
      ].join("  "),
    );
  }
  console.log(
    "\nIn brackets: against the smallest size. The memory is of the process with all its threads, without git's.",
  );
  await yardstick();
}

function ratio(value: number, other: number | undefined): string {
  return other === undefined ? "-" : `${(value / other).toFixed(2)}x`;
}

async function measureSize(packages: number) {
  const directory = join(scratch, `${packages}`);
  await commitRepository(directory, { packages, seed: 1 });
  const whole = runCommand(["check", directory, "--head", "main"], TIMES);
  const one = runCommand(["check", directory, "--head", "update", "--base", "main"], TIMES);
  return { packages, whole, one, warm: await warmChange(directory) };
}

/** How long one file takes us, and `nix-instantiate --parse` where Nix is installed. */
async function yardstick(): Promise<void> {
  const texts: string[] = [];
  for (const { path, content } of generateRepository({ packages: 300, seed: 2 })) {
    if (path.endsWith("/package.nix")) texts.push(content);
  }
  const ours = timePerFile(texts, (text) => void parseNix(sourceText(text)), 5);
  console.log(`\nparsing one package.nix, in a running process: ${ours.toFixed(2)} ms`);
  if (spawnSync("nix-instantiate", ["--version"]).error !== undefined) {
    console.log("nix-instantiate is not installed, so there is nothing to compare it with");
    return;
  }
  const file = join(scratch, "package.nix");
  const nix = timePerFile(
    texts.slice(0, 60),
    (text) => {
      writeFileSync(file, text);
      spawnSync("nix-instantiate", ["--parse", file]);
    },
    1,
  );
  console.log(
    `nix-instantiate --parse, a process a file:       ${nix.toFixed(2)} ms (${(nix / ours).toFixed(0)}x)`,
  );
}

function timePerFile(texts: readonly string[], parse: (text: string) => void, rounds: number): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    for (const text of texts) parse(text);
    return (performance.now() - started) / texts.length;
  });
  return median(times);
}
