import { isAlias } from "./definitions/aliases.ts";
import type { Root } from "./layout.ts";
import type { Repository } from "./repository.ts";

/**
 * Whether a repository has a top-level attribute in any form: by name, by hand, as an alias. `"unknown"` where
 * it is not in sight, and not all is.
 */
export function hasAttribute(
  repository: Repository,
  root: Root,
  attribute: string,
): "yes" | "no" | "unknown" {
  const { byAttribute, opaque } = repository.topLevel(root);
  if (repository.hasPackage(root, attribute) || byAttribute.has(attribute)) return "yes";
  if (repository.isUnsharded(root, attribute) || isAlias(repository.files, root, attribute)) return "yes";
  return opaque.length > 0 ? "unknown" : "no";
}
