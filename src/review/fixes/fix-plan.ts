import type { Finding, Fix, FixStep } from "../../checker/finding.ts";
import { displayName } from "../../nix/shown.ts";
import { offsetAt, type Position, positionAt, type SourceText } from "../../nix/text.ts";
import type { Entry } from "../../snapshot/entry.ts";
import { isNormalPath } from "../../snapshot/names.ts";
import { ancestors } from "../../snapshot/snapshot.ts";
import { type Claims, createClaims } from "../conversation/claims.ts";
import { addEdit, applyEdits, type PlacedEdit, removeEdit } from "./edits.ts";

/** What planning reads of the state that the findings are about. */
export type FixContents = {
  /** What stands at a path, links not followed. */
  readonly kind: (path: string) => Entry["kind"] | "absent";
  /** The text of a file; null where it cannot be read. */
  readonly text: (path: string) => SourceText | null;
};

/**
 * What to do to make fixes. All paths are those of before: write the files, then set the modes, then make
 * the moves, in any order, and each thing is where it should be.
 */
export type FixPlan = {
  /** Files whose text changes, sorted by path. */
  readonly files: readonly PlannedFile[];
  readonly modes: readonly { readonly path: string; readonly executable: boolean }[];
  /** None lies within another, and no target exists. */
  readonly moves: readonly PlannedMove[];
  /** What became of each finding that has a fix, in the order of the findings. */
  readonly outcomes: readonly FixOutcome[];
};

export type PlannedFile = { readonly path: string; readonly before: SourceText; readonly after: string };
export type PlannedMove = { readonly from: string; readonly to: string };

export type FixOutcome =
  | { readonly finding: Finding; readonly applied: true }
  /** `why` is a sentence without its full stop, with `code` in backticks. */
  | { readonly finding: Finding; readonly applied: false; readonly why: string };

/**
 * Puts the fixes of findings together. Each is made as a whole or not at all; one that does not go with
 * those before it is left out, and the outcome says why. What several fixes ask for alike is done once.
 */
export function planFixes(findings: readonly Finding[], contents: FixContents): FixPlan {
  const draft = emptyDraft();
  const outcomes: FixOutcome[] = [];
  for (const finding of findings) {
    if (finding.fix !== null) outcomes.push(outcomeOf(finding, accept(draft, finding.fix, contents)));
  }
  return {
    files: changedFiles(draft, contents),
    modes: [...draft.modes].map(([path, executable]) => ({ path, executable })).sort(byPath),
    moves: [...draft.moves].map(([from, to]) => ({ from, to })).sort((a, b) => compare(a.from, b.from)),
    outcomes,
  };
}

function outcomeOf(finding: Finding, refusal: Refusal | null): FixOutcome {
  return refusal === null ? { finding, applied: true } : { finding, applied: false, why: refusal.why };
}

/** What has been accepted so far. */
type Draft = {
  /** The steps, spelled out, to know one that was asked for before. */
  readonly steps: Set<string>;
  readonly edits: Map<string, PlacedEdit[]>;
  readonly modes: Map<string, boolean>;
  readonly moves: Map<string, string>;
  readonly claims: Claims;
};

type Refusal = { readonly why: string };
type Undo = () => void;

function emptyDraft(): Draft {
  return {
    steps: new Set(),
    edits: new Map(),
    modes: new Map(),
    moves: new Map(),
    claims: createClaims(),
  };
}

/** Takes all steps of a fix into the draft, or none and says why. */
function accept(draft: Draft, fix: Fix, contents: FixContents): Refusal | null {
  const undos: Undo[] = [];
  for (const step of fix.steps) {
    const key = stepKey(step);
    if (draft.steps.has(key)) continue;
    const result = acceptStep(draft, step, contents);
    if (typeof result !== "function") {
      for (const undo of undos.reverse()) undo();
      return result;
    }
    draft.steps.add(key);
    undos.push(result, () => draft.steps.delete(key));
  }
  return null;
}

/** Equal for two steps that ask for the same. */
function stepKey(step: FixStep): string {
  if (step.kind === "move") return JSON.stringify([step.kind, step.from, step.to]);
  if (step.kind === "mode") return JSON.stringify([step.kind, step.path, step.executable]);
  const { start, end } = step.range;
  return JSON.stringify([step.kind, step.path, start.line, start.column, end.line, end.column, step.text]);
}

function acceptStep(draft: Draft, step: FixStep, contents: FixContents): Refusal | Undo {
  if (step.kind === "edit") return acceptEdit(draft, step, contents);
  if (step.kind === "move") return acceptMove(draft, step, contents);
  return acceptMode(draft, step, contents);
}

function acceptEdit(
  draft: Draft,
  step: Extract<FixStep, { kind: "edit" }>,
  contents: FixContents,
): Refusal | Undo {
  const source = editable(step.path, contents);
  if ("why" in source) return source;
  const start = exactOffset(source, step.range.start);
  const end = exactOffset(source, step.range.end);
  if (start === null || end === null || end < start) {
    return refused(`${quoted(step.path)} has no such place as line ${step.range.start.line} any more`);
  }
  const edits = draft.edits.get(step.path) ?? [];
  const edit = { start, end, text: step.text };
  if (!addEdit(edits, edit)) {
    return refused(`another fix changes the same place, ${quoted(step.path)} line ${step.range.start.line}`);
  }
  draft.edits.set(step.path, edits);
  return () => removeEdit(edits, edit);
}

function acceptMode(
  draft: Draft,
  step: Extract<FixStep, { kind: "mode" }>,
  contents: FixContents,
): Refusal | Undo {
  const outside = unsafePath(step.path);
  if (outside !== null) return outside;
  if (contents.kind(step.path) !== "file") return refused(`there is no file ${quoted(step.path)}`);
  if (draft.modes.has(step.path)) return refused(`another fix sets another mode of ${quoted(step.path)}`);
  draft.modes.set(step.path, step.executable);
  return () => draft.modes.delete(step.path);
}

function acceptMove(
  draft: Draft,
  step: Extract<FixStep, { kind: "move" }>,
  contents: FixContents,
): Refusal | Undo {
  const obstacle = unsafePath(step.from) ?? unsafePath(step.to) ?? moveObstacle(step, contents);
  if (obstacle !== null) return obstacle;
  if (!draft.claims.take(step.from)) return refused(`another fix moves ${quoted(step.from)}`);
  if (!draft.claims.take(step.to)) {
    draft.claims.release(step.from);
    return refused(`another fix moves something to or from ${quoted(step.to)}`);
  }
  draft.moves.set(step.from, step.to);
  return () => {
    draft.moves.delete(step.from);
    draft.claims.release(step.to);
    draft.claims.release(step.from);
  };
}

/** Why the state itself does not allow a move. */
function moveObstacle({ from, to }: PlannedMove, contents: FixContents): Refusal | null {
  const kind = contents.kind(from);
  if (kind === "absent") return refused(`there is no ${quoted(from)}`);
  if (kind === "submodule") return refused(`${quoted(from)} is a submodule`);
  if (contents.kind(to) !== "absent") return refused(`${quoted(to)} exists already`);
  const around = ancestors(to).find((ancestor) => contents.kind(ancestor) !== "absent");
  if (around === undefined || contents.kind(around) === "directory") return null;
  return refused(`${quoted(around)} is not a directory`);
}

/** The text of a file that can be written back, or why it cannot. */
function editable(path: string, contents: FixContents): SourceText | Refusal {
  const outside = unsafePath(path);
  if (outside !== null) return outside;
  if (contents.kind(path) !== "file") return refused(`there is no file ${quoted(path)}`);
  const source = contents.text(path);
  if (source === null) return refused(`${quoted(path)} cannot be read`);
  return source.exact ? source : refused(`${quoted(path)} is not UTF-8`);
}

/** The offset of a position that is in the text as it stands; null where the text has no such place. */
function exactOffset(source: SourceText, position: Position): number | null {
  const offset = offsetAt(source, position);
  const found = positionAt(source, offset);
  return found.line === position.line && found.column === position.column ? offset : null;
}

/** A fix may contain names from the repository: it never leads out of it, nor into git's own directory. */
function unsafePath(path: string): Refusal | null {
  const safe =
    path !== "" && isNormalPath(path) && path.split("/").every((name) => name.toLowerCase() !== ".git");
  return safe ? null : refused(`${quoted(path)} is not a path that a fix may touch`);
}

function changedFiles(draft: Draft, contents: FixContents): PlannedFile[] {
  const files: PlannedFile[] = [];
  for (const [path, edits] of draft.edits) {
    const before = contents.text(path);
    if (before === null) continue;
    const after = applyEdits(before.text, edits);
    if (after !== before.text) files.push({ path, before, after });
  }
  return files.sort(byPath);
}

function refused(why: string): Refusal {
  return { why };
}

function quoted(path: string): string {
  return `\`${displayName(path)}\``;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
