import type { SourceText } from "./text.ts";

/** How often a text has a name, and how often of these it sets it: `name =`. */
export type Mentions = { readonly all: number; readonly set: number };

const NONE: Mentions = { all: 0, set: 0 };
/** So many names of a text are each looked for alone; of more, all names are counted at once. */
const MOST_ALONE = 4;

/** Of the text that was asked about last: those of all texts would take more than the texts. */
let last: { readonly source: SourceText; counts: Map<string, Mentions>; isAll: boolean } | null = null;

/** Counts a name in a text, wherever it stands: in strings and comments, too. Takes time in proportion to the text once. */
export function mentionsOf(source: SourceText, name: string): Mentions {
  if (last?.source !== source) last = { source, counts: new Map(), isAll: false };
  const known = last.counts.get(name);
  if (known !== undefined || last.isAll) return known ?? NONE;
  if (last.counts.size === MOST_ALONE) {
    last = { source, counts: countAll(source.text), isAll: true };
    return last.counts.get(name) ?? NONE;
  }
  const counted = countOne(source.text, name);
  last.counts.set(name, counted);
  return counted;
}

function countAll(text: string): Map<string, Mentions> {
  const counts = new Map<string, Mentions>();
  for (const { 0: name, index } of text.matchAll(/[A-Za-z_][A-Za-z0-9_'-]*/g)) {
    const { all, set } = counts.get(name) ?? NONE;
    counts.set(name, { all: all + 1, set: isSet(text, index + name.length) ? set + 1 : set });
  }
  return counts;
}

function countOne(text: string, name: string): Mentions {
  if (!/^[A-Za-z_][A-Za-z0-9_'-]*$/.test(name)) return NONE;
  let [all, set] = [0, 0];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (isInName(text, at) || /[A-Za-z0-9_'-]/.test(text.charAt(end))) continue;
    all++;
    if (isSet(text, end)) set++;
  }
  return { all, set };
}

/** Whether a name that began before an offset goes on there: it begins with a letter, which digits may follow. */
function isInName(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if (/[A-Za-z_]/.test(character)) return true;
    if (!/[0-9'-]/.test(character)) return false;
  }
  return false;
}

function isSet(text: string, end: number): boolean {
  return /^\s{0,9}=(?!=)/.test(text.slice(end, end + 11));
}
