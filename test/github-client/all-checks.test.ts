import { expect, it } from "vitest";
import { readAllChecks } from "../../src/github/all-checks.ts";
import type { GitHubClient } from "../../src/github/client.ts";
import { GitHubFailure } from "../../src/github/failure.ts";

const COMMIT = { owner: "NixOS", repo: "nixpkgs", number: 7, head: "a".repeat(40) };
const AROUND = { appId: 1, shared: null };

type Bears = { readonly there: number; readonly most?: number; readonly refuses?: string };

/** A GitHub with so many statuses on a commit, the last of them red, which gives so many at once; what it was asked for. */
function gitHubWith({ there, most: bears = 100, refuses = "RESOURCE_LIMITS_EXCEEDED" }: Bears) {
  const asked: number[] = [];
  const client = {
    async queryPartly(_name: string, _document: string, variables: Record<string, unknown>) {
      const [from, most] = [Number(variables.after ?? 0), Number(variables.most)];
      asked.push(most);
      if (most > bears) {
        if (refuses === "502") throw new GitHubFailure("unavailable", "AllChecks: GitHub answers 502");
        return { data: { repository: null }, problems: [{ type: refuses, message: "", path: [] }] };
      }
      const to = Math.min(there, from + most);
      const nodes = Array.from({ length: to - from }, (_, i) => ({
        __typename: "StatusContext",
        context: `status ${from + i}`,
        state: from + i === there - 1 ? "FAILURE" : "SUCCESS",
        isRequired: false,
      }));
      const contexts = { pageInfo: { hasNextPage: to < there, endCursor: String(to) }, nodes };
      const statusCheckRollup = { state: "FAILURE", contexts };
      return { data: { repository: { object: { statusCheckRollup } } }, problems: [] };
    },
  };
  return { asked, client: client as unknown as GitHubClient };
}

it("thousands of checks are read a page after the other", async () => {
  const { client, asked } = gitHubWith({ there: 4_321 });
  const all = await readAllChecks(client, COMMIT, AROUND);
  expect(all?.checks.failed).toEqual(["status 4320"]);
  expect(all?.contexts).toHaveLength(4_321);
  expect(asked).toHaveLength(44);
});

it.each(["RESOURCE_LIMITS_EXCEEDED", "502"])("smaller pages are asked for after %s", async (refuses) => {
  const { client, asked } = gitHubWith({ there: 120, most: 30, refuses });
  expect((await readAllChecks(client, COMMIT, AROUND))?.checks.failed).toEqual(["status 119"]);
  expect(asked).toEqual([100, 50, 25, 25, 25, 25, 25]);
});

it("of more than 5,000, and of what GitHub does not show, nothing is told", async () => {
  expect(await readAllChecks(gitHubWith({ there: 5_001 }).client, COMMIT, AROUND)).toBeNull();
  const hidden = gitHubWith({ there: 120, most: 0, refuses: "FORBIDDEN" });
  expect(await readAllChecks(hidden.client, COMMIT, AROUND)).toBeNull();
  expect(hidden.asked).toEqual([100]);
  expect(await readAllChecks(gitHubWith({ there: 120, most: 0 }).client, COMMIT, AROUND)).toBeNull();
  const down = gitHubWith({ there: 120, most: 0, refuses: "502" });
  await expect(readAllChecks(down.client, COMMIT, AROUND)).rejects.toThrow("502");
});
