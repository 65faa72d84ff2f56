import type { MaybePromise } from "../../world/git.ts";
import type { Shown } from "../../world/json/account.ts";
import { may, maySee } from "../access.ts";
import { type OperationName, published } from "../operations.ts";
import { allows, appOnly, restPermissions } from "../permissions.ts";
import { inaccessible, malformed, Problem } from "../problem.ts";
import type { ApiAnswer, ApiRequest } from "../request.ts";
import type { Route } from "../routes.ts";
import type { Caller } from "../tokens.ts";
import { readBody } from "./body.ts";
import type { Call, RawAnswer, Services } from "./call.ts";
import { handlers } from "./handlers.ts";

/** Whether an operation changes something. */
export function isWrite(operation: OperationName): boolean {
  return published[operation].route[0] !== "GET";
}

/**
 * Answers a request of a known operation: looks at its parameters and at the permissions, then handles it.
 * What GitHub refuses is thrown as a Problem, or by the world as a Refusal.
 */
export async function dispatch(
  services: Services,
  { operation, path }: Route,
  request: ApiRequest,
  caller: Caller,
): Promise<ApiAnswer> {
  const { world } = services;
  const reader = isWrite(operation) ? world.state : world.readView();
  const shown: Shown = { reader, urls: world.urls };
  permit(operation, path, caller, shown);
  for (const key of Object.keys(request.query)) {
    if (!(key in published[operation].query)) throw malformed(`"${key}" is not a permitted query parameter.`);
  }
  const answer = await handle(operation, {
    ...services,
    path,
    query: request.query,
    // A list in place of an object with one list is allowed by the labels API.
    body: readBody(
      Array.isArray(request.body) && "labels" in published[operation].body
        ? { labels: request.body }
        : request.body,
      Object.keys(published[operation].body),
    ),
    caller,
    reader,
    shown,
    accept: request.headers.accept ?? "",
    url: `${request.base}${request.path}`,
  });
  if ("raw" in answer) {
    return { status: answer.status, headers: { "content-type": answer.contentType }, body: answer.raw };
  }
  return {
    status: answer.status,
    headers: answer.headers ?? {},
    body: answer.status === 204 ? undefined : answer.body,
  };
}

type AnyCall = Omit<Call<OperationName>, "path" | "query" | "body"> & {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: ReturnType<typeof readBody>;
};

type AnyAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The table of routes has named the parameters, so each handler gets the call that it is typed for. */
function handle(operation: OperationName, call: AnyCall): MaybePromise<AnyAnswer | RawAnswer> {
  const handler = handlers[operation] as (call: AnyCall) => MaybePromise<AnyAnswer | RawAnswer>;
  return handler(call);
}

function permit(
  operation: OperationName,
  path: Readonly<Record<string, string>>,
  caller: Caller,
  { reader }: Shown,
): void {
  const requirement = restPermissions[operation];
  if (requirement === appOnly) {
    if (caller.kind !== "app") {
      throw new Problem(401, "A JSON web token could not be decoded");
    }
    return;
  }
  if (caller.kind === "app") throw new Problem(403, inaccessible);
  const { owner, repo, org } = path;
  if (org !== undefined) {
    const organization = reader.accountByLogin(org);
    if (organization?.type !== "Organization") throw new Problem(404, "Not Found");
    const installed = caller.installation.accountId === organization.id;
    if (!installed || !allows(caller.permissions, requirement)) throw new Problem(403, inaccessible);
  }
  if (owner === undefined || repo === undefined) return;
  const repository = reader.repositoryByName(`${owner}/${repo}`);
  if (repository === null || !maySee(reader, caller, repository)) throw new Problem(404, "Not Found");
  if (!may(reader, caller, repository, requirement)) throw new Problem(403, inaccessible);
  if (repository.isArchived && isWrite(operation)) {
    throw new Problem(403, "Repository was archived so is read-only.");
  }
}
