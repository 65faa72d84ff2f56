import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { NONE_RECOGNISED } from "./layouts.ts";
import { sentence } from "./sentence.ts";

/** A note for each by-name root that no snapshot has, for lists that list nothing, or that no packages were recognised. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  return missingRootClauses(snapshots, configuration).map(sentence);
}

/** The same as clauses. */
export function missingRootClauses(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  if (configuration.layout === "nothing") return [NONE_RECOGNISED];
  // Where only a list was recognised, nobody misses the root that is there by default.
  if (configuration.layout === "base" || configuration.layout === "head") return [];
  const { lists, listsNamed, listed } = configuration;
  const noList =
    listsNamed && listed.length === 0
      ? [
          `no package is listed by ${quoted("callPackage ./path")} in ${lists.map(quoted).join(", ")}, which the configuration names`,
        ]
      : [];
  const missing = configuration.roots.filter((root) =>
    snapshots.every((snapshot) => snapshot.list(root.path) === "absent"),
  );
  const none = missing.length === configuration.roots.length;
  return [
    ...missing.map(
      (root) =>
        `there is no directory ${quoted(root.path)}, so ${none ? "nothing is laid out by name" : "no package is looked for there"}`,
    ),
    ...noList,
  ];
}

/**
 * Why there is nothing to look at where none of the by-name roots is there and nothing is listed, as a clause; null
 * where something is.
 */
export function whyNoRoot(snapshots: readonly Snapshot[], configuration: Configuration): string | null {
  const { roots, listed } = configuration;
  if (listed.length > 0) return null;
  if (!roots.every(({ path }) => snapshots.every((snapshot) => snapshot.list(path) === "absent")))
    return null;
  return missingRootClauses(snapshots, configuration)[0] ?? null;
}
