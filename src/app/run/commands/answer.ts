/** The answer to one thing that was said: no text where the run itself is the answer. */
export type Answer = {
  readonly text: string | null;
  /** `awaited`: the text says what the answer waits for, which a later run gives. */
  readonly result: "done" | "refused" | "missed" | "awaited";
};

/** A command as `help` lists it: what stands behind the bot's name, and what it does. */
export type HelpRow = { readonly form: string; readonly does: string };
