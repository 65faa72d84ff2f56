import { type CheckRunStep, type DesiredCheckRun, writeCheckRun } from "./check-runs.ts";
import type { GitHubClient } from "./client.ts";
import { comment, type Reaction, react } from "./comments.ts";
import { changeLabels, type LabelChange } from "./labels.ts";
import { askForMerge, dequeue, disableAutoMerge, type MergeTarget, type MergeWay } from "./merging.ts";
import type { RepositoryName } from "./objects.ts";
import { reactToNodes } from "./remarks.ts";
import { dismissReview, type NewReview, postReview } from "./reviews.ts";
import { changeThreads, type ThreadChange } from "./threads.ts";

/** Something to write in a repository, as data: what is to stand there, and not how GitHub is told. */
export type GitHubWrite =
  | { readonly kind: "check-run"; readonly desired: DesiredCheckRun; readonly step: CheckRunStep }
  | { readonly kind: "review"; readonly number: number; readonly review: NewReview }
  | {
      readonly kind: "dismissal";
      readonly number: number;
      readonly review: number;
      readonly message: string;
    }
  | { readonly kind: "threads"; readonly changes: readonly ThreadChange[] }
  | { readonly kind: "labels"; readonly number: number; readonly change: LabelChange }
  | { readonly kind: "comment"; readonly number: number; readonly body: string }
  | { readonly kind: "reaction"; readonly comment: number; readonly reaction: Reaction }
  /** A reaction to what was said outside the conversation, by node ids. */
  | { readonly kind: "reactions"; readonly to: readonly string[]; readonly reaction: Reaction }
  /** `ways`: where GitHub refuses one, the next is tried. */
  | { readonly kind: "merge"; readonly target: MergeTarget; readonly ways: readonly MergeWay[] }
  /** Ends a merge that is under way; `id` is the node id of the pull request. */
  | { readonly kind: "take-back"; readonly id: string; readonly from: "auto-merge" | "queue" };

/** Where it is written. */
export type WritePlace = {
  readonly client: GitHubClient;
  readonly name: RepositoryName;
  /** Labels that are known to exist. */
  readonly labels: Set<string>;
};

/** Writes it. Throws a GitHubFailure where GitHub does not do it. */
export function performWrite({ client, name, labels }: WritePlace, write: GitHubWrite): Promise<void> {
  switch (write.kind) {
    case "check-run":
      return writeCheckRun(client, name, write.desired, write.step);
    case "review":
      return postReview(client, name, write.number, write.review);
    case "dismissal":
      return dismissReview(client, name, write.number, write.review, write.message);
    case "threads":
      return changeThreads(client, write.changes);
    case "labels":
      return changeLabels(client, name, write.number, write.change, labels);
    case "comment":
      return comment(client, name, write.number, write.body);
    case "reaction":
      return react(client, name, write.comment, write.reaction);
    case "reactions":
      return reactToNodes(client, write.to, write.reaction);
    case "merge":
      return askForMerge(client, write.target, write.ways);
    case "take-back":
      return write.from === "queue" ? dequeue(client, write.id) : disableAutoMerge(client, write.id);
  }
}
