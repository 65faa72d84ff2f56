import { PACKAGE_NAME } from "../../src/packages/layout.ts";
import { type MemoryFiles, memorySnapshot } from "../../src/snapshot/memory.ts";
import { resolvePath } from "../../src/snapshot/resolve.ts";
import { textOf } from "../support/apply-fix.ts";

/** What a tree of nixpkgs' layout defines, read without our own parser: good enough for what tests write. */
export type Defined = {
  /** Attributes that are defined by something that is there. */
  readonly attributes: ReadonlySet<string>;
  /** The paths that the overrides file refers to and that are not there. */
  readonly dangling: ReadonlySet<string>;
};

const OVERRIDES = "pkgs/top-level/all-packages.nix";

/** Packages by name are those of `<shard>/<name>/package.nix`; a definition by hand takes their place. */
export function definedIn(files: MemoryFiles): Defined {
  const snapshot = memorySnapshot(files);
  const kindOf = (path: string) => {
    const found = resolvePath(snapshot, path);
    return found.kind === "found" ? found.entry.kind : null;
  };
  const isCallable = (path: string) => {
    const kind = kindOf(path);
    return kind === "file" || (kind === "directory" && kindOf(`${path}/default.nix`) === "file");
  };
  const attributes = new Set<string>();
  for (const path of Object.keys(files)) {
    const [, shard, name] = /^pkgs\/by-name\/([^/]+)\/([^/]+)\//.exec(path) ?? [];
    if (shard === undefined || name === undefined || !PACKAGE_NAME.test(name)) continue;
    if (kindOf(`pkgs/by-name/${shard}/${name}/package.nix`) === "file") attributes.add(name);
  }
  const dangling = new Set<string>();
  const text = textOf(files[OVERRIDES] ?? "") ?? "";
  for (const [, name = "", value = ""] of text.matchAll(/([\w-]+)\s*=\s*([^;]*);/g)) {
    const paths = [...value.matchAll(/\.\.\/[\w./-]+/g)].map(([path]) => `pkgs/top-level/${path}`);
    const gone = paths.filter((path) => !isCallable(path));
    for (const path of gone) dangling.add(path);
    if (gone.length > 0) attributes.delete(name);
    else if (/^[\w-]+$/.test(name)) attributes.add(name);
  }
  return { attributes, dangling };
}

/** What is in the one and not in the other. */
export function lacking(all: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...all].filter((one) => !other.has(one));
}
