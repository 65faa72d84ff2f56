import { NIX_FEATURES, type NixFeature } from "../nix/parse.ts";
import { decodeText } from "../nix/text.ts";
import { PACKAGE_FILE, type Root } from "../packages/layout.ts";
import { LIST_FILES } from "../packages/recognition/listing.ts";
import type { ListedPackage, Recognised } from "../packages/recognition/recognise.ts";
import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import type { Entry } from "../snapshot/entry.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type MergeConfiguration, mergeConfiguration } from "./merge.ts";
import { type PathLevels, type RuleLevels, type RuleNaming, ruleLevels } from "./rule-levels.ts";
import type { ConfigurationFile } from "./schema.ts";

export type Preset = PackagePreset | "nur-registry";

/** The kinds of repositories that hold packages. */
export type PackagePreset = "nixpkgs" | "nur" | "flake";

/** What a repository wants to be checked for, with every default filled in. */
export type Configuration = {
  readonly preset: Preset;
  /** Whether somebody named it; else it was guessed. */
  readonly presetNamed: boolean;
  readonly roots: readonly Root[];
  /** Whether somebody named the roots, so that one that is not there is a mistake. */
  readonly rootsNamed: boolean;
  /** Where it is known from how packages are laid out, if nobody named the roots. */
  readonly layout: LayoutOrigin;
  /** The files that may list packages. */
  readonly lists: readonly string[];
  /** Whether somebody named them, so that one which lists nothing is a mistake. */
  readonly listsNamed: boolean;
  /**
   * What lists define by `callPackage ./path`, where nobody named the roots, or somebody named the lists. No merge
   * rests on it.
   */
  readonly listed: readonly ListedPackage[];
  /** Experimental features of Nix whose syntax is read. */
  readonly nix: { readonly features: readonly NixFeature[] };
  /** Levels that differ from the preset's, by rule name. */
  readonly levels: RuleLevels;
  /** Levels that differ from those for some paths; a later entry counts before an earlier one. */
  readonly pathLevels: readonly PathLevels[];
  /** The kind of review that a blocking finding leads to. */
  readonly review: { readonly event: ReviewEvent };
  /** The labels that are the bot's to set; null for one that it leaves alone. */
  readonly labels: LabelNames;
  /** When a change may merge itself. */
  readonly merge: MergeConfiguration;
};

/**
 * Where the layout comes from: somebody named it; it is that of nixpkgs; its roots were recognised on the base, or where
 * that has none, on the head, if there are any besides lists; or there was nothing to recognise, and `roots` is where packages by name are
 * first of all; or it is a registry, which has entries and no packages.
 */
export type LayoutOrigin = "named" | "nixpkgs" | "base" | "head" | "nothing" | "registry";

/** The roots that a merge may rest on: what a change itself brings is not for it to say. */
export function mergingRoots({ roots, layout }: Pick<Configuration, "roots" | "layout">): readonly Root[] {
  return layout === "head" ? [] : roots;
}

export type ReviewEvent = "request-changes" | "comment" | "none";
export type LabelNames = Readonly<
  Record<"clean" | "blocked" | "mergeable" | "new" | "update", string | null>
>;

/** Where a repository's configuration stands. */
export const CONFIGURATION_FILE = ".github/by-name.yml";

const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

export const DEFAULT_ROOT: Root = {
  path: "pkgs/by-name",
  sharded: true,
  file: PACKAGE_FILE,
  scope: "pkgs",
  overrides: { files: [ALL_PACKAGES], policy: "keep" },
};

/** What tells nixpkgs from others, besides its `all-packages.nix`. */
const MAINTAINER_LIST = "maintainers/maintainer-list.nix";
const NIXOS = "nixos";

/** What tells NUR's registry from another repository with a `repos.json`. */
const EVAL_REPO = "lib/evalRepo.nix";

/** Whether what tells nixpkgs from others is loaded, so that a guess stays what it is. */
export function isGuessed(snapshot: Snapshot): boolean {
  return [ALL_PACKAGES, MAINTAINER_LIST, NIXOS, EVAL_REPO].every(
    (path) => snapshot.entry(path) !== "not-loaded",
  );
}

/** What kind of repository a snapshot is, where its configuration does not say. */
export function guessPreset(snapshot: Snapshot): Preset {
  const isNixpkgs =
    kindOf(snapshot, ALL_PACKAGES) === "file" &&
    (kindOf(snapshot, MAINTAINER_LIST) === "file" || kindOf(snapshot, NIXOS) === "directory");
  if (isNixpkgs) return "nixpkgs";
  if (kindOf(snapshot, EVAL_REPO) === "file" && holdsRegistry(snapshot)) return "nur-registry";
  if (kindOf(snapshot, "default.nix") === "file" && listsPackages(snapshot)) return "nur";
  return kindOf(snapshot, "flake.nix") === "file" ? "flake" : "nur";
}

/** Whether `repos.json` has `repos` in it. That it is valid is for the rules to say: a base may be broken. */
function holdsRegistry(snapshot: Snapshot): boolean {
  if (kindOf(snapshot, REGISTRY_FILE) !== "file") return false;
  const content = snapshot.read(REGISTRY_FILE);
  if (content === "not-loaded" || content.kind === "absent") return false;
  return content.kind === "too-large" || /^\s*\{\s*"repos"\s*:/.test(decodeText(content.bytes).text);
}

function kindOf(snapshot: Snapshot, path: string): Entry["kind"] | null {
  const entry = snapshot.entry(path);
  return typeof entry === "string" ? null : entry.kind;
}

/** Whether `default.nix` lists packages as NUR's template does: `name = pkgs.callPackage ./path { };`. */
function listsPackages(snapshot: Snapshot): boolean {
  const content = snapshot.read("default.nix");
  if (content === "not-loaded" || content.kind !== "bytes") return false;
  const { text } = decodeText(content.bytes);
  return /[\s.]callPackage\s+\.\/\S/.test(text.replace(/#.*$/gm, ""));
}

/** The release that nixpkgs is on its way to, such as `26.05`; null where it does not say. */
export function nixpkgsRelease(snapshot: Snapshot): string | null {
  if (kindOf(snapshot, "lib/.version") !== "file") return null;
  const content = snapshot.read("lib/.version");
  if (content === "not-loaded" || content.kind !== "bytes" || content.bytes.length > 100) return null;
  return /^(\d\d\.\d\d)(?:\s|$)/.exec(decodeText(content.bytes).text)?.[1] ?? null;
}

/** From this release on nixpkgs has no overrides of packages by name (its pull request 483820). */
const FORBIDDEN_SINCE = "26.05";

function forbidsOverrides(release: string | null): boolean {
  return release !== null && release >= FORBIDDEN_SINCE;
}

/** What was recognised of a repository, and on which side. */
export type RecognisedLayout = Recognised & {
  readonly origin: Extract<LayoutOrigin, "base" | "head" | "nothing">;
  /** Whether there is a directory where packages by name are first of all, and it is surely no root of them. */
  readonly isOther?: boolean;
};

/** The kinds of repositories whose layout is known. */
const ORIGINS: Readonly<Partial<Record<Preset, LayoutOrigin>>> = {
  nixpkgs: "nixpkgs",
  "nur-registry": "registry",
};

const NOTHING: RecognisedLayout = { byName: [], listed: [], origin: "nothing" };

/** The files that list packages, as a configuration names them; null where it has no such layout. */
export function namedLists({ packages }: ConfigurationFile): readonly string[] | null {
  const entry = packages?.find(({ layout }) => layout === "listed");
  const files = entry?.["listed-in"] ?? LIST_FILES;
  return entry === undefined ? null : typeof files === "string" ? [files] : files;
}

/** The configuration that a file stands for. */
export function resolveConfiguration(
  file: ConfigurationFile,
  guessed: Preset,
  naming: RuleNaming,
  release: string | null = null,
  recognised: RecognisedLayout = NOTHING,
): Configuration {
  const preset = file.preset ?? guessed;
  const policy = preset === "nixpkgs" && forbidsOverrides(release) ? "forbid" : "keep";
  const defaultRoot = { ...DEFAULT_ROOT, overrides: { ...DEFAULT_ROOT.overrides, policy } } satisfies Root;
  const roots = file.packages?.flatMap((entry): Root[] => {
    if (entry.root === undefined) return [];
    const scope = entry.scope ?? DEFAULT_ROOT.scope;
    // What all-packages.nix defines is not in another package set.
    const files =
      entry.overrides?.file ?? (scope === DEFAULT_ROOT.scope ? [...DEFAULT_ROOT.overrides.files] : []);
    return [
      {
        path: entry.root,
        sharded: entry.sharded ?? DEFAULT_ROOT.sharded,
        file: entry.file ?? DEFAULT_ROOT.file,
        ...(entry.nested === true ? { nested: true } : {}),
        scope,
        overrides: {
          files: typeof files === "string" ? [files] : files,
          policy: entry.overrides?.policy ?? policy,
        },
      },
    ];
  });
  const lists = namedLists(file);
  const found = recognised.byName.map((layout): Root => ({ ...defaultRoot, ...layout }));
  const origin = ORIGINS[preset] ?? recognised.origin;
  const isDefault = origin === "nixpkgs" || (origin === "nothing" && recognised.isOther !== true);
  const unnamed = isDefault ? [defaultRoot] : found;
  return {
    preset,
    presetNamed: file.preset !== undefined,
    roots: (roots ?? unnamed).map((root) => ({ ...root, previousCounts: preset !== "nixpkgs" })),
    rootsNamed: roots !== undefined,
    layout: roots === undefined ? origin : "named",
    lists: lists ?? LIST_FILES,
    listsNamed: lists !== null,
    listed: (roots === undefined && ORIGINS[preset] === undefined) || lists !== null ? recognised.listed : [],
    nix: { features: file.nix?.features ?? (preset === "nixpkgs" ? [] : NIX_FEATURES) },
    levels: ruleLevels(file.rules ?? {}, naming),
    pathLevels: (file.levels ?? []).map(({ paths, rules }) => ({
      paths,
      levels: ruleLevels(rules, naming),
    })),
    review: { event: file.review?.event ?? "request-changes" },
    labels: {
      clean: file.labels?.clean ?? null,
      blocked: file.labels?.blocked ?? null,
      mergeable: file.labels?.mergeable ?? null,
      new: file.labels?.new ?? null,
      update: file.labels?.update ?? null,
    },
    merge: mergeConfiguration(file.merge, preset),
  };
}
