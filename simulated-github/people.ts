import type { Actor, Conversation, IssueConversation, UntilOptions } from "./actor.ts";
import { Refusal } from "./world/errors.ts";
import type { RepositoryHandle } from "./world/handles.ts";
import type { Files } from "./world/inputs.ts";
import type { World } from "./world/interface.ts";
import type { PullRequest, ReviewThread } from "./world/model.ts";
import { pressSuggestions } from "./world/press.ts";
import {
  type CheckView,
  type CommentView,
  describeView,
  type PullRequestView,
  type ReviewView,
  viewPullRequest,
} from "./world/view.ts";

const patience = 40_000;

/** The person of this login, made if need be. */
export function createActor(world: World, login: string): Actor {
  const { id } = world.state.accountByLogin(login) ?? world.user(login);

  const loginNow = () => loginOf(world, id);

  return {
    get login() {
      return loginNow();
    },
    id,
    async opensPullRequest(repository, options) {
      const base = options.base ?? repository.record().defaultBranch;
      const own = options.fork === undefined ? world.state.mayWrite(repository.id, id) : !options.fork;
      const home = own ? repository : repository.fork(loginNow());
      const branch = options.branch ?? freeBranch(home, options.title);
      const { title, body, files, draft } = options;
      const message = options.message ?? title;
      const onto = repository.head(base);
      if (onto === null) throw new Error(`${repository.nameWithOwner} has no branch ${base}`);
      await home.commit({ branch, files, message, onto, author: loginNow() });
      const opened = await world.openPullRequest(repository.id, id, {
        title,
        head: own ? branch : `${loginNow()}:${branch}`,
        base,
        ...(body === undefined ? {} : { body }),
        ...(draft === undefined ? {} : { draft }),
      });
      return createConversation(world, repository, opened.number, id);
    },
    async proposes(repository, head, options) {
      const opened = await world.openPullRequest(repository.id, id, { ...options, head });
      return createConversation(world, repository, opened.number, id);
    },
    opensIssue(repository, title) {
      const { number } = world.openIssue(repository.id, id, { title });
      return createIssueConversation(world, repository, number, id);
    },
    visits: (repository, number) => createConversation(world, repository, number, id),
    pushes: (repository, files, options = {}) => repository.commit({ ...options, files, author: loginNow() }),
  };
}

function createIssueConversation(
  world: World,
  repository: RepositoryHandle,
  number: number,
  by: number,
): IssueConversation {
  return {
    number,
    as: (login) => createIssueConversation(world, repository, number, createActor(world, login).id),
    comment: (body) => world.createIssueComment(repository.id, number, by, body),
    editComment: ({ id }, body) => {
      world.updateIssueComment(repository.id, id, by, body);
    },
    comments: () => world.state.issue(repository.id, number)?.comments ?? [],
  };
}

function loginOf(world: World, id: number): string {
  const account = world.state.account(id);
  if (account === null) throw new Error(`the account ${id} is gone`);
  return account.login;
}

/** A branch name from a title, with a number if it is taken. */
function freeBranch(repository: RepositoryHandle, title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ["change"];
  const name = words.join("-").slice(0, 40);
  for (let i = 1; ; i += 1) {
    const branch = i === 1 ? name : `${name}-${i}`;
    if (repository.head(branch) === null) return branch;
  }
}

function createConversation(
  world: World,
  repository: RepositoryHandle,
  number: number,
  by: number,
): Conversation {
  const seen = new Set(viewOf().comments.map((comment) => comment.id));

  function record(): PullRequest {
    const found = world.state.pullRequest(repository.id, number);
    if (found === null) throw new Error(`${repository.nameWithOwner} has no pull request ${number}`);
    return found;
  }

  function viewOf(): PullRequestView {
    return viewPullRequest(world.state, record());
  }

  function home(): RepositoryHandle {
    const { headRepositoryId } = record();
    if (headRepositoryId === null) throw new Error("the repository of the pull request's branch is gone");
    return world.handle(headRepositoryId);
  }

  function threadAt(index: number): ReviewThread {
    const nodeId = viewOf().threads[index]?.nodeId;
    const found = record().threads.find((thread) => thread.nodeId === nodeId);
    if (found === undefined) throw new Error(`#${number} has no thread ${index}\n${describeView(viewOf())}`);
    return found;
  }

  function checkOf(name: string): CheckView {
    const found = viewOf().checks.find((check) => check.name === name);
    if (found === undefined) throw new Error(`#${number} has no check ${name}\n${describeView(viewOf())}`);
    return found;
  }

  function reviewOf(id: number): ReviewView {
    const found = viewOf().reviews.find((review) => review.id === id);
    if (found === undefined) throw new Error(`#${number} has no review ${id}`);
    return found;
  }

  const loginNow = () => loginOf(world, by);

  /** The head's repository, if this person may push to the head branch; its author always may. */
  function ownHome(): RepositoryHandle {
    const { headRepositoryId, headRefName, authorId } = record();
    const may = [headRepositoryId, repository.id].some((id) => id !== null && world.state.mayWrite(id, by));
    const repositoryOfHead = home();
    if (may || by === authorId) return repositoryOfHead;
    throw new Refusal(
      403,
      `${loginNow()} may not push to ${headRefName} of ${repositoryOfHead.nameWithOwner}`,
    );
  }

  function isIssueComment(id: number): boolean {
    return world.findIssueComment(repository.id, id) !== null;
  }

  /** Throws if somebody else wrote a comment, and this person has no write access. */
  function mayEdit(id: number): void {
    const found = world.findIssueComment(repository.id, id) ?? world.findReviewComment(repository.id, id);
    const authorId = found?.comment.authorId;
    if (authorId === undefined || authorId === by || world.state.mayWrite(repository.id, by)) return;
    throw new Refusal(403, `${loginNow()} may not edit what somebody else wrote`);
  }

  async function replaceHead(onto: string, files: Files, message: string): Promise<string> {
    return ownHome().commit({ branch: record().headRefName, files, message, onto, author: loginNow() });
  }

  function until(
    condition: (view: PullRequestView) => boolean,
    { timeout = patience, what }: UntilOptions = {},
  ): Promise<PullRequestView> {
    return new Promise((resolve, reject) => {
      let due = false;
      const waited = world.waits();
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        stop();
        waited();
        settle();
      };
      const look = () => {
        due = false;
        try {
          const view = viewOf();
          if (condition(view)) finish(() => resolve(view));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const stop = world.onChange(() => {
        if (due) return;
        due = true;
        setImmediate(look);
      });
      const timer = setTimeout(() => {
        const inVain = `${what ?? condition.toString()} did not come true within ${timeout} ms`;
        finish(() => reject(new Error(`${inVain}; the pull request is:\n${describeView(viewOf())}`)));
      }, timeout);
      look();
    });
  }

  const conversation: Conversation = {
    number,
    repository,
    record,
    as: (other) =>
      createConversation(
        world,
        repository,
        number,
        (world.state.accountByLogin(other) ?? world.user(other)).id,
      ),

    push: async (files, message, options = {}) =>
      ownHome().commit({
        ...options,
        branch: record().headRefName,
        files,
        author: loginNow(),
        ...(message === undefined ? {} : { message }),
      }),
    async forcePush(files, message = "files: start again") {
      const { mergeBaseOid } = await world.diff(record());
      return replaceHead(mergeBaseOid, files, message);
    },
    async rebase() {
      const { baseRefName, headRefOid, headRefName, title } = record();
      const base = repository.head(baseRefName);
      const git = repository.git;
      const merged = base === null ? null : await git.mergeCommit(base, headRefOid, "rebase");
      const commit = merged === null ? null : await git.commit(merged);
      if (base === null || commit === null) throw new Error(`#${number} cannot be rebased: it conflicts`);
      const head = await git.commit(headRefOid);
      const login = loginNow();
      const signature = { name: login, email: `${by}+${login}@users.noreply.github.com` };
      const date = head?.author.date ?? "1970-01-01T00:00:00Z";
      const rebased = git.writeCommit({
        treeOid: commit.treeOid,
        parents: [base],
        author: { ...signature, date },
        committer: { ...signature, date },
        message: head?.message ?? title,
      });
      await ownHome().push(headRefName, rebased, { force: true, by: login });
      return rebased;
    },
    async edit(change) {
      await world.editPullRequest(repository.id, number, by, change);
    },
    ready: () => void world.setDraft(repository.id, number, by, false),
    draft: () => void world.setDraft(repository.id, number, by, true),
    async close() {
      await world.editPullRequest(repository.id, number, by, { state: "CLOSED" });
    },
    async reopen() {
      await world.editPullRequest(repository.id, number, by, { state: "OPEN" });
    },
    async merge(method) {
      await world.mergePullRequest(repository.id, number, by, method === undefined ? {} : { method });
    },
    async enableAutoMerge(method) {
      await world.enableAutoMerge(repository.id, number, by, method === undefined ? {} : { method });
    },
    disableAutoMerge: () => void world.disableAutoMerge(repository.id, number, by),
    async enqueue() {
      await world.enqueue(repository.id, number, by);
    },
    dequeue: () => void world.dequeue(repository.id, number, by),

    comment(body, how) {
      const { id } = world.createIssueComment(repository.id, number, by, body, how);
      seen.add(id);
      const made = viewOf().comments.find((comment) => comment.id === id);
      if (made === undefined) throw new Error("the comment is missing");
      return made;
    },
    editComment({ id }, body) {
      mayEdit(id);
      if (isIssueComment(id)) world.updateIssueComment(repository.id, id, by, body);
      else world.updateReviewComment(repository.id, id, by, body);
    },
    deleteComment({ id }) {
      if (isIssueComment(id)) world.deleteIssueComment(repository.id, id, by);
      else world.deleteReviewComment(repository.id, id, by);
    },
    react: (subject, content) => void world.addReaction(subject, by, content),
    review: async (draft) => reviewOf((await world.createReview(repository.id, number, by, draft)).id),
    approve: (body = "") => conversation.review({ event: "APPROVE", body }),
    requestChanges: (body = "Please change this") => conversation.review({ event: "REQUEST_CHANGES", body }),
    dismiss: ({ id }, message) => void world.dismissReview(repository.id, number, by, id, message),
    thread(index) {
      const { nodeId, comments } = threadAt(index);
      const first = comments[0]?.id ?? -1;
      return {
        view() {
          const now = viewOf().threads.find((thread) => thread.nodeId === nodeId);
          if (now === undefined) throw new Error("the thread was deleted");
          return now;
        },
        resolve: () => void world.setThreadResolved(nodeId, by, true),
        unresolve: () => void world.setThreadResolved(nodeId, by, false),
        reply: (body) => void world.replyToReviewComment(repository.id, number, by, first, body),
      };
    },
    addLabels: (...names) => void world.addLabels(repository.id, number, by, names),
    removeLabel: (name) => void world.removeLabel(repository.id, number, by, name),

    async pressSuggestion({ id }) {
      const oid = await pressSuggestions(world, record(), by, [id], "one");
      if (oid === null) throw new Error("there is no suggestion in this comment");
      return oid;
    },
    async pressAllSuggestions() {
      const ids = record().threads.flatMap((thread) => thread.comments.map((comment) => comment.id));
      return pressSuggestions(world, record(), by, ids, "batch");
    },
    rerun: (check) => world.rerequestCheckRun(checkOf(check).id, by),
    pressCheckAction: (check, identifier) => world.requestCheckRunAction(checkOf(check).id, by, identifier),

    view: viewOf,
    check: (name) => viewOf().checks.find((check) => check.name === name) ?? null,
    until,
    async nextComment(options = {}) {
      const isNew = (comment: CommentView) => !seen.has(comment.id) && comment.author !== loginNow();
      const view = await until((now) => now.comments.some(isNew), { what: "another comment", ...options });
      const next = view.comments.find(isNew);
      if (next === undefined) throw new Error("the comment was deleted meanwhile");
      seen.add(next.id);
      return next;
    },
  };
  return conversation;
}
