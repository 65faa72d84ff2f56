import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
let at: { owner: string; repo: string; issue_number: number };

beforeAll(async () => {
  github = await startTestGitHub();
  at = { ...github.at, issue_number: await github.opens({ "a.txt": "a\n" }) };
});
afterAll(() => github.stop());

test("comments are made, edited, reacted to and deleted", async () => {
  const { issues, reactions } = github.octokit.rest;
  const { data: made } = await issues.createComment({ ...at, body: "Hello" });
  expect(made).toMatchObject({ body: "Hello", user: { login: "by-name-bot[bot]", type: "Bot" } });
  const comment = { ...github.at, comment_id: made.id };
  await issues.updateComment({ ...comment, body: "Hello there" });
  expect((await reactions.createForIssueComment({ ...comment, content: "rocket" })).status).toBe(201);
  const again = await reactions.createForIssueComment({ ...comment, content: "rocket" });
  expect(again.status).toBe(200);
  const { data, errors } = await graphql(
    github.octokit,
    `query ($id: ID!) { node(id: $id) { ... on IssueComment { body viewerDidAuthor lastEditedAt fullDatabaseId
      reactionGroups { content viewerHasReacted reactors(first: 1) { totalCount } }
      reactions(first: 5) { nodes { content user { login } } } } } }`,
    { id: made.node_id },
  );
  expect(errors).toEqual([]);
  const { node } = Object(data);
  expect(node).toMatchObject({ body: "Hello there", viewerDidAuthor: true, fullDatabaseId: String(made.id) });
  expect(node.lastEditedAt).not.toBeNull();
  expect(node.reactionGroups).toHaveLength(8);
  expect(node.reactionGroups).toContainEqual({
    content: "ROCKET",
    viewerHasReacted: true,
    reactors: { totalCount: 1 },
  });
  expect(node.reactions.nodes).toEqual([{ content: "ROCKET", user: null }]);
  await reactions.deleteForIssueComment({ ...comment, reaction_id: again.data.id });
  expect((await reactions.listForIssueComment(comment)).data).toEqual([]);
  await issues.deleteComment(comment);
  expect(await refusal(issues.getComment(comment))).toMatchObject({ status: 404 });
});

test("GraphQL comments, edits and reacts as well", async () => {
  const subject = github.world.state.pullRequest(github.repository.id, at.issue_number)?.nodeId;
  const added = await graphql(
    github.octokit,
    'mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "Hi" }) { commentEdge { node { id body } } } }',
    { id: subject },
  );
  const { id } = Object(added.data).addComment.commentEdge.node;
  const changed = await graphql(
    github.octokit,
    `mutation ($id: ID!) {
      updateIssueComment(input: { id: $id, body: "Hi!" }) { issueComment { body } }
      addReaction(input: { subjectId: $id, content: EYES }) { reaction { content } subject { id } }
      removeReaction(input: { subjectId: $id, content: EYES }) { reactionGroups { content viewerHasReacted } }
    }`,
    { id },
  );
  expect(changed.errors).toEqual([]);
  expect(changed.data).toMatchObject({
    updateIssueComment: { issueComment: { body: "Hi!" } },
    addReaction: { reaction: { content: "EYES" }, subject: { id } },
  });
  expect(Object(changed.data).removeReaction.reactionGroups).toContainEqual({
    content: "EYES",
    viewerHasReacted: false,
  });
});

test("labels are made where a pull request is given one that is not there", async () => {
  const { issues } = github.octokit.rest;
  const made = await issues.createLabel({ ...github.at, name: "by-name: ok", color: "0e8a16" });
  expect(made.data).toMatchObject({ name: "by-name: ok", color: "0e8a16" });
  expect(await refusal(issues.createLabel({ ...github.at, name: "BY-NAME: OK" }))).toMatchObject({
    status: 422,
    message: "Validation Failed",
    errors: [{ resource: "Label", code: "already_exists", field: "name" }],
  });
  const given = await issues.addLabels({ ...at, labels: ["by-name: ok", "brand new"] });
  expect(given.data.map(({ name }) => name)).toEqual(["by-name: ok", "brand new"]);
  const left = await issues.removeLabel({ ...at, name: "brand new" });
  expect(left.data.map(({ name }) => name)).toEqual(["by-name: ok"]);
  expect(await refusal(issues.removeLabel({ ...at, name: "brand new" }))).toMatchObject({ status: 404 });
  const { data } = await graphql(
    github.octokit,
    `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") {
      label(name: "Brand New") { name } pullRequest(number: $number) { labels(first: 5) { nodes { name } } } } }`,
    { number: at.issue_number },
  );
  expect(data).toEqual({
    repository: {
      label: { name: "brand new" },
      pullRequest: { labels: { nodes: [{ name: "by-name: ok" }] } },
    },
  });
});

test("lists come in pages with links to the others", async () => {
  const { issues } = github.octokit.rest;
  for (const name of ["one", "two", "three", "four", "five"]) {
    await issues.createLabel({ ...github.at, name });
  }
  const first = await issues.listLabelsForRepo({ ...github.at, per_page: 2 });
  expect(first.data).toHaveLength(2);
  expect(first.headers.link).toContain('page=2>; rel="next"');
  const all = await github.octokit.paginate(issues.listLabelsForRepo, { ...github.at, per_page: 2 });
  expect(all.map(({ name }) => name)).toEqual(github.repository.record().labels.map(({ name }) => name));
});

test("a pull request itself is reacted to, once by each account", async () => {
  const { reactions } = github.octokit.rest;
  const first = await reactions.createForIssue({ ...at, content: "eyes" });
  expect(first.status).toBe(201);
  const again = await reactions.createForIssue({ ...at, content: "eyes" });
  expect(again).toMatchObject({ status: 200, data: { id: first.data.id } });
  expect((await reactions.listForIssue(at)).data).toMatchObject([{ id: first.data.id, content: "eyes" }]);
  await reactions.deleteForIssue({ ...at, reaction_id: first.data.id });
  expect((await reactions.listForIssue(at)).data).toEqual([]);
  const gone = reactions.deleteForIssue({ ...at, reaction_id: first.data.id });
  await expect(gone).rejects.toMatchObject({ status: 404 });
});

test("an App is found by its name", async () => {
  const { apps } = github.octokit.rest;
  expect((await apps.getBySlug({ app_slug: "by-name-bot" })).data).toMatchObject({ slug: "by-name-bot" });
  await expect(apps.getBySlug({ app_slug: "nobody" })).rejects.toMatchObject({ status: 404 });
});
