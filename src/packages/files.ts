import type { NixParser, ParseResult } from "../nix/parse.ts";
import { decodeText, type SourceText } from "../nix/text.ts";
import type { Entry, NamedEntry } from "../snapshot/entry.ts";
import { joinPath, type Snapshot } from "../snapshot/snapshot.ts";

/** What is to be had of a file: its text and syntax, or why not. */
export type Reading =
  | { readonly kind: "text"; readonly source: SourceText; readonly syntax: ParseResult }
  /** There is no such file, or it is not loaded yet; then the answer that is being computed is thrown away. */
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly why: string };

/** The files of a snapshot, read as Nix where asked to, each parsed once. */
export type Files = {
  readonly snapshot: Snapshot;
  /** The entry at a path, links not followed; null where there is none. */
  entry(path: string): Entry | null;
  list(directory: string): readonly NamedEntry[];
  /** The syntax of a Nix file, links not followed. */
  readNix(path: string): Reading;
  /** The text of a file, unparsed; null where there is none to be had. */
  readText(path: string): string | null;
  /** The target of a symbolic link. */
  readLink(path: string): string | null;
};

/** Parsed files by their git object id, or by their bytes where there is no id. */
export type ParseCache = { get(id: string | null, bytes: Uint8Array): Reading };

/**
 * A cache of what `parse` gives, a parser's `parse` or `skim`, that keeps the least recently used files up to so many bytes of text. Syntax takes about ten
 * times the memory of its text.
 */
export function parseCache(parse: NixParser["parse"], maxBytes = 8 * 1024 * 1024): ParseCache {
  const byId = new Map<string, { reading: Reading; size: number }>();
  const byBytes = new WeakMap<Uint8Array, Reading>();
  let size = 0;

  function read(bytes: Uint8Array): Reading {
    const source = decodeText(bytes);
    return { kind: "text", source, syntax: parse(source) };
  }

  function get(id: string | null, bytes: Uint8Array): Reading {
    if (id === null) {
      const reading = byBytes.get(bytes) ?? read(bytes);
      byBytes.set(bytes, reading);
      return reading;
    }
    const hit = byId.get(id);
    const entry = hit ?? { reading: read(bytes), size: bytes.length };
    if (hit === undefined) size += entry.size;
    byId.delete(id);
    byId.set(id, entry);
    for (const [oldest, { size: freed }] of byId) {
      if (size <= maxBytes || oldest === id) break;
      byId.delete(oldest);
      size -= freed;
    }
    return entry.reading;
  }

  return { get };
}

export function filesOf(snapshot: Snapshot, cache: ParseCache): Files {
  function entry(path: string): Entry | null {
    const found = snapshot.entry(path);
    return typeof found === "string" ? null : found;
  }
  function readNix(path: string): Reading {
    const own = entry(path);
    if (own === null || own.kind !== "file") return { kind: "absent" };
    const content = snapshot.read(path);
    if (content === "not-loaded" || content.kind === "absent") return { kind: "absent" };
    if (content.kind === "too-large") {
      return { kind: "unreadable", why: `it is too large (${Math.round(content.size / 1024)} KiB)` };
    }
    return cache.get(own.id, content.bytes);
  }
  function readText(path: string): string | null {
    const content = snapshot.read(path);
    return content === "not-loaded" || content.kind !== "bytes" ? null : decodeText(content.bytes).text;
  }
  function list(directory: string): readonly NamedEntry[] {
    const found = snapshot.list(directory);
    return typeof found === "string" ? [] : found;
  }
  return { snapshot, entry, list, readNix, readText, readLink: readText };
}

/** All files and links below a directory, with their paths, in order; submodules are not looked into. */
export function* walk(files: Files, directory: string): Generator<NamedEntry & { readonly path: string }> {
  const pending = below(files, directory);
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if (entry.kind !== "directory") yield entry;
    else for (const child of below(files, entry.path)) pending.push(child);
  }
}

/** The entries of a directory with their paths, the first last. */
function below(files: Files, directory: string): (NamedEntry & { readonly path: string })[] {
  return files
    .list(directory)
    .map((entry) => ({ ...entry, path: joinPath(directory, entry.name) }))
    .reverse();
}

/** A directory and all below it. */
export function* directoriesBelow(files: Files, directory: string): Generator<string> {
  const pending = [directory];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    yield path;
    for (const entry of below(files, path)) if (entry.kind === "directory") pending.push(entry.path);
  }
}

/** Whether a file is Nix by its name. */
export function isNixFile(entry: NamedEntry): boolean {
  return entry.kind === "file" && entry.name.endsWith(".nix");
}
