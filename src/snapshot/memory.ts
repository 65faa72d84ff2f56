import { displayName } from "../nix/shown.ts";
import type { Entry, NamedEntry } from "./entry.ts";
import { encodeName, isNormalPath } from "./names.ts";
import { baseName, parentPath, type Snapshot } from "./snapshot.ts";
import { type Content, MAX_FILE_BYTES, type Source } from "./source.ts";

/** What stands at one path: the text or bytes of a file, the target of a link, or a submodule. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly file: string | Uint8Array; readonly executable: boolean }
  | { readonly submodule: true };

/** Files by path. Directories are there because something is in them. */
export type MemoryFiles = Readonly<Record<string, MemoryFile>>;

/**
 * A snapshot of these files, all of it loaded: it never answers `"not-loaded"`. Object ids are null.
 * Throws an Error if a path is not normal, or lies below another that is no directory.
 */
export function memorySnapshot(files: MemoryFiles): Snapshot {
  const directories = new Map<string, Map<string, Entry>>([["", new Map()]]);
  const listings = new Map<string, readonly NamedEntry[]>();
  const contents = new Map<string, Content>();

  function add(path: string, entry: Entry): void {
    const siblings = directory(parentPath(path));
    if (siblings.has(baseName(path))) throw new Error(`${displayName(path)} is both a file and a directory`);
    siblings.set(baseName(path), entry);
  }

  function directory(path: string): Map<string, Entry> {
    const known = directories.get(path);
    if (known !== undefined) return known;
    add(path, { kind: "directory", id: null });
    const made = new Map<string, Entry>();
    directories.set(path, made);
    return made;
  }

  for (const [path, file] of Object.entries(files)) {
    if (path === "" || !isNormalPath(path)) throw new Error(`"${displayName(path)}" is no path of a file`);
    add(path, entryOf(file));
    const content = contentOf(file);
    if (content !== null) contents.set(path, content);
  }

  function list(path: string): readonly NamedEntry[] | "absent" {
    const known = listings.get(path);
    if (known !== undefined) return known;
    const own = directories.get(path);
    if (own === undefined) return "absent";
    const listing = [...own].map(([name, entry]) => ({ ...entry, name }));
    listing.sort((a, b) => (a.name < b.name ? -1 : 1));
    listings.set(path, listing);
    return listing;
  }

  return {
    entry: (path) =>
      path === ""
        ? { kind: "directory", id: null }
        : (directories.get(parentPath(path))?.get(baseName(path)) ?? "absent"),
    list,
    read: (path) => contents.get(path) ?? { kind: "absent" },
  };
}

/** A source over these files, like `memorySnapshot`. */
export function memorySource(files: MemoryFiles, description = "files in memory"): Source {
  const snapshot = memorySnapshot(files);
  return {
    description,
    list: async (directories) =>
      directories.map((directory) => {
        const listing = snapshot.list(directory);
        return listing === "not-loaded" ? "absent" : listing;
      }),
    read: async (paths) =>
      paths.map((path) => {
        const content = snapshot.read(path);
        return content === "not-loaded" ? { kind: "absent" } : content;
      }),
    close: async () => {},
  };
}

function entryOf(file: MemoryFile): Entry {
  if (typeof file === "string" || file instanceof Uint8Array)
    return { kind: "file", executable: false, id: null };
  if ("link" in file) return { kind: "symlink", id: null };
  if ("submodule" in file) return { kind: "submodule", id: null };
  return { kind: "file", executable: file.executable, id: null };
}

function contentOf(file: MemoryFile): Content | null {
  if (typeof file === "string") return contentOf(Buffer.from(file, "utf8"));
  if (file instanceof Uint8Array) {
    return file.length > MAX_FILE_BYTES
      ? { kind: "too-large", size: file.length }
      : { kind: "bytes", bytes: file };
  }
  if ("link" in file) return { kind: "bytes", bytes: encodeName(file.link) };
  return "submodule" in file ? null : contentOf(file.file);
}
