import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { mb, ms, runInTurn } from "../measure.ts";
import { commitRepository } from "../repository/commit.ts";
import { warmChange } from "../warm-change.ts";

// What advice adds: to the check of a whole tree, and to that of a change of one package in a running process.
const PACKAGES = 5_000;
const TIMES = 5;

/** The families of advice, of which some rules are errors in nixpkgs. */
const ADVICE = ["format", "needless", "phases", "inputs", "source", "meta", "names", "python", "lifecycle"];
const OFF = ADVICE.map((family) => `${family}=off`);

const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-bench-"));
try {
  await main();
} finally {
  rmSync(scratch, { recursive: true });
}

async function main(): Promise<void> {
  console.log(`Node ${process.version}, ${availableParallelism()} processors; ${PACKAGES} packages\n`);
  const directory = join(scratch, "repository");
  await commitRepository(directory, { packages: PACKAGES, seed: 1 });
  const check = ["check", directory, "--head", "main", "--jobs", "1"];
  const [without, all] = runInTurn([[...check, ...OFF.flatMap((level) => ["--rule", level])], check], TIMES);
  if (without === undefined || all === undefined) return;
  console.log("                        without advice        with it");
  row("whole tree, CPU time", ms(without.cpu), ms(all.cpu), all.cpu / without.cpu);
  row(
    "as it passes",
    ms(without.milliseconds),
    ms(all.milliseconds),
    all.milliseconds / without.milliseconds,
  );
  row("its memory", mb(without.bytes), mb(all.bytes), all.bytes / without.bytes);
  const [warmWithout, warm] = [await warmChange(directory, OFF), await warmChange(directory)];
  const more = `${(warm - warmWithout).toFixed(1)} ms more`;
  console.log(
    `${"one package, warm".padEnd(24)}${`${warmWithout.toFixed(1)} ms`.padEnd(22)}${warm.toFixed(1)} ms   ${more}`,
  );
}

function row(what: string, without: string, all: string, ratio: number): void {
  console.log(`${what.padEnd(24)}${without.padEnd(22)}${all}   ${ratio.toFixed(2)}x`);
}
