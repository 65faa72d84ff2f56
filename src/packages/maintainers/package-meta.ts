import type { Expression } from "../../nix/ast.ts";
import { applicationParts, unparenthesized } from "../../nix/expressions.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import { type Result, type Scope, throughNames, within } from "../../nix/scope.ts";
import { attributesPlace, isKnownBuilder } from "../derivation/builder-names.ts";
import { packageResults } from "../derivation/results.ts";
import { attribute, spanOf, takenApart, type Value, writtenValue } from "./attributes.ts";
import { type Context, MAX_DEPTH, notUnderstood, shownAt } from "./context.ts";
import type { Maintainer } from "./maintainer.ts";
import { listedMaintainers, listedTeams } from "./people.ts";
import { selected } from "./selection.ts";

/**
 * Who maintains the package that the file of a context defines: `meta.maintainers` and the members of
 * `meta.teams`, as the result of its function has them. Where the result depends on a condition, all
 * branches have to agree.
 */
export function packageMaintainers(context: Context, scope: Scope): Known<readonly Maintainer[]> {
  const [first, ...more] = packageResults(context.function, scope);
  if (first === undefined) return notUnderstood(context, context.function.body);
  const people = resultMaintainers(context, first);
  if (!people.known) return people;
  for (const result of more) {
    const others = resultMaintainers(context, result);
    if (!others.known) return others;
    if (!sameKeys(people.value, others.value)) {
      return unknown(`who maintains it depends on a condition: ${shownAt(context, result.expression)}`);
    }
  }
  return people;
}

function sameKeys(some: readonly Maintainer[], others: readonly Maintainer[]): boolean {
  const keys = (people: readonly Maintainer[]) => people.map((each) => JSON.stringify(each)).sort();
  return JSON.stringify([...new Set(keys(some))]) === JSON.stringify([...new Set(keys(others))]);
}

function resultMaintainers(context: Context, { expression, scope }: Result): Known<readonly Maintainer[]> {
  const call = builderCall(expression, scope, context);
  if (call === null) return notUnderstood(context, expression);
  const { builder, args } = call;
  if (!builder.known) return builder;
  const { at, of } = attributesPlace(builder.value);
  const argument = args[at];
  if (argument === undefined || args.length !== of) return notUnderstood(context, expression);
  const attributes = takenApart(derivationAttributes(argument, scope));
  const replaced = replacedMeta(attributes, context);
  if (!replaced.known) return replaced;
  const meta = attribute(attributes, "meta", context);
  if (meta.kind === "unknown") return notUnderstood(context, meta.span);
  if (meta.kind === "absent") return known([]);
  return metaMaintainers(meta.value, context);
}

function metaMaintainers(meta: Value, context: Context): Known<readonly Maintainer[]> {
  const people: Maintainer[] = [];
  const set = takenApart(meta);
  for (const [name, read] of [
    ["maintainers", listedMaintainers],
    ["teams", listedTeams],
  ] as const) {
    const list = attribute(set, name, context);
    if (list.kind === "unknown") return notUnderstood(context, list.span);
    if (list.kind === "absent") continue;
    const found = read(list.value, context);
    if (!found.known) return found;
    people.push(...found.value);
  }
  return known(people);
}

/** The attributes of `{ … }` or `finalAttrs: { … }`. */
function derivationAttributes(argument: Expression, scope: Scope): Value {
  const inner = unparenthesized(argument);
  return inner.kind === "function" && inner.formals === null
    ? writtenValue(inner.body, within(scope, inner))
    : writtenValue(inner, scope);
}

/**
 * Attributes whose own attributes end up beside the `meta` of the package, or in place of it: those of
 * `passthru` are the last to be laid over the derivation (`extendDerivation` in `make-derivation.nix`).
 */
const LAID_OVER: readonly (readonly [carrier: string, carried: readonly string[]])[] = [
  ["passthru", ["meta"]],
  ["extraPassthru", ["meta"]],
  ["derivationArgs", ["meta", "passthru"]],
];

/** Known where nothing but `meta` itself becomes the package's `meta`. */
function replacedMeta(attributes: Value, context: Context): Known<null> {
  const functor = attribute(attributes, "__functor", context);
  if (functor.kind === "unknown") return notUnderstood(context, functor.span);
  // A set that can be called is called (`lib.isFunction`), and its result taken for the attributes.
  if (functor.kind === "value") return notUnderstood(context, spanOf(functor.value));
  for (const [carrier, names] of LAID_OVER) {
    const found = attribute(attributes, carrier, context);
    if (found.kind === "absent") continue;
    if (found.kind === "unknown") return notUnderstood(context, found.span);
    for (const name of names) {
      const carried = attribute(found.value, name, context);
      if (carried.kind === "unknown") return notUnderstood(context, carried.span);
      if (carried.kind === "value") return notUnderstood(context, spanOf(carried.value));
    }
  }
  return known(null);
}

/** A call of a function of nixpkgs that is known to hand `meta` on, or why it is not known to be one. */
type BuilderCall = {
  readonly builder: Known<readonly string[]>;
  readonly args: readonly Expression[];
};

function builderCall(expression: Expression, scope: Scope, context: Context): BuilderCall | null {
  const { function: callee, args } = applicationParts(expression);
  const [overridden, ...rest] = args;
  if (overridden === undefined) return null;
  const path = selected(callee, scope, context) ?? boundBuilder(callee, scope, context);
  if (path === null) return { builder: notUnderstood(context, callee), args };
  if (path.at(-1) !== "override") return { builder: knownBuilder(path, callee, context), args };
  const builder = onlyPassesArguments(overridden, scope, context)
    ? knownBuilder(path.slice(0, -1), callee, context)
    : notUnderstood(context, overridden);
  return { builder, args: rest };
}

function knownBuilder(
  path: readonly string[],
  callee: Expression,
  context: Context,
): Known<readonly string[]> {
  if (isKnownBuilder(path)) return known(path);
  return unknown(`${shownAt(context, callee)} may add maintainers of its own`);
}

/** `let build = buildGoModule.override { go = go_1_24; }; in build { … }`. */
function boundBuilder(callee: Expression, scope: Scope, context: Context): readonly string[] | null {
  const at = throughNames(callee, scope, MAX_DEPTH);
  const { function: override, args } = applicationParts(at.expression);
  const [overridden] = args;
  const path = selected(override, at.scope, context);
  if (path?.at(-1) !== "override" || overridden === undefined || args.length !== 1) return null;
  return onlyPassesArguments(overridden, at.scope, context) ? path.slice(0, -1) : null;
}

/** Whether a set has nothing but what the package set has: `{ go = go_1_24; inherit stdenv; }`. */
function onlyPassesArguments(set: Expression, scope: Scope, context: Context): boolean {
  const inner = unparenthesized(set);
  if (inner.kind !== "attrset" || inner.form !== "plain") return false;
  return inner.bindings.every((binding) => {
    if (binding.kind === "binding") return selected(binding.value, scope, context) !== null;
    const from = binding.source === null ? null : selected(binding.source, scope, context);
    return binding.names.every(
      ({ text, start, end }) =>
        from !== null ||
        (text !== null &&
          binding.source === null &&
          selected({ kind: "variable", name: text, start, end }, scope, context) !== null),
    );
  });
}
