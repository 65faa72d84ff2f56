import type { MergeMethod } from "../../../config/merge.ts";
import type { GitHubClient } from "../../../github/client.ts";
import { comment } from "../../../github/comments.ts";
import { GitHubFailure } from "../../../github/failure.ts";
import {
  dequeue,
  disableAutoMerge,
  enableAutoMerge,
  enqueue,
  mergePullRequest,
} from "../../../github/merging.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import { mergeMessage } from "../../../review/merge-message.ts";
import {
  dryRunTakenBack,
  notJudgedTakenBack,
  offTakenBack,
  takenBackComment,
} from "../../../review/merge-replies.ts";
import type { PullRequestName } from "../../jobs/run-context.ts";
import type { Write } from "../writes/write.ts";
import type { Merging } from "./merging.ts";

/** What came of asking GitHub for a merge; `why` is a clause in GitHub's own words. */
export type MergeOutcome = { readonly kind: "asked" } | { readonly kind: "refused"; readonly why: string };

export type MergeRun = {
  readonly client: GitHubClient;
  readonly name: PullRequestName;
  readonly state: PullRequestState;
  readonly merging: Merging;
  readonly method: MergeMethod;
  /** Whether somebody asked for it to be taken back, who is answered. */
  readonly cancelled: boolean;
};

/**
 * What is to be written to take a merge back. It comes before all else: GitHub would merge what was pushed
 * since, once a check is green that it waits for, and that check may be ours.
 */
export function takeBackWrites(run: MergeRun): Write[] {
  const { step } = run.merging;
  return step.kind === "take-back" ? takenBack(run, step.from) : [];
}

/** What is to be written to have it merged. `after` gives what to write once it is known what came of it. */
export function mergeWrites(
  run: MergeRun,
  after: (outcome: MergeOutcome | null) => readonly Write[],
): Write[] {
  const { step } = run.merging;
  switch (step.kind) {
    case "merge":
    case "enqueue":
    case "auto-merge":
      return [askedWrite(run, step.kind, after)];
    default:
      return [...after(null)];
  }
}

function askedWrite(
  run: MergeRun,
  how: "merge" | "enqueue" | "auto-merge",
  after: (outcome: MergeOutcome) => readonly Write[],
): Write {
  let outcome: MergeOutcome = { kind: "asked" };
  return {
    name: how,
    expected: { kind: "merge", head: run.state.head },
    async perform() {
      try {
        await ask(run, how);
      } catch (error) {
        if (error instanceof GitHubFailure && (error.kind === "refused" || error.kind === "forbidden")) {
          outcome = { kind: "refused", why: reasonOf(error) };
        }
        throw error;
      }
    },
    next: () => after(outcome),
  };
}

/** Asks GitHub in the way that fits; where it has nothing to wait for any more, or still has, in the other. */
async function ask(
  { client, state, method, merging }: MergeRun,
  step: "merge" | "enqueue" | "auto-merge",
): Promise<void> {
  const target = { id: state.id, head: state.head };
  const { gate } = state;
  const how = { method, ...messageOf(state.number, merging) };
  const later = () => enableAutoMerge(client, target, gate.hasQueue ? null : how);
  const done = merging.kind === "decided" && merging.decision.verdict === "merge";
  switch (step) {
    case "merge":
      return mergePullRequest(client, target, how);
    case "enqueue":
      return orElse(() => enqueue(client, target), gate.autoMergeAllowed ? later : null);
    case "auto-merge":
      return orElse(later, done && !gate.hasQueue ? () => mergePullRequest(client, target, how) : null);
  }
}

function messageOf(number: number, merging: Merging): { readonly title: string; readonly body: string } {
  if (merging.kind !== "decided") {
    return mergeMessage({ number, packages: [], updates: [], grounds: null });
  }
  const { files, updates } = merging.facts;
  const packages = files.packages.map(({ name }) => name);
  return mergeMessage({ number, packages, updates, grounds: merging.decision.grounds });
}

/** The other way where GitHub refuses the first. If it refuses both, what it said first counts. */
async function orElse(first: () => Promise<void>, second: (() => Promise<void>) | null): Promise<void> {
  try {
    return await first();
  } catch (error) {
    if (second === null || !(error instanceof GitHubFailure) || error.kind !== "refused") throw error;
    try {
      return await second();
    } catch (other) {
      throw other instanceof GitHubFailure && other.kind === "refused" ? error : other;
    }
  }
}

/** GitHub's words, without the name of our request before them. */
function reasonOf({ message }: GitHubFailure): string {
  return message.replace(/^\w+: /, "");
}

function takenBack(
  { client, name, state, merging, cancelled }: MergeRun,
  from: "auto-merge" | "queue",
): Write[] {
  const undo = from === "queue" ? dequeue : disableAutoMerge;
  const writes: Write[] = [
    { name: "take back", expected: { kind: "merge taken back" }, perform: () => undo(client, state.id) },
  ];
  if (cancelled) return writes;
  writes.push({
    name: "comment",
    expected: null,
    perform: () =>
      comment(client, name, name.number, takenBackText(merging, state.bot, state.gate.editedSince)),
  });
  return writes;
}

function takenBackText(merging: Merging, bot: string, edited: boolean): string {
  switch (merging.kind) {
    case "decided":
      return merging.facts.configuration?.dryRun === true
        ? dryRunTakenBack()
        : takenBackComment(merging.decision, bot, { edited });
    case "off":
      return offTakenBack();
    case "not-judged":
      return notJudgedTakenBack(merging.why, bot);
  }
}
