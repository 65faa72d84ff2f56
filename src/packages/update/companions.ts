import { matchesPattern } from "../../snapshot/pattern.ts";

/**
 * Whether a file in a package directory, by its path in there, goes by one of these globs: `*` is any
 * part of a name, `?` any one character, all else itself. A glob without `/` is one of the name alone. A
 * `.nix` file never does.
 */
export function isCompanion(path: string, globs: readonly string[]): boolean {
  if (path.toLowerCase().endsWith(".nix")) return false;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return globs.some((glob) => matchesPattern(glob.includes("/") ? path : name, glob));
}
