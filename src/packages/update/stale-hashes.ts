import { descendants, type Expression, type Node } from "../../nix/ast.ts";
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
  const pins = files?.flatMap((file) => file.pins) ?? [];
  const versions = pins.filter(({ kind }) => kind === "version");
  const [version] = versions;
  if (files === null || version === undefined || !versions.every(isNewRelease)) return [];
  const differing = files.flatMap(({ differences }) => differences);
  // Then it would take more to tell which.
  if (differing.some(isOfNoBinding)) return [];
  const { stale } = tracePins(files, main, []);
  if (stale.length === 0) return [];
  const changed = new Set(differing.flatMap(namesOf));
  const bindings = bindingsByName(files);
  return stale.flatMap(({ in: { path, file }, hash, call }) => {
    const around = nodeAt(file, call);
    if (around === null || differing.some(({ span }) => span !== null && overlap(span, call))) return [];
    if (
      restsOn(around, bindings, changed) ||
      partsOf(pathAt(file, call) ?? "").some((name) => changed.has(name))
    )
      return [];
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

/** The values that bindings of each name have, wherever they stand. */
function bindingsByName(files: readonly TracedFile[]): ReadonlyMap<string, readonly Expression[]> {
  const found = new Map<string, Expression[]>();
  const add = (name: string | null, value: Expression) => {
    if (name === null) return;
    const values = found.get(name);
    if (values === undefined) found.set(name, [value]);
    else values.push(value);
  };
  for (const { file } of files) {
    for (const node of descendants(file.expression)) {
      if (node.kind === "formal" && node.default !== null) add(node.name.text, node.default);
      else if (node.kind === "binding") {
        for (const { text } of node.attrpath.names) add(text, node.value);
      } else if (node.kind === "inherit" && node.source !== null) {
        for (const { text } of node.names) add(text, node.source);
      }
    }
  }
  return found;
}

/** Whether what is written here may be made, by names, of anything that has one of these names. */
function restsOn(
  call: Node,
  bindings: ReadonlyMap<string, readonly Expression[]>,
  names: ReadonlySet<string>,
): boolean {
  if (names.size === 0) return false;
  // Bindings without a name of their own, such as `inherit`, may be any.
  if (names.has("inherit")) return true;
  const seen = new Set<string>();
  const pending: Node[] = [call];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const node of descendants(next)) {
      const name = node.kind === "variable" ? node.name : node.kind === "name" ? node.text : null;
      if (name === null || seen.has(name)) continue;
      seen.add(name);
      if (names.has(name)) return true;
      pending.push(...(bindings.get(name) ?? []));
    }
  }
  return false;
}

/** The node that stands exactly there. */
function nodeAt(file: NixFile, { start, end }: Span): Node | null {
  for (const node of descendants(file.expression)) {
    if (node.start === start && node.end === end) return node;
  }
  return null;
}
