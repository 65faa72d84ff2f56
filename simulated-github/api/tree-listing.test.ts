import { buildASTSchema, parse, print } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listing } from "./graphql/tree-listing.ts";
import { graphql, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;

beforeAll(async () => {
  github = await startTestGitHub({
    files: { "a.txt": "a\n", "run.sh": { executable: true, text: "#!/bin/sh\n" }, "sub/b.txt": "b\n" },
  });
});
afterAll(() => github.stop());

const entries = (selection: string, more = "") =>
  graphql(
    github.octokit,
    `{ repository(owner: "NixOS", name: "nixpkgs") { object(expression: "main:") { ... on Tree { oid commitUrl ${selection} } } } } ${more}`,
  ).then(({ data, errors }) => {
    expect(errors).toEqual([]);
    return Object(data).repository.object;
  });

test("a tree is listed the same at once and entry by entry", async () => {
  const fields = "__typename name nameRaw mode kind: type oid size isGenerated";
  const atOnce = await entries(`entries { ${fields} }`);
  expect(atOnce.entries.map(({ name, kind, mode }: Record<string, unknown>) => [name, kind, mode])).toEqual([
    ["a.txt", "blob", 0o100644],
    ["run.sh", "blob", 0o100755],
    ["sub", "tree", 0o040000],
  ]);
  expect(await entries(`entries { ...Fields }`, `fragment Fields on TreeEntry { ${fields} }`)).toEqual(
    atOnce,
  );
  expect(await entries(`list: entries { ${fields} }`)).toMatchObject({ list: atOnce.entries });
  expect(atOnce.commitUrl).toContain("/NixOS/nixpkgs/commit/");
});

test("fields that are asked for twice are answered together", async () => {
  const twice = await entries("entries { name } ... on Tree { entries { type } }");
  expect(twice.entries[0]).toEqual({ name: "a.txt", type: "blob" });
  const mixed = await entries("entries { name } ... on Tree { entries { object { oid } oid } }");
  expect(mixed.entries[0].object.oid).toBe(mixed.entries[0].oid);
});

test("a document is left as it is where an entry is more than its own fields", () => {
  const schema = buildASTSchema(
    parse(
      "type Query { tree: Tree } type Tree { commitUrl: ID entries: [Entry] } type Entry { name: ID object: Tree }",
    ),
  );
  const simple = parse("{ tree { entries { name } } }");
  expect(print(listing(schema, simple))).toContain("entries: commitUrl");
  const deep = parse("{ tree { entries { name object { commitUrl } } } other: tree { entries { name } } }");
  expect(listing(schema, deep)).toBe(deep);
});
