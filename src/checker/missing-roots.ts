import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** A note for each by-name root that no snapshot has. */
export function missingRoots(snapshots: readonly Snapshot[], configuration: Configuration): string[] {
  const missing = configuration.roots.filter((root) =>
    snapshots.every((snapshot) => snapshot.list(root.path) === "absent"),
  );
  const none = missing.length === configuration.roots.length;
  return missing.map(
    (root) =>
      `There is no directory ${quoted(root.path)}, so ${none ? "nothing is laid out by name" : "no package is looked for there"}.`,
  );
}

/** Whether there is none of the by-name roots. */
export function hasNoRoot(snapshots: readonly Snapshot[], { roots }: Configuration): boolean {
  return roots.every(({ path }) => snapshots.every((snapshot) => snapshot.list(path) === "absent"));
}
