import { at } from "./payload.ts";

/** What it means that GitHub did not do as asked, as far as it matters for what to do next. */
export type FailureKind =
  /** Ask again, not before `until`. */
  | "rate-limited"
  /** Not sent, since it was not its turn yet. Again, not before `until`. */
  | "paced"
  /** The network or GitHub itself is not well: what was asked may have been done all the same. */
  | "unavailable"
  /** The App is suspended or not installed (any more), or the thing is not there or not for us to see. */
  | "gone"
  /** A permission is missing, or a rule of the repository stands against it. */
  | "forbidden"
  /** GitHub understood and refused: a comment on a line outside of the diff, say. Nothing was done. */
  | "refused";

/** A request to GitHub that failed. The message is one sentence without secrets. */
export class GitHubFailure extends Error {
  override name = "GitHubFailure";
  readonly kind: FailureKind;
  /** Milliseconds since the epoch; null where GitHub gave no time, or for other kinds. */
  readonly until: number | null;
  readonly status: number | null;

  constructor(
    kind: FailureKind,
    message: string,
    { until = null, status = null }: { until?: number | null; status?: number | null } = {},
  ) {
    super(message);
    this.kind = kind;
    this.until = until;
    this.status = status;
  }
}

/** One error of a GraphQL answer. */
export type GraphqlProblem = {
  readonly type: string | null;
  readonly message: string;
  readonly path: readonly (string | number)[];
};

/** Where GitHub gives no time to come back at, this long. */
const PAUSE_MS = 60_000;

/** GitHub's words for a secondary limit; those of a detection of abuse are the old ones for the same. */
const SECONDARY_LIMIT = /secondary rate limit|abuse detection mechanism/i;
/** What GitHub calls invalid because there was too much of its kind before: it asks for a pause. */
const TOO_QUICKLY = /\bwas submitted too quickly\b/;
/** GitHub does not know what was asked for, as an older Enterprise Server may not: asking again is of no use. */
const NOT_UNDERSTOOD: ReadonlySet<string> = new Set([
  "undefinedField",
  "undefinedType",
  "argumentNotAccepted",
]);

/**
 * The failure that an error of Octokit stands for; an error that is none of GitHub's comes back as it is.
 * `what` names the request: "reading the pull request".
 */
export function failureOf(error: unknown, what: string, now = Date.now()): unknown {
  if (error instanceof GitHubFailure) return error;
  if (isRequestError(error)) return requestFailure(error, what, now);
  if (isNetworkError(error)) return new GitHubFailure("unavailable", `${what}: no answer from GitHub`);
  return error;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

type HttpError = Error & {
  readonly status: number;
  readonly response?: { readonly headers: Headers; readonly data: unknown };
};

function isRequestError(error: unknown): error is HttpError {
  return (
    error instanceof Error &&
    error.name === "HttpError" &&
    "status" in error &&
    typeof error.status === "number"
  );
}

/** The errors of a GraphQL answer. */
export function problemsOf(errors: readonly object[]): GraphqlProblem[] {
  return errors.map((problem) => ({
    type: typeOf(problem),
    message: "message" in problem ? String(problem.message).slice(0, 500) : "",
    path: "path" in problem && Array.isArray(problem.path) ? problem.path : [],
  }));
}

/** Its type or, of a query that GitHub does not understand, the code that it has instead. */
function typeOf(problem: object): string | null {
  const type = at(problem, "type") ?? at(problem, "extensions", "code");
  return typeof type === "string" ? type : null;
}

/** The failure that GraphQL errors stand for. `until` is when the rate limit begins anew, where known. */
export function graphqlFailure(
  problems: readonly GraphqlProblem[],
  until: number | null,
  what: string,
): GitHubFailure {
  const types = new Set(problems.map(({ type }) => type));
  const [first] = problems;
  const message = `${what}: ${first?.message ?? "GitHub gave neither data nor an error"}`;
  if (types.has("RATE_LIMITED") || types.has("RATE_LIMIT")) {
    return new GitHubFailure("rate-limited", `${what}: the rate limit is used up`, { until });
  }
  if (SECONDARY_LIMIT.test(message) || problems.some((problem) => TOO_QUICKLY.test(problem.message))) {
    return new GitHubFailure("rate-limited", `${what}: a secondary rate limit asks for a pause`, { until });
  }
  if (types.has("NOT_FOUND")) return new GitHubFailure("gone", message);
  if (types.has("FORBIDDEN") || types.has("INSUFFICIENT_SCOPES")) {
    const place = first === undefined || first.path.length === 0 ? "" : ` (${first.path.join(".")})`;
    return new GitHubFailure("forbidden", message + place);
  }
  if (types.has("UNPROCESSABLE") || types.has("VALIDATION")) return new GitHubFailure("refused", message);
  if ([...types].some((type) => type !== null && NOT_UNDERSTOOD.has(type))) {
    return new GitHubFailure("refused", message);
  }
  return new GitHubFailure("unavailable", message);
}

function requestFailure(error: HttpError, what: string, now: number): GitHubFailure {
  const { status } = error;
  const headers = error.response?.headers ?? {};
  // Octokit gives a request that got no answer at all the status 500.
  if (error.response === undefined) return new GitHubFailure("unavailable", `${what}: no answer from GitHub`);
  const message = `${what}: ${messageOf(error)} (${status})`;
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers["retry-after"] !== undefined ||
        String(headers["x-ratelimit-remaining"]) === "0" ||
        /rate limit/i.test(messageOf(error)) ||
        SECONDARY_LIMIT.test(messageOf(error)))) ||
    (status === 422 && TOO_QUICKLY.test(messageOf(error)));
  if (limited) {
    const until = headerTime(headers, now) ?? now + PAUSE_MS;
    return new GitHubFailure("rate-limited", `${what}: GitHub asks for a pause`, { until, status });
  }
  if (status === 403 && /suspended/i.test(messageOf(error)))
    return new GitHubFailure("gone", message, { status });
  if (status === 401 || status === 404 || status === 410 || status === 451) {
    return new GitHubFailure("gone", message, { status });
  }
  if (status === 403) return new GitHubFailure("forbidden", message, { status });
  if (status === 422 || status === 400 || status === 409 || status === 405) {
    return new GitHubFailure("refused", message, { status });
  }
  return new GitHubFailure("unavailable", `${what}: GitHub answers ${status}`, { status });
}

/** What GitHub says is wrong, without the request: `data.message`, and the errors below it. */
function messageOf(error: HttpError): string {
  const data: unknown = error.response?.data;
  if (typeof data !== "object" || data === null || !("message" in data)) return "no reason given";
  const details = "errors" in data && Array.isArray(data.errors) ? data.errors.map(detailOf) : [];
  return [String(data.message), ...details.slice(0, 3)].join(": ").slice(0, 500);
}

function detailOf(detail: unknown): string {
  if (typeof detail === "string") return detail;
  if (typeof detail !== "object" || detail === null) return "";
  if ("message" in detail) return String(detail.message);
  return "field" in detail && "code" in detail ? `${String(detail.field)} ${String(detail.code)}` : "";
}

/**
 * When GitHub may be asked again by its headers (`retry-after`, `x-ratelimit-reset`), in milliseconds since
 * the epoch; null where they do not say.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function headerTime(headers: Headers, now: number): number | null {
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && Number.isFinite(after)) return now + after * 1000;
  const reset = Number(headers["x-ratelimit-reset"]);
  const used = String(headers["x-ratelimit-remaining"]) === "0";
  if (!used || !Number.isFinite(reset) || reset <= 0) return null;
  // By GitHub's clock, which may be another than ours.
  const theirs = Date.parse(String(headers.date));
  return reset * 1000 + (Number.isNaN(theirs) ? 0 : now - theirs);
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === "AbortError" ||
    error.name === "TimeoutError" ||
    (error instanceof TypeError && /fetch|terminated|network/i.test(error.message)) ||
    error.cause instanceof Error
  );
}
