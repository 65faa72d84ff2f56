import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import * as queries from "../../src/github/queries.ts";

// GitHub's published schema defines two fields twice, which is no fault of the queries.
const github = buildSchema(schema.idl, { assumeValidSDL: true });

describe("the queries", () => {
  it.each(Object.entries(queries))("%s is valid by GitHub's published schema", (_name, query) => {
    expect(validate(github, parse(query)).map(({ message }) => message)).toEqual([]);
  });
});
