import type { Configuration } from "../../config/configuration.ts";
import { displayName, quoted } from "../../nix/shown.ts";
import { sameName } from "../../packages/maintainers/account.ts";
import type { Memberships, Permission } from "../../policy/facts.ts";
import { fullLogin, isNamed, type Person } from "../../policy/person.ts";
import { listed } from "../../policy/words.ts";
import { Failure } from "../failure.ts";
import { hintOf } from "../hint.ts";
import type { ExplainMergeOptions } from "./options.ts";

export type GivenTeam = { readonly name: string; readonly members: readonly string[] };
export type GivenPermission = { readonly by: string; readonly permission: Permission };

const PERMISSIONS: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** The teams that `--team NAME=LOGIN,LOGIN…` names. Throws a Failure. */
export function givenTeams(options: readonly string[]): GivenTeam[] {
  return options.map((option) => {
    const equals = option.indexOf("=");
    const name = option.slice(0, equals).trim();
    const members = option.slice(equals + 1).split(",");
    if (equals < 0 || !/^[\w.-]+$/.test(name) || members.includes("")) {
      throw new Failure(`--team takes NAME=LOGIN,LOGIN and so on, not ${displayName(option)}`);
    }
    return { name, members };
  });
}

/** The permissions that `--permission LOGIN=LEVEL` names. Throws a Failure. */
export function givenPermissions(options: readonly string[]): GivenPermission[] {
  return options.map((option) => {
    const equals = option.lastIndexOf("=");
    const permission = PERMISSIONS.find((level) => level === option.slice(equals + 1));
    if (equals < 1 || permission === undefined) {
      const hint = equals < 1 ? "" : hintOf(option.slice(equals + 1), PERMISSIONS);
      throw new Failure(
        `--permission takes LOGIN=LEVEL, where LEVEL is one of ${PERMISSIONS.join(", ")}, not ${displayName(option)}${hint}`,
      );
    }
    return { by: option.slice(0, equals), permission };
  });
}

export type MembershipQuestion = {
  readonly teams: readonly GivenTeam[];
  readonly permissions: readonly GivenPermission[];
  readonly committers: ExplainMergeOptions["committer"];
  readonly person: (written: string) => Person;
  readonly configuration: Configuration;
  /** The teams that count for this change. */
  readonly asked: readonly string[];
};

/**
 * Who is in which team and may do what, as if GitHub had said so. Whoever is given as a committer gets what
 * makes one by the configuration. Throws a Failure where nothing can.
 */
export function membershipsOf(
  question: MembershipQuestion,
): Memberships & { readonly notes: readonly string[] } {
  const { asked, person, configuration } = question;
  const teams = new Map(asked.map((team) => [team, new Set<number>()]));
  const permissions = new Map<number, Permission>();
  const notes: string[] = [];
  for (const { name, members } of question.teams) {
    const same = asked.filter((team) => sameName(team, name));
    if (same.length === 0) notes.push(uselessTeam(name, asked));
    for (const team of same) for (const member of members) teams.get(team)?.add(person(member).id);
  }
  for (const { by, permission } of question.permissions) permissions.set(person(by).id, permission);
  const { users, team, permission } = configuration.merge.committers;
  for (const written of question.committers) {
    const committer = person(written);
    if (isNamed(committer, users)) continue;
    if (committer.kind === "bot" || (team === null && permission === null)) throw notNamed(committer);
    if (team !== null) teams.get(team)?.add(committer.id);
    else if (permission !== null && !permissions.has(committer.id)) permissions.set(committer.id, permission);
  }
  return { teams, permissions, notes };
}

function uselessTeam(name: string, asked: readonly string[]): string {
  const others = asked.length === 0 ? "none does" : `${listed(asked)} would`;
  return `the team ${quoted(name)} has no part in merging this change: ${others}`;
}

function notNamed(committer: Person): Failure {
  const name = displayName(fullLogin(committer));
  return new Failure(
    committer.kind === "bot"
      ? `--committer ${name}: a bot is a committer only where merge.committers.users of the configuration names it`
      : `--committer ${name}: the configuration names its committers one by one, and this one is not among them`,
  );
}
