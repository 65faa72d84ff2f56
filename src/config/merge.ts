import type { MaintainerSource } from "../packages/maintainers/maintainers.ts";
import { bytesOf } from "./file-size.ts";
import type { ConfigurationFile, Strategy } from "./schema.ts";

/** An account as the configuration names it: its login, which for an App ends in `[bot]`, or its numeric id. */
export type AccountName = string | number;

export type MergeMethod = "squash" | "merge" | "rebase";

/** Who counts as a committer: whoever one of these applies to. */
export type Committers = {
  readonly team: string | null;
  readonly users: readonly AccountName[];
  readonly permission: "write" | "maintain" | "admin" | null;
};

/** When a change may merge itself. */
export type MergeConfiguration = {
  /** None: nothing merges itself. */
  readonly strategies: readonly Strategy[];
  /** Patterns of base branches. */
  readonly branches: readonly string[];
  readonly trustedAuthors: readonly AccountName[];
  readonly backportAuthors: readonly AccountName[];
  readonly committers: Committers;
  readonly maintainers: MaintainerSource;
  /** The team whose members may give commands as maintainers; null where all maintainers may. */
  readonly maintainersTeam: string | null;
  /** Patterns of names of files beside `package.nix` that an update may bring. */
  readonly updateFiles: readonly string[];
  /** Whether a change of a package may change its own override as well. */
  readonly ownOverrides: boolean;
  readonly method: MergeMethod;
  /** What has to be on the head and green, whether GitHub requires it or not. */
  readonly checks: readonly NamedCheck[];
  /** Checks of others that no merge waits for, by their names. */
  readonly ignoredChecks: readonly string[];
  /** Whether a `merge` in the body of a review that approves counts as one in a comment does. */
  readonly commandsInReviews: boolean;
  /** Whether all is decided and said, and nothing merged. */
  readonly dryRun: boolean;
  /** No changed file may have more bytes. */
  readonly maxFileSize: number;
};

/** A check as the configuration names it; `app`: its slug or numeric id, null where any App's will do. */
export type NamedCheck = { readonly name: string; readonly app: string | number | null };

const MAX_FILE_SIZE = 1024 * 1024;

const BRANCHES = ["master", "main", "staging*", "release-*"];

/** The settings that a file stands for, with every default filled in; some are the preset's. */
export function mergeConfiguration(
  merge: ConfigurationFile["merge"],
  preset?: ConfigurationFile["preset"],
): MergeConfiguration {
  const { source, map } = merge?.maintainers ?? { source: "nixpkgs" };
  const { team, users, permission } = merge?.committers ?? { permission: "write" };
  return {
    strategies: merge?.strategies ?? [],
    branches: merge?.branches ?? BRANCHES,
    trustedAuthors: merge?.["trusted-authors"] ?? [],
    backportAuthors: merge?.["backport-authors"] ?? [],
    committers: { team: team ?? null, users: users ?? [], permission: permission ?? null },
    maintainers:
      source === "map" ? { kind: "map", map: new Map(Object.entries(map ?? {})) } : { kind: source },
    maintainersTeam: merge?.["maintainers-team"] ?? null,
    updateFiles: merge?.["update-files"] ?? [],
    ownOverrides: merge?.["own-overrides"] ?? false,
    method: merge?.method ?? "squash",
    checks: (merge?.checks ?? []).map((one) => (typeof one === "string" ? { name: one, app: null } : one)),
    ignoredChecks: merge?.["ignored-checks"] ?? [],
    // As in nixpkgs' own merge bot, whose users approve so.
    commandsInReviews: merge?.["commands-in-reviews"] ?? preset === "nixpkgs",
    dryRun: merge?.["dry-run"] ?? false,
    maxFileSize: bytesOf(merge?.["max-file-size"] ?? MAX_FILE_SIZE),
  };
}
