/** The answer to one thing that was said: no text where the run itself is the answer. */
export type Answer = {
  readonly text: string | null;
  /** `awaited`: the text says what the answer waits for, which a later run gives. */
  readonly result: "done" | "refused" | "missed" | "awaited";
};
