import type { Octokit } from "@octokit/rest";
import {
  failureOf,
  GitHubFailure,
  type GraphqlProblem,
  graphqlFailure,
  headerTime,
  problemsOf,
} from "./failure.ts";

/** What is asked of Octokit: that of an App's installation, or one with any other token. */
export type Api = Pick<Octokit, "request" | "rest">;

/** What a call of Octokit's gives. */
export type RestAnswer<Data> = { readonly data: Data; readonly status?: number };

/** GitHub for one run: every request is counted under a name, every error is a GitHubFailure. */
export type GitHubClient = {
  /** The data of a GraphQL document. Throws a GitHubFailure if there is an error in the answer. */
  query<Data>(name: string, document: string, variables: Record<string, unknown>): Promise<Data>;
  /** The data of a document together with what could not be answered of it. */
  queryPartly<Data>(
    name: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<{ readonly data: Data; readonly problems: readonly GraphqlProblem[] }>;
  /** What a REST call answers. */
  rest<Data>(name: string, call: (rest: Api["rest"]) => Promise<RestAnswer<Data>>): Promise<Data>;
  /** How many requests of each name there were so far. */
  readonly counts: ReadonlyMap<string, number>;
};

/** A client over `api`. `onFailure` hears of each failure, for whoever keeps the pauses that GitHub asks for. */
export function gitHubClient(api: Api, onFailure: (failure: GitHubFailure) => void = () => {}): GitHubClient {
  const counts = new Map<string, number>();

  async function counted<Data>(name: string, ask: () => Promise<Data>): Promise<Data> {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return ask();
  }

  function failed(error: unknown, name: string): unknown {
    const failure = failureOf(error, name);
    if (failure instanceof GitHubFailure) onFailure(failure);
    return failure;
  }

  async function queryPartly<Data>(name: string, document: string, variables: Record<string, unknown>) {
    try {
      const answer = await counted(name, () => ask(api, document, variables));
      const problems = problemsOf(answer.errors ?? []);
      if (!isObject<Data>(answer.data)) throw graphqlFailure(problems, answer.until, name);
      return { data: answer.data, problems };
    } catch (error) {
      throw failed(error, name);
    }
  }

  return {
    counts,
    queryPartly,
    async query<Data>(name: string, document: string, variables: Record<string, unknown>) {
      const { data, problems } = await queryPartly<Data>(name, document, variables);
      if (problems.length > 0) throw failed(graphqlFailure(problems, null, name), name);
      return data;
    },
    async rest(name, call) {
      try {
        return jsonOf(await counted(name, () => call(api.rest)), name);
      } catch (error) {
        throw failed(error, name);
      }
    },
  };
}

/** These have no body. */
const EMPTY: ReadonlySet<number | undefined> = new Set([202, 204, 205]);

/**
 * What an answer holds. Octokit gives one that broke off, or that a proxy made, as text, and nothing that is asked for
 * here is text: then it throws a GitHubFailure.
 */
export function jsonOf<Data>({ data, status }: RestAnswer<Data>, name: string): Data {
  if (typeof data === "string" && !(data === "" && EMPTY.has(status)))
    throw new GitHubFailure("unavailable", `${name}: GitHub's answer is no JSON`);
  return data;
}

type Answer = {
  readonly data?: unknown;
  readonly errors?: readonly object[];
  /** When the rate limit begins anew, if it is used up; milliseconds since the epoch. */
  readonly until: number | null;
};

/**
 * Asks a GraphQL question. Octokit would read the answer number by number, in case that one is too large for
 * JavaScript, which takes longer than all the rest of a run; in GraphQL such numbers are text.
 */
async function ask(api: Api, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const { baseUrl } = api.request.endpoint.DEFAULTS;
  // Whole, and no base of its own: where that is, the App would ask for its token as well.
  const url = `${baseUrl.replace(/\/api\/v3\/?$/, "/api").replace(/\/$/, "")}/graphql`;
  const response = await api.request({
    method: "POST",
    url,
    query,
    variables,
    request: { parseSuccessResponseBody: false },
  });
  const answer = parsed(await new Response(response.data).text());
  if (!isObject<Partial<Answer>>(answer)) {
    throw new GitHubFailure("unavailable", "GitHub's answer is no answer of GraphQL");
  }
  return { ...answer, until: headerTime(response.headers, Date.now()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** GitHub's schema says what an answer holds once there is one. */
function isObject<Data>(data: unknown): data is Data {
  return typeof data === "object" && data !== null;
}
