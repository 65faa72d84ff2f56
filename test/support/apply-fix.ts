import type { Finding, Fix, FixStep } from "../../src/checker/finding.ts";
import { decodeText, offsetAt, sourceText } from "../../src/nix/text.ts";
import { type FixContents, type FixPlan, planFixes } from "../../src/review/fixes/fix-plan.ts";
import type { MemoryFile, MemoryFiles } from "../../src/snapshot/memory.ts";
import { isWithin } from "../../src/snapshot/snapshot.ts";

type Edit = Extract<FixStep, { kind: "edit" }>;

/**
 * The files with one fix made, as `FixStep` says: all paths and ranges are those of before. Throws where the
 * fix asks for what cannot be done: an edit of no file, edits that overlap, a move onto something.
 */
export function applyFix(files: MemoryFiles, fix: Fix): Record<string, MemoryFile> {
  const result = new Map(Object.entries(files));
  const edits = Map.groupBy(
    fix.steps.filter((step) => step.kind === "edit"),
    ({ path }) => path,
  );
  for (const [path, ofFile] of edits) {
    const file = result.get(path);
    const text = file === undefined ? null : textOf(file);
    if (file === undefined || text === null) throw new Error(`an edit of ${path}, which is no file`);
    result.set(path, withText(file, edited(text, ofFile)));
  }
  for (const step of fix.steps) {
    if (step.kind !== "mode") continue;
    const file = result.get(step.path);
    const text = file === undefined ? null : textOf(file);
    if (text === null) throw new Error(`the mode of ${step.path}, which is no file`);
    result.set(step.path, { file: text, executable: step.executable });
  }
  const moves = fix.steps.filter((step) => step.kind === "move");
  for (const { to } of moves) {
    const obstacle = Object.keys(files).find((path) => isWithin(path, to) || isWithin(to, path));
    if (obstacle !== undefined) throw new Error(`a move to ${to}, where ${obstacle} is`);
  }
  return Object.fromEntries([...result].map(([path, file]) => [pathAfter(path, moves), file]));
}

/** Where a path is once moves are made. */
export function pathAfter(path: string, steps: readonly FixStep[]): string {
  for (const step of steps) {
    if (step.kind === "move" && isWithin(path, step.from)) return step.to + path.slice(step.from.length);
  }
  return path;
}

/** The files with as many of the fixes made as go together. */
export function applyFixes(
  files: MemoryFiles,
  findings: readonly Finding[],
): { readonly files: Record<string, MemoryFile>; readonly plan: FixPlan } {
  const plan = planFixes(findings, contentsOf(files));
  const result = new Map(Object.entries(files));
  for (const { path, after } of plan.files) {
    const file = result.get(path);
    if (file !== undefined) result.set(path, withText(file, after));
  }
  for (const { path, executable } of plan.modes) {
    const file = result.get(path);
    const text = file === undefined ? null : textOf(file);
    if (text !== null) result.set(path, { file: text, executable });
  }
  const moves = plan.moves.map((move) => ({ kind: "move" as const, ...move }));
  return {
    files: Object.fromEntries([...result].map(([path, file]) => [pathAfter(path, moves), file])),
    plan,
  };
}

/** The text of a file; null of what is none. */
export function textOf(file: MemoryFile): string | null {
  if (typeof file === "string") return file;
  if (file instanceof Uint8Array) return decodeText(file).text;
  return "file" in file ? textOf(file.file) : null;
}

function withText(file: MemoryFile, text: string): MemoryFile {
  return typeof file === "object" && "executable" in file
    ? { file: text, executable: file.executable }
    : text;
}

function edited(text: string, edits: readonly Edit[]): string {
  const source = sourceText(text);
  const placed = edits
    .map(({ range, text: put }) => ({
      start: offsetAt(source, range.start),
      end: offsetAt(source, range.end),
      put,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, put } of placed) {
    if (start < at || end < start) throw new Error("edits that overlap");
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

function contentsOf(files: MemoryFiles): FixContents {
  const paths = Object.keys(files);
  return {
    kind(path) {
      const file = files[path];
      if (file === undefined) return paths.some((other) => isWithin(other, path)) ? "directory" : "absent";
      if (typeof file === "string" || file instanceof Uint8Array || "file" in file) return "file";
      return "link" in file ? "symlink" : "submodule";
    },
    text(path) {
      const file = files[path];
      const text = file === undefined ? null : textOf(file);
      return text === null ? null : sourceText(text);
    },
  };
}
