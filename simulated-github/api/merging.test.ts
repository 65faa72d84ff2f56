import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub();
});
afterAll(() => github.stop());

const nodeId = (number: number) => github.world.state.pullRequest(github.repository.id, number)?.nodeId;

test("a pull request is merged if its head is the one that is meant", async () => {
  const number = await github.opens({ "merged.txt": "a\n" });
  const pull = { ...github.at, pull_number: number };
  const { pulls } = github.octokit.rest;
  expect(await refusal(pulls.merge({ ...pull, sha: "f".repeat(40) }))).toMatchObject({ status: 409 });
  const merged = await pulls.merge({ ...pull, merge_method: "merge" });
  expect(merged.data).toMatchObject({ merged: true, sha: github.repository.head() });
  expect((await pulls.get(pull)).data).toMatchObject({ state: "closed", merged: true });
  expect(await refusal(pulls.merge(pull))).toMatchObject({ status: 405 });
});

test("a merge with a conflict is dirty, and has no test merge", async () => {
  const number = await github.opens({ "README.md": "theirs\n" });
  await github.repository.commit({ files: { "README.md": "ours\n" } });
  const { data } = await graphql(
    github.octokit,
    `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") { pullRequest(number: $number) {
      mergeable mergeStateStatus potentialMergeCommit { oid } } } }`,
    { number },
  );
  expect(Object(data).repository.pullRequest).toEqual({
    mergeable: "CONFLICTING",
    mergeStateStatus: "DIRTY",
    potentialMergeCommit: null,
  });
});

test("auto-merge is refused where the repository does not allow it", async () => {
  const number = await github.opens({ "auto.txt": "a\n" });
  const enable = () =>
    graphql(
      github.octokit,
      "mutation ($id: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $id }) { pullRequest { autoMergeRequest { mergeMethod } } } }",
      { id: nodeId(number) },
    );
  expect((await enable()).errors).toMatchObject([
    { type: "UNPROCESSABLE", path: ["enablePullRequestAutoMerge"] },
  ]);
});

test("a queue that is a record alone takes a pull request and does nothing", async () => {
  const { world, repository } = github;
  const number = await github.opens({ "queued.txt": "a\n" });
  const enqueue = () =>
    graphql(
      github.octokit,
      "mutation ($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position state } } }",
      { id: nodeId(number) },
    );
  expect((await enqueue()).errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
  world.updateRepository(repository.id, { mergeQueueBranches: ["main"] });
  expect((await enqueue()).data).toMatchObject({ enqueuePullRequest: { mergeQueueEntry: { position: 1 } } });
});

const merging = `query ($number: Int!) { repository(owner: "NixOS", name: "nixpkgs") {
  autoMergeAllowed squashMergeAllowed mergeCommitAllowed rebaseMergeAllowed
  mergeQueue(branch: "main") { id url entries(first: 5) { totalCount } }
  pullRequest(number: $number) {
    id isCrossRepository headRefName headRepository { id owner { login } } headRepositoryOwner { login }
    author { ...who } editor { ...who }
    mergeStateStatus reviewDecision isInMergeQueue isMergeQueueEnabled merged mergedBy { ...who }
    autoMergeRequest { enabledAt mergeMethod enabledBy { ...who } }
    mergeQueueEntry { id state enqueuedAt enqueuer { ...who } }
    reviews(first: 10) { nodes {
      author { ...who } editor { ...who } commit { oid } submittedAt lastEditedAt state fullDatabaseId viewerDidAuthor
      body createdViaEmail isMinimized
    } }
    comments(first: 10) { nodes {
      author { ...who } editor { ...who } lastEditedAt createdAt includesCreatedEdit fullDatabaseId body
      reactionGroups { content }
    } }
    pushes: timelineItems(last: 1, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT, BASE_REF_CHANGED_EVENT, REOPENED_EVENT, HEAD_REF_RESTORED_EVENT]) {
      nodes { __typename ... on ReopenedEvent { createdAt actor { ...who } } }
    }
    dismissals: timelineItems(last: 1, itemTypes: [REVIEW_DISMISSED_EVENT]) {
      nodes { ... on ReviewDismissedEvent { createdAt actor { ...who } previousReviewState } }
    }
    auto: timelineItems(last: 1, itemTypes: [AUTO_MERGE_DISABLED_EVENT]) {
      nodes { ... on AutoMergeDisabledEvent { reason actor { ...who } disabler { login } } }
    }
    commits(last: 1) { nodes { commit { statusCheckRollup { state contexts(first: 100) { pageInfo { hasNextPage } nodes {
      __typename
      ... on CheckRun { name status conclusion isRequired(pullRequestNumber: $number) checkSuite { app { databaseId } } }
      ... on StatusContext { context state isRequired(pullRequestNumber: $number) }
    } } } } } }
  } } }
  fragment who on Actor { __typename login
    ... on User { databaseId } ... on Bot { databaseId } ... on Organization { databaseId } }`;

async function seen(number: number) {
  const { data, errors } = await graphql(github.octokit, merging, { number });
  expect(errors).toEqual([]);
  return Object(data).repository;
}

/** A repository of its own with the App on it, whose main branch is protected. */
async function protectedScene(name: string) {
  const { world } = github;
  const repository = await world.repository(`NixOS/${name}`, {
    files: { a: "1\n" },
    allowAutoMerge: true,
    collaborators: { carol: "write" },
  });
  repository.protect("main", { requiredChecks: ["build"] });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const build = async () => {
    const oid = pr.record().headRefOid;
    await world.createStatus(repository.id, world.user("carol").id, {
      oid,
      state: "success",
      context: "build",
    });
    await world.settled();
  };
  const at = { owner: "NixOS", repo: name, pull_number: pr.number };
  const mutate = async (mutation: string, more = "") => {
    const id = mutation === "dequeuePullRequest" ? "id" : "pullRequestId";
    const { errors } = await graphql(
      github.octokit,
      `mutation ($id: ID!) { ${mutation}(input: { ${id}: $id ${more} }) { clientMutationId } }`,
      { id: pr.record().nodeId },
    );
    return errors.map(({ type, message }) => `${type}: ${message}`);
  };
  return { world, repository, pr, build, at, mutate };
}

test("all that merging asks for is shown", async () => {
  const { world, repository } = github;
  const number = await github.opens({ "shown.txt": "a\n" });
  const pr = world.as("alice").visits(repository, number);
  world.setRole(repository.id, world.user("carol").id, "write");
  const carol = pr.as("carol");
  world.updateRepository(repository.id, { mergeQueueBranches: [], allowAutoMerge: true });
  repository.protect("main", { requiredChecks: ["build"], requiredApprovals: 1 });
  const comment = pr.comment("hello");
  carol.editComment(comment, "hello, edited by carol");
  const approval = await carol.approve("fine");
  carol.dismiss(approval, "not so fine");
  await carol.enableAutoMerge("squash");
  await pr.push({ "shown.txt": "b\n" });
  await carol.enableAutoMerge("squash");
  await pr.close();
  await pr.reopen();
  await carol.enableAutoMerge("squash");
  const oid = pr.record().headRefOid;
  await world.createStatus(repository.id, world.user("carol").id, { oid, state: "success", context: "lint" });
  await world.createCheckRun(repository.id, github.app.id, { name: "build", headOid: oid });
  const user = (login: string) => ({ __typename: "User", login, databaseId: world.user(login).id });
  const repositorySeen = await seen(number);
  expect(repositorySeen).toMatchObject({
    autoMergeAllowed: true,
    squashMergeAllowed: true,
    mergeCommitAllowed: true,
    rebaseMergeAllowed: true,
    mergeQueue: null,
    pullRequest: {
      isCrossRepository: true,
      headRepository: { owner: { login: "alice" } },
      headRepositoryOwner: { login: "alice" },
      author: user("alice"),
      editor: null,
      mergeStateStatus: "BLOCKED",
      reviewDecision: "REVIEW_REQUIRED",
      isInMergeQueue: false,
      isMergeQueueEnabled: false,
      merged: false,
      mergedBy: null,
      autoMergeRequest: { mergeMethod: "SQUASH", enabledBy: user("carol") },
      mergeQueueEntry: null,
      reviews: {
        nodes: [
          {
            author: user("carol"),
            editor: null,
            state: "DISMISSED",
            body: "fine",
            viewerDidAuthor: false,
            createdViaEmail: false,
            isMinimized: false,
          },
        ],
      },
      comments: {
        nodes: [
          {
            author: user("alice"),
            editor: user("carol"),
            includesCreatedEdit: true,
            fullDatabaseId: `${comment.id}`,
          },
        ],
      },
      pushes: { nodes: [{ __typename: "ReopenedEvent", actor: user("alice") }] },
      dismissals: { nodes: [{ actor: user("carol"), previousReviewState: "APPROVED" }] },
      auto: { nodes: [{ reason: "Pull request was closed", disabler: { login: "alice" } }] },
    },
  });
  expect(repositorySeen.pullRequest.commits.nodes[0].commit.statusCheckRollup).toEqual({
    state: "PENDING",
    contexts: {
      pageInfo: { hasNextPage: false },
      nodes: [
        {
          __typename: "CheckRun",
          name: "build",
          status: "QUEUED",
          conclusion: null,
          isRequired: true,
          checkSuite: { app: { databaseId: github.app.id } },
        },
        { __typename: "StatusContext", context: "lint", state: "SUCCESS", isRequired: false },
      ],
    },
  });
  repository.protect("main", null);
  await pr.close();
});

test("a deleted account is nobody", async () => {
  const { world, repository } = github;
  const pr = await world.as("gone").opensPullRequest(repository, { title: "x", files: { x: "1\n" } });
  pr.comment("hello");
  world.deleteUser("gone");
  expect((await seen(pr.number)).pullRequest).toMatchObject({
    author: null,
    headRepository: null,
    headRepositoryOwner: null,
    isCrossRepository: true,
    comments: { nodes: [{ author: null }] },
  });
});

test("a merge that the protection refuses is refused in the same words by both APIs", async () => {
  const { pr, at, mutate, build, repository } = await protectedScene("refused");
  const { pulls } = github.octokit.rest;
  const words = 'Required status check "build" is expected.';
  expect(await refusal(pulls.merge(at))).toMatchObject({ status: 405, message: words });
  expect(await mutate("mergePullRequest")).toEqual([`UNPROCESSABLE: ${words}`]);
  expect((await pulls.get(at)).data.mergeable_state).toBe("blocked");
  await build();
  expect(await mutate("mergePullRequest", `expectedHeadOid: "${"f".repeat(40)}"`)).toEqual([
    "UNPROCESSABLE: Head branch was modified. Review and try the merge again.",
  ]);
  github.world.updateRepository(repository.id, { allowSquashMerge: false });
  expect(await mutate("mergePullRequest", "mergeMethod: SQUASH")).toEqual([
    "UNPROCESSABLE: Squash merges are not allowed on this repository.",
  ]);
  expect(await mutate("mergePullRequest", `expectedHeadOid: "${pr.record().headRefOid}"`)).toEqual([]);
  expect(pr.record()).toMatchObject({ state: "MERGED", mergedById: github.app.botId });
});

test("auto-merge that the App enables merges as the App", async () => {
  const { pr, mutate, build } = await protectedScene("auto");
  expect(await mutate("enablePullRequestAutoMerge", `expectedHeadOid: "${"f".repeat(40)}"`)).toEqual([
    `UNPROCESSABLE: Failed to add PR #${pr.number}: expected head oid does not match the current head oid`,
  ]);
  expect(await mutate("enablePullRequestAutoMerge", `expectedHeadOid: "${pr.record().headRefOid}"`)).toEqual(
    [],
  );
  expect(await mutate("disablePullRequestAutoMerge")).toEqual([]);
  expect(await mutate("enablePullRequestAutoMerge")).toEqual([]);
  await build();
  expect(pr.record()).toMatchObject({ state: "MERGED", mergedById: github.app.botId });
});

test("the App puts a change in the queue, and takes it out", async () => {
  const { pr, mutate, build, repository, at } = await protectedScene("queue");
  expect(await mutate("enqueuePullRequest")).toEqual([
    "UNPROCESSABLE: Base branch does not have a merge queue enabled",
  ]);
  repository.mergeQueue("main");
  expect(await mutate("enqueuePullRequest")).toEqual([
    'UNPROCESSABLE: Pull request Required status check "build" is expected.',
  ]);
  await build();
  expect(await mutate("enablePullRequestAutoMerge")).toEqual([
    "UNPROCESSABLE: Pull request Pull request is in clean status",
  ]);
  expect(await refusal(github.octokit.rest.pulls.merge(at))).toMatchObject({
    status: 405,
    message: expect.stringContaining("Changes must be made through the merge queue"),
  });
  expect(await mutate("enqueuePullRequest", `expectedHeadOid: "${pr.record().headRefOid}"`)).toEqual([]);
  expect(await mutate("enqueuePullRequest")).toEqual(["UNPROCESSABLE: Pull request is already in the queue"]);
  expect(await mutate("dequeuePullRequest")).toEqual([]);
  expect(pr.record().mergeQueueEntry).toBeNull();
});

test("what happens between two requests of the App happens just before the second", async () => {
  const { pr, mutate, build } = await protectedScene("between");
  await build();
  const head = pr.record().headRefOid;
  const pushed = github.before("mergePullRequest", () => pr.push({ b: "evil\n" }));
  expect(await mutate("mergePullRequest", `expectedHeadOid: "${head}"`)).toEqual([
    "UNPROCESSABLE: Head branch was modified. Review and try the merge again.",
  ]);
  await pushed;
  expect(pr.record().state).toBe("OPEN");
  const closed = github.after("pulls/get", () => pr.close());
  expect(
    (await github.octokit.rest.pulls.get({ ...github.at, repo: "between", pull_number: pr.number })).data
      .state,
  ).toBe("open");
  await closed;
  expect(pr.record().state).toBe("CLOSED");
});
