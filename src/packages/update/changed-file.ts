import type { NixFile } from "../../nix/parse.ts";
import type { Entry } from "../../snapshot/entry.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { Files } from "../files.ts";
import { isCompanion } from "./companions.ts";

/** What is changed at a path of a package directory. */
export type ChangedFile =
  | { readonly kind: "nix" }
  /** A file beside the Nix files that may be another, and on which sides it is there. */
  | { readonly kind: "companion"; readonly before: boolean; readonly after: boolean }
  /** `why` is a clause. */
  | { readonly kind: "refused"; readonly why: string };

/** What a change does at a path, `rest` within its package directory. */
export function changedFile(
  base: Snapshot,
  head: Snapshot,
  path: string,
  rest: string,
  companions: readonly string[],
): ChangedFile {
  const [before, after] = [base.entry(path), head.entry(path)];
  if (before === "not-loaded" || after === "not-loaded") return refused("the file was not read");
  const there = [before, after].filter((entry) => entry !== "absent");
  for (const entry of there) {
    const odd = oddity(entry);
    if (odd !== null) return refused(odd);
  }
  const modes = new Set(there.map((entry) => entry.kind === "file" && entry.executable));
  if (modes.size > 1) return refused("the mode of the file differs");
  const executable = modes.has(true);
  if (!executable && isCompanion(rest, companions)) {
    return { kind: "companion", before: before !== "absent", after: after !== "absent" };
  }
  if (before === "absent") return refused("the file was added");
  if (after === "absent") return refused("the file was removed");
  if (!rest.endsWith(".nix")) return refused("the file differs");
  return executable ? refused("the file is executable") : { kind: "nix" };
}

function refused(why: string): ChangedFile {
  return { kind: "refused", why };
}

/** What an entry is that no file of a package may be in an update; null of a file. */
function oddity({ kind }: Entry): string | null {
  if (kind === "file") return null;
  if (kind === "symlink") return "it is a symbolic link";
  return kind === "submodule" ? "it is a submodule" : "it is a directory on one side";
}

/** A Nix file that is sure to be what it seems. */
export type SoundFile =
  | { readonly sound: true; readonly file: NixFile }
  | { readonly sound: false; readonly why: string };

/** Reads a file that must be well-formed. `why` is a clause. */
export function soundFile(files: Files, path: string): SoundFile {
  const reading = files.readNix(path);
  if (reading.kind === "absent") return unsound("the file was not read");
  if (reading.kind === "too-large") return unsound(`the file could not be read: ${reading.why}`);
  if (!reading.source.exact) return unsound("the file is not UTF-8");
  const { file } = reading;
  if (file.problems.length > 0) return unsound("the file does not parse");
  const alike = files.readsAlike(path);
  return alike.known ? { sound: true, file } : unsound(alike.why);
}

function unsound(why: string): SoundFile {
  return { sound: false, why };
}
