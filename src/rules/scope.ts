import type { Root } from "../packages/layout.ts";
import { placeIn } from "../packages/layout.ts";
import type { Definition } from "../packages/definitions.ts";
import type { TopLevel } from "../packages/repository.ts";

/** What a check looks at. `"all"` is all that the snapshot has. */
export type CheckScope = {
  readonly roots: readonly RootScope[];
  /** Nix files outside of the by-name roots. */
  readonly files: ReadonlySet<string>;
};

export type RootScope = {
  readonly root: Root;
  /** Entries of the root: shards, or packages where it has none. */
  readonly entries: "all" | ReadonlySet<string>;
  /** Entries of shards as `<shard>/<name>`; of a root without shards as `/<name>`. */
  readonly packages: "all" | ReadonlySet<string>;
  /** Top-level attributes of the overrides files. */
  readonly attributes: "all" | ReadonlySet<string>;
};

/** All that the roots hold, with their overrides files. */
export function wholeScope(roots: readonly Root[]): CheckScope {
  return {
    roots: roots.map((root) => ({ root, entries: "all", packages: "all", attributes: "all" })),
    files: new Set(roots.flatMap((root) => root.overrides.files)),
  };
}

/** The top-level attributes of some snapshot, where there is an overrides file. */
export type TopLevels = (root: Root) => { readonly head: TopLevel; readonly base: TopLevel };

/**
 * What a change may have broken: the touched package directories whole, every changed Nix file, and the
 * attributes whose definition is not the same on both sides or whose package directory is touched. What
 * is said of anything else holds on both sides alike.
 */
export function changeScope(
  roots: readonly Root[],
  changed: readonly string[],
  topLevels: TopLevels,
): CheckScope {
  const files = new Set<string>();
  const scopes = roots.map((root) => ({ root, entries: new Set<string>(), packages: new Set<string>() }));
  const names = new Map<Root, Set<string>>(roots.map((root) => [root, new Set()]));
  for (const path of changed) {
    const scope = scopes.find(({ root }) => path.startsWith(`${root.path}/`));
    const place = scope === undefined ? null : placeIn(scope.root, path);
    if (scope === undefined || place === null) {
      if (path.endsWith(".nix")) files.add(path);
      continue;
    }
    if (scope.root.sharded) scope.entries.add(place.shard);
    if (place.name === "") continue;
    scope.packages.add(packageKey(place.shard, place.name));
    names.get(scope.root)?.add(place.name);
  }
  return {
    files,
    roots: scopes.map((scope) => {
      const { head, base } = topLevels(scope.root);
      const attributes = new Set([...(names.get(scope.root) ?? []), ...differingAttributes(head, base)]);
      return { ...scope, attributes };
    }),
  };
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
  return [path, binding.kind, text, call.kind === "call" ? call.scope : ""].join("\0");
}

export function packageKey(shard: string, name: string): string {
  return `${shard}/${name}`;
}
