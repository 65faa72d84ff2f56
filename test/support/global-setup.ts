import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { openQueue } from "../../src/queue/queue.ts";
import { DUMP_VARIABLE, FOLDER_VARIABLE } from "./database-dump.ts";

const silent = () => {};

/** Makes databases once, for all tests that begin with one: a dump, and a folder. Gives what takes them away again. */
export default async function setUp(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "by-name-dump-"));
  const database = await PGlite.create();
  const dump = await database.dumpDataDir("none");
  await database.close();
  const path = join(directory, "database.tar");
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  process.env[DUMP_VARIABLE] = path;

  const folder = join(directory, "folder");
  await mkdir(folder);
  const queue = await openQueue({
    storage: { kind: "embedded", directory: folder },
    log: { info: silent, warn: silent, error: silent },
  });
  await queue.close({ graceMs: 0 });
  process.env[FOLDER_VARIABLE] = folder;
  return () => rm(directory, { recursive: true, force: true });
}
