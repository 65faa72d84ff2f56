import { readFileSync } from "node:fs";
import type { Storage } from "../../src/queue/queue.ts";

/** The variable that names the file with the dump, for the processes that run tests. */
export const DUMP_VARIABLE = "BY_NAME_TEST_DUMP";
/** The variable that names a folder with an embedded database in which nothing was done, to be copied. */
export const FOLDER_VARIABLE = "BY_NAME_TEST_FOLDER";

let read: { readonly dump?: Blob } | null = null;

/** In memory, where it can be sent to another process; read once, by whoever asks for it. */
function dumped(): { readonly dump?: Blob } {
  const path = process.env[DUMP_VARIABLE];
  read ??= path === undefined ? {} : { dump: new Blob([readFileSync(path)]) };
  return read;
}

/**
 * A database in memory. Under Vitest it begins with a dump that was made once: making one takes each process
 * two seconds.
 */
export function inMemory(): Extract<Storage, { kind: "embedded" }> {
  return { kind: "embedded", directory: null, ...dumped() };
}
