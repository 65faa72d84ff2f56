import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { extract } from "tar";
import { BUILT_VARIABLE } from "../../scripts/test/reporter.ts";
import { openQueue } from "../../src/queue/queue.ts";
import { DUMP_VARIABLE, FOLDER_VARIABLE } from "./database-dump.ts";

const silent = () => {};
/** The database that the build makes, which a run of all tests has just made. */
const BUILT = fileURLToPath(new URL("../../dist/queue/database.tar.gz", import.meta.url));

/** Makes databases once, for all tests that begin with one: a dump, and a folder. Gives what takes them away again. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env[DUMP_VARIABLE] !== undefined) return async () => {};
  const directory = await mkdtemp(join(tmpdir(), "by-name-dump-"));
  const dump = join(directory, "database.tar");
  const folder = join(directory, "folder");
  await mkdir(folder);
  if (process.env[BUILT_VARIABLE] !== undefined && existsSync(BUILT)) {
    await writeFile(dump, gunzipSync(readFileSync(BUILT)));
    await mkdir(join(folder, "database"));
    await extract({ file: BUILT, cwd: join(folder, "database") });
  } else {
    const database = await PGlite.create();
    await writeFile(dump, Buffer.from(await (await database.dumpDataDir("none")).arrayBuffer()));
    await database.close();
    const queue = await openQueue({
      storage: { kind: "embedded", directory: folder },
      log: { info: silent, warn: silent, error: silent },
    });
    await queue.close({ graceMs: 0 });
  }
  process.env[DUMP_VARIABLE] = dump;
  process.env[FOLDER_VARIABLE] = folder;
  return () => rm(directory, { recursive: true, force: true });
}
