import type { Binary, Expression } from "../../../nix/ast.ts";
import { extendedPath } from "./paths.ts";
import { joined, textValue } from "./strings.ts";
import { concrete } from "./texts.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  EMPTY_SET,
  type Location,
  type Machine,
  OPAQUE,
  oneOf,
  type SetValue,
  thunk,
  tooMany,
  type Value,
  valueThunk,
} from "./values.ts";

/** What an operator makes of its operands. */
export function binary(
  machine: Machine,
  node: Binary,
  evaluate: (expression: Expression) => Value,
  location: Location,
): Value {
  const { operator } = node;
  if (operator === "|>")
    return machine.apply(
      evaluate(node.right),
      thunk(() => evaluate(node.left)),
      location,
    );
  if (operator === "<|")
    return machine.apply(
      evaluate(node.left),
      thunk(() => evaluate(node.right)),
      location,
    );
  const [left, right] = [evaluate(node.left), evaluate(node.right)];
  switch (operator) {
    case "+":
      return pairwise(machine, left, right, location, (one, other) => sum(machine, one, other, location));
    case "++":
      return pairwise(machine, left, right, location, (one, other) =>
        concatenation(machine, one, other, location),
      );
    case "//":
      return pairwise(machine, left, right, location, (one, other) => update(machine, one, other, location));
    case "==":
    case "!=":
      return pairwise(machine, left, right, location, (one, other) => equality(machine, one, other));
    default:
      // Both are asked: what is reported in either counts.
      return [left, right].map((each) => machine.moves(each)).includes(true) ? DIFFERING : OPAQUE;
  }
}

function pairwise(
  machine: Machine,
  left: Value,
  right: Value,
  location: Location,
  combine: (one: Value, other: Value) => Value,
): Value {
  const [ones, others] = [alternatives(left), alternatives(right)];
  if (ones.length * others.length <= 1024) {
    const value = choiceOf(ones.flatMap((one) => others.map((other) => combine(one, other))));
    if (value !== null) return value;
  }
  if (!machine.moves(left) && !machine.moves(right)) return OPAQUE;
  return tooMany(machine, "things", location);
}

function sum(machine: Machine, left: Value, right: Value, location: Location): Value {
  if (left.kind === "opaque" && right.kind === "opaque") return OPAQUE;
  const text = textValue(machine, right, location);
  if (left.kind === "path") return text.kind === "text" ? extendedPath(machine, left, text, location) : text;
  return joined(machine, [textValue(machine, left, location), text], location);
}

function concatenation(machine: Machine, left: Value, right: Value, location: Location): Value {
  const exact = [left, right].every((each) => each.kind === "list" && each.exact);
  const elements = [left, right].flatMap((each) =>
    each.kind === "list" ? each.elements : [valueThunk(each)],
  );
  if (!machine.hasRoom(elements.length, location)) return DIFFERING;
  return { kind: "list", elements, exact };
}

/** `a // b`. */
export function update(machine: Machine, left: Value, right: Value, location: Location): Value {
  const [one, other] = [setOf(left), setOf(right)];
  if (one === null || other === null) {
    if (left.kind === "derivation" && !machine.moves(right)) return left;
    if (![left, right].map((each) => machine.moves(each)).includes(true)) return OPAQUE;
    machine.report(location, "adds attributes to a changed value");
    return DIFFERING;
  }
  const size = one.attributes.size + one.rest.length + other.attributes.size + other.rest.length;
  if (!machine.hasRoom(size, location)) return DIFFERING;
  const attributes = new Map(one.attributes);
  for (const [name, value] of other.attributes) attributes.set(name, value);
  if (other.rest.length > 0) {
    for (const [name, value] of one.attributes) {
      if (other.attributes.has(name)) continue;
      const either = [value, ...other.rest];
      attributes.set(
        name,
        thunk(() =>
          oneOf(
            machine,
            either.map((each) => machine.force(each)),
            location,
          ),
        ),
      );
    }
  }
  return { kind: "set", attributes, rest: [...one.rest, ...other.rest] };
}

/** A set of which some attributes are known; null of anything else. */
function setOf(value: Value): SetValue | null {
  if (value.kind === "set") return value;
  return value.kind === "opaque" ? { ...EMPTY_SET, rest: [valueThunk(OPAQUE)] } : null;
}

function equality(machine: Machine, left: Value, right: Value): Value {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    // No text is `null`, whatever it is.
    if (one.kind === "opaque" && one.path.join(".") === "null" && other.kind === "text") return OPAQUE;
  }
  if (left.kind === "text" && right.kind === "text") {
    const [one, other] = [concrete(left), concrete(right)];
    if (one !== null && other !== null) {
      return (one.before === other.before) === (one.after === other.after) ? OPAQUE : DIFFERING;
    }
  }
  return [left, right].map((each) => machine.moves(each)).includes(true) ? DIFFERING : OPAQUE;
}
