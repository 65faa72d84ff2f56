import type { SourceText } from "./text.ts";

/** How often a text has a name, and how often of these it sets it: `name =`. */
export type Mentions = { readonly all: number; readonly set: number };

const NONE: Mentions = { all: 0, set: 0 };
/** Of the text that was asked about last: those of all texts would take more than the texts. */
let last: { readonly source: SourceText; readonly counts: ReadonlyMap<string, Mentions> } | null = null;

/** Counts a name in a text, wherever it stands: in strings and comments, too. Each text is gone through once. */
export function mentionsOf(source: SourceText, name: string): Mentions {
  if (last?.source !== source) last = { source, counts: countAll(source.text) };
  return last.counts.get(name) ?? NONE;
}

function countAll(text: string): ReadonlyMap<string, Mentions> {
  const counts = new Map<string, Mentions>();
  for (const { 0: name, index } of text.matchAll(/[A-Za-z_][A-Za-z0-9_'-]*/g)) {
    const { all, set } = counts.get(name) ?? NONE;
    const isSet = /^\s{0,9}=(?!=)/.test(text.slice(index + name.length, index + name.length + 11));
    counts.set(name, { all: all + 1, set: isSet ? set + 1 : set });
  }
  return counts;
}
