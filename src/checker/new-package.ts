import type { Configuration } from "../config/configuration.ts";
import { hasAttribute } from "../packages/existed.ts";
import type { Repository } from "../packages/repository.ts";
import type { PackageSubject } from "./rule.ts";

/**
 * Whether the base surely has no package of this name, in any form. `directories` are those that the package may have
 * been in before.
 */
export function isNewPackage(
  { root, name, path, entry }: PackageSubject,
  base: Repository,
  directories: readonly string[],
  listed: Configuration["listed"],
): boolean {
  // What is listed may be a single file, in a directory of others.
  const own = entry.kind === "file" ? [] : [path, ...directories];
  if (own.some((each) => base.files.entry(each) !== null)) return false;
  const before = listed.some(
    ({ attribute, home, file }) => attribute === name && base.files.entry(home?.directory ?? file) !== null,
  );
  return !before && hasAttribute(base, root, name) === "no";
}
