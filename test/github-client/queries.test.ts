import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { ALL_CHECKS_QUERY } from "../../src/github/check-rollup.ts";
import { entryQuery } from "../../src/github/entry-ownership.ts";
import { teamsQuery } from "../../src/github/memberships.ts";
import * as merging from "../../src/github/merging.ts";
import { OWN_CHECKS_QUERY } from "../../src/github/own-checks.ts";
import * as queries from "../../src/github/queries.ts";
import { sweepQuery } from "../../src/github/registry-sweep.ts";
import { reactMutation } from "../../src/github/remarks.ts";
import { REMOTE_QUERY } from "../../src/github/remote.ts";

// GitHub's published schema defines two fields twice, which is no fault of the queries.
const github = buildSchema(schema.idl, { assumeValidSDL: true });

const built = [
  ["teams", teamsQuery(3, 2)],
  ["reactions", reactMutation(3)],
  ["remote repository", REMOTE_QUERY],
  ["entry", entryQuery(2, true)],
  ["new entry", entryQuery(1, false)],
  ["sweep", sweepQuery([{ owner: "a", name: "b", branch: "c", rev: "1".repeat(40) }], ["a"]).document],
  ["sweep of contacts", sweepQuery([], ["a"]).document],
  ["own checks", OWN_CHECKS_QUERY],
  ["all checks", ALL_CHECKS_QUERY],
] as const;
const mutations = Object.entries(merging).flatMap(([name, value]) =>
  typeof value === "string" ? [[name, value] as const] : [],
);

describe("the queries", () => {
  it.each([...Object.entries(queries), ...mutations, ...built])(
    "%s is valid by GitHub's published schema",
    (_name, query) => {
      expect(validate(github, parse(query)).map(({ message }) => message)).toEqual([]);
    },
  );

  it("ask for the suites that hold our check: an App in whose name all workflows write has one for each", () => {
    expect(queries.PULL_REQUEST_QUERY).toContain("filterBy: { appId: $appId, checkName: $check }");
    expect(queries.SWEEP_QUERY).toContain("filterBy: { appId: $appId, checkName: $check }");
  });
});
