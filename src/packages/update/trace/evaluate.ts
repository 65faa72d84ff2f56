import type {
  Apply,
  Expression,
  HasAttribute,
  IfExpression,
  ListExpression,
  Select,
  StringLiteral,
  StringPart,
} from "../../../nix/ast.ts";
import { isGlobal } from "../../../nix/builtin-names.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import { bind } from "./bindings.ts";
import { textOfName } from "./names.ts";
import { binary } from "./operators.ts";
import { pathValue } from "./paths.ts";
import { joined, textValue } from "./strings.ts";
import {
  alternatives,
  DIFFERING,
  type Environment,
  type Location,
  type Machine,
  OPAQUE,
  oneOf,
  type Piece,
  thunk,
  type Value,
} from "./values.ts";

/** The pins that differ, by the string literal that each is at head; and where each file stands. */
export type Sources = {
  pin(literal: StringLiteral): Piece | null;
  /** The directory of a file. */
  directory(file: number): string;
};

/** What an expression comes to in a scope. */
export function evaluate(
  machine: Machine,
  sources: Sources,
  node: Expression,
  scope: Environment,
  file: number,
): Value {
  const location: Location = { file, start: node.start, end: node.end };
  const inner = (expression: Expression, around = scope) => machine.evaluate(expression, around, file);
  switch (node.kind) {
    case "variable":
      return variable(machine, node.name, scope, location);
    case "integer":
    case "float":
      return OPAQUE;
    case "uri":
      return { kind: "text", pieces: [{ kind: "fixed", text: node.text }], location };
    case "string":
      return string(machine, sources, node, inner, location);
    case "path": {
      const parts = node.interpolations.map(({ expression }) => inner(expression));
      return pathValue(machine, node, sources.directory(file), location, parts);
    }
    case "parenthesized":
      return inner(node.expression);
    case "attrset": {
      const recursive = node.form !== "plain";
      const { set } = bind(machine, node.bindings, recursive, scope, file);
      return node.form === "let" ? machine.select(set, "body", location) : set;
    }
    case "list":
      return list(node, inner);
    case "select":
      return select(machine, node, inner, scope, location);
    case "has-attribute":
      return hasAttribute(machine, node, inner, scope, location);
    case "apply":
      return apply(machine, node, inner, file);
    case "unary":
      return machine.moves(inner(node.argument)) ? DIFFERING : OPAQUE;
    case "binary":
      return binary(machine, node, inner, location);
    case "if":
      return conditional(machine, node, inner, location);
    case "let":
      return inner(node.body, bind(machine, node.bindings, true, scope, file).inside);
    case "with": {
      const environment = thunk(() => inner(node.environment));
      return inner(node.body, { kind: "with", environment, above: scope });
    }
    case "assert":
      // It stops the evaluation or it does not; what its condition reaches is reported there.
      machine.moves(inner(node.condition));
      return inner(node.body);
    case "function":
      return { kind: "closure", function: node, scope, file };
    case "broken":
      machine.report(location, "is not understood");
      return DIFFERING;
  }
}

type Inner = (expression: Expression, around?: Environment) => Value;

/** The innermost `let`, `rec` or function that binds a name; only else what Nix itself has, or a `with`. */
function variable(machine: Machine, name: string, scope: Environment, location: Location): Value {
  for (let at = scope; at !== null; at = at.above) {
    const found = at.kind === "names" ? at.names.get(name) : undefined;
    if (found !== undefined) return machine.force(found);
  }
  const global: Value = { kind: "opaque", path: [name] };
  // No `with` gives these.
  if (isGlobal(name) === "always") return global;
  const found: Value[] = [];
  for (let at = scope; at !== null; at = at.above) {
    if (at.kind !== "with") continue;
    const environment = machine.force(at.environment);
    if (environment.kind === "opaque") {
      found.push({ kind: "opaque", path: [...environment.path.slice(-4), name] });
      continue;
    }
    const own = environment.kind === "set" ? environment.attributes.get(name) : undefined;
    if (own !== undefined) return oneOf(machine, [...found, machine.force(own)], location);
    if (environment.kind === "set" && environment.rest.length === 0) continue;
    if (!machine.moves(environment)) continue;
    machine.report(location, "takes a name from a changed value");
    return DIFFERING;
  }
  // Of several sets of which nothing is known, the innermost.
  return found[0] ?? global;
}

function string(
  machine: Machine,
  sources: Sources,
  node: StringLiteral,
  inner: Inner,
  location: Location,
): Value {
  const pin = sources.pin(node);
  if (pin !== null) return { kind: "text", pieces: [pin], location };
  const parts = node.parts.map((part): Value => {
    if (part.kind !== "interpolation") return fixed(part);
    return textValue(machine, inner(part.expression), { ...location, start: part.start, end: part.end });
  });
  return joined(machine, parts, location);
}

function fixed(part: Exclude<StringPart, { kind: "interpolation" }>): Value {
  const text = part.kind === "text" ? part.text : unescaped(part.text);
  return { kind: "text", pieces: [{ kind: "fixed", text }], location: null };
}

/** What an escape stands for; both kinds of string. */
function unescaped(written: string): string {
  if (written === "'''") return "''";
  const character = written.replace(/''\\?|\\/, "");
  return /[nrt]/.test(character) ? " " : character;
}

function list({ elements }: ListExpression, inner: Inner): Value {
  return { kind: "list", elements: elements.map((each) => thunk(() => inner(each))), exact: true };
}

function select(machine: Machine, node: Select, inner: Inner, scope: Environment, location: Location): Value {
  let value = inner(node.expression);
  for (const name of node.attrpath.names) {
    const text = textOfName(machine, name, scope, location.file);
    value = text === null ? anyAttribute(machine, value, location) : machine.select(value, text, location);
  }
  if (node.default === null) return value;
  return oneOf(machine, [value, inner(node.default)], location);
}

/** `sources.${system}`: any of the attributes. */
function anyAttribute(machine: Machine, value: Value, location: Location): Value {
  const found: Value[] = [];
  for (const each of alternatives(value)) {
    if (each.kind === "set") {
      for (const attribute of [...each.attributes.values(), ...each.rest])
        found.push(machine.force(attribute));
    } else if (machine.moves(each)) {
      machine.report(location, "reads an unknown attribute of a changed value");
      found.push(DIFFERING);
    } else if (each.kind !== "nothing") {
      found.push(OPAQUE);
    }
  }
  return oneOf(machine, found, location);
}

/** Whether there is an attribute: the same on both sides, unless it is asked of something not written out. */
function hasAttribute(
  machine: Machine,
  node: HasAttribute,
  inner: Inner,
  scope: Environment,
  location: Location,
): Value {
  for (const name of node.attrpath.names) textOfName(machine, name, scope, location.file);
  for (const value of alternatives(inner(node.expression))) {
    if (value.kind === "differing") return DIFFERING;
  }
  return OPAQUE;
}

function apply(machine: Machine, node: Apply, inner: Inner, file: number): Value {
  const calls: Apply[] = [];
  let callee: Expression = node;
  while (callee.kind === "apply") {
    calls.push(callee);
    callee = unparenthesized(callee.function);
  }
  let value = inner(callee);
  for (const { argument, start, end } of calls.reverse()) {
    value = machine.apply(
      value,
      thunk(() => inner(argument)),
      { file, start, end },
    );
  }
  return value;
}

function conditional(machine: Machine, node: IfExpression, inner: Inner, location: Location): Value {
  const { start, end } = node.condition;
  if (machine.moves(inner(node.condition)))
    machine.report({ ...location, start, end }, "has a condition that depends on a changed value");
  return oneOf(machine, [inner(node.consequence), inner(node.alternative)], location);
}
