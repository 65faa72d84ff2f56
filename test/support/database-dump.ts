import { openAsBlob } from "node:fs";
import type { Storage } from "../../src/queue/queue.ts";

/** The variable that names the file with the dump, for the processes that run tests. */
export const DUMP_VARIABLE = "BY_NAME_TEST_DUMP";
/** The variable that names a folder with an embedded database in which nothing was done, to be copied. */
export const FOLDER_VARIABLE = "BY_NAME_TEST_FOLDER";

const path = process.env[DUMP_VARIABLE];
const made = path === undefined ? {} : { dump: await openAsBlob(path) };

/**
 * A database in memory. Under Vitest it begins with a dump that was made once: making one takes each process
 * two seconds.
 */
export function inMemory(): Extract<Storage, { kind: "embedded" }> {
  return { kind: "embedded", directory: null, ...made };
}
