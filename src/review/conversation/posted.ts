/** What stands on a pull request that the bot itself put there, as far as the next review depends on it. */
export type Posted = {
  readonly threads: readonly PostedThread[];
  readonly reviews: readonly PostedReview[];
};

/** A review thread that begins with a comment of the bot's about one finding. */
export type PostedThread = {
  /** Node ids, of the thread and of its first comment. */
  readonly id: string;
  readonly commentId: string;
  /** The finding that the comment's marker names. */
  readonly finding: string;
  /** Whether the comment says that it is fixed: then it was the bot that resolved the thread. */
  readonly fixed: boolean;
  readonly resolved: boolean;
  /** Hidden, which the bot does where it may not resolve. */
  readonly minimized: boolean;
  readonly body: string;
};

/** A review of the bot's own. */
export type PostedReview = {
  readonly databaseId: number;
  readonly state: "commented" | "changes-requested" | "dismissed" | "other";
  /** The findings that it carries as comments, and that its body lists. */
  readonly inline: readonly string[];
  /** The commit that it was about; null where GitHub does not know it any more. */
  readonly commit: string | null;
  readonly inBody: readonly string[];
  /** Dismissed by the bot itself, once nothing blocked any more. */
  readonly dismissedByBot: boolean;
};
