import type { AttributeSet, Expression } from "../../nix/ast.ts";
import {
  applicationParts,
  booleanLiteral,
  lookUp,
  selectionChain,
  unparenthesized,
} from "../../nix/expressions.ts";
import { results } from "../../nix/scope.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { joinPath } from "../../snapshot/snapshot.ts";
import { definitionOf } from "../definitions/certain-definition.ts";
import type { Definition } from "../definitions/definitions.ts";
import { DEFAULT_FILE, packageDirectory, type Root } from "../layout.ts";
import { soundFile } from "../relocation.ts";
import type { Repository } from "../repository.ts";
import { computedValue } from "./attribute.ts";
import { derivationFlag, type Flag, flagOfFunction, flagOfValue } from "./flag.ts";
import { literalOf } from "./literal.ts";

/** Whether the derivation of a top-level attribute sets a flag. */
export type AttributeFlag =
  /** `path` is the file that decides it, null where the definition itself does. */
  | {
      readonly kind: "known";
      readonly set: boolean;
      readonly flag: Flag | null;
      readonly path: string | null;
    }
  | { readonly kind: "unknown"; readonly why: string }
  /** A list, `null`, a function: nothing that could set it. */
  | { readonly kind: "no-derivation" };

/** How many definitions are followed from one to the next. */
const DEEPEST = 4;

/** Reads a flag of what an attribute stands for: its package directory, or else its definition by hand. */
export function attributeFlag(
  repository: Repository,
  root: Root,
  attribute: string,
  flag: string,
  depth = 0,
): AttributeFlag {
  const definitions = repository.topLevel(root).byAttribute.get(attribute) ?? [];
  if (repository.hasPackage(root, attribute)) {
    const directory = packageDirectory(root, attribute);
    return fileFlag(repository, definitionOf(repository, root, attribute, directory)?.path ?? null, flag);
  }
  const [definition, ...more] = definitions;
  if (definition === undefined) return unknown("it is not defined where that could be read");
  if (more.length > 0) return unknown("it is defined more than once");
  return definitionFlag(definition, repository, root, flag, depth);
}

function definitionFlag(
  { value, call, scope }: Definition,
  repository: Repository,
  root: Root,
  flag: string,
  depth: number,
): AttributeFlag {
  if (value === null) return unknown("it is taken from another set");
  if (literalOf(value, scope) !== null) return { kind: "no-derivation" };
  if (call.kind === "call") {
    if (call.target.kind === "path") return fileFlag(repository, fileAt(repository, call.target.path), flag);
    const called = unparenthesized(call.definition);
    if (called.kind !== "function") return unknown("what is called is computed");
    const found = flagOfFunction(called, flag);
    if (!found.known) return unknown(found.why);
    return { kind: "known", set: found.value.set, flag: null, path: null };
  }
  const written = flagOfValue(value, scope, flag);
  if (written.known) return { kind: "known", set: written.value.set, flag: null, path: null };
  return variantFlag(value, repository, root, flag, depth);
}

/** `hello.override { … }` and `hello.overrideAttrs (old: { … })`. */
function variantFlag(
  value: Expression,
  repository: Repository,
  root: Root,
  flag: string,
  depth: number,
): AttributeFlag {
  const { function: callee, args } = applicationParts(value);
  const [argument] = args;
  const name = callee.kind === "select" ? callee.attrpath.names.at(-1)?.text : null;
  if (argument === undefined || args.length !== 1 || (name !== "override" && name !== "overrideAttrs")) {
    return unknown("it is neither called nor a variant of a package");
  }
  if (name === "overrideAttrs") {
    const set = overridingSet(argument);
    if (set === null) return unknown("what `overrideAttrs` changes is computed");
    const definition = lookUp(set, flag);
    if (definition === "computed") return unknown("an attribute's name is computed");
    if (definition !== "absent") {
      const literal = definition.kind === "value" ? booleanLiteral(definition.value) : null;
      if (literal === null) return unknown(computedValue(flag));
      return { kind: "known", set: literal, flag: null, path: null };
    }
  }
  const chain = selectionChain(callee)?.slice(0, -1) ?? [];
  const [of, ...rest] = chain;
  if (of === undefined || rest.length > 0 || depth >= DEEPEST)
    return unknown("it is a variant of something computed");
  return attributeFlag(repository, root, of, flag, depth + 1);
}

/** The set that `overrideAttrs` is given: written out, or what a function of one or two arguments returns. */
function overridingSet(argument: Expression): AttributeSet | null {
  let [result] = results(argument, [], false);
  for (let depth = 0; depth < 2 && result?.expression.kind === "function"; depth++) {
    [result] = results(result.expression.body, result.scope, false);
  }
  const set = result?.expression;
  return set?.kind === "attrset" && set.form !== "let" ? set : null;
}

function fileFlag(repository: Repository, path: string | null, flag: string): AttributeFlag {
  const file = path === null ? null : soundFile(repository, path);
  if (path === null || file === null) return unknown("its definition cannot be read");
  const found = derivationFlag(file, flag);
  return found.known ? { kind: "known", set: found.value.set, flag: found.value, path } : unknown(found.why);
}

/** The file that a path means: itself, or of a directory its `default.nix`. */
function fileAt({ files: { snapshot } }: Repository, path: string | null): string | null {
  if (path === null) return null;
  let resolved = resolvePath(snapshot, path);
  if (resolved.kind === "found" && resolved.entry.kind === "directory") {
    resolved = resolvePath(snapshot, joinPath(resolved.path, DEFAULT_FILE));
  }
  return resolved.kind === "found" && resolved.entry.kind === "file" ? resolved.path : null;
}

function unknown(why: string): AttributeFlag {
  return { kind: "unknown", why };
}
