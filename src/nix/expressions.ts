import type { AttributeBinding, AttributeSet, Attrpath, Binding, Expression, Name } from "./ast.ts";

/** An expression without the parentheses around it. */
export function unparenthesized(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === "parenthesized") inner = inner.expression;
  return inner;
}

/** The names of an attrpath where none is computed: `a."b c".d`; null otherwise. */
export function staticAttrpath(attrpath: Attrpath): readonly string[] | null {
  const names: string[] = [];
  for (const name of attrpath.names) {
    if (name.text === null) return null;
    names.push(name.text);
  }
  return names.length === 0 ? null : names;
}

/** The last name of a binding's attrpath; null where it is computed. */
export function lastName(binding: AttributeBinding): string | null {
  return binding.attrpath.names.at(-1)?.text ?? null;
}

/** `["python3", "pkgs", "callPackage"]` of `python3.pkgs.callPackage`; null of anything but names. */
export function selectionChain(expression: Expression): readonly string[] | null {
  const inner = unparenthesized(expression);
  if (inner.kind === "variable") return [inner.name];
  if (inner.kind !== "select" || inner.default !== null) return null;
  const names = staticAttrpath(inner.attrpath);
  const base = selectionChain(inner.expression);
  return names === null || base === null ? null : [...base, ...names];
}

/** `f a b` as the function and its arguments, outermost call first to last; no arguments for a non-call. */
export function applicationParts(expression: Expression): {
  readonly function: Expression;
  readonly args: readonly Expression[];
} {
  const args: Expression[] = [];
  let at = unparenthesized(expression);
  while (at.kind === "apply") {
    args.push(at.argument);
    at = unparenthesized(at.function);
  }
  return { function: at, args: args.reverse() };
}

/** Whether it is `{ }`, with or without comments, `rec` or parentheses. */
export function isEmptySet(expression: Expression): boolean {
  const inner = unparenthesized(expression);
  return inner.kind === "attrset" && inner.form !== "let" && inner.bindings.length === 0;
}

/** `true` or `false` written out, which nobody shadows; null of anything else. */
export function booleanLiteral(expression: Expression): boolean | null {
  const inner = unparenthesized(expression);
  if (inner.kind !== "variable") return null;
  return inner.name === "true" ? true : inner.name === "false" ? false : null;
}

/** The text of a `"…"` without interpolations and escapes, which stands there as it is; null of anything else. */
export function plainString(expression: Expression): string | null {
  const string = unparenthesized(expression);
  if (string.kind !== "string" || string.style !== "quoted") return null;
  const [part, ...more] = string.parts;
  if (part === undefined) return "";
  return part.kind === "text" && more.length === 0 ? part.text : null;
}

/** How a set or `let` defines a name of its own. */
export type NameDefinition =
  | { readonly kind: "value"; readonly value: Expression; readonly name: Name; readonly binding: Binding }
  | {
      readonly kind: "inherited";
      readonly source: Expression | null;
      readonly name: Name;
      readonly binding: Binding;
    }
  /** `name.more = …`. */
  | { readonly kind: "nested"; readonly name: Name; readonly binding: Binding };

/** Each name that bindings define, in order, one by one: a set may have a million. Null for a computed one. */
export function* eachDefinedName(bindings: readonly Binding[]): Generator<NameDefinition | null, void> {
  for (const binding of bindings) {
    if (binding.kind === "inherit") {
      for (const name of binding.names) {
        yield name.text === null ? null : { kind: "inherited", source: binding.source, name, binding };
      }
      continue;
    }
    const [name, ...more] = binding.attrpath.names;
    if (name === undefined || name.text === null) yield null;
    else if (more.length > 0) yield { kind: "nested", name, binding };
    else yield { kind: "value", value: binding.value, name, binding };
  }
}

/** What a set says of one attribute. `"computed"` where a computed name might be it. */
export function lookUp(set: AttributeSet, attribute: string): NameDefinition | "absent" | "computed" {
  let computed = false;
  for (const definition of eachDefinedName(set.bindings)) {
    if (definition === null) computed = true;
    else if (definition.name.text === attribute) return definition;
  }
  return computed ? "computed" : "absent";
}
