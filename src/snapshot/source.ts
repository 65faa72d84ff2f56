import type { ObjectFormat } from "./blob-id.ts";
import type { Entry, NamedEntry } from "./entry.ts";

/** Files longer than this are not read: 4 MiB, ten times the longest hand-written file of nixpkgs. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** What a path holds: bytes of a file, target of a symbolic link, or why there are none. */
export type Content =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "absent" }
  | { readonly kind: "too-large"; readonly size: number };

/**
 * Where snapshots come from: one commit, working tree or directory, read on demand and in bulk.
 * Never follows a symbolic link. Not to be used after `close`.
 */
export interface Source {
  /** For messages: `commit 1a2b3c4`, `the working tree of /x`, `the directory /y`. */
  readonly description: string;
  /** The entries of each directory, in the order asked for; `"absent"` where there is no directory. */
  list(directories: readonly string[]): Promise<(readonly NamedEntry[] | "absent")[]>;
  /** The content of each file, or target of each link, in the order asked for. */
  read(paths: readonly string[]): Promise<Content[]>;
  /**
   * The id that git would give the content of each file or link, whatever its size, or null where there is
   * none. For sources that do not know the ids of all their entries and can tell them without holding the
   * contents; what a source without it can do instead is `read`.
   */
  blobIds?(paths: readonly string[], format: ObjectFormat): Promise<(string | null)[]>;
  close(): Promise<void>;
}

/** One path whose entry is not the same in two sources; `null` where one has none. */
export type ChangedPath = {
  readonly path: string;
  readonly before: Entry | null;
  readonly after: Entry | null;
};

/** Something a user can cause: no such repository, revision or directory. The message is one sentence. */
export class SourceError extends Error {
  override name = "SourceError";
}
