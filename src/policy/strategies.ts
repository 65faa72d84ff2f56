import type { Strategy } from "../config/schema.ts";
import { quoted } from "../nix/shown.ts";
import type { Maintainer } from "../packages/maintainers/maintainer.ts";
import type { Condition, Part, State } from "./checklist.ts";
import { isCommitter, isMember } from "./committers.ts";
import { type Consent, consentOf, maintainsAll } from "./consent.ts";
import type { GivenCommand, MergeFacts } from "./facts.ts";
import {
  commonMaintainers,
  isMaintainer,
  isSame,
  isUnmaintained,
  type MaintainedPackage,
  maintainedPackages,
} from "./maintaining.ts";
import { trustedOrigin, vouchedFor } from "./origin.ts";
import type { Person } from "./person.ts";
import { ownEntry, registryChange } from "./registry.ts";
import { committer, maintainerOfAll, teamMember } from "./who.ts";
import { listed, personName } from "./words.ts";

export type StrategyResult = {
  readonly strategy: Strategy;
  readonly part: Part;
  /** The command that it rests on, where it is met and needs one. */
  readonly command: GivenCommand | null;
  /** Why it is met, a clause. */
  readonly why: string;
  /** Whether all but that is met which the end of a check may change. */
  readonly watched: boolean;
};

/** What a strategy asks for, and the word that it rests on. */
type Judged = {
  readonly conditions: readonly Condition[];
  /** A condition that the end of a check may change. */
  readonly guard?: Condition;
  readonly command?: GivenCommand | undefined;
  readonly why?: string;
};

/** How it stands with each of the configured strategies. */
export function strategyResults(facts: MergeFacts): StrategyResult[] {
  const consent = consentOf(facts);
  return (facts.configuration?.strategies ?? []).map((strategy) => {
    const { conditions: others, guard, command, why } = JUDGES[strategy](facts, consent);
    const conditions = guard === undefined ? others : [...others, guard];
    const state = worst(conditions);
    const watched = guard !== undefined && guard.state !== "met" && worst(others) === "met";
    const part: Part = { strategy, state, text: PROMISES[strategy], conditions };
    return { strategy, part, command: command ?? null, why: why ?? "all its conditions are met", watched };
  });
}

const ORDER: readonly State[] = ["unmet", "asks", "waits", "met"];

function worst(conditions: readonly Condition[]): State {
  return ORDER.find((state) => conditions.some((condition) => condition.state === state)) ?? "unmet";
}

/** When each of them holds, as the checklist says it. */
const PROMISES: Readonly<Record<Strategy, string>> = {
  "maintainer-command": "somebody who maintains every touched package comments `merge`",
  "maintainer-approval": "somebody who maintains every touched package approves the newest commit",
  "all-maintainers": "every maintainer of every touched package approves the newest commit",
  "trusted-update": "a trusted author updates packages and changes nothing else",
  "unmaintained-update":
    "a trusted author updates packages without maintainers, and a member of the maintainers' team comments `merge`",
  "committer-command": "a committer comments `merge`",
  "own-entry": "the contact of an entry of NUR's registry opened it, and it changes nothing else",
  "registry-command": "a member of the maintainers' team comments `merge` on a change of NUR's registry",
};

const JUDGES: Readonly<Record<Strategy, (facts: MergeFacts, consent: Consent) => Judged>> = {
  "maintainer-command": (facts, consent) => {
    const team = facts.configuration?.maintainersTeam ?? null;
    const given = consent.commands.findLast(
      ({ by }) => maintainsAll(by, facts) && (team === null || isMember(by, team, facts)),
    );
    const who = `a ${maintainerOfAll(facts)}${team === null ? "" : `, who is also a ${teamMember(team)}`}`;
    return {
      conditions: [vouchedFor(facts, consent), someMaintainer(facts, null), commandBy(given, who, consent)],
      command: given,
      ...because(given, "a maintainer"),
    };
  },
  "maintainer-approval": (facts, consent) => {
    const approval = consent.approvals.find(({ by }) => maintainsAll(by, facts));
    return {
      conditions: [
        someMaintainer(facts, facts.origin.author),
        approval === undefined
          ? asks(`A ${maintainerOfAll(facts, { besidesAuthor: true })} has to approve the newest commit`)
          : met(`${personName(approval.by)}, a maintainer, approved the newest commit`),
        notHeld(facts, consent),
      ],
      ...(approval === undefined ? {} : { why: `${personName(approval.by)}, a maintainer, approved` }),
    };
  },
  "all-maintainers": (facts, consent) => ({
    conditions: [...everyMaintainer(facts, consent), notHeld(facts, consent)],
    why: "every maintainer approved",
  }),
  "trusted-update": (facts, consent) => ({
    conditions: [trustedOrigin(facts), pureUpdate(facts), notHeld(facts, consent)],
    guard: someCheck(facts),
    why: "a trusted author opened it, and it only updates packages",
  }),
  "unmaintained-update": (facts, consent) => {
    const { condition, ...word } = teamCommand(facts, consent);
    return {
      conditions: [trustedOrigin(facts), pureUpdate(facts), nobodyMaintains(facts), condition],
      ...word,
    };
  },
  "committer-command": (facts, consent) => {
    const given = consent.commands.findLast(({ by }) => isCommitter(by, facts));
    return {
      conditions: [...noRegistry(facts), commandBy(given, `a ${committer(facts)}`, consent)],
      command: given,
      ...because(given, "a committer"),
    };
  },
  "own-entry": (facts, consent) => ({
    conditions: [...ownEntry(facts), notHeld(facts, consent)],
    guard: someCheck(facts),
    why: "the contact of the entry opened it",
  }),
  "registry-command": (facts, consent) => {
    const { condition, ...word } = teamCommand(facts, consent);
    return { conditions: [registryChange(facts), condition], ...word };
  },
};

/** A command by a member of the maintainers' team. */
function teamCommand(
  facts: MergeFacts,
  consent: Consent,
): { readonly condition: Condition } & Pick<Judged, "command" | "why"> {
  const team = facts.configuration?.maintainersTeam ?? null;
  if (team === null) return { condition: unmet("`merge.maintainers-team` is not set in the configuration") };
  const given = consent.commands.findLast(({ by }) => isMember(by, team, facts));
  return {
    condition: commandBy(given, `a ${teamMember(team)}`, consent),
    command: given,
    ...because(given, `of the team ${quoted(team)}`),
  };
}

/** NUR's registry has strategies of its own. */
function noRegistry({ registry }: MergeFacts): Condition[] {
  return registry === null ? [] : [unmet("It changes NUR's registry; this strategy is only for packages")];
}

function met(text: string): Condition {
  return { state: "met", text };
}
function asks(text: string): Condition {
  return { state: "asks", text };
}
function unmet(text: string): Condition {
  return { state: "unmet", text };
}

/** Whether a check has to be green before it merges: else it would, before anything was built. */
function someCheck({ branch, checks, configuration }: MergeFacts): Condition {
  const { checks: named = [] } = configuration ?? {};
  if (named.length > 0) return met(`These checks have to pass: ${listed(named.map(({ name }) => name))}`);
  return checks.required
    ? met("The checks that GitHub requires have to pass")
    : unmet(
        `No check has to pass before it merges: name one in \`merge.checks\` of the configuration, or require one for ${quoted(branch)} on GitHub`,
      );
}

function because(given: GivenCommand | undefined, who: string): { readonly why?: string } {
  return given === undefined ? {} : { why: `${personName(given.by)}, ${who}, ${gave(given)}` };
}

function gave({ review }: GivenCommand): string {
  return review === null ? "commented `merge`" : "approved with `merge`";
}

function commandBy(given: GivenCommand | undefined, who: string, { void: unheeded }: Consent): Condition {
  if (given !== undefined) return met(`${personName(given.by)} ${gave(given)} after the last push`);
  const last = unheeded.at(-1);
  const lost =
    last === undefined
      ? ""
      : `; the one from ${personName(last.command.by)} does not count, because ${last.why}`;
  return asks(`Waiting for a \`merge\` comment from ${who}${lost}`);
}

function notHeld(facts: MergeFacts, { held }: Consent): Condition {
  return held
    ? unmet(
        `The merge was cancelled, or may have been: a ${committer(facts)} or a maintainer has to comment \`merge\``,
      )
    : met("Nobody has cancelled the merge");
}

/** Whether there is anybody who maintains all of the packages, besides one who cannot speak for it. */
function someMaintainer(facts: MergeFacts, besides: Person | null): Condition {
  const maintained = maintainedPackages(facts);
  if (maintained.kind === "unknown") return unknownMaintainers(maintained.why);
  if (maintained.packages.length === 0) return unmet(noPackage(facts));
  const { people, more } = commonMaintainers(maintained.packages);
  const able = people.filter(
    (maintainer) =>
      hasAccount(maintainer, facts) && (besides === null || !isMaintainer(besides, maintainer, facts)),
  );
  const bare = maintained.packages.find(isUnmaintained);
  if (bare !== undefined) return unmet(`${quoted(bare.name)} has no maintainer`);
  if (able.length === 0 && !more) {
    return unmet(
      people.length === 0
        ? "Nobody maintains all the packages that it changes"
        : `No maintainer of ${packageNames(maintained.packages)} can do that: ${cannotSpeak(people, besides)}`,
    );
  }
  const names = able.map(shownName);
  const others = more ? [...names.map(quoted), "others whom GitHub knows"].join(", ") : listed(names);
  return met(`${packageNames(maintained.packages)}: maintained by ${others}`);
}

function noPackage({ unrested }: MergeFacts): string {
  return unrested.length === 0
    ? "It changes no existing package"
    : "It changes no package that may be merged automatically";
}

function cannotSpeak(people: readonly Maintainer[], besides: Person | null): string {
  const names = listed(people.map(shownName));
  return besides === null
    ? `the GitHub account of ${names} is not known`
    : `${names} opened it, or has no known GitHub account`;
}

function packageNames(packages: readonly MaintainedPackage[]): string {
  return listed(packages.map(({ name }) => name));
}

function shownName({ name, login }: Maintainer): string {
  return login ?? name;
}

/** Whether GitHub can tell who a maintainer is. */
function hasAccount({ id, login }: Maintainer, { configuration }: MergeFacts): boolean {
  return id !== null || (login !== null && configuration?.maintainers.kind !== "nixpkgs");
}

function unknownMaintainers(why: string): Condition {
  return unmet(`Its maintainers are not known: ${why}`);
}

function everyMaintainer(facts: MergeFacts, { approvals }: Consent): Condition[] {
  const maintained = maintainedPackages(facts);
  if (maintained.kind === "unknown") return [unknownMaintainers(maintained.why)];
  const bare = maintained.packages.find(isUnmaintained);
  if (bare !== undefined) return [unmet(`${quoted(bare.name)} has no maintainer`)];
  const open = maintained.packages.find(
    ({ maintainers }) => maintainers.teams.length > 0 || maintainers.collaborators,
  );
  if (open !== undefined) {
    return [unmet(`The maintainers of ${quoted(open.name)} are not listed by name`)];
  }
  const all = maintained.packages.flatMap(({ maintainers }) => maintainers.people);
  const people = all.filter((one, i) => all.findIndex((other) => isSame(other, one)) === i);
  const { author } = facts.origin;
  const conditions = people.map((maintainer): Condition => {
    const name = quoted(shownName(maintainer));
    if (!hasAccount(maintainer, facts)) return unmet(`The GitHub account of ${name} is not known`);
    if (author !== null && isMaintainer(author, maintainer, facts)) {
      return unmet(`${name} opened it, and nobody can approve their own change`);
    }
    return approvals.some(({ by }) => isMaintainer(by, maintainer, facts))
      ? met(`${name} approved the newest commit`)
      : asks(`${name} has to approve the newest commit`);
  });
  return conditions.length > 0 ? conditions : [unmet(noPackage(facts))];
}

function nobodyMaintains(facts: MergeFacts): Condition {
  const maintained = maintainedPackages(facts);
  if (maintained.kind === "unknown") return unknownMaintainers(maintained.why);
  const kept = maintained.packages.filter((one) => !isUnmaintained(one));
  if (kept.length > 0) return unmet(`Somebody maintains ${packageNames(kept)}`);
  return maintained.packages.length > 0
    ? met(`Nobody maintains ${packageNames(maintained.packages)}`)
    : unmet(noPackage(facts));
}

/** Whether each of the touched packages is updated, and nothing else is done to it. */
function pureUpdate(facts: MergeFacts): Condition {
  const { files, updates } = facts;
  if (files.packages.length === 0) return unmet(noPackage(facts));
  if (files.overrides.length > 0) return unmet(`It also changes overrides: ${listed(files.overrides)}`);
  for (const { name, directory } of files.packages) {
    const update = updates.find((one) => one.directory === directory);
    if (update === undefined) return unmet(`The change of ${quoted(name)} was not examined`);
    const [reason] = update.impurities;
    if (reason === undefined) continue;
    return unmet(`It is more than an update of ${quoted(name)}: ${reason.why} (${quoted(reason.path)})`);
  }
  return met("It only updates packages");
}
