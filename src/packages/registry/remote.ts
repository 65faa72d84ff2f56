import type { RegistryEntry } from "./registry.ts";

/** What is wrong with a repository that an entry names; each is a rule `remote-…`. */
export type RemoteProblemKind =
  | "gone"
  | "archived"
  | "empty"
  | "file-missing"
  | "syntax"
  | "arguments"
  | "imports-nixpkgs"
  | "builtin-fetch"
  | "no-package"
  | "submodules"
  | "licence"
  | "placeholder";

export type RemoteProblem = {
  readonly kind: RemoteProblemKind;
  /** What the repository does or lacks: a clause with the repository as its subject. */
  readonly what: string;
};

/** What is known of the repository that an entry names. */
export type Remote =
  /** `why` is a clause. `matters`: it could have been looked at, so that nothing may rest on it. */
  | { readonly kind: "not-looked-at"; readonly why: string; readonly matters: boolean }
  | { readonly kind: "looked-at"; readonly problems: readonly RemoteProblem[]; readonly offer: Offer | null };

/** What an entry offers under `nur.repos.<name>`, as far as syntax tells. */
export type Offer = {
  readonly attributes: readonly string[];
  /** Whether there may be more. */
  readonly more: boolean;
  /** By its SPDX id; null where GitHub recognises none. */
  readonly licence: string | null;
  /** The day of the newest commit, `2026-01-31`. */
  readonly lastCommit: string;
  /** The name that the repository has now, where that is another than the entry's. */
  readonly renamedTo: string | null;
};

/** The repository on GitHub and what GitHub says of it. */
export type RemoteFacts = {
  readonly archived: boolean;
  readonly licence: string | null;
  readonly lastCommit: string;
  readonly renamedTo: string | null;
};

/** Whether anything that matters of the repository is another than before. */
export function namesAnother(before: RegistryEntry | null, after: RegistryEntry): boolean {
  return (
    before === null ||
    before.url !== after.url ||
    before.file !== after.file ||
    before.branch !== after.branch ||
    before.submodules !== after.submodules
  );
}
