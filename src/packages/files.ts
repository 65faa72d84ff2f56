import { readAlike, type SecondReader } from "../nix/alike.ts";
import { type Known, unknown } from "../nix/known.ts";
import { type NixFeature, type NixFile, parseNix } from "../nix/parse.ts";
import { quoted } from "../nix/shown.ts";
import { decodeText, type SourceText } from "../nix/text.ts";
import type { Entry, NamedEntry } from "../snapshot/entry.ts";
import { joinPath, type Snapshot } from "../snapshot/snapshot.ts";
import { keptByContent } from "./kept.ts";

/** What is to be had of a file: its text and syntax, or why not. */
export type Reading =
  | { readonly kind: "text"; readonly source: SourceText; readonly file: NixFile }
  /** There is no such file, or it is not loaded yet; then the answer that is being computed is thrown away. */
  | { readonly kind: "absent" }
  | { readonly kind: "too-large"; readonly why: string };

/** The files of a snapshot, read as Nix where asked to, each parsed once. */
export type Files = {
  readonly snapshot: Snapshot;
  /** The entry at a path, links not followed; null where there is none. */
  entry(path: string): Entry | null;
  list(directory: string): readonly NamedEntry[];
  /** The syntax of a Nix file, links not followed. */
  readNix(path: string): Reading;
  /**
   * Whether the file at a path is what it seems: a second, independent reader of Nix sees the same syntax in
   * it. What a merge rests on has to be. `why` is a clause that names the file.
   */
  readsAlike(path: string): Known<true>;
  /** The text of a file, unparsed; null where there is none to be had. */
  readText(path: string): string | null;
  /** The target of a symbolic link. */
  readLink(path: string): string | null;
};

/** Parsed files by their git object id, or by their bytes where there is no id. */
export type ParseCache = {
  get(id: string | null, bytes: Uint8Array): Reading;
  /** Whether the second reader sees the same in a file, which is not kept; `why` is a clause about it. */
  readsAlike(id: string | null, bytes: Uint8Array): Known<true>;
  /** The same cache for files with experimental syntax. */
  with(features: readonly NixFeature[]): ParseCache;
};

/** So many answers of the second reader are kept, which are small. */
const ANSWERS = 50_000;

/**
 * A cache that keeps the least recently used files up to so many bytes of text. Syntax takes about ten times
 * the memory of its text. Without a second reader no file reads alike.
 */
export function parseCache(
  second: SecondReader | null = null,
  maxBytes = 8 * 1024 * 1024,
  parse: typeof parseNix = parseNix,
): ParseCache {
  const parsed = keptByContent<Reading>(maxBytes, (bytes) => bytes.length);
  const alike = keptByContent<Known<true>>(ANSWERS);

  function cacheOf(features: readonly NixFeature[]): ParseCache {
    const way = features.toSorted().join(" ");
    return {
      get: (id, bytes) =>
        parsed(id, bytes, way, () => {
          const source = decodeText(bytes);
          return { kind: "text", source, file: parse(source, features) };
        }),
      readsAlike: (id, bytes) =>
        second === null
          ? unknown("there is no second parser at hand")
          : alike(id, bytes, way, () => readAlike(parse(decodeText(bytes), features), second)),
      with: cacheOf,
    };
  }

  return cacheOf([]);
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
      return { kind: "too-large", why: `it is too large (${Math.round(content.size / 1024)} KiB)` };
    }
    return cache.get(own.id, content.bytes);
  }
  function readsAlike(path: string): Known<true> {
    const own = entry(path);
    const content = snapshot.read(path);
    if (own === null || content === "not-loaded" || content.kind !== "bytes") {
      return unknown(`${quoted(path)} was not read`);
    }
    const alike = cache.readsAlike(own.id, content.bytes);
    return alike.known
      ? alike
      : unknown(`${quoted(path)} is not sure to mean what it seems to: ${alike.why}`);
  }
  function readText(path: string): string | null {
    const content = snapshot.read(path);
    return content === "not-loaded" || content.kind !== "bytes" ? null : decodeText(content.bytes).text;
  }
  function list(directory: string): readonly NamedEntry[] {
    const found = snapshot.list(directory);
    return typeof found === "string" ? [] : found;
  }
  return { snapshot, entry, list, readNix, readsAlike, readText, readLink: readText };
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
