import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { NO_PACKAGES } from "./layouts.ts";

/** A note for each by-name root that no snapshot has, for lists that list nothing, or that no packages were recognised. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  if (configuration.layout === "nothing") return [NO_PACKAGES];
  // Where only a list was recognised, nobody misses the root that is there by default.
  if (configuration.layout === "base" || configuration.layout === "head") return [];
  const { lists, listsNamed, listed } = configuration;
  const noList =
    listsNamed && listed.length === 0
      ? [
          `No package is listed by ${quoted("callPackage ./path")} in ${lists.map(quoted).join(", ")}, which the configuration names.`,
        ]
      : [];
  const missing = configuration.roots.filter((root) =>
    snapshots.every((snapshot) => snapshot.list(root.path) === "absent"),
  );
  const none = missing.length === configuration.roots.length;
  return [
    ...missing.map(
      (root) =>
        `There is no directory ${quoted(root.path)}, so ${none ? "nothing is laid out by name" : "no package is looked for there"}.`,
    ),
    ...noList,
  ];
}

/** Whether there is none of the by-name roots, and nothing is listed. */
export function hasNoRoot(snapshots: readonly Snapshot[], { roots, listed }: Configuration): boolean {
  if (listed.length > 0) return false;
  return roots.every(({ path }) => snapshots.every((snapshot) => snapshot.list(path) === "absent"));
}
