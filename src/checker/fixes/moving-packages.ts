import { quoted } from "../../nix/shown.ts";
import { certainDefinition } from "../../packages/definitions/certain-definition.ts";
import { walk } from "../../packages/files.ts";
import { isFree, isSelfContained } from "../../packages/relocation.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";
import type { Fix } from "../finding.ts";
import type { PackageSubject, RuleContext } from "../rule.ts";
import { followIntoByName, type Move } from "./following-moves.ts";

/**
 * The fix that moves a package directory to where it belongs, and lets the overrides file follow. Null where
 * that place is taken, or where something would then lead elsewhere.
 */
export function movingFix(subject: PackageSubject, to: string, { repository }: RuleContext): Fix | null {
  const { root, name, path } = subject;
  if (!isFree(repository, root, name) || !isSelfContained(repository, path)) return null;
  const moves = movesOf(subject, to, repository);
  const edits = moves === null ? null : followIntoByName(repository, root, name, moves);
  if (moves === null || edits === null) return null;
  return {
    title: `Move ${quoted(path)} to ${quoted(to)}`,
    steps: [...moves.map((move) => ({ kind: "move" as const, ...move })), ...edits],
  };
}

/** The directory as a whole; or file by file, where it moves into itself or a file gets its name as well. */
function movesOf(
  { root, name, path }: PackageSubject,
  to: string,
  repository: RuleContext["repository"],
): Move[] | null {
  const certain = certainDefinition(repository, root, name, path);
  if (certain === null && !isWithin(to, path)) return [{ from: path, to }];
  const moves: Move[] = [];
  for (const entry of walk(repository.files, path)) {
    if (entry.kind !== "file") return null;
    const rest = entry.path === certain?.path ? root.file : entry.path.slice(path.length + 1);
    moves.push({ from: entry.path, to: joinPath(to, rest) });
  }
  return moves;
}
