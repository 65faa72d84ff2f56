import { createHash } from "node:crypto";
import { Refusal } from "../world/errors.ts";
import type { ActiveFault, RequestFacts } from "./faults.ts";
import { isFree, type Prepared, prepare, run } from "./graphql/execute.ts";
import { inaccessible, Problem, problemBody } from "./problem.ts";
import type { RateResource } from "./rate-limits.ts";
import type { ApiAnswer, ApiRequest } from "./request.ts";
import type { Services } from "./rest/call.ts";
import { dispatch, isWrite } from "./rest/dispatch.ts";
import { type Route, routeOf } from "./routes.ts";
import type { Caller } from "./tokens.ts";

/** A request with what is known of it before it is answered. */
export type Received = {
  readonly request: ApiRequest;
  readonly facts: RequestFacts;
  readonly target:
    | { kind: "graphql"; prepared: Prepared }
    | { kind: "rest"; route: Route }
    | { kind: "none" };
  /** Null where `refusal` says why nobody may ask so. */
  readonly caller: Caller | null;
  readonly refusal: Problem | null;
};

const documentation = "https://docs.github.com/rest";
const secondaryLimitPage =
  "https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";

/** Operations that make no content though they write. */
/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#calculating-points-for-the-secondary-rate-limit */
const pointsOfWrite = 5;

/**
 * What people read makes content: comments, reviews, replies, merges. GitHub does not say of check runs, labels and
 * reactions, which reports say are counted by their points alone.
 */
const contentOperations =
  /^(?:issues\/create-comment|pulls\/(?:create-review|submit-review|create-review-comment|create-reply-for-review-comment|merge))$|\b(?:addComment|addPullRequestReview|addPullRequestReviewThreadReply|mergePullRequest)\b/;

function isContent(operation: string): boolean {
  return contentOperations.test(operation);
}

/** Finds out what a request is for and who asks. Does nothing yet. */
export function receive({ tokens }: Services, request: ApiRequest): Received {
  let caller: Caller | null = null;
  let refusal: Problem | null = null;
  try {
    caller = tokens.authenticate(request.headers.authorization);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refusal = error;
  }
  const target = targetOf(request);
  const facts: RequestFacts = {
    method: request.method,
    path: request.path,
    operation: operationOf(target),
    isWrite:
      target.kind === "graphql"
        ? target.prepared.kind === "valid" && target.prepared.isMutation
        : target.kind === "rest" && isWrite(target.route.operation),
    installationId: caller?.kind === "installation" ? caller.installation.id : null,
    body: request.body,
  };
  return { request, facts, target, caller, refusal };
}

function targetOf(request: ApiRequest): Received["target"] {
  if (request.isGraphql) {
    if (request.method === "POST") return { kind: "graphql", prepared: prepare(request.body) };
    return { kind: "none" };
  }
  const route = routeOf(request.method, request.path);
  return route === null ? { kind: "none" } : { kind: "rest", route };
}

function operationOf(target: Received["target"]): string | null {
  if (target.kind === "none") return null;
  if (target.kind === "rest") return target.route.operation;
  return target.prepared.kind === "valid" ? target.prepared.name : "invalid query";
}

/** Whose limits a request counts against. */
export function limitHolder(caller: Caller): string {
  return caller.kind === "app" ? `app ${caller.app.id}` : `${caller.installation.id}`;
}

/** Answers a request as GitHub would: every error that GitHub knows is an answer. */
export async function answer(services: Services, received: Received): Promise<ApiAnswer> {
  const { request, caller, refusal, target } = received;
  const resource: RateResource = target.kind === "graphql" ? "graphql" : "core";
  try {
    if (caller === null) throw refusal ?? new Problem(401, "Requires authentication");
    const given = await answerTo(services, received, caller);
    return withLimits(services, caller, resource, given);
  } catch (error) {
    const problem = asProblem(error, request);
    const refused: ApiAnswer = {
      status: problem.status,
      headers: problem.headers,
      body: problemBody(problem, documentation),
    };
    return caller === null ? refused : withLimits(services, caller, resource, refused);
  }
}

function asProblem(error: unknown, request: ApiRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return new Problem(error.status, error.message, { errors: error.errors });
  // A mistake of the simulation, which should be seen as one.
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Problem(500, `The simulated GitHub failed on ${request.method} ${request.path}: ${words}`);
}

async function answerTo(services: Services, received: Received, caller: Caller): Promise<ApiAnswer> {
  const { request, target, facts } = received;
  const who = limitHolder(caller);
  const wait = services.limits.press(who, {
    resource: target.kind === "graphql" ? "graphql" : "core",
    points: facts.isWrite ? pointsOfWrite : 1,
    isContent: isContent(facts.operation ?? ""),
  });
  if (wait !== null) throw secondaryLimit(wait);
  if (target.kind === "none") throw new Problem(404, "Not Found");
  if (target.kind === "graphql") return answerGraphql(services, target.prepared, caller);
  // https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
  // says that a conditional request that is answered 304 does not count.
  const known = request.method === "GET" ? request.headers["if-none-match"] : undefined;
  const isFreeRoute = target.route.operation === "rate-limit/get";
  if (known === undefined && !isFreeRoute) spend(services, caller, "core", 1);
  const given = await dispatch(services, target.route, request, caller);
  if (request.method !== "GET" || given.status !== 200) return given;
  const etag = etagOf(given.body);
  if (known !== undefined) {
    if (known === etag || known === etag.replace(/^W\//, "")) {
      return { status: 304, headers: { etag }, body: undefined };
    }
    spend(services, caller, "core", 1);
  }
  return { ...given, headers: { etag, ...given.headers } };
}

async function answerGraphql(services: Services, prepared: Prepared, caller: Caller): Promise<ApiAnswer> {
  if (caller.kind !== "installation") throw new Problem(403, "Resource not accessible by integration");
  if (prepared.kind === "invalid") return json({ errors: prepared.errors });
  const { limits, world } = services;
  const who = limitHolder(caller);
  if (!isFree(prepared) && !limits.spend(who, "graphql", prepared.cost.cost)) {
    const message = `API rate limit exceeded for installation ID ${caller.installation.id}.`;
    return json({ errors: [{ type: "RATE_LIMITED", message }] });
  }
  return json(await run(world, caller, limits, who, prepared));
}

function json(body: unknown): ApiAnswer {
  return { status: 200, headers: {}, body };
}

function spend({ limits }: Services, caller: Caller, resource: RateResource, points: number): void {
  if (!limits.spend(limitHolder(caller), resource, points)) throw primaryLimit(caller);
}

function primaryLimit(caller: Caller): Problem {
  const whose =
    caller.kind === "app" ? `app ID ${caller.app.id}` : `installation ID ${caller.installation.id}`;
  return new Problem(403, `API rate limit exceeded for ${whose}.`);
}

function secondaryLimit(seconds: number): Problem {
  return new Problem(
    403,
    `You have exceeded a secondary rate limit. Please wait a few minutes before you try again. For more on scraping GitHub and how it may affect your rights, please review our Terms of Service (https://docs.github.com/en/site-policy/github-terms/github-terms-of-service)`,
    { headers: { "retry-after": String(seconds) } },
  );
}

function withLimits(
  { limits }: Services,
  caller: Caller,
  resource: RateResource,
  given: ApiAnswer,
): ApiAnswer {
  const state = limits.state(limitHolder(caller), resource);
  return {
    ...given,
    headers: {
      "x-ratelimit-limit": String(state.limit),
      "x-ratelimit-remaining": String(state.remaining),
      "x-ratelimit-used": String(state.used),
      "x-ratelimit-reset": String(state.reset),
      "x-ratelimit-resource": state.resource,
      ...given.headers,
    },
  };
}

function etagOf(body: unknown): string {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body) ?? "");
  return `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
}

/** The answer of a fault that is an answer; null for those that answer nothing, or do the thing first. */
export function faultAnswer(
  services: Services,
  { caller, target }: Received,
  { kind, retryAfter = 60, status = 403 }: ActiveFault,
): ApiAnswer | null {
  const { limits, world } = services;
  const resource: RateResource = target.kind === "graphql" ? "graphql" : "core";
  const state = limits.state(caller === null ? "nobody" : limitHolder(caller), resource);
  const exhausted = {
    "x-ratelimit-limit": String(state.limit),
    "x-ratelimit-remaining": "0",
    "x-ratelimit-used": String(state.limit),
    "x-ratelimit-reset": String(Math.ceil(world.now() / 1000) + retryAfter),
    "x-ratelimit-resource": resource,
  };
  switch (kind) {
    case "500":
      return { status: 500, headers: {}, body: { message: "Server Error" } };
    case "502-html":
    case "error-after":
      return unicorn();
    case "not-found":
      return refusedAnswer(resource, 404, "Not Found", "NOT_FOUND");
    case "forbidden":
      return refusedAnswer(resource, 403, inaccessible, "FORBIDDEN");
    case "unauthorized":
      return refusedAnswer("core", 401, "Bad credentials", "UNAUTHORIZED");
    case "too-heavy":
      return refusedAnswer(
        "graphql",
        200,
        "Resource limits for this query exceeded.",
        "RESOURCE_LIMITS_EXCEEDED",
      );
    case "base-modified":
      return refusedAnswer(
        resource,
        409,
        "Base branch was modified. Review and try the merge again.",
        "UNPROCESSABLE",
      );
    case "rate-limit": {
      if (resource === "graphql") {
        const error = { type: "RATE_LIMITED", message: "API rate limit exceeded." };
        return { status: 200, headers: exhausted, body: { errors: [error] } };
      }
      const problem = caller === null ? new Problem(403, "API rate limit exceeded.") : primaryLimit(caller);
      return { status, headers: exhausted, body: problemBody(problem, documentation) };
    }
    case "secondary-limit": {
      const problem = secondaryLimit(retryAfter);
      return { status, headers: problem.headers, body: problemBody(problem, secondaryLimitPage) };
    }
    default:
      return null;
  }
}

/** The answer to one request that is refused: with a status in REST, and in GraphQL with 200 and an error. */
function refusedAnswer(resource: RateResource, status: number, message: string, type: string): ApiAnswer {
  if (resource === "graphql") {
    return json({ data: { repository: null }, errors: [{ type, path: ["repository"], message }] });
  }
  return { status, headers: {}, body: problemBody(new Problem(status, message), documentation) };
}

/** What GitHub's load balancer answers when nothing behind it does. */
function unicorn(): ApiAnswer {
  const page =
    "<!DOCTYPE html>\n<html>\n<head><title>Unicorn! &middot; GitHub</title></head>\n<body><p><strong>We had issues producing the response to your request.</strong></p></body>\n</html>\n";
  return { status: 502, headers: { "content-type": "text/html; charset=utf-8" }, body: Buffer.from(page) };
}
