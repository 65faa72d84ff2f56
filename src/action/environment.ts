import { type FormatCommand, findFormatCommand } from "../app/run/formatter.ts";
import { isRecord } from "../github/payload.ts";

/** `full`: reviews, and merges as the configuration says. `review`: merges nothing. `dry-run`: writes nothing. */
export const MODES = ["full", "review", "dry-run"] as const;
export type Mode = (typeof MODES)[number];

/** What a job of GitHub Actions is told: its event, where its GitHub is, and what the workflow says. */
export type Environment = {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly owner: string;
  readonly repo: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Of GitHub's pages, without a slash at the end. */
  readonly serverUrl: string;
  /** The id of the workflow run; null where the runner does not say. */
  readonly workflowRun: string | null;
  readonly token: string;
  readonly mode: Mode;
  /** A configuration in place of the repository's own; null for that one. */
  readonly configuration: string | null;
  /** The formatter that files are held to; null for none. */
  readonly formatter: (FormatCommand & { readonly command: string }) | null;
  /** The pull request that a run by hand is about; null for none. */
  readonly pullRequest: number | null;
};

/** What cannot be used of it; `why` is a sentence for whoever wrote the workflow. */
export type Unusable = { readonly kind: "unusable"; readonly why: string };

type Variables = Readonly<Record<string, string | undefined>>;

const REPOSITORY = /^([\w-]{1,39})\/((?!\.{1,2}$)[\w.-]{1,100})$/;

/**
 * Reads the variables of a runner. `readFile` gives the text of a file.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function readEnvironment(
  variables: Variables,
  readFile: (path: string) => string,
): Environment | Unusable {
  const unusable = (why: string): Unusable => ({ kind: "unusable", why });
  const value = (name: string) => variables[name]?.trim() ?? "";
  const event = value("GITHUB_EVENT_NAME");
  const [, owner, repo] = REPOSITORY.exec(value("GITHUB_REPOSITORY")) ?? [];
  if (event === "" || owner === undefined || repo === undefined) {
    return unusable(
      "This program runs only in GitHub Actions: GITHUB_EVENT_NAME and GITHUB_REPOSITORY are not set.",
    );
  }
  const payload = readPayload(value("GITHUB_EVENT_PATH"), readFile);
  if (payload === null)
    return unusable("The event cannot be read from the file that GITHUB_EVENT_PATH names.");
  const token = value("INPUT_TOKEN");
  if (token === "") return unusable("The input `token` is empty. Leave it out to use the job's own token.");
  const named = value("INPUT_MODE") || "full";
  const mode = MODES.find((one) => one === named);
  if (mode === undefined) {
    return unusable(`The input \`mode\` must be one of ${MODES.map((one) => `\`${one}\``).join(", ")}.`);
  }
  const number = value("INPUT_PULL-REQUEST");
  if (number !== "" && !/^[1-9]\d{0,9}$/.test(number)) {
    return unusable("The input `pull-request` is not the number of a pull request.");
  }
  const command = value("INPUT_FORMAT-COMMAND");
  // What is checked out there may be the pull request's.
  const program = findFormatCommand(command, variables.PATH ?? "", value("GITHUB_WORKSPACE") || null);
  if (command !== "" && "problem" in program) {
    return unusable(`The input \`format-command\` cannot be run: ${program.problem}.`);
  }
  const apiUrl = value("GITHUB_API_URL") || "https://api.github.com";
  return {
    event,
    payload,
    owner,
    repo,
    apiUrl,
    graphqlUrl: value("GITHUB_GRAPHQL_URL") || `${apiUrl.replace(/\/api\/v3\/?$/, "/api")}/graphql`,
    serverUrl: (value("GITHUB_SERVER_URL") || "https://github.com").replace(/\/+$/, ""),
    workflowRun: /^\d{1,20}$/.exec(value("GITHUB_RUN_ID"))?.[0] ?? null,
    token,
    mode,
    configuration: value("INPUT_CONFIGURATION") === "" ? null : (variables.INPUT_CONFIGURATION ?? null),
    formatter: "problem" in program ? null : { ...program, command },
    pullRequest: number === "" ? null : Number(number),
  };
}

function readPayload(
  path: string,
  readFile: (path: string) => string,
): Readonly<Record<string, unknown>> | null {
  try {
    const payload: unknown = JSON.parse(readFile(path));
    return isRecord(payload) ? payload : null;
  } catch {
    return null;
  }
}
