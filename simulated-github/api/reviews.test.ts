import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
const lines = Array.from({ length: 40 }, (_, place) => `line ${place + 1}`);

beforeAll(async () => {
  github = await startTestGitHub({ files: { "a.txt": `${lines.join("\n")}\n` } });
});
afterAll(() => github.stop());

async function opens(): Promise<{ owner: string; repo: string; pull_number: number }> {
  const changed = lines.with(9, "changed").with(10, "changed too");
  return { ...github.at, pull_number: await github.opens({ "a.txt": `${changed.join("\n")}\n` }) };
}

const threadsQuery = `query ($number: Int!) {
  repository(owner: "NixOS", name: "nixpkgs") {
    pullRequest(number: $number) {
      reviewThreads(first: 10) {
        nodes {
          id path line startLine diffSide isResolved isOutdated resolvedBy { login }
          comments(first: 10) {
            totalCount
            nodes { id fullDatabaseId body viewerDidAuthor isMinimized minimizedReason outdated
              author { __typename login ... on Bot { databaseId } } pullRequestReview { fullDatabaseId state } }
          }
        }
      }
      reviews(last: 10) { nodes { id fullDatabaseId state body viewerDidAuthor comments(first: 5) { totalCount } } }
      latestReviews(first: 5) { nodes { state } }
      latestOpinionatedReviews(first: 5) { nodes { state } }
      timelineItems(first: 10, itemTypes: [REVIEW_DISMISSED_EVENT]) {
        nodes { ... on ReviewDismissedEvent { actor { login } dismissalMessage previousReviewState review { fullDatabaseId } } }
      }
    }
  }
}`;

async function conversation(number: number) {
  const { data, errors } = await graphql(github.octokit, threadsQuery, { number });
  expect(errors).toEqual([]);
  return Object(data).repository.pullRequest;
}

test("a review with comments is made at once, and GraphQL shows it as threads", async () => {
  const pull = await opens();
  const review = await github.octokit.rest.pulls.createReview({
    ...pull,
    event: "REQUEST_CHANGES",
    body: "Two things.",
    comments: [
      { path: "a.txt", line: 10, body: "one" },
      { path: "a.txt", start_line: 10, line: 11, side: "RIGHT", start_side: "RIGHT", body: "both" },
    ],
  });
  expect(review.data).toMatchObject({ state: "CHANGES_REQUESTED", user: { login: "by-name-bot[bot]" } });
  const { reviewThreads, reviews } = await conversation(pull.pull_number);
  expect(reviewThreads.nodes).toMatchObject([
    {
      path: "a.txt",
      line: 10,
      startLine: null,
      diffSide: "RIGHT",
      isResolved: false,
      comments: {
        totalCount: 1,
        nodes: [
          {
            body: "one",
            viewerDidAuthor: true,
            author: { __typename: "Bot", login: "by-name-bot", databaseId: github.app.botId },
            pullRequestReview: { fullDatabaseId: String(review.data.id), state: "CHANGES_REQUESTED" },
          },
        ],
      },
    },
    { line: 11, startLine: 10, comments: { nodes: [{ body: "both" }] } },
  ]);
  expect(reviews.nodes).toMatchObject([
    { fullDatabaseId: String(review.data.id), viewerDidAuthor: true, comments: { totalCount: 2 } },
  ]);
  const listed = await github.octokit.rest.pulls.listReviewComments(pull);
  expect(listed.data.map(({ body, line, start_line }) => [body, start_line, line])).toEqual([
    ["one", null, 10],
    ["both", 10, 11],
  ]);
});

test("one comment outside of the diff, and nothing of the review is made", async () => {
  const pull = await opens();
  const refused = await refusal(
    github.octokit.rest.pulls.createReview({
      ...pull,
      event: "COMMENT",
      body: "x",
      comments: [
        { path: "a.txt", line: 10, body: "fine" },
        { path: "a.txt", line: 35, body: "not in the diff" },
      ],
    }),
  );
  expect(refused).toMatchObject({ status: 422, message: "Unprocessable Entity" });
  expect(refused.errors).not.toEqual([]);
  expect((await conversation(pull.pull_number)).reviews.nodes).toEqual([]);
});

test("a key that GitHub's description of a request does not have is refused by its name", async () => {
  const pull = await opens();
  const { pulls, issues } = github.octokit.rest;
  const comments = [{ path: "a.txt", line: 10, body: "x", lines: 3 }];
  expect(await refusal(pulls.createReview({ ...pull, event: "COMMENT", comments }))).toMatchObject({
    status: 422,
    message: 'Invalid request.\n\n"lines" is not a permitted key.',
  });
  const asked = github.octokit.request("GET /repos/{owner}/{repo}/pulls", { ...github.at, statee: "open" });
  expect((await refusal(asked)).message).toContain('"statee" is not a permitted query parameter');
  const created = github.octokit.request({
    method: "POST",
    url: "/repos/{owner}/{repo}/labels",
    ...github.at,
  });
  expect((await refusal(created)).message).toContain('"name" wasn\'t supplied');
  const label = issues.createLabel({ ...github.at, name: "x", color: "red" });
  expect((await refusal(label)).status).toBe(422);
});

test("threads are resolved, hidden and shown again by GraphQL", async () => {
  const pull = await opens();
  await github.octokit.rest.pulls.createReview({
    ...pull,
    event: "COMMENT",
    body: "x",
    comments: [{ path: "a.txt", line: 10, body: "one" }],
  });
  const [thread] = (await conversation(pull.pull_number)).reviewThreads.nodes;
  const resolved = await graphql(
    github.octokit,
    `mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id, clientMutationId: "7" }) {
      clientMutationId thread { id isResolved resolvedBy { login } } } }`,
    { id: thread.id },
  );
  // The schema calls `resolvedBy` a User, which the App's bot is not.
  expect(resolved).toEqual({
    data: {
      resolveReviewThread: {
        clientMutationId: "7",
        thread: { id: thread.id, isResolved: true, resolvedBy: null },
      },
    },
    errors: [],
  });
  const hidden = await graphql(
    github.octokit,
    `mutation ($thread: ID!, $comment: ID!) {
      unresolveReviewThread(input: { threadId: $thread }) { thread { isResolved } }
      minimizeComment(input: { subjectId: $comment, classifier: RESOLVED }) {
        minimizedComment { isMinimized minimizedReason ... on PullRequestReviewComment { body } }
      }
    }`,
    { thread: thread.id, comment: thread.comments.nodes[0].id },
  );
  expect(hidden.data).toEqual({
    unresolveReviewThread: { thread: { isResolved: false } },
    minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: "resolved", body: "one" } },
  });
  const shown = await graphql(
    github.octokit,
    "mutation ($id: ID!) { unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized } } }",
    { id: thread.comments.nodes[0].id },
  );
  expect(shown.data).toEqual({ unminimizeComment: { unminimizedComment: { isMinimized: false } } });
  const none = await graphql(
    github.octokit,
    'mutation { resolveReviewThread(input: { threadId: "PRRT_none" }) { thread { id } } }',
  );
  expect(none.errors).toMatchObject([{ type: "NOT_FOUND", path: ["resolveReviewThread"] }]);
});

test("a review is dismissed once, with a message that the timeline shows", async () => {
  const pull = await opens();
  const { pulls } = github.octokit.rest;
  const { data: review } = await pulls.createReview({ ...pull, event: "REQUEST_CHANGES", body: "No." });
  const at = { ...pull, review_id: review.id };
  expect((await pulls.updateReview({ ...at, body: "No, for now." })).data.body).toBe("No, for now.");
  expect((await pulls.dismissReview({ ...at, message: "Thank you!" })).data.state).toBe("DISMISSED");
  expect(await refusal(pulls.dismissReview({ ...at, message: "Again" }))).toMatchObject({ status: 422 });
  const { timelineItems, latestReviews, latestOpinionatedReviews } = await conversation(pull.pull_number);
  expect(timelineItems.nodes).toEqual([
    {
      actor: { login: "by-name-bot" },
      dismissalMessage: "Thank you!",
      previousReviewState: "CHANGES_REQUESTED",
      review: { fullDatabaseId: String(review.id) },
    },
  ]);
  expect(latestReviews.nodes).toEqual([{ state: "DISMISSED" }]);
  expect(latestOpinionatedReviews.nodes).toEqual([{ state: "DISMISSED" }]);
});

test("review comments are answered, edited and deleted", async () => {
  const pull = await opens();
  const { pulls, reactions } = github.octokit.rest;
  const head = github.world.state.pullRequest(github.repository.id, pull.pull_number)?.headRefOid ?? "";
  const first = await pulls.createReviewComment({
    ...pull,
    commit_id: head,
    path: "a.txt",
    line: 11,
    body: "one",
  });
  const reply = await pulls.createReplyForReviewComment({ ...pull, comment_id: first.data.id, body: "two" });
  expect(reply.data.in_reply_to_id).toBe(first.data.id);
  const comment = { ...github.at, comment_id: first.data.id };
  expect((await pulls.updateReviewComment({ ...comment, body: "edited" })).data.body).toBe("edited");
  const reaction = await reactions.createForPullRequestReviewComment({ ...comment, content: "eyes" });
  expect(reaction.status).toBe(201);
  expect((await pulls.getReviewComment(comment)).data.reactions).toMatchObject({ eyes: 1, total_count: 1 });
  await pulls.deleteReviewComment(comment);
  expect(await refusal(pulls.getReviewComment(comment))).toMatchObject({ status: 404 });
  const { reviewThreads } = await conversation(pull.pull_number);
  expect(reviewThreads.nodes[0].comments.nodes).toMatchObject([{ body: "two" }]);
});
