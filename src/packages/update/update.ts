import type { Change } from "../../change/change.ts";
import { displayName, quoted } from "../../nix/shown.ts";
import { type Range, rangeOf } from "../../nix/text.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";
import { type Files, filesOf, type ParseCache } from "../files.ts";
import type { PackageFileName } from "../layout.ts";
import { changedFile, soundFile } from "./changed-file.ts";
import { compareFiles } from "./compare.ts";
import {
  type Compared,
  type ComparedFile,
  judgeFlow,
  judgePins,
  judgeTokens,
  judgeVersion,
  MOST_PINS,
  ownTextDiffers,
  refusal,
} from "./judgements.ts";
import { mainVersion } from "./main-version.ts";
import type { Impurity, PackageUpdate, PinChange } from "./package-update.ts";

export type { Impurity, PackageUpdate, PinChange };

export type UpdateOptions = {
  /** The file of the directory that defines the package; null where the package is that file alone. */
  readonly file: PackageFileName | null;
  readonly cache: ParseCache;
  /**
   * Globs of files in a package directory that may be added, removed or changed, such as lock files and
   * patches: by name, or by path in the directory where there is a `/`. What they hold is not looked at.
   */
  readonly companions: readonly string[];
};

/** No more than this is said against one package, or told of it. */
const MOST_IMPURITIES = 100;

/**
 * What a change does to the package in a directory, and whether that is a pure update: one of which
 * nobody need see more to know that it builds another version of the same source in the same way. It is
 * one where `impurities` is empty. Decided on the syntax of both sides, for a head that somebody hostile
 * wrote upon a base that was reviewed:
 *
 * - Nothing differs but companions and pins: plain strings by the name of `version`, `rev`, `tag`, `url` or
 *   a hash, of a shape that says nothing more wherever it is interpolated.
 * - Versions go up, and tags with them; a tag stays a tag, and a release does not become a prerelease.
 * - What differs reaches only what is known to be harmless (`trace/`): names and versions, what stands for a
 *   ref, URLs behind host, owner and repository, attributes that are text to their builder, `meta`.
 * - A hash differs only together with what it is the hash of, and that of each source does.
 *
 * What it cannot see: whether the source of the new version is any good; whether a commit that takes the
 * place of another belongs to the repository, as GitHub serves those of all forks; what other packages make
 * of the version, or of what is in `passthru`; what companions hold.
 *
 * Asks the snapshots for what is not loaded yet; an answer before it is loaded is never a pure update.
 */
export function packageUpdate(
  change: Change,
  directory: string,
  name: string,
  { file, cache, companions }: UpdateOptions,
): PackageUpdate {
  const [base, head] = [filesOf(change.base, cache), filesOf(change.head, cache)];
  const main = file === null ? directory : joinPath(directory, file);
  const version = versions(base, head, main);
  const paths = change.paths.filter((path) => isWithin(path, directory));
  const compared = comparePaths({ base, head, directory, companions }, paths);
  const pins = compared.pins;
  const impurities = [...missingPackage(base, head, main), ...compared.impurities];
  const judged = judgePins(compared.files);
  impurities.push(...judged.impurities);
  if (impurities.length === 0) impurities.push(...judgeTokens(compared.files));
  if (impurities.length === 0) {
    const flow = judgeFlow(head, directory, main, compared);
    impurities.push(...flow.impurities);
    if (impurities.length === 0) {
      impurities.push(...judgeVersion(main, [...judged.pins, ...pins], version, flow.hasSource));
    }
  }
  return {
    name,
    directory,
    version,
    pins: inOrder(paths, [...pins, ...judged.pins]).slice(0, MOST_PINS),
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

/** Pins in the order of the files that they stand in. */
function inOrder(paths: readonly string[], pins: readonly PinChange[]): PinChange[] {
  const byPath = Map.groupBy(pins, ({ path }) => path);
  return paths.flatMap((path) => byPath.get(path) ?? []);
}

function versions(base: Files, head: Files, path: string): PackageUpdate["version"] {
  // Of a new package nothing need be read twice.
  const before = soundFile(base, path);
  if (!before.sound) return null;
  const after = soundFile(head, path);
  if (!after.sound) return null;
  const [old, now] = [mainVersion(before.file), mainVersion(after.file)];
  return old === null || now === null ? null : { before: old, after: now };
}

function missingPackage(base: Files, head: Files, path: string): Impurity[] {
  if (base.entry(path)?.kind !== "file")
    return [refusal(path, "the package does not exist before the change")];
  return head.entry(path)?.kind === "file"
    ? []
    : [refusal(path, "the package does not exist after the change")];
}

type Sides = {
  readonly base: Files;
  readonly head: Files;
  readonly directory: string;
  readonly companions: readonly string[];
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
  const before = soundFile(base, path);
  if (!before.sound) return { file: null, impurities: [refusal(path, `before the change, ${before.why}`)] };
  const after = soundFile(head, path);
  if (!after.sound) return { file: null, impurities: [refusal(path, after.why)] };
  const { source } = after.file;
  const { pins, differences } = compareFiles(before.file, after.file);
  const impurities = differences.map(({ binding, subject, span, what }): Impurity => {
    const range = span === null ? null : rangeOf(source, span);
    return { path, binding, range, why: `${binding === null ? subject : quoted(binding)} ${what}` };
  });
  impurities.push(...ownTextDiffers(path, before.file, after.file));
  return { file: { path, base: before.file, file: after.file, pins }, impurities };
}
