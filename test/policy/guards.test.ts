import { describe, expect, it } from "vitest";
import { maintainsAll } from "../../src/policy/consent.ts";
import { teamsAsked } from "../../src/policy/content.ts";
import { decide } from "../../src/policy/decision.ts";
import { configurationOf } from "../support/check.ts";
import {
  alice,
  approval,
  BY_MALLORY,
  carol,
  facts,
  type Given,
  HELLO,
  lineOf,
  mallory,
  mergeInReview,
  sound,
} from "./builders.ts";

describe("a change that adds packages", () => {
  it("is told so only where that is in the way", () => {
    const may = decide(facts({ added: ["fresh"] }));
    expect(may.adds).toEqual([]);
    expect(lineOf(may, "files").text).toContain("It only changes existing packages");
    const adds = decide(
      facts({ added: ["fresh"], files: { outside: ["pkgs/by-name/fr/fresh/package.nix"] } }),
    );
    expect(adds.adds).toEqual(["fresh"]);
  });
});

it("nothing merges where the configuration is not valid, whatever else stands in the way", () => {
  const { verdict, lines } = decide({ ...facts({ largeFiles: ["x"] }), configuration: null });
  expect(verdict).toBe("no");
  expect(lines.filter(({ state }) => state === "unmet").map(({ text }) => text)).toEqual([
    "The configuration on the base branch is not valid",
    "`merge.branches` is empty, so nothing may merge automatically",
    "It changes files larger than 0 MiB: `x`",
    "Automatic merging is off: `merge.strategies` is empty",
  ]);
});

describe("the end of a check is watched for", () => {
  const NOTHING_REQUIRED = { checks: { failed: [], running: [], required: false } };
  const watched = (given: Given) =>
    decide(facts({ ...given, configuration: { strategies: ["trusted-update"], ...given.configuration } }))
      .watched;

  it("where nothing else lacks than a check that has to pass", () => {
    expect(watched(NOTHING_REQUIRED)).toBe(true);
    const strategies = ["committer-command", "trusted-update"] as const;
    expect(watched({ ...NOTHING_REQUIRED, configuration: { strategies } })).toBe(true);
  });

  it("and not where there is one, or something else lacks", () => {
    expect(watched({})).toBe(false);
    expect(watched({ ...NOTHING_REQUIRED, configuration: { checks: [{ name: "build", app: null }] } })).toBe(
      false,
    );
    expect(watched({ ...NOTHING_REQUIRED, origin: BY_MALLORY })).toBe(false);
    expect(watched({ ...NOTHING_REQUIRED, configuration: { strategies: ["committer-command"] } })).toBe(
      false,
    );
  });
});

it("nobody maintains all of nothing", () => {
  expect(maintainsAll(mallory, facts({ files: { packages: [] } }))).toBe(false);
  expect(maintainsAll(mallory, facts())).toBe(false);
  expect(maintainsAll(alice, facts())).toBe(true);
});

it("GitHub is asked for the teams of committers, of maintainers, and of those who own a package, once each", async () => {
  const configuration = await configurationOf({
    ".github/by-name.yml": "merge:\n  committers: { team: a }\n  maintainers-team: b\n",
  });
  const owners = (...teams: string[]) =>
    ({ kind: "known", people: [], teams, collaborators: false }) as const;
  const maintainers = new Map([
    [HELLO.directory, owners("c", "a")],
    ["pkgs/by-name/co/cowsay", owners("d")],
  ]);
  expect(teamsAsked(configuration, maintainers)).toEqual(["a", "b", "c", "d"]);
  const { merge } = configuration;
  const without = {
    ...configuration,
    merge: { ...merge, maintainersTeam: null, committers: { ...merge.committers, team: null } },
  };
  expect(teamsAsked(without, new Map())).toEqual([]);
});

it("a command in a review is told from one in a comment", () => {
  const given = sound("committer-command", { commands: [mergeInReview(carol)] });
  const { lines } = decide({ ...given });
  const line = lines.find(({ id }) => id === "strategy");
  expect(line?.text).toBe("`committer-command` holds: `carol`, a committer, approved with `merge`");
  const said = line?.parts.flatMap(({ conditions }) => conditions.map(({ text }) => text));
  expect(said).toContain("`carol` approved with `merge` after the last push");
});

it("what holds is said with the name of whoever said so", () => {
  const { lines } = decide(
    sound("maintainer-approval", {
      reviews: [approval(alice)],
      configuration: { strategies: ["maintainer-approval"] },
    }),
  );
  const said = lines.flatMap(({ text, parts }) => [
    text,
    ...parts.flatMap(({ conditions }) => conditions.map((one) => one.text)),
  ]);
  expect(said).toContain("`maintainer-approval` holds: `alice`, a maintainer, approved");
  expect(said).toContain("`alice`, a maintainer, approved the newest commit");
});
