import type { Expression, Formal, Variable } from "../../nix/ast.ts";
import { staticAttrpath } from "../../nix/expressions.ts";
import { resolveName, type Scope } from "../../nix/scope.ts";
import { isBuilderName } from "../derivation/builder-names.ts";
import { type Context, MAX_DEPTH, takeStep } from "./context.ts";

/**
 * What an expression surely selects from the arguments of its file: `["lib", "maintainers", "a"]` of
 * `lib.maintainers.a`, of `a` under `with lib.maintainers;`, or of `x` where `let x = maintainers.a;` stands
 * under `with lib;`. Null of all else. `pkgs.lib` is `lib`, as all of `pkgs` is what arguments come from.
 */
export function selected(
  expression: Expression,
  scope: Scope,
  context: Context,
  depth = 0,
): readonly string[] | null {
  if (depth > MAX_DEPTH || !takeStep(context.steps)) return null;
  switch (expression.kind) {
    case "parenthesized":
      return selected(expression.expression, scope, context, depth + 1);
    case "variable":
      return ofName(expression, scope, context, depth);
    case "select": {
      const names = staticAttrpath(expression.attrpath);
      if (names === null || expression.default !== null) return null;
      const base = selected(expression.expression, scope, context, depth + 1);
      return base === null ? null : normalized([...base, ...names]);
    }
    default:
      return null;
  }
}

function normalized(path: readonly string[]): readonly string[] {
  let at = path;
  while (at[0] === "pkgs" && at.length > 1) at = at.slice(1);
  return at;
}

function ofName(variable: Variable, scope: Scope, context: Context, depth: number): readonly string[] | null {
  const { name } = variable;
  const resolution = resolveName(scope, name);
  switch (resolution.kind) {
    case "argument":
      return isOwnFormal(name, scope, context) ? [name] : null;
    case "value":
      return selected(resolution.value, resolution.scope, context, depth + 1);
    case "inherited": {
      if (resolution.source === null) return selected(variable, resolution.scope, context, depth + 1);
      const source = selected(resolution.source, resolution.scope, context, depth + 1);
      return source === null ? null : normalized([...source, name]);
    }
    case "other":
      return null;
    case "free":
      return isGlobal(name) ? null : fromWith(name, scope, context, depth);
  }
}

/**
 * Whether a name that a function binds is a formal of the function that the file is. With a default it might
 * be something else than what the package set has by that name.
 */
function isOwnFormal(name: string, scope: Scope, context: Context): boolean {
  const binds = (formal: Formal) => formal.name.text === name;
  for (const frame of scope.toReversed()) {
    if (frame.kind !== "function") continue;
    const fn = frame.function;
    if (fn.argument?.text === name) return false;
    const formal = fn.formals?.formals.find(binds);
    if (formal !== undefined) return fn === context.function && formal.default === null;
  }
  return false;
}

/** The innermost `with` decides, unless it is sure not to have the name. */
function fromWith(name: string, scope: Scope, context: Context, depth: number): readonly string[] | null {
  for (const [i, frame] of [...scope.entries()].reverse()) {
    if (frame.kind !== "with") continue;
    const environment = selected(frame.environment, scope.slice(0, i), context, depth + 1);
    if (environment === null) return null;
    const has = hasName(environment, name);
    if (has !== false) return has === true ? normalized([...environment, name]) : null;
  }
  return null;
}

/** What a `with` may be counted on to have of `lib`; builders are sure not to be there. */
const OF_LIB = new Set(["maintainers", "teams", "optionalAttrs"]);
const OF_PKGS = new Set(["lib", "stdenv", "stdenvNoCC", "rustPlatform", "python3Packages"]);

/** Whether a set has a name; null where that is not sure. A handle or team that is not there is noticed later. */
function hasName(set: readonly string[], name: string): boolean | null {
  const [first, second] = set;
  if (first === "lib") {
    if (set.length === 1) return OF_LIB.has(name) ? true : isBuilderName(name) ? false : null;
    return set.length === 2 && (second === "maintainers" || second === "teams") ? true : null;
  }
  if (isBuilderName(name)) return true;
  return set.length === 1 && first === "pkgs" && OF_PKGS.has(name) ? true : null;
}

/** Names that Nix binds outside of every file, so that no `with` gives them (`EvalState::createBaseEnv`). */
const GLOBALS = new Set(
  (
    "abort baseNameOf break builtins derivation derivationStrict dirOf false fetchClosure fetchGit " +
    "fetchMercurial fetchTarball fetchTree fromTOML getFlake import isNull map null placeholder " +
    "removeAttrs scopedImport throw toString true"
  ).split(" "),
);

function isGlobal(name: string): boolean {
  return GLOBALS.has(name) || name.startsWith("__");
}
