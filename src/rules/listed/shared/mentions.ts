import type { RuleContext } from "../../../checker/rule.ts";
import { quoted } from "../../../nix/shown.ts";
import { isNixFile } from "../../../packages/files.ts";
import { baseName, isWithin, joinPath } from "../../../snapshot/snapshot.ts";

/** What the Nix files of a repository mention of the entries of a directory. */
export type DirectoryMentions =
  | { readonly kind: "names"; readonly names: ReadonlySet<string> }
  /** Some of it may be found by what is computed, or there is too much to look at; `why` is a clause. */
  | { readonly kind: "unknown"; readonly why: string };

/** So much is read to look for mentions: of a change a few requests' worth. */
const MOST_FILES = { change: 300, tree: 5000 };
const MOST_DIRECTORIES = { change: 300, tree: 5000 };

/** What may stand in a path expression, names with slashes between. */
const PATHS = /[\w.+-]+(?:\/[\w.+-]+)+/g;
/** What finds files without naming them. */
const COMPUTED = /\breadDir\b|FromDirectory|\blistFilesRecursive\b|\bfilesystem\b|\/\$\{|\+\s*"\/|\bhaumea\b/;

/**
 * The names of entries of a directory that stand in a path of any Nix file outside of the entry itself, in comments
 * too: what somebody commented out is not forgotten.
 */
export function mentionsOf({ repository, wholeTree }: RuleContext, directory: string): DirectoryMentions {
  const { files } = repository;
  const size = wholeTree ? "tree" : "change";
  const names = new Set<string>();
  const pending = [""];
  let directories = 0;
  let read = 0;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (++directories > MOST_DIRECTORIES[size]) return TOO_MANY;
    for (const entry of files.list(path)) {
      const at = joinPath(path, entry.name);
      if (entry.kind === "directory") pending.push(at);
      if (!isNixFile(entry)) continue;
      if (++read > MOST_FILES[size]) return TOO_MANY;
      const text = files.readText(at) ?? "";
      if (mayCompute(text, at, directory)) {
        return { kind: "unknown", why: `${quoted(at)} finds files by names that are computed` };
      }
      for (const name of namesIn(text, directory))
        if (!isWithin(at, joinPath(directory, name))) names.add(name);
    }
  }
  return { kind: "names", names };
}

const TOO_MANY: DirectoryMentions = {
  kind: "unknown",
  why: "the repository has too many files to look for what mentions them",
};

/** Whether a file computes names, and may mean the directory by it: it stands there, or names it. */
function mayCompute(text: string, path: string, directory: string): boolean {
  if (!COMPUTED.test(text)) return false;
  const [inside, ...below] = path.slice(directory === "" ? 0 : directory.length + 1).split("/");
  const isIn = directory === "" || isWithin(path, directory);
  // A package's own files are about itself.
  if (isIn) return inside !== undefined && below.length === 0;
  return text.includes(`/${baseName(directory)}`);
}

/** What stands behind the directory's name, or behind `.` and `..`, which may mean the directory. */
function* namesIn(text: string, directory: string): Generator<string> {
  const before = baseName(directory);
  for (const [path] of text.matchAll(PATHS)) {
    const parts = path.split("/");
    for (let i = 1; i < parts.length; i++) {
      const [left, right] = [parts[i - 1], parts[i]];
      if (right !== undefined && (left === before || left === "." || left === "..")) yield right;
    }
  }
}
