import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

/**
 * Whose turn it is to write on a pull request, where runs know nothing of each other: the eyes that the bot gives
 * the pull request itself. GitHub gives each account one reaction of a kind, and says whether it was there already,
 * so that of any number of runs one has it.
 */
export type Turn =
  | { readonly kind: "taken"; readonly id: number }
  | { readonly kind: "others"; readonly id: number };

type Pull = RepositoryName & { readonly number: number };

/**
 * Takes the turn, or says whose it is. Throws a GitHubFailure.
 * https://docs.github.com/en/rest/reactions/reactions#create-reaction-for-an-issue
 */
export async function takeTurn(client: GitHubClient, { owner, repo, number }: Pull): Promise<Turn> {
  return client.rest("reactions.createForIssue", async (rest) => {
    const { status, data } = await rest.reactions.createForIssue({
      owner,
      repo,
      issue_number: number,
      content: "eyes",
    });
    return { data: { kind: status === 201 ? "taken" : "others", id: data.id } };
  });
}

/** Ends a turn, one's own or one that was abandoned; one that is over is no failure. Throws a GitHubFailure. */
export async function endTurn(
  client: GitHubClient,
  { owner, repo, number }: Pull,
  id: number,
): Promise<void> {
  try {
    await client.rest("reactions.deleteForIssue", (rest) =>
      rest.reactions.deleteForIssue({ owner, repo, issue_number: number, reaction_id: id }),
    );
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.status !== 404) throw error;
  }
}
