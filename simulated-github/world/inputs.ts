import type {
  Annotation,
  CheckAction,
  CheckConclusion,
  CheckStatus,
  DiffSide,
  Oid,
  Permissions,
  RepositoryRole,
  StatusState,
} from "./model.ts";

export type Urls = { readonly html: string; readonly api: string };

/** A file of a commit: null deletes it; a string or bytes is an ordinary file; a submodule is a commit's id. */
export type FileContent =
  | string
  | Uint8Array
  | null
  | { readonly symlink: string }
  | { readonly submodule: Oid }
  | { readonly executable: boolean; readonly text: string };

export type Files = Readonly<Record<string, FileContent>>;

export type CommitOptions = {
  /** Without `refs/heads/`; it is made if it is not there. By default the default branch. */
  readonly branch?: string;
  readonly files: Files;
  readonly message?: string;
  /** A commit, branch or ref to build on in place of the branch's tip; another history is a force-push. */
  readonly onto?: string;
  /** By default the repository's owner. */
  readonly author?: string;
  /** When it says that it was written, as `2026-01-31T00:00:00Z`; by default now. */
  readonly authoredAt?: string;
};

export type RepositoryOptions = {
  /** A git repository whose objects are used, and whose refs are copied. It is not written to. */
  readonly from?: string;
  /** By default `main`, or with `from` the branch that its HEAD names. */
  readonly defaultBranch?: string;
  /** The files of the first commit. */
  readonly files?: Files;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly allowAutoMerge?: boolean;
  /** By default allowed, like the two others. */
  readonly allowMergeCommit?: boolean;
  readonly allowSquashMerge?: boolean;
  readonly allowRebaseMerge?: boolean;
  /** Records alone; see `RepositoryHandle.mergeQueue` for one that acts. */
  readonly mergeQueueBranches?: readonly string[];
  readonly description?: string;
  /** Roles by login; the users are made if they are not there. */
  readonly collaborators?: Readonly<Record<string, RepositoryRole>>;
};

export type AppOptions = {
  readonly slug: string;
  readonly name?: string;
  readonly id?: number;
  readonly clientId?: string;
  readonly owner?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
};

export type OpenPullRequest = {
  readonly title: string;
  readonly body?: string | null;
  /** `branch`, or `owner:branch` for a fork. */
  readonly head: string;
  readonly base?: string;
  readonly draft?: boolean;
};

/** A comment of a review that is made. `position` is GitHub's older way: the line in the patch. */
export type DraftComment = {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: DiffSide;
  readonly startLine?: number;
  readonly startSide?: DiffSide;
  readonly position?: number;
  readonly subjectType?: "LINE" | "FILE";
};

export type DraftReview = {
  /** Undefined leaves it pending. */
  readonly event?: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
  readonly body?: string;
  /** By default the head. */
  readonly commitOid?: Oid;
  readonly comments?: readonly DraftComment[];
};

export type CheckRunInput = {
  /** Whether it is in a suite of its own, as each workflow run of Actions is; by default in the App's first. */
  readonly ownSuite?: boolean;
  readonly name?: string;
  readonly headOid?: Oid;
  readonly detailsUrl?: string;
  readonly externalId?: string;
  readonly status?: CheckStatus;
  readonly startedAt?: string;
  readonly conclusion?: CheckConclusion;
  readonly completedAt?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
};

export type StatusInput = {
  readonly oid: Oid;
  readonly state: StatusState;
  readonly context?: string;
  readonly description?: string | null;
  readonly targetUrl?: string | null;
};

/** What reactions and minimizing are about, by node id. */
export type Subject = { readonly nodeId: string };
