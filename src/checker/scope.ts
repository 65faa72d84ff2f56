import { sameItems } from "../nix/same.ts";
import { targetPath } from "../packages/definitions/call-package.ts";
import type { Definition } from "../packages/definitions/definitions.ts";
import { type PackagePlace, placeIn, type Root } from "../packages/layout.ts";
import type { ListedPackage } from "../packages/recognition/recognise.ts";
import { REGISTRY_FILE, REGISTRY_LOCK_FILE } from "../packages/registry/registry.ts";
import type { Repository, TopLevel } from "../packages/repository.ts";
import { ancestors, baseName, isWithin, parentPath } from "../snapshot/snapshot.ts";

/** What a check looks at. */
export type CheckScope = {
  readonly roots: readonly RootScope[];
  /** Packages that a list defines. */
  readonly listed: readonly ListedPackage[];
  /** Nix files outside of the by-name roots. */
  readonly files: ReadonlySet<string>;
  /** Directories outside of packages whose names are compared, and which of them; no roots and shards. */
  readonly listings: ReadonlyMap<string, "all" | ReadonlySet<string>>;
  /** Whether NUR's registry is looked at, and what the change touches besides; null where it is not. */
  readonly registry: { readonly changed: readonly string[] } | null;
  /** The paths that a change touches; none where a tree is looked at. */
  readonly changed?: readonly string[];
};

export type RootScope = {
  readonly root: Root;
  /** Entries of the root: shards, or packages where it has none. */
  readonly entries: ReadonlySet<string>;
  /** Names of entries by their shards, which are `""` in a root without shards; or all of those shards. */
  readonly packages: "all" | ReadonlyMap<string, ReadonlySet<string>>;
  /** Top-level attributes of the overrides files, or all of them. */
  readonly attributes: "all" | ReadonlySet<string>;
};

const REGISTRY_FILES: ReadonlySet<string> = new Set([REGISTRY_FILE, REGISTRY_LOCK_FILE]);

/**
 * What a change may have broken: the touched package directories whole, every changed Nix file, and the
 * attributes whose definition is not the same on both sides or whose package directory is touched. What
 * is said of anything else holds on both sides alike. `mentioning` are files that may refer to what is gone,
 * `listed` what lists define. `isRegistry`: the repository is NUR's registry.
 */
export function changeScope(
  roots: readonly Root[],
  changed: readonly string[],
  head: Repository,
  base: Repository,
  mentioning: readonly string[] = [],
  listed: readonly ListedPackage[] = [],
  isRegistry = false,
): CheckScope {
  const files = new Set<string>(mentioning);
  const listings = listingsOf(roots, changed);
  for (const path of danglingOverridesFiles(roots, changed, head)) files.add(path);
  const scopes = roots.map((root) => ({
    root,
    entries: new Set<string>(),
    packages: new Map<string, Set<string>>(),
  }));
  const owner = ownersOf(listed);
  const touchedListed = new Set<ListedPackage>();
  const listsOf = listsByDirectory(listed);
  const names = new Map<Root, Set<string>>(roots.map((root) => [root, new Set()]));
  for (const path of changed) {
    const scope = scopes.find(({ root }) => path.startsWith(`${root.path}/`));
    const place = scope === undefined ? null : placeBySide(scope.root, path, head, base);
    if (scope === undefined || place === null) {
      const one = owner(path);
      if (one !== null) {
        touchedListed.add(one);
        // The list may call what is no more there.
        files.add(one.by);
      } else {
        if (path.endsWith(".nix")) files.add(path);
        // The list may have to say something of what lies beside its packages.
        for (const at of ancestors(path))
          for (const list of listsOf.get(parentPath(at)) ?? []) files.add(list);
      }
      continue;
    }
    if (scope.root.sharded) scope.entries.add(place.shard === "" ? place.name : place.shard);
    if (place.name === "") continue;
    const inShard = scope.packages.get(place.shard) ?? new Set();
    scope.packages.set(place.shard, inShard.add(place.name));
    names.get(scope.root)?.add(place.name);
  }
  return {
    files,
    listings,
    changed,
    registry: isRegistry && changed.some((path) => REGISTRY_FILES.has(path)) ? { changed } : null,
    listed: [...touchedListed],
    roots: scopes.map((scope) => {
      const touched = names.get(scope.root) ?? new Set();
      const attributes = new Set(affectedAttributes(scope.root, touched, head, base));
      return { ...scope, attributes };
    }),
  };
}

/** The files that list packages of a directory, by that. */
function listsByDirectory(listed: readonly ListedPackage[]): ReadonlyMap<string, ReadonlySet<string>> {
  const lists = new Map<string, Set<string>>();
  for (const { home, by } of listed) {
    if (home === null) continue;
    const directory = parentPath(home.directory);
    const files = lists.get(directory) ?? new Set();
    lists.set(directory, files.add(by));
  }
  return lists;
}

/** Tells the listed package that a path belongs to; null where it belongs to none. */
export function ownersOf(listed: readonly ListedPackage[]): (path: string) => ListedPackage | null {
  const owners = new Map(listed.map((one) => [one.home?.directory ?? one.file, one]));
  return (path) => {
    if (owners.size === 0) return null;
    const own = [path, ...ancestors(path)].find((each) => owners.has(each));
    return own === undefined ? null : (owners.get(own) ?? null);
  };
}

/** Each directory above a changed path outside of packages, with the names in it that lead there. */
function listingsOf(roots: readonly Root[], changed: readonly string[]): Map<string, Set<string>> {
  const listings = new Map<string, Set<string>>();
  for (const path of changed) {
    for (let at = path; at !== ""; at = parentPath(at)) {
      const directory = parentPath(at);
      if (roots.some((root) => isWithin(directory, root.path))) continue;
      const names = listings.get(directory) ?? new Set();
      listings.set(directory, names);
      if (names.has(baseName(at))) break;
      names.add(baseName(at));
    }
  }
  return listings;
}

/** What a change takes out of by-name roots, on the head: the packages that its paths lie in. */
export function removedPlaces(
  roots: readonly Root[],
  changed: readonly string[],
  head: Repository,
): readonly { readonly root: Root; readonly place: PackagePlace }[] {
  return changed.flatMap((path) => {
    const root = roots.find((each) => path.startsWith(`${each.path}/`));
    const place = root === undefined ? null : placeIn(root, path);
    if (root === undefined || place === null || place.name === "") return [];
    return head.files.entry(path) === null ? [{ root, place }] : [];
  });
}

/** The overrides files that may call what a change takes away. */
function danglingOverridesFiles(
  roots: readonly Root[],
  changed: readonly string[],
  head: Repository,
): string[] {
  const names = new Map<string, Set<string>>();
  for (const { root, place } of removedPlaces(roots, changed, head)) {
    for (const path of root.overrides.files) {
      const mentioned = names.get(path) ?? new Set();
      names.set(path, mentioned.add(place.name).add(place.shard));
    }
  }
  return [...names].flatMap(([path, mentioned]) => {
    const text = head.files.readText(path);
    const words = new Set(text?.match(/[\w.+-]+/g) ?? []);
    return [...mentioned].some((name) => words.has(name)) ? [path] : [];
  });
}

/** Where a path lies in a root: as the package without a shard that it belongs to on either side. */
function placeBySide(root: Root, path: string, head: Repository, base: Repository): PackagePlace | null {
  const place = head.placeOf(root, path);
  // What is in no package of a nested root may have been in one.
  if (root.nested === true) return place ?? base.placeOf(root, path);
  return place !== null && place.shard !== "" && root.sharded ? base.placeOf(root, path) : place;
}

/** Of the packages touched and the definitions that differ, those of which there is anything to say. */
function affectedAttributes(
  root: Root,
  touched: ReadonlySet<string>,
  head: Repository,
  base: Repository,
): readonly string[] {
  if (!sameOverrides(root, head, base)) {
    return [...touched, ...differingAttributes(head.topLevel(root), base.topLevel(root))];
  }
  // An overrides file that is the same and has never heard of a package needs no parsing for it.
  return [...touched].filter(
    (name) => head.hasPackage(root, name) !== base.hasPackage(root, name) || isMentioned(root, name, head),
  );
}

function sameOverrides(root: Root, head: Repository, base: Repository): boolean {
  return root.overrides.files.every((path) => {
    const [after, before] = [head.files.snapshot.entry(path), base.files.snapshot.entry(path)];
    // Then this answer is thrown away, and need not be worked out.
    if (after === "not-loaded" || before === "not-loaded") return true;
    if (after === "absent" || before === "absent") return after === before;
    return after.id !== null && after.id === before.id;
  });
}

function isMentioned(root: Root, name: string, { files }: Repository): boolean {
  return root.overrides.files.some((path) => files.readText(path)?.includes(name) === true);
}

/** The attributes that two sets of overrides files do not define alike. */
function differingAttributes(head: TopLevel, base: TopLevel): string[] {
  const names = new Set([...head.byAttribute.keys(), ...base.byAttribute.keys()]);
  return [...names].filter((name) => {
    const after = head.byAttribute.get(name) ?? [];
    const before = base.byAttribute.get(name) ?? [];
    return (
      after.length !== before.length ||
      after.some((definition, i) => {
        const other = before[i];
        return (
          other === undefined || (definition !== other && !sameItems(meaning(definition), meaning(other)))
        );
      })
    );
  });
}

/** A definition as its text, with what its surroundings make of it. */
function meaning({ path, binding, call, file, attribute }: Definition): readonly string[] {
  const span = binding.kind === "inherit" ? binding.source : binding;
  const text = span === null ? attribute : file.source.text.slice(span.start, span.end);
  const called = call.kind === "call" ? [call.scope, call.target.kind, targetPath(call.target) ?? ""] : [];
  return [path, binding.kind, text, ...called];
}
