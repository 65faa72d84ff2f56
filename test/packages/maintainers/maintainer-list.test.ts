// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttributeSet, Expression } from "../../../src/nix/ast.ts";
import { maintainerEntries, readMaintainerList } from "../../../src/packages/maintainers/maintainer-list.ts";
import { nixFile } from "../builders.ts";

/** The entry of `a`: its account, "unknown", or "absent"; "no list" where the list as a whole is unknown. */
function entryOfA(text: string) {
  const list = readMaintainerList(text);
  if (!list.known) return "no list";
  const entry = list.value.get("a");
  if (entry === undefined) return "absent";
  return entry.known ? entry.value : "unknown";
}

describe("an entry is read", () => {
  it.each([
    ["with both", '{ a = { github = "A"; githubId = 1; }; }', { name: "a", id: 1, login: "A" }],
    [
      "in any order",
      '{ a = { githubId = 1; name = "x"; github = "A"; }; }',
      { name: "a", id: 1, login: "A" },
    ],
    ["without an id", '{ a = { github = "A"; }; }', { name: "a", id: null, login: "A" }],
    ["without a login", "{ a = { githubId = 1234; }; }", { name: "a", id: 1234, login: null }],
    ["without an account", '{ a = { email = "a@b"; }; }', { name: "a", id: null, login: null }],
    ["that is empty", "{ a = { }; }", { name: "a", id: null, login: null }],
    ["with a handle in quotes", '{ "a" = { githubId = 1; }; }', { name: "a", id: 1, login: null }],
    ["without blanks", '{a={github="A";githubId=1;};}', { name: "a", id: 1, login: "A" }],
    [
      "among comments",
      "/* { */ { # a\na /* b */ = { /* githubId = 2; */ githubId /**/ = # 3\n1; }; }",
      { name: "a", id: 1, login: null },
    ],
    [
      "with keys",
      '{ a = { keys = [ { fingerprint = "}; githubId = 2;"; } ]; githubId = 1; }; }',
      { name: "a", id: 1, login: null },
    ],
    [
      "with another's account within keys",
      '{ a = { keys = [ { github = "B"; githubId = 2; } ]; githubId = 1; }; }',
      { name: "a", id: 1, login: null },
    ],
    [
      "with an interpolated name",
      '{ a = { name = "${{ x = "}"; }.x}; githubId = 2;"; githubId = 1; }; }',
      { name: "a", id: 1, login: null },
    ],
    [
      "with an indented string",
      "{ a = { name = ''\n githubId = 2; ''; githubId = 1; }; }",
      { name: "a", id: 1, login: null },
    ],
    [
      "whose handle is a word of old",
      "{ or = { githubId = 2; }; a = { githubId = 1; }; }",
      { name: "a", id: 1, login: null },
    ],
    ["whose field is a word of old", "{ a = { or = 2; githubId = 1; }; }", { name: "a", id: 1, login: null }],
    ["of an App", '{ a = { github = "a[bot]"; githubId = 1; }; }', { name: "a", id: 1, login: "a[bot]" }],
  ])("%s", (_, text, entry) => {
    expect(entryOfA(text)).toEqual(entry);
  });
});

describe("an entry is unknown", () => {
  it.each([
    ["with a computed login", '{ a = { github = "A" + "B"; githubId = 1; }; }'],
    ["with an interpolated login", '{ a = { github = "${b}"; githubId = 1; }; }'],
    ["with an escaped login", '{ a = { github = "A\\n"; githubId = 1; }; }'],
    ["with a login behind a function", '{ a = { github = f "A"; githubId = 1; }; }'],
    ["with a login in front of something", '{ a = { github = "A" b; githubId = 1; }; }'],
    ["with a login in two pieces", '{ a = { github = "A" "B"; githubId = 1; }; }'],
    ["with a login in front of a name", '{ a = { github = "" A; githubId = 1; }; }'],
    ["with a login in parentheses", '{ a = { github = ("A"); githubId = 1; }; }'],
    ["with a login behind a comment within", '{ a = { github = "A" /* */ + ""; githubId = 1; }; }'],
    ["with a login that is a name", "{ a = { github = A; githubId = 1; }; }"],
    ["with an id behind an operator", "{ a = { githubId = !1; }; }"],
    ["with an id that is a name", "{ a = { githubId = A1; }; }"],
    ["with an id that is a list", "{ a = { githubId = [ 1 ]; }; }"],
    ["with an empty login", '{ a = { github = ""; githubId = 1; }; }'],
    ["with a login in an indented string", "{ a = { github = ''A''; githubId = 1; }; }"],
    ["with a computed id", "{ a = { githubId = 1 + 1; }; }"],
    ["with an id in parentheses", "{ a = { githubId = (1); }; }"],
    ["with a negative id", "{ a = { githubId = -1; }; }"],
    ["with the id 0", "{ a = { githubId = 0; }; }"],
    ["with an id that is a string", '{ a = { githubId = "1"; }; }'],
    ["with an id that is a float", "{ a = { githubId = 1.0; }; }"],
    ["with an id that is too large to be exact", "{ a = { githubId = 9007199254740993; }; }"],
  ])("%s", (_, text) => {
    expect(entryOfA(text)).toBe("unknown");
  });
});

describe("the list as a whole is unknown", () => {
  it.each([
    ["that is no set", "[ ]"],
    ["with two ids of one person, which Nix refuses", "{ a = { githubId = 1; githubId = 1; }; }"],
    ["with a person twice, which Nix refuses", "{ a = { githubId = 1; }; a = { githubId = 1; }; }"],
    ["of a function", "{ lib }: { a = { githubId = 1; }; }"],
    ["of a `rec` set", "rec { a = { githubId = 1; }; }"],
    ["behind `let`", "let b = 1; in { a = { githubId = 1; }; }"],
    ["with something laid over it", "{ a = { githubId = 1; }; } // { a = { githubId = 2; }; }"],
    ["that is selected from", "{ a = { a.githubId = 1; }; }.a"],
    ["with a computed handle", '{ ${"b"} = { githubId = 2; }; a = { githubId = 1; }; }'],
    [
      "with a handle with an escape of the sort that is known",
      '{ "\\n" = { githubId = 2; }; a = { githubId = 1; }; }',
    ],
    ["with a handle with a dollar", '{ "b$" = { githubId = 2; }; a = { githubId = 1; }; }'],
    ["with a handle that is empty", '{ "" = { githubId = 2; }; a = { githubId = 1; }; }'],
    ["with a handle that is interpolated", '{ "b${c}" = { githubId = 2; }; a = { githubId = 1; }; }'],
    ["with a handle with an escape", '{ "\\a" = { githubId = 2; }; a = { githubId = 1; }; }'],
    ["with a handle in pieces", "{ a = { githubId = 1; }; b.githubId = 2; }"],
    ["with an inherited handle", "{ a = { githubId = 1; }; inherit b; }"],
    ["with an entry that is no set", "{ a = { githubId = 1; }; b = c; }"],
    ["with an entry that is joined", "{ a = { githubId = 1; } // { githubId = 2; }; }"],
    ["with an entry that is a `rec` set", "{ a = rec { githubId = 1; }; }"],
    ["with an inherited field", "{ a = { githubId = 1; inherit github; }; }"],
    ["with a field in quotes", '{ a = { "githubId" = 1; }; }'],
    ["with a computed field", '{ a = { ${"githubId"} = 1; }; }'],
    ["with a field in pieces", "{ a = { githubId = 1; github.x = 1; }; }"],
    [
      "with a `let` that looks like fields",
      '{ a = { name = let b = 1; githubId = 2; in "x"; githubId = 1; }; }',
    ],
    ["with a `with` in a field", "{ a = { name = with b; c; githubId = 1; }; }"],
    ["with an `assert` in a field", "{ a = { name = assert b; c; githubId = 1; }; }"],
    ["that does not parse", "{ a = { githubId = 1; }; "],
    ["that does not parse in a field", '{ a = { name = "x" = 1; githubId = 1; }; }'],
    ["with text behind it", "{ a = { githubId = 1; }; } }"],
    ["that is empty", ""],
  ])("%s", (_, text) => {
    expect(readMaintainerList(text)).toEqual({
      known: false,
      why: "`maintainers/maintainer-list.nix` was not understood",
    });
    expect(maintainerEntries(text)).toBeNull();
  });
});

it("entries stand where they are written, with the names of their fields", () => {
  const text = '{ a = { githubId = 1; name = "A"; }; /* */ "b" = { }; }';
  const shown = maintainerEntries(text)?.map(({ start, end, name, handle, isQuoted, fields }) => ({
    handle,
    isQuoted,
    fields: [...fields],
    entry: text.slice(start, end),
    name: text.slice(name.start, name.end),
  }));
  expect(shown).toEqual([
    { handle: "a", isQuoted: false, fields: ["githubId", "name"], entry: text.slice(2, 36), name: "a" },
    { handle: "b", isQuoted: true, fields: [], entry: '"b" = { };', name: "b" },
  ]);
});

it("one entry that is not understood leaves the others as they are, and says so", () => {
  const list = readMaintainerList("{ a = { githubId = b; }; c = { githubId = 3; }; }");
  expect(list.known && [...list.value]).toEqual([
    ["a", { known: false, why: "the entry of `a` in `maintainers/maintainer-list.nix` was not understood" }],
    ["c", { known: true, value: { name: "c", id: 3, login: null } }],
  ]);
});

it("says the same as the syntax tree, of lists of all forms", () => {
  const word = fc.constantFrom("a", "b", "github", "githubId", "name", "keys");
  const value = fc.constantFrom(
    ...[
      '"x"',
      '"a-b"',
      "1",
      "23",
      "(1)",
      "1 + 2",
      '"${a}"',
      "''x''",
      '[ { github = "y"; } ]',
      "{ githubId = 9; }",
    ],
    ...[
      "let githubId = 5; in githubId",
      "with a; b",
      "a: b",
      "{ a }: { githubId = 4; }",
      "assert a; b",
      "-1",
      "./a/b",
    ],
  );
  const unique = { maxLength: 4, selector: ([name]: readonly [string, unknown]) => name };
  const fields = fc.uniqueArray(fc.tuple(word, value), unique);
  const entries = fc.uniqueArray(fc.tuple(word, fields), unique);
  fc.assert(
    fc.property(entries, (drawn) => {
      const text = written(drawn);
      const list = readMaintainerList(text);
      if (!list.known) return;
      for (const [handle, found] of list.value) {
        if (!found.known) continue;
        const set = onlyValue(asSet(nixFile(text).expression), handle);
        const [github, githubId] = ["github", "githubId"].map((name) => fieldText(asSet(set), name));
        expect(found.value.login).toBe(github === null || github === undefined ? null : github.slice(1, -1));
        expect(found.value.id).toBe(githubId === null || githubId === undefined ? null : Number(githubId));

        function fieldText(of: AttributeSet, name: string): string | null {
          const field = onlyValue(of, name);
          return field === null ? null : text.slice(field.start, field.end);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

function written(entries: readonly (readonly [string, readonly (readonly [string, string])[]])[]): string {
  const fields = (of: readonly (readonly [string, string])[]) =>
    of.map(([name, value]) => `${name} = ${value};`).join(" ");
  return `{ ${entries.map(([handle, of]) => `${handle} = { ${fields(of)} };`).join("\n")} }`;
}

function asSet(expression: Expression | null): AttributeSet {
  if (expression?.kind !== "attrset") throw new Error("not a set");
  return expression;
}

/** The value of the only binding of a name; null where there is none. */
function onlyValue(set: AttributeSet, name: string): Expression | null {
  const found = set.bindings.filter(
    (binding) => binding.kind === "binding" && binding.attrpath.names[0]?.text === name,
  );
  const [binding, ...more] = found;
  if (more.length > 0) throw new Error(`${name} is there twice`);
  return binding?.kind === "binding" ? binding.value : null;
}
