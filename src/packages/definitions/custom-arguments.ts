import type { Expression, Name } from "../../nix/ast.ts";
import { eachDefinedName, unparenthesized } from "../../nix/expressions.ts";
import { sameExpression } from "../../nix/same.ts";
import { packageFunction } from "../derivation/results.ts";
import type { PackageFile } from "../package-file.ts";

/** The custom arguments of a `callPackage`: each name with its value, null where it is put together. */
export type CustomArguments = ReadonlyMap<string, Expression | null>;

/** The arguments that are written out; null where a name of them is computed. */
export function customArguments(args: Expression): CustomArguments | null {
  const set = unparenthesized(args);
  if (set.kind !== "attrset" || set.form === "let") return null;
  const found = new Map<string, Expression | null>();
  for (const definition of eachDefinedName(set.bindings)) {
    if (definition === null || definition.name.text === null) return null;
    const { name } = definition;
    if (definition.kind === "value") found.set(definition.name.text, definition.value);
    else if (definition.kind === "nested") found.set(definition.name.text, null);
    else found.set(definition.name.text, inherited(definition.source, name, definition.name.text));
  }
  return found;
}

/** What `inherit name` and `inherit (source) name` stand for. */
function inherited(source: Expression | null, { start, end }: Name, text: string): Expression {
  if (source === null) return { kind: "variable", name: text, start, end };
  const name: Name = { kind: "name", text, expression: null, start, end };
  const from = unparenthesized(source);
  const selected = from.kind === "select" && from.default === null ? from : null;
  return {
    kind: "select",
    expression: selected?.expression ?? from,
    attrpath: { kind: "attrpath", names: [...(selected?.attrpath.names ?? []), name], start, end },
    default: null,
    start,
    end,
  };
}

/**
 * Whether a package no longer needs an argument passed: it takes no argument of that name at all, or
 * its default for it is the same expression. Null where that cannot be told.
 */
export function isNeedless(name: string, value: Expression | null, definition: PackageFile): boolean | null {
  const found = packageFunction(definition.file);
  if (found.kind !== "function") return null;
  const { formals, argument } = found.function;
  if (formals === null) return false;
  const formal = formals.formals.find((candidate) => candidate.name.text === name);
  // With `...` and a name for the whole, arguments that are not named may be used all the same.
  if (formal === undefined) return !(formals.ellipsis && argument !== null);
  return formal.default !== null && value !== null && sameExpression(formal.default, value);
}
