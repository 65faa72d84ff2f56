import { type AttributeSet, children, type Expression, type Node } from "../../nix/ast.ts";
import { applicationParts, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Scope, within } from "../../nix/scope.ts";
import { type WrittenSet, writtenSet } from "./attribute.ts";
import { selectedPath } from "./builder.ts";
import { attributesPlace, isKnownBuilder, isSetBuilder } from "./builder-names.ts";
import { attributesIn, type Derivation } from "./derivation.ts";
import { isFetcher } from "./fetcher-names.ts";

/** The call of a fetcher on a set that is written out. */
export type FetchCall = WrittenSet & {
  /** The fetcher that is called, as the file has it. */
  readonly fetcher: Expression;
  /** The last name of what that is in the package set: `fetchFromGitHub`. */
  readonly name: string;
  /** The whole of the call. */
  readonly call: Expression;
  /** The sets that it stands in, innermost first. */
  readonly around: () => readonly AttributeSet[];
};

/** The calls of builders and of fetchers in a file, in the order of the text. */
export type Calls = { readonly derivations: readonly Derivation[]; readonly fetches: readonly FetchCall[] };

const read = new WeakMap<NixFile, Calls>();

/**
 * Every call of a builder or fetcher of nixpkgs in a file whose set of attributes is written out, wherever it stands:
 * as the result, in `let`, as an argument. Read once.
 */
export function callsOf(file: NixFile): Calls {
  const existing = read.get(file);
  if (existing !== undefined) return existing;
  const derivations: Derivation[] = [];
  const fetches: FetchCall[] = [];
  const sets: AttributeSet[] = [];
  for (const { node, scope } of nodesWithScope(file.expression)) {
    if (node.kind === "attrset") sets.push(node);
    if (node.kind !== "apply") continue;
    const derivation = derivationOf(node, scope);
    if (derivation !== null) derivations.push(derivation);
    const fetch = fetchOf(node, scope, () => sets.filter((set) => set.start <= node.start && node.end <= set.end).reverse());
    if (fetch !== null) fetches.push(fetch);
  }
  const calls = { derivations, fetches };
  read.set(file, calls);
  return calls;
}

/** A node, and where its names come from. */
export type NodeInScope = { readonly node: Node; readonly scope: Scope };

/** The node and all below it, in the order of the text, each with the scope that it is seen in. */
export function* nodesWithScope(root: Expression): Generator<NodeInScope, void, void> {
  const stack: NodeInScope[] = [{ node: root, scope: [] }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    const below = children(next.node);
    for (let i = below.length - 1; i >= 0; i--) {
      const node = below[i];
      if (node !== undefined) stack.push({ node, scope: scopeOf(next, node) });
    }
  }
}

/** The scope of a part of a node: what a `with` is of, and what an `inherit` in a set copies, is seen from outside. */
function scopeOf({ node, scope }: NodeInScope, part: Node): Scope {
  switch (node.kind) {
    case "function":
    case "let":
      return within(scope, node);
    case "attrset":
      return within(scope, node);
    case "with":
      return part === node.body ? within(scope, node) : scope;
    default:
      return scope;
  }
}

function derivationOf(node: Expression, scope: Scope): Derivation | null {
  const { function: callee, args } = applicationParts(node);
  const path = selectedPath(callee, scope, true);
  if (path === null || !isBuilder(path)) return null;
  const { at, of } = attributesPlace(path);
  const argument = args[at];
  if (argument === undefined || args.length !== of) return null;
  const set = attributesIn(argument, scope);
  return set === null ? null : { builder: callee, path, ...set };
}

/** Whether it is a builder of one set, which `mkDerivation` is not of every package set: Haskell's takes another. */
function isBuilder(path: readonly string[]): boolean {
  const name = path.at(-1) ?? "";
  return isKnownBuilder(path) || (name !== "mkDerivation" && isSetBuilder(name));
}

function fetchOf(
  node: Extract<Expression, { kind: "apply" }>,
  scope: Scope,
  around: FetchCall["around"],
): FetchCall | null {
  const path = selectedPath(node.function, scope, true);
  if (path === null || !isFetcher(path) || path[0] === "builtins") return null;
  const set = writtenSet(unparenthesized(node.argument), scope);
  return set === null ? null : { fetcher: node.function, name: path.at(-1) ?? "", call: node, around, ...set };
}
