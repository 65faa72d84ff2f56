import { namedCheckStates } from "../../github/check-contexts.ts";
import type { GitHubClient } from "../../github/client.ts";
import { commitPaths } from "../../github/commit-paths.ts";
import type { GitHubObjects, RepositoryName } from "../../github/objects.ts";
import type { PullRequestState } from "../../github/pull-request.ts";
import { readStanding } from "../../github/standing.ts";
import type { ParseCache } from "../../packages/files.ts";
import type { Maintainers } from "../../packages/maintainers/maintainer.ts";
import type { MaintainerSource } from "../../packages/maintainers/maintainers.ts";
import { type ContentFacts, contentFacts, teamsAsked } from "../../policy/content.ts";
import type { MergeFacts, Standing } from "../../policy/facts.ts";
import type { Person } from "../../policy/person.ts";
import { reviewFacts } from "../../policy/review-facts.ts";
import { computeLoading, loadedSnapshot } from "../../snapshot/loaded.ts";
import type { Checked } from "../review/verdict.ts";
import { givenCommands } from "./given-commands.ts";

export type MergeQuestion = {
  readonly client: GitHubClient;
  readonly name: RepositoryName;
  readonly objects: GitHubObjects;
  readonly state: PullRequestState;
  readonly checked: Checked;
  readonly parse: ParseCache;
  /** No later than then was the head pushed; null where that is not known. */
  readonly pushedBy: string | null;
};

/** Gathers what the decision follows from. Throws a GitHubFailure, or a TooMuchToRead. */
export async function mergeFacts(question: MergeQuestion): Promise<MergeFacts> {
  const { state, checked } = question;
  const { configuration, report } = checked;
  const content = await readContent(question);
  const commands = givenCommands(state, configuration.merge);
  const { origin, opinions, draft, head, checks } = state;
  const people = [origin.author, ...opinions.map(({ by }) => by), ...commands.map(({ by }) => by)].filter(
    (person) => person !== null,
  );
  return {
    configuration: configuration.merge,
    branch: state.baseRef,
    draft,
    mergeable:
      state.merge.kind === "merged" ? "yes" : state.merge.kind === "conflict" ? "conflict" : "unknown",
    files: content.files,
    added: content.added,
    largeFiles: content.largeFiles,
    touchesConfiguration: content.touchesConfiguration,
    review: reviewFacts(report, content.unparsed),
    origin,
    head,
    opinions,
    commands,
    commandsComplete: state.commentCount <= state.comments.length,
    times: { ...state.times, pushedBy: question.pushedBy },
    maintainers: content.maintainers,
    updates: content.updates,
    standing: await standingOf(question, people, content.maintainers),
    checks,
    namedChecks: namedCheckStates(configuration.merge.checks, state.contexts),
  };
}

async function readContent(asked: MergeQuestion): Promise<ContentFacts> {
  const { state, checked, parse, name } = asked;
  const { change, configuration, opened } = checked;
  const tip = opened.tip === null ? change.base : loadedSnapshot(opened.tip);
  const listed = [...state.files.map(({ path }) => path), ...(await landingPaths(asked))];
  const maintainers = sourceOf(configuration.merge.maintainers, name);
  const question = { change, tip, listed, atLeast: state.changedFiles, configuration, maintainers, parse };
  return computeLoading([...new Set([change.base, change.head, tip])], () => contentFacts(question));
}

/** What the commits between base and head touch, where they land one by one. */
async function landingPaths({ client, name, objects, state, checked }: MergeQuestion): Promise<string[]> {
  const { gate, number } = state;
  const squashes = gate.hasQueue ? gate.queueSquashes : checked.configuration.merge.method === "squash";
  return squashes ? [] : commitPaths(client, objects, { ...name, number });
}

/** Of teams only those of the organisation that the repository belongs to can be asked about. */
function sourceOf(source: MaintainerSource, { owner }: RepositoryName): MaintainerSource {
  return source.kind === "codeowners" ? { ...source, organization: owner } : source;
}

async function standingOf(
  { client, name, checked }: MergeQuestion,
  people: readonly Person[],
  maintainers: ReadonlyMap<string, Maintainers>,
): Promise<Standing> {
  const { configuration } = checked;
  const known = [...maintainers.values()].flatMap((one) => (one.kind === "known" ? [one] : []));
  const permissions =
    configuration.merge.committers.permission !== null || known.some((one) => one.collaborators);
  const teams = teamsAsked(configuration, maintainers);
  return readStanding(client, name, { people, teams, permissions });
}
