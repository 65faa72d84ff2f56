import { GitHubFailure } from "../../../github/failure.ts";
import type { Expected } from "../memory/expected.ts";

/** One thing to write to GitHub, and what a later reading will show once it is done. */
export type Write = {
  /** For the log: "review", "labels". */
  readonly name: string;
  /** Null for what may be done twice without harm. */
  readonly expected: Expected | null;
  readonly perform: () => Promise<void>;
  /** What is to be written next in view of what came of it, be it done or refused. */
  readonly next?: () => readonly Write[];
};

/** What came of the writes that GitHub did not allow; each a sentence for the log. */
export type Refusals = readonly string[];

/** What was written or refused, by name. */
export type Performed = { readonly names: readonly string[]; readonly refusals: Refusals };

/**
 * Performs writes one after the other. Before the first of them `remember` keeps what they lead to, so that
 * a run after a crash, or one that GitHub shows an old state, does not do them again. What a permission or
 * a rule of the repository stands against is left out and reported; any other failure ends it, and is
 * thrown once it is remembered how far it came.
 */
export async function performWrites(
  writes: readonly Write[],
  remember: (expected: readonly Expected[]) => Promise<void>,
): Promise<Performed> {
  const refusals: string[] = [];
  const begun: Write[] = [];
  const refused = new Set<Write>();
  const expectedOf = (some: readonly Write[]) =>
    some.flatMap((write) => (write.expected === null || refused.has(write) ? [] : [write.expected]));
  const all = [...writes];
  if (all.some((write) => write.expected !== null)) await remember(expectedOf(all));
  for (let write = all[0]; write !== undefined; write = all[begun.length]) {
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
    const more = write.next?.() ?? [];
    all.splice(begun.length, 0, ...more);
    if (more.some(({ expected }) => expected !== null)) await remember(expectedOf(all));
  }
  if (refused.size > 0) await remember(expectedOf(all));
  return { names: begun.map(({ name }) => name), refusals };
}
