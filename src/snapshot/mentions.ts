import { decodeText } from "../nix/text.ts";
import { joinPath } from "./snapshot.ts";
import type { Source } from "./source.ts";

/** How much of a repository may be read to look for something in it. */
export type SearchLimits = { readonly directories: number; readonly files: number };

/** The files that mention something; `"too-many"` where the repository is larger than may be read. */
export type Mentions = readonly string[] | "too-many";

/** So many files are held at a time. */
const FILES_AT_ONCE = 250;

/**
 * The Nix files outside of the directories `except` that hold one of `pairs`, two names with a slash between,
 * as in a path expression. Takes time linear in what is read.
 */
export async function nixFilesMentioning(
  source: Source,
  pairs: ReadonlySet<string>,
  except: readonly string[],
  limits: SearchLimits,
): Promise<Mentions> {
  const files = await nixFilesOf(source, except, limits);
  if (files === "too-many") return files;
  const found: string[] = [];
  for (let from = 0; from < files.length; from += FILES_AT_ONCE) {
    const paths = files.slice(from, from + FILES_AT_ONCE);
    const contents = await source.read(paths);
    contents.forEach((content, i) => {
      const path = paths[i];
      if (path === undefined || content.kind !== "bytes") return;
      if (mentions(decodeText(content.bytes).text, pairs)) found.push(path);
    });
  }
  return found.sort();
}

async function nixFilesOf(
  source: Source,
  except: readonly string[],
  limits: SearchLimits,
): Promise<string[] | "too-many"> {
  const leftOut = new Set(except);
  const files: string[] = [];
  let directories = [""];
  for (let seen = 1; directories.length > 0; seen += directories.length) {
    if (seen > limits.directories || files.length > limits.files) return "too-many";
    const listings = await source.list(directories);
    const next: string[] = [];
    listings.forEach((listing, i) => {
      for (const { name, kind } of listing === "absent" ? [] : listing) {
        const path = joinPath(directories[i] ?? "", name);
        if (kind === "directory" && !leftOut.has(path)) next.push(path);
        else if (kind === "file" && name.endsWith(".nix")) files.push(path);
      }
    });
    directories = next;
  }
  return files.length > limits.files ? "too-many" : files;
}

/** What may stand in a path expression, names with slashes between. */
const PATHS = /[\w.+-]+(?:\/[\w.+-]+)+/g;

function mentions(text: string, pairs: ReadonlySet<string>): boolean {
  for (const [path] of text.matchAll(PATHS)) {
    const names = path.split("/");
    for (let i = 1; i < names.length; i++) {
      if (pairs.has(`${names[i - 1]}/${names[i]}`)) return true;
    }
  }
  return false;
}
