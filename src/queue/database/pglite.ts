import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { extract } from "tar";
import { diskTrouble, megabytes, roomOf } from "./disk.ts";
import { SyncedFolder } from "./synced-folder.ts";
import { withoutTierUp } from "./tier-up.ts";

/**
 * Small, since the tables are: memory for a few pages, and a log that is short to read after a crash. Commits wait
 * for the disk only where a statement asks for it.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: "on",
  wal_sync_method: "fsync",
  synchronous_commit: "off",
  shared_buffers: "16MB",
  wal_buffers: "1MB",
  max_wal_size: "32MB",
  min_wal_size: "32MB",
  jit: "off",
};

const START_PARAMS = [
  ...PGlite.defaultStartParams,
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];

/**
 * A database with its tables and nothing in them, which `npm run build` puts beside the compiled code. Sources of a
 * checkout that was built use it, too; what it lacks of tables is made as in any database of a former version.
 */
const TEMPLATE = new URL("../../../dist/queue/database.tar.gz", import.meta.url);

/** A PGlite that is ready. */
export type Started = {
  readonly pglite: PGlite;
  /** Closes the files of one that is dead and cannot be closed. */
  release(): Promise<void>;
};

/** Starts one in memory, beginning with what `dump` holds if it is given. */
export async function startInMemory(dump?: Blob): Promise<Started> {
  const loaded = dump === undefined ? {} : { loadDataDir: dump };
  const pglite = await withoutTierUp(() => PGlite.create({ startParams: START_PARAMS, ...loaded }));
  return { pglite, async release() {} };
}

/**
 * Starts the one in a folder, which is created where there is none yet. Throws an Error whose message begins with
 * what is wrong with the disk, if that is the cause.
 */
export async function startPglite(directory: string): Promise<Started> {
  const database = join(directory, "database");
  const unfinished = join(directory, "unfinished");
  // Left by a process that was killed, or whose disk was full.
  rmSync(unfinished, { recursive: true, force: true });
  if (!existsSync(database)) await createDatabase(directory, unfinished, database);
  try {
    return await startIn(database);
  } catch (cause) {
    const trouble = diskTrouble(cause);
    throw new Error(
      trouble === null
        ? `The embedded database in ${database} does not start. If it cannot be fixed, move the folder away.`
        : `${trouble}: the embedded database in ${database} does not start.`,
      { cause },
    );
  }
}

/** Bytes that must be free for a new one: 40 MB for its files, and the next segments of its log. */
const ROOM_FOR_NEW = 64 * 1024 * 1024;

/** Creates the database elsewhere first: one that is half there would neither start nor be created again. */
async function createDatabase(directory: string, unfinished: string, database: string): Promise<void> {
  const room = await roomOf(directory);
  if (room < ROOM_FOR_NEW)
    throw new Error(
      `No space left on the disk: the embedded database in ${directory} needs ${megabytes(ROOM_FOR_NEW)}, and ${megabytes(room)} are free.`,
    );
  try {
    await fill(unfinished);
    renameSync(unfinished, database);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const trouble = diskTrouble(cause);
    const what = `embedded database cannot be created in ${directory}.`;
    throw new Error(trouble === null ? `The ${what}` : `${trouble}: the ${what}`, { cause });
  }
}

/** Puts a database that nothing has been done with into a folder that does not exist yet. */
async function fill(folder: string): Promise<void> {
  if (existsSync(TEMPLATE)) {
    mkdirSync(folder, { mode: 0o700 });
    // `strict`: otherwise a file that could not be written is a warning.
    await extract({ file: fileURLToPath(TEMPLATE), cwd: folder, strict: true, preserveOwner: false });
  } else {
    // In a checkout that was not built. It takes seconds, and 600 MB of memory for a moment.
    const { pglite } = await startIn(folder);
    await pglite.close();
  }
  await toDisk(folder);
}

/** Files that are written to disk at once: many together take a tenth of the time. */
const TOGETHER = 64;

/** Returns once all that is in a folder is on the disk, as PostgreSQL's own initdb does. */
async function toDisk(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = [folder, ...entries.map(({ parentPath, name }) => join(parentPath, name))];
  while (paths.length > 0) {
    await Promise.all(
      paths.splice(0, TOGETHER).map(async (path) => {
        const file = await open(path);
        await file.sync().finally(() => file.close());
      }),
    );
  }
}

async function startIn(folder: string): Promise<Started> {
  const fs = new SyncedFolder(folder);
  const release = () => fs.closeFs().catch(() => {});
  try {
    const pglite = await withoutTierUp(() => PGlite.create({ startParams: START_PARAMS, fs }));
    return { pglite, release };
  } catch (error) {
    await release();
    throw error;
  }
}
