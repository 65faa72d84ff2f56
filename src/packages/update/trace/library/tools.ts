import {
  alternatives,
  choiceOf,
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  type TextValue,
  type Thunk,
  type Value,
} from "../values.ts";

/** What a function is told besides the text may not differ. */
export function still(machine: Machine, args: readonly (Thunk | undefined)[], location: Location): void {
  for (const each of args) {
    if (each === undefined || !machine.moves(machine.force(each))) continue;
    machine.report(location, "makes a text with an argument that depends on a changed value");
  }
}

/** What becomes of each text that a value may be; `null` is not understood, and reported where it differs. */
export function mapTexts(
  machine: Machine,
  argument: Thunk | undefined,
  location: Location,
  make: (text: TextValue) => Value | null,
): Value {
  const value = argument === undefined ? OPAQUE : machine.force(argument);
  const found = alternatives(value).map((each): Value => {
    if (each.kind === "text") {
      const made = make(each);
      if (made !== null) return made;
    }
    if (each.kind === "nothing") return each;
    if (!machine.moves(each)) return OPAQUE;
    machine.report(location, "makes a text from a changed value in a way that is not understood");
    return DIFFERING;
  });
  return choiceOf(found) ?? DIFFERING;
}
