import { joinPath } from "../snapshot/snapshot.ts";
import type { PackagePlace, Root } from "./layout.ts";

/** More sets than this in each other hold no packages. */
const DEEPEST = 16;

/**
 * Where a path lies in a root whose directories may be sets of packages: in the outermost directory on its way for
 * which `isPackage` holds. Null where it lies in none.
 */
export function placeInNested(
  root: Root,
  path: string,
  isPackage: (directory: string) => boolean,
): PackagePlace | null {
  if (!path.startsWith(`${root.path}/`)) return null;
  const names = path.slice(root.path.length + 1).split("/");
  let directory = root.path;
  for (const [i, name] of names.entries()) {
    if (i >= DEEPEST) return null;
    directory = joinPath(directory, name);
    if (!isPackage(directory)) continue;
    return { shard: names.slice(0, i).join("/"), name, rest: names.slice(i + 1).join("/") };
  }
  return null;
}
