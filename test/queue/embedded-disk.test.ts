import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openEmbedded } from "../../src/queue/database/embedded.ts";
import { maintain } from "../../src/queue/database/maintenance.ts";
import { createTables, LATER } from "../../src/queue/database/schema.ts";
import type { Storage } from "../../src/queue/queue.ts";
import { EMBEDDED, opened, QUICK_RETRY, recordingLog, temporaryFolder, until } from "./support.ts";

/** What keeps file systems from being mounted; null where they can be. */
const CANNOT_MOUNT = cannotMount();
const mounted: string[] = [];

function cannotMount(): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "pipe" });
    execFileSync("umount", [folder], { stdio: "pipe" });
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n").at(-1) ?? error.message) : String(error);
  }
}

/** A disk of so many megabytes. */
function disk(megabytes: number): string {
  const folder = temporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  mounted.push(folder);
  return folder;
}

function remount(folder: string, option: string): void {
  execFileSync("mount", ["-o", `remount,${option}`, folder]);
}

afterEach(async () => {
  // Queues are closed after this; their files stay open until then.
  for (const folder of mounted) remount(folder, "rw,size=512m");
});
afterAll(() => {
  for (const folder of mounted.splice(0)) execFileSync("umount", ["--lazy", folder]);
});

/** What opening says, with its causes left out. */
async function refusal(directory: string): Promise<string> {
  return opened({ kind: "embedded", directory }).then(
    () => "it opened",
    (error: unknown) => String(error),
  );
}

describe.skipIf(CANNOT_MOUNT !== null)(`on a disk of its own (${CANNOT_MOUNT ?? "mounted"})`, () => {
  test("says in the first line that there is no space left for a new one, and leaves nothing behind", async () => {
    const directory = join(disk(60), "data");
    expect(await refusal(directory)).toBe(
      `Error: No space left on the disk: the embedded database in ${directory} needs 64 MB, and 59 MB are free.`,
    );
    expect(readdirSync(directory)).not.toContain("unfinished");
  });

  test("starts where there is just as much as it asks for, and stores", async () => {
    const queue = await opened({ kind: "embedded", directory: join(disk(65), "data") });
    await queue.add([{ key: "a", data: {} }]);
    await queue.check();
  });

  test("says the same where the space runs out while it is created", async () => {
    const folder = disk(80);
    const directory = join(folder, "data");
    const opening = refusal(directory);
    await until(() => existsSync(join(directory, "unfinished")));
    fill(join(folder, "filler"));
    expect(await opening).toContain(
      `No space left on the disk: the embedded database cannot be created in ${directory}.`,
    );
    expect(readdirSync(directory)).not.toContain("unfinished");
  });

  test("says that a folder cannot be written because its file system is read-only", async () => {
    const directory = disk(128);
    remount(directory, "ro");
    expect(await refusal(directory)).toContain(
      `The file system is read-only: the folder ${directory} of the embedded database cannot be written.`,
    );
  });

  test("is not ready while the disk is full and jobs cannot be stored, and is again afterwards", async () => {
    const folder = disk(256);
    const log = recordingLog();
    const queue = await opened({ kind: "embedded", directory: join(folder, "data") }, { log });
    await queue.check();
    const filler = join(folder, "filler");
    writeFileSync(filler, Buffer.alloc(256 * 1024));
    fill(filler);
    const big = () => queue.add(Array.from({ length: 200 }, (_, n) => job(n)));
    let refused = 0;
    await until(async () => {
      refused += await big().then(
        () => 0,
        () => 1,
      );
      return refused > 0;
    });
    await expect(queue.check()).rejects.toThrow();
    rmSync(filler);
    await until(() =>
      queue.check().then(
        () => true,
        () => false,
      ),
    );
    await big();
  });
});

let jobs = 0;
function job(n: number) {
  jobs += 1;
  return { key: `key-${jobs}-${n}`, data: { text: "x".repeat(2_000) } };
}

/** Makes a file as large as its disk allows. */
function fill(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(64 * 1024), { flag: "a" });
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  }
}

test("removes what a first start left behind that was killed", async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, "unfinished", "base"), { recursive: true });
  const queue = await opened({ kind: "embedded", directory });
  await queue.check();
  expect(readdirSync(directory)).not.toContain("unfinished");
});

test.skipIf(process.getuid?.() === 0)(
  "says that a folder cannot be written for want of permission",
  async () => {
    const directory = temporaryFolder();
    chmodSync(directory, 0o500);
    expect(await refusal(directory)).toContain(
      `Permission denied: the folder ${directory} of the embedded database cannot be written.`,
    );
  },
);

test("says whose the folder has to be where its lock cannot be taken", async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, "lock"));
  expect(await refusal(directory)).toContain(
    `The file ${join(directory, "lock")} cannot be locked. The user that runs by-name-bot must own the folder`,
  );
});

test("says that a database does not start that is damaged, and lets the folder go", async () => {
  const storage = await EMBEDDED.fresh();
  const directory = directoryOf(storage);
  rmSync(join(directory, "database", "global", "pg_control"));
  const message = `The embedded database in ${join(directory, "database")} does not start.`;
  expect(await refusal(directory)).toContain(message);
  expect(await refusal(directory)).toContain(message);
});

test("keeps its log short, however much is written", async () => {
  const directory = directoryOf(await EMBEDDED.fresh());
  const database = await openEmbedded(directory, recordingLog());
  await createTables(database, QUICK_RETRY);
  const sizes: number[] = [];
  for (let round = 0; round < 5; round++) {
    // More than a segment of the log, which has 16 MB.
    await database.query(
      `INSERT INTO ${LATER} SELECT n::text, now(), 0, repeat('x', 1800) FROM generate_series(1, 10000) AS n`,
      [],
    );
    await database.query(`TRUNCATE ${LATER}`, []);
    await maintain(database);
    sizes.push(logOf(directory));
  }
  await database.close();
  expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024 * 1024);
});

/** Bytes of PostgreSQL's log. */
function logOf(directory: string): number {
  const folder = join(directory, "database", "pg_wal");
  return readdirSync(folder)
    .map((name) => statSync(join(folder, name)))
    .filter((file) => file.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}

function directoryOf(storage: Storage): string {
  if (storage.kind !== "embedded" || storage.directory === null) throw new Error("not a folder");
  return storage.directory;
}
