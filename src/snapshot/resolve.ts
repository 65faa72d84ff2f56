import type { Entry } from "./entry.ts";
import { decodeName } from "./names.ts";
import { joinPath, parentPath, type Snapshot } from "./snapshot.ts";

/** Where a path leads once every symbolic link on the way is followed. */
export type Resolved =
  | {
      readonly kind: "found";
      /** The real path: no component of it is a link. */
      readonly path: string;
      readonly entry: Entry;
    }
  | { readonly kind: "nothing" }
  | { readonly kind: "loop" }
  /** Absolute, or above the root of the snapshot. */
  | { readonly kind: "escapes" }
  /** Below a submodule, which is not looked into. */
  | { readonly kind: "submodule" }
  | { readonly kind: "not-loaded" };

/** As many links as Linux follows before it says ELOOP (path_resolution(7)). */
const MAX_LINKS = 40;
/** The longest link target that Linux takes, in bytes: PATH_MAX without its NUL. */
const MAX_PATH = 4095;

/**
 * The path that `text`, written in a file of `directory`, spells: `./a/../b` in `x` is `x/b`. Lexical, as
 * Nix does it: links are not looked at. Null if it is absolute or climbs above the root.
 */
export function normalizePath(directory: string, text: string): string | null {
  if (text.startsWith("/")) return null;
  const names = directory === "" ? [] : directory.split("/");
  for (const name of text.split("/")) {
    if (name === "..") {
      if (names.pop() === undefined) return null;
    } else if (name !== "" && name !== ".") {
      names.push(name);
    }
  }
  return names.join("/");
}

/**
 * Follows `path` from the root of the snapshot as the kernel would if the snapshot were checked out: links
 * in every component, `..` after a link from where the link led. The path found is never outside the
 * snapshot. Safe on hostile links: it takes time linear in the path and at most 40 link targets.
 */
export function resolvePath(snapshot: Snapshot, path: string): Resolved {
  if (path.startsWith("/")) return { kind: "escapes" };
  if (path.includes("\0")) return { kind: "nothing" };
  /** Names still to be walked, the next one last. */
  const names = path.split("/").reverse();
  let links = 0;
  let here: { readonly path: string; readonly entry: Entry } = root;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (here.entry.kind === "submodule") return { kind: "submodule" };
    if (here.entry.kind !== "directory") return { kind: "nothing" };
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (here.path === "") return { kind: "escapes" };
      here = { path: parentPath(here.path), entry: directory };
      continue;
    }
    const next = joinPath(here.path, name);
    const entry = snapshot.entry(next);
    if (entry === "not-loaded") return { kind: "not-loaded" };
    if (entry === "absent") return { kind: "nothing" };
    if (entry.kind !== "symlink") {
      here = { path: next, entry };
      continue;
    }
    links += 1;
    if (links > MAX_LINKS) return { kind: "loop" };
    const target = linkTarget(snapshot, next);
    if (target.kind !== "target") return target;
    if (target.text.startsWith("/")) return { kind: "escapes" };
    for (const component of target.text.split("/").reverse()) names.push(component);
  }
  return { kind: "found", path: here.path, entry: exact(snapshot, here) };
}

const directory: Entry = { kind: "directory", id: null };
const root = { path: "", entry: directory };

/** After a `..` the entry is known only by its kind; the snapshot has the rest of it. */
function exact(snapshot: Snapshot, { path, entry }: { path: string; entry: Entry }): Entry {
  const own = snapshot.entry(path);
  return own === "absent" || own === "not-loaded" ? entry : own;
}

type Target =
  | { readonly kind: "target"; readonly text: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "not-loaded" };

/** What a link says, or nothing where no file system could hold such a link. */
function linkTarget(snapshot: Snapshot, path: string): Target {
  const content = snapshot.read(path);
  if (content === "not-loaded") return { kind: "not-loaded" };
  if (content.kind !== "bytes" || content.bytes.length > MAX_PATH) return { kind: "nothing" };
  const text = decodeName(content.bytes);
  return text === "" || text.includes("\0") ? { kind: "nothing" } : { kind: "target", text };
}
