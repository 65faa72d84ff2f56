import type { PathLiteral } from "../../nix/ast.ts";
import type { NixFile } from "../../nix/parse.ts";
import { type Position, rangeOf } from "../../nix/text.ts";
import { targetPath } from "../../packages/definitions/call-package.ts";
import type { Definition } from "../../packages/definitions/definitions.ts";
import { packageFile, pathExpression, type Root } from "../../packages/layout.ts";
import { soundFile } from "../../packages/relocation.ts";
import type { Repository } from "../../packages/repository.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { isWithin, parentPath } from "../../snapshot/snapshot.ts";
import type { FixStep } from "../finding.ts";
import { deletionStep } from "./deleting-definitions.ts";

/** A file or directory that a fix moves. */
export type Move = { readonly from: string; readonly to: string };

/**
 * The edits by which the overrides files of a root follow moves of files: paths lead where the files are now.
 * Null where it is not certain that nothing would be left behind.
 */
export function followMoves(repository: Repository, root: Root, moves: readonly Move[]): FixStep[] | null {
  const steps: FixStep[] = [];
  for (const { path, file } of overridesFiles(repository, root)) {
    if (file === null || !file.source.exact) return null;
    for (const literal of file.paths) {
      const to = afterMoves(literal, file.source.text, path, moves);
      if (to === "unsure") return null;
      if (to === null) continue;
      const range = rangeOf(file.source, literal);
      steps.push({ kind: "edit", path, range, text: pathExpression(path, to) });
    }
  }
  return steps;
}

/**
 * The same where the moves make `attribute` a package by name: a definition by hand that then says what holds
 * without it is deleted. Null also where one would be left that a package by name may not have.
 */
export function followIntoByName(
  repository: Repository,
  root: Root,
  attribute: string,
  moves: readonly Move[],
): FixStep[] | null {
  const steps = followMoves(repository, root, moves);
  if (steps === null) return null;
  const deletions: FixStep[] = [];
  for (const definition of repository.topLevel(root).byAttribute.get(attribute) ?? []) {
    if (!callsItsOwn(definition, root, moves)) return null;
    if (definition.call.kind === "call" && definition.call.empty) deletions.push(deletionStep(definition));
    else if (root.overrides.policy === "forbid") return null;
  }
  return [...steps.filter((step) => !deletions.some((deletion) => covers(deletion, step))), ...deletions];
}

function overridesFiles(
  repository: Repository,
  root: Root,
): { readonly path: string; readonly file: NixFile | null }[] {
  const paths = [...new Set(root.overrides.files)];
  return paths
    .filter((path) => repository.files.entry(path) !== null)
    .map((path) => ({ path, file: soundFile(repository, path) }));
}

/** Whether one edit takes away all that another is about. */
function covers(outer: FixStep, inner: FixStep): boolean {
  if (outer.kind !== "edit" || inner.kind !== "edit" || outer.path !== inner.path) return false;
  return !isBefore(inner.range.start, outer.range.start) && !isBefore(outer.range.end, inner.range.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** Whether a definition calls the package by its own path with the scope's own `callPackage`, after the moves. */
function callsItsOwn({ call, attribute, binding }: Definition, root: Root, moves: readonly Move[]): boolean {
  if (call.kind !== "call" || call.scope !== "own" || binding.kind !== "binding") return false;
  const target = targetPath(call.target);
  return target !== null && movedTo(target, moves) === packageFile(root, attribute);
}

/** Where a path expression should lead after the moves; null where that is as before. */
function afterMoves(
  literal: PathLiteral,
  text: string,
  from: string,
  moves: readonly Move[],
): string | null | "unsure" {
  if (literal.form !== "relative") return null;
  const [computed] = literal.interpolations;
  const written = computed === undefined ? literal.text : text.slice(literal.start, computed.start);
  const known = computed === undefined ? written : written.slice(0, written.lastIndexOf("/") + 1);
  const target = normalizePath(parentPath(from), known);
  if (target === null) return null;
  if (computed !== undefined) {
    return moves.some((move) => isWithin(move.from, target) || isWithin(target, move.from)) ? "unsure" : null;
  }
  const to = movedTo(target, moves);
  if (to !== null) return to;
  // What leads to a directory around both is as right as it was.
  const around = moves.some((move) => isWithin(move.from, target) && !isWithin(move.to, target));
  return around ? "unsure" : null;
}

/** Where the moves take a path, a directory being its `default.nix`; null where they leave it alone. */
function movedTo(path: string, moves: readonly Move[]): string | null {
  for (const { from, to } of moves) {
    if (isWithin(path, from)) return to + path.slice(from.length);
  }
  return moves.find(({ from }) => from === `${path}/default.nix`)?.to ?? null;
}
