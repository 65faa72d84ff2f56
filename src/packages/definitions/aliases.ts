import type { Binding, Expression, Name } from "../../nix/ast.ts";
import { applicationParts, eachDefinedName } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { type Files, isNixFile } from "../files.ts";
import type { Root } from "../layout.ts";

/** The file of aliases beside an overrides file: old names, and what `throw`s. */
export const ALIASES_FILE = "aliases.nix";

/** Where an alias is defined. */
export type Alias = {
  readonly path: string;
  readonly file: NixFile;
  readonly name: Name;
  readonly binding: Binding;
};

/** The directory beside that file, with files that it imports: nixpkgs sorts aliases by when they are to be dropped. */
const ALIASES_DIRECTORY = "aliases";

/** More of them nobody needs. */
const MOST_FILES = 50;

/** The directories that may have aliases: those of a root's overrides files. */
function homesOf(root: Root): readonly string[] {
  return [...new Set(root.overrides.files.map(parentPath))];
}

/** Whether a root may have aliases in a file. */
export function isAliasFile(root: Root, path: string): boolean {
  return homesOf(root).some(
    (home) => path === joinPath(home, ALIASES_FILE) || parentPath(path) === joinPath(home, ALIASES_DIRECTORY),
  );
}

/** The files of aliases that a root has, those first that are beside its overrides files. */
export function aliasFiles(files: Files, root: Root): readonly string[] {
  const homes = homesOf(root);
  const isThere = (path: string) => files.entry(path)?.kind === "file";
  const imported = homes.flatMap((home) => {
    const directory = joinPath(home, ALIASES_DIRECTORY);
    if (files.entry(directory)?.kind !== "directory") return [];
    return files
      .list(directory)
      .flatMap((entry) => (isNixFile(entry) ? [joinPath(directory, entry.name)] : []));
  });
  return [...homes.map((home) => joinPath(home, ALIASES_FILE)), ...imported.slice(0, MOST_FILES)].filter(
    isThere,
  );
}

/** The alias of a name that a file of aliases of a root defines; null where there is none in sight. */
export function aliasOf(files: Files, root: Root, attribute: string): Alias | null {
  for (const path of aliasFiles(files, root)) {
    const alias = aliasesAt(files, path).get(attribute);
    if (alias !== undefined) return alias;
  }
  return null;
}

/** Whether a file of aliases of a root defines an attribute. */
export function isAlias(files: Files, root: Root, attribute: string): boolean {
  return aliasOf(files, root, attribute) !== null;
}

/** The aliases of the file at a path, by their names. */
export function aliasesAt(files: Files, path: string): ReadonlyMap<string, Alias> {
  const reading = files.readNix(path);
  return reading.kind === "text" ? aliasesIn(reading.file, path) : NONE;
}

const NONE: ReadonlyMap<string, Alias> = new Map();

const cache = new WeakMap<NixFile, ReadonlyMap<string, Alias>>();

/** What the sets of such a file define, whatever function they are handed to. */
function aliasesIn(file: NixFile, path: string): ReadonlyMap<string, Alias> {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const aliases = new Map<string, Alias>();
  const pending: Expression[] = [file.expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case "parenthesized":
        pending.push(next.expression);
        break;
      case "function":
      case "let":
      case "with":
      case "assert":
        pending.push(next.body);
        break;
      case "binary":
        if (next.operator === "//") pending.push(next.left, next.right);
        break;
      case "apply":
        pending.push(...applicationParts(next).args);
        break;
      case "attrset":
        for (const definition of eachDefinedName(next.bindings)) {
          if (definition?.name.text == null) continue;
          const { name, binding } = definition;
          aliases.set(definition.name.text, { path, file, name, binding });
        }
        break;
      default:
    }
  }
  cache.set(file, aliases);
  return aliases;
}
