import { describe, expect, it } from "vitest";
import { failureOf, GitHubFailure, graphqlFailure, problemsOf } from "../../src/github/failure.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function http(status: number, data: unknown, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error("an error with a token in it"), {
    name: "HttpError",
    status,
    response: { status, headers, data },
  });
}

function graphql(errors: readonly object[]): GitHubFailure {
  return graphqlFailure(problemsOf(errors), null, "asking");
}

function shown(error: unknown) {
  const failure = failureOf(error, "asking", NOW);
  if (!(failure instanceof GitHubFailure)) return failure;
  const { kind, until, message } = failure;
  return until === null ? [kind, message] : [kind, message, (until - NOW) / 1000];
}

describe("what a failed request means", () => {
  it.each([
    [http(404, { message: "Not Found" }), ["gone", "asking: Not Found (404)"]],
    [http(401, { message: "Bad credentials" }), ["gone", "asking: Bad credentials (401)"]],
    [
      http(403, { message: "This installation has been suspended" }),
      ["gone", "asking: This installation has been suspended (403)"],
    ],
    [
      http(403, { message: "Resource not accessible by integration" }),
      ["forbidden", "asking: Resource not accessible by integration (403)"],
    ],
    [
      http(422, { message: "Validation Failed", errors: [{ message: "line must be part of the diff" }] }),
      ["refused", "asking: Validation Failed: line must be part of the diff (422)"],
    ],
    [http(500, "oops"), ["unavailable", "asking: GitHub answers 500"]],
    [http(502, "<html>"), ["unavailable", "asking: GitHub answers 502"]],
    [
      http(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "30" }),
      ["rate-limited", "asking: GitHub asks for a pause", 30],
    ],
    [
      http(
        403,
        { message: "API rate limit exceeded" },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 90) },
      ),
      ["rate-limited", "asking: GitHub asks for a pause", 90],
    ],
    [http(429, {}), ["rate-limited", "asking: GitHub asks for a pause", 60]],
    [
      graphql([{ type: "RATE_LIMITED", message: "API rate limit exceeded" }]),
      ["rate-limited", "asking: the rate limit is used up"],
    ],
    [graphql([{ type: "NOT_FOUND", message: "Could not resolve" }]), ["gone", "asking: Could not resolve"]],
    [
      graphql([{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]),
      ["forbidden", "asking: Resource not accessible by integration"],
    ],
    [
      graphql([{ message: "Something went wrong while executing your query." }]),
      ["unavailable", "asking: Something went wrong while executing your query."],
    ],
    [new TypeError("fetch failed"), ["unavailable", "asking: no answer from GitHub"]],
    [new DOMException("too late", "TimeoutError"), ["unavailable", "asking: no answer from GitHub"]],
  ])("%s", (error, expected) => {
    expect(shown(error)).toEqual(expected);
  });

  it("is none where it is not GitHub that failed", () => {
    const own = new RangeError("ours");
    expect(failureOf(own, "asking")).toBe(own);
  });
});
