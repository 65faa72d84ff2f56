import { constantText, joined, textSize, textValue } from "../strings.ts";
import { type Concrete, concrete, madeText, textMoves } from "../texts.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  type ListValue,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type Piece,
  type Thunk,
  type Value,
  valueThunk,
} from "../values.ts";

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((all, each) => all + of(each), 0);
}

/** How much there is to read of the texts that a value may be. */
export function sizeOf(value: Value): number {
  return sum(alternatives(value), (each) => (each.kind === "text" ? textSize(each) : 1));
}

/** What a function is told besides the text may not differ. */
export function still(machine: Machine, args: readonly Thunk[], location: Location): void {
  for (const each of args) {
    if (machine.moves(machine.force(each)))
      machine.report(location, "makes a text with an argument that depends on a changed value");
  }
}

/**
 * What becomes of each text that differs and that a value may be; `null` is not understood, and reported. `constant`
 * is what becomes of one that is known and the same on both sides.
 */
export function mapTexts(
  machine: Machine,
  argument: Thunk,
  location: Location,
  make: (text: Concrete) => Value | null,
  constant: (text: string) => Value = () => OPAQUE,
): Value {
  const value = machine.force(argument);
  if (!machine.hasRoom(sizeOf(value), location)) return DIFFERING;
  const found = alternatives(value).map((each): Value => {
    if (each.kind === "nothing") return NOTHING;
    if (!machine.moves(each)) {
      const text = constantText(each);
      return text === null ? OPAQUE : constant(text);
    }
    const both = each.kind === "text" ? concrete(each) : null;
    const made = both === null ? null : make(both);
    if (made !== null) return made;
    machine.report(location, "makes a text from a changed value in a way that is not understood");
    return DIFFERING;
  });
  return choiceOf(found) ?? DIFFERING;
}

/** What a value has for elements if it is a list of which order and number are known; else null. */
export function exactElements(value: Value): readonly Thunk[] | null {
  return value.kind === "list" && value.exact ? value.elements : null;
}

/** Texts, and lists of what was made of one. */
export type Nested = string | readonly Nested[];

/** What was made of a text before the change and after it, lists as long as each other; else null. */
export function madeOf(before: Nested | null, after: Nested | null): Value | null {
  if (before === null || after === null) return null;
  if (typeof before === "string" && typeof after === "string") return madeText({ before, after });
  if (typeof before === "string" || typeof after === "string" || before.length !== after.length) return null;
  const elements: Thunk[] = [];
  for (const [i, old] of before.entries()) {
    const made = madeOf(old, after[i] ?? null);
    if (made === null) return null;
    elements.push(valueThunk(made));
  }
  return { kind: "list", elements, exact: true };
}

/** The elements of a list as one text, with a separator between them. */
export function joinedList(
  machine: Machine,
  separator: Value | null,
  list: ListValue,
  location: Location,
): Value {
  const texts = list.elements.map((each) => textValue(machine, machine.force(each), location));
  if (!list.exact) return anywhere(separator === null ? texts : [separator, ...texts], location);
  const parts = texts.flatMap((text, i) => (i === 0 || separator === null ? [text] : [separator, text]));
  return joined(machine, parts, location);
}

/**
 * A text made of some of others, in whatever order: what of them differs, with anything around it. What is the same
 * in them on both sides is not known to stand there, nor before or behind the rest.
 */
function anywhere(texts: readonly Value[], location: Location): Value {
  const pieces: Piece[] = [{ kind: "unknown" }];
  for (const each of texts.flatMap(alternatives)) {
    if (each.kind === "differing") return DIFFERING;
    if (each.kind !== "text") continue;
    for (const piece of each.pieces) {
      if (textMoves({ ...each, pieces: [piece] })) pieces.push(piece, { kind: "unknown" });
    }
  }
  return { kind: "text", pieces, location };
}
