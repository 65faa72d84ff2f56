import { randomUUID } from "node:crypto";
import { chmod, lstat, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { displayName } from "../nix/shown.ts";
import { reasonOf } from "../snapshot/system-error.ts";
import { Failure } from "./failure.ts";

/** The new text of a file, its path relative to the directory that is fixed. */
export type Replacement = { readonly path: string; readonly text: string };

/**
 * Replaces files, each by way of another beside it, so that it is whole at every moment. All are written
 * before the first takes its place: where the disk is full or read-only, a Failure says so and nothing
 * has changed.
 */
export async function replaceFiles(directory: string, files: readonly Replacement[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const place = join(directory, path);
      const temporary = join(dirname(place), `.by-name-bot-${randomUUID()}`);
      written.push(temporary);
      await attempt(path, "so nothing was fixed", () => writeLike(place, temporary, text));
    }
    for (const [i, { path }] of files.entries()) {
      const stays = i === 0 ? "so nothing was fixed" : "what was fixed before it stays fixed";
      await attempt(path, stays, () => rename(written[i] ?? "", join(directory, path)));
    }
  } finally {
    await Promise.all(written.map((temporary) => rm(temporary, { force: true }).catch(() => {})));
  }
}

/** Writes a new file with the mode of another, and on to the disk, for a rename to overtake nothing. */
async function writeLike(place: string, temporary: string, text: string): Promise<void> {
  const { mode } = await lstat(place);
  await writeFile(temporary, text, { mode: 0o600, flag: "wx", flush: true });
  await chmod(temporary, mode & 0o7777);
}

async function attempt(path: string, otherwise: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Failure(`${displayName(path)} cannot be written, ${otherwise}: ${reasonOf(error)}`);
  }
}
