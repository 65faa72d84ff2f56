import type { Expression, PathLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { NIX_FEATURES, type NixFile, parseNix } from "../../nix/parse.ts";
import { decodeText } from "../../nix/text.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { joinPath, parentPath, type Snapshot } from "../../snapshot/snapshot.ts";
import { DEFAULT_FILE } from "../layout.ts";

/** The file of the repository that an `import` reads; null where that is not written out. */
export function importedFile(snapshot: Snapshot, from: string, argument: Expression): string | null {
  const path = unparenthesized(argument);
  if (path.kind !== "path" || !isPlain(path)) return null;
  const target = normalizePath(parentPath(from), path.text);
  return target === null ? null : definingPath(snapshot, target);
}

/** The file that a path means to `import` and `callPackage`. */
export function definingPath(snapshot: Snapshot, target: string): string {
  const entry = snapshot.entry(target);
  return typeof entry !== "string" && entry.kind === "directory" ? joinPath(target, DEFAULT_FILE) : target;
}

function isPlain({ form, interpolations }: PathLiteral): boolean {
  return form === "relative" && interpolations.length === 0;
}

/** No list is larger. */
const MOST_BYTES = 256 * 1024;

/** What was parsed of lists, by their bytes: loading on demand reads them again and again. */
const parsed = new WeakMap<Uint8Array, NixFile>();

/** The syntax of a list; null where there is no such file. */
export function nixFileAt(snapshot: Snapshot, path: string): NixFile | "unreadable" | null {
  const entry = snapshot.entry(path);
  if (typeof entry === "string" || entry.kind !== "file") return null;
  const content = snapshot.read(path);
  if (content === "not-loaded" || content.kind === "absent") return null;
  if (content.kind === "too-large" || content.bytes.length > MOST_BYTES) return "unreadable";
  const file = parsed.get(content.bytes) ?? parseNix(decodeText(content.bytes), NIX_FEATURES);
  parsed.set(content.bytes, file);
  return file.problems.length > 0 ? "unreadable" : file;
}
