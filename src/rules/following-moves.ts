import type { PathLiteral } from "../nix/ast.ts";
import { rangeOf } from "../nix/text.ts";
import { targetPath } from "../packages/call-package.ts";
import { type Definition, definitionsIn } from "../packages/definitions.ts";
import { packageFile, pathExpression, type Root } from "../packages/layout.ts";
import { soundFile } from "../packages/relocation.ts";
import type { Repository } from "../packages/repository.ts";
import { normalizePath } from "../snapshot/resolve.ts";
import { isWithin, parentPath } from "../snapshot/snapshot.ts";
import type { FixStep } from "./finding.ts";
import { deletionStep } from "./overrides.ts";

/** A file or directory that a fix moves. */
export type Move = { readonly from: string; readonly to: string };

/**
 * The edits by which the overrides files of a root follow moves that make `attribute` a package by name: paths
 * lead where the files are now, and a definition that then says what holds without it is deleted. Null where
 * it is not certain that nothing would be left behind.
 */
export function followMoves(
  repository: Repository,
  root: Root,
  attribute: string,
  moves: readonly Move[],
): FixStep[] | null {
  const steps: FixStep[] = [];
  for (const path of new Set(root.overrides.files)) {
    if (repository.files.entry(path) === null) continue;
    const file = soundFile(repository, path);
    if (file === null || !file.source.exact) return null;
    const own = definitionsIn(file, path, root).definitions.filter((each) => each.attribute === attribute);
    const deleted = own.filter((definition) => isNeedlessAfter(definition, root, moves));
    for (const definition of deleted) {
      if (definition.binding.kind !== "binding") return null;
      steps.push(deletionStep(definition));
    }
    for (const literal of file.paths) {
      if (deleted.some(({ binding }) => binding.start <= literal.start && literal.end <= binding.end))
        continue;
      const to = afterMoves(literal, file.source.text, path, moves);
      if (to === "unsure") return null;
      if (to === null) continue;
      const range = rangeOf(file.source, literal);
      steps.push({ kind: "edit", path, range, text: pathExpression(path, to) });
    }
  }
  return steps;
}

/** Whether a definition calls the package by its own path, and passes nothing, once the moves are made. */
function isNeedlessAfter({ call, attribute }: Definition, root: Root, moves: readonly Move[]): boolean {
  if (call.kind !== "call" || call.scope !== "own" || !call.empty) return false;
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
