import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { NONE_RECOGNISED } from "./layouts.ts";
import { sentence } from "./sentence.ts";

/** A note for each by-name root that no snapshot has, or that no packages were recognised. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  return missingRootClauses(snapshots, configuration).map(sentence);
}

/** The same as clauses. */
export function missingRootClauses(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  if (configuration.layout === "nothing") return [NONE_RECOGNISED];
  // Where only a list was recognised, nobody misses the root that is there by default.
  if (configuration.layout === "base" || configuration.layout === "head") return [];
  const missing = configuration.roots.filter((root) =>
    snapshots.every((snapshot) => snapshot.list(root.path) === "absent"),
  );
  const none = missing.length === configuration.roots.length;
  return missing.map(
    (root) =>
      `there is no directory ${quoted(root.path)}, so ${none ? "nothing is laid out by name" : "no package is looked for there"}`,
  );
}

/** Why there is nothing to look at where none of the by-name roots is there, as a clause; null where one is. */
export function whyNoRoot(snapshots: readonly Snapshot[], configuration: Configuration): string | null {
  const { roots } = configuration;
  if (!roots.every(({ path }) => snapshots.every((snapshot) => snapshot.list(path) === "absent")))
    return null;
  return missingRootClauses(snapshots, configuration)[0] ?? null;
}
