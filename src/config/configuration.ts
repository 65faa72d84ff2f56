import { NIX_FEATURES, type NixFeature } from "../nix/parse.ts";
import type { Root } from "../packages/layout.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type MergeConfiguration, mergeConfiguration } from "./merge.ts";
import type { ConfigurationFile } from "./schema.ts";

export type Preset = "nixpkgs" | "nur" | "flake";
export type RuleLevel = "error" | "warning" | "off";

/** What a repository wants to be checked for, with every default filled in. */
export type Configuration = {
  readonly preset: Preset;
  readonly roots: readonly Root[];
  /** Whether somebody named the roots, so that one that is not there is a mistake. */
  readonly rootsNamed: boolean;
  /** Experimental features of Nix whose syntax is read. */
  readonly nix: { readonly features: readonly NixFeature[] };
  /** Levels that differ from the preset's, by rule name. */
  readonly levels: ReadonlyMap<string, RuleLevel>;
  /** The kind of review that a blocking finding leads to. */
  readonly review: { readonly event: ReviewEvent };
  /** The labels that are the bot's to set; null for one that it leaves alone. */
  readonly labels: LabelNames;
  /** When a change may merge itself. */
  readonly merge: MergeConfiguration;
};

export type ReviewEvent = "request-changes" | "comment" | "none";
export type LabelNames = Readonly<
  Record<"clean" | "blocked" | "mergeable" | "new" | "update", string | null>
>;

/** Where a repository's configuration stands. */
export const CONFIGURATION_FILE = ".github/by-name.yml";

const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

const DEFAULT_ROOT: Root = {
  path: "pkgs/by-name",
  sharded: true,
  scope: "pkgs",
  overrides: { files: [ALL_PACKAGES], policy: "keep" },
};

/** What kind of repository a snapshot is, where its configuration does not say. */
export function guessPreset(snapshot: Snapshot): Preset {
  if (isFile(snapshot, ALL_PACKAGES)) return "nixpkgs";
  return isFile(snapshot, "flake.nix") ? "flake" : "nur";
}

function isFile(snapshot: Snapshot, path: string): boolean {
  const entry = snapshot.entry(path);
  return typeof entry !== "string" && entry.kind === "file";
}

/** The configuration that a file stands for. `ruleName` knows rules by name and NPV number. */
export function resolveConfiguration(
  file: ConfigurationFile,
  guessed: Preset,
  ruleName: (nameOrCode: string) => string | null,
): Configuration {
  const preset = file.preset ?? guessed;
  const levels = new Map<string, RuleLevel>();
  for (const [nameOrCode, level] of Object.entries(file.rules ?? {})) {
    const name = ruleName(nameOrCode);
    if (name !== null) levels.set(name, level);
  }
  const roots = file.packages?.map((entry): Root => {
    const scope = entry.scope ?? DEFAULT_ROOT.scope;
    // What all-packages.nix defines is not in another package set.
    const files =
      entry.overrides?.file ?? (scope === DEFAULT_ROOT.scope ? [...DEFAULT_ROOT.overrides.files] : []);
    return {
      path: entry.root,
      sharded: entry.sharded ?? DEFAULT_ROOT.sharded,
      scope,
      overrides: {
        files: typeof files === "string" ? [files] : files,
        policy: entry.overrides?.policy ?? DEFAULT_ROOT.overrides.policy,
      },
    };
  });
  return {
    preset,
    roots: roots ?? [DEFAULT_ROOT],
    rootsNamed: roots !== undefined,
    nix: { features: file.nix?.features ?? (preset === "nixpkgs" ? [] : NIX_FEATURES) },
    levels,
    review: { event: file.review?.event ?? "request-changes" },
    labels: {
      clean: file.labels?.clean ?? null,
      blocked: file.labels?.blocked ?? null,
      mergeable: file.labels?.mergeable ?? null,
      new: file.labels?.new ?? null,
      update: file.labels?.update ?? null,
    },
    merge: mergeConfiguration(file.merge),
  };
}
