import { accessSync, constants, mkdirSync } from "node:fs";
import { statfs } from "node:fs/promises";

/** What the operating system says of a disk or a folder, in words; by Node's code. */
const TROUBLES = {
  ENOSPC: "No space left on the disk",
  EDQUOT: "The disk quota is used up",
  EROFS: "The file system is read-only",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EIO: "The disk reports an error",
} as const;

type Code = keyof typeof TROUBLES;

/** The same in Emscripten's numbers, which are WASI's, and in PostgreSQL's words. */
const NUMBERS: Readonly<Record<number, Code>> = {
  51: "ENOSPC",
  19: "EDQUOT",
  69: "EROFS",
  2: "EACCES",
  63: "EPERM",
  29: "EIO",
};
const WORDS: readonly (readonly [RegExp, Code])[] = [
  [/no space left on device|ENOSPC/i, "ENOSPC"],
  [/disk quota exceeded|EDQUOT/i, "EDQUOT"],
  [/read-only file system|EROFS/i, "EROFS"],
];

/** What is wrong with the disk or folder that an error tells of, without its full stop; null if it tells of none. */
export function diskTrouble(error: unknown): string | null {
  const code = codeOf(error);
  return code === null ? null : TROUBLES[code];
}

/** Whether an error says that there is no room, rather than that anything is broken. */
export function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

function codeOf(error: unknown): Code | null {
  if (typeof error !== "object" || error === null) return null;
  if ("code" in error && isCode(error.code)) return error.code;
  // Emscripten's errors are no `Error`s, and Node's numbers are negative.
  if ("errno" in error && typeof error.errno === "number" && NUMBERS[error.errno] !== undefined)
    return NUMBERS[error.errno] ?? null;
  if (!(error instanceof Error)) return null;
  return WORDS.find(([words]) => words.test(error.message))?.[1] ?? codeOf(error.cause);
}

function isCode(value: unknown): value is Code {
  return typeof value === "string" && Object.hasOwn(TROUBLES, value);
}

/** Makes a folder that nobody else can read, if there is none. Throws an Error that says why it cannot be written. */
export function makeWritable(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (cause) {
    const trouble = diskTrouble(cause) ?? (cause instanceof Error ? cause.message : String(cause));
    throw new Error(`${trouble}: the folder ${directory} of the embedded database cannot be written.`, {
      cause,
    });
  }
}

/** Bytes that may still be written to the disk of a folder. */
export async function roomOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}
