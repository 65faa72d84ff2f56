import type { Expression } from "../../nix/ast.ts";
import { descendants } from "../../nix/ast.ts";
import { applicationParts, lastName, lookUp, plainString, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Result, results, type Scope, throughNames, within } from "../../nix/scope.ts";
import { derivationResults } from "../derivation/results.ts";

/**
 * The version of the package that a file defines: what the attributes given to its builder call
 * `version`, or the only `version` of the file. Null where that is no plain text, or not known.
 */
export function mainVersion(file: NixFile): string | null {
  return versionOfBuilder(file) ?? onlyVersion(file.expression);
}

function versionOfBuilder(file: NixFile): string | null {
  const [result, ...more] = derivationResults(file);
  if (result === undefined || more.length > 0) return null;
  const argument = applicationParts(result.expression).args.at(-1);
  if (argument === undefined) return null;
  const inner = unparenthesized(argument);
  const bodies =
    inner.kind === "function"
      ? results(inner.body, within(result.scope, inner), false)
      : results(inner, result.scope, false);
  return bodies.map(versionOfBody)[0] ?? null;
}

function versionOfBody({ expression: set, scope }: Result): string | null {
  if (set.kind !== "attrset" || set.form === "let") return null;
  const definition = lookUp(set, "version");
  if (typeof definition === "string" || definition.kind === "nested") return null;
  if (definition.kind === "value") return textOf(definition.value, within(scope, set));
  const { start, end } = definition.name;
  return definition.source === null ? textOf({ kind: "variable", name: "version", start, end }, scope) : null;
}

function textOf(value: Expression, scope: Scope): string | null {
  return plainString(throughNames(value, scope, 1).expression);
}

function onlyVersion(file: Expression): string | null {
  let found: string | null = null;
  for (const node of descendants(file)) {
    if (node.kind !== "binding" || lastName(node) !== "version") continue;
    const text = plainString(node.value);
    if (text === null || (found !== null && found !== text)) return null;
    found = text;
  }
  return found;
}
