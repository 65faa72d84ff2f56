import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDiffer, type Differ } from "./git-diff.ts";
import { type ObjectReader, openObjects } from "./git-objects.ts";
import type { Oid } from "./model.ts";

/**
 * The objects of all repositories that begin in a world: what two of them have in common is written once, and one
 * process reads and compares for all.
 */
export type SharedObjects = {
  /** A git directory, of which the repositories borrow. */
  readonly directory: string;
  readonly reader: ObjectReader;
  readonly differ: Differ;
  /** What was written already. */
  readonly written: Set<Oid>;
  /** The folders of objects that there are, of which one need not be sure again. */
  readonly folders: Set<string>;
  close(): Promise<void>;
};

export function openSharedObjects(directory: string): SharedObjects {
  if (!existsSync(join(directory, "HEAD"))) initialise(directory);
  const reader = openObjects(directory);
  const differ = createDiffer(directory);
  return {
    directory,
    reader,
    differ,
    written: new Set(),
    folders: new Set(),
    async close() {
      await Promise.all([reader.close(), differ.close()]);
    },
  };
}

/** What git takes for a bare repository, without starting a process for it; the other folders it makes itself. */
export function initialise(directory: string): void {
  for (const folder of ["objects/info", "refs"]) {
    mkdirSync(join(directory, folder), { recursive: true });
  }
  const core = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n";
  writeFileSync(join(directory, "config"), `${core}[gc]\n\tauto = 0\n`);
  writeFileSync(join(directory, "HEAD"), "ref: refs/heads/main\n");
}

/** Lets a repository borrow objects from a folder of them. */
export function borrow(directory: string, objects: string): void {
  writeFileSync(join(directory, "objects", "info", "alternates"), `${objects}\n`);
}
