import { displayName } from "../../nix/shown.ts";
import type { Entry, NamedEntry } from "../entry.ts";
import { decodeName, isEntryName } from "../names.ts";
import { SourceError } from "../source.ts";

/** A directory as a git tree object lists it. */
export type Tree = {
  readonly entries: readonly NamedEntry[];
  readonly byName: ReadonlyMap<string, NamedEntry>;
};

/** A directory without entries, which git itself never records. */
export const emptyTree: Tree = { entries: [], byName: new Map() };

/**
 * Parses the contents of the tree object `id`. The ids in a tree are as long as its own. Throws a
 * SourceError if it is not what git writes: among others, if a name could be taken for another path.
 */
export function parseTree(id: string, contents: Buffer): Tree {
  const idBytes = id.length / 2;
  const entries: NamedEntry[] = [];
  const byName = new Map<string, NamedEntry>();
  let at = 0;
  while (at < contents.length) {
    const space = contents.indexOf(0x20, at);
    const nul = space < 0 ? -1 : contents.indexOf(0, space);
    const end = nul + 1 + idBytes;
    if (nul < 0 || end > contents.length) throw malformed(id, "it ends in the middle of an entry");
    const name = decodeName(contents.subarray(space + 1, nul));
    const entry = entryOfMode(contents.toString("latin1", at, space), contents.toString("hex", nul + 1, end));
    if (entry === null) throw malformed(id, `the mode of ${displayName(name)} is unknown`);
    if (!isEntryName(name)) {
      throw malformed(id, `it has an entry with the name "${displayName(name)}"`);
    }
    if (byName.has(name)) throw malformed(id, `it has two entries with the name ${displayName(name)}`);
    const named = { ...entry, name };
    entries.push(named);
    byName.set(name, named);
    at = end;
  }
  return { entries, byName };
}

/** The entry that git writes as this octal mode, or null if there is none (`000000` means "no entry"). */
export function entryOfMode(mode: string, id: string | null): Entry | null {
  const value = /^[0-7]{5,7}$/.test(mode) ? Number.parseInt(mode, 8) : 0;
  switch (value & 0o170000) {
    case 0o040000:
      return { kind: "directory", id };
    case 0o100000:
      return { kind: "file", executable: (value & 0o100) !== 0, id };
    case 0o120000:
      return { kind: "symlink", id };
    case 0o160000:
      return { kind: "submodule", id };
    default:
      return null;
  }
}

function malformed(id: string, why: string): SourceError {
  return new SourceError(`the tree ${id} in the repository is malformed: ${why}`);
}
