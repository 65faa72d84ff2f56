import { plainString } from "../../nix/expressions.ts";
import { type Known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction, packageResults } from "../derivation/results.ts";
import type { Files } from "../files.ts";
import { attribute, type Value, writtenValue } from "./attributes.ts";
import { type Context, notUnderstood, type People, type Steps } from "./context.ts";
import type { GitHubTeams } from "./github-teams.ts";
import type { Maintainer } from "./maintainer.ts";
import { listedMaintainers } from "./people.ts";

/** The teams of nixpkgs: `{ lib }: with lib.maintainers; { acme = { members = [ … ]; … }; … }`. */
export const TEAM_LIST = "maintainers/team-list.nix";

/**
 * The members of a team of the team list: those written there, or, where it has a `github`, those that
 * `github-teams.json` has for it. With both, nixpkgs refuses to evaluate the team, and who is meant is not known.
 */
export function teamMembers(
  files: Files,
  team: string,
  people: People,
  gitHubTeams: () => Known<GitHubTeams>,
  steps: Steps,
): Known<readonly Maintainer[]> {
  const reading = files.readNix(TEAM_LIST);
  if (reading.kind === "absent") return unknown(`there is no ${quoted(TEAM_LIST)}`);
  const parsed = reading.kind === "text" ? reading.file : null;
  if (parsed === null || parsed.problems.length > 0) {
    return unknown(`${quoted(TEAM_LIST)} could not be read as Nix`);
  }
  const alike = files.readsAlike(TEAM_LIST);
  if (!alike.known) return alike;
  const fn = packageFunction(parsed);
  if (fn.kind !== "function") return notOneSet();
  const [result, ...more] = packageResults(fn.function, fn.scope);
  if (result === undefined || more.length > 0) return notOneSet();
  const alone: People = { ...people, members: teamOfTeams };
  const context: Context = {
    path: TEAM_LIST,
    source: parsed.source,
    function: fn.function,
    people: alone,
    steps,
  };
  const entry = attribute(writtenValue(result.expression, result.scope), team, context);
  if (entry.kind === "unknown") return notUnderstood(context, entry.span);
  if (entry.kind === "absent") return unknown(`${quoted(team)} is not in ${quoted(TEAM_LIST)}`);
  const members = attribute(entry.value, "members", context);
  const github = attribute(entry.value, "github", context);
  if (members.kind === "unknown") return notUnderstood(context, members.span);
  if (github.kind === "unknown") return notUnderstood(context, github.span);
  if (github.kind === "absent") {
    return members.kind === "value" ? listedMaintainers(members.value, context) : withoutMembers(team);
  }
  const slug = textOf(github.value);
  if (slug === null) return unknown(`the \`github\` of the team ${quoted(team)} is not a plain string`);
  if (members.kind === "value")
    return unknown(`the team ${quoted(team)} has both \`members\` and \`github\``);
  return gitHubMembers(slug, gitHubTeams());
}

function notOneSet(): Known<never> {
  return unknown(`${quoted(TEAM_LIST)} is not a function that returns one set`);
}

/** A team made of others could be made of itself. */
function teamOfTeams(): Known<never> {
  return unknown("a team made of other teams was not understood");
}

function withoutMembers(team: string): Known<never> {
  return unknown(`the team ${quoted(team)} has neither \`members\` nor \`github\``);
}

function gitHubMembers(slug: string, teams: Known<GitHubTeams>): Known<readonly Maintainer[]> {
  if (!teams.known) return teams;
  return teams.value.get(slug) ?? unknown(`the team ${quoted(slug)} is not in the list of GitHub's teams`);
}

/** The text of a plain string; null of anything else. */
function textOf(value: Value): string | null {
  return value.kind === "expression" ? plainString(value.expression) : null;
}
