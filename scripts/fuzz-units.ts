import { parseArgs } from "node:util";
import {
  cpuTime,
  type Growth,
  growthOf,
  MOST,
  SAMPLE_LENGTHS,
  stepCounter,
  worstFirst,
} from "./fuzz/growth.ts";
import { MOST_MEMORY, MOST_SECONDS, readLarge } from "./fuzz/large.ts";
import { readText, slowestUnits } from "./fuzz/screen.ts";
import { KNOWN_UNITS, type Repeated, SAMPLE } from "./fuzz/units.ts";

// Reads texts of repeated units, and shows what grows most with the length: every token and pair of tokens in
// every construct, some 250,000 of them, within ten minutes. Each is read once, of 64 kB; the thousand that take
// longest for their length are read again, of 20 and of 80 kB. With `--cpu` it is CPU time that is compared, else
// counted steps. `--walk` has the trees looked at and compared, too, of shorter texts. `--every N --from K` takes
// a part of the units, `--sample` a fixed sample, all of which is compared. Fails where an exponent is above 1.1.
// With `--large` the slowest, and those known from before, are read once more, of 4 MB, each in a process of its
// own: fails above 2 s or 300 MB.
const { values } = parseArgs({
  options: {
    cpu: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    show: { type: "string", default: "20" },
    walk: { type: "boolean", default: false },
    sample: { type: "boolean", default: false },
    large: { type: "boolean", default: false },
  },
});

const walk = values.walk;
/** What takes long, and is counted exactly, is as good in short. */
const isShort = values.sample || walk;
const read = (text: string) => readText(text, walk);

/** What takes less than this, in microseconds, is not to be told from the rest of the machine. */
const LEAST_CPU = 4_000;

/** How many units are compared. */
const COMPARED = 1_000;

async function growth(of: Repeated): Promise<Growth> {
  if (counter !== null) return growthOf(of, read, counter.count, isShort ? SAMPLE_LENGTHS : undefined);
  const first = await growthOf(of, read, cpuTime);
  if ((first.costs[1] ?? 0) < LEAST_CPU) return { ...first, exponent: 0 };
  // Something else may have run meanwhile: it is as bad as it is at its best.
  let best = first;
  for (let i = 0; i < 4 && best.exponent > MOST; i++) {
    const again = await growthOf(of, read, cpuTime);
    if (again.exponent < best.exponent) best = again;
  }
  return best;
}

const [every, from] = [Number(values.every), Number(values.from)];
const chosen = values.sample ? null : await slowestUnits({ every, from, walk }, COMPARED);
// A sample is compared as a whole, so that nothing has to be chosen.
const units = chosen?.slowest.map(({ of }) => of) ?? SAMPLE.filter((_, i) => i % every === from);

// Before anything is read here: what V8 has compiled by then is not counted.
const counter = values.cpu ? null : await stepCounter("/src/nix/");
const growths: Growth[] = [];
for (const of of units) growths.push(await growth(of));
await counter?.close();

const shown = Number(values.show);
const worst = worstFirst(growths);
for (const { of, costs, exponent } of worst.slice(0, shown)) {
  console.log(`${exponent.toFixed(3)}  ${costs.join(" -> ")}  ${written(of)}`);
}
let bad = worst.filter(({ exponent }) => exponent > MOST).length;
if (chosen !== null) {
  const most = Math.round(chosen.slowest[0]?.slowness ?? 0);
  console.log(`${chosen.count} units were read, the slowest in ${most} ns a character; compared:`);
}
console.log(`${growths.length} units, ${bad} above ${MOST}`);

if (values.large) {
  for (const of of [...KNOWN_UNITS, ...units.slice(0, shown)]) {
    const { seconds, memory } = readLarge(of);
    const isBad = seconds > MOST_SECONDS || memory > MOST_MEMORY;
    if (isBad) bad++;
    console.log(`${isBad ? "!" : " "} ${seconds.toFixed(2)} s  ${memory.toFixed(0)} MB  ${written(of)}`);
  }
}
process.exitCode = bad === 0 ? 0 : 1;

function written({ prefix, unit, suffix }: Repeated): string {
  return JSON.stringify([prefix, unit, suffix]);
}
