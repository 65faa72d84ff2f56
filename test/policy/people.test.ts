import { describe, expect, it } from "vitest";
import type { Maintainer } from "../../src/packages/maintainers/maintainer.ts";
import { areCommittersKnown, hasPermission, isCommitter, isMember } from "../../src/policy/committers.ts";
import { consentOf, maintainsAll, mayCancel } from "../../src/policy/consent.ts";
import { teamsAsked } from "../../src/policy/content.ts";
import { decide } from "../../src/policy/decision.ts";
import type { Memberships, MergeFacts, Permission } from "../../src/policy/facts.ts";
import { commonMaintainers, isMaintainer, isSame, maintains } from "../../src/policy/maintaining.ts";
import type { Person } from "../../src/policy/person.ts";
import {
  alice,
  approval,
  BY_MALLORY,
  backporter,
  bob,
  COWSAY,
  cancel,
  carol,
  configuration,
  EARLIER,
  facts,
  HELLO,
  LATER,
  LATEST,
  maintainedBy,
  mallory,
  merge,
  PUSHED,
  tina,
} from "./builders.ts";

const app = (person: Person): Person => ({ ...person, kind: "bot" });
const PERMISSIONS: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];
const RANKED = PERMISSIONS.map((permission, rank): [number, Permission] => [rank, permission]);

function memberships(given: Partial<Memberships>): MergeFacts {
  return facts({ memberships: { teams: new Map(), permissions: new Map(), ...given } });
}

describe("a committer", () => {
  it("is nobody where the configuration is not valid", () => {
    expect(isCommitter(carol, facts())).toBe(true);
    expect(isCommitter(carol, { ...facts(), configuration: null })).toBe(false);
  });

  it("is no App by its team or its permission, but where it is named", () => {
    const committers = { team: "committers", users: [], permission: "write" } as const;
    const merge = (users: readonly string[]) => ({
      ...facts({
        memberships: {
          teams: new Map([["committers", new Set([backporter.id])]]),
          permissions: new Map([[backporter.id, "admin" as const]]),
        },
      }),
      configuration: configuration({ committers: { ...committers, users } }),
    });
    expect(isCommitter(backporter, merge([]))).toBe(false);
    expect(isCommitter(backporter, merge(["backporter[bot]"]))).toBe(true);
  });

  it("is known to be one where there is no team, or GitHub shows it", () => {
    expect(areCommittersKnown(facts())).toBe(true);
    expect(areCommittersKnown(memberships({}))).toBe(false);
    const users = facts({ configuration: { committers: { team: null, users: [], permission: "write" } } });
    expect(areCommittersKnown({ ...users, memberships: memberships({}).memberships })).toBe(true);
    expect(areCommittersKnown({ ...memberships({}), configuration: null })).toBe(true);
  });
});

it("the member of a team is a user who is in it", () => {
  const one = memberships({ teams: new Map([["a", new Set([alice.id])]]) });
  expect(isMember(alice, "a", one)).toBe(true);
  expect(isMember(alice, "b", one)).toBe(false);
  expect(isMember(bob, "a", one)).toBe(false);
  expect(isMember(app(alice), "a", one)).toBe(false);
});

describe.each(RANKED)("permission %i, %s", (rank, has) => {
  it.each(RANKED)("is as much as permission %i, %s, or is not", (other, least) => {
    const one = memberships({ permissions: new Map([[alice.id, has]]) });
    expect(hasPermission(alice, least, one)).toBe(rank >= other);
    expect(hasPermission(app(alice), least, one)).toBe(false);
    expect(hasPermission(bob, least, one)).toBe(least === "none");
  });
});

describe("a merge may be cancelled", () => {
  const hello = new Map([[HELLO.directory, maintainedBy(alice)]]);

  it.each<[who: string, person: Person, may: boolean]>([
    ["whoever opened it", mallory, true],
    ["a committer", carol, true],
    ["a maintainer", alice, true],
    ["a member of the maintainers' team", tina, true],
    ["nobody else", bob, false],
    ["no App of that login", app(alice), false],
  ])("by %s", (_, person, may) => {
    const origin = BY_MALLORY;
    const one = facts({ origin, maintainers: hello, configuration: { maintainersTeam: "maintainers" } });
    expect(mayCancel(person, one)).toBe(may);
  });

  it("by anybody where it is not known who has a part in it", () => {
    const { teams, permissions } = facts().memberships;
    const without = (team: string) => ({
      teams: new Map([...teams].filter(([name]) => name !== team)),
      permissions,
    });
    const configured = { maintainersTeam: "maintainers" };
    const may = (given: Parameters<typeof facts>[0]) =>
      mayCancel(bob, facts({ maintainers: hello, configuration: configured, ...given }));
    expect(may({})).toBe(false);
    expect(may({ memberships: without("committers") })).toBe(true);
    expect(may({ memberships: without("maintainers") })).toBe(true);
    expect(may({ maintainers: new Map([[HELLO.directory, { kind: "unknown", why: "x" }]]) })).toBe(true);
  });
});

describe("a command", () => {
  const said = (given: Parameters<typeof facts>[0]) => {
    const { commands, void: unheeded } = consentOf(facts(given));
    return { counts: commands.length, why: unheeded.map(({ why }) => why) };
  };

  it("to cancel is none to merge", () => {
    expect(said({ commands: [cancel(mallory)] })).toEqual({ counts: 0, why: [] });
  });

  it("does not count where the push is not known, whatever else is", () => {
    const why = ["it is not known whether it came after the last push"];
    const commands = [merge(alice, LATEST)];
    expect(said({ commands, times: { pushedBy: null, replacedAt: EARLIER } })).toEqual({ counts: 0, why });
    expect(said({ commands, times: { pushedBy: null, retargetedAt: EARLIER } })).toEqual({ counts: 0, why });
  });

  it("has to come after the latest of all pushes, in whatever order they are known", () => {
    const why = ["it may be older than the last push"];
    const commands = [merge(alice, PUSHED)];
    expect(said({ commands, times: { pushedBy: EARLIER, replacedAt: null } })).toEqual({
      counts: 1,
      why: [],
    });
    for (const times of [
      { pushedBy: LATER, replacedAt: EARLIER, retargetedAt: EARLIER },
      { pushedBy: EARLIER, replacedAt: LATER, retargetedAt: EARLIER },
      { pushedBy: EARLIER, replacedAt: EARLIER, retargetedAt: LATER },
      { pushedBy: EARLIER, replacedAt: LATER, retargetedAt: null },
    ]) {
      expect(said({ commands, times })).toEqual({ counts: 0, why });
    }
  });

  it("does not count once the title was edited", () => {
    const why = ["the title or the description was edited since"];
    const commands = [merge(alice, LATER)];
    expect(said({ commands, times: { editedAt: LATER } })).toEqual({ counts: 0, why });
    expect(said({ commands, times: { editedAt: EARLIER } })).toEqual({ counts: 1, why: [] });
  });
});

it("approvals by accounts that are gone count for nobody", () => {
  expect(consentOf(facts({ reviews: [approval(null), approval(alice)] })).approvals).toHaveLength(1);
});

it("who maintains one package of two does not maintain all", () => {
  const both = facts({ files: { packages: [HELLO, COWSAY], count: 2 } });
  expect(maintainsAll(alice, both)).toBe(false);
  expect(maintainsAll(bob, both)).toBe(false);
  const shared = new Map([HELLO, COWSAY].map(({ directory }) => [directory, maintainedBy(alice)]));
  expect(maintainsAll(alice, facts({ ...both, configuration: {}, maintainers: shared }))).toBe(true);
});

describe("a maintainer by login", () => {
  const byLogin = { name: "alice", id: null, login: "alice" };
  const from = (kind: "nixpkgs" | "map" | "codeowners") =>
    facts({ configuration: { maintainers: kind === "map" ? { kind, map: new Map() } : { kind } } });

  it("is one where the repository knows no ids", () => {
    expect(isMaintainer(alice, byLogin, from("map"))).toBe(true);
    expect(isMaintainer(alice, byLogin, from("codeowners"))).toBe(true);
    expect(isMaintainer(bob, byLogin, from("map"))).toBe(false);
  });

  it("is none in nixpkgs, nor where the configuration is not valid", () => {
    expect(isMaintainer(alice, byLogin, from("nixpkgs"))).toBe(false);
    expect(isMaintainer(alice, byLogin, { ...from("map"), configuration: null })).toBe(false);
  });

  it("is nobody where neither id nor login is known", () => {
    const nameless = { name: "alice", id: null, login: null };
    expect(isMaintainer(alice, nameless, from("map"))).toBe(false);
    expect(isMaintainer({ ...alice, login: "null" }, nameless, from("map"))).toBe(false);
  });

  it("is not by login where an id is known", () => {
    expect(isMaintainer(alice, { ...byLogin, id: 99 }, from("map"))).toBe(false);
  });

  it("is an App by the map alone", () => {
    const named = { name: "x", id: backporter.id, login: null };
    expect(isMaintainer(backporter, named, from("map"))).toBe(true);
    expect(isMaintainer(backporter, named, from("nixpkgs"))).toBe(false);
    expect(isMaintainer(backporter, named, from("codeowners"))).toBe(false);
  });
});

it("collaborators maintain where they can write", () => {
  const open = { kind: "known", people: [], teams: [], collaborators: true } as const;
  const can = (permission: Permission) =>
    maintains(
      alice,
      { name: "hello", maintainers: open },
      memberships({ permissions: new Map([[alice.id, permission]]) }),
    );
  expect(can("triage")).toBe(false);
  expect(can("write")).toBe(true);
  const closed = { ...open, collaborators: false };
  const admin = memberships({ permissions: new Map([[alice.id, "admin"]]) });
  expect(maintains(alice, { name: "hello", maintainers: closed }, admin)).toBe(false);
});

it.each([
  [{ id: 1, login: "a" }, { id: 1, login: "b" }, true],
  [{ id: 1, login: "a" }, { id: 2, login: "a" }, false],
  [{ id: 1, login: "a" }, { id: null, login: "a" }, false],
  [{ id: null, login: "a" }, { id: 1, login: "a" }, false],
  [{ id: null, login: "a" }, { id: null, login: "A" }, true],
  [{ id: null, login: "a" }, { id: null, login: "b" }, false],
  [{ id: null, login: "a" }, { id: null, login: null }, false],
  [{ id: null, login: null }, { id: null, login: "a" }, false],
  [{ id: null, login: null }, { id: null, login: null }, true],
])("entries %j and %j are of one account: %j", (one, other, same) => {
  expect(isSame({ name: "x", ...one }, { name: "x", ...other })).toBe(same);
});

it("entries without an account are the same by their names", () => {
  const entry = (name: string) => ({ name, id: null, login: null });
  expect(isSame(entry("a"), entry("a"))).toBe(true);
  expect(isSame(entry("a"), entry("b"))).toBe(false);
});

it.each<
  [
    what: string,
    hello: Pick<Maintainer, "id" | "login">,
    cowsay: Pick<Maintainer, "id" | "login">,
    count: number,
  ]
>([
  ["an id and a login", { id: 1, login: null }, { id: null, login: "alice" }, 2],
  ["an id, and another with its login", { id: 1, login: null }, { id: 2, login: "alice" }, 0],
  ["an id, and neither", { id: 1, login: null }, { id: null, login: null }, 0],
  ["neither, and a login", { id: null, login: null }, { id: null, login: "alice" }, 0],
])("%s may be the same maintainer, or not", (_what, hello, cowsay, count) => {
  const of = (name: string, one: Pick<Maintainer, "id" | "login">) => ({
    name,
    maintainers: { kind: "known", people: [{ name, ...one }], teams: [], collaborators: false } as const,
  });
  const packages = [of("hello", hello), of("cowsay", cowsay)];
  expect(commonMaintainers(packages).people).toHaveLength(count);
  expect(commonMaintainers(packages.toReversed()).people).toHaveLength(count);
});

it("more may maintain all packages only where each of them is open to more", () => {
  type Openness = { readonly teams?: readonly string[]; readonly collaborators?: boolean };
  const more = (...all: readonly Openness[]) =>
    commonMaintainers(
      all.map(({ teams = [], collaborators = false }) => ({
        name: "x",
        maintainers: { kind: "known", people: [], teams, collaborators },
      })),
    ).more;
  const [named, open] = [{}, { teams: ["a"] }];
  expect(more(open, { collaborators: true })).toBe(true);
  expect(more(open, named)).toBe(false);
  expect(more(named, open)).toBe(false);
  expect(more()).toBe(false);
});

it("the teams of packages whose maintainers are not known are not asked for", () => {
  const configured = { merge: configuration({ committers: { team: null, users: [], permission: null } }) };
  const maintainers = new Map([
    ["a", { kind: "unknown", why: "x" } as const],
    ["b", { kind: "known", people: [], teams: ["t"], collaborators: false } as const],
  ]);
  expect(teamsAsked(configured, maintainers)).toEqual(["t"]);
});

describe("the line about checks", () => {
  const text = (namedChecks: MergeFacts["namedChecks"]) =>
    decide(facts({ namedChecks })).lines.find(({ id }) => id === "checks")?.text;

  it("names those that have to be green", () => {
    expect(text([])).toBe("No check has failed, and none is running");
    expect(text([{ name: "build", state: "green", why: "" }])).toBe(
      "No check has failed, none is running, and these passed: `build`",
    );
  });
});
