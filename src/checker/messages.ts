/** The subject of a commit: the first line of its message. */
export type CommitSubject = { readonly id: string; readonly text: string };

/** What people call a change. */
export type ChangeMessages = {
  /** Of its pull request; null where there is none. */
  readonly title: string | null;
  /** Of its commits in their order, as many as were read. */
  readonly commits: readonly CommitSubject[];
  /** Whether the head is what these commits make of the base, and all of them were read. */
  readonly whole: boolean;
};

/** So many commits are looked at, the first of a change. */
export const MOST_COMMITS = 50;
