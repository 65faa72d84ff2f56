import type { GitHubClient } from "./client.ts";
import { graphqlFailure } from "./failure.ts";

/** What a thread should be like: what its first comment says, and whether it is resolved. */
export type ThreadChange = {
  readonly threadId: string;
  readonly commentId: string;
  readonly body: string;
  readonly resolved: boolean;
  /** Whether the thread is resolved as it is. */
  readonly wasResolved: boolean;
  /** Whether the comment is hidden as it is. */
  readonly minimized: boolean;
};

const THREADS_AT_ONCE = 25;

/**
 * Edits the first comments of threads and resolves or reopens the threads. `resolveReviewThread` needs
 * write access to contents; where that is refused, the comment is hidden as resolved, or shown again.
 * Throws a GitHubFailure unless GitHub says that it is done, one way or the other.
 * https://docs.github.com/en/graphql/reference/mutations#resolvereviewthread
 */
export async function changeThreads(client: GitHubClient, changes: readonly ThreadChange[]): Promise<void> {
  for (let at = 0; at < changes.length; at += THREADS_AT_ONCE) {
    await changeSome(client, changes.slice(at, at + THREADS_AT_ONCE));
  }
}

type Mutation = { readonly alias: string; readonly name: string; readonly input: Record<string, string> };

async function changeSome(client: GitHubClient, changes: readonly ThreadChange[]): Promise<void> {
  const mutations = changes.flatMap((change, i): Mutation[] => [
    {
      alias: `edit${i}`,
      name: "updatePullRequestReviewComment",
      input: { pullRequestReviewCommentId: change.commentId, body: change.body },
    },
    ...(change.resolved === change.wasResolved
      ? []
      : [
          {
            alias: `thread${i}`,
            name: change.resolved ? "resolveReviewThread" : "unresolveReviewThread",
            input: { threadId: change.threadId },
          },
        ]),
    ...(change.minimized && !change.resolved
      ? [{ alias: `show${i}`, name: "unminimizeComment", input: { subjectId: change.commentId } }]
      : []),
  ]);
  const refused = await mutate(client, "ChangeThreads", mutations, (alias) => alias.startsWith("thread"));
  // A comment that is to be seen again has been shown above, which is all that can be done for it.
  const hide = changes.flatMap((change, i): Mutation[] =>
    refused.has(`thread${i}`) && change.resolved && !change.minimized
      ? [
          {
            alias: `hide${i}`,
            name: "minimizeComment",
            input: { subjectId: change.commentId, classifier: "RESOLVED" },
          },
        ]
      : [],
  );
  if (hide.length > 0) await mutate(client, "HideComments", hide, () => false);
}

const INPUT_TYPES: ReadonlyMap<string, string> = new Map([
  ["updatePullRequestReviewComment", "UpdatePullRequestReviewCommentInput"],
  ["resolveReviewThread", "ResolveReviewThreadInput"],
  ["unresolveReviewThread", "UnresolveReviewThreadInput"],
  ["minimizeComment", "MinimizeCommentInput"],
  ["unminimizeComment", "UnminimizeCommentInput"],
]);

/** Makes mutations in one request, in order. Returns the aliases that were forbidden, where that is allowed. */
async function mutate(
  client: GitHubClient,
  operation: string,
  mutations: readonly Mutation[],
  mayBeForbidden: (alias: string) => boolean,
): Promise<Set<string>> {
  const variables = Object.fromEntries(mutations.map(({ alias, input }) => [alias, input]));
  const declarations = mutations.map(({ alias, name }) => `$${alias}: ${INPUT_TYPES.get(name)}!`);
  const fields = mutations.map(
    ({ alias, name }) => `${alias}: ${name}(input: $${alias}) { clientMutationId }`,
  );
  const document = `mutation ${operation}(${declarations.join(", ")}) { ${fields.join("\n")} }`;
  const { data, problems } = await client.queryPartly<Record<string, unknown>>(
    operation,
    document,
    variables,
  );
  const refused = new Set<string>();
  const serious = problems.filter(({ type, path }) => {
    const alias = String(path[0]);
    if (type !== "FORBIDDEN" || !mayBeForbidden(alias)) return true;
    refused.add(alias);
    return false;
  });
  if (serious.length > 0) throw graphqlFailure(serious, null, operation);
  const undone = mutations.find(({ alias }) => !refused.has(alias) && !data[alias]);
  if (undone !== undefined) throw graphqlFailure([], null, `${operation}: ${undone.name}`);
  return refused;
}
