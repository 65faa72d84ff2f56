import type { Strategy } from "../config/schema.ts";

/**
 * How it stands with a condition: `asks` lacks nothing but a person's word, `waits` something that comes
 * by itself.
 */
export type State = "met" | "asks" | "waits" | "unmet";

/** A condition in its own words: plain text with names in backticks, a sentence without its full stop. */
export type Condition = { readonly state: State; readonly text: string };

export type LineId =
  | "configuration"
  | "branch"
  | "ready"
  | "files"
  | "findings"
  | "reviews"
  | "strategy"
  | "checks";

/** One line of the checklist. */
export type ChecklistLine = Condition & {
  readonly id: LineId;
  /** What it is made of, where it is made of more; each strategy is one. */
  readonly parts: readonly Part[];
};

export type Part = Condition & {
  /** The name of a strategy; null for anything else. */
  readonly strategy: Strategy | null;
  readonly conditions: readonly Condition[];
};
