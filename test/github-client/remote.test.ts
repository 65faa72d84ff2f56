import { describe, expect, it } from "vitest";
import type { GitHubClient } from "../../src/github/client.ts";
import { readEntryOwnership } from "../../src/github/entry-ownership.ts";
import { GitHubFailure } from "../../src/github/failure.ts";
import { objectCache } from "../../src/github/object-cache.ts";
import { lookAtRemote, REMOTE_LIMITS } from "../../src/github/remote.ts";
import { sourceText } from "../../src/nix/text.ts";
import { parseCache } from "../../src/packages/files.ts";
import { type RegistryEntry, registryIn } from "../../src/packages/registry/registry.ts";
import type { Remote } from "../../src/packages/registry/remote.ts";
import { blobId } from "../../src/snapshot/blob-id.ts";
import { registryText } from "../packages/registry/generated.ts";

function entryAt(url: string): RegistryEntry {
  const reading = registryIn(
    sourceText(registryText("canonical", { entries: { a: { "github-contact": "a", url } } })),
  );
  const entry = reading.kind === "registry" ? reading.registry.entries[0] : undefined;
  if (entry === undefined) throw new Error("no entry");
  return entry;
}

type Answer = (name: string, variables: Readonly<Record<string, unknown>>) => unknown;

/** A client that is answered by a function, which may throw. */
function answeredBy(answer: Answer): GitHubClient {
  const ask = async (name: string, variables: Record<string, unknown>) =>
    JSON.parse(JSON.stringify(answer(name, variables)));
  return {
    counts: new Map(),
    query: (name, _document, variables) => ask(name, variables),
    queryPartly: async (name, _document, variables) => ({ data: await ask(name, variables), problems: [] }),
    rest: async () => {
      throw new GitHubFailure("gone", "no such blob", { status: 404 });
    },
  };
}

function look(answer: Answer, url = "https://github.com/a/nur", limits = REMOTE_LIMITS): Promise<Remote> {
  return lookAtRemote(answeredBy(answer), objectCache(1 << 20), entryAt(url), parseCache(), limits);
}

const TREE = "1".repeat(40);
const TIP = { target: { __typename: "Commit", committedDate: "2026-01-31T10:00:00Z", tree: { oid: TREE } } };
const REPOSITORY = {
  nameWithOwner: "a/nur",
  isArchived: false,
  isEmpty: false,
  licenseInfo: { spdxId: "MIT" },
  defaultBranchRef: TIP,
  ref: null,
};

/** GitHub with one repository, whose `default.nix` is this. */
function withFile(text: string, repository: object = {}): Answer {
  const bytes = Buffer.from(text);
  const oid = blobId(bytes, "sha1");
  const entries = [
    { nameRaw: Buffer.from("default.nix").toString("base64"), mode: 33188, oid, size: bytes.length },
  ];
  return (name, variables) => {
    if (name === "RemoteRepository") return { repository: { ...REPOSITORY, ...repository } };
    const answers = Object.values(variables)
      .slice(2)
      .map((id) =>
        id === TREE
          ? { __typename: "Tree", oid: TREE, entries }
          : { __typename: "Blob", oid, byteSize: bytes.length, isBinary: false, isTruncated: false, text },
      );
    return { repository: Object.fromEntries(answers.map((one, i) => [`o${i}`, one])) };
  };
}

describe("the look at the repository of an entry", () => {
  it("follows one that was renamed, and says so", async () => {
    const asked: unknown[] = [];
    const answer = withFile("{ pkgs }: { tool = 1; }", { nameWithOwner: "b/other" });
    const remote = await look((name, variables) => {
      asked.push(`${variables.owner}/${variables.name ?? variables.repo}`);
      return answer(name, variables);
    });
    expect(remote).toMatchObject({
      kind: "looked-at",
      offer: { attributes: ["tool"], renamedTo: "b/other" },
    });
    expect(new Set(asked)).toEqual(new Set(["a/nur", "b/other"]));
  });

  it("tells capitals from another name", async () => {
    const remote = await look(withFile("{ pkgs }: { tool = 1; }", { nameWithOwner: "A/NUR" }));
    expect(remote).toMatchObject({ offer: { renamedTo: null, lastCommit: "2026-01-31", licence: "MIT" } });
  });

  it.each<[string, object, string]>([
    ["is not there", { repository: null }, "does not exist, or is private"],
    ["is empty", { repository: { ...REPOSITORY, isEmpty: true, defaultBranchRef: null } }, "is empty"],
    [
      "has no branch",
      { repository: { ...REPOSITORY, defaultBranchRef: null } },
      "has no commit on its default branch",
    ],
  ])("says that it %s", async (_, answer, what) => {
    expect(await look(() => answer)).toMatchObject({ kind: "looked-at", problems: [{ what }], offer: null });
  });

  it.each([
    ["unavailable", "GitHub did not answer in time"],
    ["rate-limited", "GitHub asks for a pause"],
    ["forbidden", "GitHub refused the request"],
    ["gone", "GitHub says that it does not exist any more"],
  ] as const)("is a line where GitHub is %s", async (kind, why) => {
    const failing = () => {
      throw new GitHubFailure(kind, "no");
    };
    expect(await look(failing)).toEqual({ kind: "not-looked-at", why, matters: true });
  });

  it("ends after so many requests, bytes and so long", async () => {
    const answer = withFile(`{ pkgs }: { tool = "${"x".repeat(2000)}"; }`);
    const limited = (limits: Partial<typeof REMOTE_LIMITS>) =>
      look(answer, undefined, { ...REMOTE_LIMITS, ...limits });
    expect(await limited({ requests: 2 })).toMatchObject({ why: "it takes more than 2 requests" });
    expect(await limited({ requests: 3 })).toMatchObject({ kind: "looked-at" });
    expect(await limited({ bytes: 1000 })).toMatchObject({ why: "there are more than 0 MB to read" });
    expect(await limited({ milliseconds: -1 })).toMatchObject({ why: "GitHub did not answer in time" });
  });

  it("asks nobody about other hosts", async () => {
    const nobody = () => {
      throw new Error("asked");
    };
    expect(await look(nobody, "https://codeberg.org/a/nur")).toEqual({
      kind: "not-looked-at",
      why: "it is on `codeberg.org`, and only repositories on GitHub are read",
      matters: false,
    });
    expect(await look(nobody, "nonsense")).toMatchObject({ why: "its URL names none", matters: false });
  });

  it("lets what nobody expects pass", async () => {
    await expect(
      look(() => {
        throw new RangeError("a bug");
      }),
    ).rejects.toThrow("a bug");
  });
});

describe("who an entry names", () => {
  const user = (login: string, databaseId = 7) => ({
    __typename: "User",
    login,
    databaseId,
    createdAt: "2015-01-01T00:00:00Z",
  });
  const range = (startingLine: number, endingLine: number, committedDate: string, id: number | null) => ({
    startingLine,
    endingLine,
    commit: { committedDate, author: { user: id === null ? null : { databaseId: id } } },
  });
  const ask = (
    answer: object,
    logins: string[],
    lines: { from: number; to: number } | null = null,
    commit: string | null = TREE,
  ) =>
    readEntryOwnership(
      answeredBy(() => answer),
      { owner: "o", repo: "r" },
      { logins, lines, commit },
    );

  it("are the accounts that have their logins now", async () => {
    const { accounts } = await ask({ login0: user("Alice"), login1: null, login2: user("other", 8) }, [
      "alice",
      "gone",
      "former",
    ]);
    expect([...accounts]).toEqual([
      ["alice", { id: 7, kind: "user", createdAt: "2015-01-01T00:00:00Z" }],
      ["gone", null],
      ["former", null],
    ]);
  });

  it("are nobody where no account can be called so", async () => {
    const nobody = await ask({}, ["a b", "", "-x", "x".repeat(40)]);
    expect([...nobody.accounts.values()]).toEqual([null, null, null, null]);
  });

  it("were touched last by the newest commit of their lines alone", async () => {
    const ranges = [
      range(1, 3, "2030-01-01T00:00:00Z", 1),
      range(4, 5, "2018-01-01T00:00:00Z", 2),
      range(6, 6, "2020-01-01T00:00:00Z", null),
      range(7, 9, "2031-01-01T00:00:00Z", 3),
    ];
    const answer = { login0: user("alice"), repository: { object: { blame: { ranges } } } };
    expect((await ask(answer, ["alice"], { from: 4, to: 6 })).lastTouched).toEqual({
      at: "2020-01-01T00:00:00Z",
      by: [2, null],
    });
    expect((await ask(answer, ["alice"], { from: 20, to: 26 })).lastTouched).toBeNull();
    expect((await ask(answer, ["alice"])).lastTouched).toBeNull();
    expect(
      (await ask({ login0: user("alice") }, ["alice"], { from: 4, to: 6 }, null)).lastTouched,
    ).toBeNull();
  });
});
