import type { Report } from "../checker/finding.ts";
import type { MergeFacts } from "./facts.ts";

/**
 * What a merge has to know of a report. What could not be told of the base either is as it was before; where not
 * everything that could not be told is listed, none of it counts as such. `syntax`: files that do not parse.
 */
export function reviewFacts(
  { summary, unknown }: Pick<Report, "summary" | "unknown">,
  syntax: readonly string[],
): MergeFacts["review"] {
  const isComplete = unknown.length === summary.unknown;
  const counting = isComplete ? unknown.filter(({ before }) => before !== true) : unknown;
  return { blocking: summary.blocking, syntax, unknown: counting.map(({ message }) => message) };
}
