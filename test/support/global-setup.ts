import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { DUMP_VARIABLE } from "./database-dump.ts";

/** Makes a database once, for all tests that keep theirs in memory. Gives what takes it away again. */
export default async function setUp(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "by-name-dump-"));
  const database = await PGlite.create();
  const dump = await database.dumpDataDir("none");
  await database.close();
  const path = join(directory, "database.tar");
  await writeFile(path, Buffer.from(await dump.arrayBuffer()));
  process.env[DUMP_VARIABLE] = path;
  return () => rm(directory, { recursive: true, force: true });
}
