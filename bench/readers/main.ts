import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { KNOWN_UNITS, repeated } from "../../scripts/fuzz/units.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { readAlike } from "../../src/nix/alike.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { generateRepository } from "../repository/generate.ts";

// `--unit N` is for the process of one unit.
// Both readers of Nix over the packages of a generated repository, or over the files that are named; then the
// time and memory that 4 MB of each known hostile unit take ours. All times are CPU time.
const { values, positionals: paths } = parseArgs({
  options: { unit: { type: "string" } },
  allowPositionals: true,
});
if (values.unit === undefined) await measureAll();
else measureUnit(Number(values.unit));

async function measureAll(): Promise<void> {
  const texts =
    paths.length > 0
      ? paths.map((path) => readFileSync(path, "utf8"))
      : [...generateRepository({ packages: 3_000, seed: 2 })]
          .filter(({ path }) => path.endsWith(".nix"))
          .map(({ content }) => content);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const second = await loadSecondReader();
  const ROUNDS = 3;

  const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
    ["parseNix", (text) => parseNix(sourceText(text)).expression],
    ["second reader", (text) => second.read(text)],
    ["both, compared", (text) => readAlike(parseNix(sourceText(text)), second)],
  ];
  console.log(`${texts.length} files, ${(characters / 1e6).toFixed(1)} MB\n`);
  for (const [name, read] of readers) {
    const times = Array.from({ length: ROUNDS }, () =>
      cpuMs(() => {
        for (const text of texts) read(text);
      }),
    );
    const speed = characters / 1000 / Math.min(...times);
    console.log(`${name.padEnd(16)} ${speed.toFixed(1).padStart(6)} MB/s   ${resident()} MB at most so far`);
  }

  console.log("\n4 MB of a hostile unit, each in a process of its own");
  for (const i of KNOWN_UNITS.keys()) {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--unit", String(i)], {
      encoding: "utf8",
    });
    process.stdout.write(stdout);
  }
}

function measureUnit(i: number): void {
  const unit = KNOWN_UNITS[i];
  if (unit === undefined) throw new Error(`there is no unit ${i}`);
  const source = sourceText(repeated(unit, 4_000_000));
  const milliseconds = Math.round(cpuMs(() => parseNix(source).expression));
  const shown = JSON.stringify(Object.values(unit).join(" … "));
  console.log(`${String(milliseconds).padStart(6)} ms   ${resident()} MB   ${shown}`);
}

function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function resident(): string {
  return Math.round(process.resourceUsage().maxRSS / 1024)
    .toString()
    .padStart(4);
}
