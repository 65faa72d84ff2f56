import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { buildSchema, type GraphQLSchema, isObjectType } from "graphql";
import { may } from "../access.ts";
import { allows, graphqlPermissions, type Requirement } from "../permissions.ts";
import { forbidden } from "./problem.ts";
import { inRepository, isSource, resolveField, type View } from "./source.ts";

let built: GraphQLSchema | null = null;

/**
 * GitHub's published schema, built once, with the fields that need a permission guarded. A field of an
 * object in a repository asks for it there, another one asks the token.
 */
export function githubSchema(): GraphQLSchema {
  built ??= guarded(
    // The published file defines two fields of EnterpriseOwnerInfo twice, which is not valid.
    buildSchema(readFileSync(publishedSchema(), "utf8"), { assumeValidSDL: true, noLocation: true }),
  );
  return built;
}

function publishedSchema(): string {
  const manifest = findPackageJSON("@octokit/graphql-schema", import.meta.url);
  if (manifest === undefined) throw new Error("@octokit/graphql-schema is not installed");
  return join(dirname(manifest), "schema.graphql");
}

function guarded(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, requirement] of Object.entries(graphqlPermissions)) {
    const [typeName = "", fieldName = ""] = name.split(".");
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field === undefined) throw new Error(`GitHub's schema has no ${name}`);
    field.resolve = (source: unknown, args: unknown, view: View, info) => {
      if (!isAllowed(view, source, requirement)) throw forbidden();
      return resolveField(source, args, view, info);
    };
  }
  return schema;
}

function isAllowed({ reader, caller }: View, source: unknown, requirement: Requirement): boolean {
  const id = isSource(source) ? source[inRepository] : undefined;
  const repository = typeof id === "number" ? reader.repository(id) : null;
  if (repository === null) return allows(caller.permissions, requirement);
  return may(reader, caller, repository, requirement);
}
