import type { Binding, Expression, PathLiteral } from "../../nix/ast.ts";
import { applicationParts, eachDefinedName, selectionChain, staticAttrpath } from "../../nix/expressions.ts";
import { resolveName, results, type Scope, within } from "../../nix/scope.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { readCallPackage } from "../definitions/call-package.ts";
import { DEFAULT_FILE } from "../layout.ts";
import { definingPath, importedFile, nixFileAt } from "./list-files.ts";

/** Where a repository lists its packages; the first is what NUR evaluates. */
export const LIST_FILES: readonly string[] = [DEFAULT_FILE, "pkgs/default.nix", "overlay.nix"];

/** What a list says of a package: `NAME = callPackage ./path { }`. */
export type ListedCall = {
  /** `hello`, or `tools.hello` in a set. */
  readonly attribute: string;
  /** The path that is called, relative to the root of the repository. */
  readonly target: string;
  /** The same as it is written. */
  readonly literal: PathLiteral;
  /** The file that says so. */
  readonly by: string;
  /** Whether it is surely the package set's own `callPackage`, with `{ }`. */
  readonly plain: boolean;
};

/** A special attribute of the repository, such as `lib`, and the path that it calls where it does. */
export type ListedSpecial = { readonly attribute: string; readonly call: ListedCall | null };

export type Listing = {
  readonly calls: readonly ListedCall[];
  /** What `default.nix` or a file that it imports defines that is no package by NUR's conventions. */
  readonly specials: readonly ListedSpecial[];
  /** The files that were read, and of each from which of the lists it is reached first. */
  readonly files: ReadonlyMap<string, string>;
  /** Why there may be packages that are not among them, a clause each. */
  readonly opaque: readonly { readonly path: string; readonly why: string }[];
};

/** What a repository defines that is no package, by NUR's conventions. */
export const SPECIAL_ATTRIBUTES: ReadonlySet<string> = new Set([
  "lib",
  "overlays",
  "modules",
  "nixosModules",
  "homeModules",
  "hmModules",
  "darwinModules",
  "flakeModules",
]);

/** Functions that give back the set that they are given last. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "optionalAttrs",
  "recurseIntoAttrs",
  "dontRecurseIntoAttrs",
  "makeScope",
  "makeExtensible",
  "fix",
]);

/** No repository spreads its list over more files or larger ones, and none has more to look at than these. */
const MOST_FILES = 24;
const MOST_IMPORTS = 200;
const MOST_STEPS = 20_000;
const MOST_CALLS = 5000;
/** Sets and functions in each other. */
const DEEPEST = 200;

/** A part of a list: what it defines stands below `prefix`, and of that only some names count where they are given. */
type Part = {
  readonly path: string;
  readonly text: string;
  readonly expression: Expression;
  readonly scope: Scope;
  readonly prefix: string;
  readonly only: ReadonlySet<string> | null;
  /** The list that it is reached from. */
  readonly list: string;
};

type Import = Pick<Part, "path" | "prefix" | "only" | "list">;

/**
 * What the lists of a repository define by `callPackage ./path`, in `lists` or in files that they import. Looks
 * through functions, `let`, `with`, `//` and sets; what is computed is opaque. Asks the snapshot for what is not
 * loaded yet, and takes a bounded number of steps.
 */
export function readListing(snapshot: Snapshot, lists: readonly string[] = LIST_FILES): Listing {
  const calls: ListedCall[] = [];
  const specials: ListedSpecial[] = [];
  const read = new Map<string, string>();
  const opaque = new Map<string, { path: string; why: string }>();
  /** What is imported and not read yet: all of one list before the next. */
  const files: Import[] = [];
  let imports = 0;
  const seen = new Set<string>();
  const parts: Part[] = [];
  let steps = 0;
  const isTooMuch = () => steps > MOST_STEPS || calls.length >= MOST_CALLS;
  for (const list of lists) {
    files.push({ path: list, prefix: "", only: null, list });
    for (let next = files.shift(); next !== undefined; next = files.shift()) readFile(next);
  }

  function readFile({ path, prefix, only, list }: Import): void {
    const key = JSON.stringify([path, prefix, only === null ? null : [...only]]);
    if (seen.has(key) || seen.size >= MOST_FILES || isTooMuch()) return;
    seen.add(key);
    const file = nixFileAt(snapshot, path);
    if (file === null) return;
    if (file === "unreadable") {
      unknown(path, "it cannot be read");
      return;
    }
    if (!read.has(path)) read.set(path, list);
    parts.push({ path, text: file.source.text, expression: file.expression, scope: [], prefix, only, list });
    for (let part = parts.pop(); part !== undefined && !isTooMuch(); part = parts.pop()) {
      steps++;
      readPart(part);
    }
    if (isTooMuch()) unknown(path, "there is too much of it");
  }

  function unknown(path: string, why: string): void {
    opaque.set(JSON.stringify([path, why]), { path, why });
  }

  function readPart(part: Part): void {
    if (part.scope.length > DEEPEST) {
      unknown(part.path, "it is nested too deeply");
      return;
    }
    for (const { expression, scope } of results(part.expression, part.scope, true)) {
      readResult({ ...part, expression, scope });
    }
  }

  function readResult(part: Part): void {
    const { expression, scope, path } = part;
    switch (expression.kind) {
      case "function":
        parts.push({
          ...part,
          expression: expression.body,
          scope: within(scope, expression),
        });
        return;
      case "binary":
        if (expression.operator !== "//") break;
        parts.push({ ...part, expression: expression.right }, { ...part, expression: expression.left });
        return;
      case "attrset":
        if (expression.form === "let") break;
        readBindings(expression.bindings, within(scope, expression), part);
        return;
      case "variable": {
        const resolution = resolveName(scope, expression.name);
        if (resolution.kind !== "value") break;
        parts.push({ ...part, expression: resolution.value, scope: resolution.scope });
        return;
      }
      case "apply": {
        const { function: fn, args } = applicationParts(expression);
        const name = selectionChain(fn)?.at(-1) ?? "";
        const [first, last] = [args[0], args.at(-1)];
        if (name === "import" && first !== undefined) {
          const imported = importedFile(snapshot, path, first);
          if (imported === null || imports >= MOST_IMPORTS) break;
          imports++;
          files.push({ path: imported, prefix: part.prefix, only: part.only, list: part.list });
          return;
        }
        const call = readCall(
          part.only === null ? part.prefix : [...part.only].join(""),
          expression,
          scope,
          part,
        );
        if (call !== null && call !== "computed" && imports < MOST_IMPORTS) {
          // What of it is taken is a package; a file that lists others is read as one that is imported.
          if (part.only !== null)
            calls.push({ ...call, attribute: `${part.prefix}${call.attribute}`, plain: false });
          files.push({
            path: definingPath(snapshot, call.target),
            prefix: part.prefix,
            only: part.only,
            list: part.list,
          });
          imports++;
          return;
        }
        if (!WRAPPERS.has(name) || last === undefined) break;
        parts.push({ ...part, expression: last });
        return;
      }
    }
    // That an attribute is something else than a set says nothing of others.
    if (part.prefix === "") unknown(path, "a part of it is computed");
  }

  function readBindings(bindings: readonly Binding[], scope: Scope, part: Part): void {
    for (const defined of eachDefinedName(bindings)) {
      steps++;
      // That there is too much is said where the parts are read.
      if (isTooMuch()) return;
      if (defined === null) {
        unknown(part.path, "a name in it is computed");
        continue;
      }
      const name = defined.name.text ?? "";
      if (part.only !== null && !part.only.has(name)) continue;
      if (part.prefix === "" && SPECIAL_ATTRIBUTES.has(name)) {
        const value = defined.kind === "value" ? defined.value : null;
        if (part.list === DEFAULT_FILE) specials.push(special(name, value, scope, part));
        continue;
      }
      if (defined.kind === "value") readValue(name, defined.value, scope, part);
      else if (defined.kind === "nested") readNested(defined.binding, scope, part);
      else if (defined.source === null) {
        const resolution = resolveName(part.scope, name);
        if (resolution.kind === "value") readValue(name, resolution.value, resolution.scope, part);
      } else {
        parts.push({ ...part, expression: defined.source, scope, only: new Set([name]) });
      }
    }
  }

  function special(attribute: string, value: Expression | null, scope: Scope, part: Part): ListedSpecial {
    const found = value === null ? [] : results(value, scope, false);
    const call =
      found[0] === undefined ? null : readCall(attribute, found[0].expression, found[0].scope, part);
    return { attribute, call: call === null || call === "computed" ? null : call };
  }

  /** What a value calls by `callPackage`: a path, or one that is computed; null where it calls none. */
  function readCall(
    attribute: string,
    value: Expression,
    scope: Scope,
    { path, text }: Part,
  ): ListedCall | "computed" | null {
    const call = readCallPackage(value, scope, { path, text, set: { name: "pkgs", previousCounts: true } });
    if (call.kind === "none") return null;
    if (call.target.kind !== "path" || call.target.path === null) return "computed";
    const plain = call.empty && call.scope === "own";
    return { attribute, target: call.target.path, literal: call.target.literal, by: path, plain };
  }

  function readNested(binding: Binding, scope: Scope, part: Part): void {
    if (binding.kind !== "binding") return;
    const names = staticAttrpath(binding.attrpath);
    if (names === null) unknown(part.path, "a name in it is computed");
    else readValue(names.join("."), binding.value, scope, part);
  }

  function readValue(name: string, value: Expression, scope: Scope, part: Part): void {
    const attribute = `${part.prefix}${name}`;
    for (const result of results(value, scope, true)) {
      const call = readCall(attribute, result.expression, result.scope, part);
      if (call === null) {
        const below = { ...part, ...result, prefix: `${attribute}.`, only: null };
        if (mayBeSet(result.expression)) parts.push(below);
      } else if (call === "computed") {
        unknown(part.path, "a path in it is computed");
      } else {
        calls.push(call);
      }
    }
  }

  return { calls, specials, files: read, opaque: [...opaque.values()] };
}

/** Whether a value may be a set of packages by how it is written. */
function mayBeSet(expression: Expression): boolean {
  if (expression.kind === "attrset") return true;
  if (expression.kind !== "apply") return expression.kind === "binary" && expression.operator === "//";
  const name = selectionChain(applicationParts(expression).function)?.at(-1) ?? "";
  return name === "import" || WRAPPERS.has(name);
}
