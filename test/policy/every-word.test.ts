import { describe, expect, it } from "vitest";
import { known } from "../../src/nix/known.ts";
import { decide } from "../../src/policy/decision.ts";
import {
  approval,
  BY_MALLORY,
  bob,
  COWSAY,
  entryOf,
  entryOwnership,
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
    ] as never;
    const { awaited } = decide(
      facts({ namedChecks, checks: { failed: [], running: ["a", "d"], required: true } }),
    );
    expect(awaited).toEqual(["a", "d"]);
  });
});
