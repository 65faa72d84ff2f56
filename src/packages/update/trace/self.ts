import {
  type ClosureValue,
  DIFFERING,
  EMPTY_SET,
  type Machine,
  type SetValue,
  type Site,
  type Thunk,
  thunk,
  type Value,
} from "./values.ts";

/** The attributes that `finalAttrs: { … }` returns, which it is given itself. */
export function selfApplied(machine: Machine, closure: ClosureValue, site: Site): SetValue {
  return ownSet(
    machine,
    site,
    (self) => machine.apply(closure, self, site),
    (set) => set,
  );
}

/** The set that a function of itself returns; `whole` is what it is given, made of that. */
export function ownSet(
  machine: Machine,
  site: Site,
  apply: (self: Thunk) => Value,
  whole: (set: SetValue) => SetValue,
): SetValue {
  let result: SetValue | null = null;
  const self = thunk((): Value => {
    // What is asked of it and not written out is made by the builder, of what differs for all that is known.
    if (result !== null) return { kind: "derivation", attributes: whole(result), moves: () => true };
    machine.report(site, "is made of itself in a way that is not understood");
    return DIFFERING;
  });
  result = setOf(machine, apply(self), site);
  return result;
}

/** A set that is known; an empty one, and a report, of what is not and differs. */
export function setOf(machine: Machine, value: Value, site: Site): SetValue {
  if (value.kind === "set") return value;
  if (machine.moves(value)) machine.report(site, "is made of what differs in a way that is not understood");
  return EMPTY_SET;
}
