import { bareLogin } from "../policy/person.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

/** Of a pull request what it takes to stop its merge, and nothing that its author has written. */
export type MergeUnderWay = {
  /** Node id. */
  readonly id: string;
  readonly open: boolean;
  readonly head: string;
  /** The bot's own login, without `[bot]`. */
  readonly bot: string;
  /** Whether the bot has had GitHub merge it once it can, or has put it in the merge queue. */
  readonly asked: "auto-merge" | "queue" | null;
};

export const MERGE_UNDER_WAY_QUERY = /* GraphQL */ `
query MergeUnderWay($owner: String!, $repo: String!, $number: Int!) {
  viewer { login }
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      id
      state
      headRefOid
      autoMergeRequest { enabledBy { login } }
      mergeQueueEntry { enqueuer { login } }
    }
  }
}`;

type Actor = { readonly login: string } | null;
type Answer = {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly pullRequest: {
      readonly id: string;
      readonly state: string;
      readonly headRefOid: string;
      readonly autoMergeRequest: { readonly enabledBy: Actor } | null;
      readonly mergeQueueEntry?: { readonly enqueuer: Actor } | null;
    } | null;
  } | null;
};

/** Reads it. Throws a GitHubFailure, of the kind `gone` if there is no such pull request for the App to see. */
export async function readMergeUnderWay(
  client: GitHubClient,
  { owner, repo, number }: RepositoryName & { readonly number: number },
): Promise<MergeUnderWay> {
  // Merge queues may be hidden from the App; then it has put nothing into one.
  const { data } = await client.queryPartly<Answer>("MergeUnderWay", MERGE_UNDER_WAY_QUERY, {
    owner,
    repo,
    number,
  });
  const pull = data.repository?.pullRequest;
  if (!pull) throw new GitHubFailure("gone", "MergeUnderWay: there is no such pull request");
  const bot = bareLogin(data.viewer.login);
  const isOurs = (actor: Actor | undefined) => actor != null && bareLogin(actor.login) === bot;
  const asked = isOurs(pull.autoMergeRequest?.enabledBy)
    ? "auto-merge"
    : isOurs(pull.mergeQueueEntry?.enqueuer)
      ? "queue"
      : null;
  return { id: pull.id, open: pull.state === "OPEN", head: pull.headRefOid, bot, asked };
}
