import { descendants, type Node } from "../../nix/ast.ts";
import type { Definition } from "./definitions.ts";

/** The function of nixpkgs by which packages are defined by name. */
export const INTERNAL = "_internalCallByNamePackageFile";

/** Whether a node is a use of it: as a variable, or a name that is selected or inherited. */
export function isInternalCall(node: Node): boolean {
  return (
    (node.kind === "variable" && node.name === INTERNAL) || (node.kind === "name" && node.text === INTERNAL)
  );
}

const cache = new WeakMap<Definition, boolean>();

/** Whether a definition uses it: `internal-call-package` says so, and nothing else of the definition. */
export function usesInternalCall(definition: Definition): boolean {
  const known = cache.get(definition);
  if (known !== undefined) return known;
  const { binding, file } = definition;
  const isNamed = file.source.text.slice(binding.start, binding.end).includes(INTERNAL);
  const uses = isNamed && [...descendants(binding)].some(isInternalCall);
  cache.set(definition, uses);
  return uses;
}
