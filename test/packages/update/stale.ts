import { filesOf } from "../../../src/packages/files.ts";
import { type StaleHash, staleHashes } from "../../../src/packages/update/stale-hashes.ts";
import { cache, changeOf, DIRECTORY, type PackageFiles } from "./builders.ts";

export const MAIN = `${DIRECTORY}/package.nix`;

/** The hashes of the package that are those of the former version; without a directory, of its `package.nix` alone. */
export async function stale(
  before: PackageFiles,
  after: PackageFiles,
  directory: string | null = DIRECTORY,
): Promise<readonly StaleHash[]> {
  const { base, head } = await changeOf(before, after);
  return staleHashes(filesOf(base, cache), filesOf(head, cache), MAIN, directory);
}

/** Their texts. */
export async function staleTexts(...sides: Parameters<typeof stale>): Promise<string[]> {
  return (await stale(...sides)).map(({ file, span }) => file.source.text.slice(span.start, span.end));
}
