import type { Access, Conversation } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packageText } from "./packages.ts";
import { HELLO } from "./scenes.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const WRONG = { [HELLO]: packageText("hello", ["src = ~/hello;"]) };
const LABELS = "labels:\n  blocked: blocked\n";

/** The lines that an operator should see, since the log had so many. */
function warnings(since: number): string[] {
  return ["warn", "error"].flatMap((level) =>
    stage.logged({ level }, since).map(({ msg, refusal, why }) => `${level}: ${msg}: ${refusal ?? why}`),
  );
}

/** What GitHub refused, and how often. */
function refused(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, status, errors } of stage.github.requests.all()) {
    if (status < 400 && errors.length === 0) continue;
    counts[String(operation)] = (counts[String(operation)] ?? 0) + 1;
  }
  return counts;
}

/** A pull request with a mistake and a command, in a repository where the App may do less than it asks for. */
async function without(permission: string, access: Access | null): Promise<Conversation> {
  const owner = `${permission.replaceAll("_", "-")}-${access}`;
  const repository = await stage.repository(`${owner}/nixpkgs`, nixpkgs(LABELS));
  await stage.idle();
  stage.world.setInstallationPermission(stage.installation(owner).id, permission, access);
  stage.github.requests.clear();
  const pr = await stage.world
    .as("alice")
    .opensPullRequest(repository, { title: "hello: init", files: WRONG });
  await stage.idle();
  pr.comment(`@${BOT} explain`);
  await stage.idle();
  return pr;
}

/** What is there of a review. */
function partsOf(pr: Conversation): string[] {
  const { reviews, checks, labels, comments } = pr.view();
  const reactions = Object.keys(comments[0]?.reactions ?? {});
  return [
    ...(reviews.length > 0 ? ["review"] : []),
    ...(checks.length > 0 ? ["check"] : []),
    ...(labels.length > 0 ? ["label"] : []),
    ...(comments.length > 1 ? ["reply"] : []),
    ...(reactions.length > 0 ? ["reactions"] : []),
  ];
}

const NOT_OURS = "Resource not accessible by integration";
const NO_CHECK = `warn: GitHub refused a write: check run: checks.create: ${NOT_OURS} (403)`;
const NO_REVIEW = `warn: GitHub refused a write: review: pulls.createReview: ${NOT_OURS} (403)`;
const NO_REACTION = `warn: GitHub refused a write: reaction: reactions.createForIssueComment: ${NOT_OURS} (403)`;

describe("without a permission the rest is done, and a line says what was not", () => {
  it.each<[string, Access | null, string, string[]]>([
    ["checks", null, "review label reply reactions", [NO_CHECK, NO_CHECK]],
    ["checks", "read", "review label reply reactions", [NO_CHECK, NO_CHECK]],
    ["pull_requests", "read", "check label reply reactions", [NO_REVIEW, NO_REVIEW]],
    ["issues", null, "review check label reply", [NO_REACTION]],
    ["issues", "read", "review check label reply", [NO_REACTION]],
    ["contents", "read", "review check label reply reactions", []],
    ["statuses", null, "review check label reply reactions", []],
    ["merge_queues", null, "review check label reply reactions", []],
    ["members", null, "review check label reply reactions", []],
  ])("%s: %s", async (permission, access, parts, said) => {
    const since = stage.log.length;
    const pr = await without(permission, access);
    expect(partsOf(pr).join(" ")).toBe(parts);
    expect(warnings(since)).toEqual(said);
    expect(refused()).toMatchObject(said.length === 0 ? {} : { [refusedOperation(permission)]: 2 });
  });

  function refusedOperation(permission: string): string {
    if (permission === "checks") return "checks/create";
    return permission === "issues" ? "reactions/create-for-issue-comment" : "pulls/create-review";
  }

  it.each<[string, string]>([
    ["pull_requests", "repository.pullRequest"],
    ["contents", "repository.pullRequest.baseRef.target"],
  ])(
    "without %s there is nothing that can be done, which is one request and one line a job",
    async (permission, place) => {
      const since = stage.log.length;
      const pr = await without(permission, null);
      expect(partsOf(pr)).toEqual([]);
      const jobs = stage.logged({ msg: "ran" }, since).filter(({ pull }) => pull !== undefined);
      expect(jobs).not.toEqual([]);
      expect(warnings(since)).toEqual(jobs.map(() => `warn: ran: PullRequest: ${NOT_OURS} (${place})`));
      expect(refused()).toEqual({ "query PullRequest": jobs.length });
    },
  );

  it("what was missing is made good once the owner grants it", async () => {
    const pr = await without("checks", "read");
    expect(pr.check("by-name")).toBeNull();
    stage.world.acceptPermissions(stage.installation("checks-read").id, stage.world.user("checks-read").id);
    await stage.idle();
    expect(pr.check("by-name")?.conclusion).toBe("failure");
    expect(pr.view().reviews).toHaveLength(1);
  });
});

// Where GitHub does not say that it was suspended, it may not know it yet: that is tried for some minutes.
describe("an App that is not there any more lets go, with one line", () => {
  /** Does this while a request of a kind is answered, for the first time. */
  function during(operation: string, act: () => void): void {
    const stop = stage.github.faults.add({
      kind: "500",
      when(request) {
        if (request.operation === operation) {
          stop();
          act();
        }
        return false;
      },
    });
  }

  type Options = { readonly isPrivate?: boolean; readonly operation: string };

  /** What came of a pull request, while which something happened to the installation. */
  async function opened(
    owner: string,
    { operation, isPrivate = false }: Options,
    act: (installation: number, repository: number) => void,
  ): Promise<{ pr: Conversation; installation: number; said: string[] }> {
    const options = { files: nixpkgs(LABELS), defaultBranch: "master", private: isPrivate };
    const repository = await stage.world.repository(`${owner}/nixpkgs`, options);
    const { id: installation } = stage.world.install(stage.github.app.id, owner);
    await stage.idle();
    const since = stage.log.length;
    during(operation, () => act(installation, repository.id));
    const pr = await stage.world
      .as("alice")
      .opensPullRequest(repository, { title: "hello: hello", files: WRONG });
    await stage.idle();
    // A token that is new may be refused at first, and is tried again by Octokit for some seconds.
    const said = warnings(since).filter((line) => !line.includes("Retrying after 401"));
    return { pr, installation, said };
  }

  const by = () => stage.github.app.ownerId;

  it("when it is suspended while it reads", async () => {
    const { pr, said } = await opened("suspended-reading", { operation: "query PullRequest" }, (id) =>
      stage.world.suspend(id, by()),
    );
    expect(partsOf(pr)).toEqual([]);
    expect(said).toEqual(["warn: ran: Objects: This installation has been suspended (403)"]);
  });

  it("when it is suspended between two writes, of which none is done twice once it is back", async () => {
    const { pr, said, installation } = await opened(
      "suspended-writing",
      { operation: "pulls/create-review" },
      (id) => stage.world.suspend(id, by()),
    );
    expect(partsOf(pr)).toEqual(["review"]);
    expect(said).toEqual(["warn: ran: issues.createLabel: This installation has been suspended (403)"]);
    stage.world.unsuspend(installation, by());
    await stage.idle();
    expect(partsOf(pr)).toEqual(["review", "check", "label"]);
    expect(pr.view().reviews).toHaveLength(1);
  });

  it("when it is uninstalled before it has begun", async () => {
    await stage.world.repository("uninstalled-early/nixpkgs", { files: nixpkgs() });
    await stage.idle();
    const since = stage.log.length;
    stage.github.requests.clear();
    during("apps/create-installation-access-token", () => stage.world.uninstall(id, by()));
    const { id } = stage.world.install(stage.github.app.id, "uninstalled-early");
    await stage.idle();
    expect(warnings(since)).toEqual(["warn: ran: apps.listReposAccessibleToInstallation: Not Found (404)"]);
    expect(stage.github.requests.counts()).toEqual({ "apps/create-installation-access-token": 10 });
  });

  it("when it is uninstalled between two writes", async () => {
    const { pr, said } = await opened("uninstalled-writing", { operation: "pulls/create-review" }, (id) =>
      stage.world.uninstall(id, by()),
    );
    expect(partsOf(pr)).toEqual(["review"]);
    expect(said).toEqual(["warn: ran: PullRequest: Bad credentials (401)"]);
  });

  it("when a private repository is taken away from it", async () => {
    const { pr, said } = await opened(
      "taken-away",
      { operation: "query PullRequest", isPrivate: true },
      (id, repository) => stage.world.removeInstallationRepositories(id, [repository], by()),
    );
    expect(partsOf(pr)).toEqual([]);
    expect(said).toEqual([
      "warn: ran: PullRequest: Could not resolve to a Repository with the name 'taken-away/nixpkgs'.",
    ]);
  });
});
