import { diffHunks, type Hunk } from "../../../change/line-diff.ts";
import type { GitHubObjects } from "../../../github/objects.ts";
import { mergeBase, patchedHunks } from "../../../github/reviews.ts";
import { decodeText, type SourceText } from "../../../nix/text.ts";
import type { HeadFile, IdentifiedFinding } from "../../../review/conversation/compose.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../../../snapshot/loaded.ts";
import { treeSource } from "../../../snapshot/tree-source.ts";
import type { Reading } from "../reading.ts";
import type { Checked } from "../verdict.ts";

/** Where comments on findings can stand. */
export type Placement = {
  /** Files at the pull request's own head, as its own diff shows them. */
  readonly files: ReadonlyMap<string, HeadFile>;
};

/** Finds where comments on findings can stand. A file that the base has changed as well is looked up in both. */
export async function placeFindings(
  reading: Reading,
  { change, opened }: Checked,
  findings: readonly IdentifiedFinding[],
): Promise<Placement> {
  const { client, objects, name, state } = reading;
  const files = new Map<string, HeadFile>();
  const renamed = new Set(state.files.filter((file) => file.renamed).map(({ path }) => path));
  const listed = new Set(state.files.map(({ path }) => path));
  const changed = new Set(change.paths);
  const paths = [...new Set(findings.map(({ finding }) => finding.path))].filter((path) => changed.has(path));
  const texts = await readTexts(change.head, paths);
  const before = await readTexts(change.base, [...texts.keys()]);
  let patches: Map<string, Hunk[]> | null = null;
  let fork: LoadedSnapshot | null = null;
  for (const [path, text] of texts) {
    // A file that looks new and that GitHub has not named may be a renamed one, whose diff is another.
    if (!listed.has(path) && !before.has(path)) continue;
    const ownId = await opened.idAtHead(path);
    if (ownId === null) continue;
    const entry = change.head.entry(path);
    const same = typeof entry !== "string" && entry.id === ownId;
    const own = same ? text : await readOwn(objects, ownId, path);
    if (own === null) continue;
    if (renamed.has(path)) {
      patches ??= await patchedHunks(client, name, state.number);
      files.set(path, { text: own, hunks: patches.get(path) ?? [] });
    } else if (same) {
      files.set(path, { text, hunks: hunksBetween(before.get(path), text) });
    } else {
      fork ??= await forkOf(reading);
      const parted = await readTexts(fork, [path]);
      files.set(path, { text: own, hunks: hunksBetween(parted.get(path), own) });
    }
  }
  return { files };
}

async function readOwn(objects: GitHubObjects, id: string, path: string): Promise<SourceText | null> {
  const content = await objects.blob(id, () => path);
  return content.kind === "bytes" ? decodeText(content.bytes) : null;
}

/** The same placement by GitHub's own patches, for when it does not take the lines found here. */
export async function placeByPatches(
  { client, name, state }: Reading,
  { files }: Placement,
): Promise<Placement> {
  const patches = await patchedHunks(client, name, state.number);
  const shown = [...files].flatMap(([path, { text }]): [string, HeadFile][] => {
    const hunks = patches.get(path);
    return hunks === undefined ? [] : [[path, { text, hunks }]];
  });
  return { files: new Map(shown) };
}

function hunksBetween(before: SourceText | undefined, after: SourceText): Hunk[] {
  return diffHunks(before?.text ?? null, after.text);
}

/** What the repository held where the pull request parted from its base. */
async function forkOf({ client, objects, name, state }: Reading): Promise<LoadedSnapshot> {
  const base = state.merge.kind === "merged" ? state.merge.base : (state.baseTip ?? state.head);
  const commit = await mergeBase(client, name, base, state.head);
  const { roots } = await objects.prefetch([{ commit, directories: [], files: [], ids: [] }]);
  return loadedSnapshot(treeSource(objects, roots[0] ?? null, `commit ${commit.slice(0, 7)}`));
}

/** The texts of those paths that are files that can be read. */
async function readTexts(
  snapshot: LoadedSnapshot,
  paths: readonly string[],
): Promise<Map<string, SourceText>> {
  return computeLoading([snapshot], () => {
    const texts = new Map<string, SourceText>();
    for (const path of paths) {
      const entry = snapshot.entry(path);
      if (typeof entry === "string" || entry.kind !== "file") continue;
      const content = snapshot.read(path);
      if (content !== "not-loaded" && content.kind === "bytes") texts.set(path, decodeText(content.bytes));
    }
    return texts;
  });
}
