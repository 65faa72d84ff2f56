import { type DocumentNode, Kind, parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import type { GitHubClient } from "../../src/github/client.ts";
import { entryQuery, readEntryOwnership } from "../../src/github/entry-ownership.ts";
import type { GraphqlProblem } from "../../src/github/failure.ts";

type Asked = { readonly name: string; readonly document: string; readonly variables: object };
type Given = {
  readonly logins?: readonly string[];
  readonly lines?: { readonly from: number; readonly to: number } | null;
  readonly commit?: string | null;
  readonly data?: object;
  readonly problems?: readonly GraphqlProblem[];
};

const COMMIT = "1".repeat(40);
const ALICE = { __typename: "User", login: "Alice", databaseId: 7, createdAt: "2015-01-01T00:00:00Z" };
const ACCOUNT = { id: 7, kind: "user", createdAt: "2015-01-01T00:00:00Z" };

/** What comes of an answer, and what was asked. */
async function ask({ logins = ["alice"], lines = null, commit = COMMIT, data, problems = [] }: Given) {
  const asked: Asked[] = [];
  const nobody = () => {
    throw new Error("asked otherwise");
  };
  const client: GitHubClient = {
    counts: new Map(),
    query: nobody,
    rest: nobody,
    queryPartly: async (name, document, variables) => {
      asked.push({ name, document, variables });
      return { data: JSON.parse(JSON.stringify(data ?? { login0: ALICE })), problems };
    },
  };
  const found = await readEntryOwnership(client, { owner: "o", repo: "r" }, { logins, lines, commit });
  return { ...found, asked };
}

/** The names and types of the variables of a query, and its fields with their arguments. */
function shapeOf(query: string) {
  const { definitions }: DocumentNode = parse(query);
  const [definition] = definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("no query");
  return {
    name: definition.name?.value,
    variables: (definition.variableDefinitions ?? []).map(print),
    fields: definition.selectionSet.selections.map((field) => print(field).replace(/\s+/g, " ")),
  };
}

const owner = (i: number) =>
  `login${i}: repositoryOwner(login: $login${i}) { __typename login ` +
  "... on User { databaseId createdAt } ... on Organization { databaseId } }";
const BLAME =
  "repository(owner: $owner, name: $repo) { object(oid: $commit) { ... on Commit { " +
  'blame(path: "repos.json") { ranges { startingLine endingLine ' +
  "commit { committedDate author { user { databaseId } } } } } } } }";

describe("the question about an entry", () => {
  it("is about each login, and about who wrote the registry", () => {
    const place = ["$owner: String!", "$repo: String!", "$commit: GitObjectID!"];
    expect(shapeOf(entryQuery(2, true))).toEqual({
      name: "EntryOwnership",
      variables: ["$login0: String!", "$login1: String!", ...place],
      fields: [owner(0), owner(1), BLAME],
    });
    expect(shapeOf(entryQuery(1, false)).variables).toEqual(["$login0: String!"]);
    expect(shapeOf(entryQuery(1, false)).fields).toEqual([owner(0)]);
    expect(shapeOf(entryQuery(0, true))).toMatchObject({ variables: place, fields: [BLAME] });
  });

  const lines = { from: 4, to: 6 };
  const place = { owner: "o", repo: "r", commit: COMMIT };
  it.each<[string, Given, object, string]>([
    [
      "of a base that is known",
      { logins: ["alice", "bob"], lines },
      { login0: "alice", login1: "bob", ...place },
      entryQuery(2, true),
    ],
    ["that nobody can be asked about", { logins: ["a b"], lines }, place, entryQuery(0, true)],
    ["that is new", { lines: null }, { login0: "alice" }, entryQuery(1, false)],
    ["of a base that is not known", { lines, commit: null }, { login0: "alice" }, entryQuery(1, false)],
  ])("%s is one request", async (_, given, variables, document) => {
    expect((await ask(given)).asked).toEqual([{ name: "EntryOwnership", document, variables }]);
  });

  it.each<[string, Given]>([
    ["it is new", { lines: null }],
    ["the commit is not known", { lines, commit: null }],
  ])("is none where nobody is to be asked about, and %s", async (_, given) => {
    expect(await ask({ ...given, logins: ["a b"] })).toEqual({
      accounts: new Map([["a b", null]]),
      lastTouched: null,
      asked: [],
    });
  });

  it.each(["", "a b", "-alice", "al_ice", "alice.", "x".repeat(40), "alice\n", '"){id}'])(
    "leaves out %j, which no account is called, whatever the answer says",
    async (login) => {
      const data = { login0: ALICE, login1: { ...ALICE, login } };
      const { accounts, asked } = await ask({ logins: [login, "alice"], data });
      expect(asked.map(({ variables }) => variables)).toEqual([{ login0: "alice" }]);
      expect([...accounts]).toEqual([
        [login, null],
        ["alice", ACCOUNT],
      ]);
    },
  );

  it.each(["a", "7-up", "Alice", "x".repeat(39)])("asks about %s", async (login) => {
    const { accounts } = await ask({ logins: [login], data: { login0: { ...ALICE, login } } });
    expect(accounts.get(login)).toEqual(ACCOUNT);
  });
});

describe("the account of a login", () => {
  it.each<[string, object | null, object | null]>([
    ["a user's, in capitals or not", ALICE, ACCOUNT],
    [
      "an organization's, whose age nobody tells",
      { __typename: "Organization", login: "alice", databaseId: 8 },
      { id: 8, kind: "organization", createdAt: null },
    ],
    ["nobody's", null, null],
    ["another's, who answers to a former name", { ...ALICE, login: "mallory" }, null],
    ["of no id", { ...ALICE, databaseId: null }, null],
    ["of another kind", { ...ALICE, __typename: "EnterpriseUserAccount" }, null],
  ])("is %s", async (_, login0, account) => {
    expect((await ask({ data: { login0 } })).accounts).toEqual(new Map([["alice", account]]));
  });

  it("is nobody's where the answer leaves it out", async () => {
    expect((await ask({ data: {} })).accounts).toEqual(new Map([["alice", null]]));
  });

  const problem = (type: string | null, message: string): GraphqlProblem => ({
    type,
    message,
    path: ["login0"],
  });
  it("is nobody's where GitHub finds none", async () => {
    const problems = [problem("NOT_FOUND", "no such login")];
    expect((await ask({ data: { login0: null }, problems })).accounts).toEqual(new Map([["alice", null]]));
  });

  it.each([
    ["FORBIDDEN", "forbidden", "EntryOwnership: not for you (login0)"],
    ["RATE_LIMITED", "rate-limited", "EntryOwnership: the rate limit is used up"],
  ])(
    "is not told where GitHub fails with %s, though it finds none of others",
    async (type, kind, message) => {
      const problems = [problem("NOT_FOUND", "no such login"), problem(type, "not for you")];
      await expect(ask({ problems })).rejects.toMatchObject({ kind, message });
    },
  );
});

describe("the last change of an entry", () => {
  const range = (startingLine: number, endingLine: number, committedDate: string, author: object | null) => ({
    startingLine,
    endingLine,
    commit: { committedDate, author },
  });
  const by = (databaseId: number) => ({ user: { databaseId } });
  const [OLD, NEW] = ["2018-01-01T00:00:00Z", "2020-01-01T00:00:00Z"];
  const touched = async (object: object | null) =>
    (await ask({ lines: { from: 4, to: 6 }, data: { repository: { object } } })).lastTouched;
  const written = (...ranges: object[]) => touched({ blame: { ranges } });

  it("is the newest commit of any of its lines, wherever it stands", async () => {
    const [first, second] = [range(4, 5, NEW, by(1)), range(6, 6, OLD, by(2))];
    expect(await written(first, second)).toEqual({ at: NEW, by: [1, 2] });
    expect(await written(range(4, 5, OLD, by(1)), range(6, 6, NEW, by(2)))).toEqual({ at: NEW, by: [1, 2] });
  });

  it("counts what only its first or its last line comes from, and nothing beside it", async () => {
    expect(await written(range(1, 4, NEW, by(1)), range(5, 5, OLD, by(2)))).toEqual({ at: NEW, by: [1, 2] });
    expect(await written(range(5, 5, OLD, by(2)), range(6, 9, NEW, by(3)))).toEqual({ at: NEW, by: [2, 3] });
    expect(await written(range(1, 3, NEW, by(1)), range(7, 9, NEW, by(3)))).toBeNull();
  });

  it("names nobody where the commit has no author on GitHub", async () => {
    const ranges = [null, { user: null }, { user: { databaseId: null } }].map((author) =>
      range(5, 5, OLD, author),
    );
    expect(await written(...ranges)).toEqual({ at: OLD, by: [null, null, null] });
  });

  it.each([
    ["the commit is gone", null],
    ["it is no commit", {}],
    ["nobody wrote the file", { blame: null }],
  ])("is not known where %s", async (_, object) => {
    expect(await touched(object)).toBeNull();
  });

  it("is not known where the repository is gone", async () => {
    const given = { lines: { from: 4, to: 6 } };
    expect((await ask({ ...given, data: { repository: null } })).lastTouched).toBeNull();
    expect((await ask({ ...given, data: {} })).lastTouched).toBeNull();
  });
});
