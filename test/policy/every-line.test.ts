import { describe, expect, it } from "vitest";
import { known } from "../../src/nix/known.ts";
import { decide } from "../../src/policy/decision.ts";
import { entryOf, entryOwnership, FOUNDED, facts, type Given, lineOf, SOUND } from "./builders.ts";

describe("an entry of the registry", () => {
  const entries = (given: Parameters<typeof entryOf>[0], ownership = entryOwnership()): Given => ({
    ...SOUND["own-entry"],
    registry: { entries: known([entryOf(given)]), ownership },
  });
  it.each<[string, Given, string[]]>([
    [
      "of an account that nobody has looked for",
      entries({}, entryOwnership({ accounts: new Map() })),
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "unmet: It is not known whose account `Mallory` is",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ],
    [
      "of an account that there is not",
      entries({}, entryOwnership({ accounts: new Map([["mallory", null]]) })),
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "unmet: There is no account `Mallory` on GitHub",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ],
    [
      "without a contact",
      entries({ after: { contact: null, owner: "mallory" } }),
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "unmet: The entry `mallory` names no contact",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ],
    [
      "that had no contact",
      entries({ kind: "changed", before: { contact: null, owner: "mallory" } }),
      [
        "met: It changes the entry `mallory`, and does nothing else",
        "unmet: The entry `mallory` names no contact",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ],
    [
      "of no registry",
      { ...SOUND["own-entry"], registry: null },
      [
        "unmet: It does not change NUR's registry",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ],
  ])("says what is wrong: %s", (_, given, says) => {
    const decision = decide(facts({ ...given, configuration: { strategies: ["own-entry"] } }));
    const conditions = lineOf(decision, "strategy").parts.flatMap((part) => part.conditions);
    expect(conditions.map(({ state, text }) => `${state}: ${text}`)).toEqual(says);
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
  it.each<[string, Given, string]>([
    [
      "its own override",
      { files: { overrides: ["all-packages.nix"] } },
      "met: It only changes existing packages: `hello`, and their own overrides in `all-packages.nix`",
    ],
    [
      "a package that a list has",
      unrested("listed"),
      "unmet: It changes `x`, which a file of the repository lists as a package; these are never merged automatically; somebody with write access has to merge it",
    ],
    [
      "a package in a set",
      unrested("in-set"),
      "unmet: It changes `x` in a package set; these are never merged automatically; somebody with write access has to merge it",
    ],
    [
      "a package in a root that only the change shows",
      unrested("shown-by-change"),
      "unmet: It changes `x`, and only the change itself shows that packages are there; somebody with write access has to merge it",
    ],
    [
      "the registry alone",
      { files: { packages: [], count: 1 }, registry: REGISTRY },
      "met: It only changes `repos.json`",
    ],
    [
      "the registry, a package and an override",
      { files: { overrides: ["all-packages.nix"] }, registry: REGISTRY },
      "unmet: It changes both `repos.json` and packages",
    ],
    ["none", { files: { packages: [] } }, "unmet: It changes no package"],
    [
      "more than may be",
      { files: { count: 100 } },
      "unmet: It changes 100 files; automatic merging allows at most 99",
    ],
    [
      "files elsewhere",
      { files: FILES },
      "unmet: It changes files outside existing package directories: `x`",
    ],
    [
      "a strange file",
      { files: { unusual: [{ path: "x", why: "is a submodule" }] } },
      "unmet: `x` is a submodule",
    ],
    [
      "the registry and more",
      { files: FILES, registry: REGISTRY },
      "unmet: It changes more than `repos.json`: `x`",
    ],
    [
      "the registry and a package",
      { registry: REGISTRY },
      "unmet: It changes both `repos.json` and packages",
    ],
    [
      "the registry and an override",
      { files: { packages: [], count: 1, overrides: ["all-packages.nix"] }, registry: REGISTRY },
      "unmet: It changes both `repos.json` and packages",
    ],
    [
      "a package that is new",
      { files: FILES, added: ["new"] },
      "unmet: It adds `new`; somebody with write access has to merge new packages",
    ],
    ["a large file", { largeFiles: ["x"] }, "unmet: It changes files larger than 1 MiB: `x`"],
    [
      "none outside",
      { files: { outside: [] }, added: ["new"], unrested: [{ name: "x", why: "listed" }] },
      "met: It only changes existing packages: `hello`",
    ],
  ])("what is in the way: %s", (_, given, says) => {
    const { state, text } = lineOf(decide(facts(given)), "files");
    expect(`${state}: ${text}`).toEqual(says);
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
    expect(conditions.at(-1)).toEqual({
      state: "met",
      text: "These checks have to pass: `build`",
    });
    expect(lineOf(decision, "checks")).toEqual({
      id: "checks",
      parts: [],
      state: "met",
      text: "No check has failed, none is running, and these passed: `build`",
    });
    expect(lineOf(decide(facts()), "checks")).toEqual({
      id: "checks",
      parts: [],
      state: "met",
      text: "No check has failed, and none is running",
    });
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
    ]).toEqual([
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "unmet: It is not known whose account `other` is",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "unmet: There is no account `other` on GitHub",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "unmet: The repository of the entry is in the account `other`, not in that of `mallory`",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "met: It adds the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "unmet: The repository of `mallory` is not on GitHub, so its owner is not known",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "met: It changes the entry `mallory`, and does nothing else",
        "met: `mallory` opened it, and is the contact of the entry",
        "met: The account of `mallory` is older than the entry",
        "met: It keeps its contact",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
      [
        "met: It changes the entry `mallory`, and does nothing else",
        "unmet: `mallory` opened it, and the contact of the entry is `other`",
        "met: Nobody has cancelled the merge",
        "met: The checks that GitHub requires have to pass",
      ],
    ]);
  });
});
