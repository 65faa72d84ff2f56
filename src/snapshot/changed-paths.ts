import { blobId, formatOfId, type ObjectFormat } from "./blob-id.ts";
import type { Entry, NamedEntry } from "./entry.ts";
import { isWithin, joinPath } from "./snapshot.ts";
import { type ChangedPath, type Source, SourceError } from "./source.ts";

/** How many directories are listed at once: enough to fill a pipe, few enough to forget. */
const DIRECTORIES_AT_ONCE = 256;
/** How many contents are held at once where one must be looked into. */
const CONTENTS_AT_ONCE = 32;

/** Directories above a changed path at most; nixpkgs has some fifteen. Each is a question to the source. */
export const MOST_DIRECTORIES = 64;

/** Why a path is not looked at, as a SourceError says it: too many directories are above it. */
export function tooDeep(): SourceError {
  return new SourceError(`the change has a path that is more than ${MOST_DIRECTORIES} directories deep`);
}

export function isTooDeep(path: string): boolean {
  let slashes = 0;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) slashes += 1;
  return slashes > MOST_DIRECTORIES;
}

/** A directory to be compared, and which sides have it. */
type Pair = { readonly path: string; readonly before: boolean; readonly after: boolean };

/** Two entries that are alike but for their content, which no pair of ids decides. */
type Undecided = ChangedPath & { readonly before: Entry; readonly after: Entry };

/**
 * The paths at which two sources do not hold the same file, link or submodule (kind, executable bit or
 * content), sorted in code unit order. Directories are not reported: of a file that became a directory,
 * `after` is null. Directories whose ids are equal are not looked into. Where ids are lacking contents
 * are compared; what cannot be compared (a submodule without an id) counts as changed. `within` limits
 * the comparison to these paths and what lies below them. Throws a SourceError for a change that is too deep.
 */
export async function changedPaths(
  base: Source,
  head: Source,
  { within = [""] }: { readonly within?: readonly string[] } = {},
): Promise<ChangedPath[]> {
  const changes: ChangedPath[] = [];
  const open: Pair[] = [{ path: "", before: true, after: true }];
  // The last found are looked into first, so that what is open stays small in a large tree.
  while (open.length > 0) {
    const pairs = open.splice(-DIRECTORIES_AT_ONCE);
    const undecided: Undecided[] = [];
    const [before, after] = await Promise.all([
      listings(base, pairs, (pair) => pair.before),
      listings(head, pairs, (pair) => pair.after),
    ]);
    for (const { path: directory } of pairs) {
      for (const found of compareListings(directory, before.get(directory), after.get(directory))) {
        if (found.directory !== null && mayHold(found.directory.path, within)) {
          if (isTooDeep(found.directory.path)) throw tooDeep();
          open.push(found.directory);
        }
        const { change, decided } = found;
        if (change === null || !within.some((w) => isWithin(change.path, w))) continue;
        if (decided) changes.push(change);
        else if (change.before !== null && change.after !== null) {
          undecided.push({ path: change.path, before: change.before, after: change.after });
        }
      }
    }
    for (let at = 0; at < undecided.length; at += CONTENTS_AT_ONCE) {
      changes.push(...(await differing(base, head, undecided.slice(at, at + CONTENTS_AT_ONCE))));
    }
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

type Found = {
  readonly directory: Pair | null;
  readonly change: ChangedPath | null;
  readonly decided: boolean;
};

function* compareListings(
  directory: string,
  before: readonly NamedEntry[] = [],
  after: readonly NamedEntry[] = [],
): Generator<Found> {
  const others = new Map(after.map((entry) => [entry.name, entry]));
  for (const entry of before) {
    yield* compareEntries(joinPath(directory, entry.name), entry, others.get(entry.name));
    others.delete(entry.name);
  }
  for (const entry of others.values()) {
    yield* compareEntries(joinPath(directory, entry.name), undefined, entry);
  }
}

function* compareEntries(
  path: string,
  before: NamedEntry | undefined,
  after: NamedEntry | undefined,
): Generator<Found> {
  if (before !== undefined && after !== undefined && sameId(before, after) && sameKind(before, after)) return;
  const directory = { path, before: before?.kind === "directory", after: after?.kind === "directory" };
  const change = { path, before: leaf(before), after: leaf(after) };
  const changed = change.before !== null || change.after !== null;
  yield {
    directory: directory.before || directory.after ? directory : null,
    change: changed ? change : null,
    decided: !mayBeEqual(change.before, change.after),
  };
}

function leaf(entry: NamedEntry | undefined): Entry | null {
  if (entry === undefined || entry.kind === "directory") return null;
  const { name: _, ...rest } = entry;
  return rest;
}

function sameId(before: Entry, after: Entry): boolean {
  return before.id !== null && before.id === after.id;
}

function sameKind(before: Entry, after: Entry): boolean {
  if (before.kind === "file" && after.kind === "file") return before.executable === after.executable;
  return before.kind === after.kind;
}

/** Whether only a look at the contents can tell. Called for entries whose ids are not known to be equal. */
function mayBeEqual(before: Entry | null, after: Entry | null): boolean {
  if (before === null || after === null || !sameKind(before, after) || before.kind === "submodule")
    return false;
  if (before.id === null || after.id === null) return true;
  return before.id.length !== after.id.length;
}

/** Whether `directory` is, holds or lies in one of the paths. */
function mayHold(directory: string, within: readonly string[]): boolean {
  return within.some((path) => isWithin(directory, path) || isWithin(path, directory));
}

async function listings(
  source: Source,
  pairs: readonly Pair[],
  has: (pair: Pair) => boolean,
): Promise<Map<string, readonly NamedEntry[]>> {
  const directories = pairs.filter(has).map((pair) => pair.path);
  const lists = directories.length === 0 ? [] : await source.list(directories);
  const found = new Map<string, readonly NamedEntry[]>();
  directories.forEach((directory, i) => {
    const listing = lists[i] ?? "absent";
    if (listing !== "absent") found.set(directory, listing);
  });
  return found;
}

async function differing(base: Source, head: Source, pairs: readonly Undecided[]): Promise<ChangedPath[]> {
  const changes: ChangedPath[] = [];
  for (const format of ["sha1", "sha256"] as const) {
    const some = pairs.filter((pair) => formatFor(pair) === format);
    const [before, after] = await Promise.all([
      contentIds(
        base,
        some.map((pair) => ({ path: pair.path, entry: pair.before })),
        format,
      ),
      contentIds(
        head,
        some.map((pair) => ({ path: pair.path, entry: pair.after })),
        format,
      ),
    ]);
    some.forEach((pair, i) => {
      const id = before[i] ?? null;
      if (id === null || id !== after[i]) changes.push(pair);
    });
  }
  return changes;
}

/** The format in which one of the ids is known already; of contents without any, the stronger. */
function formatFor({ before, after }: Undecided): ObjectFormat {
  const id = before.id ?? after.id;
  return id === null ? "sha256" : formatOfId(id);
}

/** The blob id of each content in `format`, or null where it cannot be told. */
async function contentIds(
  source: Source,
  wanted: readonly { readonly path: string; readonly entry: Entry }[],
  format: ObjectFormat,
): Promise<(string | null)[]> {
  const ids = wanted.map(({ entry }) =>
    entry.id !== null && formatOfId(entry.id) === format ? entry.id : null,
  );
  const unknown = wanted.flatMap(({ path }, i) => (ids[i] === null ? [{ path, i }] : []));
  if (unknown.length === 0) return ids;
  const paths = unknown.map(({ path }) => path);
  const computed = source.blobIds
    ? await source.blobIds(paths, format)
    : await readIds(source, paths, format);
  unknown.forEach(({ i }, k) => {
    ids[i] = computed[k] ?? null;
  });
  return ids;
}

async function readIds(
  source: Source,
  paths: readonly string[],
  format: ObjectFormat,
): Promise<(string | null)[]> {
  const contents = await source.read(paths);
  return contents.map((content) => (content.kind === "bytes" ? blobId(content.bytes, format) : null));
}
