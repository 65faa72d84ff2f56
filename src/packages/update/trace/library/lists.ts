import { fixedText } from "../names.ts";
import { joined, textValue } from "../strings.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  EMPTY_SET,
  type ListValue,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type SetValue,
  type Thunk,
  thunk,
  type Value,
  valueThunk,
} from "../values.ts";
import type { LibraryFunction } from "./function.ts";
import { still } from "./tools.ts";

type Run = LibraryFunction["run"];

/** A function whose first argument decides whether there is the second. */
function where(otherwise: Value, make: (value: Thunk, machine: Machine) => Value): Run {
  return (machine, [condition, value], location) => {
    if (condition === undefined || value === undefined) return OPAQUE;
    decide(machine, condition, location);
    return choiceOf([make(value, machine), otherwise]) ?? DIFFERING;
  };
}

function decide(machine: Machine, condition: Thunk, location: Location): void {
  if (machine.moves(machine.force(condition)))
    machine.report(location, "has a condition that depends on a changed value");
}

/** The elements of a list; of one that is not known, one of which nothing is known, unless that differs. */
function elementsOf(machine: Machine, argument: Thunk | undefined, location: Location): ListValue {
  const value = argument === undefined ? OPAQUE : machine.force(argument);
  const lists = alternatives(value);
  const size = lists.reduce((sum, each) => sum + (each.kind === "list" ? each.elements.length : 1), 0);
  if (!machine.hasRoom(size, location))
    return { kind: "list", elements: [valueThunk(DIFFERING)], exact: false };
  if (value.kind === "list") return value;
  if (lists.every((each) => each.kind === "list" || ["opaque", "nothing", "text"].includes(each.kind))) {
    // A text is no list: Nix stops there.
    const elements = lists.flatMap((each) =>
      each.kind === "list" ? each.elements : each.kind === "opaque" ? [valueThunk(OPAQUE)] : [],
    );
    return { kind: "list", elements, exact: false };
  }
  return { kind: "list", elements: [valueThunk(unlessStill(machine, value, location))], exact: false };
}

function setsOf(machine: Machine, argument: Thunk | undefined, location: Location): readonly SetValue[] {
  const value = argument === undefined ? OPAQUE : machine.force(argument);
  return alternatives(value).map((each): SetValue => {
    if (each.kind === "set" && machine.hasRoom(each.attributes.size + each.rest.length, location))
      return each;
    return { kind: "set", attributes: new Map(), rest: [valueThunk(unlessStill(machine, each, location))] };
  });
}

function unlessStill(machine: Machine, value: Value, location: Location): Value {
  if (!machine.moves(value)) return OPAQUE;
  machine.report(location, "passes a changed value to a function in a way that is not understood");
  return DIFFERING;
}

function call(machine: Machine, fn: Thunk | undefined, args: readonly Thunk[], location: Location): Value {
  let value = fn === undefined ? OPAQUE : machine.force(fn);
  for (const argument of args) value = machine.apply(value, argument, location);
  return value;
}

function mapList(
  machine: Machine,
  fn: Thunk | undefined,
  list: Thunk | undefined,
  location: Location,
): ListValue {
  const { elements, exact } = elementsOf(machine, list, location);
  const made = elements.map((each) => thunk(() => call(machine, fn, [each], location)));
  return { kind: "list", elements: made, exact };
}

function nameThunk(name: string | null): Thunk {
  return valueThunk(
    name === null ? OPAQUE : { kind: "text", pieces: [{ kind: "fixed", text: name }], location: null },
  );
}

const mapAttrs: Run = (machine, [fn, set], location) => {
  const found = setsOf(machine, set, location).map(({ attributes, rest }): SetValue => {
    const made = new Map<string, Thunk>();
    for (const [name, value] of attributes)
      made.set(
        name,
        thunk(() => call(machine, fn, [nameThunk(name), value], location)),
      );
    const others = rest.map((value) => thunk(() => call(machine, fn, [nameThunk(null), value], location)));
    return { kind: "set", attributes: made, rest: others };
  });
  return choiceOf(found) ?? DIFFERING;
};

const mapAttrsToList: Run = (machine, args, location) => {
  const elements = alternatives(mapAttrs(machine, args, location)).flatMap((each) =>
    each.kind === "set" ? [...each.attributes.values(), ...each.rest] : [],
  );
  return { kind: "list", elements, exact: false };
};

/** Texts with another between; of a list that is not known as a whole, with anything between. */
function joinTexts(machine: Machine, separator: Thunk | null, list: ListValue, location: Location): Value {
  const between: Value = !list.exact
    ? { kind: "text", pieces: [{ kind: "unknown" }], location: null }
    : separator === null
      ? { kind: "text", pieces: [], location: null }
      : textValue(machine, machine.force(separator), location);
  const parts: Value[] = [];
  for (const each of list.elements) {
    if (parts.length > 0 || !list.exact) parts.push(between);
    parts.push(textValue(machine, machine.force(each), location));
  }
  return joined(machine, parts, location);
}

function flat(machine: Machine, list: ListValue, location: Location): ListValue {
  let exact = list.exact;
  const elements = list.elements.flatMap((each) => {
    const inner = elementsOf(machine, each, location);
    exact &&= inner.exact;
    return inner.elements;
  });
  return { kind: "list", elements, exact };
}

function anyOf(machine: Machine, list: ListValue): Value {
  return choiceOf(list.elements.map((each) => machine.force(each))) ?? DIFFERING;
}

const getAttr: Run = (machine, [name, set], location) => {
  if (name === undefined || set === undefined) return OPAQUE;
  const text = fixedText(machine, machine.force(name), () =>
    machine.report(location, "reads an attribute whose name depends on a changed value"),
  );
  const value = machine.force(set);
  if (text !== null) return machine.select(value, text, location);
  return (
    choiceOf(
      setsOf(machine, set, location).map((each) =>
        anyOf(machine, { kind: "list", elements: [...each.attributes.values(), ...each.rest], exact: false }),
      ),
    ) ?? DIFFERING
  );
};

const pipe: Run = (machine, [value, functions], location) => {
  if (value === undefined || functions === undefined) return OPAQUE;
  const list = machine.force(functions);
  if (list.kind !== "list" || !list.exact) return unlessStill(machine, machine.force(value), location);
  let made = value;
  for (const fn of list.elements) made = valueThunk(call(machine, fn, [made], location));
  return machine.force(made);
};

const EMPTY_LIST: ListValue = { kind: "list", elements: [], exact: true };
const EMPTY_TEXT: Value = { kind: "text", pieces: [], location: null };

function value(machine: Machine, argument: Thunk | undefined): Value {
  return argument === undefined ? OPAQUE : machine.force(argument);
}

/** Looks at all that is said, and stops. */
const stop: Run = (machine, args) => {
  for (const each of args) machine.moves(machine.force(each));
  return NOTHING;
};

export const LIST_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ["throw", { arity: 1, run: stop }],
  ["abort", { arity: 1, run: stop }],
  [
    "warn",
    {
      arity: 2,
      run: (machine, [said, given]) => {
        machine.moves(value(machine, said));
        return value(machine, given);
      },
    },
  ],
  [
    "optional",
    { arity: 2, run: where(EMPTY_LIST, (each) => ({ kind: "list", elements: [each], exact: true })) },
  ],
  ["optionals", { arity: 2, run: where(EMPTY_LIST, (each, machine) => machine.force(each)) }],
  ["optionalString", { arity: 2, run: where(EMPTY_TEXT, (each, machine) => machine.force(each)) }],
  ["optionalAttrs", { arity: 2, run: where(EMPTY_SET, (each, machine) => machine.force(each)) }],
  ["map", { arity: 2, run: (machine, [fn, list], location) => mapList(machine, fn, list, location) }],
  ["mapAttrs", { arity: 2, run: mapAttrs }],
  ["mapAttrsToList", { arity: 2, run: mapAttrsToList }],
  [
    "attrValues",
    {
      arity: 1,
      run: (machine, [set], location) => ({
        kind: "list",
        elements: setsOf(machine, set, location).flatMap((each) => [
          ...each.attributes.values(),
          ...each.rest,
        ]),
        exact: false,
      }),
    },
  ],
  [
    "attrNames",
    {
      arity: 1,
      run: (machine, [set], location) => {
        setsOf(machine, set, location);
        return OPAQUE;
      },
    },
  ],
  [
    "concatMap",
    {
      arity: 2,
      run: (machine, [fn, list], location) => flat(machine, mapList(machine, fn, list, location), location),
    },
  ],
  [
    "concatLists",
    {
      arity: 1,
      run: (machine, [list], location) => flat(machine, elementsOf(machine, list, location), location),
    },
  ],
  [
    "concatStrings",
    {
      arity: 1,
      run: (machine, [list], location) =>
        joinTexts(machine, null, elementsOf(machine, list, location), location),
    },
  ],
  [
    "concatStringsSep",
    {
      arity: 2,
      run: (machine, [separator, list], location) =>
        joinTexts(machine, separator ?? null, elementsOf(machine, list, location), location),
    },
  ],
  [
    "concatMapStrings",
    {
      arity: 2,
      run: (machine, [fn, list], location) =>
        joinTexts(machine, null, mapList(machine, fn, list, location), location),
    },
  ],
  [
    "concatMapStringsSep",
    {
      arity: 3,
      run: (machine, [separator, fn, list], location) =>
        joinTexts(machine, separator ?? null, mapList(machine, fn, list, location), location),
    },
  ],
  [
    "head",
    { arity: 1, run: (machine, [list], location) => anyOf(machine, elementsOf(machine, list, location)) },
  ],
  [
    "last",
    { arity: 1, run: (machine, [list], location) => anyOf(machine, elementsOf(machine, list, location)) },
  ],
  [
    "elemAt",
    {
      arity: 2,
      run: (machine, [list, at], location) => {
        still(machine, [at], location);
        return anyOf(machine, elementsOf(machine, list, location));
      },
    },
  ],
  [
    "take",
    {
      arity: 2,
      run: (machine, [count, list], location) => {
        still(machine, [count], location);
        return { ...elementsOf(machine, list, location), exact: false };
      },
    },
  ],
  [
    "init",
    {
      arity: 1,
      run: (machine, [list], location) => ({ ...elementsOf(machine, list, location), exact: false }),
    },
  ],
  ["getAttr", { arity: 2, run: getAttr }],
  ["pipe", { arity: 2, run: pipe }],
]);
