import { constantText } from "../strings.ts";
import { concrete, madeText, textMoves } from "../texts.ts";
import { OPAQUE, type Thunk, type Value, valueThunk } from "../values.ts";
import type { LibraryFunction } from "./function.ts";
import { mapTexts, still } from "./tools.ts";

/** Patterns that JavaScript and POSIX understand alike, and that take no time on the length of a version. */
const PATTERN = /^[A-Za-z0-9 _.()*+?[\]^\\-]{1,60}$/;
const REPEATED_GROUP = /\)[*+?]/;

/** `builtins.split` and `builtins.match`, of a version. */
function byPattern(cut: (text: string, pattern: RegExp) => readonly Nested[] | null): LibraryFunction["run"] {
  return (machine, [pattern, text], location) => {
    still(machine, [pattern], location);
    const known = pattern === undefined ? null : constantText(machine.force(pattern));
    const form = known !== null && PATTERN.test(known) && !REPEATED_GROUP.test(known) ? regExp(known) : null;
    return mapTexts(machine, text, location, (each) => {
      if (!textMoves(each)) return OPAQUE;
      const both = concrete(each);
      if (both === null || form === null || both.before.length > 100 || both.after.length > 100) return null;
      return nestedList(cut(both.before, form), cut(both.after, form));
    });
  };
}

type Nested = string | readonly string[];

function regExp(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "g");
  } catch {
    return null;
  }
}

function nestedList(before: readonly Nested[] | null, after: readonly Nested[] | null): Value | null {
  if (before === null || after === null || before.length !== after.length) return null;
  const elements: Thunk[] = [];
  for (const [i, old] of before.entries()) {
    const now = after[i];
    const made =
      typeof old === "string"
        ? typeof now === "string" && madeText({ before: old, after: now })
        : typeof now !== "string" && now !== undefined && nestedList(old, now);
    if (!made) return null;
    elements.push(valueThunk(made));
  }
  return { kind: "list", elements, exact: true };
}

function splitBy(text: string, pattern: RegExp): readonly Nested[] {
  const found: Nested[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    found.push(text.slice(from, match.index), match.slice(1).map(String));
    from = match.index + match[0].length;
  }
  return [...found, text.slice(from)];
}

function matchBy(text: string, pattern: RegExp): readonly Nested[] | null {
  const match = new RegExp(`^(?:${pattern.source})$`).exec(text);
  return match === null ? null : match.slice(1).map(String);
}

export const splitPattern = byPattern(splitBy);
export const matchPattern = byPattern(matchBy);
