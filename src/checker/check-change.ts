import type { Change } from "../change/change.ts";
import { directoryOf } from "../packages/layout.ts";
import { describeRepository } from "../packages/repository.ts";
import { computeLoading } from "../snapshot/loaded.ts";
import { type Mentions, nixFilesMentioning, type SearchLimits } from "../snapshot/mentions.ts";
import { resolvePath } from "../snapshot/resolve.ts";
import { baseName, joinPath } from "../snapshot/snapshot.ts";
import { checkSide } from "./check-side.ts";
import type { Checking } from "./checking.ts";
import type { Report } from "./finding.ts";
import { missingRoots } from "./missing-roots.ts";
import { compareSides } from "./report.ts";
import { changeScope, removedPlaces } from "./scope.ts";

/** How much of a repository is read for what still refers to something that is gone: a few requests' worth. */
const SEARCH: SearchLimits = { directories: 300, files: 300 };

/**
 * Checks what a change may have broken, loading what it takes. `limits` bounds the search for what refers to
 * packages that are gone.
 */
export async function checkChange(
  change: Change,
  checking: Checking,
  limits: SearchLimits = SEARCH,
): Promise<Report> {
  const { configuration, cache } = checking;
  const mentions = await referringFiles(change, checking, limits);
  return computeLoading([change.base, change.head], () => {
    const reading = cache.with(configuration.nix.features);
    const base = describeRepository(change.base, reading);
    const head = describeRepository(change.head, reading);
    const files = mentions === "too-many" ? [] : mentions;
    const { roots, listed, preset } = configuration;
    const scope = changeScope(roots, change.paths, head, base, files, listed, preset === "nur-registry");
    const before = checkSide(base, null, true, checking, scope);
    const after = checkSide(head, base, true, checking, scope);
    const notes = missingRoots([change.base, change.head], configuration);
    const isGone = (path: string) => head.files.entry(path) === null;
    return compareSides(after, before, mentions === "too-many" ? [...notes, NOT_SEARCHED] : notes, isGone);
  });
}

const NOT_SEARCHED =
  "The repository has too many files to look for all that refers to what this change takes out of package directories.";

/** The Nix files outside of packages that may refer to what a change takes away. */
async function referringFiles(
  { base, head, paths, source }: Change,
  { configuration: { roots, nix }, cache }: Checking,
  limits: SearchLimits,
): Promise<Mentions> {
  if (source === undefined) return [];
  const removed = await computeLoading([head, base], () =>
    removedPlaces(roots, paths, describeRepository(head, cache.with(nix.features))),
  );
  // That a patch goes concerns nobody else; that a package does may.
  const gone = await computeLoading([head], () =>
    removed.filter(({ root, place }) => {
      const file = joinPath(directoryOf(root, place), root.file);
      return resolvePath(head, file).kind === "nothing";
    }),
  );
  if (gone.length === 0) return [];
  const pairs = gone.map(({ root, place }) => `${place.shard || baseName(root.path)}/${place.name}`);
  return nixFilesMentioning(
    source,
    new Set(pairs),
    roots.map((root) => root.path),
    limits,
  );
}
