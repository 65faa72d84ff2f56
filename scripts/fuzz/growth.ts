import { Session } from "node:inspector/promises";
import { type Repeated, repeated } from "./units.ts";

/** How what something costs grows with the length of a text: with the power `exponent` of it. */
export type Growth = { readonly of: Repeated; readonly costs: readonly number[]; readonly exponent: number };

/** The lengths that are compared, the second of which is four times the first. */
const LENGTHS = [20_000, 80_000] as const;
/** The lengths of a fixed sample: steps are counted exactly, so that shorter texts show the same. */
export const SAMPLE_LENGTHS = [5_000, 20_000] as const;

/** What linear work may cost beside: the first of many tables, an answer of another length. */
export const MOST = 1.1;

/** The growth of what is done with texts of one unit, by a measure of it. */
export async function growthOf(
  of: Repeated,
  run: (text: string) => unknown,
  measure: (run: () => unknown) => Promise<number>,
  lengths: readonly [number, number] = LENGTHS,
): Promise<Growth> {
  const costs: number[] = [];
  for (const length of lengths) {
    const text = repeated(of, length);
    costs.push(await measure(() => run(text)));
  }
  const [short = 0, long = 0] = costs;
  // What takes next to nothing grows by chance.
  const exponent = Math.log(Math.max(long, 1) / Math.max(short, 1)) / Math.log(lengths[1] / lengths[0]);
  return { of, costs, exponent };
}

/** Those that grow most, first. */
export function worstFirst(growths: readonly Growth[]): Growth[] {
  return growths.toSorted((a, b) => b.exponent - a.exponent);
}

/** Counts the steps of our own code: how often each of its blocks is run. */
export type StepCounter = {
  count(run: () => unknown): Promise<number>;
  close(): Promise<void>;
};

/** A counter of the steps in files of which the URL contains `part`. */
export async function stepCounter(part: string): Promise<StepCounter> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  async function take(): Promise<number> {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    let steps = 0;
    for (const script of result) {
      if (!script.url.includes(part)) continue;
      for (const { ranges } of script.functions) for (const { count } of ranges) steps += count;
    }
    return steps;
  }
  return {
    async count(run) {
      await take();
      await run();
      return await take();
    },
    async close() {
      await session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}

/** CPU time in microseconds, the median of five. */
export async function cpuTime(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    times.push(user + system);
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}
