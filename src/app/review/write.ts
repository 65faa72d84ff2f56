import { GitHubFailure } from "../../github/failure.ts";
import type { Expected } from "./expected.ts";

/** One thing to write to GitHub, and what a later reading will show once it is done. */
export type Write = {
  /** For the log: "review", "labels". */
  readonly name: string;
  /** Null for what may be done twice without harm. */
  readonly expected: Expected | null;
  readonly perform: () => Promise<void>;
};

/** What came of the writes that GitHub did not allow; each a sentence for the log. */
export type Refusals = readonly string[];

/**
 * Performs writes one after the other. Before the first of them `remember` keeps what they lead to, so that
 * a run after a crash, or one that GitHub shows an old state, does not do them again. What a permission or
 * a rule of the repository stands against is left out and reported; any other failure ends it, and is
 * thrown once it is remembered how far it came.
 */
export async function performWrites(
  writes: readonly Write[],
  remember: (expected: readonly Expected[]) => Promise<void>,
): Promise<Refusals> {
  const refusals: string[] = [];
  const begun: Write[] = [];
  const refused = new Set<Write>();
  const expectedOf = (some: readonly Write[]) =>
    some.flatMap((write) => (write.expected === null || refused.has(write) ? [] : [write.expected]));
  if (writes.some((write) => write.expected !== null)) await remember(expectedOf(writes));
  for (const write of writes) {
    begun.push(write);
    try {
      await write.perform();
    } catch (error) {
      const certain = error instanceof GitHubFailure && error.kind !== "unavailable";
      if (certain) refused.add(write);
      if (!(error instanceof GitHubFailure) || (error.kind !== "forbidden" && error.kind !== "refused")) {
        await remember(expectedOf(begun));
        throw error;
      }
      refusals.push(`${write.name}: ${error.message}`);
    }
  }
  if (refused.size > 0) await remember(expectedOf(writes));
  return refusals;
}
