import { parseArgs } from "node:util";
import { MOST, stepCounter } from "./fuzz/growth.ts";
import { SUBJECTS, type Subject, UNITS } from "./fuzz/subjects.ts";
import { nixUnits, type Repeated, repeated } from "./fuzz/units.ts";

// Has all that reads texts of strangers, but the parser, read texts of repeated units, and shows where the CPU
// time grows faster than the length. `--subject NAME` takes those whose names hold that; `--every N` every Nth of
// the units of Nix, `--own` none of those and no pairs. With `--steps` it is counted steps that are compared, of
// texts of 2 and 8 kB; `--sample` takes the few subjects and units that every test takes. Fails where an exponent is
// above 1.1.
const { values } = parseArgs({
  options: {
    subject: { type: "string", default: "" },
    every: { type: "string", default: "9" },
    length: { type: "string", default: "80000" },
    own: { type: "boolean", default: false },
    steps: { type: "boolean", default: false },
    sample: { type: "boolean", default: false },
  },
});
/** What takes less, in milliseconds, is not to be told from the rest of the machine. */
const LEAST_MS = 40;
const FACTOR = 4;
/** In characters; the first is of one unit. */
const STEPS_LENGTHS = [1, 2_000, 8_000] as const;
/** What every test takes. */
const SAMPLE: readonly string[] = [
  "check of attributes of a package",
  "update of a package",
  "maintainers of a package",
  "maintainers in a list",
];
const counter = values.steps ? await stepCounter("/src/") : null;

function* unitsOf({ language }: Subject): Generator<Repeated> {
  const own = values.sample && language === "nix" ? UNITS.nix.filter((_, i) => i % 3 === 0) : UNITS[language];
  for (const unit of own) yield { prefix: "", unit, suffix: "" };
  if (values.own || values.sample) return;
  if (language === "nix") {
    for (const unit of own) yield { prefix: "{ ", unit, suffix: " }" };
    let i = 0;
    for (const unit of nixUnits()) if (i++ % Number(values.every) === 0) yield unit;
    return;
  }
  for (const first of own) for (const second of own) yield { prefix: "", unit: first + second, suffix: "" };
}

async function cost(subject: Subject, text: string): Promise<number> {
  const before = process.cpuUsage();
  await subject.run(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

type Measured = { readonly unit: Repeated; readonly exponent: number; readonly costs: readonly number[] };

async function measured(subject: Subject, unit: Repeated): Promise<Measured> {
  if (counter !== null) {
    // What is done for any text at all is no growth.
    const costs: number[] = [];
    for (const length of STEPS_LENGTHS) {
      const text = repeated(unit, length);
      costs.push(await counter.count(() => subject.run(text)));
    }
    const [always = 0, little = 0, much = 0] = costs;
    const growth = Math.log(Math.max(much - always, 1) / Math.max(little - always, 1));
    const [, short, long] = STEPS_LENGTHS;
    return { unit, costs, exponent: much < always * 1.5 ? 0 : growth / Math.log(long / short) };
  }
  const length = Math.min(Number(values.length), subject.most ?? Number.POSITIVE_INFINITY);
  const [short, long] = [repeated(unit, length / FACTOR), repeated(unit, length)];
  let costs = [1, await cost(subject, long)];
  let exponent = 0;
  // As good as at its best: something else may have run meanwhile.
  for (let i = 0; i < 5 && (costs[1] ?? 0) > LEAST_MS && (i === 0 || exponent > MOST); i++) {
    const now = [await cost(subject, short), await cost(subject, long)];
    const [little = 1, much = 1] = now;
    const growth = Math.log(Math.max(much, 1) / Math.max(little, 1)) / Math.log(long.length / short.length);
    if (i === 0 || growth < exponent) [costs, exponent] = [now, growth];
  }
  return { unit, exponent, costs };
}

let bad = 0;
const isTaken = ({ name }: Subject) =>
  name.includes(values.subject) && (!values.sample || SAMPLE.includes(name));
for (const subject of SUBJECTS.filter(isTaken)) {
  const all: Measured[] = [];
  for (const unit of unitsOf(subject)) {
    try {
      const found = await measured(subject, unit);
      all.push(found);
      if (found.exponent > MOST) show(found);
    } catch (error) {
      console.log(`${subject.name}: ${JSON.stringify(unit.unit)} throws ${String(error)}`);
      bad += 1;
    }
  }
  const worst = all.toSorted((a, b) => b.exponent - a.exponent);
  const slowest = all.reduce((most, { costs }) => Math.max(most, costs[1] ?? 0), 0);
  const above = worst.filter(({ exponent }) => exponent > MOST);
  bad += above.length;
  console.log(
    `${subject.name}: ${all.length} units, ${above.length} above ${MOST}; the worst ${(worst[0]?.exponent ?? 0).toFixed(2)}, the slowest ${Math.round(slowest)} ${counter === null ? "ms" : "steps"}`,
  );
}
await counter?.close();
process.exitCode = bad === 0 ? 0 : 1;

function show({ unit, exponent, costs }: Measured): void {
  const times = costs.map((ms) => `${Math.round(ms)}${counter === null ? " ms" : ""}`).join(" -> ");
  console.log(`  ${exponent.toFixed(2)}  ${times}  ${JSON.stringify([unit.prefix, unit.unit, unit.suffix])}`);
}
