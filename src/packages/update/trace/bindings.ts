import type { AttributeBinding, Binding, Expression, InheritBinding, Name } from "../../../nix/ast.ts";
import { textOfName } from "./names.ts";
import { setOf } from "./self.ts";
import { type Environment, type Machine, type SetValue, type Thunk, thunk, type Value } from "./values.ts";

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
    // Nix knows no others here.
    if (text === null) continue;
    const location = { file, start, end };
    const variable: Expression = { kind: "variable", name: text, start, end };
    const value = (): Value =>
      from === null
        ? machine.evaluate(variable, outside, file)
        : machine.select(machine.force(from), text, location);
    names.set(text, thunk(value, location));
  }
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
    const text = textOfName(machine, name, scope, file);
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
    const { start, end } = only.value;
    return thunk(() => machine.evaluate(only.value, scope, file), { file, start, end });
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
    const { start, end } = leaf.value;
    const set = setOf(machine, machine.evaluate(leaf.value, scope, file), { file, start, end });
    for (const [name, each] of set.attributes) attributes.set(name, each);
    rest.push(...set.rest);
  }
  addLeaves(machine, deeper, depth, attributes, rest, scope, file);
  return { kind: "set", attributes, rest };
}
