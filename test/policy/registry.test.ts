import { describe, expect, it } from "vitest";
import { known, unknown } from "../../src/nix/known.ts";
import type { TouchedEntry } from "../../src/packages/registry/touched-entries.ts";
import { decide } from "../../src/policy/decision.ts";
import {
  BY_MALLORY,
  backporter,
  cancel,
  carol,
  changed,
  changedEntry,
  entryOf,
  entryOwnership,
  FOUNDED,
  type Given,
  HELLO,
  lineOf,
  mallory,
  merge,
  partOf,
  sound,
  TOUCHED,
} from "./builders.ts";

/** What is not met of a strategy, with the verdict. */
function lacking(strategy: "own-entry" | "registry-command" | "committer-command", given: Given): string[] {
  const decision = decide(sound(strategy, given));
  const { conditions } = partOf(decision, strategy);
  const files = lineOf(decision, "files");
  const all = [...conditions, ...(files.state === "met" ? [] : [files])];
  return [decision.verdict, ...all.filter(({ state }) => state !== "met").map(({ text }) => text)];
}

const ACCOUNT = { id: mallory.id, kind: "user", createdAt: FOUNDED } as const;
const registry = (entry = entryOf(), ownership = entryOwnership()): Given => ({
  registry: { entries: known([entry]), ownership },
});
const accounts = (
  ...entries: [
    string,
    typeof ACCOUNT | { id: number; kind: "user" | "organization"; createdAt: string | null } | null,
  ][]
) => entryOwnership({ accounts: new Map(entries) });

describe("a new entry", () => {
  it("merges where the author is its contact, and owns the repository's account", () => {
    expect(lacking("own-entry", {})).toEqual(["merge"]);
  });

  it.each<[string, Given, string]>([
    [
      "the contact is somebody else",
      registry(
        entryOf({ after: { contact: "alice", owner: "mallory" } }),
        accounts(["alice", { ...ACCOUNT, id: 1 }], ["mallory", ACCOUNT]),
      ),
      "`mallory` opened it, and the contact of the entry is `alice`",
    ],
    [
      "the repository is somebody else's",
      registry(
        entryOf({ after: { contact: "mallory", owner: "alice" } }),
        accounts(["alice", { ...ACCOUNT, id: 1 }], ["mallory", ACCOUNT]),
      ),
      "The repository of the entry is in the account `alice`, not in that of `mallory`",
    ],
    [
      "the repository is an organization's, whatever its id",
      registry(
        entryOf({ after: { contact: "mallory", owner: "org" } }),
        accounts(["org", { ...ACCOUNT, kind: "organization" }], ["mallory", ACCOUNT]),
      ),
      "The repository of the entry is in the account `org`, not in that of `mallory`",
    ],
    [
      "the repository is not on GitHub",
      registry(entryOf({ after: { contact: "mallory", owner: null } })),
      "The repository of `mallory` is not on GitHub, so its owner is not known",
    ],
    [
      "the login of the contact is another account's by now",
      registry(entryOf(), accounts(["mallory", { ...ACCOUNT, id: 99 }])),
      "`mallory` opened it, and the contact of the entry is `Mallory`",
    ],
    [
      "nobody has the login",
      registry(entryOf(), accounts(["mallory", null])),
      "There is no account `Mallory` on GitHub",
    ],
    [
      "it was not found out who has it",
      registry(entryOf(), accounts()),
      "It is not known whose account `Mallory` is",
    ],
    [
      "it names no contact",
      registry(entryOf({ after: { contact: null, owner: "mallory" } })),
      "The entry `mallory` names no contact",
    ],
    [
      "the author is gone",
      { origin: { ...BY_MALLORY, author: null } },
      "The account that opened it was deleted",
    ],
    [
      "an App opened it",
      { origin: { author: backporter, headOwner: backporter.id } },
      "`backporter[bot]`, who opened it, is an App",
    ],
    [
      "others can push to its branch",
      { origin: { ...BY_MALLORY, headOwner: 99 } },
      "`mallory` opened it from a branch that others can push to",
    ],
    [
      "another entry is touched too",
      { registry: { entries: known([entryOf(), entryOf({ name: "b" })]), ownership: entryOwnership() } },
      "It changes 2 entries: `mallory`, `b`",
    ],
    [
      "no entry is touched",
      { registry: { entries: known([]), ownership: entryOwnership() } },
      "It changes no entry of the registry",
    ],
    [
      "the registry is not understood",
      { registry: { entries: unknown("the JSON is none"), ownership: entryOwnership() } },
      "Its change of the registry could not be read: the JSON is none",
    ],
    [
      "it is no change of the registry",
      { registry: null, files: changed([HELLO]) },
      "It does not change NUR's registry",
    ],
    [
      "somebody took it back",
      { commands: [cancel(mallory)] },
      "The merge was cancelled, or may have been: a committer or a maintainer has to comment `merge`",
    ],
    [
      "no check has to pass",
      { checks: { failed: [], running: [], required: false } },
      "No check has to pass before it merges: name one in `merge.checks` of the configuration, or require one for `master` on GitHub",
    ],
  ])("does not where %s", (_, given, why) => {
    expect(lacking("own-entry", given)).toContain(why);
    expect(decide(sound("own-entry", given)).verdict).toBe("no");
  });
});

it("an entry merges beside no package, nor beside one with its override", () => {
  const both = "It changes both `repos.json` and packages";
  expect(lacking("own-entry", { files: { packages: [HELLO] } })).toEqual(["no", both]);
  const overrides = ["all-packages.nix"];
  expect(lacking("own-entry", { files: { packages: [HELLO], overrides } })).toEqual(["no", both]);
});

describe("an entry that is there already", () => {
  it.each([
    ["changed", changedEntry()],
    ["removed", changedEntry({ kind: "removed", after: null })],
    ["moved to another repository of theirs", changedEntry({ moves: true })],
  ])("is %s by its contact", (_, entry) => {
    const given = registry(entry);
    expect(lacking("own-entry", given)).toEqual(["merge"]);
    const [first] = partOf(decide(sound("own-entry", given)), "own-entry").conditions;
    const does = entry.kind === "removed" ? "removes" : "changes";
    expect(first?.text).toBe(`It ${does} the entry \`mallory\`, and does nothing else`);
  });

  it.each<[string, Partial<TouchedEntry>, string[]]>([
    ["changes", {}, ["It keeps its contact"]],
    ["changes", { after: { contact: "MALLORY", owner: "mallory" } }, ["It keeps its contact"]],
    ["changes", { moves: true }, ["It keeps its contact", "The repository of the entry is in their account"]],
    ["removes", { kind: "removed", after: null }, []],
  ])("is said to be all right: it %s it, %j", (does, given, kept) => {
    const { conditions } = partOf(decide(sound("own-entry", registry(changedEntry(given)))), "own-entry");
    expect(conditions.map(({ text }) => text)).toEqual([
      `It ${does} the entry \`mallory\`, and does nothing else`,
      "`mallory` opened it, and is the contact of the entry",
      "The account of `mallory` is older than the entry",
      ...kept,
      "Nobody has cancelled the merge",
      "The checks that GitHub requires have to pass",
    ]);
  });

  const touched = (at: string, ...by: (number | null)[]) =>
    registry(changedEntry(), entryOwnership({ lastTouched: { at, by } }));

  it("may come from commits whose accounts are not known, and from others' beside theirs", () => {
    expect(lacking("own-entry", touched(TOUCHED, null))).toEqual(["merge"]);
    expect(lacking("own-entry", touched(TOUCHED, 1, mallory.id))).toEqual(["merge"]);
  });

  const younger = "The account of `mallory` is younger than the entry, so the entry may name somebody else";

  it.each<[string, Given, string]>([
    ["whose login was taken over by a new account", touched("2014-12-31T23:59:59Z", null), younger],
    ["whose account is of the same second", touched(FOUNDED, null), younger],
    [
      "whose login was taken over by an old account",
      touched(TOUCHED, 1, null),
      "The account of `mallory` wrote none of the commits that the entry comes from",
    ],
    [
      "that nobody knows when it was touched",
      registry(changedEntry(), entryOwnership({ lastTouched: null })),
      "It is not known when the entry `mallory` was last changed",
    ],
    [
      "of an account that nobody knows the age of",
      registry(changedEntry(), accounts(["mallory", { ...ACCOUNT, createdAt: null }])),
      "It is not known when the account of `mallory` was created",
    ],
    [
      "whose contact on the base is somebody else, whatever the head says",
      registry(
        changedEntry({ before: { contact: "alice", owner: "mallory" } }),
        accounts(["alice", { ...ACCOUNT, id: 1 }], ["mallory", ACCOUNT]),
      ),
      "`mallory` opened it, and the contact of the entry is `alice`",
    ],
    [
      "that has no contact on the base",
      registry(changedEntry({ before: { contact: null, owner: "mallory" } })),
      "The entry `mallory` names no contact",
    ],
    [
      "that is handed over",
      registry(changedEntry({ after: { contact: "alice", owner: "mallory" } })),
      "It hands the entry over to `alice`",
    ],
    [
      "that loses its contact",
      registry(changedEntry({ after: { contact: null, owner: "mallory" } })),
      "It removes the contact of the entry",
    ],
    [
      "that moves to somebody else's repository",
      registry(
        changedEntry({ moves: true, after: { contact: "mallory", owner: "alice" } }),
        accounts(["alice", { ...ACCOUNT, id: 1 }], ["mallory", ACCOUNT]),
      ),
      "The repository of the entry is in the account `alice`, not in that of `mallory`",
    ],
  ])("does not merge itself %s", (_, given, why) => {
    expect(lacking("own-entry", given)).toEqual(["no", why]);
  });
});

describe("the word of the team", () => {
  it("merges any change of the registry", () => {
    const two = { registry: { entries: known([entryOf(), changedEntry()]), ownership: entryOwnership() } };
    expect(lacking("registry-command", two)).toEqual(["merge"]);
  });

  it.each<[string, Given, string[]]>([
    [
      "nobody has said so",
      { commands: [] },
      ["asks", "Waiting for a `merge` comment from a member of the team `maintainers`"],
    ],
    [
      "somebody else has",
      { commands: [merge(mallory), merge(carol)] },
      ["asks", "Waiting for a `merge` comment from a member of the team `maintainers`"],
    ],
    [
      "no team is configured",
      { configuration: { maintainersTeam: null } },
      ["no", "`merge.maintainers-team` is not set in the configuration"],
    ],
    [
      "it is no change of the registry",
      { registry: null, files: changed([HELLO]) },
      ["no", "It does not change NUR's registry"],
    ],
    [
      "something else is changed too",
      { files: { outside: ["repos.json.lock"] } },
      ["no", "It changes more than `repos.json`: `repos.json.lock`"],
    ],
    [
      "packages are changed too",
      { files: changed([HELLO]) },
      ["no", "It changes both `repos.json` and packages"],
    ],
    [
      "its mode changes",
      { files: { unusual: [{ path: "repos.json", why: "changes its mode" }] } },
      ["no", "`repos.json` changes its mode"],
    ],
  ])("does not count where %s", (_, given, expected) => {
    expect(lacking("registry-command", given)).toEqual(expected);
  });

  it("is asked for by name", () => {
    expect(decide(sound("registry-command", { commands: [] })).next).toEqual([
      "A member of the team `maintainers` has to comment `merge`",
    ]);
  });
});

it("lets no committer merge a registry by a strategy for packages", () => {
  const { registry: entries } = sound("own-entry");
  expect(lacking("committer-command", { registry: entries, files: changed([], { count: 1 }) })).toEqual([
    "no",
    "It changes NUR's registry; this strategy is only for packages",
  ]);
});
