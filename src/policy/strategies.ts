import type { Strategy } from "../config/schema.ts";
import { quoted } from "../nix/shown.ts";
import type { Maintainer } from "../packages/maintainers/maintainer.ts";
import type { Condition, Part, State } from "./checklist.ts";
import { isCommitter, isMember } from "./committers.ts";
import { type Consent, consentOf, maintainsAll } from "./consent.ts";
import type { GivenCommand, MergeFacts, Opinion } from "./facts.ts";
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
    return { strategy, part, command: command ?? null, why: why ?? "all that it asks for is there", watched };
  });
}

const ORDER: readonly State[] = ["unmet", "asks", "waits", "met"];

function worst(conditions: readonly Condition[]): State {
  return ORDER.find((state) => conditions.some((condition) => condition.state === state)) ?? "unmet";
}

/** When each of them holds, as the checklist says it. */
const PROMISES: Readonly<Record<Strategy, string>> = {
  "maintainer-command": "somebody who maintains every touched package says so",
  "maintainer-approval": "somebody who maintains every touched package approves the head",
  "all-maintainers": "every maintainer of every touched package approves the head",
  "trusted-update": "a trusted author updates packages and changes nothing else",
  "unmaintained-update":
    "a trusted author updates packages that nobody maintains, and a member of the maintainers' team says so",
  "committer-command": "a committer says so",
  "own-entry": "whoever answers for an entry of NUR's registry opened it, and it touches nothing else",
  "registry-command": "a member of the maintainers' team says so of a change of NUR's registry",
};

const JUDGES: Readonly<Record<Strategy, (facts: MergeFacts, consent: Consent) => Judged>> = {
  "maintainer-command": (facts, consent) => {
    const team = facts.configuration?.maintainersTeam ?? null;
    const given = consent.commands.findLast(
      ({ by }) => maintainsAll(by, facts) && (team === null || isMember(by, team, facts)),
    );
    const who = `somebody who maintains all of it${team === null ? "" : ` and is in the team ${quoted(team)}`}`;
    return {
      conditions: [vouchedFor(facts, consent), someMaintainer(facts, null), commandBy(given, who, consent)],
      command: given,
      ...because(given, "who maintains all of it"),
    };
  },
  "maintainer-approval": (facts, consent) => {
    const approval = consent.approvals.find(({ by }) => by !== null && maintainsAll(by, facts));
    return {
      conditions: [
        someMaintainer(facts, facts.origin.author),
        approval === undefined
          ? asks("Somebody who maintains all of it has to approve the newest commit")
          : met(`${named(approval)}, who maintains all of it, approved the newest commit`),
        notHeld(consent),
      ],
      ...(approval === undefined ? {} : { why: `${named(approval)}, who maintains all of it, approved` }),
    };
  },
  "all-maintainers": (facts, consent) => ({
    conditions: [...everyMaintainer(facts, consent), notHeld(consent)],
    why: "everybody who maintains it approved",
  }),
  "trusted-update": (facts, consent) => ({
    conditions: [trustedOrigin(facts), pureUpdate(facts), notHeld(consent)],
    guard: someCheck(facts),
    why: "a trusted author opened it, and it updates packages and nothing else",
  }),
  "unmaintained-update": (facts, consent) => {
    const { given, condition, team } = teamCommand(facts, consent);
    return {
      conditions: [trustedOrigin(facts), pureUpdate(facts), nobodyMaintains(facts), condition],
      command: given,
      ...because(given, `of the team ${quoted(team ?? "")}`),
    };
  },
  "committer-command": (facts, consent) => {
    const given = consent.commands.findLast(({ by }) => isCommitter(by, facts));
    return {
      conditions: [...noRegistry(facts), commandBy(given, "a committer", consent)],
      command: given,
      ...because(given, "a committer"),
    };
  },
  "own-entry": (facts, consent) => ({
    conditions: [...ownEntry(facts), notHeld(consent)],
    guard: someCheck(facts),
    why: "whoever answers for the entry opened it",
  }),
  "registry-command": (facts, consent) => {
    const { given, condition, team } = teamCommand(facts, consent);
    return {
      conditions: [registryChange(facts), condition],
      command: given,
      ...because(given, `of the team ${quoted(team ?? "")}`),
    };
  },
};

/** A command by a member of the maintainers' team. */
function teamCommand(
  facts: MergeFacts,
  consent: Consent,
): { readonly given: GivenCommand | undefined; readonly condition: Condition; readonly team: string | null } {
  const team = facts.configuration?.maintainersTeam ?? null;
  const given = consent.commands.findLast(({ by }) => team !== null && isMember(by, team, facts));
  const condition =
    team === null
      ? unmet("`merge.maintainers-team` of the configuration names no team")
      : commandBy(given, `a member of the team ${quoted(team)}`, consent);
  return { given, condition, team };
}

/** NUR's registry has strategies of its own. */
function noRegistry({ registry }: MergeFacts): Condition[] {
  return registry === null ? [] : [unmet("It changes NUR's registry, and is no matter of packages")];
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
  if (named.length > 0) return met(`It has to pass ${listed(named.map(({ name }) => name))}`);
  return checks.required
    ? met("It has to pass the checks that GitHub requires")
    : unmet(
        `No check has to pass before it merges: name one in \`merge.checks\` of the configuration, or require one on ${quoted(branch)}`,
      );
}

function because(given: GivenCommand | undefined, who: string): { readonly why?: string } {
  return given === undefined ? {} : { why: `${personName(given.by)}, ${who}, said so` };
}

function named({ by }: Opinion): string {
  return by === null ? "somebody" : personName(by);
}

function commandBy(given: GivenCommand | undefined, who: string, { void: unheeded }: Consent): Condition {
  if (given !== undefined) return met(`${personName(given.by)} commented \`merge\` after the last push`);
  const last = unheeded.at(-1);
  const lost =
    last === undefined ? "" : `; the command of ${personName(last.command.by)} does not count: ${last.why}`;
  return asks(`It needs a comment \`merge\` by ${who}${lost}`);
}

function notHeld({ held }: Consent): Condition {
  return held
    ? unmet(
        "It was taken back, or may have been, and nobody has asked for it since: it needs a comment `merge`",
      )
    : met("Nobody has taken it back");
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
  if (bare !== undefined) return unmet(`Nobody maintains ${quoted(bare.name)}`);
  if (able.length === 0 && !more) {
    return unmet(
      people.length === 0
        ? "Nobody maintains all of the packages that it changes"
        : `Nobody can speak for ${packageNames(maintained.packages)}: ${cannotSpeak(people, besides)}`,
    );
  }
  const names = able.map(shownName);
  const others = more ? [...names.map(quoted), "whoever GitHub knows as such"].join(", ") : listed(names);
  return met(`${packageNames(maintained.packages)}: maintained by ${others}`);
}

function noPackage({ unrested }: MergeFacts): string {
  return unrested.length === 0
    ? "It changes no package that is there already"
    : "It changes no package that a merge may rest on";
}

function cannotSpeak(people: readonly Maintainer[], besides: Person | null): string {
  const names = listed(people.map(shownName));
  return besides === null
    ? `of ${names} no account on GitHub is known`
    : `only ${names} could, who opened it or has no known account on GitHub`;
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
  return unmet(`It is not known who maintains it: ${why}`);
}

function everyMaintainer(facts: MergeFacts, { approvals }: Consent): Condition[] {
  const maintained = maintainedPackages(facts);
  if (maintained.kind === "unknown") return [unknownMaintainers(maintained.why)];
  const bare = maintained.packages.find(isUnmaintained);
  if (bare !== undefined) return [unmet(`Nobody maintains ${quoted(bare.name)}`)];
  const open = maintained.packages.find(
    ({ maintainers }) => maintainers.teams.length > 0 || maintainers.collaborators,
  );
  if (open !== undefined) {
    return [unmet(`Who maintains ${quoted(open.name)} is not named one by one`)];
  }
  const all = maintained.packages.flatMap(({ maintainers }) => maintainers.people);
  const people = all.filter((one, i) => all.findIndex((other) => isSame(other, one)) === i);
  const { author } = facts.origin;
  const conditions = people.map((maintainer): Condition => {
    const name = quoted(shownName(maintainer));
    if (!hasAccount(maintainer, facts)) return unmet(`Of ${name} no account on GitHub is known`);
    if (author !== null && isMaintainer(author, maintainer, facts)) {
      return unmet(`${name} opened it, and nobody can approve a change of their own`);
    }
    return approvals.some(({ by }) => by !== null && isMaintainer(by, maintainer, facts))
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
  if (files.overrides.length > 0) return unmet(`It changes overrides too: ${listed(files.overrides)}`);
  for (const { name, directory } of files.packages) {
    const update = updates.find((one) => one.directory === directory);
    if (update === undefined) return unmet(`${quoted(name)} was not looked at`);
    const [reason] = update.impurities;
    if (reason === undefined) continue;
    return unmet(`It is more than an update of ${quoted(name)}: ${reason.why} (${quoted(reason.path)})`);
  }
  return met("It updates packages, and changes nothing else");
}
