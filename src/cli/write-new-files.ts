import { randomUUID } from "node:crypto";
import { link, lstat, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { displayName } from "../nix/shown.ts";
import { codeOf, reasonOf } from "../snapshot/system-error.ts";
import { Failure } from "./failure.ts";

/** A file to write, its path relative to a directory, with `/`. */
export type NewFile = { readonly path: string; readonly text: string; readonly executable?: boolean };

/**
 * Writes files that are not there, or with `force` also over those that are. Nothing is written through a symbolic
 * link, and nothing at all where one of them cannot be: a Failure names it, and what can be done.
 */
export async function writeNewFiles(
  directory: string,
  files: readonly NewFile[],
  force: boolean,
): Promise<void> {
  for (const { path } of files) await requireFree(directory, path, force);
  for (const { path, text, executable } of files) {
    const place = join(directory, path);
    const temporary = join(dirname(place), `.by-name-bot-${randomUUID()}`);
    try {
      await mkdir(dirname(place), { recursive: true });
      await writeFile(temporary, text, {
        mode: executable === true ? 0o755 : 0o644,
        flag: "wx",
        flush: true,
      });
      if (force) await rename(temporary, place);
      else await appear(temporary, place);
    } catch (error) {
      if (codeOf(error) === "EEXIST") throw isThere(path);
      throw new Failure(`${displayName(path)} cannot be written: ${reasonOf(error)}`);
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }
}

/** Gives a file its name unless something has it by now. Not every file system has links. */
async function appear(temporary: string, place: string): Promise<void> {
  try {
    await link(temporary, place);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    await rename(temporary, place);
  }
}

async function requireFree(directory: string, path: string, force: boolean): Promise<void> {
  const names = path.split("/");
  for (let i = 1; i <= names.length; i++) {
    const at = names.slice(0, i).join("/");
    const stat = await lstat(join(directory, at)).catch(() => null);
    if (stat === null) return;
    if (stat.isSymbolicLink()) {
      throw new Failure(`${displayName(at)} is a symbolic link, so nothing was written`);
    }
    if (i < names.length && !stat.isDirectory()) {
      throw new Failure(`${displayName(at)} is no directory, so nothing was written`);
    }
    if (i === names.length && !stat.isFile()) {
      throw new Failure(`${displayName(at)} is no file, so nothing was written`);
    }
  }
  if (!force) throw isThere(path);
}

function isThere(path: string): Failure {
  return new Failure(`${displayName(path)} is there already; --force replaces it`);
}
