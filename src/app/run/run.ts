import type { IdentifiedFinding } from "../../review/conversation/compose.ts";
import type { Asked } from "./commands/asked.ts";
import type { InitFacts } from "./commands/init.ts";
import type { Merging } from "./merge/merging.ts";
import type { HeadPlaces } from "./places/head-places.ts";
import type { Reading } from "./reading.ts";
import type { Verdict } from "./verdict.ts";

/** A run that has read and judged a pull request: all that it says and writes follows from this. */
export type Run = Reading & {
  readonly verdict: Verdict;
  /** What the change brings. */
  readonly findings: readonly IdentifiedFinding[];
  readonly places: HeadPlaces;
  readonly merging: Merging;
  /** All the comments that wait for an answer. */
  readonly asked: readonly Asked[];
  /** What the answer to `init` needs; null where nobody asks for it. */
  readonly init: InitFacts | null;
  /** The names of the writes that GitHub did not allow. */
  readonly refused: readonly string[];
  /** Whether the head was judged before, or the base branch is another since it was pushed. */
  readonly settled: boolean;
};
