import { type Binding, children, type Expression, type Name, type Node } from "../../nix/ast.ts";
import { lookUp, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { resolveName, results, type Scope } from "../../nix/scope.ts";
import { type BindingSet, type FlowIndex, within } from "./flow.ts";

/** Whether values are sure to be made of some binding that differs: what is not understood is not. */
export type Dependence = {
  /** Of a binding in a set or `let`, or of a name that it inherits there. */
  of(set: BindingSet, binding: Binding, name: Name | null): boolean;
};

/** By these names a function takes the very attributes that it returns. */
const OWN_ATTRIBUTES = /^(?:finalAttrs|final|self|this)$/;

const MOST_STEPS = 64;

/** What depends on these bindings, by the scopes of Nix. */
export function dependenceOn(index: FlowIndex, bindings: ReadonlySet<Binding>): Dependence {
  const values = new Set<Expression>();
  for (const binding of bindings) if (binding.kind === "binding") values.add(binding.value);
  /** False while it is not known, so that what is made of itself comes to an end. */
  const known = new Map<Expression, boolean>();
  let depth = 0;

  function depends(value: Expression, scope: Scope): boolean {
    if (values.has(value)) return true;
    const before = known.get(value);
    if (before !== undefined) return before;
    if (depth >= MOST_STEPS) return false;
    known.set(value, false);
    depth++;
    const found = mentionsSome(value, scope);
    depth--;
    known.set(value, found);
    return found;
  }

  function mentionsSome(value: Expression, scope: Scope): boolean {
    const pending: { node: Node; scope: Scope }[] = [{ node: value, scope }];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const { node } = at;
      if (node.kind === "binding" && bindings.has(node)) return true;
      if (node.kind === "has-attribute") continue;
      if (node.kind === "variable" || node.kind === "select") {
        const chain = selectionChain(node) ?? writtenChain(node);
        if (chain !== null) {
          if (chainDepends(chain, at.scope)) return true;
          continue;
        }
      }
      if (node.kind === "inherit") {
        if (node.names.some((name) => inheritedDepends(node.source, name.text, at.scope))) return true;
        continue;
      }
      const inside = within(at.scope, node);
      for (const child of children(node)) pending.push({ node: child, scope: inside });
    }
    return false;
  }

  function inheritedDepends(source: Expression | null, name: string | null, scope: Scope): boolean {
    if (name === null) return false;
    if (source === null) return chainDepends([name], scope);
    const chain = selectionChain(source);
    if (chain !== null) return chainDepends([...chain, name], scope);
    const written = writtenChain(source);
    return written === null ? selectDepends(source, scope, [name]) : chainDepends(written, scope);
  }

  function chainDepends(chain: readonly string[], scope: Scope): boolean {
    if (depth >= MOST_STEPS) return false;
    depth++;
    const found = namedDepends(chain, scope);
    depth--;
    return found;
  }

  function namedDepends([base, ...rest]: readonly string[], scope: Scope): boolean {
    if (base === undefined) return false;
    const resolution = resolveName(scope, base);
    switch (resolution.kind) {
      case "value":
        return selectDepends(resolution.value, resolution.scope, rest);
      case "inherited": {
        const { source, scope: around } = resolution;
        if (source === null) return chainDepends([base, ...rest], around);
        const chain = selectionChain(source);
        return chain !== null && chainDepends([...chain, base, ...rest], around);
      }
      case "argument":
        if (!resolution.whole) return rest.length === 0 && allDepend(base);
        return OWN_ATTRIBUTES.test(base) && ownAttributeDepends(base, scope, rest);
      default:
        return false;
    }
  }

  /** Of `finalAttrs.version`, the `version` in the set that the function of `finalAttrs` returns. */
  function ownAttributeDepends(argument: string, scope: Scope, path: readonly string[]): boolean {
    for (let i = scope.length - 1; i >= 0; i--) {
      const frame = scope[i];
      if (frame?.kind !== "function" || frame.function.argument?.text !== argument) continue;
      return path.length > 0 && selectDepends(frame.function.body, scope.slice(0, i + 1), path);
    }
    return false;
  }

  function selectDepends(value: Expression, scope: Scope, path: readonly string[]): boolean {
    const [name] = path;
    if (name === undefined) return depends(value, scope);
    if (depth >= MOST_STEPS) return false;
    depth++;
    const found = attributeDepends(value, scope, path);
    depth--;
    return found;
  }

  function attributeDepends(value: Expression, scope: Scope, path: readonly string[]): boolean {
    const [result, ...more] = results(value, scope, false);
    const [name = "", ...rest] = path;
    if (result === undefined || more.length > 0) return false;
    const { expression } = result;
    switch (expression.kind) {
      case "attrset": {
        const inside = within(result.scope, expression);
        const definition = lookUp(expression, name);
        if (definition === "absent" || definition === "computed") return false;
        if (definition.kind === "value") return selectDepends(definition.value, inside, rest);
        if (definition.kind === "inherited") {
          const around = definition.source === null ? result.scope : inside;
          return rest.length === 0 && inheritedDepends(definition.source, name, around);
        }
        return nestedDepends(expression.bindings, inside, path);
      }
      case "apply": {
        const callee = unparenthesized(expression.function);
        if (callee.kind === "variable" && callee.name === "import") return allDepend(path.at(-1) ?? "");
        const argument = unparenthesized(expression.argument);
        const given = argument.kind === "function" ? argument.body : argument;
        return attributeDepends(given, within(result.scope, argument), path);
      }
      case "variable":
      case "select": {
        const chain = selectionChain(expression);
        return chain !== null && chainDepends([...chain, ...path], result.scope);
      }
      default:
        return false;
    }
  }

  /** Of `a.b = …;` in a set. */
  function nestedDepends(bindings: readonly Binding[], scope: Scope, path: readonly string[]): boolean {
    for (const binding of bindings) {
      if (binding.kind === "inherit") continue;
      const { names } = binding.attrpath;
      if (names.length > path.length || !names.every(({ text }, i) => text === path[i])) continue;
      return selectDepends(binding.value, scope, path.slice(names.length));
    }
    return false;
  }

  /** Whether everything that the package calls by a name does. */
  function allDepend(name: string): boolean {
    const definitions = index.definitions.get(name) ?? [];
    return definitions.length > 0 && definitions.every(({ value, scope }) => depends(value, scope));
  }

  return {
    of(set, binding, name) {
      if (binding.kind === "binding") return bindings.has(binding) || depends(binding.value, set.scope);
      const around = binding.source === null ? set.around : set.scope;
      return inheritedDepends(binding.source, name?.text ?? null, around);
    },
  };
}

/** `["sources"]` of `sources.${system}.url`: the names before a computed one; null of anything but names. */
function writtenChain(expression: Expression): readonly string[] | null {
  const inner = unparenthesized(expression);
  if (inner.kind !== "select") return null;
  const base = selectionChain(inner.expression);
  if (base === null) return null;
  const names = [...base];
  for (const { text } of inner.attrpath.names) {
    if (text === null) break;
    names.push(text);
  }
  return names;
}
