import { join } from "node:path";

/**
 * Locks a folder for this process, so that no other opens the database in it: two would destroy it. Gives what
 * unlocks it again. Throws if somebody has locked it, this process included.
 *
 * The lock is SQLite's on an empty file: held by the kernel, so that it ends with the process, however that dies,
 * and tells processes apart that have the same number in containers of their own.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const { DatabaseSync } = await import("node:sqlite");
  const path = join(folder, "lock");
  let file: InstanceType<typeof DatabaseSync> | null = null;
  try {
    file = new DatabaseSync(path);
    file.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    file?.close();
    if (!isLocked(cause))
      throw new Error(
        `The file ${path} cannot be locked. The user that runs by-name-bot must own the folder and everything in it.`,
        { cause },
      );
    throw new Error(
      `The folder ${folder} is in use by another by-name-bot. Stop that one, or set another BY_NAME_DATA.`,
      { cause },
    );
  }
  const locked = file;
  return () => locked.close();
}

/** Whether an error is SQLite's `SQLITE_BUSY`. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}
