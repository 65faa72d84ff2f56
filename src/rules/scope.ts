import { targetPath } from "../packages/call-package.ts";
import type { Definition } from "../packages/definitions.ts";
import type { PackagePlace, Root } from "../packages/layout.ts";
import type { Repository, TopLevel } from "../packages/repository.ts";

/** What a check looks at. */
export type CheckScope = {
  readonly roots: readonly RootScope[];
  /** Nix files outside of the by-name roots. */
  readonly files: ReadonlySet<string>;
};

export type RootScope = {
  readonly root: Root;
  /** Entries of the root: shards, or packages where it has none. */
  readonly entries: ReadonlySet<string>;
  /** Entries of shards as `<shard>/<name>`, of a root without shards as `/<name>`; or all of those shards. */
  readonly packages: "all" | ReadonlySet<string>;
  /** Top-level attributes of the overrides files, or all of them. */
  readonly attributes: "all" | ReadonlySet<string>;
};

/**
 * What a change may have broken: the touched package directories whole, every changed Nix file, and the
 * attributes whose definition is not the same on both sides or whose package directory is touched. What
 * is said of anything else holds on both sides alike.
 */
export function changeScope(
  roots: readonly Root[],
  changed: readonly string[],
  head: Repository,
  base: Repository,
): CheckScope {
  const files = new Set<string>();
  const scopes = roots.map((root) => ({ root, entries: new Set<string>(), packages: new Set<string>() }));
  const names = new Map<Root, Set<string>>(roots.map((root) => [root, new Set()]));
  for (const path of changed) {
    const scope = scopes.find(({ root }) => path.startsWith(`${root.path}/`));
    const place = scope === undefined ? null : placeBySide(scope.root, path, head, base);
    if (scope === undefined || place === null) {
      if (path.endsWith(".nix")) files.add(path);
      continue;
    }
    if (scope.root.sharded) scope.entries.add(place.shard === "" ? place.name : place.shard);
    if (place.name === "") continue;
    scope.packages.add(packageKey(place.shard, place.name));
    names.get(scope.root)?.add(place.name);
  }
  return {
    files,
    roots: scopes.map((scope) => {
      const touched = names.get(scope.root) ?? new Set();
      const attributes = new Set(affectedAttributes(scope.root, touched, head, base));
      return { ...scope, attributes };
    }),
  };
}

/** Where a path lies in a root: as the package without a shard that it belongs to on either side. */
function placeBySide(root: Root, path: string, head: Repository, base: Repository): PackagePlace | null {
  const place = head.placeOf(root, path);
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
        return other === undefined || (definition !== other && meaning(definition) !== meaning(other));
      })
    );
  });
}

/** A definition as its text, with what its surroundings make of it. */
function meaning({ path, binding, call, file, attribute }: Definition): string {
  const span = binding.kind === "inherit" ? binding.source : binding;
  const text = span === null ? attribute : file.source.text.slice(span.start, span.end);
  const called = call.kind === "call" ? [call.scope, call.target.kind, targetPath(call.target) ?? ""] : [];
  return [path, binding.kind, text, ...called].join("\0");
}

export function packageKey(shard: string, name: string): string {
  return `${shard}/${name}`;
}
