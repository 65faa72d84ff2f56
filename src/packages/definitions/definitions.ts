import type { AttributeBinding, Binding, Expression, InheritBinding, Name } from "../../nix/ast.ts";
import { applicationParts, eachDefinedName, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Scope, within } from "../../nix/scope.ts";
import type { Root } from "../layout.ts";
import { type CallPackage, type PackageSet, readCallPackage } from "./call-package.ts";

/** One definition of a top-level attribute in an overrides file. */
export type Definition = {
  readonly attribute: string;
  /** The file that it stands in. */
  readonly path: string;
  readonly file: NixFile;
  readonly name: Name;
  readonly binding: AttributeBinding | InheritBinding;
  /** Null where it is inherited, or only an attribute of it is defined (`a.b = …`). */
  readonly value: Expression | null;
  readonly call: CallPackage;
  /** What surrounds its value. */
  readonly scope: Scope;
};

/** A definition as it is written, from its attribute to its semicolon. */
export function definitionText({ file, binding }: Definition): string {
  return file.source.text.slice(binding.start, binding.end);
}

/** What an overrides file defines. */
export type Definitions = {
  readonly definitions: readonly Definition[];
  /**
   * Why there may be attributes that are not among them, such as a computed name; empty where these
   * are all.
   */
  readonly opaque: readonly string[];
};

const cache = new WeakMap<NixFile, Map<string, Definitions>>();

/** The attributes of the package set of a root that a parsed overrides file defines. */
export function definitionsIn(file: NixFile, path: string, root: Root): Definitions {
  const known = cache.get(file) ?? new Map<string, Definitions>();
  cache.set(file, known);
  const set = { name: root.scope, previousCounts: root.previousCounts !== false };
  const key = JSON.stringify([set.name, set.previousCounts, path]);
  const definitions = known.get(key) ?? readDefinitions(file, path, set);
  known.set(key, definitions);
  return definitions;
}

type Pending = { readonly expression: Expression; readonly scope: Scope };

function readDefinitions(file: NixFile, path: string, set: PackageSet): Definitions {
  const site = { path, text: file.source.text, set };
  const definitions: Definition[] = [];
  const opaque = new Set<string>();
  const pending: Pending[] = [{ expression: file.expression, scope: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expression, scope } = next;
    switch (expression.kind) {
      case "parenthesized":
        pending.push({ expression: expression.expression, scope });
        break;
      case "function":
        pending.push({
          expression: expression.body,
          scope: within(scope, expression),
        });
        break;
      case "with":
      case "let":
        pending.push({ expression: expression.body, scope: within(scope, expression) });
        break;
      case "assert":
        pending.push({ expression: expression.body, scope });
        break;
      case "binary":
        if (expression.operator === "//") {
          // The right side comes off the stack last, so that order is that of the text.
          pending.push({ expression: expression.right, scope }, { expression: expression.left, scope });
        } else {
          opaque.add("its result is not a set written out");
        }
        break;
      case "attrset": {
        if (expression.form === "let") {
          opaque.add("its result is not a set written out");
          break;
        }
        readBindings(expression.bindings, within(scope, expression));
        break;
      }
      case "apply": {
        const { function: fn, args } = applicationParts(expression);
        const last = args.at(-1);
        if (selectionChain(fn)?.at(-1) === "optionalAttrs" && args.length === 2 && last !== undefined) {
          pending.push({ expression: last, scope });
        } else {
          opaque.add("a part of it is computed by a function");
        }
        break;
      }
      default:
        opaque.add("its result is not a set written out");
    }
  }

  function readBindings(bindings: readonly Binding[], scope: Scope): void {
    for (const defined of eachDefinedName(bindings)) {
      if (defined === null) {
        opaque.add("a name in it is computed");
        continue;
      }
      const value = defined.kind === "value" ? unparenthesized(defined.value) : null;
      definitions.push({
        attribute: defined.name.text ?? "",
        path,
        file,
        name: defined.name,
        binding: defined.binding,
        value: defined.kind === "value" ? defined.value : null,
        call: value === null ? { kind: "none" } : readCallPackage(value, scope, site),
        scope,
      });
    }
  }

  return { definitions, opaque: [...opaque] };
}
