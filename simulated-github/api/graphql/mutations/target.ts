import type * as schema from "@octokit/graphql-schema";
import type { NodeRef, PullRequest, Repository } from "../../../world/model.ts";
import { may } from "../../access.ts";
import { graphqlPermissions } from "../../permissions.ts";
import { pullRequestOf, refOf } from "../node.ts";
import { forbidden, GraphqlProblem } from "../problem.ts";
import type { View } from "../source.ts";

/** The inputs of the mutations that are simulated. */
export type Inputs = {
  resolveReviewThread: schema.ResolveReviewThreadInput;
  unresolveReviewThread: schema.UnresolveReviewThreadInput;
  minimizeComment: schema.MinimizeCommentInput;
  unminimizeComment: schema.UnminimizeCommentInput;
  addPullRequestReview: schema.AddPullRequestReviewInput;
  updatePullRequestReview: schema.UpdatePullRequestReviewInput;
  dismissPullRequestReview: schema.DismissPullRequestReviewInput;
  updatePullRequestReviewComment: schema.UpdatePullRequestReviewCommentInput;
  deletePullRequestReviewComment: schema.DeletePullRequestReviewCommentInput;
  addPullRequestReviewThreadReply: schema.AddPullRequestReviewThreadReplyInput;
  addComment: schema.AddCommentInput;
  updateIssueComment: schema.UpdateIssueCommentInput;
  deleteIssueComment: schema.DeleteIssueCommentInput;
  addReaction: schema.AddReactionInput;
  removeReaction: schema.RemoveReactionInput;
  addLabelsToLabelable: schema.AddLabelsToLabelableInput;
  removeLabelsFromLabelable: schema.RemoveLabelsFromLabelableInput;
  mergePullRequest: schema.MergePullRequestInput;
  enablePullRequestAutoMerge: schema.EnablePullRequestAutoMergeInput;
  disablePullRequestAutoMerge: schema.DisablePullRequestAutoMergeInput;
  enqueuePullRequest: schema.EnqueuePullRequestInput;
  dequeuePullRequest: schema.DequeuePullRequestInput;
};

/** What answers mutations, each with its payload. */
export type Resolvers<Names extends keyof Inputs & keyof schema.Mutation> = {
  readonly [Name in Names]: (args: { readonly input: Inputs[Name] }, view: View) => unknown;
};

/** A payload; its fields are read from the state after the mutation. */
export function payload(input: { clientMutationId?: string | null }, fields: Record<string, unknown>) {
  return { clientMutationId: input.clientMutationId ?? null, ...fields };
}

export type InPullRequest = Extract<NodeRef, { number: number }>["kind"];

/** What a mutation is about, if it is of the right kind and the token may do this to its repository. */
export function target(
  view: View,
  nodeId: string,
  mutation: keyof Inputs,
  ...kinds: InPullRequest[]
): { record: Repository; of: PullRequest; id: number; kind: InPullRequest } {
  const found = refOf(view, nodeId, ...kinds);
  const { record, of } = pullRequestOf(view, nodeId);
  const requirement = graphqlPermissions[`Mutation.${mutation}`] ?? [];
  if (!may(view.reader, view.caller, record, requirement)) throw forbidden();
  if (record.isArchived) {
    throw new GraphqlProblem("UNPROCESSABLE", "Repository was archived so is read-only.");
  }
  return { record, of, kind: found.kind, id: "id" in found ? found.id : of.id };
}

/** An input that GitHub takes and the simulation does not. */
export function unknownInput(name: string): Error {
  return new Error(`the simulated GitHub does not know ${name}`);
}
