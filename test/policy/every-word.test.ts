import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decision.ts";
import { bareLogin } from "../../src/policy/person.ts";
import {
  approval,
  BY_MALLORY,
  backporter,
  bob,
  COWSAY,
  carol,
  facts,
  type Given,
  HELLO,
  impureUpdateOf,
  lineOf,
  maintainedBy,
  maintainedByLogin,
  mallory,
  merge,
  STRATEGIES,
  sound,
  tina,
} from "./builders.ts";

describe("each strategy says", () => {
  it("why it holds", () => {
    const said = STRATEGIES.map((strategy) => lineOf(decide(sound(strategy)), "strategy").text);
    expect(said).toEqual([
      "`maintainer-command` holds: `alice`, a maintainer, commented `merge`",
      "`maintainer-approval` holds: `alice`, a maintainer, approved",
      "`all-maintainers` holds: every maintainer approved",
      "`trusted-update` holds: a trusted author opened it, and it only updates packages",
      "`unmaintained-update` holds: `tina`, of the team `maintainers`, commented `merge`",
      "`committer-command` holds: `carol`, a committer, commented `merge`",
      "`own-entry` holds: the contact of the entry opened it",
      "`registry-command` holds: `tina`, of the team `maintainers`, commented `merge`",
    ]);
  });

  it("what it lacks, where nobody has said anything, and who could do something", () => {
    const silent: Given = { reviews: [], commands: [] };
    const said = STRATEGIES.map((strategy) => {
      const decision = decide(sound(strategy, { ...silent }));
      const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
      return [strategy, ...conditions.map(({ state, text }) => `${state}: ${text}`), ...decision.next];
    });
    expect(said).toEqual([
      [
        "maintainer-command",
        "met: `r-ryantm`, a trusted author, opened it",
        "met: `hello`: maintained by `alice`",
        "asks: Waiting for a `merge` comment from a maintainer of `hello` (`alice`)",
        "A maintainer of `hello` (`alice`) has to comment `merge`",
      ],
      [
        "maintainer-approval",
        "met: `hello`: maintained by `alice`",
        "asks: A maintainer of `hello` (`alice`) has to approve the newest commit",
        "met: Nobody has cancelled the merge",
        "A maintainer of `hello` (`alice`) has to approve the newest commit",
      ],
      [
        "all-maintainers",
        "asks: `alice` has to approve the newest commit",
        "asks: `bob` has to approve the newest commit",
        "met: Nobody has cancelled the merge",
        "Every maintainer of `hello`, `cowsay` has to approve the newest commit",
      ],
      [
        "trusted-update",
        "met: `r-ryantm`, a trusted author, opened it",
        "met: It only updates packages",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "unmaintained-update",
        "met: `r-ryantm`, a trusted author, opened it",
        "met: It only updates packages",
        "met: Nobody maintains `hello`",
        "asks: Waiting for a `merge` comment from a member of the team `maintainers`",
        "A member of the team `maintainers` has to comment `merge`",
      ],
      [
        "committer-command",
        "asks: Waiting for a `merge` comment from a committer",
        "A committer has to comment `merge`",
      ],
      [
        "own-entry",
        "met: It adds the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "met: The repository of the entry is in their account",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "registry-command",
        "met: It only changes these entries of the registry: `mallory`",
        "asks: Waiting for a `merge` comment from a member of the team `maintainers`",
        "A member of the team `maintainers` has to comment `merge`",
      ],
    ]);
  });
});

describe("a team of maintainers", () => {
  it("is named beside the maintainers", () => {
    const configuration = { strategies: ["maintainer-command"], maintainersTeam: "maintainers" } as const;
    const decision = decide(facts({ updates: [impureUpdateOf(HELLO)], configuration }));
    expect(decision.next).toEqual([
      "A maintainer of `hello` (`alice`), who is also a member of the team `maintainers`, has to comment `merge`",
    ]);
    const both: Given = {
      maintainers: new Map([[HELLO.directory, maintainedBy(tina)]]),
      commands: [merge(tina)],
    };
    const holds = decide(facts({ updates: [impureUpdateOf(HELLO)], configuration, ...both }));
    expect(lineOf(holds, "strategy").text).toEqual(
      "`maintainer-command` holds: `tina`, a maintainer, commented `merge`",
    );
  });
});

describe("a change that it is about nothing of", () => {
  it.each<[string, Given, string[][]]>([
    [
      "no package",
      { files: { packages: [], count: 1 } },
      [
        [
          "met: `r-ryantm`, a trusted author, opened it",
          "unmet: It changes no existing package",
          "asks: Waiting for a `merge` comment from a maintainer of every touched package",
        ],
        [
          "unmet: It changes no existing package",
          "asks: A maintainer of every touched package has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        ["unmet: It changes no existing package", "met: Nobody has cancelled the merge"],
      ],
    ],
    [
      "a package that no merge rests on",
      { files: { packages: [], count: 1 }, unrested: [{ name: "x", why: "listed" }] },
      [
        [
          "met: `r-ryantm`, a trusted author, opened it",
          "unmet: It changes no package that may be merged automatically",
          "asks: Waiting for a `merge` comment from a maintainer of every touched package",
        ],
        [
          "unmet: It changes no package that may be merged automatically",
          "asks: A maintainer of every touched package has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        [
          "unmet: It changes no package that may be merged automatically",
          "met: Nobody has cancelled the merge",
        ],
      ],
    ],
    [
      "packages of different people",
      {
        files: { packages: [HELLO, COWSAY], count: 2 },
        updates: [impureUpdateOf(HELLO), impureUpdateOf(COWSAY)],
      },
      [
        [
          "met: `r-ryantm`, a trusted author, opened it",
          "unmet: Nobody maintains all the packages that it changes",
          "asks: Waiting for a `merge` comment from a maintainer of `hello`, `cowsay`",
        ],
        [
          "unmet: Nobody maintains all the packages that it changes",
          "asks: A maintainer of `hello`, `cowsay` has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        [
          "asks: `alice` has to approve the newest commit",
          "asks: `bob` has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
      ],
    ],
    [
      "a package of somebody whose account is not known",
      { maintainers: new Map([[HELLO.directory, maintainedByLogin("ghost")]]) },
      [
        [
          "met: `r-ryantm`, a trusted author, opened it",
          "unmet: No maintainer of `hello` can do that: the GitHub account of `ghost` is not known",
          "asks: Waiting for a `merge` comment from a maintainer of `hello` (`ghost`)",
        ],
        [
          "unmet: No maintainer of `hello` can do that: `ghost` opened it, or has no known GitHub account",
          "asks: A maintainer of `hello` (`ghost`) has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        ["unmet: The GitHub account of `ghost` is not known", "met: Nobody has cancelled the merge"],
      ],
    ],
    [
      "a package of the author's alone",
      { origin: { ...BY_MALLORY }, maintainers: new Map([[HELLO.directory, maintainedBy(mallory)]]) },
      [
        [
          "unmet: `mallory`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit",
          "met: `hello`: maintained by `mallory`",
          "asks: Waiting for a `merge` comment from a maintainer of `hello` (`mallory`)",
        ],
        [
          "unmet: No maintainer of `hello` can do that: `mallory` opened it, or has no known GitHub account",
          "asks: A maintainer of `hello` has to approve the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        [
          "unmet: `mallory` opened it, and nobody can approve their own change",
          "met: Nobody has cancelled the merge",
        ],
      ],
    ],
    [
      "the same person twice",
      {
        origin: BY_MALLORY,
        maintainers: new Map([[HELLO.directory, maintainedBy(bob, bob)]]),
        reviews: [approval(bob)],
      },
      [
        [
          "unmet: `mallory`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit",
          "met: `hello`: maintained by `bob`",
          "asks: Waiting for a `merge` comment from a maintainer of `hello` (`bob`)",
        ],
        [
          "met: `hello`: maintained by `bob`",
          "met: `bob`, a maintainer, approved the newest commit",
          "met: Nobody has cancelled the merge",
        ],
        ["met: `bob` approved the newest commit", "met: Nobody has cancelled the merge"],
      ],
    ],
  ])("says so: %s", (_, given, says) => {
    const strategies = ["maintainer-command", "maintainer-approval", "all-maintainers"] as const;
    const said = strategies.map((strategy) => {
      const decision = decide(facts({ ...given, configuration: { strategies: [strategy] } }));
      const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
      return conditions.map(({ state, text }) => `${state}: ${text}`);
    });
    expect(said).toEqual(says);
  });
});

describe("what somebody who opened it is", () => {
  it("is named: who opens backports", () => {
    const origin = { author: backporter, ownBranch: true, headBranch: "backport-1-to-release" };
    const decision = decide(facts({ origin, configuration: { strategies: ["maintainer-command"] } }));
    const [first] = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(`${first?.state}: ${first?.text}`).toEqual(
      "met: `backporter[bot]` opened it as a backport that a label requested",
    );
  });

  it("is named: a committer", () => {
    const origin = { author: carol, headOwner: carol.id };
    const decision = decide(facts({ origin, configuration: { strategies: ["maintainer-command"] } }));
    const [first] = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(first).toEqual({ state: "met", text: "`carol`, a committer, opened it" });
  });

  it("is left out of who could approve", () => {
    const maintainers = new Map([[HELLO.directory, maintainedBy(mallory, bob)]]);
    const configuration = { strategies: ["maintainer-approval"] } as const;
    expect(decide(facts({ origin: BY_MALLORY, maintainers, configuration })).next).toEqual([
      "A maintainer of `hello` (`bob`) has to approve the newest commit",
    ]);
  });
});

it("a person of an App is shown by its name", () => {
  expect(bareLogin("x[bot]")).toBe("x");
  expect(bareLogin("x")).toBe("x");
});
