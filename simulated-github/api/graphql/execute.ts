import {
  type DocumentNode,
  execute,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { World } from "../../world/interface.ts";
import { isRecord } from "../json.ts";
import type { RateLimits } from "../rate-limits.ts";
import type { InstallationCaller } from "../tokens.ts";
import { costOf, nodeLimit, type QueryCost } from "./limits.ts";
import { mutations } from "./mutations.ts";
import { GraphqlProblem, shownError } from "./problem.ts";
import { queryRoot } from "./query.ts";
import { githubSchema } from "./schema.ts";
import { resolveField, type View } from "./source.ts";
import { listing } from "./tree-listing.ts";

/** A GraphQL request that was parsed and validated; or the errors that GitHub answers instead. */
export type Prepared =
  | { readonly kind: "invalid"; readonly errors: readonly Record<string, unknown>[] }
  | {
      readonly kind: "valid";
      readonly document: DocumentNode;
      readonly operation: OperationDefinitionNode;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly cost: QueryCost;
      readonly isMutation: boolean;
      /** For logs and faults: `query <name>`, or `mutation` with its fields. */
      readonly name: string;
    };

type Document =
  | { readonly errors: readonly Record<string, unknown>[] }
  | {
      /** As it came, which what is asked is read from. */
      readonly document: DocumentNode;
      /** As it is run. */
      readonly runnable: DocumentNode;
      readonly costs: Map<string, ReturnType<typeof costOf>>;
    };

/** Documents that clients send again and again are parsed and validated once. */
const documents = new LRUCache<string, Document>({ max: 500 });

function documentOf(query: string): Document {
  const kept = documents.get(query);
  if (kept !== undefined) return kept;
  const read = readDocument(query);
  documents.set(query, read);
  return read;
}

function readDocument(query: string): Document {
  try {
    const document = parse(query);
    const errors = validate(githubSchema(), document);
    if (errors.length > 0) return { errors: errors.map(shownError) };
    return { document, runnable: listing(githubSchema(), document), costs: new Map() };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [shownError(error)] };
    throw error;
  }
}

/** Reads the body of a POST to GraphQL. */
export function prepare(body: unknown): Prepared {
  const { query, variables = {}, operationName = null } = isRecord(body) ? body : {};
  if (typeof query !== "string") {
    return invalid({ message: "A query attribute must be specified and must be a string." });
  }
  const found = documentOf(query);
  if ("errors" in found) return { kind: "invalid", errors: found.errors };
  const operation = getOperationAST(found.document, typeof operationName === "string" ? operationName : null);
  if (operation == null) return invalid({ message: `No operation named ${String(operationName)}` });
  const given = isRecord(variables) ? variables : {};
  const coerced = getVariableValues(githubSchema(), operation.variableDefinitions ?? [], given);
  if (coerced.errors !== undefined) return { kind: "invalid", errors: coerced.errors.map(shownError) };
  const key = operation.name?.value ?? "";
  const costs = found.costs.get(key) ?? costOf(githubSchema(), found.document, operation);
  found.costs.set(key, costs);
  const isMutation = operation.operation === "mutation";
  return {
    kind: "valid",
    document: found.runnable,
    operation,
    variables: given,
    cost: costs(coerced.coerced),
    isMutation,
    name: isMutation ? `mutation ${fieldsOf(operation).join(" ")}` : `query ${operation.name?.value ?? "?"}`,
  };
}

function invalid(error: Record<string, unknown>): Prepared {
  return { kind: "invalid", errors: [error] };
}

function fieldsOf(operation: OperationDefinitionNode): string[] {
  return operation.selectionSet.selections.flatMap((one) => (one.kind === "Field" ? [one.name.value] : []));
}

/** Whether nothing but `rateLimit` is asked for, which costs nothing. */
export function isFree({ operation }: Extract<Prepared, { kind: "valid" }>): boolean {
  return fieldsOf(operation).every((field) => field === "rateLimit");
}

/** Runs a prepared request. What comes back is the body of the answer, whose status is 200 whatever happened. */
export async function run(
  world: World,
  caller: InstallationCaller,
  limits: RateLimits,
  who: string,
  prepared: Extract<Prepared, { kind: "valid" }>,
): Promise<Record<string, unknown>> {
  const { document, operation, variables, cost, isMutation } = prepared;
  if (cost.nodeCount > nodeLimit) {
    const shown = (count: number) => count.toLocaleString("en-US");
    const message = `This query requests up to ${shown(cost.nodeCount)} possible nodes which exceeds the maximum limit of ${shown(nodeLimit)}.`;
    const limit = new GraphqlProblem("MAX_NODE_LIMIT_EXCEEDED", message);
    return { errors: [shownError(new GraphQLError(message, { originalError: limit }))] };
  }
  const reader = isMutation ? world.state : world.readView();
  const viewer = reader.account(caller.app.botId);
  if (viewer === null) throw new Error(`the App ${caller.app.slug} has no bot`);
  const view: View = { world, reader, caller, viewer };
  const rateLimit = () => {
    const { limit, remaining, used, reset } = limits.state(who, "graphql");
    return {
      limit,
      remaining,
      used,
      resetAt: new Date(reset * 1000).toISOString().replace(".000", ""),
      ...cost,
    };
  };
  const { data, errors } = await execute({
    schema: githubSchema(),
    document,
    rootValue: isMutation ? mutations : queryRoot(rateLimit),
    contextValue: view,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    fieldResolver: resolveField,
  });
  return { data: data ?? null, ...(errors === undefined ? {} : { errors: errors.map(shownError) }) };
}
