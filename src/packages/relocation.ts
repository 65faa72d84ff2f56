import type { NixFile } from "../nix/parse.ts";
import { normalizePath } from "../snapshot/resolve.ts";
import { isWithin, joinPath, parentPath } from "../snapshot/snapshot.ts";
import { derivationResults, packageFunction, provenNotDerivation } from "./derivation/results.ts";
import { isNixFile, walk } from "./files.ts";
import {
  asciiLowerCase,
  DEFAULT_FILE,
  PACKAGE_NAME,
  packageDirectory,
  packageFile,
  type Root,
} from "./layout.ts";
import { linkDestination, pathDestination } from "./references.ts";
import type { Repository } from "./repository.ts";

export type FileMove = { readonly from: string; readonly to: string };

/** The file moves that make a definition a package directory, and the definition. */
export type Relocation = { readonly moves: readonly FileMove[]; readonly definition: NixFile };

/**
 * How what stands at `target`, a file or a directory with `default.nix`, becomes the package directory
 * of an attribute. Null where that is not proven to be right: where the package's directory is taken,
 * the definition is no package function, a path would lead out of it or elsewhere, or something else
 * refers to it. `base` has nothing there, so nobody outside of the change does.
 */
export function relocation(
  repository: Repository,
  base: Repository,
  root: Root,
  attribute: string,
  target: string,
): Relocation | null {
  const { files } = repository;
  if (!PACKAGE_NAME.test(attribute) || !isFree(repository, root, attribute)) return null;
  if (base.files.entry(target) !== null) return null;
  if (referencesFromOverrides(repository, root, target) > 1) return null;
  const entry = files.entry(target);
  if (entry?.kind === "file") return relocateFile(repository, root, attribute, target);
  if (entry?.kind === "directory") return relocateDirectory(repository, root, attribute, target);
  return null;
}

/** Whether a package of this name could be put where it belongs: nothing is there, nor of like name. */
export function isFree({ files }: Repository, root: Root, name: string): boolean {
  const directory = packageDirectory(root, name);
  const shard = parentPath(directory);
  const entry = files.entry(shard);
  if (entry !== null && entry.kind !== "directory") return false;
  const own = asciiLowerCase(name);
  return files.list(shard).every((other) => asciiLowerCase(other.name) !== own);
}

/** How many paths in the overrides files of a root lead to a target, into it, or to what it lies in. */
export function referencesFromOverrides({ files }: Repository, root: Root, target: string): number {
  let count = 0;
  for (const path of root.overrides.files) {
    const reading = files.readNix(path);
    if (reading.kind !== "text") continue;
    for (const literal of reading.file.paths) {
      const to = literal.form === "relative" ? normalizePath(parentPath(path), literal.text) : null;
      if (to !== null && (isWithin(to, target) || isWithin(target, to))) count++;
    }
  }
  return count;
}

function relocateFile(
  repository: Repository,
  root: Root,
  attribute: string,
  path: string,
): Relocation | null {
  const file = soundFile(repository, path);
  if (file === null || file.paths.length > 0 || !isPackage(file)) return null;
  return { moves: [{ from: path, to: packageFile(root, attribute) }], definition: file };
}

function relocateDirectory(
  repository: Repository,
  root: Root,
  attribute: string,
  directory: string,
): Relocation | null {
  const { files } = repository;
  const main = joinPath(directory, DEFAULT_FILE);
  const definition = soundFile(repository, main);
  if (definition === null || !isPackage(definition)) return null;
  if (root.file !== DEFAULT_FILE && files.entry(joinPath(directory, root.file)) !== null) return null;
  const moves: FileMove[] = [];
  for (const { path, ...entry } of walk(files, directory)) {
    if (entry.kind !== "file") return null;
    if (isNixFile(entry) && !staysWithin(repository, directory, path, main)) return null;
    const within = path === main ? root.file : path.slice(directory.length + 1);
    moves.push({ from: path, to: joinPath(packageDirectory(root, attribute), within) });
  }
  return { moves, definition };
}

/** Whether every path of a file leads to another place in the directory than its `default.nix`. */
function staysWithin(repository: Repository, directory: string, path: string, main: string): boolean {
  const file = soundFile(repository, path);
  if (file === null) return false;
  return file.paths.every((literal) => {
    if (literal.form !== "relative" || literal.interpolations.length > 0) return false;
    const target = normalizePath(path.slice(0, path.lastIndexOf("/")), literal.text);
    if (target === null || target === main || target === directory) return false;
    return pathDestination(repository.files, directory, path, literal).kind === "inside";
  });
}

/** The syntax of a file that parses; null of any other. */
export function soundFile(repository: Repository, path: string): NixFile | null {
  const reading = repository.files.readNix(path);
  if (reading.kind !== "text") return null;
  const { file } = reading;
  return file.problems.length === 0 ? file : null;
}

/** Whether a file is a function with named arguments whose result may be a derivation. */
export function isPackage(file: NixFile): boolean {
  const found = packageFunction(file);
  if (found.kind !== "function" || found.function.formals === null) return false;
  return derivationResults(file).some((result) => provenNotDerivation(result) === null);
}

/** Whether a package directory can move: no path in it leads out, so none would lead elsewhere. */
export function isSelfContained({ files }: Repository, directory: string): boolean {
  for (const entry of walk(files, directory)) {
    if (entry.kind === "symlink" && linkDestination(files, directory, entry.path).kind !== "inside")
      return false;
    if (entry.kind !== "file" || !isNixFile(entry)) continue;
    const reading = files.readNix(entry.path);
    if (reading.kind !== "text") return false;
    const { file } = reading;
    const stays = file.paths.every(
      (literal) =>
        literal.form !== "relative" ||
        literal.interpolations.length > 0 ||
        pathDestination(files, directory, entry.path, literal).kind !== "outside",
    );
    if (!stays) return false;
  }
  return true;
}
