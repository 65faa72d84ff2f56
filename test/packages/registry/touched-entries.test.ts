import { describe, expect, it } from "vitest";
import { loadChange } from "../../../src/change/change.ts";
import { touchedEntries } from "../../../src/packages/registry/touched-entries.ts";
import { computeLoading, loadedSnapshot } from "../../../src/snapshot/loaded.ts";
import { memorySource } from "../../../src/snapshot/memory.ts";
import { type GeneratedEntry, registryText } from "./generated.ts";

type Entries = Record<string, GeneratedEntry>;

const text = (entries: Entries) => registryText("canonical", { entries });
const entry = (login: string, fields: GeneratedEntry = {}): GeneratedEntry => ({
  "github-contact": login,
  url: `https://github.com/${login}/nur`,
  ...fields,
});
const BASE = { ann: entry("ann"), ben: entry("ben") };

/** What a change does, where the base branch has a newer commit or not. */
async function touched(base: string, head: string, tip = base) {
  const source = (repos: string) => memorySource({ "repos.json": repos });
  const change = await loadChange(source(base), source(head));
  const newest = loadedSnapshot(source(tip));
  return computeLoading([change.base, change.head, newest], () => touchedEntries(change, newest));
}

async function values(base: Entries, head: Entries, tip = base) {
  const found = await touched(text(base), text(head), text(tip));
  return found.known ? found.value : found.why;
}

describe("the entries that a change touches", () => {
  it("are added, changed and removed", async () => {
    const head = { ann: entry("ann", { submodules: true }), cleo: entry("Cleo") };
    expect(await values(BASE, head)).toEqual([
      {
        name: "ann",
        kind: "changed",
        before: { contact: "ann", owner: "ann" },
        after: { contact: "ann", owner: "ann" },
        moves: false,
        lines: { from: 3, to: 6 },
      },
      {
        name: "cleo",
        kind: "added",
        before: null,
        after: { contact: "Cleo", owner: "cleo" },
        moves: false,
        lines: null,
      },
      {
        name: "ben",
        kind: "removed",
        before: { contact: "ben", owner: "ben" },
        after: null,
        moves: false,
        lines: { from: 7, to: 10 },
      },
    ]);
  });

  it.each([
    ["https://github.com/Ann/NUR.git/", false],
    ["https://github.com/ann/other", true],
    ["https://gitlab.com/ann/nur", true],
    ["nonsense", true],
  ])("move where they name another repository: %s", async (url, moves) => {
    expect(await values(BASE, { ...BASE, ann: entry("ann", { url }) })).toMatchObject([
      { name: "ann", moves },
    ]);
  });

  it.each<[string, unknown, unknown, boolean]>([
    ["one that is none to another that is none", "nonsense", "other nonsense", true],
    ["none to none", undefined, undefined, false],
    ["none to the text of none", undefined, "null", true],
    ["none to something that is no text", undefined, true, false],
    ["one host to another", "https://git.example.org/a", "https://git.example.net/a", true],
    ["a name to the same with `.git`", "https://git.example.org/a", "https://git.example.org/a.git", false],
    ["https to http", "https://git.example.org/a", "http://git.example.org/a", true],
    ["http to https on GitHub", "http://github.com/ann/nur", "https://github.com/ann/nur", false],
    // What a query is for, or whether one port serves what another does, nobody can tell.
    ["one query to another", "https://git.example.org/a?p=ann", "https://git.example.org/a?p=ben", true],
    ["no query to one", "https://git.example.org/a", "https://git.example.org/a?p=ben", true],
    ["one user to another", "https://x@git.example.org/a", "https://y@git.example.org/a", true],
    ["one port to another", "https://github.com/ann/nur", "https://github.com:444/ann/nur", true],
    [
      "a repository to a way through it",
      "https://github.com/ann/nur",
      "https://github.com/ann/x/../nur",
      true,
    ],
    ["a query to none on GitHub", "https://github.com/ann/nur?x", "https://github.com/ann/nur", false],
  ])("move from %s, or do not", async (_, from, to, moves) => {
    const of = (url: unknown) => ({
      ann: { "github-contact": "ann", ...(url === undefined ? {} : { url }) },
    });
    const json = (url: unknown, more: object) =>
      JSON.stringify({ repos: { ann: { ...of(url).ann, ...more } } });
    expect(await touched(json(from, {}), json(to, { file: "a.nix" }))).toMatchObject({
      known: true,
      value: [{ name: "ann", kind: "changed", moves }],
    });
  });

  it("are none where only the form differs", async () => {
    const found = await touched(text(BASE), JSON.stringify({ repos: { ben: BASE.ben, ann: BASE.ann } }));
    expect(found).toEqual({ known: true, value: [] });
  });

  it("have no owner elsewhere than on GitHub, and no contact that is empty or no text", async () => {
    const head = {
      ...BASE,
      a: { url: "https://codeberg.org/a/b", "github-contact": "" },
      b: { url: "https://github.com/-/b", "github-contact": true },
    };
    expect(await values(BASE, head)).toMatchObject([
      { after: { contact: null, owner: null } },
      { after: { contact: null, owner: null } },
    ]);
  });

  it("have the lines of the newest commit of the branch", async () => {
    const tip = { aaa: entry("aaa"), ...BASE };
    expect(await values(BASE, { ann: BASE.ann }, tip)).toMatchObject([
      { name: "ben", lines: { from: 11, to: 14 } },
    ]);
  });

  it.each([
    ["changed", { ...BASE, ben: entry("mallory") }],
    ["removed", { ann: BASE.ann }],
  ])("are not known where one was %s on the branch since", async (_, tip) => {
    const why = "the entry `ben` is another on the base branch by now";
    expect(await values(BASE, { ann: BASE.ann }, tip)).toBe(why);
  });

  it("are not known where one of the same name was added on the branch since", async () => {
    const tip = { ...BASE, cleo: entry("other") };
    expect(await values(BASE, { ...BASE, cleo: entry("cleo") }, tip)).toBe(
      "the entry `cleo` is another on the base branch by now",
    );
  });

  it.each(["base", "head", "tip"])("are not known where the %s is no registry", async (side) => {
    const broken = (which: string) => (side === which ? '{"repos": {"a": {}, "a": {}}}' : text(BASE));
    expect(await touched(broken("base"), broken("head"), broken("tip"))).toEqual({
      known: false,
      why: "`repos.json` cannot be read as a registry",
    });
  });
});
