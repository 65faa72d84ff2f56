import type { Entry, NamedEntry } from "./entry.ts";
import type { Content } from "./source.ts";

/**
 * What a repository held at one commit, as far as it has been loaded. Reading is synchronous and does
 * no I/O. What was asked for and not loaded answers `"not-loaded"` and is remembered, so that a loader
 * can fetch it and ask again.
 */
export interface Snapshot {
  /** The entry at a path, links not followed. The root is a directory. */
  entry(path: string): Entry | "absent" | "not-loaded";
  /** The entries of a directory, sorted by name in code unit order. */
  list(directory: string): readonly NamedEntry[] | "absent" | "not-loaded";
  /** The bytes of a file, or the target of a link. */
  read(path: string): Content | "not-loaded";
}

/** `pkgs/by-name/he` of `pkgs/by-name/he/hello`; `""` of a path without a slash. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The directories around a path, the nearest first, without the root. */
export function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = parentPath(path); at !== ""; at = parentPath(at)) found.push(at);
  return found;
}

/** The names that a path is made of; none of the root. */
export function namesOf(path: string): string[] {
  return path === "" ? [] : path.split("/");
}

/** `hello` of `pkgs/by-name/he/hello`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The path of `name` in `directory`, which may be the root `""`. */
export function joinPath(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** Whether `path` is `directory` itself or lies in it. Both are normal paths: no `.`, no `..`. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}
