import type { Change } from "../../change/change.ts";
import type { NixFile } from "../../nix/parse.ts";
import { displayName, quoted } from "../../nix/shown.ts";
import { type Range, rangeOf } from "../../nix/text.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";
import { type Files, filesOf, isNixFile, type ParseCache, walk } from "../files.ts";
import { PACKAGE_FILE } from "../layout.ts";
import { changedFile, soundFile } from "./changed-file.ts";
import { compareFiles, dottedPath, type Pin, pathAt } from "./compare.ts";
import { mainVersion } from "./main-version.ts";
import { type PinKind, unsafePin } from "./pins.ts";
import { sameTokens } from "./same-tokens.ts";
import { type TracedFile, tracePins } from "./trace/trace.ts";

/** What a change does to a package, as far as it concerns updates. */
export type PackageUpdate = {
  readonly name: string;
  readonly directory: string;
  /** The package's version on both sides where it is written as plain text; null where it is not known. */
  readonly version: { readonly before: string; readonly after: string } | null;
  /** Each pin that differs: files in the order of their paths, bindings in that of the head's text. */
  readonly pins: readonly PinChange[];
  /** Why it is no pure update; empty for a pure one. */
  readonly impurities: readonly Impurity[];
};

/** A binding whose plain string says which source is built, or a companion of the package. */
export type PinChange = {
  readonly path: string;
  /** The dotted path of its names as they are written, `src.hash`; of a companion, its path in the package. */
  readonly binding: string;
  readonly kind: PinKind | "lock";
  /** What it was; of a companion, `present` or `absent`. */
  readonly before: string;
  readonly after: string;
  /** The value at head. */
  readonly range: Range;
};

/** Something about a change that a person has to look at. */
export type Impurity = {
  readonly path: string;
  /** The dotted path of the binding; null where no binding is to blame. */
  readonly binding: string | null;
  /** At head; null where there is nothing to point at. */
  readonly range: Range | null;
  /** A clause with names in backticks: "`buildInputs` differs", "the file was added". */
  readonly why: string;
};

export type UpdateOptions = {
  readonly cache: ParseCache;
  /**
   * Globs of files in a package directory that may be added, removed or changed, such as lock files and
   * patches: by name, or by path in the directory where there is a `/`. What they hold is not looked at.
   */
  readonly companions: readonly string[];
};

/** No more than this is said against one package, or told of it. */
const MOST_IMPURITIES = 100;
const MOST_PINS = 1000;

/**
 * What a change does to the package in a directory, and whether that is a pure update: one of which
 * nobody need see more to know that it builds another version of the same source in the same way. It is
 * one where `impurities` is empty. Decided on the syntax of both sides, for a head that somebody hostile
 * wrote upon a base that was reviewed:
 *
 * - Nothing differs but companions and pins: plain strings by the name of `version`, `rev`, `tag`, `url` or
 *   a hash, of a shape that says nothing more wherever it is interpolated.
 * - Versions go up, and tags with them; a tag stays a tag. A URL follows the version behind its host and
 *   owner.
 * - Nothing that says who made a source is made of a pin that differs, nor is Nix code read from there.
 * - A hash differs only together with what it is the hash of.
 *
 * What it cannot see: whether the source of the new version is any good; whether a commit that takes the
 * place of another belongs to the repository, as GitHub serves those of all forks; what a condition such
 * as `lib.versionAtLeast version "2"` in the base makes of the new version; what companions hold.
 *
 * Asks the snapshots for what is not loaded yet; an answer before it is loaded is never a pure update.
 */
export function packageUpdate(
  change: Change,
  directory: string,
  name: string,
  { cache, companions }: UpdateOptions,
): PackageUpdate {
  const [base, head] = [filesOf(change.base, cache), filesOf(change.head, cache)];
  const version = versions(base, head, joinPath(directory, PACKAGE_FILE));
  const paths = change.paths.filter((path) => isWithin(path, directory));
  const compared = comparePaths({ base, head, directory, companions }, paths);
  const pins = compared.pins;
  const impurities = [...missingPackage(base, head, directory), ...compared.impurities];
  const judged = judgePins(compared.files);
  impurities.push(...judged.impurities);
  if (impurities.length === 0) impurities.push(...judgeTokens(compared.files));
  if (impurities.length === 0) impurities.push(...judgeVersion(directory, judged.pins, version));
  if (impurities.length === 0) impurities.push(...judgeFlow(head, directory, compared));
  return {
    name,
    directory,
    version,
    pins: [...pins, ...judged.pins].sort(byPath).slice(0, MOST_PINS),
    impurities: impurities.slice(0, MOST_IMPURITIES),
  };
}

/**
 * One line of plain text about a package: `hello: 2.12.1 -> 2.12.2, hash changed`; `hello: changed` where no
 * pin differs.
 */
export function updateSummary({ name, version, pins, impurities }: PackageUpdate): string {
  const parts: string[] = [];
  const revision = pins.find(({ kind }) => kind === "revision");
  const moved = version !== null && version.before !== version.after ? version : (revision ?? null);
  if (moved !== null) parts.push(`${shown(moved.before)} -> ${shown(moved.after)}`);
  for (const [kind, one, many] of COUNTED) {
    const count = pins.filter((pin) => pin.kind === kind).length;
    if (count > 0) parts.push(count === 1 ? `${one} changed` : `${count} ${many} changed`);
  }
  if (parts.length === 0) parts.push("changed");
  else if (impurities.length > 0) parts.push("and more");
  return `${shown(name)}: ${parts.join(", ")}`;
}

/** Whether a package is updated, be it with more besides. */
export function isUpdate({ version, impurities }: PackageUpdate): boolean {
  return impurities.length === 0 || (version !== null && version.before !== version.after);
}

const COUNTED = [
  ["hash", "hash", "hashes"],
  ["url", "URL", "URLs"],
  ["lock", "lock file", "lock files"],
] as const;

function shown(text: string): string {
  const display = displayName(text.slice(0, 200));
  return display.length > 60 ? `${display.slice(0, 59)}…` : display;
}

function byPath(a: PinChange, b: PinChange): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function versions(base: Files, head: Files, path: string): PackageUpdate["version"] {
  const [before, after] = [soundFile(base, path), soundFile(head, path)];
  if (!before.sound || !after.sound) return null;
  const [old, now] = [mainVersion(before.file), mainVersion(after.file)];
  return old === null || now === null ? null : { before: old, after: now };
}

function refusal(path: string, why: string): Impurity {
  return { path, binding: null, range: null, why };
}

function missingPackage(base: Files, head: Files, directory: string): Impurity[] {
  const path = joinPath(directory, PACKAGE_FILE);
  if (base.entry(path)?.kind !== "file") return [refusal(path, "the package is not there before the change")];
  return head.entry(path)?.kind === "file"
    ? []
    : [refusal(path, "the package is not there after the change")];
}

/** A Nix file that differs. */
type ComparedFile = TracedFile & { readonly base: NixFile };

type Sides = {
  readonly base: Files;
  readonly head: Files;
  readonly directory: string;
  readonly companions: readonly string[];
};

type Compared = {
  readonly files: readonly ComparedFile[];
  /** Companions that differ. */
  readonly pins: readonly PinChange[];
  readonly impurities: readonly Impurity[];
};

function comparePaths(sides: Sides, paths: readonly string[]): Compared {
  const { base, head, directory, companions } = sides;
  const files: ComparedFile[] = [];
  const pins: PinChange[] = [];
  const impurities: Impurity[] = [];
  for (const path of paths) {
    const rest = path.slice(directory.length + 1);
    const changed = changedFile(base.snapshot, head.snapshot, path, rest, companions);
    if (changed.kind === "refused") {
      impurities.push(refusal(path, changed.why));
    } else if (changed.kind === "companion") {
      const [before, after] = [presence(changed.before), presence(changed.after)];
      pins.push({ path, binding: rest, kind: "lock", before, after, range: START });
    } else {
      const compared = compareNix(base, head, path);
      impurities.push(...compared.impurities);
      if (compared.file !== null) files.push(compared.file);
    }
  }
  return { files, pins, impurities };
}

const START: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

function presence(there: boolean): string {
  return there ? "present" : "absent";
}

function compareNix(
  base: Files,
  head: Files,
  path: string,
): { readonly file: ComparedFile | null; readonly impurities: readonly Impurity[] } {
  const [before, after] = [soundFile(base, path), soundFile(head, path)];
  if (!before.sound) return { file: null, impurities: [refusal(path, `before the change, ${before.why}`)] };
  if (!after.sound) return { file: null, impurities: [refusal(path, after.why)] };
  const { source } = after.file;
  const { pins, differences } = compareFiles(before.file, after.file);
  const impurities = differences.map(({ binding, span, what }): Impurity => {
    const subject = binding === null ? "the expression of the file" : quoted(binding);
    return { path, binding, range: span === null ? null : rangeOf(source, span), why: `${subject} ${what}` };
  });
  if (interpreter(before.file.source.text) !== interpreter(source.text)) {
    impurities.push(refusal(path, "the interpreter in its first line differs"));
  }
  return { file: { path, base: before.file, file: after.file, pins }, impurities };
}

/** The first line where it names an interpreter, which makes it more than a comment. */
function interpreter(text: string): string {
  return text.startsWith("#!") ? text.slice(0, Math.max(text.indexOf("\n"), 0) || undefined) : "";
}

/** The pins as they are told, and which of them may not go from the one value to the other. */
function judgePins(files: readonly ComparedFile[]): {
  readonly pins: readonly PinChange[];
  readonly impurities: readonly Impurity[];
} {
  const pins: PinChange[] = [];
  const impurities: Impurity[] = [];
  const all = files.flatMap((each) => each.pins);
  const moved = all.filter(({ kind }) => kind === "version" || kind === "revision");
  const [first] = files;
  if (all.length > MOST_PINS && first !== undefined) {
    return { pins, impurities: [refusal(first.path, "more pins differ than in any update")] };
  }
  for (const { path, file, pins: own } of files) {
    for (const pin of own) {
      const binding = dottedPath(pin.place, file.source.text) ?? pin.name;
      const range = rangeOf(file.source, pin.binding.value);
      const { kind, before, after } = pin;
      pins.push({ path, binding, kind, before, after, range });
      const why = unsafePin(pin, moved);
      if (why !== null) impurities.push({ path, binding, range, why: `${quoted(binding)} differs: ${why}` });
    }
  }
  return { pins, impurities };
}

function judgeTokens(files: readonly ComparedFile[]): Impurity[] {
  const unlike = files.filter(({ base, file, pins }) => {
    const spans = pins.map(({ binding }) => binding.value);
    return !sameTokens(base.source, file.source, spans);
  });
  return unlike.map(({ path }) => refusal(path, "more differs than its pins"));
}

function judgeFlow(head: Files, directory: string, { files: compared, pins }: Compared): Impurity[] {
  const files: TracedFile[] = [];
  const impurities: Impurity[] = [];
  for (const entry of walk(head, directory)) {
    if (!isNixFile(entry)) continue;
    const read = soundFile(head, entry.path);
    const own = compared.find(({ path }) => path === entry.path)?.pins ?? [];
    if (read.sound) files.push({ path: entry.path, file: read.file, pins: own });
    else impurities.push(refusal(entry.path, read.why));
  }
  const main = joinPath(directory, PACKAGE_FILE);
  const { findings, hasSource } = tracePins(
    files,
    main,
    pins.map(({ path }) => path),
  );
  for (const { in: at, span, what } of findings) {
    const binding = pathAt(at.file, span);
    // One reason for each binding is enough.
    if (impurities.some((each) => each.path === at.path && each.binding === binding)) continue;
    const range = rangeOf(at.file.source, span);
    const subject = binding === null ? `the expression in line ${range.start.line}` : quoted(binding);
    impurities.push({ path: at.path, binding, range, why: `${subject} ${what}` });
  }
  if (impurities.length === 0 && !hasSource) {
    impurities.push(refusal(main, "no source that the version reaches has another hash"));
  }
  return impurities;
}

/** An update is one of the package: its version differs, or it has none and something else says which source. */
function judgeVersion(
  directory: string,
  pins: readonly PinChange[],
  version: PackageUpdate["version"],
): Impurity[] {
  const path = joinPath(directory, PACKAGE_FILE);
  if (!pins.some(({ kind }) => kind === "version" || kind === "revision")) {
    return [refusal(path, "no version and no revision differs")];
  }
  if (!pins.some(({ kind }) => kind === "hash")) {
    return [refusal(path, "no hash differs, so that the same source is built")];
  }
  if (version !== null && version.before === version.after) {
    return [
      { path, binding: "version", range: null, why: "`version` stays the same while a source differs" },
    ];
  }
  return [];
}
