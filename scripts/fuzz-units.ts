import { parseArgs } from "node:util";
import { children, type Node } from "../src/nix/ast.ts";
import { parseNix } from "../src/nix/parse.ts";
import { sameTree } from "../src/nix/same.ts";
import { sourceText } from "../src/nix/text.ts";
import {
  cpuTime,
  type Growth,
  growthOf,
  MOST,
  SAMPLE_LENGTHS,
  stepCounter,
  worstFirst,
} from "./fuzz/growth.ts";
import { nixUnits, type Repeated, SAMPLE } from "./fuzz/units.ts";

// Reads texts of repeated units, of 20 and of 80 kB, and shows what grows most with the length. With `--cpu`
// it is CPU time that is compared, with what is left of them; else counted steps. `--every N --from K` takes a
// part of them, `--sample` a fixed sample. Fails where an exponent is above 1.1.
const { values } = parseArgs({
  options: {
    cpu: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    show: { type: "string", default: "20" },
    walk: { type: "boolean", default: false },
    sample: { type: "boolean", default: false },
  },
});

/** What is done with a text; with `--walk` each node of its tree is looked at, and compared with itself. */
function read(text: string): void {
  const { expression } = parseNix(sourceText(text), ["pipe-operators"]);
  if (!values.walk) return;
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of children(node)) pending.push(child);
  }
  sameTree(expression, expression);
}

/** What takes less than this, in microseconds, is not to be told from the rest of the machine. */
const LEAST_CPU = 4_000;

const [every, from] = [Number(values.every), Number(values.from)];
const all = values.sample ? SAMPLE : [...nixUnits()];
const units = all.filter((_, i) => i % every === from);
const counter = values.cpu ? null : await stepCounter("/src/nix/");
const growths: Growth[] = [];
for (const unit of units) growths.push(await growth(unit));
await counter?.close();

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

const worst = worstFirst(growths);
for (const { of, costs, exponent } of worst.slice(0, Number(values.show))) {
  console.log(
    `${exponent.toFixed(3)}  ${costs.join(" -> ")}  ${JSON.stringify([of.prefix, of.unit, of.suffix])}`,
  );
}
const bad = worst.filter(({ exponent }) => exponent > MOST);
console.log(`${growths.length} units, ${bad.length} above ${MOST}`);
process.exitCode = bad.length === 0 ? 0 : 1;
