import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from "node:fs";
import { displayName } from "../nix/shown.ts";
import { blobHash, blobId, type ObjectFormat } from "./blob-id.ts";
import type { Entry, NamedEntry } from "./entry.ts";
import { decodeName, encodeName, isNormalPath } from "./names.ts";
import { joinPath } from "./snapshot.ts";
import { type Content, MAX_FILE_BYTES, SourceError } from "./source.ts";
import { codeOf, knownReason } from "./system-error.ts";

/**
 * A directory on disk, read without following any symbolic link below it. What is not there, or goes
 * while it is looked at, is absent; what may not be read throws a SourceError. All of it is synchronous:
 * for many small files that is several times as fast as Node's asynchronous calls, and only the command
 * line reads from disk.
 */
export type Disk = {
  /** Files, links and directories; other kinds (pipes, sockets, devices) count as absent. */
  entry(path: string): Entry | null;
  /** Without `.git` and without the kinds that are no entry. */
  list(directory: string): readonly NamedEntry[] | "absent";
  read(path: string): Content;
  /** The id of the blob that git would make of a file or link, of any size; null if it is absent. */
  blobId(path: string, format: ObjectFormat): string | null;
};

/** The disk below `root`, which may itself be a link to a directory. */
export function openDisk(root: string): Disk {
  // The slash at its end makes lstat follow the root, and only the root.
  const place = (path: string): string | Buffer => placeOf(`${root}/${path}`);

  /** What is at a path, or null if nothing is or a parent is not a directory. */
  function stats(path: string): Stats | null {
    if (!isNormalPath(path) || isGitOwn(path)) return null;
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (!statsOf(place(path.slice(0, slash)))?.isDirectory()) return null;
    }
    return statsOf(place(path));
  }

  function entry(path: string): Entry | null {
    const found = attempt(path, () => stats(path));
    return found === null ? null : entryOf(found);
  }

  function list(directory: string): readonly NamedEntry[] | "absent" {
    const found = attempt(directory, () => {
      if (!stats(directory)?.isDirectory()) return null;
      return readdirSync(place(directory), { withFileTypes: true, encoding: "buffer" });
    });
    if (found === null) return "absent";
    return found.flatMap((dirent) => namedEntry(directory, dirent));
  }

  function namedEntry(directory: string, dirent: Dirent<Buffer>): NamedEntry[] {
    const name = decodeName(dirent.name);
    if (name === ".git") return [];
    if (dirent.isDirectory()) return [{ kind: "directory", id: null, name }];
    if (dirent.isSymbolicLink()) return [{ kind: "symlink", id: null, name }];
    const path = joinPath(directory, name);
    const found = attempt(path, () => statsOf(place(path)));
    const own = found === null ? null : entryOf(found);
    return own === null ? [] : [{ ...own, name }];
  }

  function read(path: string): Content {
    const content = attempt<Content>(path, () => {
      const found = stats(path);
      if (found?.isSymbolicLink()) return { kind: "bytes", bytes: readlinkSync(place(path), "buffer") };
      if (!found?.isFile()) return null;
      return withFile(place(path), (file, size) => {
        if (size > MAX_FILE_BYTES) return { kind: "too-large", size };
        const bytes = Buffer.allocUnsafeSlow(size);
        return { kind: "bytes", bytes: bytes.subarray(0, fill(file, bytes)) };
      });
    });
    return content ?? { kind: "absent" };
  }

  function idOf(path: string, format: ObjectFormat): string | null {
    return attempt(path, () => {
      const found = stats(path);
      if (found?.isSymbolicLink()) return blobId(readlinkSync(place(path), "buffer"), format);
      if (!found?.isFile()) return null;
      return withFile(place(path), (file, size) => {
        const hash = blobHash(size, format);
        const buffer = Buffer.allocUnsafe(Math.min(size, 256 * 1024));
        let seen = 0;
        for (let got = fill(file, buffer); got > 0; got = fill(file, buffer)) {
          hash.update(buffer.subarray(0, got));
          seen += got;
        }
        return seen === size ? hash.digest("hex") : null;
      });
    });
  }

  function attempt<T>(path: string, look: () => T | null): T | null {
    try {
      return look();
    } catch (error) {
      if (goneCodes.has(codeOf(error))) return null;
      const where = path === "" ? root : path;
      throw new SourceError(`cannot read ${displayName(where)}: ${knownReason(error) ?? String(error)}`, {
        cause: error,
      });
    }
  }

  return { entry, list, read, blobId: idOf };
}

/** What the kernel says of a path that is not there (any more), or is not what it was. */
const goneCodes = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ENXIO", "EINVAL"]);

function isGitOwn(path: string): boolean {
  return path.includes(".git") && path.split("/").includes(".git");
}

/** A path as Node takes it; strings are the faster way for what they can spell. */
function placeOf(path: string): string | Buffer {
  return path.isWellFormed() ? path : encodeName(path);
}

function statsOf(path: string | Buffer): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function entryOf(stats: Stats): Entry | null {
  if (stats.isFile()) return { kind: "file", executable: (stats.mode & 0o100) !== 0, id: null };
  if (stats.isSymbolicLink()) return { kind: "symlink", id: null };
  return stats.isDirectory() ? { kind: "directory", id: null } : null;
}

/** Opens a regular file: never through a link, and never waiting for the other end of a pipe. */
function withFile<T>(path: string | Buffer, use: (file: number, size: number) => T): T | null {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    return stats.isFile() ? use(file, stats.size) : null;
  } finally {
    closeSync(file);
  }
}

/** Reads on from where the file is until `buffer` is full or the file ends; returns how much that was. */
function fill(file: number, buffer: Buffer): number {
  let filled = 0;
  while (filled < buffer.length) {
    const got = readSync(file, buffer, filled, buffer.length - filled, null);
    if (got === 0) break;
    filled += got;
  }
  return filled;
}
