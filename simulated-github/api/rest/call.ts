import type { operations } from "@octokit/openapi-types";
import type { Deliveries } from "../../world/deliveries.ts";
import type { MaybePromise } from "../../world/git.ts";
import type { World } from "../../world/interface.ts";
import type { Shown } from "../../world/json/account.ts";
import type { PullRequest, Repository } from "../../world/model.ts";
import type { Reader } from "../../world/reader.ts";
import type { OperationName, published } from "../operations.ts";
import { Problem } from "../problem.ts";
import type { RateLimits } from "../rate-limits.ts";
import type { Caller, InstallationCaller, Tokens } from "../tokens.ts";
import type { Body } from "./body.ts";

/** What the handlers of all requests share. */
export type Services = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  readonly deliveries: Deliveries;
};

type PathOf<Id extends OperationName> = operations[Id] extends { parameters: { path: infer Path } }
  ? keyof Path & string
  : never;

type QueryOf<Id extends OperationName> = keyof (typeof published)[Id]["query"] & string;

type BodyOf<Id extends OperationName> = keyof (typeof published)[Id]["body"] & string;

/** One request of an operation, with its parameters by the names that are published. */
export type Call<Id extends OperationName> = Services & {
  readonly path: { readonly [Key in PathOf<Id>]: string };
  readonly query: { readonly [Key in QueryOf<Id>]?: string };
  readonly body: Body<BodyOf<Id>>;
  readonly caller: Caller;
  /** What this request reads: one that writes the true state, else what readers see now. */
  readonly reader: Reader;
  readonly shown: Shown;
  /** The Accept header. */
  readonly accept: string;
  /** The address that was asked, without its query: for links. */
  readonly url: string;
};

/**
 * A published type, of which fields may be left out or null, and whose constants are any text. What is there
 * has to be of its kind.
 */
export type Loose<T> = T extends readonly (infer Item)[]
  ? readonly (Loose<Item> | null)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Loose<T[Key]> | null | undefined }
    : T extends string
      ? string
      : T;

type Responses<Id extends OperationName> = operations[Id]["responses"];

type Success = 200 | 201 | 202 | 204;

/** An answer of an operation, by the published statuses. */
export type Answer<Id extends OperationName> = {
  readonly [Status in keyof Responses<Id> & Success]: Responses<Id>[Status] extends {
    content: { "application/json": infer Content };
  }
    ? unknown extends Content
      ? { readonly status: Status; readonly body?: Record<string, never> }
      : {
          readonly status: Status;
          readonly body: Loose<Content>;
          readonly headers?: Readonly<Record<string, string>>;
        }
    : { readonly status: Status; readonly body?: Record<string, never> };
}[keyof Responses<Id> & Success];

/** An answer that is not JSON: the raw media types. */
export type RawAnswer = { readonly status: 200; readonly raw: Uint8Array; readonly contentType: string };

export type Handler<Id extends OperationName> = (call: Call<Id>) => MaybePromise<Answer<Id> | RawAnswer>;

export type Handlers<Ids extends OperationName> = { readonly [Id in Ids]: Handler<Id> };

type InRepository = {
  readonly path: { readonly owner: string; readonly repo: string };
  readonly reader: Reader;
};

/** The repository of the path, which the permission check has found before. */
export function repositoryOf({ path, reader }: InRepository): Repository {
  return found(reader.repositoryByName(`${path.owner}/${path.repo}`));
}

/** The pull request of a number in the path. 404 if there is none. */
export function pullRequestOf(call: InRepository, number: string): PullRequest {
  return found(call.reader.pullRequest(repositoryOf(call).id, idOf(number)));
}

/** A number in the path. 404 if it is none, as for one that is not there. */
export function idOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

/** What was looked for. 404 if it is not there. */
export function found<T>(value: T | null | undefined): T {
  if (value == null) throw notFound();
  return value;
}

export function notFound(): Problem {
  return new Problem(404, "Not Found");
}

/** The installation that asks; the permission check has refused all others. */
export function installationCaller({ caller }: { caller: Caller }): InstallationCaller {
  if (caller.kind !== "installation") throw new Problem(403, "Resource not accessible by integration");
  return caller;
}

/** The account that acts: the App's bot. */
export function actorOf({ caller }: { caller: Caller }): number {
  return caller.app.botId;
}
