import type { NodeRef, PullRequest, Repository } from "../../world/model.ts";
import { maySee } from "../access.ts";
import { actorById } from "./objects/actor.ts";
import { checkRun, checkSuite } from "./objects/checks.ts";
import { issueComment } from "./objects/comment.ts";
import { gitObject } from "./objects/git-object.ts";
import { mergeQueueEntry } from "./objects/merge-queue.ts";
import { pullRequest } from "./objects/pull-request.ts";
import { label, repository } from "./objects/repository.ts";
import { review, reviewComment, reviewThread } from "./objects/review.ts";
import { noNode } from "./problem.ts";
import type { View } from "./source.ts";

/** What is found by a global id, in a repository that the viewer may see. Throws NOT_FOUND otherwise. */
export async function node(view: View, id: string): Promise<unknown> {
  const git = view.world.parseObjectNodeId(id);
  if (git !== null) {
    const record = visible(view, git.repositoryId, id);
    return (await gitObject(view, record, git.oid)) ?? missing(id);
  }
  const found = view.reader.node(id);
  return found === null ? missing(id) : source(view, found, id);
}

/** The pull request of an id, and its repository. Throws NOT_FOUND if it is none's. */
export function pullRequestOf(view: View, id: string): { record: Repository; of: PullRequest } {
  const found = view.reader.node(id);
  if (found === null || !("number" in found)) return missing(id);
  const record = visible(view, found.repositoryId, id);
  const of = view.reader.pullRequest(record.id, found.number);
  return of === null ? missing(id) : { record, of };
}

/** The thing of a kind that an id stands for. Throws NOT_FOUND where it is of another kind. */
export function refOf<Kind extends NodeRef["kind"]>(
  view: View,
  id: string,
  ...kinds: Kind[]
): Extract<NodeRef, { kind: Kind }> | (NodeRef & { kind: Kind }) {
  const found = view.reader.node(id);
  if (found === null || !isOf(found, kinds)) return missing(id);
  return found;
}

function isOf<Kind extends NodeRef["kind"]>(
  found: NodeRef,
  kinds: readonly Kind[],
): found is NodeRef & { kind: Kind } {
  return kinds.some((kind) => kind === found.kind);
}

function source(view: View, found: NodeRef, id: string): unknown {
  const { reader } = view;
  switch (found.kind) {
    case "Account":
      return actorById(view, found.id) ?? missing(id);
    case "Repository":
      return repository(view, visible(view, found.id, id));
    case "Label": {
      const record = visible(view, found.repositoryId, id);
      const one = record.labels.find((candidate) => candidate.id === found.id);
      return one === undefined ? missing(id) : label(view, record, one);
    }
    case "CheckSuite": {
      const suite = reader.checkSuite(found.id);
      return suite === null ? missing(id) : checkSuite(view, visible(view, suite.repositoryId, id), suite);
    }
    case "CheckRun": {
      const run = reader.checkRun(found.id);
      return run === null ? missing(id) : checkRun(view, visible(view, run.repositoryId, id), run);
    }
    case "App":
    case "Team":
    case "CommitStatus":
    case "Reaction":
    case "TimelineEvent":
      throw new Error(`the simulated GitHub does not know Query.node of a ${found.kind}`);
    default:
      return ofPullRequest(view, found, id);
  }
}

function ofPullRequest(view: View, found: Extract<NodeRef, { number: number }>, id: string): unknown {
  const { record, of } = pullRequestOf(view, id);
  switch (found.kind) {
    case "PullRequest":
      return pullRequest(view, record, of);
    case "Review": {
      const one = of.reviews.find((candidate) => candidate.id === found.id);
      return one === undefined ? missing(id) : review(view, record, of, one);
    }
    case "ReviewThread": {
      const one = of.threads.find((candidate) => candidate.id === found.id);
      return one === undefined ? missing(id) : reviewThread(view, record, of, one);
    }
    case "ReviewComment": {
      for (const thread of of.threads) {
        const one = thread.comments.find((candidate) => candidate.id === found.id);
        if (one !== undefined) return reviewComment(view, record, of, thread, one);
      }
      return missing(id);
    }
    case "IssueComment": {
      const one = of.comments.find((candidate) => candidate.id === found.id);
      return one === undefined ? missing(id) : issueComment(view, record, of, one);
    }
    default:
      return of.mergeQueueEntry === null
        ? missing(id)
        : mergeQueueEntry(view, record, of, of.mergeQueueEntry);
  }
}

function visible(view: View, repositoryId: number, id: string): Repository {
  const record = view.reader.repository(repositoryId);
  return record === null || !maySee(view.reader, view.caller, record) ? missing(id) : record;
}

function missing(id: string): never {
  throw noNode(id);
}
