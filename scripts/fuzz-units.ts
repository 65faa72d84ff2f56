import { parseArgs } from "node:util";
import { children, type Node } from "../src/nix/ast.ts";
import { parseNix } from "../src/nix/parse.ts";
import { sameExpression } from "../src/nix/same.ts";
import { sourceText } from "../src/nix/text.ts";
import { walkScopes } from "../src/nix/walk-scopes.ts";
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
import { KNOWN_UNITS, nixUnits, type Repeated, repeated, SAMPLE } from "./fuzz/units.ts";

// Reads texts of repeated units, and shows what grows most with the length: every token and pair of tokens in
// every construct, some 250,000 of them, within ten minutes. Each is read once, of 64 kB; the thousand that take
// longest for their length are read again, of 20 and of 80 kB. With `--cpu` it is CPU time that is compared, else
// counted steps. `--walk` has the trees looked at and compared, too, of 16 kB at first. `--every N --from K` takes
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

/** What is done with a text; with `--walk` each node of its tree and its scopes are looked at, and it is compared. */
function read(text: string): void {
  const { expression } = parseNix(sourceText(text), ["pipe-operators"]);
  if (!values.walk) return;
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of children(node)) pending.push(child);
  }
  sameExpression(expression, expression);
  walkScopes(expression, {});
}

/** What takes less than this, in microseconds, is not to be told from the rest of the machine. */
const LEAST_CPU = 4_000;

/** How long the texts are that are read of each unit, and how many units are compared. */
const [SCREENED, COMPARED] = [values.walk ? 16_000 : 64_000, 1_000];
/** What is slow enough to be read again, in nanoseconds a character: memory may have been freed meanwhile. */
const SLOW = 200;

/** The CPU time that a text takes, in nanoseconds a character. */
function slowness(of: Repeated): number {
  const text = repeated(of, SCREENED);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && least > SLOW; i++) {
    const before = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, ((user + system) * 1_000) / text.length);
  }
  return least;
}

async function growth(of: Repeated): Promise<Growth> {
  if (counter !== null) return growthOf(of, read, counter.count, values.sample ? SAMPLE_LENGTHS : undefined);
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

// Before anything is read: what V8 has compiled by then is not counted.
const counter = values.cpu ? null : await stepCounter("/src/nix/");
const [every, from] = [Number(values.every), Number(values.from)];
// A sample is compared as a whole, so that nothing has to be chosen.
const units = values.sample ? SAMPLE : nixUnits();
const found: { readonly of: Repeated; readonly slowness: number }[] = [];
let i = 0;
for (const of of units)
  if (i++ % every === from) found.push({ of, slowness: values.sample ? 0 : slowness(of) });
const slowest = found.toSorted((a, b) => b.slowness - a.slowness);

const growths: Growth[] = [];
for (const { of } of slowest.slice(0, COMPARED)) growths.push(await growth(of));
await counter?.close();

const shown = Number(values.show);
const worst = worstFirst(growths);
for (const { of, costs, exponent } of worst.slice(0, shown)) {
  console.log(`${exponent.toFixed(3)}  ${costs.join(" -> ")}  ${written(of)}`);
}
let bad = worst.filter(({ exponent }) => exponent > MOST).length;
if (!values.sample) {
  const most = Math.round(slowest[0]?.slowness ?? 0);
  console.log(`${found.length} units were read, the slowest in ${most} ns a character; compared:`);
}
console.log(`${growths.length} units, ${bad} above ${MOST}`);

if (values.large) {
  for (const of of [...KNOWN_UNITS, ...slowest.slice(0, shown).map((each) => each.of)]) {
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
