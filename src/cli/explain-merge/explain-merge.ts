import { type Change, loadChange } from "../../change/change.ts";
import { checkChange } from "../../checker/check-change.ts";
import type { Configuration } from "../../config/configuration.ts";
import type { MergeConfiguration } from "../../config/merge.ts";
import { loadSecondReader } from "../../grammar/load.ts";
import { quoted } from "../../nix/shown.ts";
import { filesOf, type ParseCache, parseCache } from "../../packages/files.ts";
import { maintainerCache, readCached } from "../../packages/maintainers/maintainer-cache.ts";
import { MAINTAINER_LIST, type MaintainerList } from "../../packages/maintainers/maintainer-list.ts";
import { touchedListed, touchedPackages } from "../../packages/touched.ts";
import { type PackageUpdate, packageUpdate } from "../../packages/update/update.ts";
import { buildFacts, type Surroundings } from "../../policy/build-facts.ts";
import { decide } from "../../policy/decision.ts";
import type { NamedCheckState } from "../../policy/facts.ts";
import { listed, personName } from "../../policy/words.ts";
import { RULES } from "../../rules/index.ts";
import { changedPaths } from "../../snapshot/changed-paths.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../../snapshot/loaded.ts";
import { readConfiguration } from "../configuration.ts";
import type { Output } from "../output.ts";
import { historyHead, historyOf } from "./history.ts";
import {
  type GivenPermission,
  type GivenTeam,
  givenPermissions,
  givenTeams,
  membershipsOf,
} from "./memberships.ts";
import type { ExplainMergeOptions } from "./options.ts";
import { type Explained, formatChecklist } from "./output.ts";
import { findPeople, type Mention, type People } from "./people.ts";
import { openProposal, type Proposal } from "./sources.ts";

/**
 * `by-name-bot explain-merge`: prints whether the change of a local repository might merge itself on GitHub,
 * if the people there were those of the options. Returns the exit status: 0 if it may, now, 1 if not. Throws
 * a Failure or SourceError where it cannot do its work.
 */
export async function explainMerge(
  directory: string,
  options: ExplainMergeOptions,
  output: Output,
): Promise<0 | 1> {
  const given: Given = { teams: givenTeams(options.team), permissions: givenPermissions(options.permission) };
  const proposal = await openProposal(directory, options);
  try {
    const explained = await explain(proposal, given, options);
    output.out(formatChecklist(explained, options));
    return explained.decision.verdict === "merge" ? 0 : 1;
  } finally {
    await proposal.close();
  }
}

type Given = { readonly teams: readonly GivenTeam[]; readonly permissions: readonly GivenPermission[] };

async function explain(proposal: Proposal, given: Given, options: ExplainMergeOptions): Promise<Explained> {
  const parse = parseCache(await loadSecondReader());
  const tip = loadedSnapshot(proposal.tip);
  const configuration = await readConfiguration(tip, { config: options.config, rule: [], root: [] });
  const change = await loadChange(proposal.base, proposal.head);
  const report = await checkChange(change, { rules: RULES, configuration, cache: parse });
  const list = await readMaintainerList(tip, configuration.merge, parse);
  const people = findPeople(mentionsOf(options, given), list);
  const author = people.person(options.author);
  const history = historyOf(options.events, author, people.person, configuration.merge);
  const owner = options.forkOwner === undefined ? author : people.person(options.forkOwner);
  const surroundings: Surroundings = {
    branch: proposal.branch,
    draft: options.draft,
    mergeable: options.conflict ? "conflict" : "yes",
    origin: {
      author,
      headOwner: options.ownBranch ? null : owner.id,
      ownBranch: options.ownBranch,
      headBranch: proposal.headBranch,
    },
    head: historyHead,
    reviews: history.reviews,
    commands: history.commands,
    commandsComplete: true,
    times: history.times,
    checks: {
      failed: options.failedCheck,
      running: options.runningCheck,
      required: options.requiredCheck.length > 0,
    },
    namedChecks: configuration.merge.checks.map(({ name }) => namedCheck(name, options)),
  };
  const { committer: committers } = options;
  const { person } = people;
  const facts = await buildFacts({
    change,
    tip,
    listed: [],
    atLeast: 0,
    configuration,
    parse,
    owner: null,
    report,
    surroundings,
    // Nobody is asked here: an account is known where an option names it.
    entry: async ({ logins }) => ({
      accounts: new Map(
        logins.flatMap((login) => {
          const account = people.knownAs(login);
          return account === null
            ? []
            : [[login, { id: account.id, kind: "user" as const, createdAt: null }] as const];
        }),
      ),
      lastTouched: null,
    }),
    memberships: async ({ teams: asked }) =>
      membershipsOf({ ...given, committers, person, configuration, asked }),
  });
  const notes = [
    ...report.summary.notes,
    ...people.notes,
    ...unknownIds(options, given, people, configuration.merge),
    ...history.notes,
    ...facts.memberships.notes,
    ...(configuration.merge.dryRun
      ? [`${quoted("merge.dry-run")} of the configuration is set, so the App would merge nothing`]
      : []),
    ...(options.conflict ? [] : await possibleConflicts(proposal, change)),
  ];
  const others = await otherUpdates(change, configuration, facts.updates, parse);
  return { decision: decide(facts), updates: [...facts.updates, ...others], notes };
}

/** What the change does to packages that no merge rests on: of interest all the same. */
async function otherUpdates(
  change: Change,
  { roots, listed, nix, merge }: Configuration,
  known: readonly PackageUpdate[],
  parse: ParseCache,
): Promise<readonly PackageUpdate[]> {
  const options = { cache: parse.with(nix.features), companions: merge.updateFiles };
  return computeLoading([change.base, change.head], () =>
    [...touchedPackages(change, roots), ...touchedListed(change, listed)]
      .filter(
        ({ path, before, after }) => before && after && known.every(({ directory }) => directory !== path),
      )
      .slice(0, MOST_UPDATES)
      .map(({ path, name, file }) => packageUpdate(change, path, name, { ...options, file })),
  );
}

/** Of more packages nobody wants to read. */
const MOST_UPDATES = 50;

/** A check that the configuration names is taken as green, if an option does not say otherwise. */
function namedCheck(name: string, options: ExplainMergeOptions): NamedCheckState {
  if (options.failedCheck.includes(name)) return { name, state: "red", why: "has failed" };
  if (options.runningCheck.includes(name)) return { name, state: "running", why: "is still running" };
  return options.absentCheck.includes(name)
    ? { name, state: "running", why: "has not started" }
    : { name, state: "green", why: "is green" };
}

/** The list that gives logins their ids; null where there is none, or people are not compared by it. */
async function readMaintainerList(
  tip: LoadedSnapshot,
  { maintainers }: MergeConfiguration,
  parse: ParseCache,
): Promise<MaintainerList | null> {
  if (maintainers.kind !== "nixpkgs") return null;
  const { maintainerList } = maintainerCache();
  const list = await computeLoading([tip], () =>
    readCached(filesOf(tip, parse), MAINTAINER_LIST, maintainerList),
  );
  return list.known ? list.value : null;
}

function mentionsOf(options: ExplainMergeOptions, { teams, permissions }: Given): Mention[] {
  const { author, forkOwner, events, committer } = options;
  return [
    { option: "--author", written: author },
    ...(forkOwner === undefined ? [] : [{ option: "--fork-owner", written: forkOwner }]),
    ...events.flatMap((event) =>
      event.kind === "pushed" ? [] : [{ option: `--${event.kind}`, written: event.by }],
    ),
    ...committer.map((written) => ({ option: "--committer", written })),
    ...teams.flatMap(({ members }) => members.map((written) => ({ option: "--team", written }))),
    ...permissions.map(({ by }) => ({ option: "--permission", written: by })),
  ];
}

/** Those whose word comes to nothing since the repository knows people by their ids. */
function unknownIds(
  { events, committer }: ExplainMergeOptions,
  { teams, permissions }: Given,
  people: People,
  { maintainers }: MergeConfiguration,
): string[] {
  if (maintainers.kind !== "nixpkgs") return [];
  const placed = [
    ...committer,
    ...teams.flatMap(({ members }) => members),
    ...permissions.map(({ by }) => by),
  ];
  const ids = new Set(placed.map((written) => people.person(written).id));
  const voices = events.flatMap((event) => (event.kind === "pushed" ? [] : [people.person(event.by)]));
  const unknown = voices.filter(
    (person) => person.kind === "user" && people.isInvented(person) && !ids.has(person.id),
  );
  return [...new Set(unknown.map(personName))].map(
    (name) =>
      `${name} has no id in ${quoted(MAINTAINER_LIST)}, so maintains nothing here; ${quoted("LOGIN:ID")} gives one`,
  );
}

/** Whether something may conflict is GitHub's to find out; here it is only seen where it might. */
async function possibleConflicts({ base, tip }: Proposal, change: Change): Promise<string[]> {
  const since = new Set((await changedPaths(base, tip)).map(({ path }) => path));
  const both = change.paths.filter((path) => since.has(path));
  return both.length === 0
    ? []
    : [`the base branch has changed ${listed(both)} too; whether that conflicts is not checked`];
}
