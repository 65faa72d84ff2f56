import { describe, expect, it } from "vitest";
import type { GitHubClient } from "../../src/github/client.ts";
import { GitHubFailure } from "../../src/github/failure.ts";
import { moreReviews, moreThreads } from "../../src/github/further-pages.ts";
import { askForPullRequest } from "../../src/github/pull-request-question.ts";

const NAME = { owner: "NixOS", repo: "nixpkgs", number: 7 };

/** A GitHub with so many threads and reviews, which answers for at most so many at once; what it was asked for. */
function gitHubWith({ there, bears }: { readonly there: number; readonly bears: number }) {
  const asked: string[] = [];
  const client = {
    async query(name: string, _document: string, { after, before, most }: Record<string, unknown>) {
      asked.push(`${name} ${most}`);
      if (Number(most) > bears) throw new GitHubFailure("unavailable", `${name}: GitHub answers 502`);
      return {
        repository: { pullRequest: after === undefined ? reviews(before, most) : threads(after, most) },
      };
    },
  };
  const node = (id: number) => ({ id: String(id) });
  function threads(after: unknown, most: unknown) {
    const from = Number(after);
    const to = Math.min(there, from + Number(most));
    const nodes = Array.from({ length: to - from }, (_, i) => node(from + i));
    return { reviewThreads: { pageInfo: { hasNextPage: to < there, endCursor: String(to) }, nodes } };
  }
  function reviews(before: unknown, most: unknown) {
    const to = Number(before);
    const from = Math.max(0, to - Number(most));
    const nodes = Array.from({ length: to - from }, (_, i) => node(from + i));
    return { reviews: { pageInfo: { hasPreviousPage: from > 0, startCursor: String(from) }, nodes } };
  }
  return { asked, client: client as unknown as GitHubClient };
}

const ids = (nodes: readonly ({ readonly id: string } | null)[]) => nodes.map((node) => Number(node?.id));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("what comes after the first page", () => {
  const firstThreads = { pageInfo: { hasNextPage: true, endCursor: "100" }, nodes: [] };
  const lastReviews = { totalCount: 160, pageInfo: { hasPreviousPage: true, startCursor: "60" }, nodes: [] };

  it("is asked for 25 at a time", async () => {
    const { client, asked } = gitHubWith({ there: 160, bears: 100 });
    expect(ids(await moreThreads(client, NAME, firstThreads))).toEqual(range(100, 160));
    expect(ids(await moreReviews(client, NAME, lastReviews))).toEqual(range(0, 60));
    expect(asked).toEqual([...Array(3).fill("ReviewThreads 25"), ...Array(3).fill("Reviews 25")]);
  });

  it("is asked for in smaller pages where GitHub refuses large ones, from there on", async () => {
    const { client, asked } = gitHubWith({ there: 115, bears: 7 });
    expect(ids(await moreThreads(client, NAME, firstThreads))).toEqual(range(100, 115));
    expect(asked).toEqual(["25", "12", "6", "6", "6"].map((most) => `ReviewThreads ${most}`));
    asked.length = 0;
    expect(
      ids(
        await moreReviews(client, NAME, {
          ...lastReviews,
          pageInfo: { hasPreviousPage: true, startCursor: "12" },
        }),
      ),
    ).toEqual(range(0, 12));
    expect(asked).toEqual(["25", "12", "6", "6"].map((most) => `Reviews ${most}`));
  });

  it("is not there where GitHub cannot even give one", async () => {
    const { client, asked } = gitHubWith({ there: 160, bears: 0 });
    await expect(moreThreads(client, NAME, firstThreads)).rejects.toThrow("GitHub answers 502");
    await expect(moreReviews(client, NAME, lastReviews)).rejects.toThrow("GitHub answers 502");
    expect(asked).toEqual(
      ["ReviewThreads", "Reviews"].flatMap((name) => [25, 12, 6, 3, 1].map((most) => `${name} ${most}`)),
    );
  });
});

describe("what was said of a pull request that is too much at once", () => {
  const question = { ...NAME, appId: 1, check: "by-name", configuration: ".github/by-name.yml" };

  /** One that answers the first part, and of what was said at most so much; by what it refuses. */
  function gitHub(bears: number, refuses: "partly" | "wholly") {
    const asked: string[] = [];
    const problems = [{ type: "RESOURCE_LIMITS_EXCEEDED", message: "too much", path: [] }];
    const pullRequest = { updatedAt: "2026-01-01T00:00:00Z", headRefOid: "a" };
    const client = {
      async queryPartly(name: string, _document: string, { most }: { readonly most?: number }) {
        asked.push(most === undefined ? name : `${name} ${most}`);
        const isTooMuch = name === "PullRequest" || (most ?? 0) > bears;
        if (isTooMuch && refuses === "wholly") throw new GitHubFailure("unavailable", "GitHub answers 502");
        return isTooMuch
          ? { data: { repository: null }, problems }
          : { data: { repository: { pullRequest } }, problems: [] };
      },
    };
    return { asked, client: client as unknown as GitHubClient };
  }

  it.each(["partly", "wholly"] as const)(
    "is asked for with less where GitHub refuses it %s",
    async (refuses) => {
      const { asked, client } = gitHub(10, refuses);
      const { data } = await askForPullRequest(client, question);
      expect(data.repository?.pullRequest?.headRefOid).toBe("a");
      const said = [100, 25, 6].map((most) => `PullRequestSaid ${most}`);
      expect(asked).toEqual(["PullRequest", "PullRequestPart", ...said]);
    },
  );

  it("is a failure of GitHub's where it refuses the least", async () => {
    await expect(askForPullRequest(gitHub(0, "wholly").client, question)).rejects.toThrow("502");
    const { problems } = await askForPullRequest(gitHub(0, "partly").client, question);
    expect(problems).toMatchObject([{ type: "RESOURCE_LIMITS_EXCEEDED" }]);
  });
});
