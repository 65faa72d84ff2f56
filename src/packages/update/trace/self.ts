import {
  type ClosureValue,
  DIFFERING,
  EMPTY_SET,
  type Location,
  type Machine,
  type SetValue,
  type Thunk,
  thunk,
  type Value,
} from "./values.ts";

/** The attributes that `finalAttrs: { … }` returns, which it is given itself. */
export function selfApplied(machine: Machine, closure: ClosureValue, location: Location): SetValue {
  return ownSet(
    machine,
    location,
    (self) => machine.apply(closure, self, location),
    (set) => set,
  );
}

/** The set that a function of itself returns; `whole` is what it is given, made of that. */
export function ownSet(
  machine: Machine,
  location: Location,
  apply: (self: Thunk) => Value,
  whole: (set: SetValue) => SetValue,
): SetValue {
  let result: SetValue | null = null;
  const self = thunk((): Value => {
    // What is asked of it and not written out is made by the builder, of what differs for all that is known.
    if (result !== null) return { kind: "derivation", attributes: whole(result), moves: () => true };
    machine.report(location, "is made of itself in a way that is not understood");
    return DIFFERING;
  });
  result = setOf(machine, apply(self), location);
  return result;
}

/** A set that is known; an empty one, and a report, of what is not and differs. */
export function setOf(machine: Machine, value: Value, location: Location): SetValue {
  if (value.kind === "set") return value;
  if (machine.moves(value)) machine.report(location, "uses a changed value in a way that is not understood");
  return EMPTY_SET;
}
