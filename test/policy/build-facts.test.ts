import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import { REGISTRY_FILE } from "../../src/packages/registry/registry.ts";
import {
  buildFacts,
  type EntryQuestion,
  type MembershipQuestion,
  type Surroundings,
} from "../../src/policy/build-facts.ts";
import { loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { configurationOf } from "../support/check.ts";
import { alice, approval, bob, carol, entryOwnership, facts, HELLO, merge, ryantm } from "./builders.ts";

const cache = parseCache(await loadSecondReader());
const CONFIGURATION = ".github/by-name.yml";
const PACKAGE = `${HELLO.directory}/package.nix`;
const OWNERSHIP = entryOwnership();
const MEMBERSHIPS = { teams: new Map([["x", new Set([1])]]), permissions: new Map(), notes: ["n"] };

function surroundings(given: Partial<Surroundings> = {}): Surroundings {
  const { branch, draft, mergeable, origin, head, reviews, commands, commandsComplete, times } = facts();
  const checks = { failed: ["lint", "build"], running: ["lint", "test"], required: false };
  const all = { branch, draft, mergeable, origin, head, reviews, commands, commandsComplete, times };
  return { ...all, checks, namedChecks: [], ...given };
}

type Situation = {
  readonly preset?: string;
  readonly yaml?: string;
  readonly base?: MemoryFiles;
  readonly head?: MemoryFiles;
  readonly tip?: MemoryFiles;
  readonly owner?: string | null;
  readonly surroundings?: Partial<Surroundings>;
};

const BASE: MemoryFiles = { [PACKAGE]: "{ }: { }" };
const HEAD: MemoryFiles = { [PACKAGE]: "{ }: { a = 1; }" };

/** The facts of a change, and what was asked for them. */
async function built({
  preset = "nixpkgs",
  yaml = "",
  base = BASE,
  head = HEAD,
  tip,
  owner = null,
  ...given
}: Situation = {}) {
  const before = { ...base, [CONFIGURATION]: `preset: ${preset}\n${yaml}` };
  const people: MembershipQuestion[] = [];
  const entries: EntryQuestion[] = [];
  const found = await buildFacts({
    change: await loadChange(memorySource(before), memorySource({ ...before, ...head })),
    tip: loadedSnapshot(memorySource({ ...before, ...tip })),
    listed: [],
    atLeast: 0,
    configuration: await configurationOf(before),
    parse: cache,
    owner,
    report: { summary: { unknown: 0, blocking: 2 } as never, unknown: [] },
    surroundings: surroundings(given.surroundings),
    memberships: async (asked) => {
      people.push(asked);
      return MEMBERSHIPS;
    },
    entry: async (asked) => {
      entries.push(asked);
      return OWNERSHIP;
    },
  });
  return { facts: found, people, entries };
}

describe("the facts of a decision", () => {
  it("are what surrounds the change, what it says, and what was found out", async () => {
    const { facts: found } = await built({ yaml: "merge: { maintainers: { source: collaborators } }" });
    expect(found).toMatchObject({
      ...surroundings(),
      registry: null,
      memberships: MEMBERSHIPS,
      review: { blocking: 2, syntax: [], unknown: [] },
      files: { packages: [HELLO], outside: [] },
      maintainers: new Map([
        [HELLO.directory, { kind: "known", people: [], teams: [], collaborators: true }],
      ]),
    });
    expect(found.configuration?.maintainers).toEqual({ kind: "collaborators" });
  });

  it("read who maintains a package in the newest commit of the branch", async () => {
    const owners = (owner: string): MemoryFiles => ({ CODEOWNERS: `/${HELLO.directory}/ @${owner}\n` });
    const yaml = "merge: { maintainers: { source: codeowners } }";
    const { facts: found } = await built({ yaml, base: { ...BASE, ...owners("old") }, tip: owners("new") });
    expect(found.maintainers.get(HELLO.directory)).toMatchObject({ people: [{ login: "new" }] });
  });

  it.each([
    ["nobody knows whose the repository is", null, "known"],
    ["it belongs to the organisation", "nixos", "known"],
    ["it belongs to somebody else", "somebody", "unknown"],
  ])("have a team of CODEOWNERS where %s: %s", async (_, owner, kind) => {
    const base = { ...BASE, CODEOWNERS: `/${HELLO.directory}/ @nixos/people\n` };
    const yaml = "merge: { maintainers: { source: codeowners } }";
    const { facts: found } = await built({ yaml, base, owner });
    expect(found.maintainers.get(HELLO.directory)?.kind).toBe(kind);
  });

  it("do not take the owner for the maintainers of another source", async () => {
    const yaml = "merge: { maintainers: { source: map, map: { hello: [ann] } } }";
    const { facts: found } = await built({ yaml, owner: "nixos" });
    expect(found.maintainers.get(HELLO.directory)).toMatchObject({ people: [{ login: "ann" }] });
    expect(found.configuration?.maintainers).toEqual({ kind: "map", map: new Map([["hello", ["ann"]]]) });
  });
});

describe("checks that the configuration ignores", () => {
  const yaml = "merge: { ignored-checks: [lint] }";

  it("are left out, of failed ones and of running ones", async () => {
    const { facts: found } = await built({ yaml });
    expect(found.checks).toEqual({ failed: ["build"], running: ["test"], required: false });
  });

  it("count all the same where GitHub requires checks", async () => {
    const checks = { failed: ["lint"], running: ["lint"], required: true };
    const { facts: found } = await built({ yaml, surroundings: { checks } });
    expect(found.checks).toEqual(checks);
  });
});

describe("who is asked about", () => {
  it("is everybody who had a say, but for deleted accounts", async () => {
    const { people } = await built({
      surroundings: { reviews: [approval(alice), approval(null)], commands: [merge(bob), merge(carol)] },
    });
    expect(people).toHaveLength(1);
    expect(people[0]?.people).toEqual([ryantm, alice, bob, carol]);
  });

  it("is nobody for an author who is gone", async () => {
    const origin = { ...facts().origin, author: null };
    const { people } = await built({ surroundings: { origin } });
    expect(people[0]?.people).toEqual([]);
  });

  it.each([
    ["a team commits, and the lists say who maintains", "committers: { team: c }", false],
    ["who may write commits", "committers: { permission: write }", true],
    ["collaborators maintain", "committers: { team: c }, maintainers: { source: collaborators }", true],
    [
      "a map says who maintains",
      "committers: { team: c }, maintainers: { source: map, map: { hello: [ann] } }",
      false,
    ],
  ])("and whether permissions count: %s", async (_, merging, permissions) => {
    const { people } = await built({ yaml: `merge: { ${merging} }` });
    expect(people[0]?.permissions).toBe(permissions);
  });

  it("and no permissions where nothing is maintained", async () => {
    const yaml = "merge: { committers: { team: c }, maintainers: { source: collaborators } }";
    const { people } = await built({ yaml, head: { "README.md": "x" } });
    expect(people[0]?.permissions).toBe(false);
  });

  it("and in which teams: those of committers, of maintainers, and of owners", async () => {
    const base = { ...BASE, CODEOWNERS: `/${HELLO.directory}/ @nixos/people\n` };
    const yaml =
      "merge: { committers: { team: c }, maintainers-team: m, maintainers: { source: codeowners } }";
    const { people } = await built({ yaml, base, owner: "nixos" });
    expect(people[0]?.teams).toEqual(["c", "m", "people"]);
    expect((await built({ yaml: "merge: { committers: { team: c } }" })).people[0]?.teams).toEqual(["c"]);
  });
});

describe("an entry of the registry", () => {
  const entry = (owner: string, contact: string) => ({
    "github-contact": contact,
    url: `https://github.com/${owner}/r`,
  });
  const repos = (entries: Record<string, unknown>): MemoryFiles => ({
    [REGISTRY_FILE]: `${JSON.stringify({ repos: entries }, null, 2)}\n`,
  });
  const ONE = repos({ one: entry("Own", "Con") });
  const changed = async (head: MemoryFiles, strategies = "own-entry", preset = "nur-registry") => {
    const yaml = `merge: { strategies: [${strategies}] }`;
    const { facts: found, entries } = await built({ preset, yaml, base: ONE, head });
    return { found, entries };
  };
  const NOTHING = { accounts: new Map(), lastTouched: null };

  it("is asked of by all its logins before and after, each once and in lower case, and by its lines", async () => {
    const { found, entries } = await changed(repos({ one: entry("own", "New") }));
    expect(entries).toEqual([{ logins: ["con", "own", "new"], lines: { from: 3, to: 6 } }]);
    expect(found.registry?.ownership).toBe(OWNERSHIP);
    expect(found.registry?.entries).toMatchObject({ known: true, value: [{ name: "one", kind: "changed" }] });
    expect(found.files).toMatchObject({ outside: [], count: 1 });
  });

  it("that has no contact, and is not on GitHub, has nobody to ask of", async () => {
    const bare = { url: "https://example.org/r" };
    const { entries } = await changed(repos({ one: entry("Own", "Con"), two: bare }));
    expect(entries).toEqual([{ logins: [], lines: null }]);
  });

  it.each([
    ["two entries are touched", repos({ one: entry("a", "b"), two: entry("c", "d") }), "own-entry", true],
    ["none is", { other: "x" }, "own-entry", null],
    ["the registry is none", { [REGISTRY_FILE]: "{" }, "own-entry", false],
    ["no strategy asks", repos({ one: entry("a", "b") }), "committer-command", true],
  ])("is not asked of where %s", async (_, head, strategies, isKnown) => {
    const { found, entries } = await changed(head, strategies);
    expect(entries).toEqual([]);
    expect(found.registry?.entries.known ?? null).toBe(isKnown);
    expect(found.registry?.ownership ?? NOTHING).toEqual(NOTHING);
  });

  it("is a file like any other elsewhere than in the registry", async () => {
    const head = repos({ one: entry("a", "b") });
    const { found } = await changed(head, "own-entry", "nur");
    expect(found.registry).toBeNull();
    expect(found.files.outside).toEqual([REGISTRY_FILE]);
  });

  it("leaves other files outside, which stay in the way", async () => {
    const { found } = await changed({ ...repos({ one: entry("a", "b") }), other: "x" });
    expect(found.files.outside).toEqual(["other"]);
  });
});
