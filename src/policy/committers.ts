import type { MergeFacts, Permission } from "./facts.ts";
import { isNamed, type Person } from "./person.ts";

const RANKS: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** Whether somebody is a committer by the configuration. An App is one only where it is named. */
export function isCommitter(person: Person, facts: MergeFacts): boolean {
  const committers = facts.configuration?.committers;
  if (committers === undefined) return false;
  if (isNamed(person, committers.users)) return true;
  if (committers.team !== null && isMember(person, committers.team, facts)) return true;
  return committers.permission !== null && hasPermission(person, committers.permission, facts);
}

/** Whether it is known who the committers are: a team that is not shown to the App may have anybody in it. */
export function areCommittersKnown({ configuration, memberships }: MergeFacts): boolean {
  const team = configuration?.committers.team ?? null;
  return team === null || memberships.teams.has(team);
}

export function isMember(person: Person, team: string, { memberships }: MergeFacts): boolean {
  return person.kind === "user" && memberships.teams.get(team)?.has(person.id) === true;
}

export function hasPermission(person: Person, least: Permission, { memberships }: MergeFacts): boolean {
  const has = memberships.permissions.get(person.id) ?? "none";
  return person.kind === "user" && RANKS.indexOf(has) >= RANKS.indexOf(least);
}
