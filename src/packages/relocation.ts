import type { NixFile } from "../nix/parse.ts";
import { normalizePath } from "../snapshot/resolve.ts";
import { isWithin, joinPath } from "../snapshot/snapshot.ts";
import { provenNotDerivation } from "./derivation.ts";
import { isNixFile, walk } from "./files.ts";
import { PACKAGE_FILE, PACKAGE_NAME, packageDirectory, packageFile, type Root } from "./layout.ts";
import { packageFunction, packageResults } from "./package-function.ts";
import { pathDestination } from "./references.ts";
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
  if (!PACKAGE_NAME.test(attribute) || files.entry(packageDirectory(root, attribute)) !== null) return null;
  if (base.files.entry(target) !== null || isShared(repository, root, attribute, target)) return null;
  const entry = files.entry(target);
  if (entry?.kind === "file") return relocateFile(repository, root, attribute, target);
  if (entry?.kind === "directory") return relocateDirectory(repository, root, attribute, target);
  return null;
}

/** Whether another top-level attribute is defined by something at or in the target. */
function isShared(repository: Repository, root: Root, attribute: string, target: string): boolean {
  for (const definitions of repository.topLevel(root).byAttribute.values()) {
    for (const { attribute: other, call } of definitions) {
      if (other === attribute || call.kind !== "call" || call.target.kind !== "path") continue;
      if (call.target.path !== null && isWithin(call.target.path, target)) return true;
    }
  }
  return false;
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
  const main = joinPath(directory, "default.nix");
  const definition = soundFile(repository, main);
  if (definition === null || !isPackage(definition)) return null;
  if (files.entry(joinPath(directory, PACKAGE_FILE)) !== null) return null;
  const moves: FileMove[] = [];
  for (const { path, ...entry } of walk(files, directory)) {
    if (entry.kind !== "file") return null;
    if (isNixFile(entry) && !staysWithin(repository, directory, path, main)) return null;
    const within = path === main ? PACKAGE_FILE : path.slice(directory.length + 1);
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

function soundFile(repository: Repository, path: string): NixFile | null {
  const reading = repository.files.readNix(path);
  if (reading.kind !== "text" || reading.syntax.kind !== "parsed") return null;
  const { file } = reading.syntax;
  return file.problems.length === 0 ? file : null;
}

/** Whether it is a function with named arguments whose result may be a derivation. */
function isPackage(file: NixFile): boolean {
  const found = packageFunction(file);
  if (found.kind !== "function" || found.function.formals === null) return false;
  return packageResults(found.function, found.scope).some((result) => provenNotDerivation(result) === null);
}
