import { joinPath, type Snapshot } from "../snapshot/snapshot.ts";
import { type Definition, definitionsIn } from "./definitions/definitions.ts";
import { type Files, filesOf, type ParseCache } from "./files.ts";
import { PACKAGE_NAME, type PackagePlace, packageDirectory, placeIn, type Root } from "./layout.ts";
import { placeInNested } from "./nested.ts";
import { countUnsharded, isUnshardedPackage } from "./unsharded.ts";

/** What a snapshot defines, by name and by hand. */
export type Repository = {
  readonly files: Files;
  /** Whether the package of this name has a directory where it belongs. */
  hasPackage(root: Root, name: string): boolean;
  /** Whether an entry of a sharded root is a package directory that stands there without its shard. */
  isUnsharded(root: Root, name: string): boolean;
  /** Whether most of what stands in a sharded root is so: then it is rather that the root has no shards. */
  looksUnsharded(root: Root): boolean;
  /**
   * Where a path lies in a root, as `placeIn`, but with a package without its shard as the package that it is. In a
   * nested root null for what is in no package.
   */
  placeOf(root: Root, path: string): PackagePlace | null;
  /** The top-level attributes that the overrides files of a root define. */
  topLevel(root: Root): TopLevel;
};

export type TopLevel = {
  readonly byAttribute: ReadonlyMap<string, readonly Definition[]>;
  /** Why there may be attributes that are not known, one sentence each. */
  readonly opaque: readonly { readonly path: string; readonly why: string }[];
};

/**
 * Describes a snapshot as far as it is loaded. What a repository has answered it may remember, so one
 * is made anew when more has been loaded.
 */
export function describeRepository(snapshot: Snapshot, cache: ParseCache): Repository {
  const files = filesOf(snapshot, cache);
  const topLevels = new Map<Root, TopLevel>();
  const unsharded = new Map<string, boolean>();
  const looks = new Map<Root, boolean>();

  function isUnsharded(root: Root, name: string): boolean {
    const key = `${root.path}/${name}`;
    const answer = unsharded.get(key) ?? isUnshardedPackage(files, root, name);
    unsharded.set(key, answer);
    return answer;
  }

  function looksUnsharded(root: Root): boolean {
    const known = looks.get(root);
    if (known !== undefined) return known;
    const { packages, directories } = countUnsharded(files, root, isUnsharded);
    const answer = packages > 1 && packages * 2 > directories;
    looks.set(root, answer);
    return answer;
  }

  /** Whether a directory holds the file that makes it a package. */
  function holdsPackage(root: Root, directory: string): boolean {
    const entry = files.entry(joinPath(directory, root.file));
    return entry !== null && entry.kind !== "directory";
  }

  function placeOf(root: Root, path: string): PackagePlace | null {
    if (root.nested === true) return placeInNested(root, path, (directory) => holdsPackage(root, directory));
    const place = placeIn(root, path);
    if (place === null || !isUnsharded(root, place.shard)) return place;
    const rest = [place.name, place.rest].filter((part) => part !== "").join("/");
    return { shard: "", name: place.shard, rest };
  }

  return {
    files,
    isUnsharded,
    looksUnsharded,
    placeOf,
    hasPackage: (root, name) =>
      PACKAGE_NAME.test(name) &&
      files.entry(packageDirectory(root, name))?.kind === "directory" &&
      (root.nested !== true || holdsPackage(root, packageDirectory(root, name))),
    topLevel(root) {
      const known = topLevels.get(root) ?? readTopLevel(files, root);
      topLevels.set(root, known);
      return known;
    },
  };
}

function readTopLevel(files: Files, root: Root): TopLevel {
  const byAttribute = new Map<string, Definition[]>();
  const opaque: { path: string; why: string }[] = [];
  for (const path of root.overrides.files) {
    const reading = files.readNix(path);
    if (reading.kind === "absent") continue;
    if (reading.kind === "too-large") {
      opaque.push({ path, why: reading.why });
    } else if (reading.file.problems.length > 0) {
      opaque.push({ path, why: "it does not parse" });
    } else {
      const { definitions, opaque: reasons } = definitionsIn(reading.file, path, root);
      for (const definition of definitions) {
        const same = byAttribute.get(definition.attribute);
        if (same === undefined) byAttribute.set(definition.attribute, [definition]);
        else same.push(definition);
      }
      for (const why of reasons) opaque.push({ path, why });
    }
  }
  return { byAttribute, opaque };
}
