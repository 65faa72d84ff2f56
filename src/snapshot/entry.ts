/**
 * What git records of one path. Paths are relative to the root of the snapshot, with `/` between
 * names and no leading or trailing slash; the root itself is `""`. Bytes of a name that are not UTF-8
 * stand as lone low surrogates (U+DC80 + byte - 0x80), so every name survives the way in and out.
 */
export type Entry = FileEntry | SymlinkEntry | DirectoryEntry | SubmoduleEntry;

export type FileEntry = {
  readonly kind: "file";
  readonly executable: boolean;
  /** Git object id where the source knows it; equal ids mean equal content. */
  readonly id: string | null;
};
export type SymlinkEntry = { readonly kind: "symlink"; readonly id: string | null };
export type DirectoryEntry = { readonly kind: "directory"; readonly id: string | null };
/** A gitlink: a commit of another repository, which a snapshot never looks into. */
export type SubmoduleEntry = { readonly kind: "submodule"; readonly id: string | null };

/** An entry with the name under which its directory lists it. */
export type NamedEntry = Entry & { readonly name: string };
