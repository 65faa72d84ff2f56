// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "../../../src/snapshot/source.ts";
import { derivation, maintainersOfText, namesOf } from "./builders.ts";

/** Who is in the team `acme` of a team list, as a package has them that names it, or why that is not known. */
function members(teamList: string, gitHubTeams?: string) {
  return namesOf(
    maintainersOfText(derivation("meta.teams = [ lib.teams.acme ];"), {
      "maintainers/team-list.nix": teamList,
      ...(gitHubTeams === undefined ? {} : { "maintainers/github-teams.json": gitHubTeams }),
    }),
  );
}

/** A team list with this value for `acme`. */
function acme(value: string): string {
  return `{ lib }: with lib.maintainers; { acme = ${value}; }`;
}

const IS_NOT_ONE_SET = "`maintainers/team-list.nix` is not a function that returns one set";

/** What is said of an expression on the only line of the team list. */
function notUnderstood(expression: string): string {
  return `\`${expression}\` on line 1 of \`maintainers/team-list.nix\` was not understood`;
}

describe("a team has the members", () => {
  it.each<[how: string, value: string, people: readonly string[]]>([
    ["that are listed", "{ members = [ alice bob ]; }", ["alice", "bob"]],
    ["that are joined", "{ members = [ alice ] ++ [ bob ]; }", ["alice", "bob"]],
    ["that its team on GitHub has", '{ github = "hub-team"; }', ["zoe", "Alice"]],
    ["that its team on GitHub has, in parentheses", '{ github = ("hub-team"); }', ["zoe", "Alice"]],
  ])("%s", (_, value, people) => {
    expect(members(acme(value))).toEqual(people);
  });
});

describe("a team counts for nobody where", () => {
  it.each<[how: string, teamList: string, why: string]>([
    ["the team list is no function", "{ acme = { members = [ ]; }; }", IS_NOT_ONE_SET],
    [
      "the team list is one of two sets",
      "{ lib }: with lib.maintainers; if lib.a then { acme = { members = [ alice ]; }; } else { }",
      IS_NOT_ONE_SET,
    ],
    [
      "a name in the team list is computed",
      "{ lib }: with lib.maintainers; { ${lib.a} = { }; acme = { members = [ alice ]; }; }",
      notUnderstood("${lib.a}"),
    ],
    [
      "its members depend on a condition",
      acme("{ a = 1; } // (if lib.a then { members = [ alice ]; } else { })"),
      notUnderstood("if lib.a then { members = [ alice ]; } else { }"),
    ],
    [
      "its team on GitHub depends on a condition",
      acme('{ members = [ alice ]; } // (if lib.a then { github = "hub-team"; } else { })'),
      notUnderstood('if lib.a then { github = "hub-team"; } else { }'),
    ],
    [
      "its team on GitHub is computed",
      acme("{ github = lib.a; }"),
      "the `github` of the team `acme` is not a plain string",
    ],
    [
      "its team on GitHub is a set",
      acme('{ github.a = "hub-team"; }'),
      "the `github` of the team `acme` is not a plain string",
    ],
    [
      "its team on GitHub is interpolated",
      acme('{ github = "hub-${lib.a}"; }'),
      "the `github` of the team `acme` is not a plain string",
    ],
    [
      "its team on GitHub is another",
      acme('{ github = "acme"; }'),
      "the team `acme` is not in the list of GitHub's teams",
    ],
    [
      "it has members and a team on GitHub",
      acme('{ members = [ alice ]; github = "hub-team"; }'),
      "the team `acme` has both `members` and `github`",
    ],
    ["it has neither", acme("{ a = 1; }"), "the team `acme` has neither `members` nor `github`"],
    [
      "its members are those of another team",
      acme("{ members = lib.teams.hub.members; }"),
      "`lib.teams.hub.members` on line 1 of `maintainers/team-list.nix` is not known: " +
        "a team made of other teams was not understood",
    ],
    [
      "it inherits the members of another team",
      acme("{ inherit (lib.teams.hub) members; }"),
      "`members` on line 1 of `maintainers/team-list.nix` is not known: " +
        "a team made of other teams was not understood",
    ],
    [
      "it is not in the team list",
      "{ lib }: { acme2 = { }; }",
      "`acme` is not in `maintainers/team-list.nix`",
    ],
    [
      "the team list is too large",
      `${acme("{ members = [ alice ]; }")}${" ".repeat(MAX_FILE_BYTES)}`,
      "`maintainers/team-list.nix` could not be read as Nix",
    ],
  ])("%s", (_, teamList, why) => {
    const team = "`lib.teams.acme` on line 1 of `pkgs/by-name/he/hello/package.nix`";
    expect(members(teamList)).toBe(`${team} is not known: ${why}`);
  });
});

describe("a team on GitHub counts for nobody where", () => {
  const understood = "`maintainers/github-teams.json` is not the JSON of a set of teams";
  const team = "the team `hub-team` in `maintainers/github-teams.json` was not understood";

  it.each<[how: string, json: string, why: string]>([
    ["the list of teams is no JSON", "{", understood],
    ["the list of teams is a text", '"hub-team"', understood],
    ["the list of teams is a number", "5", understood],
    ["the list of teams is null", "null", understood],
    ["the list of teams is a list", "[]", understood],
    ["it is a number", '{ "hub-team": 5 }', team],
    ["it is null", '{ "hub-team": null }', team],
    ["it has no members", '{ "hub-team": { "maintainers": { "zoe": 26 } } }', team],
    ["it has no maintainers", '{ "hub-team": { "members": { "zoe": 26 } } }', team],
    ["it has a list of members", '{ "hub-team": { "maintainers": {}, "members": ["zoe"] } }', team],
    ["a member has no id", '{ "hub-team": { "maintainers": {}, "members": { "zoe": null } } }', team],
    ["a member's id is a text", '{ "hub-team": { "maintainers": { "zoe": "26" }, "members": {} } }', team],
  ])("%s", (_, json, why) => {
    expect(members(acme('{ github = "hub-team"; }'), json)).toContain(why);
  });

  it("but not where another is not understood", () => {
    const json = '{ "other": 5, "hub-team": { "maintainers": { "zoe": 26 }, "members": {} } }';
    expect(members(acme('{ github = "hub-team"; }'), json)).toEqual(["zoe"]);
  });
});
