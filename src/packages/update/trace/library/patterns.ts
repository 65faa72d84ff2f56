import { constantText } from "../strings.ts";
import { DIFFERING } from "../values.ts";
import { binary, type LibraryFunction } from "./function.ts";
import { madeOf, mapTexts, type Nested, still } from "./tools.ts";

/**
 * Patterns that JavaScript and POSIX understand alike: characters of versions and sets of them, each repeated or not,
 * and groups. No `\d`, no `+?`, no group that may be left out, and nothing else that only one of them knows.
 */
const PATTERN = /^(?:(?:[\w.-]|\\[.+-]|\[\^?(?:[\w.+]|-(?!\\)|\\\.)+\])[*+?]?|[()^])+$/;

const MOST_PATTERN = 60;

/** Ways to try a pattern on a text, where what repeats may begin and end anywhere, in one step of the evaluation. */
const WAYS_PER_STEP = 250;

/** `builtins.split` and `builtins.match`, of a version. */
function byPattern(cut: (text: string, pattern: RegExp) => readonly Nested[] | null): LibraryFunction {
  return binary((machine, pattern, text, location) => {
    still(machine, [pattern], location);
    const known = constantText(machine.force(pattern));
    const form = known === null ? null : regExp(known);
    return mapTexts(machine, text, location, ({ before, after }) => {
      if (form === null) return null;
      const steps = ways(form.source, Math.max(before.length, after.length)) / WAYS_PER_STEP;
      if (!machine.hasRoom(steps, location)) return DIFFERING;
      return madeOf(cut(before, form), cut(after, form));
    });
  });
}

function regExp(pattern: string): RegExp | null {
  if (pattern.length > MOST_PATTERN || !PATTERN.test(pattern)) return null;
  try {
    return new RegExp(pattern, "g");
  } catch {
    return null;
  }
}

/** At how many places of a text all that repeats in a pattern may begin and end. */
function ways(pattern: string, length: number): number {
  const repeats = pattern.replace(/\\.|\[[^\]]+\]/g, "").match(/[*+?]/g) ?? [];
  return repeats.reduce((ways, _, i) => (ways * (length + i + 2)) / (i + 2), length + 1);
}

function splitBy(text: string, pattern: RegExp): readonly Nested[] {
  const found: Nested[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(text.slice(from, match.index), match.slice(1));
    from = match.index + match[0].length;
  }
  return [...found, text.slice(from)];
}

function matchBy(text: string, pattern: RegExp): readonly Nested[] | null {
  return new RegExp(`^${pattern.source}$`).exec(text)?.slice(1) ?? null;
}

export const splitPattern = byPattern(splitBy);
export const matchPattern = byPattern(matchBy);
