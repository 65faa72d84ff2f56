import type { Expression, Formals } from "../nix/ast.ts";
import { definedNames, unparenthesized } from "../nix/expressions.ts";
import type { PackageFile } from "./package-file.ts";
import { packageFunction } from "./package-function.ts";

/** The custom arguments of a `callPackage`: each name with the text of its value. */
export type CustomArguments = ReadonlyMap<string, string>;

/** The arguments that are written out; null where any is computed. `text` is that of the file. */
export function customArguments(args: Expression, text: string): CustomArguments | null {
  const set = unparenthesized(args);
  if (set.kind !== "attrset" || set.form === "let") return null;
  const found = new Map<string, string>();
  for (const definition of definedNames(set.bindings)) {
    const name = definition?.name.text;
    if (definition == null || name == null) return null;
    if (definition.kind === "value") found.set(name, normalized(text, definition.value));
    else if (definition.kind === "nested") found.set(name, "");
    else {
      const source = definition.source === null ? "" : `${normalized(text, definition.source)}.`;
      found.set(name, `${source}${name}`);
    }
  }
  return found;
}

/**
 * Whether a package no longer needs an argument passed: it takes no argument of that name at all, or
 * its default for it has the same text.
 */
export function isNeedless(name: string, value: string, definition: PackageFile): boolean {
  const found = packageFunction(definition.file);
  if (found.kind !== "function") return false;
  const { formals, argument } = found.function;
  if (formals === null) return false;
  const formal = formals.formals.find((candidate) => candidate.name.text === name);
  if (formal === undefined) return !takesMore(formals, argument !== null);
  if (formal.default === null) return false;
  return normalized(definition.file.source.text, formal.default) === value;
}

/** With `...` and a name for the whole, arguments that are not named are used all the same. */
function takesMore(formals: Formals, named: boolean): boolean {
  return formals.ellipsis && named;
}

/** The text of an expression with each stretch of white space as one space, and no comments. */
function normalized(text: string, expression: Expression): string {
  const inner = unparenthesized(expression);
  return text
    .slice(inner.start, inner.end)
    .replace(/("(?:[^"\\]|\\.)*")|#[^\n]*|\/\*[\s\S]*?\*\//g, (_match, string) => string ?? " ")
    .replace(/\s+/g, " ")
    .trim();
}
