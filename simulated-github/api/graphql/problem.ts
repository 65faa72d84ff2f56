import type { GraphQLError } from "graphql";
import { Refusal } from "../../world/errors.ts";
import { inaccessible } from "../problem.ts";

/** The `type` of an error in a GraphQL answer. */
export type ProblemType =
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNPROCESSABLE"
  | "RATE_LIMITED"
  | "MISSING_PAGINATION_BOUNDARIES"
  | "EXCESSIVE_PAGINATION"
  | "INVALID_CURSOR_ARGUMENTS"
  | "ARGUMENT_LIMIT"
  | "MAX_NODE_LIMIT_EXCEEDED"
  | "INTERNAL";

/** An error that GitHub gives beside the data, with its `type` as GitHub writes it. */
export class GraphqlProblem extends Error {
  readonly type: ProblemType;

  constructor(type: ProblemType, message: string) {
    super(message);
    this.name = "GraphqlProblem";
    this.type = type;
  }
}

export function forbidden(): GraphqlProblem {
  return new GraphqlProblem("FORBIDDEN", inaccessible);
}

export function noNode(id: unknown): GraphqlProblem {
  return new GraphqlProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${String(id)}'`);
}

/** An error as GitHub writes it into `errors`. */
export function shownError(error: GraphQLError): Record<string, unknown> {
  const { originalError: cause, path, locations, message } = error;
  const where = {
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
  };
  if (cause instanceof GraphqlProblem) {
    const extensions = cause.type === "FORBIDDEN" ? { extensions: { saml_failure: false } } : {};
    return { type: cause.type, ...where, ...extensions, message };
  }
  if (cause instanceof Refusal) return { type: refusalType(cause), ...where, message: refusalMessage(cause) };
  if (cause !== undefined) return { type: "INTERNAL", ...where, message };
  return { ...where, ...validationDetails(message), message: rubyWords(message) };
}

function refusalType({ status }: Refusal): ProblemType {
  if (status === 404) return "NOT_FOUND";
  return status === 403 ? "FORBIDDEN" : "UNPROCESSABLE";
}

function refusalMessage({ message, errors }: Refusal): string {
  const details = errors.map((entry) =>
    typeof entry === "string" ? entry : (entry.message ?? `${entry.field} ${entry.code}`),
  );
  return details.length > 0 ? details.join(", ") : message;
}

const unknownField = /^Cannot query field "(\w+)" on type "(\w+)"/;

function validationDetails(message: string): Record<string, unknown> {
  const [, fieldName, typeName] = unknownField.exec(message) ?? [];
  return fieldName === undefined ? {} : { extensions: { code: "undefinedField", typeName, fieldName } };
}

/** GitHub's server is another than graphql-js, and its words are others. */
function rubyWords(message: string): string {
  const [, fieldName, typeName] = unknownField.exec(message) ?? [];
  return fieldName === undefined ? message : `Field '${fieldName}' doesn't exist on type '${typeName}'`;
}
