import { statSync } from "node:fs";
import { resolve } from "node:path";
import { displayName } from "../nix/shown.ts";
import { openDisk } from "./disk.ts";
import { type Source, SourceError } from "./source.ts";

/**
 * A source over a plain directory as it is on disk, `.git` left out, read when asked. Throws a
 * SourceError if there is no such directory; reading what may not be read rejects with one.
 */
export function directorySource(directory: string): Source {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SourceError(`there is no directory ${displayName(directory)}`);
  }
  const disk = openDisk(resolve(directory));
  return {
    description: `the directory ${displayName(directory)}`,
    list: async (directories) => directories.map(disk.list),
    read: async (paths) => paths.map(disk.read),
    blobIds: async (paths, format) => paths.map((path) => disk.blobId(path, format)),
    close: async () => {},
  };
}
