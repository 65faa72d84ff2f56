import { describe, expect, it } from "vitest";
import type { Maintainer } from "../../src/packages/maintainers/maintainer.ts";
import { decide } from "../../src/policy/decision.ts";
import type { Person } from "../../src/policy/person.ts";
import {
  alice,
  approval,
  BY_MALLORY,
  bob,
  COWSAY,
  carol,
  facts,
  type Given,
  HELLO,
  impureUpdateOf,
  maintainedBy,
  mallory,
  UNMAINTAINED,
} from "./builders.ts";

/** What people could do. */
function next(given: Given): readonly string[] {
  return decide(facts(given)).next;
}

const FIVE: readonly Person[] = ["a", "b", "c", "d", "e"].map((login, i) => ({
  id: 100 + i,
  login,
  kind: "user",
}));
const SIX: readonly Person[] = [...FIVE, { id: 105, login: "f", kind: "user" }];
const MINE = { updates: [impureUpdateOf(HELLO)] };

describe("what people could do", () => {
  it("is to comment, for the maintainers of all that is touched, by name", () => {
    const configuration = { strategies: ["maintainer-command"] } as const;
    expect(next({ ...MINE, configuration })).toEqual([
      "A maintainer of `hello` (`alice`) has to comment `merge`",
    ]);
    const both = { ...MINE, configuration, files: { packages: [HELLO, COWSAY], count: 2 } };
    const people = (hello: readonly Person[], cowsay: readonly Person[]) =>
      new Map([
        [HELLO.directory, maintainedBy(...hello)],
        [COWSAY.directory, maintainedBy(...cowsay)],
      ]);
    expect(next({ ...both, maintainers: people([alice, bob], [bob]) })).toEqual([
      "A maintainer of `hello`, `cowsay` (`bob`) has to comment `merge`",
    ]);
    expect(next({ ...both, maintainers: people(FIVE, FIVE) })[0]).toContain("(`a`, `b`, `c`, `d`, `e`)");
    expect(next({ ...both, maintainers: people(SIX, SIX) })[0]).toContain(
      "(`a`, `b`, `c`, `d`, `e` and 1 more)",
    );
  });

  describe("where a map names people by login or by id, is for whoever may be named for each", () => {
    /** Who is named where these are the maintainers of two packages. */
    const able = (hello: Maintainer, cowsay: Maintainer) =>
      next({
        ...MINE,
        files: { packages: [HELLO, COWSAY], count: 2 },
        configuration: {
          strategies: ["maintainer-command"],
          maintainers: { kind: "map", map: new Map() },
        },
        maintainers: new Map([
          [HELLO.directory, { kind: "known", people: [hello], teams: [], collaborators: false }],
          [COWSAY.directory, { kind: "known", people: [cowsay], teams: [], collaborators: false }],
        ]),
      }).map((step) => /\((.*)\)/.exec(step)?.[1] ?? step);
    const byName = { name: "dave", id: null, login: null };
    const byLogin = (login: string) => ({ name: login, id: null, login });
    const byId = (id: number) => ({ name: String(id), id, login: null });
    const both = (id: number, login: string) => ({ name: login, id, login });

    it.each([
      ["the same login", byLogin("alice"), byLogin("alice"), ["`alice`"]],
      ["the same login in other letters", byLogin("alice"), byLogin("ALICE"), ["`alice`"]],
      ["the same id", byId(1), byId(1), ["`1`"]],
      ["the same id under two logins", both(1, "alice"), both(1, "alicia"), ["`alice`"]],
      ["an id and a login", byId(1), byLogin("alice"), ["`1`, `alice`"]],
      ["a name without an account", byName, byName, []],
      ["other logins", byLogin("alice"), byLogin("bob"), []],
      ["other ids", byId(1), byId(2), []],
      ["other ids of one login", both(1, "alice"), both(2, "alice"), []],
      ["an id with its login, and a login", both(1, "alice"), byLogin("bob"), []],
      ["a login, and an id with its login", byLogin("bob"), both(1, "alice"), []],
      ["an id with its login, and that login", both(1, "alice"), byLogin("alice"), []],
    ] as const)("%s", (_what, hello, cowsay, names) => {
      expect(able(hello, cowsay)).toEqual(names);
    });
  });

  it("is to approve, for those who did not open it, only where approvals count", () => {
    const opened = { author: alice, headOwner: alice.id };
    const maintainers = new Map([[HELLO.directory, maintainedBy(alice, bob)]]);
    const by = (strategy: "maintainer-approval" | "all-maintainers") =>
      next({
        ...MINE,
        origin: strategy === "all-maintainers" ? BY_MALLORY : opened,
        maintainers,
        configuration: { strategies: [strategy] },
      });
    expect(by("maintainer-approval")).toEqual([
      "A maintainer of `hello` (`bob`) has to approve the newest commit",
    ]);
    expect(by("all-maintainers")).toEqual([
      "Every maintainer of `hello` (`alice`, `bob`) has to approve the newest commit",
    ]);
  });

  it("is to comment, for committers and for members of the maintainers' team", () => {
    const committers = (given: {
      team: string | null;
      users: readonly (string | number)[];
      permission?: "write";
    }) =>
      next({
        origin: BY_MALLORY,
        configuration: { strategies: ["committer-command"], committers: { permission: null, ...given } },
      });
    expect(committers({ team: null, users: ["carol"], permission: "write" })).toEqual([
      "A committer (`carol`, or others) has to comment `merge`",
    ]);
    expect(committers({ team: "committers", users: [] })).toEqual(["A committer has to comment `merge`"]);
    expect(committers({ team: null, users: ["carol", 7] })).toEqual([
      "A committer (`carol`) has to comment `merge`",
    ]);
    expect(committers({ team: "committers", users: ["carol"] })).toEqual([
      "A committer (`carol`, or others) has to comment `merge`",
    ]);
    const unmaintained = {
      maintainers: new Map([[HELLO.directory, UNMAINTAINED]]),
      configuration: { strategies: ["unmaintained-update"], maintainersTeam: "maintainers" },
    } as const;
    expect(next(unmaintained)).toEqual(["A member of the team `maintainers` has to comment `merge`"]);
  });

  it("is nothing where it would not help, and all the same where something can be fixed", () => {
    const asks = { origin: BY_MALLORY, configuration: { strategies: ["committer-command"] } } as const;
    expect(next({ ...asks, branch: "elsewhere" })).toEqual([]);
    expect(next({ ...asks, touchesConfiguration: true })).toEqual([]);
    expect(next({ ...asks, files: { outside: ["flake.nix"] } })).toEqual([]);
    expect(next({ ...asks, draft: true })).toHaveLength(1);
    expect(next({ ...asks, review: { blocking: 1, syntax: [], unknown: [] } })).toHaveLength(1);
    expect(next({ ...asks, reviews: [{ ...approval(carol), kind: "changes-requested" }] })).toHaveLength(1);
    expect(next({ ...asks, checks: { failed: ["build"], running: [], required: true } })).toHaveLength(1);
  });

  it("is nothing by a strategy that lacks more than a word, beside one that does not", () => {
    const configuration = { strategies: ["maintainer-command", "committer-command"] } as const;
    const maintainers = new Map([[HELLO.directory, UNMAINTAINED]]);
    expect(next({ ...MINE, configuration, maintainers })).toEqual([expect.stringMatching(/^A committer/)]);
  });

  it("is nothing where no strategy lacks only a word", () => {
    expect(next({ origin: { author: mallory }, configuration: { strategies: ["trusted-update"] } })).toEqual(
      [],
    );
    expect(next({})).toEqual([]);
  });
});
