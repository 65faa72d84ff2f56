/** What people do about a pull request, in the order in which it is given. */
export type PullRequestEvent =
  | { readonly kind: "approved" | "changes-requested" | "merge" | "cancel"; readonly by: string }
  /** The newest commit came: what was before is about older ones. */
  | { readonly kind: "pushed" };

/** What `by-name-bot explain-merge` was asked, as it was written. People are `LOGIN` or `LOGIN:ID`. */
export type ExplainMergeOptions = {
  readonly base: string;
  readonly head: string | undefined;
  /** The base branch; undefined: the one that `base` names. */
  readonly branch: string | undefined;
  readonly config: string | undefined;
  readonly author: string;
  /** Whose repository the change comes from; undefined: the author's. */
  readonly forkOwner: string | undefined;
  readonly ownBranch: boolean;
  readonly draft: boolean;
  readonly conflict: boolean;
  readonly events: readonly PullRequestEvent[];
  readonly committer: readonly string[];
  /** `NAME=LOGIN,LOGIN…`. */
  readonly team: readonly string[];
  /** `LOGIN=LEVEL`. */
  readonly permission: readonly string[];
  readonly failedCheck: readonly string[];
  readonly runningCheck: readonly string[];
  /** Of the checks that the configuration names, those that have not begun. */
  readonly absentCheck: readonly string[];
  /** Checks that GitHub requires. */
  readonly requiredCheck: readonly string[];
  readonly format: MergeFormat;
  readonly colour: boolean;
  readonly width: number | undefined;
};

export const MERGE_FORMATS = ["text", "json"] as const;
export type MergeFormat = (typeof MERGE_FORMATS)[number];
