import { isDeepStrictEqual } from "node:util";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { gitHubObjects, type RepositoryName } from "../../github/objects.ts";
import { type PullRequestState, readPullRequest } from "../../github/pull-request.ts";
import { mergeBase } from "../../github/reviews.ts";
import type { IdentifiedFinding } from "../../review/compose.ts";
import type { Posted } from "../../review/posted.ts";
import { computeLoading } from "../../snapshot/loaded.ts";
import {
  CHECK_NAME,
  memoryKey,
  type PullRequestName,
  type RunContext,
  reviewKey,
} from "../jobs/run-context.ts";
import { answerWrites } from "./answers.ts";
import { checkRunWrites, outcomeOf } from "./check-run-writes.ts";
import { acknowledgements, askedComments } from "./commands.ts";
import type { Expected } from "./expected.ts";
import { identifyFindings, lineTexts } from "./finding-ids.ts";
import { headPlaces, shownVerdict } from "./head-places.ts";
import { labelWrites } from "./label-writes.ts";
import { type PullMemory, readMemory } from "./pull-memory.ts";
import { type Judged, reviewWrites } from "./pull-request-writes.ts";
import { unsettledFor } from "./settling.ts";
import { nextLook } from "./test-merge.ts";
import { judge, type Question, type Verdict } from "./verdict.ts";
import { performWrites, type Refusals, type Write } from "./write.ts";

/** What came of a run, for the log and for what is to be done next. */
export type Reviewed = {
  readonly result: "closed" | "unsettled" | "unchanged" | "written";
  /** Look again after so many milliseconds; null for not. */
  readonly again: { readonly afterMs: number; readonly why: string } | null;
  /** Null where it was not judged. */
  readonly verdict: Verdict["kind"] | null;
  readonly blocking: number;
  readonly writes: readonly string[];
  readonly refusals: Refusals;
  readonly requests: ReadonlyMap<string, number>;
};

/**
 * Brings a pull request to the state that its review describes: reads it, judges the change, and writes the
 * difference between what stands there and what should. Safe to be repeated, and to die in at any line.
 * Throws a GitHubFailure where GitHub does not do its part.
 */
export async function reviewPullRequest(name: PullRequestName, context: RunContext): Promise<Reviewed> {
  const client = gitHubClient(context.api, context.onFailure);
  const nothing: Reviewed = {
    result: "unchanged",
    again: null,
    verdict: null,
    blocking: 0,
    writes: [],
    refusals: [],
    requests: client.counts,
  };
  const key = memoryKey(name);
  const [stored, hint] = await Promise.all([
    context.queue.memory.get(key),
    context.queue.hint(reviewKey(name)),
  ]);
  const memory = readMemory(stored);
  const state = await readPullRequest(client, {
    ...name,
    appId: context.appId,
    check: CHECK_NAME,
    configuration: CONFIGURATION_FILE,
  });
  const unsettled = unsettledFor(state, hint, memory, { now: context.now(), settleMs: context.settleMs });
  if (unsettled !== null) return { ...nothing, result: "unsettled", again: unsettled };
  if (!state.open) {
    if (stored !== null) await context.queue.memory.delete(key);
    return { ...nothing, result: "closed" };
  }

  const asked = askedComments(state);
  const objects = gitHubObjects(client, name, context.objects);
  const verdict = await judge(objects, await questionOf(client, name, state), context.parse);
  const findings = await introducedFindings(verdict, state.posted);
  const places = await headPlaces(objects, verdict);
  const writes: Write[] = acknowledgements(client, name, asked);
  if (verdict.kind === "checked" || verdict.kind === "not-by-name") {
    const { checked } = verdict;
    const byName = verdict.kind === "checked";
    const judged: Judged = { client, name, objects, state, checked, byName, findings, places, context };
    writes.push(...reviewWrites(judged), ...labelWrites(judged));
  }
  const shown = shownVerdict(verdict, places);
  const answering = { client, name, state, verdict: shown, outcome: outcomeOf(shown), context };
  writes.push(...answerWrites(answering, asked));
  // Last of all: a finished check run on the head says that everything else is there.
  const subject = {
    client,
    name,
    head: state.head,
    posted: state.checkRuns,
    finished: state.checksFinished,
    website: context.website,
  };
  writes.push(...checkRunWrites(subject, shown, notesOn(state)));

  const { looks, again } = nextLook(state, memory);
  const now: PullMemory = { ...memory, ...seenOf(state, verdict), looks };
  const put = (value: PullMemory) => context.queue.memory.put(key, value);
  if (writes.length === 0 && !isDeepStrictEqual(now, memory)) await put(now);
  let kept = now;
  const refusals = await performWrites(writes, (expected: readonly Expected[]) => {
    // Not seen to the end yet: what is left of a run that dies is found by the sweep.
    kept = { ...now, seen: null, expected: [...expected], writtenAt: context.now() };
    return put(kept);
  });
  // What GitHub does not let us do would be tried again by every sweep.
  if (refusals.length > 0) await put({ ...kept, seen: now.seen });
  return {
    ...nothing,
    result: writes.length > 0 ? "written" : "unchanged",
    again,
    verdict: verdict.kind,
    blocking: findings.filter(({ finding }) => finding.level === "error").length,
    writes: writes.map((write) => write.name),
    refusals,
  };
}

/** What to compare: the base and GitHub's own merge, or where there is none, the fork point and the head. */
async function questionOf(
  client: GitHubClient,
  name: RepositoryName,
  state: PullRequestState,
): Promise<Question> {
  const { merge, head, changedFiles, configuration, fallback } = state;
  const paths = state.files.map(({ path }) => path);
  const rest = { ownHead: head, paths, changedFiles, configuration, fallback };
  if (merge.kind === "merged") return { ...rest, base: merge.base, head: merge.commit };
  if (state.baseTip === null) throw new GitHubFailure("gone", "PullRequest: its base branch is gone");
  return { ...rest, base: await mergeBase(client, name, state.baseTip, head), head };
}

/** What the change brings. Of nothing else is anything said. */
async function introducedFindings(verdict: Verdict, posted: Posted): Promise<IdentifiedFinding[]> {
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") return [];
  const { report, change } = verdict.checked;
  const introduced = report.findings.filter(({ status }) => status === "introduced");
  return computeLoading([change.head], () => identifyFindings(introduced, lineTexts(change.head), posted));
}

// That the merge is not computed yet is not said: a moment later it would be wrong.
function notesOn({ merge }: PullRequestState): string[] {
  if (merge.kind !== "conflict") return [];
  return ["The change conflicts with its base, so it was looked at as it stands on its own branch."];
}

function seenOf(
  state: PullRequestState,
  verdict: Verdict,
): Pick<PullMemory, "seen" | "comments" | "head" | "base" | "attributes" | "overrides"> {
  const { updatedAt, commentCount, head, baseRef } = state;
  const seen = { seen: updatedAt, comments: commentCount, head, base: baseRef };
  if (verdict.kind !== "checked" && verdict.kind !== "not-by-name") {
    return { ...seen, attributes: [], overrides: false };
  }
  const { touched, change, configuration } = verdict.checked;
  const overrides = new Set(configuration.roots.flatMap((root) => root.overrides.files));
  return {
    ...seen,
    attributes: touched.map(({ name }) => name).slice(0, MOST_ATTRIBUTES),
    overrides: touched.length > MOST_ATTRIBUTES || change.paths.some((path) => overrides.has(path)),
  };
}

/** Of a change of more packages it is not kept which they are. */
const MOST_ATTRIBUTES = 200;
