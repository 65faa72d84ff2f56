import { type Known, known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { isAccountId } from "./account.ts";
import type { Maintainer } from "./maintainer.ts";

/** nixpkgs' copy of its teams on GitHub, brought up to date every day. */
export const GITHUB_TEAMS = "maintainers/github-teams.json";

/** The members of the teams on GitHub, by the `slug` of the team; unknown where it is not as expected. */
export type GitHubTeams = ReadonlyMap<string, Known<readonly Maintainer[]>>;

/**
 * Reads `github-teams.json`: for each team the accounts in `maintainers` and `members`, which are the
 * members as nixpkgs counts them (`maintainers/computed-team-list.nix`).
 */
export function readGitHubTeams(text: string): Known<GitHubTeams> {
  const teams = entries(parsed(text));
  if (teams === null) return unknown(`${quoted(GITHUB_TEAMS)} is not the JSON of a set of teams`);
  return known(new Map(teams.map(([slug, team]) => [slug, readTeam(slug, team)])));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readTeam(slug: string, team: unknown): Known<readonly Maintainer[]> {
  const parts = new Map(entries(team) ?? []);
  const accounts = ["maintainers", "members"].map((part) => entries(parts.get(part)));
  const people: Maintainer[] = [];
  for (const part of accounts) {
    if (part === null) return notExpected(slug);
    for (const [login, id] of part) {
      if (!isAccountId(id)) return notExpected(slug);
      people.push({ name: login, id, login });
    }
  }
  return known(people);
}

function notExpected(slug: string): Known<never> {
  return unknown(`the team ${quoted(slug)} in ${quoted(GITHUB_TEAMS)} was not understood`);
}

/** The properties of an object; null of anything else. */
function entries(value: unknown): [string, unknown][] | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}
