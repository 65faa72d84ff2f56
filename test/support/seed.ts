/** The variable by which random tests get another seed: a whole number, or `random` for another one each time. */
export const SEED_VARIABLE = "BY_NAME_TEST_SEED";

/** As good as any other. */
const ALWAYS = 20_260_101;

/** The variable that says how often each costly property runs: seldom for mutations, often for a night. */
export const RUNS_VARIABLE = "BY_NAME_RUNS";

const given = process.env[SEED_VARIABLE];
const wanted = process.env[RUNS_VARIABLE];

/** Where random tests begin: always at the same place, so that what passes once passes again. */
export const SEED = given === undefined ? ALWAYS : seedOf(given);

/**
 * Of so many runs of a costly property, those that it gets: a third of them where they are the same each time, and as
 * many as the variable says where it says so.
 */
export function runs(all: number): number {
  if (wanted !== undefined) return wantedRuns(wanted);
  return given === undefined ? Math.ceil(all / 3) : all;
}

function wantedRuns(wanted: string): number {
  if (!/^[1-9]\d{0,7}$/.test(wanted)) throw new Error(`${RUNS_VARIABLE} must be a whole number from 1 on`);
  return Number(wanted);
}

function seedOf(given: string): number {
  if (given === "random") return Math.floor(Math.random() * 2 ** 31);
  if (!/^\d{1,10}$/.test(given)) throw new Error(`${SEED_VARIABLE} must be a whole number, or "random"`);
  return Number(given);
}
