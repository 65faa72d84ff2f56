import type { AttributeSet, Binding, Expression } from "../../nix/ast.ts";
import { bindingAt, boundNames, hasOneName } from "../../nix/bound-names.ts";
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
  return attributeAt(set, path, 0);
}

const ABSENT = known(null);
const COMPUTED_NAME = unknown("an attribute's name is computed");

/** The same by the names from one on. */
function attributeAt(set: WrittenSet, path: readonly string[], from: number): Known<Attribute | null> {
  const { attributes, scope: around } = set;
  const { places, computed } = boundNames(attributes);
  const found = places.get(path[from] ?? "");
  let doubt: Known<never> | null = computed ? COMPUTED_NAME : null;
  if (found !== undefined) {
    const scope = within(around, attributes);
    for (const place of typeof found === "number" ? [found] : found) {
      const binding = bindingAt(attributes, place);
      const said = binding === null ? ABSENT : inBinding(binding, path, from, around, scope);
      if (!said.known) doubt = said;
      else if (said.value !== null) return said;
    }
  }
  return doubt ?? ABSENT;
}

function inBinding(
  binding: Binding,
  path: readonly string[],
  from: number,
  around: Scope,
  scope: Scope,
): Known<Attribute | null> {
  const name = path[from] ?? "";
  if (binding.kind === "inherit") {
    if (from + 1 < path.length) return unknown(computedValue(name));
    const { source } = binding;
    return known({ kind: "inherited", source, name, scope: source === null ? around : scope, binding });
  }
  const names = hasOneName(binding) ? null : binding.attrpath.names;
  const count = names?.length ?? 1;
  for (let i = 1; i < count; i++) {
    if (from + i >= path.length) return unknown(computedValue(name));
    const text = names?.[i]?.text ?? null;
    if (text === null) return COMPUTED_NAME;
    if (text !== path[from + i]) return ABSENT;
  }
  const next = from + count;
  if (next >= path.length) return known({ kind: "value", value: binding.value, scope, binding });
  const inner = writtenSet(binding.value, scope);
  return inner === null ? unknown(computedValue(name)) : attributeAt(inner, path, next);
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
