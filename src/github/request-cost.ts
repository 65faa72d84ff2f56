/** What a request counts in GitHub's secondary limits. */
export type RequestCost = {
  readonly resource: "core" | "graphql";
  /** Of the points of a minute. */
  readonly points: number;
  /** Whether it makes content, of which there may be so much a minute and an hour. */
  readonly isContent: boolean;
  /** Whether it takes a merge back: that waits for nothing. */
  readonly takesBack: boolean;
};

const READ_POINTS = 1;
const WRITE_POINTS = 5;

/**
 * Comments, reviews, replies and merges. Check runs, labels and reactions count by their points alone, as reports say.
 * GitHub itself does not tell which requests make content.
 */
const CONTENT_PATHS =
  /\/issues\/[^/]+\/comments$|\/pulls\/[^/]+\/(?:reviews|reviews\/[^/]+\/events|comments|comments\/[^/]+\/replies|merge)$/;
const CONTENT_MUTATIONS =
  /\b(?:addComment|addPullRequestReview|addPullRequestReviewThreadReply|mergePullRequest)\b/;
/** Of the App itself, also on GitHub Enterprise Server. */
const APP_PATHS = /^(?:\/api\/v3)?\/app(?:\/|$)/;
const TAKE_BACKS = /\b(?:disablePullRequestAutoMerge|dequeuePullRequest)\b/;

/**
 * What it costs to ask this of GitHub; null for what no installation asks (signing in). `url` may be a template, and
 * `query` is the document of GraphQL.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export function requestCost(request: {
  readonly method: string;
  readonly url: string;
  readonly query?: unknown;
}): RequestCost | null {
  const { method, url } = request;
  if (url.endsWith("/graphql")) {
    const document = typeof request.query === "string" ? request.query : "";
    const isMutation = /^\s*mutation\b/.test(document);
    return {
      resource: "graphql",
      points: isMutation ? WRITE_POINTS : READ_POINTS,
      isContent: isMutation && CONTENT_MUTATIONS.test(document),
      takesBack: isMutation && TAKE_BACKS.test(document),
    };
  }
  if (APP_PATHS.test(url.replace(/^https?:\/\/[^/]*/, ""))) return null;
  const isRead = method === "GET" || method === "HEAD";
  return {
    resource: "core",
    points: isRead ? READ_POINTS : WRITE_POINTS,
    isContent: !isRead && method !== "DELETE" && method !== "PATCH" && CONTENT_PATHS.test(url),
    takesBack: false,
  };
}
