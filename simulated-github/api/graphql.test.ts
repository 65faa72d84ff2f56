import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let numbers: number[];

beforeAll(async () => {
  github = await startTestGitHub();
  numbers = [];
  for (const name of ["one", "two", "three", "four", "five"]) {
    numbers.push(await github.opens({ [`${name}.txt`]: `${name}\n` }, name));
  }
});
afterAll(() => github.stop());

const inRepository = (fields: string) => `{ repository(owner: "NixOS", name: "nixpkgs") { ${fields} } }`;

test("the viewer is the App's bot, whose login keeps its suffix here only", async () => {
  const { data } = await graphql(github.octokit, "{ viewer { login databaseId } }");
  expect(data).toEqual({ viewer: { login: "by-name-bot[bot]", databaseId: github.app.botId } });
});

test("a connection without first or last is an error of its field, and counting needs neither", async () => {
  const { data, errors } = await graphql(
    github.octokit,
    inRepository("name pullRequests { nodes { title } }"),
  );
  expect(data).toEqual({ repository: null });
  expect(errors).toEqual([
    {
      type: "MISSING_PAGINATION_BOUNDARIES",
      path: ["repository", "pullRequests"],
      locations: [{ line: 1, column: 54 }],
      message:
        "You must provide a `first` or `last` value to properly paginate the `pullRequests` connection.",
    },
  ]);
  const counted = await graphql(github.octokit, inRepository("pullRequests { totalCount }"));
  expect(counted).toEqual({ data: { repository: { pullRequests: { totalCount: 5 } } }, errors: [] });
});

test("more than a hundred of a connection are refused", async () => {
  const { errors } = await graphql(github.octokit, inRepository("pullRequests(first: 101) { totalCount }"));
  expect(errors).toMatchObject([
    {
      type: "EXCESSIVE_PAGINATION",
      message:
        "Requesting 101 records on the `pullRequests` connection exceeds the `first` limit of 100 records.",
    },
  ]);
});

test("a page begins after the last one, though what was in it has gone meanwhile", async () => {
  const page = (after: string) =>
    graphql(
      github.octokit,
      inRepository(`pullRequests(first: 2, after: ${after}, states: OPEN,
        orderBy: { field: CREATED_AT, direction: DESC }) { pageInfo { hasNextPage endCursor } nodes { title } }`),
    ).then(({ data }) => Object(data).repository.pullRequests);
  const first = await page("null");
  expect(first).toMatchObject({
    pageInfo: { hasNextPage: true },
    nodes: [{ title: "five" }, { title: "four" }],
  });
  const { world, repository, alice } = github;
  await world.editPullRequest(repository.id, numbers[3] ?? 0, alice.id, { state: "CLOSED" });
  const second = await page(JSON.stringify(first.pageInfo.endCursor));
  expect(second.nodes).toEqual([{ title: "three" }, { title: "two" }]);
  const last = await page(JSON.stringify(second.pageInfo.endCursor));
  expect(last).toMatchObject({ pageInfo: { hasNextPage: false }, nodes: [{ title: "one" }] });
  const { errors } = await graphql(
    github.octokit,
    inRepository('pullRequests(first: 2, after: "nonsense") { totalCount }'),
  );
  expect(errors).toMatchObject([{ type: "INVALID_CURSOR_ARGUMENTS" }]);
});

test("the last of a connection come in their order, and there are some before them", async () => {
  const { data } = await graphql(
    github.octokit,
    inRepository("pullRequests(last: 2) { nodes { title } pageInfo { hasPreviousPage startCursor } }"),
  );
  const { nodes, pageInfo } = Object(data).repository.pullRequests;
  expect(nodes).toEqual([{ title: "four" }, { title: "five" }]);
  expect(pageInfo.hasPreviousPage).toBe(true);
  const before = await graphql(
    github.octokit,
    inRepository(`pullRequests(last: 2, before: "${pageInfo.startCursor}") { nodes { title } }`),
  );
  expect(before.data).toEqual({
    repository: { pullRequests: { nodes: [{ title: "two" }, { title: "three" }] } },
  });
});

test("a query that does not fit the published schema is answered with errors alone", async () => {
  const { data, errors } = await graphql(github.octokit, inRepository("name mergable"));
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([
    {
      message: "Field 'mergable' doesn't exist on type 'Repository'",
      extensions: { code: "undefinedField", typeName: "Repository", fieldName: "mergable" },
    },
  ]);
  expect((await graphql(github.octokit, "{ repository(")).errors).toHaveLength(1);
  expect((await graphql(github.octokit, "query ($n: Int!) { node(id: $n) { id } }")).errors).not.toEqual([]);
});

test("a field that is not simulated says so instead of being null", async () => {
  const { errors } = await graphql(github.octokit, inRepository("homepageUrl"));
  expect(errors).toMatchObject([{ message: "the simulated GitHub does not know Repository.homepageUrl" }]);
  const ordered = await graphql(
    github.octokit,
    inRepository("labels(first: 1, orderBy: { field: NAME, direction: ASC }) { totalCount }"),
  );
  expect(ordered.errors).toMatchObject([
    { message: "the simulated GitHub does not know Repository.labels(orderBy)" },
  ]);
});

test("what is not there is an error in GitHub's words beside the data that is", async () => {
  const { data, errors } = await graphql(
    github.octokit,
    `{ there: repository(owner: "NixOS", name: "nixpkgs") { name pullRequest(number: 999) { id } }
       gone: repository(owner: "NixOS", name: "gone") { id } node(id: "PR_none") { id } }`,
  );
  expect(data).toEqual({ there: { name: "nixpkgs", pullRequest: null }, gone: null, node: null });
  expect(errors.map(({ type, message }) => `${type}: ${message}`).toSorted()).toEqual([
    "NOT_FOUND: Could not resolve to a PullRequest with the number of 999.",
    "NOT_FOUND: Could not resolve to a Repository with the name 'NixOS/gone'.",
    "NOT_FOUND: Could not resolve to a node with the global id of 'PR_none'",
  ]);
});

test("a pull request shows its files, its fork and its test merge", async () => {
  const { data, errors } = await graphql(
    github.octokit,
    `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") { pullRequest(number: $number) {
      number title state isDraft merged mergeable mergeStateStatus isCrossRepository changedFiles
      author { __typename login ... on User { databaseId } }
      headRefOid headRepository { nameWithOwner } headRepositoryOwner { login } baseRefName
      potentialMergeCommit { parents(first: 2) { nodes { oid } } tree { entries { name } } }
      baseRef { target { oid } }
      files(first: 10) { totalCount nodes { path changeType additions deletions } }
      reviewDecision isInMergeQueue mergeQueueEntry { id } autoMergeRequest { enabledAt }
    } } }`,
    { number: numbers[0] },
  );
  expect(errors).toEqual([]);
  const { pullRequest } = Object(data).repository;
  const base = github.repository.head();
  expect(pullRequest).toMatchObject({
    state: "OPEN",
    mergeable: "MERGEABLE",
    mergeStateStatus: "CLEAN",
    isCrossRepository: true,
    changedFiles: 1,
    author: { __typename: "User", login: "alice", databaseId: github.alice.id },
    headRepository: { nameWithOwner: "alice/nixpkgs" },
    headRepositoryOwner: { login: "alice" },
    baseRef: { target: { oid: base } },
    files: { totalCount: 1, nodes: [{ path: "one.txt", changeType: "ADDED", additions: 1, deletions: 0 }] },
    reviewDecision: null,
    mergeQueueEntry: null,
    autoMergeRequest: null,
  });
  expect(pullRequest.potentialMergeCommit).toEqual({
    parents: { nodes: [{ oid: base }, { oid: pullRequest.headRefOid }] },
    tree: { entries: [{ name: "README.md" }, { name: "one.txt" }] },
  });
});

test("reads may be late, while what a mutation answers is not", async () => {
  const { world, repository, octokit, at } = github;
  const read = inRepository(`pullRequest(number: ${numbers[0]}) { title id }`);
  const title = async () => Object((await graphql(octokit, read)).data).repository.pullRequest.title;
  world.staleReadsFor(60_000);
  await world.editPullRequest(repository.id, numbers[0] ?? 0, github.alice.id, { title: "edited" });
  expect(await title()).toBe("one");
  const got = await octokit.rest.pulls.get({ ...at, pull_number: numbers[0] ?? 0 });
  expect(got.data.title).toBe("one");
  const subject = world.state.pullRequest(repository.id, numbers[0] ?? 0)?.nodeId;
  const written = await graphql(
    octokit,
    'mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "x" }) { subject { ... on PullRequest { title } } } }',
    { id: subject },
  );
  expect(written.data).toEqual({ addComment: { subject: { title: "edited" } } });
  world.staleReadsFor(0);
  expect(await title()).toBe("edited");
});

test("GitHub Enterprise Server's paths work as well", async () => {
  const { token } = Object(await github.octokit.auth({ type: "installation" }));
  const octokit = new Octokit({ baseUrl: `${github.url}/api/v3`, auth: token });
  expect((await octokit.rest.repos.get(github.at)).data.full_name).toBe("NixOS/nixpkgs");
  expect(await octokit.graphql("{ viewer { login } }")).toEqual({ viewer: { login: "by-name-bot[bot]" } });
  const pulls = await octokit.rest.pulls.list({ ...github.at, per_page: 1 });
  expect(pulls.headers.link).toContain(`<${github.url}/api/v3/repos/NixOS/nixpkgs/pulls?per_page=1&page=2>`);
});

test("a public repository without the App is seen, with the licence that its file has", async () => {
  const { world, octokit } = github;
  await world.repository("somebody/free", { files: { LICENSE: "MIT License\n\nCopyright\n" } });
  await world.repository("somebody/copyleft", { files: { LICENSE: "  GNU GENERAL PUBLIC LICENSE\n" } });
  await world.repository("somebody/own", { files: { LICENSE: "Mine.\n" } });
  await world.repository("somebody/none", { archived: true });
  await world.repository("somebody/hidden", { private: true });
  const seen = async (name: string) =>
    graphql(
      octokit,
      `{ repository(owner: "somebody", name: "${name}") { isArchived licenseInfo { spdxId } } }`,
    );
  const licence = (spdxId: string) => ({
    data: { repository: { isArchived: false, licenseInfo: { spdxId } } },
    errors: [],
  });
  expect(await seen("free")).toEqual(licence("MIT"));
  expect(await seen("copyleft")).toEqual(licence("GPL-3.0"));
  expect(await seen("own")).toEqual(licence("NOASSERTION"));
  expect((await seen("none")).data).toEqual({ repository: { isArchived: true, licenseInfo: null } });
  expect((await seen("hidden")).errors).toMatchObject([{ type: "NOT_FOUND" }]);
});

test("each line of a file has the commit that it comes from, and whose account that is", async () => {
  const { world, octokit } = github;
  const record = await world.repository("alice/lines", { files: { "a.txt": "1\n2\n3\n" } });
  const pushed = await record.commit({ branch: "main", files: { "a.txt": "1\ntwo\n3\n" }, message: "two" });
  expect(pushed).toMatch(/^[0-9a-f]{40}$/);
  const { data } = await graphql(
    octokit,
    `{ repository(owner: "alice", name: "lines") { ref(qualifiedName: "refs/heads/main") { target { ... on Commit {
      a: blame(path: "a.txt") { ranges { startingLine endingLine commit { messageHeadline author { user { databaseId } } } } }
      none: blame(path: "b.txt") { ranges { startingLine } }
    } } } } }`,
  );
  const { a, none } = Object(data).repository.ref.target;
  const lines = a.ranges.map(({ startingLine, endingLine, commit }: Record<string, unknown>) => [
    startingLine,
    endingLine,
    Object(commit).messageHeadline,
  ]);
  expect(lines).toEqual([
    [1, 1, "Initial commit"],
    [2, 2, "two"],
    [3, 3, "Initial commit"],
  ]);
  expect(none).toEqual({ ranges: [] });
});
