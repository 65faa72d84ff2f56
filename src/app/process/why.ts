import { withoutStop } from "../../checker/sentence.ts";
/** What an error says, without a full stop: of one that says nothing, what those in it say. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's, where a name has several addresses and none of them answers.
  if (error instanceof AggregateError && error.message === "") return error.errors.map(whyOf).join("; ");
  return withoutStop(error.message);
}
