import type { MergeConfiguration } from "../config/merge.ts";
import type { Known } from "../nix/known.ts";
import type { ChangedFiles } from "../packages/changed-files.ts";
import type { Maintainers } from "../packages/maintainers/maintainer.ts";
import type { TouchedEntry } from "../packages/registry/touched-entries.ts";
import type { PackageUpdate } from "../packages/update/update.ts";
import type { Person } from "./person.ts";

/** All that a decision follows from. Times are ISO 8601 in UTC, by GitHub's clock, in whole seconds. */
export type MergeFacts = {
  /** That of the base; null while it is not valid. */
  readonly configuration: MergeConfiguration | null;
  /** The base branch, without `refs/heads/`. */
  readonly branch: string;
  readonly draft: boolean;
  readonly mergeable: "yes" | "conflict" | "unknown";
  readonly files: ChangedFiles;
  /** The names of packages that the change adds. */
  readonly added: readonly string[];
  /** Where all that is in no package directory of the base is in packages that no merge rests on: those. */
  readonly unrested: readonly UnrestedPackage[];
  /** Changed files that are larger than the configuration allows. */
  readonly largeFiles: readonly string[];
  /** Whether the change touches the configuration. */
  readonly touchesConfiguration: boolean;
  readonly review: ReviewFacts;
  readonly origin: Origin;
  /** The commit that would be merged. */
  readonly head: string;
  /** Reviews that approve or ask for changes and were not dismissed, the oldest first. */
  readonly reviews: readonly Review[];
  /** The commands `merge` and `cancel`, the oldest first. */
  readonly commands: readonly GivenCommand[];
  /** Whether these are all the commands that there are. */
  readonly commandsComplete: boolean;
  readonly times: Times;
  /** Of the touched packages, by their directories: those on the base. */
  readonly maintainers: ReadonlyMap<string, Maintainers>;
  readonly updates: readonly PackageUpdate[];
  readonly memberships: Memberships;
  /** What it does to NUR's registry; null where the repository is none, or the change does not touch it. */
  readonly registry: RegistryFacts | null;
  readonly checks: CheckState;
  /** Those that `merge.checks` names. */
  readonly namedChecks: readonly NamedCheckState[];
};

/** A package that no merge rests on: a list says where it is, it stands in a set, or only the change shows its root. */
export type UnrestedPackage = {
  readonly name: string;
  readonly why: "listed" | "in-set" | "shown-by-change";
};

/** What the review of the change came to. */
export type ReviewFacts = {
  /** Findings that block. */
  readonly blocking: number;
  /** Files of the change that do not parse, whatever their level, and new or not. */
  readonly syntax: readonly string[];
  /** What could not be read or decided, a sentence each. */
  readonly unknown: readonly string[];
};

/** Where a pull request comes from. */
export type Origin = {
  /** Null for a deleted account. */
  readonly author: Person | null;
  /** Whose repository the head branch is in; null for one that is gone. */
  readonly headOwner: number | null;
  /** Whether the head branch is one of the repository itself. */
  readonly ownBranch: boolean;
  readonly headBranch: string;
};

export type Review = {
  /** Null for a deleted account. */
  readonly by: Person | null;
  readonly kind: "approved" | "changes-requested";
  /** The commit that was looked at; null where GitHub does not know it any more. */
  readonly commit: string | null;
  readonly at: string;
};

export type GivenCommand = {
  readonly command: "merge" | "cancel";
  readonly by: Person;
  /** When it was written, or edited last. */
  readonly at: string;
  /** The comment that it stands in; of a review, that. */
  readonly comment: number;
  /** Of the review that approves, in whose body it stands; null where it stands in a comment. */
  readonly review: CommandReview | null;
  /** What came of it: `obeyed` ones do not start anything again, `refused` ones count no more. */
  readonly state: "fresh" | "obeyed" | "refused";
};

export type CommandReview = {
  /** The commit that was looked at; null where GitHub does not know it any more. */
  readonly commit: string | null;
  /** Whether its author has neither approved, nor asked for changes, nor had such a review dismissed since. */
  readonly isLast: boolean;
};

export type Times = {
  /**
   * No later than then was the head pushed: what came later was said of it. Null where that is not known.
   */
  readonly pushedBy: string | null;
  /** When commits were last replaced, or the pull request opened again. */
  readonly replacedAt: string | null;
  /** When the base branch was last changed for another: what was approved before was another change. */
  readonly retargetedAt: string | null;
  /**
   * When title or description were last edited, where a merge queue takes from them what a merge says; null
   * where nothing hangs on that.
   */
  readonly editedAt: string | null;
  /** When somebody last took a merge back on GitHub itself, or a merge queue gave it up. */
  readonly takenBackAt: string | null;
};

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/** What GitHub says of the people who had a say. Whoever is not in it has no part in anything. */
export type Memberships = {
  /** Members among them, by team; a team that is not shown to the App is not in here. */
  readonly teams: ReadonlyMap<string, ReadonlySet<number>>;
  readonly permissions: ReadonlyMap<number, Permission>;
};

/** What a change of NUR's registry does. */
export type RegistryFacts = {
  readonly entries: Known<readonly TouchedEntry[]>;
  readonly ownership: EntryOwnership;
};

/** What GitHub says of whom an entry names. Whoever is not in it is not known. */
export type EntryOwnership = {
  /** The accounts that have a login now, by the login in lower case; null where nobody has it. */
  readonly accounts: ReadonlyMap<string, Account | null>;
  /** The newest commit that a line of the base's entry comes from, and the accounts of who wrote those lines. */
  readonly lastTouched: { readonly at: string; readonly by: readonly (number | null)[] } | null;
};

export type Account = {
  readonly id: number;
  readonly kind: "user" | "organization";
  /** Null of an organization. */
  readonly createdAt: string | null;
};

/** The checks of others on the head: those that GitHub requires, or where it requires none, all. */
export type CheckState = {
  readonly failed: readonly string[];
  readonly running: readonly string[];
  /** Whether GitHub requires any of them. */
  readonly required: boolean;
};

/** How it stands with a check that the configuration names. */
export type NamedCheckState = {
  readonly name: string;
  /** `running`, also where it has not started. */
  readonly state: "green" | "running" | "red";
  /** What it is where it is not green: "has not started", "was skipped"; a clause without its subject. */
  readonly why: string;
};
