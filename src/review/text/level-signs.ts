import type { FindingLevel } from "../../checker/finding.ts";

/** What stands before a finding of a level where it is told in Markdown. */
export const LEVEL_SIGNS: Readonly<Record<FindingLevel, string>> = {
  error: "❌",
  warning: "⚠️",
  advice: "💡",
};
