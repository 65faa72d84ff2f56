import { GitHubFailure } from "../../../github/failure.ts";
import type { Expected } from "../memory/expected.ts";

/** One thing to write, and what a later reading will show once it is done. */
export type Write<What> = {
  /** For the log: "review", "labels". */
  readonly name: string;
  /** Null for what may be done twice without harm. */
  readonly expected: Expected | null;
  readonly what: What;
  /** What is to be written next, given GitHub's words where it refused; null where it is done. */
  readonly next?: (refusal: string | null) => readonly Write<What>[];
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
export async function performWrites<What>(
  writes: readonly Write<What>[],
  perform: (what: What) => Promise<void>,
  remember: (expected: readonly Expected[]) => Promise<void>,
): Promise<Performed> {
  const refusals: string[] = [];
  const begun: Write<What>[] = [];
  const refused = new Set<Write<What>>();
  const expectedOf = (some: readonly Write<What>[]) =>
    some.flatMap((write) => (write.expected === null || refused.has(write) ? [] : [write.expected]));
  const all = [...writes];
  if (all.some((write) => write.expected !== null)) await remember(expectedOf(all));
  for (let write = all[0]; write !== undefined; write = all[begun.length]) {
    begun.push(write);
    let refusal: string | null = null;
    try {
      await perform(write.what);
    } catch (error) {
      const certain = error instanceof GitHubFailure && error.kind !== "unavailable";
      if (certain) refused.add(write);
      if (!(error instanceof GitHubFailure) || (error.kind !== "forbidden" && error.kind !== "refused")) {
        await remember(expectedOf(begun));
        throw error;
      }
      refusals.push(`${write.name}: ${error.message}`);
      refusal = wordsOf(error);
    }
    const more = write.next?.(refusal) ?? [];
    all.splice(begun.length, 0, ...more);
    if (more.some(({ expected }) => expected !== null)) await remember(expectedOf(all));
  }
  if (refused.size > 0) await remember(expectedOf(all));
  return { names: begun.map(({ name }) => name), refusals };
}

/** GitHub's words, without the name of our request before them. */
function wordsOf({ message }: GitHubFailure): string {
  return message.replace(/^\w+: /, "");
}
