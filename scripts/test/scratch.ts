import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "by-name-bot-test-";
/** Memory that the system lends as a folder. */
const IN_MEMORY = "/dev/shm";
/** Bytes that must be free there: tests leave a few hundred megabytes at a time, and memory is needed otherwise. */
const ROOM = 4 * 1024 ** 3;

/**
 * A new folder for all that a run of the tests writes, which the caller removes: in memory where there is room and
 * programs may be started from it. A disk's file system takes a tenth of the time of all tests for their files.
 */
export function scratchFolder(): string {
  const inMemory = folderIn(IN_MEMORY);
  if (inMemory !== null) {
    if (hasRoom(inMemory) && startsPrograms(inMemory)) return inMemory;
    rmSync(inMemory, { recursive: true });
  }
  return mkdtempSync(join(tmpdir(), NAME));
}

/** Where tests make their temporary files, in such a folder: open to all, as some act as another user. */
export function temporaryIn(scratch: string): string {
  const folder = join(scratch, "tmp");
  mkdirSync(folder);
  chmodSync(scratch, 0o755);
  chmodSync(folder, 0o1777);
  return folder;
}

function folderIn(parent: string): string | null {
  try {
    return mkdtempSync(join(parent, NAME));
  } catch {
    return null;
  }
}

function hasRoom(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ROOM;
}

function startsPrograms(folder: string): boolean {
  const program = join(folder, "program");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  return spawnSync(program).status === 0;
}
