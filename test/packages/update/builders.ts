import { type Change, loadChange } from "../../../src/change/change.ts";
import { loadSecondReader } from "../../../src/grammar/load.ts";
import { parseCache } from "../../../src/packages/files.ts";
import { type PackageUpdate, packageUpdate } from "../../../src/packages/update/update.ts";
import { computeLoading } from "../../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../../src/snapshot/memory.ts";
import { wholeChange } from "../../support/whole.ts";

export const DIRECTORY = "pkgs/by-name/he/hello";
export const cache = parseCache(await loadSecondReader());

/** A hash of SHA-256 in SRI. */
function sri(letter: string): string {
  return `sha256-${letter.repeat(42)}A=`;
}

export const HASH_A = sri("a");
export const HASH_B = sri("b");
export const HASH_C = sri("c");
export const HASH_D = sri("d");

/** The files of the package, by their paths in its directory; a text alone is its `package.nix`. */
export type PackageFiles = string | MemoryFiles;

/** A change of the package from the one to the other. */
export async function changeOf(before: PackageFiles, after: PackageFiles): Promise<Change> {
  return wholeChange(placed(before), placed(after));
}

/** What `packageUpdate` makes of it. */
export async function updateOf(
  before: PackageFiles,
  after: PackageFiles,
  companions: readonly string[] = [],
): Promise<PackageUpdate> {
  return updateBy(await changeOf(before, after), companions);
}

/** The same, where each file is loaded once it is asked for. */
export async function updateOnDemand(before: PackageFiles, after: PackageFiles): Promise<PackageUpdate> {
  return updateBy(await loadChange(memorySource(placed(before)), memorySource(placed(after))), []);
}

function updateBy(change: Change, companions: readonly string[]): Promise<PackageUpdate> {
  return computeLoading([change.base, change.head], () =>
    packageUpdate(change, DIRECTORY, "hello", { file: "package.nix", cache, companions }),
  );
}

/** Why it is no pure update, one clause each. */
export async function impuritiesOf(
  before: PackageFiles,
  after: PackageFiles,
  companions: readonly string[] = [],
): Promise<string[]> {
  const { impurities } = await updateOf(before, after, companions);
  return impurities.map(({ why }) => why);
}

function placed(files: PackageFiles): MemoryFiles {
  const named = typeof files === "string" ? { "package.nix": files } : files;
  return Object.fromEntries(Object.entries(named).map(([name, file]) => [`${DIRECTORY}/${name}`, file]));
}

/** A text with pieces put for others, each of which it must hold. */
export function edited(text: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`no ${from} in ${text}`);
    return result.replaceAll(from, () => to);
  }, text);
}
