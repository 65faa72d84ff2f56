import type { NixFile } from "../../nix/parse.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { isWithin, joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { isNixFile, walk } from "../files.ts";
import { DEFAULT_FILE, type Root } from "../layout.ts";
import { type PackageFile, readPackageFile } from "../package-file.ts";
import { isPackage, soundFile } from "../relocation.ts";
import type { Repository } from "../repository.ts";
import { targetPath } from "./call-package.ts";

/** The `package.nix` of a package, or where it has none, the file that certainly should be it. */
export function definitionOf(
  repository: Repository,
  root: Root,
  name: string,
  directory: string,
): PackageFile | null {
  return (
    readPackageFile(repository.files, directory, root.file) ??
    certainDefinition(repository, root, name, directory)
  );
}

/**
 * The file of a package directory without `package.nix` that certainly defines the package: the one that the
 * definition of its attribute calls, else `default.nix`, else the only Nix file. Null where none is sure, or
 * where something in the directory refers to that file by its name.
 */
export function certainDefinition(
  repository: Repository,
  root: Root,
  name: string,
  directory: string,
): PackageFile | null {
  const { files } = repository;
  const entries = files.list(directory);
  if (entries.some((entry) => entry.name.toLowerCase() === root.file)) {
    const [only] = entries.filter((entry) => entry.name.toLowerCase() === root.file);
    // Another case of the name may be all that is wrong; anything of the name itself is in the way.
    if (only === undefined || only.name === root.file) return null;
  }
  const nix = entries.filter(isNixFile).map((entry) => entry.name);
  const called = calledFiles(repository, root, name, directory);
  if (called.size > 1) return null;
  const [choice] =
    called.size === 1 ? called : nix.includes(DEFAULT_FILE) ? [DEFAULT_FILE] : nix.length === 1 ? nix : [];
  if (choice === undefined || !nix.includes(choice)) return null;
  const path = joinPath(directory, choice);
  const file = soundFile(repository, path);
  if (file === null || !isPackage(file) || isReferredTo(repository, directory, path)) return null;
  return { path, file };
}

/** The files of the directory, by name, that definitions of the attribute call. */
function calledFiles(repository: Repository, root: Root, name: string, directory: string): Set<string> {
  const called = new Set<string>();
  for (const { call } of repository.topLevel(root).byAttribute.get(name) ?? []) {
    const target = call.kind === "call" ? targetPath(call.target) : null;
    if (target === null || !isWithin(target, directory)) continue;
    called.add(target === directory ? DEFAULT_FILE : target.slice(directory.length + 1));
  }
  return called;
}

/** Whether anything in a directory may refer to a file of it, so that it cannot be renamed. */
function isReferredTo(repository: Repository, directory: string, file: string): boolean {
  for (const entry of walk(repository.files, directory)) {
    if (entry.kind !== "file") return true;
    if (!isNixFile(entry)) continue;
    const syntax = soundFile(repository, entry.path);
    if (syntax === null || syntax.paths.some((path) => mayLeadTo(path, entry.path, file))) return true;
  }
  return false;
}

function mayLeadTo(path: NixFile["paths"][number], from: string, file: string): boolean {
  if (path.form !== "relative") return false;
  if (path.interpolations.length > 0) return true;
  const target = normalizePath(parentPath(from), path.text);
  if (target === file) return true;
  return file === joinPath(target ?? "", DEFAULT_FILE);
}
