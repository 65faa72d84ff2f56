import { fixedText } from "../names.ts";
import { textValue } from "../strings.ts";
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
import { type Binary, binary, type LibraryFunction, named, ternary, type Unary, unary } from "./function.ts";
import { exactElements, joinedList, still, sum } from "./tools.ts";

/** A function whose first argument decides whether there is the second. */
function where(otherwise: Value, make: (value: Thunk, machine: Machine) => Value): LibraryFunction {
  return binary((machine, condition, value, location) => {
    if (machine.moves(machine.force(condition)))
      machine.report(location, "has a condition that depends on a changed value");
    return choiceOf([make(value, machine), otherwise]) ?? DIFFERING;
  });
}

/** What a list may hold; of a value that is not known to be one, nothing is known, unless that differs. */
function elementsOf(machine: Machine, argument: Thunk, location: Location): ListValue {
  const value = machine.force(argument);
  const size = sum(alternatives(value), (each) => (each.kind === "list" ? each.elements.length : 1));
  if (!machine.hasRoom(size, location)) return someOf([valueThunk(DIFFERING)]);
  if (value.kind === "list") return value;
  const elements = alternatives(value).flatMap((each) => {
    if (each.kind === "list") return each.elements;
    // A text is no list: Nix stops there.
    if (each.kind === "text" || each.kind === "nothing") return [];
    return [valueThunk(unlessStill(machine, [each], location))];
  });
  return someOf(elements);
}

/** A list of some of these, in whatever order. */
function someOf(elements: readonly Thunk[]): ListValue {
  return { kind: "list", elements, exact: false };
}

type Attributes = Pick<SetValue, "attributes" | "rest">;

/** What a set may be; of a value that is not known to be one, nothing is known, unless that differs. */
function setsOf(machine: Machine, argument: Thunk, location: Location): readonly Attributes[] {
  const values = alternatives(machine.force(argument));
  const size = sum(values, (each) => (each.kind === "set" ? each.attributes.size + each.rest.length : 1));
  return (machine.hasRoom(size, location) ? values : [DIFFERING]).map((each) =>
    each.kind === "set"
      ? each
      : { attributes: new Map(), rest: [valueThunk(unlessStill(machine, [each], location))] },
  );
}

function valuesOf({ attributes, rest }: Attributes): readonly Thunk[] {
  return [...attributes.values(), ...rest];
}

function unlessStill(machine: Machine, values: readonly Value[], location: Location): Value {
  if (!values.map((each) => machine.moves(each)).includes(true)) return OPAQUE;
  machine.report(location, "passes a changed value to a function in a way that is not understood");
  return DIFFERING;
}

function call(machine: Machine, fn: Thunk, args: readonly Thunk[], location: Location): Value {
  let value = machine.force(fn);
  for (const argument of args) value = machine.apply(value, argument, location);
  return value;
}

function mapList(machine: Machine, fn: Thunk, list: Thunk, location: Location): ListValue {
  const { elements, exact } = elementsOf(machine, list, location);
  const made = elements.map((each) => thunk(() => call(machine, fn, [each], location)));
  return { kind: "list", elements: made, exact };
}

function mapSets(machine: Machine, fn: Thunk, set: Thunk, location: Location): readonly SetValue[] {
  const made = (name: Value, value: Thunk) =>
    thunk(() => call(machine, fn, [valueThunk(name), value], location));
  return setsOf(machine, set, location).map(({ attributes, rest }): SetValue => {
    const named = [...attributes].map(([name, value]): [string, Thunk] => [
      name,
      made({ kind: "text", pieces: [{ kind: "fixed", text: name }], location: null }, value),
    ]);
    return { kind: "set", attributes: new Map(named), rest: rest.map((value) => made(OPAQUE, value)) };
  });
}

/** The elements of lists in a list. */
function flat(machine: Machine, list: ListValue, location: Location): ListValue {
  const inner = list.elements.map((each) => elementsOf(machine, each, location));
  return {
    kind: "list",
    elements: inner.flatMap(({ elements }) => elements),
    exact: [list, ...inner].every(({ exact }) => exact),
  };
}

function anyOf(machine: Machine, elements: readonly Thunk[]): Value {
  return choiceOf(elements.map((each) => machine.force(each))) ?? DIFFERING;
}

const getAttr: Binary = (machine, name, set, location) => {
  const text = fixedText(machine, machine.force(name), () =>
    machine.report(location, "reads an attribute whose name depends on a changed value"),
  );
  if (text !== null) return machine.select(machine.force(set), text, location);
  return anyOf(machine, setsOf(machine, set, location).flatMap(valuesOf));
};

const pipe: Binary = (machine, value, functions, location) => {
  const given = machine.force(functions);
  const elements = exactElements(given);
  if (elements === null) return unlessStill(machine, [machine.force(value), given], location);
  let made = value;
  for (const fn of elements) made = valueThunk(call(machine, fn, [made], location));
  return machine.force(made);
};

const EMPTY_LIST: ListValue = { kind: "list", elements: [], exact: true };
const EMPTY_TEXT: Value = { kind: "text", pieces: [], location: null };

/** Looks at all that is said, and stops. */
const stop: Unary = (machine, said) => {
  machine.moves(machine.force(said));
  return NOTHING;
};

const any: Unary = (machine, list, location) => anyOf(machine, elementsOf(machine, list, location).elements);

export const LIST_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ...named(["throw", "abort"], unary(stop)),
  [
    "warn",
    binary((machine, said, given) => {
      machine.moves(machine.force(said));
      return machine.force(given);
    }),
  ],
  ["optional", where(EMPTY_LIST, (each) => ({ kind: "list", elements: [each], exact: true }))],
  ["optionals", where(EMPTY_LIST, (each, machine) => machine.force(each))],
  ["optionalString", where(EMPTY_TEXT, (each, machine) => machine.force(each))],
  ["optionalAttrs", where(EMPTY_SET, (each, machine) => machine.force(each))],
  ["map", binary(mapList)],
  [
    "mapAttrs",
    binary((machine, fn, set, location) => choiceOf(mapSets(machine, fn, set, location)) ?? DIFFERING),
  ],
  [
    "mapAttrsToList",
    binary((machine, fn, set, location) => someOf(mapSets(machine, fn, set, location).flatMap(valuesOf))),
  ],
  ["attrValues", unary((machine, set, location) => someOf(setsOf(machine, set, location).flatMap(valuesOf)))],
  [
    "attrNames",
    unary((machine, set, location) => {
      setsOf(machine, set, location);
      return OPAQUE;
    }),
  ],
  [
    "concatMap",
    binary((machine, fn, list, location) => flat(machine, mapList(machine, fn, list, location), location)),
  ],
  [
    "concatLists",
    unary((machine, list, location) => flat(machine, elementsOf(machine, list, location), location)),
  ],
  [
    "concatStrings",
    unary((machine, list, location) =>
      joinedList(machine, null, elementsOf(machine, list, location), location),
    ),
  ],
  [
    "concatStringsSep",
    binary((machine, separator, list, location) =>
      joinedList(
        machine,
        textOf(machine, separator, location),
        elementsOf(machine, list, location),
        location,
      ),
    ),
  ],
  [
    "concatMapStrings",
    binary((machine, fn, list, location) =>
      joinedList(machine, null, mapList(machine, fn, list, location), location),
    ),
  ],
  [
    "concatMapStringsSep",
    ternary((machine, separator, fn, list, location) =>
      joinedList(
        machine,
        textOf(machine, separator, location),
        mapList(machine, fn, list, location),
        location,
      ),
    ),
  ],
  ...named(["head", "last"], unary(any)),
  [
    "elemAt",
    binary((machine, list, at, location) => {
      still(machine, [at], location);
      return any(machine, list, location);
    }),
  ],
  [
    "take",
    binary((machine, count, list, location) => {
      still(machine, [count], location);
      return someOf(elementsOf(machine, list, location).elements);
    }),
  ],
  ["init", unary((machine, list, location) => someOf(elementsOf(machine, list, location).elements))],
  ["getAttr", binary(getAttr)],
  ["pipe", binary(pipe)],
]);

function textOf(machine: Machine, argument: Thunk, location: Location): Value {
  return textValue(machine, machine.force(argument), location);
}
