import { joinPath } from "../snapshot/snapshot.ts";

/** The file of a package directory that defines the package. */
export const PACKAGE_FILES = ["package.nix", "default.nix"] as const;
export type PackageFileName = (typeof PACKAGE_FILES)[number];

/** A directory whose entries define packages by their names, and how it is laid out. */
export type Root = {
  /** `pkgs/by-name`, relative to the root of the repository. */
  readonly path: string;
  /** Whether packages stand in shards: `<root>/<shard>/<name>`, else `<root>/<name>`. */
  readonly sharded: boolean;
  /** The file in a package directory that defines the package. */
  readonly file: PackageFileName;
  /** Whether a directory without that file is a set of packages; only in a root without shards. */
  readonly nested?: boolean;
  /** The attribute set whose `callPackage` defines the packages, such as `pkgs`. */
  readonly scope: string;
  /** Whether `super` and `prev`, the package set of before, count as the set: not in nixpkgs, as in nixpkgs-vet. */
  readonly previousCounts?: boolean;
  readonly overrides: {
    /** The files that define top-level attributes by hand; they need not exist. */
    readonly files: readonly string[];
    /** `keep`: overrides with custom arguments stay there. `forbid`: there may be none. */
    readonly policy: "keep" | "forbid";
  };
};

/** The entry of the root that is no shard and is fine all the same. */
export const README = "README.md";

/** What a root without shards, or whose packages its own `default.nix` lists, holds beside packages. */
export const ROOT_FILES: ReadonlySet<string> = new Set([README, "default.nix", "aliases.nix"]);

/** That file, where a root does not say otherwise. */
export const PACKAGE_FILE = "package.nix" satisfies PackageFileName;

/** The file that `import DIRECTORY` and `callPackage DIRECTORY` mean. */
export const DEFAULT_FILE = "default.nix" satisfies PackageFileName;

/** More directories than this on the way to a file are in no package. */
export const MOST_LEVELS = 32;

/** `^[a-z_][a-z0-9_-]?$`, NPV-110. */
export const SHARD_NAME = /^[a-z_][a-z0-9_-]?$/;

/** `^[a-zA-Z_][a-zA-Z0-9_-]*$`, NPV-141. */
export const PACKAGE_NAME = /^[a-zA-Z_][a-zA-Z0-9_-]*$/;

/** The shard that a package belongs in: its first two characters, in lower case (RFC 140). */
export function shardOf(name: string): string {
  return asciiLowerCase(name.slice(0, 2));
}

/** A name with A-Z in lower case and nothing else changed, as file systems that ignore case compare. */
export function asciiLowerCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function shardDirectory(root: Root, shard: string): string {
  return joinPath(root.path, shard);
}

/** Where the package of this name belongs. */
export function packageDirectory(root: Root, name: string): string {
  return root.sharded ? joinPath(shardDirectory(root, shardOf(name)), name) : joinPath(root.path, name);
}

export function packageFile(root: Root, name: string): string {
  return joinPath(packageDirectory(root, name), root.file);
}

/** A place in a root: the shard, the name of the package, and the path within its directory. */
export type PackagePlace = {
  /** `""` where the root has no shards, or the package stands in it without one; in a nested root its set. */
  readonly shard: string;
  /** `""` for an entry of the root itself. */
  readonly name: string;
  /** `""` for the package directory itself. */
  readonly rest: string;
};

/** Where a path lies in a root, be it a valid place or not; null outside of it or for the root itself. */
export function placeIn(root: Pick<Root, "path" | "sharded">, path: string): PackagePlace | null {
  if (!path.startsWith(`${root.path}/`)) return null;
  const parts = path.slice(root.path.length + 1).split("/");
  const shard = root.sharded ? (parts.shift() ?? "") : "";
  const [name = "", ...rest] = parts;
  return { shard, name, rest: rest.join("/") };
}

/** The directory of a place, as it is spelled there, right shard or not. */
export function directoryOf(root: Root, place: PackagePlace): string {
  return place.shard === ""
    ? joinPath(root.path, place.name)
    : joinPath(shardDirectory(root, place.shard), place.name);
}

/** A package directory, and the file in it that defines the package. */
export type PackageHome = { readonly directory: string; readonly file: PackageFileName };

/** The same, or a file that is a package by itself, beside what else is in a directory (`alone`). */
export type DefiningFile = { readonly directory: string; readonly file: string; readonly alone?: true };

/** The relative path expression that leads from a file to a path: `../by-name/fo/foo/package.nix`. */
export function pathExpression(fromFile: string, to: string): string {
  const from = fromFile.split("/").slice(0, -1);
  const target = to.split("/");
  let common = 0;
  while (common < from.length && common < target.length && from[common] === target[common]) common++;
  const up = from.length - common;
  const down = target.slice(common).join("/");
  return up === 0 ? `./${down}` : `${"../".repeat(up)}${down}`;
}
