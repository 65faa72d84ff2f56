import { schema as published } from "@octokit/graphql-schema";
import {
  buildSchema,
  execute,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from "graphql";
import { at } from "../../../src/github/payload.ts";

const schema = buildSchema(published.idl, { assumeValidSDL: true });

/**
 * What stands at a field, by `Type.field`, and which type something of an interface or union has, by its name; what is
 * not here has a value of the kind that the schema says.
 */
export type Values = Readonly<Record<string, unknown>>;

const OID = "c".repeat(40);
const SCALARS: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1,
  Boolean: false,
  ID: "PR_kwDOAEVQ_M5dY2Xr",
  BigInt: "1",
  DateTime: "2026-03-04T05:06:07Z",
  GitObjectID: OID,
  Base64String: "",
};

/**
 * The data that GitHub's published schema allows as an answer to a query: objects that are there, empty lists, and
 * plain values.
 */
export function dataFor(query: string, variables: Record<string, unknown>, values: Values = {}): unknown {
  const answer = execute({
    schema,
    document: parse(query),
    variableValues: variables,
    rootValue: {},
    fieldResolver(_source, _args, _context, { parentType, fieldName, returnType }) {
      const key = `${parentType.name}.${fieldName}`;
      return Object.hasOwn(values, key) ? values[key] : plainOf(returnType);
    },
    typeResolver(value, _context, _info, type) {
      const wanted = at(value, "__typename") ?? values[type.name];
      return typeof wanted === "string" ? wanted : schema.getPossibleTypes(type)[0]?.name;
    },
  });
  if (answer instanceof Promise) throw new Error("nothing here waits");
  if (answer.errors !== undefined) throw answer.errors[0];
  return JSON.parse(JSON.stringify(answer.data));
}

function plainOf(type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return plainOf(type.ofType);
  if (isListType(type)) return [];
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.value;
  if (isLeafType(named)) return SCALARS[named.name] ?? "text";
  return isObjectType(named) || isAbstractType(named) ? {} : null;
}
