import { describe, expect, it } from "vitest";
import { known } from "../../src/nix/known.ts";
import { decide } from "../../src/policy/decision.ts";
import { bareLogin } from "../../src/policy/person.ts";
import {
  approval,
  BY_MALLORY,
  backporter,
  bob,
  COWSAY,
  carol,
  entryOf,
  entryOwnership,
  FOUNDED,
  facts,
  type Given,
  HELLO,
  impureUpdateOf,
  lineOf,
  maintainedBy,
  maintainedByLogin,
  mallory,
  merge,
  SOUND,
  STRATEGIES,
  sound,
  tina,
} from "./builders.ts";

describe("each strategy says", () => {
  it("why it holds", () => {
    const said = STRATEGIES.map((strategy) => lineOf(decide(sound(strategy)), "strategy").text);
    expect(said).toMatchInlineSnapshot(`
      [
        "\`maintainer-command\` holds: \`alice\`, a maintainer, commented \`merge\`",
        "\`maintainer-approval\` holds: \`alice\`, a maintainer, approved",
        "\`all-maintainers\` holds: every maintainer approved",
        "\`trusted-update\` holds: a trusted author opened it, and it only updates packages",
        "\`unmaintained-update\` holds: \`tina\`, of the team \`maintainers\`, commented \`merge\`",
        "\`committer-command\` holds: \`carol\`, a committer, commented \`merge\`",
        "\`own-entry\` holds: the contact of the entry opened it",
        "\`registry-command\` holds: \`tina\`, of the team \`maintainers\`, commented \`merge\`",
      ]
    `);
  });

  it("what it lacks, where nobody has said anything, and who could do something", () => {
    const silent: Given = { reviews: [], commands: [] };
    const said = STRATEGIES.map((strategy) => {
      const decision = decide(sound(strategy, { ...silent }));
      const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
      return [strategy, ...conditions.map(({ state, text }) => `${state}: ${text}`), ...decision.next];
    });
    expect(said).toMatchInlineSnapshot(`
      [
        [
          "maintainer-command",
          "met: \`r-ryantm\`, a trusted author, opened it",
          "met: \`hello\`: maintained by \`alice\`",
          "asks: Waiting for a \`merge\` comment from a maintainer of \`hello\` (\`alice\`)",
          "A maintainer of \`hello\` (\`alice\`) has to comment \`merge\`",
        ],
        [
          "maintainer-approval",
          "met: \`hello\`: maintained by \`alice\`",
          "asks: A maintainer of \`hello\` (\`alice\`) has to approve the newest commit",
          "met: Nobody has cancelled the merge",
          "A maintainer of \`hello\` (\`alice\`) has to approve the newest commit",
        ],
        [
          "all-maintainers",
          "asks: \`alice\` has to approve the newest commit",
          "asks: \`bob\` has to approve the newest commit",
          "met: Nobody has cancelled the merge",
          "Every maintainer of \`hello\`, \`cowsay\` has to approve the newest commit",
        ],
        [
          "trusted-update",
          "met: \`r-ryantm\`, a trusted author, opened it",
          "met: It only updates packages",
          "met: Nobody has cancelled the merge",
          "met: The checks that GitHub requires have to pass",
        ],
        [
          "unmaintained-update",
          "met: \`r-ryantm\`, a trusted author, opened it",
          "met: It only updates packages",
          "met: Nobody maintains \`hello\`",
          "asks: Waiting for a \`merge\` comment from a member of the team \`maintainers\`",
          "A member of the team \`maintainers\` has to comment \`merge\`",
        ],
        [
          "committer-command",
          "asks: Waiting for a \`merge\` comment from a committer",
          "A committer has to comment \`merge\`",
        ],
        [
          "own-entry",
          "met: It adds the entry \`mallory\`, and does nothing else",
          "met: \`mallory\` opened it, and is the contact of the entry",
          "met: The repository of the entry is in their account",
          "met: Nobody has cancelled the merge",
          "met: The checks that GitHub requires have to pass",
        ],
        [
          "registry-command",
          "met: It only changes these entries of the registry: \`mallory\`",
          "asks: Waiting for a \`merge\` comment from a member of the team \`maintainers\`",
          "A member of the team \`maintainers\` has to comment \`merge\`",
        ],
      ]
    `);
  });
});

describe("a team of maintainers", () => {
  it("is named beside the maintainers", () => {
    const configuration = { strategies: ["maintainer-command"], maintainersTeam: "maintainers" } as const;
    const decision = decide(facts({ updates: [impureUpdateOf(HELLO)], configuration }));
    expect(decision.next).toMatchInlineSnapshot(`
      [
        "A maintainer of \`hello\` (\`alice\`), who is also a member of the team \`maintainers\`, has to comment \`merge\`",
      ]
    `);
    const both: Given = {
      maintainers: new Map([[HELLO.directory, maintainedBy(tina)]]),
      commands: [merge(tina)],
    };
    const holds = decide(facts({ updates: [impureUpdateOf(HELLO)], configuration, ...both }));
    expect(lineOf(holds, "strategy").text).toMatchInlineSnapshot(
      `"\`maintainer-command\` holds: \`tina\`, a maintainer, commented \`merge\`"`,
    );
  });
});

describe("a change that it is about nothing of", () => {
  it.each<[string, Given]>([
    ["no package", { files: { packages: [], count: 1 } }],
    [
      "a package that no merge rests on",
      { files: { packages: [], count: 1 }, unrested: [{ name: "x", why: "listed" }] },
    ],
    [
      "packages of different people",
      {
        files: { packages: [HELLO, COWSAY], count: 2 },
        updates: [impureUpdateOf(HELLO), impureUpdateOf(COWSAY)],
      },
    ],
    [
      "a package of somebody whose account is not known",
      { maintainers: new Map([[HELLO.directory, maintainedByLogin("ghost")]]) },
    ],
    [
      "a package of the author's alone",
      { origin: { ...BY_MALLORY }, maintainers: new Map([[HELLO.directory, maintainedBy(mallory)]]) },
    ],
    [
      "the same person twice",
      {
        origin: BY_MALLORY,
        maintainers: new Map([[HELLO.directory, maintainedBy(bob, bob)]]),
        reviews: [approval(bob)],
      },
    ],
  ])("says so: %s", (_, given) => {
    const strategies = ["maintainer-command", "maintainer-approval", "all-maintainers"] as const;
    const said = strategies.map((strategy) => {
      const decision = decide(facts({ ...given, configuration: { strategies: [strategy] } }));
      const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
      return conditions.map(({ state, text }) => `${state}: ${text}`);
    });
    expect(said).toMatchSnapshot();
  });
});

describe("an entry of the registry", () => {
  const entries = (given: Parameters<typeof entryOf>[0], ownership = entryOwnership()): Given => ({
    ...SOUND["own-entry"],
    registry: { entries: known([entryOf(given)]), ownership },
  });
  it.each<[string, Given]>([
    ["of an account that nobody has looked for", entries({}, entryOwnership({ accounts: new Map() }))],
    [
      "of an account that there is not",
      entries({}, entryOwnership({ accounts: new Map([["mallory", null]]) })),
    ],
    ["without a contact", entries({ after: { contact: null, owner: "mallory" } })],
    ["that had no contact", entries({ kind: "changed", before: { contact: null, owner: "mallory" } })],
    ["of no registry", { ...SOUND["own-entry"], registry: null }],
  ])("says what is wrong: %s", (_, given) => {
    const decision = decide(facts({ ...given, configuration: { strategies: ["own-entry"] } }));
    const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(conditions.map(({ state, text }) => `${state}: ${text}`)).toMatchSnapshot();
  });
});

describe("what is waited for", () => {
  it("is each named check that runs, and each that runs besides, once", () => {
    const namedChecks = [
      { name: "a", state: "running", why: "runs" },
      { name: "b", state: "green", why: "" },
      { name: "c", state: "red", why: "failed" },
      { name: "e", state: "running", why: "runs" },
    ] as never;
    const { awaited } = decide(
      facts({ namedChecks, checks: { failed: [], running: ["a", "d"], required: true } }),
    );
    expect(awaited).toEqual(["a", "e", "d"]);
  });
});

describe("the line of the files says", () => {
  const FILES = { packages: [], count: 1, outside: ["x"] };
  const REGISTRY = { entries: known([entryOf()]), ownership: entryOwnership() };
  const unrested = (why: "listed" | "in-set" | "shown-by-change"): Given => ({
    files: FILES,
    unrested: [{ name: "x", why }],
  });
  it.each<[string, Given]>([
    ["its own override", { files: { overrides: ["all-packages.nix"] } }],
    ["a package that a list has", unrested("listed")],
    ["a package in a set", unrested("in-set")],
    ["a package in a root that only the change shows", unrested("shown-by-change")],
    ["the registry alone", { files: { packages: [], count: 1 }, registry: REGISTRY }],
    ["the registry and more", { files: FILES, registry: REGISTRY }],
    ["the registry and a package", { registry: REGISTRY }],
    [
      "the registry and an override",
      { files: { packages: [], count: 1, overrides: ["all-packages.nix"] }, registry: REGISTRY },
    ],
    ["a package that is new", { files: FILES, added: ["new"] }],
    ["a large file", { largeFiles: ["x"] }],
    ["none outside", { files: { outside: [] }, added: ["new"], unrested: [{ name: "x", why: "listed" }] }],
  ])("what is in the way: %s", (_, given) => {
    const { state, text } = lineOf(decide(facts(given)), "files");
    expect(`${state}: ${text}`).toMatchSnapshot();
  });
});

describe("what somebody who opened it is", () => {
  it("is named: who opens backports", () => {
    const origin = { author: backporter, ownBranch: true, headBranch: "backport-1-to-release" };
    const decision = decide(facts({ origin, configuration: { strategies: ["maintainer-command"] } }));
    const [first] = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(`${first?.state}: ${first?.text}`).toMatchInlineSnapshot(
      `"met: \`backporter[bot]\` opened it as a backport that a label requested"`,
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
    expect(decide(facts({ origin: BY_MALLORY, maintainers, configuration })).next).toMatchInlineSnapshot(`
      [
        "A maintainer of \`hello\` (\`bob\`) has to approve the newest commit",
      ]
    `);
  });
});

describe("checks", () => {
  it("that are named are those that have to pass, where GitHub requires none", () => {
    const namedChecks = [{ name: "build", state: "green", why: "" }] as never;
    const checks = { failed: [], running: [], required: false };
    const decision = decide(
      facts({
        namedChecks,
        checks,
        configuration: { strategies: ["trusted-update"], checks: [{ name: "build", app: null }] },
      }),
    );
    const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(conditions.at(-1)).toMatchInlineSnapshot(`
      {
        "state": "met",
        "text": "These checks have to pass: \`build\`",
      }
    `);
    expect(lineOf(decision, "checks")).toMatchInlineSnapshot(`
      {
        "id": "checks",
        "parts": [],
        "state": "met",
        "text": "No check has failed, none is running, and these passed: \`build\`",
      }
    `);
    expect(lineOf(decide(facts()), "checks")).toMatchInlineSnapshot(`
      {
        "id": "checks",
        "parts": [],
        "state": "met",
        "text": "No check has failed, and none is running",
      }
    `);
  });
});

describe("an entry of an account", () => {
  const conditions = (given: Parameters<typeof entryOf>[0], ownership = entryOwnership()) => {
    const registry = { entries: known([entryOf(given)]), ownership };
    const decision = decide(
      facts({ ...SOUND["own-entry"], registry, configuration: { strategies: ["own-entry"] } }),
    );
    const parts = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    return parts.map(({ state, text }) => `${state}: ${text}`);
  };
  const BOTH = { contact: "mallory", owner: "other" };

  it("of somebody else's repository says whose it is, or that nobody knows", () => {
    const other = { kind: "user", id: 99, createdAt: FOUNDED } as const;
    const [account] = [...entryOwnership().accounts.values()];
    const known = (rest: [string, typeof other | null][]) =>
      entryOwnership({ accounts: new Map([["mallory", account ?? null], ...rest]) });
    expect([
      conditions({ after: BOTH }, known([])),
      conditions({ after: BOTH }, known([["other", null]])),
      conditions({ after: BOTH }, known([["other", other]])),
      conditions({ after: { contact: "mallory", owner: null } }, known([])),
      conditions({ kind: "changed", before: { contact: "mallory", owner: "mallory" } }),
      conditions(
        { kind: "changed", before: { contact: "other", owner: "mallory" } },
        known([["other", other]]),
      ),
    ]).toMatchSnapshot();
  });
});

it("a person of an App is shown by its name", () => {
  expect(bareLogin("x[bot]")).toBe("x");
  expect(bareLogin("x")).toBe("x");
});
