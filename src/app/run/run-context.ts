import type { Formatter } from "../../checker/formatting.ts";
import type { Api } from "../../github/client.ts";
import type { GitHubFailure } from "../../github/failure.ts";
import type { ObjectCache } from "../../github/object-cache.ts";
import type { RepositoryName } from "../../github/objects.ts";
import type { ParseCache } from "../../packages/files.ts";
import { LONGEST_KEY } from "../../queue/key.ts";
import type { Queue } from "../../queue/queue.ts";
import type { ActionTerms } from "./terms.ts";

export type PullRequestName = RepositoryName & { readonly number: number };

/** The key of its jobs and of the hints that deliveries give of it. */
export function reviewKey({ owner, repo, number }: PullRequestName): string {
  return `review:${owner}/${repo}#${number}`;
}

/** The key of the hints that deliveries give of its pushes. */
export function pushKey({ owner, repo, number }: PullRequestName): string {
  return `pushed:${owner}/${repo}#${number}`;
}

/** The key of what is kept of it between two runs. */
export function memoryKey({ owner, repo, number }: PullRequestName): string {
  return `pull:${owner}/${repo}#${number}`;
}

/** With what the keys begin of the pull requests that wait with a merge at a head; their numbers follow. */
export function waitsPrefix({ owner, repo }: RepositoryName, head: string): string {
  return `waits:${owner}/${repo}@${head}#`;
}

/** The key of what is kept of the runs of a job that could not be done within their bounds. */
export function strikesKey(jobKey: string): string {
  return `strikes:${jobKey}`.slice(0, LONGEST_KEY);
}

/** What a run stands on. */
export type RunContext = {
  /** GitHub, as the installation that the run is for. */
  readonly api: Api;
  readonly appId: number;
  /** The login of the App's user, without `[bot]`. */
  readonly bot: string;
  readonly objects: ObjectCache;
  readonly parse: ParseCache;
  /** Labels that are known to exist. */
  readonly labels: Set<string>;
  readonly queue: Pick<Queue, "add" | "hint" | "memory">;
  /** GitHub's answers may be this old, in milliseconds. */
  readonly settleMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The address of GitHub for people: `https://github.com`. */
  readonly website: string;
  /** Where the documentation can be read, without a slash at the end. */
  readonly docs: string;
  /** The text of the page of a rule, by its name. */
  readonly rulePage: (rule: string) => string;
  readonly onFailure: (failure: GitHubFailure) => void;
  /** The formatter that files are held to; null for none. */
  readonly formatter?: Formatter | null;
  /** Set inside of GitHub Actions. */
  readonly terms?: ActionTerms;
  /** Hears which head a run looks at, before it looks at anything else of it. */
  readonly onHead?: (head: string) => void;
};
