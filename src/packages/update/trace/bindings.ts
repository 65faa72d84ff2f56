import type { AttributeBinding, Binding, Expression, InheritBinding, Name } from "../../../nix/ast.ts";
import { textOfName } from "./names.ts";
import {
  EMPTY_SET,
  type Environment,
  type Machine,
  type SetValue,
  type Thunk,
  thunk,
  type Value,
} from "./values.ts";

/** The attributes of a set or the names of a `let`, and the scope that their values see. */
export type Bound = { readonly set: SetValue; readonly inside: Environment };

/** One value under what is left of its attrpath. */
type Leaf = { readonly names: readonly Name[]; readonly value: Expression };

/** Binds names to values that are not evaluated yet. `recursive`: the values see each other. */
export function bind(
  machine: Machine,
  bindings: readonly Binding[],
  recursive: boolean,
  outside: Environment,
  file: number,
): Bound {
  const names = new Map<string, Thunk>();
  const rest: Thunk[] = [];
  const inside: Environment = recursive ? { kind: "names", names, above: outside } : outside;
  const leaves: Leaf[] = [];
  for (const binding of bindings) {
    if (binding.kind === "inherit") inherit(machine, binding, names, outside, inside, file);
    else leaves.push(leafOf(binding));
  }
  addLeaves(machine, leaves, 0, names, rest, inside, file);
  return { set: { kind: "set", attributes: names, rest }, inside };
}

function leafOf({ attrpath, value }: AttributeBinding): Leaf {
  return { names: attrpath.names, value };
}

function inherit(
  machine: Machine,
  binding: InheritBinding,
  names: Map<string, Thunk>,
  outside: Environment,
  inside: Environment,
  file: number,
): void {
  const { source } = binding;
  const from = source === null ? null : thunk(() => machine.evaluate(source, inside, file));
  for (const name of binding.names) {
    const { text, start, end } = name;
    if (text === null) {
      names.set(
        "",
        thunk(() => understood(machine, { file, start, end })),
      );
    } else if (from === null) {
      const variable: Expression = { kind: "variable", name: text, start, end };
      names.set(
        text,
        thunk(() => machine.evaluate(variable, outside, file), { file, start, end }),
      );
    } else {
      const location = { file, start, end };
      names.set(
        text,
        thunk(() => machine.select(machine.force(from), text, location), location),
      );
    }
  }
}

function understood(machine: Machine, location: { file: number; start: number; end: number }): Value {
  machine.report(location, "is inherited by a name that is not understood");
  return { kind: "differing" };
}

/** Adds what stands at a depth of attrpaths: values by their last name, sets by the names before it. */
function addLeaves(
  machine: Machine,
  leaves: readonly Leaf[],
  depth: number,
  names: Map<string, Thunk>,
  rest: Thunk[],
  scope: Environment,
  file: number,
): void {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const name = leaf.names[depth];
    if (name === undefined) continue;
    const text = name.text ?? textOfName(machine, name, scope, file);
    if (text === null) {
      rest.push(groupThunk(machine, [leaf], depth + 1, scope, file));
      continue;
    }
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [leaf]);
    else group.push(leaf);
  }
  for (const [name, group] of groups) names.set(name, groupThunk(machine, group, depth + 1, scope, file));
}

function groupThunk(
  machine: Machine,
  group: readonly Leaf[],
  depth: number,
  scope: Environment,
  file: number,
): Thunk {
  const [only, ...more] = group;
  if (only !== undefined && more.length === 0 && only.names.length === depth) {
    return thunk(() => machine.evaluate(only.value, scope, file), { file, ...spanOf(only.value) });
  }
  return thunk(() => mergedSet(machine, group, depth, scope, file));
}

/** `a.b = 1; a.c = 2;`, and `a = { d = 3; };` with them. */
function mergedSet(
  machine: Machine,
  group: readonly Leaf[],
  depth: number,
  scope: Environment,
  file: number,
): Value {
  const attributes = new Map<string, Thunk>();
  const rest: Thunk[] = [];
  const deeper: Leaf[] = [];
  for (const leaf of group) {
    if (leaf.names.length > depth) {
      deeper.push(leaf);
      continue;
    }
    const value = machine.evaluate(leaf.value, scope, file);
    const set = value.kind === "set" ? value : EMPTY_SET;
    if (value.kind !== "set") {
      machine.report(
        { file, ...spanOf(leaf.value) },
        "is given a value twice, in a way that is not understood",
      );
    }
    for (const [name, each] of set.attributes) attributes.set(name, each);
    rest.push(...set.rest);
  }
  addLeaves(machine, deeper, depth, attributes, rest, scope, file);
  return { kind: "set", attributes, rest };
}

function spanOf({ start, end }: Expression) {
  return { start, end };
}
