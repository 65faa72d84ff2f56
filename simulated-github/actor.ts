import type { CommentedHow } from "./world/conversation.ts";
import type { RepositoryHandle } from "./world/handles.ts";
import type { CommitOptions, DraftReview, Files } from "./world/inputs.ts";
import type { IssueComment, MergeMethod, PullRequest, ReactionContent } from "./world/model.ts";
import type { CheckView, CommentView, PullRequestView, ReviewView, ThreadView } from "./world/view.ts";

/** A person who uses the simulated GitHub. */
export type Actor = {
  readonly login: string;
  readonly id: number;
  /**
   * Opens a pull request with one commit: on a branch of the repository for who may push to it, else on
   * one of a fork.
   */
  opensPullRequest(repository: RepositoryHandle, options: OpensPullRequest): Promise<Conversation>;
  /** Opens a pull request of commits that are there: `head` is a branch, or `owner:branch` of a fork. */
  proposes(
    repository: RepositoryHandle,
    head: string,
    options: { title: string; body?: string; base?: string; draft?: boolean },
  ): Promise<Conversation>;
  /** Opens an issue that is no pull request. */
  opensIssue(repository: RepositoryHandle, title: string): IssueConversation;
  /** A pull request of anybody, for this person to act on. */
  visits(repository: RepositoryHandle, number: number): Conversation;
  /** Pushes to a branch of the repository, by default the default branch. */
  pushes(
    repository: RepositoryHandle,
    files: Files,
    options?: { branch?: string; message?: string },
  ): Promise<string>;
};

/** An issue that is no pull request, in the hands of one person. */
export type IssueConversation = {
  readonly number: number;
  as(login: string): IssueConversation;
  comment(body: string): IssueComment;
  editComment(comment: { readonly id: number }, body: string): void;
  /** Its comments, oldest first. */
  comments(): readonly IssueComment[];
};

export type OpensPullRequest = {
  readonly title: string;
  readonly body?: string;
  readonly files: Files;
  readonly message?: string;
  readonly base?: string;
  readonly branch?: string;
  readonly fork?: boolean;
  readonly draft?: boolean;
};

export type Pointed = { readonly id: number; readonly nodeId: string };

/** A pull request in the hands of one person. */
export type Conversation = {
  readonly number: number;
  readonly repository: RepositoryHandle;
  record(): PullRequest;
  /** The same pull request in the hands of another person. */
  as(login: string): Conversation;

  /**
   * Commits on top of the head; returns the commit. Besides the author, it takes write access to the repository
   * of the head or of the base; all others are refused.
   */
  push(files: Files, message?: string, options?: Pick<CommitOptions, "authoredAt">): Promise<string>;
  /** Replaces all commits by one that starts where the branch left the base. */
  forcePush(files: Files, message?: string): Promise<string>;
  /** Puts the whole change, as one commit, on top of the base branch. Rejects on a conflict. */
  rebase(): Promise<string>;
  edit(change: { title?: string; body?: string | null; base?: string }): Promise<void>;
  ready(): void;
  draft(): void;
  close(): Promise<void>;
  reopen(): Promise<void>;
  merge(method?: MergeMethod): Promise<void>;
  enableAutoMerge(method?: MergeMethod): Promise<void>;
  disableAutoMerge(): void;
  enqueue(): Promise<void>;
  dequeue(): void;

  comment(body: string, how?: CommentedHow): CommentView;
  /** Somebody else's comments are edited by whoever has write access. */
  editComment(comment: Pointed, body: string): void;
  deleteComment(comment: Pointed): void;
  react(subject: Pointed, content: ReactionContent): void;
  review(draft: DraftReview): Promise<ReviewView>;
  approve(body?: string): Promise<ReviewView>;
  requestChanges(body?: string): Promise<ReviewView>;
  dismiss(review: Pointed, message: string): void;
  /** The threads in their order, the ones of pending reviews left out. */
  thread(index: number): Thread;
  addLabels(...names: string[]): void;
  removeLabel(name: string): void;

  /**
   * Presses "Commit suggestion" on a review comment. Rejects with GitHub's words where the button is not
   * offered. Returns the commit.
   */
  pressSuggestion(comment: Pointed): Promise<string>;
  /** Adds all that can be applied to a batch and commits it. Null if there are none. */
  pressAllSuggestions(): Promise<string | null>;
  /** Presses "Re-run" on a check. */
  rerun(check: string): void;
  /** Presses a button that a check offers. */
  pressCheckAction(check: string, identifier: string): void;

  view(): PullRequestView;
  /** The check of this name on the head. */
  check(name: string): CheckView | null;
  /**
   * The view once the condition holds. Rejects after a while (15 s unless told), and says what the pull
   * request looks like then.
   */
  until(condition: (view: PullRequestView) => boolean, options?: UntilOptions): Promise<PullRequestView>;
  /** The next comment of somebody else that this did not return yet. */
  nextComment(options?: UntilOptions): Promise<CommentView>;
};

export type UntilOptions = {
  /** In milliseconds. */
  readonly timeout?: number;
  /** What is waited for, for the message. */
  readonly what?: string;
};

export type Thread = {
  view(): ThreadView;
  resolve(): void;
  unresolve(): void;
  reply(body: string): void;
};
