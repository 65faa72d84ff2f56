import type { Environment } from "../../src/action/environment.ts";
import { tasksOf } from "../../src/action/tasks.ts";

const SELF = { appId: 15368, botLogin: "github-actions[bot]" };
export const REPOSITORY = { full_name: "Octo/pkgs", name: "pkgs", owner: { login: "Octo" } };

/** What an event of the repository octo/pkgs asks for, with the job's own token. */
export function tasks(
  event: string,
  payload: Readonly<Record<string, unknown>> = {},
  changes: Partial<Environment> = {},
) {
  const environment: Environment = {
    event,
    payload: { repository: REPOSITORY, ...payload },
    owner: "octo",
    repo: "pkgs",
    apiUrl: "",
    graphqlUrl: "",
    serverUrl: "",
    workflowRun: null,
    token: "",
    mode: "full",
    configuration: null,
    formatter: null,
    pullRequest: null,
    ...changes,
  };
  return tasksOf(environment, SELF);
}
