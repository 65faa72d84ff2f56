import type {
  AttributeSet,
  Expression,
  FunctionExpression,
  LetExpression,
  Variable,
  WithExpression,
} from "./ast.ts";
import { type Bindings, bindingAt, boundNames, formalNames } from "./bound-names.ts";
import { unparenthesized } from "./expressions.ts";

/** What surrounds an expression, innermost last: where its names come from. */
export type Scope = readonly Frame[];

export type Frame =
  /** The arguments of a function: its formals, and the name of the whole. */
  | { readonly kind: "function"; readonly function: FunctionExpression }
  /** `let … in`, or the attributes of a `rec` set. */
  | { readonly kind: "bindings"; readonly of: Bindings }
  | { readonly kind: "with"; readonly environment: Expression };

/** The scope of what a construct holds: of its body, or of the values of a set. */
export function within(
  scope: Scope,
  construct: FunctionExpression | LetExpression | WithExpression | AttributeSet,
): Scope {
  switch (construct.kind) {
    case "function":
      return [...scope, { kind: "function", function: construct }];
    case "let":
      return [...scope, { kind: "bindings", of: construct }];
    case "with":
      return [...scope, { kind: "with", environment: construct.environment }];
    case "attrset":
      if (construct.form === "plain") return scope;
      return [...scope, { kind: "bindings", of: construct }];
  }
}

/** What a name stands for. */
export type Resolution =
  /** A formal, or (`whole`) the argument of a function as a whole. */
  | { readonly kind: "argument"; readonly whole: boolean }
  | { readonly kind: "value"; readonly value: Expression; readonly scope: Scope }
  /** `inherit (source) name`, seen from inside; without source from the scope around. */
  | { readonly kind: "inherited"; readonly source: Expression | null; readonly scope: Scope }
  /** Bound in some other way: by `a.b = …`, or perhaps by a computed name. */
  | { readonly kind: "other" }
  /** Bound by none of the frames, so by one of these `with`s, innermost first, or a builtin. */
  | { readonly kind: "free"; readonly withs: readonly Expression[] };

/**
 * Resolves a name as Nix does: the innermost function, `let` or `rec` that binds it, whatever `with`
 * stands between; only else a `with` ("with expressions" in the Nix manual). A computed name is bound by nothing: Nix
 * refuses it in `let`, and in a `rec` set it is an attribute without being in scope.
 */
export function resolveName(scope: Scope, name: string): Resolution {
  for (let i = scope.length - 1; i >= 0; i--) {
    const frame = scope[i];
    if (frame === undefined || frame.kind === "with") continue;
    if (frame.kind === "function") {
      if (frame.function.argument?.text === name) return { kind: "argument", whole: true };
      if (formalNames(frame.function).has(name)) return { kind: "argument", whole: false };
      continue;
    }
    const places = boundNames(frame.of).places.get(name);
    const last = typeof places === "object" ? places.at(-1) : places;
    const binding = last === undefined ? null : bindingAt(frame.of, last);
    if (binding === null) continue;
    if (binding.kind === "inherit") {
      const from = binding.source === null ? i : i + 1;
      return { kind: "inherited", source: binding.source, scope: scope.slice(0, from) };
    }
    if (binding.attrpath.names.length > 1) return { kind: "other" };
    return { kind: "value", value: binding.value, scope: scope.slice(0, i + 1) };
  }
  const withs = scope.flatMap((frame) => (frame.kind === "with" ? [frame.environment] : [])).reverse();
  return { kind: "free", withs };
}

/** An expression with the scope that it is seen in. */
export type Result = { readonly expression: Expression; readonly scope: Scope };

/** What `let` or a `rec` set binds a name to, which may be a name again; null where something else binds it. */
export function boundValue(variable: Variable, scope: Scope): Result | null {
  const resolution = resolveName(scope, variable.name);
  if (resolution.kind === "value") return { expression: resolution.value, scope: resolution.scope };
  const outside = resolution.kind === "inherited" && resolution.source === null;
  return outside ? { expression: variable, scope: resolution.scope } : null;
}

/** What a name stands for that `let` or a `rec` set binds, through at most so many names; else the expression. */
export function throughNames(expression: Expression, scope: Scope, most: number): Result {
  let at: Result = { expression: unparenthesized(expression), scope };
  for (let i = 0; i < most && at.expression.kind === "variable"; i++) {
    const value = boundValue(at.expression, at.scope);
    if (value === null) break;
    at = { expression: unparenthesized(value.expression), scope: value.scope };
  }
  return at;
}

/**
 * What an expression comes to, looked through `let … in`, `with`, `assert`, parentheses and, where
 * asked for, both branches of `if`: one result a branch. An expression of
 * more than 64 branches, or with more than 256 `let`s and `with`s around a result, is its own one result.
 */
export function results(expression: Expression, scope: Scope, branches: boolean): readonly Result[] {
  const found: Result[] = [];
  const pending: Result[] = [{ expression, scope }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expression: at, scope: around } = next;
    // A scope is as long as it is deep, and each is made of the one around it.
    if (found.length === 64 || around.length > scope.length + 256) return [{ expression, scope }];
    switch (at.kind) {
      case "parenthesized":
        pending.push({ expression: at.expression, scope: around });
        break;
      case "let":
      case "with":
        pending.push({ expression: at.body, scope: within(around, at) });
        break;
      case "assert":
        pending.push({ expression: at.body, scope: around });
        break;
      case "if":
        if (branches) {
          pending.push({ expression: at.alternative, scope: around });
          pending.push({ expression: at.consequence, scope: around });
        } else {
          found.push(next);
        }
        break;
      default:
        found.push(next);
    }
  }
  return found;
}
