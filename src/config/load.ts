import { decodeText } from "../nix/text.ts";
import { placeIn } from "../packages/layout.ts";
import type { ByNameLayout } from "../packages/recognition/by-name.ts";
import { readListing } from "../packages/recognition/listing.ts";
import {
  type ListedPackage,
  listedPackages,
  type Recognised,
  recognise,
} from "../packages/recognition/recognise.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import {
  CONFIGURATION_FILE,
  type Configuration,
  DEFAULT_ROOT,
  guessPreset,
  isGuessed,
  namedLists,
  nixpkgsRelease,
  type RecognisedLayout,
  resolveConfiguration,
} from "./configuration.ts";
import { type ConfigurationProblem, parseConfiguration, TOO_LONG } from "./parse.ts";
import type { RuleNaming } from "./rule-levels.ts";
import type { ConfigurationFile } from "./schema.ts";

export type LoadedConfiguration =
  | { readonly kind: "valid"; readonly configuration: Configuration }
  | { readonly kind: "invalid"; readonly path: string; readonly problems: readonly ConfigurationProblem[] };

/**
 * The configuration that a snapshot holds, or else the defaults for the kind of repository that it is.
 * `file` takes the place of the snapshot's own where it is given. `head` is what a snapshot without packages is
 * about to become: where it has none to tell by, the head tells how they are laid out.
 */
export function loadConfiguration(
  snapshot: Snapshot,
  rules: RuleNaming,
  file?: { readonly path: string; readonly text: string },
  head?: Snapshot,
): LoadedConfiguration {
  const path = file?.path ?? CONFIGURATION_FILE;
  const text = file?.text ?? configurationText(snapshot);
  if (typeof text !== "string") {
    return { kind: "invalid", path, problems: [{ position: { line: 1, column: 1 }, message: text.why }] };
  }
  const parsed = parseConfiguration(text, rules);
  if (parsed.kind === "invalid") return { kind: "invalid", path, problems: parsed.problems };
  const guessed = guessPreset(snapshot);
  const preset = parsed.file.preset ?? guessed;
  const isKnown = preset === "nixpkgs" || preset === "nur-registry";
  const isOwnLayout = parsed.file.packages === undefined && !isKnown;
  const configuration = resolveConfiguration(
    parsed.file,
    guessed,
    rules,
    nixpkgsRelease(snapshot),
    isOwnLayout
      ? recognisedLayout(snapshot, head ?? null)
      : listedByName(parsed.file, snapshot, head ?? null),
  );
  return { kind: "valid", configuration };
}

/** What was recognised on the snapshot; on the head what it has no packages to tell by, and what that lists. */
function recognisedLayout(snapshot: Snapshot, head: Snapshot | null): RecognisedLayout | undefined {
  // What kind of repository it is comes first: nixpkgs is looked into no further.
  if (!isGuessed(snapshot)) return undefined;
  const before = recognise(snapshot);
  const isThere = before.byName.length > 0;
  const after = head === null ? null : onHead(head, before);
  // That a change adds the first set of packages to a root makes no package of anything that a merge rests on.
  const nestedSince = (root: ByNameLayout) =>
    !root.sharded &&
    after?.byName.some((other) => other.path === root.path && other.nested === true) === true;
  const byName = isThere
    ? before.byName.map((root) => (nestedSince(root) ? { ...root, nested: true } : root))
    : (after?.byName ?? []);
  const listed = onceByFile([...before.listed, ...(after?.listed ?? [])]);
  const inRoots = (path: string) => byName.some((root) => placeIn(root, path) !== null);
  const either = listed.filter(({ file }) => !inRoots(file));
  const isAny = byName.length + either.length > 0;
  const origin = isThere ? "base" : isAny ? "head" : "nothing";
  const isOther = isHere(snapshot, DEFAULT_ROOT.path) || (head !== null && isHere(head, DEFAULT_ROOT.path));
  return { byName, listed: either, origin, isOther };
}

/** The same of the head, where it may matter: what is sharded on the base stays so, whatever the head makes of it. */
function onHead(head: Snapshot, { byName }: Recognised): Recognised {
  const isSettled = byName.length > 0 && byName.every(({ sharded }) => sharded);
  return isSettled
    ? { byName: [], listed: listedPackages(readListing(head).calls, byName) }
    : recognise(head);
}

/** What the lists define that a configuration names, on either side; undefined where it names none. */
function listedByName(
  file: ConfigurationFile,
  base: Snapshot,
  head: Snapshot | null,
): RecognisedLayout | undefined {
  const lists = namedLists(file);
  if (lists === null) return undefined;
  const roots = (file.packages ?? []).flatMap(({ root, sharded }) =>
    root === undefined ? [] : [{ path: root, sharded: sharded ?? DEFAULT_ROOT.sharded }],
  );
  const sides = [base, ...(head === null ? [] : [head])];
  const listed = sides.flatMap((side) => listedPackages(readListing(side, lists).calls, roots));
  return { byName: [], listed: onceByFile(listed), origin: "nothing" };
}

function isHere(snapshot: Snapshot, path: string): boolean {
  return typeof snapshot.entry(path) !== "string";
}

function onceByFile(listed: readonly ListedPackage[]): readonly ListedPackage[] {
  return [...new Map(listed.map((one) => [one.file, one])).values()];
}

/** The text of the snapshot's configuration file, `""` where it has none; or why it cannot be read. */
function configurationText(snapshot: Snapshot): string | { readonly why: string } {
  const entry = snapshot.entry(CONFIGURATION_FILE);
  if (typeof entry === "string") return "";
  if (entry.kind !== "file") {
    const what = entry.kind === "symlink" ? "symbolic link" : entry.kind;
    return { why: `it is a ${what}, and must be a file` };
  }
  const content = snapshot.read(CONFIGURATION_FILE);
  if (content === "not-loaded" || content.kind === "absent") return "";
  if (content.kind === "too-large") return { why: TOO_LONG };
  return decodeText(content.bytes).text;
}
