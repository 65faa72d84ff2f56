import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Conversation, Files, GitHub, Permissions, RepositoryHandle, World } from "simulated-github";

/** Those of the workflow in docs/action.md. */
const PERMISSIONS: Permissions = {
  checks: "write",
  contents: "write",
  issues: "write",
  pull_requests: "write",
  statuses: "read",
};

/** A repository without the App, whose workflow is the Action. */
export type Workflow = {
  readonly repository: RepositoryHandle;
  /** What its runner does once a pull request is opened. Resolves to what the job prints. */
  runs(pullRequest: Conversation): Promise<string>;
};

const run = promisify(execFile);

/** Makes such a repository, and the one file of the Action in an empty directory, from which its jobs run. */
export async function openWorkflow(
  {
    world,
    github,
    directory,
  }: { readonly world: World; readonly github: GitHub; readonly directory: string },
  nameWithOwner: string,
  files: Files,
): Promise<Workflow> {
  const build = fileURLToPath(new URL("../build-action.ts", import.meta.url));
  const folder = join(directory, "action");
  await run(process.execPath, [build, folder]);
  const repository = await world.repository(nameWithOwner, { files });
  const app = world.createApp({ slug: "github-actions", permissions: PERMISSIONS, events: [] });
  const installation = world.install(app.id, nameWithOwner.split("/")[0] ?? "");
  let jobs = 0;
  return {
    repository,
    async runs(pullRequest) {
      jobs += 1;
      const runner = join(directory, `runner-${jobs}`);
      await mkdir(runner);
      const { number, updatedAt, headRefOid } = pullRequest.record();
      const [owner, name] = nameWithOwner.split("/");
      const payload = {
        action: "opened",
        repository: { full_name: nameWithOwner, name, owner: { login: owner } },
        pull_request: { number, updated_at: updatedAt, head: { sha: headRefOid } },
      };
      const at = (file: string) => join(runner, file);
      await writeFile(at("event.json"), JSON.stringify(payload));
      const limits = { permissions: null, repositoryIds: [repository.id] };
      const { stdout } = await run(process.execPath, [join(folder, "main.mjs")], {
        cwd: folder,
        env: {
          GITHUB_EVENT_NAME: "pull_request_target",
          GITHUB_EVENT_PATH: at("event.json"),
          GITHUB_REPOSITORY: nameWithOwner,
          GITHUB_API_URL: github.url,
          GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
          GITHUB_SERVER_URL: world.urls.html,
          GITHUB_STEP_SUMMARY: at("summary.md"),
          INPUT_TOKEN: github.tokens.issue(installation.id, limits).token,
        },
      });
      const summary = await readFile(at("summary.md"), "utf8");
      if (!summary.startsWith("## by-name")) throw new Error("The Action wrote no summary.");
      return stdout.trim();
    },
  };
}
