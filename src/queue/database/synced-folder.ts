import { closeSync, fsyncSync, openSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Init = NodeFS["init"];

/**
 * A folder on disk for PGlite whose files really are written to disk when PostgreSQL asks for it. PGlite's own
 * answers that request with success and does nothing, so a power cut could lose what was committed, or worse,
 * leave a database that does not open. To be used with `fsync=on` and `wal_sync_method=fsync`, since Emscripten
 * ignores `fdatasync`.
 */
export class SyncedFolder extends NodeFS {
  override async init(...[pglite, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: { NODEFS: unknown }) => addSync(module.NODEFS),
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/** Gives Emscripten's file system for Node the one operation that it lacks. */
function addSync(nodefs: unknown): void {
  if (!isNodeFileSystem(nodefs)) throw new Error("PGlite has no file system of the expected form.");
  nodefs.stream_ops.fsync = ({ nfd, node }) => {
    if (nfd !== undefined) {
      fsyncSync(nfd);
      return 0;
    }
    const directory = openSync(nodefs.realPath(node), "r");
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
    return 0;
  };
}

/** What of Emscripten's `NODEFS` is used here. */
type NodeFileSystem = {
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number };
  realPath(node: unknown): string;
};

function isNodeFileSystem(value: unknown): value is NodeFileSystem {
  return typeof value === "object" && value !== null && "stream_ops" in value && "realPath" in value;
}
