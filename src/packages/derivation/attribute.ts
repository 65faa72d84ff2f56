import type { AttributeSet, Binding, Expression } from "../../nix/ast.ts";
import { eachDefinedName } from "../../nix/expressions.ts";
import { keptIn } from "../../nix/kept-in.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import { results, type Scope, within } from "../../nix/scope.ts";

/** A set that is written out, and the scope that it stands in. */
export type WrittenSet = { readonly attributes: AttributeSet; readonly scope: Scope };

/** How a set says what an attribute is. Names in `value` and `source` are those of `scope`. */
export type Attribute =
  | {
      readonly kind: "value";
      readonly value: Expression;
      readonly scope: Scope;
      readonly binding: Binding;
    }
  /** `inherit name`, or `inherit (source) name`. */
  | {
      readonly kind: "inherited";
      readonly source: Expression | null;
      readonly name: string;
      readonly scope: Scope;
      readonly binding: Binding;
    };

/**
 * What a set that is written out, such as that of a derivation, says of an attribute, by the names that lead to
 * it: `attribute(derivation, "meta", "license")`. Null where it says nothing of it. Not known where a name is
 * computed, where the attribute is put together of several bindings, or where what leads to it is not written out.
 */
export function attribute(set: WrittenSet, ...path: readonly [string, ...string[]]): Known<Attribute | null> {
  const [first, ...rest] = path;
  const index = indexOf(set.attributes);
  const scope = within(set.scope, set.attributes);
  let doubt: { readonly known: false; readonly why: string } | null = index.computed
    ? unknown("an attribute's name is computed")
    : null;
  for (const binding of index.byName.get(first) ?? []) {
    const found = inBinding(binding, first, rest, set.scope, scope);
    if (found.known && found.value === null) continue;
    if (found.known) return found;
    doubt = found;
  }
  return doubt ?? known(null);
}

function inBinding(
  binding: Binding,
  name: string,
  rest: readonly string[],
  around: Scope,
  scope: Scope,
): Known<Attribute | null> {
  if (binding.kind === "inherit") {
    if (rest.length > 0) return unknown(computedValue(name));
    const { source } = binding;
    return known({ kind: "inherited", source, name, scope: source === null ? around : scope, binding });
  }
  const [, ...more] = binding.attrpath.names;
  for (const [i, part] of more.entries()) {
    if (i >= rest.length) return unknown(computedValue(name));
    if (part.text === null) return unknown("an attribute's name is computed");
    if (part.text !== rest[i]) return known(null);
  }
  const [next, ...further] = rest.slice(more.length);
  if (next === undefined) return known({ kind: "value", value: binding.value, scope, binding });
  const inner = writtenSet(binding.value, scope);
  if (inner === null) return unknown(computedValue(name));
  return attribute(inner, next, ...further);
}

/** Says that the value of an attribute is not written out, as a clause. */
export function computedValue(attribute: string): string {
  return `the value of \`${attribute}\` is computed`;
}

/** The set that an expression is, looked through `let`, `with`, `assert` and parentheses; null of any other. */
export function writtenSet(expression: Expression, scope: Scope): WrittenSet | null {
  const [result] = results(expression, scope, false);
  const set = result?.expression;
  if (result === undefined || set?.kind !== "attrset" || set.form === "let") return null;
  return { attributes: set, scope: result.scope };
}

type Index = { readonly byName: ReadonlyMap<string, readonly Binding[]>; readonly computed: boolean };

const indexes = keptIn<AttributeSet, Index>();

/** The bindings of a set by the first name that each defines, worked out once. */
function indexOf(set: AttributeSet): Index {
  const existing = indexes.get(set);
  if (existing !== undefined) return existing;
  const byName = new Map<string, Binding[]>();
  let computed = false;
  for (const definition of eachDefinedName(set.bindings)) {
    const name = definition?.name.text;
    if (definition == null || name == null) {
      computed = true;
      continue;
    }
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [definition.binding]);
    else same.push(definition.binding);
  }
  const index = { byName, computed };
  indexes.set(set, index);
  return index;
}
