import { children, descendants, type Name, type Node } from "../../nix/ast.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { Span } from "../../nix/text.ts";
import { type Files, isNixFile, walk } from "../files.ts";
import { compareFiles, type Difference, MOST_DIFFERENCES, pathAt } from "./compare.ts";
import type { PinnedValue } from "./pins.ts";
import { becomesPrerelease } from "./prereleases.ts";
import { type TracedFile, tracePins } from "./trace/trace.ts";
import { goesBack } from "./versions.ts";

/** The hash of a source that the version of the package reaches, which is that of the former version. */
export type StaleHash = {
  readonly path: string;
  readonly file: NixFile;
  /** Where the hash is written. */
  readonly span: Span;
  readonly version: { readonly before: string; readonly after: string };
};

/** A file on both sides, where it differs. */
type Differing = TracedFile & { readonly differences: readonly Difference[] };

/**
 * The hashes of a package that are the same in two snapshots though the version that says what they are of is
 * another. `main` is the file that defines the package, `directory` where its files are; null where it is that file
 * alone. Only what is certain: nothing that a source is made of differs but versions and revisions, each version
 * goes up, and no release takes the place of its own candidate, which may be the very same commit.
 */
export function staleHashes(
  base: Files,
  head: Files,
  main: string,
  directory: string | null,
): readonly StaleHash[] {
  const files = filesOf(base, head, main, directory);
  if (files === null) return [];
  const versions = files.flatMap(({ pins }) => pins).filter(({ kind }) => kind === "version");
  const [version] = versions;
  if (version === undefined || !versions.every(isNewRelease)) return [];
  const differing = files.flatMap(({ differences }) => differences);
  // Then it would take more to tell which.
  if (differing.some(isOfNoBinding)) return [];
  const { stale } = tracePins(files, main, []);
  const changed = new Set(differing.flatMap(namesOf));
  // Bindings without a name of their own, such as `inherit`, may be any.
  if (stale.length === 0 || changed.has("inherit")) return [];
  const other = madeOf(changed, files);
  return stale.flatMap(({ in: { path, file }, hash, call }) => {
    const node = nodeAt(file, call);
    const names = partsOf(pathAt(file, call) ?? "");
    if (node === undefined || other.has(node) || names.some((name) => changed.has(name))) return [];
    if (differing.some(({ span }) => span !== null && overlap(span, call))) return [];
    const { before, after } = version;
    return [{ path, file, span: hash, version: { before, after } }];
  });
}

/** The Nix files of the package at head; null where one of them is there on one side only, or cannot be read. */
function filesOf(base: Files, head: Files, main: string, directory: string | null): Differing[] | null {
  const sides = [base, head].map((files) => pathsOf(files, main, directory));
  const [before = [], after = []] = sides;
  if (before.length !== after.length || after.length > MOST_FILES) return null;
  const files: Differing[] = [];
  for (const [i, path] of after.entries()) {
    if (before[i] !== path) return null;
    const now = head.readNix(path);
    const old = base.readNix(path);
    if (now.kind !== "text" || old.kind !== "text") return null;
    if (now.file.problems.length > 0 || old.file.problems.length > 0) return null;
    const same = now.source.text === old.source.text;
    const { pins, differences } = same ? SAME : compareFiles(old.file, now.file);
    // Then they may not be all.
    if (differences.length >= MOST_DIFFERENCES) return null;
    files.push({ path, file: now.file, pins, differences });
  }
  return files;
}

const SAME = { pins: [], differences: [] };

/** Of a directory with more files, nothing is said. */
const MOST_FILES = 50;

function pathsOf(files: Files, main: string, directory: string | null): readonly string[] {
  if (directory === null) return files.entry(main)?.kind === "file" ? [main] : [];
  return [...walk(files, directory)].filter(isNixFile).map(({ path }) => path);
}

function isNewRelease({ before, after }: PinnedValue): boolean {
  return !goesBack(before, after) && becomesPrerelease(after, before) === null;
}

/** Whether a difference is neither in a binding nor an argument, so that anything may be another. */
function isOfNoBinding({ binding, subject }: Difference): boolean {
  return binding === null && !ARGUMENTS.test(subject) && ARGUMENT.exec(subject) === null;
}

const ARGUMENT = /^(?:the default of )?the argument `([^`]*)`$/;
const ARGUMENTS = /^(?:the arguments|`\.\.\.` among the arguments)$/;

/** All names that a difference is about: of an added `src.rev`, both. */
function namesOf({ binding, subject }: Difference): readonly string[] {
  if (binding === null) return [ARGUMENT.exec(subject)?.[1] ?? ""];
  return partsOf(binding);
}

function partsOf(binding: string): readonly string[] {
  return binding.split(/[."${}\s]+/).filter((name) => name !== "");
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * All that may be made, by names, of anything that has one of these names, wherever that stands: what holds such a
 * name, and what holds the name of a binding whose value does. Each node is come to once.
 */
function madeOf(names: ReadonlySet<string>, files: readonly TracedFile[]): ReadonlySet<Node> {
  const above = new Map<Node, Node>();
  const named = new Map<string | null, Node[]>();
  const bound = new Map<Node, readonly Name[]>();
  for (const { file } of files) {
    for (const node of descendants(file.expression)) {
      for (const child of children(node)) above.set(child, node);
      if (node.kind === "formal" && node.default !== null) bound.set(node.default, [node.name]);
      else if (node.kind === "binding") bound.set(node.value, node.attrpath.names);
      else if (node.kind === "inherit" && node.source !== null) bound.set(node.source, node.names);
      const name = nameOf(node);
      if (name === null) continue;
      const same = named.get(name);
      if (same === undefined) named.set(name, [node]);
      else same.push(node);
    }
  }
  const made = new Set<Node>();
  const pending: (string | null)[] = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const holders = named.get(name) ?? [];
    named.delete(name);
    for (const holder of holders) {
      for (
        let node: Node | undefined = holder;
        node !== undefined && !made.has(node);
        node = above.get(node)
      ) {
        made.add(node);
        for (const { text } of bound.get(node) ?? []) pending.push(text);
      }
    }
  }
  return made;
}

function nameOf(node: Node): string | null {
  if (node.kind === "variable") return node.name;
  return node.kind === "name" ? node.text : null;
}

/** The node that stands exactly there. */
function nodeAt(file: NixFile, { start, end }: Span): Node | undefined {
  let node: Node | undefined = file.expression;
  while (node !== undefined && (node.start !== start || node.end !== end)) {
    node = children(node).find((child) => child.start <= start && end <= child.end);
  }
  return node;
}
