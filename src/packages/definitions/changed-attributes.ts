import { sameItems } from "../../nix/same.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { ParseCache } from "../files.ts";
import type { Root } from "../layout.ts";
import { describeRepository } from "../repository.ts";
import { type Definition, definitionText } from "./definitions.ts";

/**
 * The top-level attributes that overrides files do not define alike in two snapshots; null where it
 * is not known which those are. Asks the snapshots for what is not loaded yet.
 */
export function changedAttributes(
  before: Snapshot,
  after: Snapshot,
  roots: readonly Root[],
  cache: ParseCache,
): Set<string> | null {
  const changed = new Set<string>();
  for (const root of roots) {
    const old = describeRepository(before, cache).topLevel(root);
    const now = describeRepository(after, cache).topLevel(root);
    if (old.opaque.length !== now.opaque.length) return null;
    for (const attribute of new Set([...old.byAttribute.keys(), ...now.byAttribute.keys()])) {
      const texts = (definitions: readonly Definition[] = []) => definitions.map(definitionText);
      if (!sameItems(texts(old.byAttribute.get(attribute)), texts(now.byAttribute.get(attribute)))) {
        changed.add(attribute);
      }
    }
  }
  return changed;
}
