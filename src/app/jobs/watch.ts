/** Hears what a job does, for whoever has to end it. */
export type Watch = {
  /** It looks at a pull request at this head. */
  sees(head: string): void;
  /** From here on it computes, until another job says so. */
  computes(): void;
};

export const UNWATCHED: Watch = { sees() {}, computes() {} };

/** A job takes more than a worker that others share gives: it is to run alone. */
export class HeavyJob extends Error {
  override name = "HeavyJob";
}

/** What a job may read and parse beside others, in bytes, and in characters of text that were not parsed yet. */
export type Allowance = { readonly read: number; readonly parsed: number };

/** Much more than the changes of a day take, and a second of work at most. */
export const SHARED: Allowance = { read: 12 * 1024 * 1024, parsed: 1.5 * 1024 * 1024 };

/** Counts what a job takes of an allowance. Both methods throw a HeavyJob where it is used up. */
export type Meter = { read(bytes: number): void; parsed(characters: number): void };

export function meter(allowance: Allowance): Meter {
  let read = 0;
  let parsed = 0;
  const check = () => {
    if (read > allowance.read || parsed > allowance.parsed)
      throw new HeavyJob("The job needs more than a job may take that runs beside others.");
  };
  return {
    read(bytes) {
      read += bytes;
      check();
    },
    parsed(characters) {
      parsed += characters;
      check();
    },
  };
}
