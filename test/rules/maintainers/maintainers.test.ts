import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { maintainerGithubId } from "../../../src/rules/maintainers/maintainer-github-id.ts";
import { maintainerHandle } from "../../../src/rules/maintainers/maintainer-handle.ts";
import { maintainerOrder } from "../../../src/rules/maintainers/maintainer-order.ts";
import { unknownMaintainer } from "../../../src/rules/maintainers/unknown-maintainer.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, introduced } from "../../support/check.ts";
import { covered, definition, packageOf, topLevel } from "../builders.ts";

const LIST = "maintainers/maintainer-list.nix";

/** A list of these handles, each with fields. */
function list(...entries: readonly (string | readonly [string, string])[]): MemoryFiles {
  const lines = entries.map((entry) => {
    const [handle, fields] = typeof entry === "string" ? [entry, "githubId = 1;"] : entry;
    return `  ${handle} = { name = "A"; ${fields} };\n`;
  });
  return { ...topLevel(), [LIST]: `{\n${lines.join("")}}\n` };
}

async function found(rule: Rule, base: MemoryFiles, head: MemoryFiles): Promise<(string | null)[]> {
  return introduced(await checkBetween(base, head, [rule])).map((finding) => covered(finding, head));
}

describe("maintainer-github-id", () => {
  it.each([
    ['github = "b";', ["b"]],
    ['github = "b"; githubId = 1;', []],
    ['email = "b@example.org";', []],
    ['githubId = 1; github = "b";', []],
  ])("of %s reports %j", async (fields, expected) => {
    expect(await found(maintainerGithubId, list("a"), list("a", ["b", fields]))).toEqual(expected);
  });

  it("is about entries that are added", async () => {
    const old = ["b", 'github = "b";'] as const;
    expect(await found(maintainerGithubId, list(old), list(old, "c"))).toEqual([]);
    expect(await found(maintainerGithubId, list(["b", "githubId = 1;"]), list(old))).toEqual([]);
  });

  it("is silent of a list that is not understood, and of another file", async () => {
    const odd = { ...list(), [LIST]: '{ a = f; b = { github = "b"; }; }\n' };
    expect(await found(maintainerGithubId, list(), odd)).toEqual([]);
    const other = { ...list(), "a.nix": list(["b", 'github = "b";'])[LIST] ?? "" };
    expect(await found(maintainerGithubId, list(), other)).toEqual([]);
  });

  it("is off elsewhere", async () => {
    const flake = (files: MemoryFiles) => ({
      [LIST]: files[LIST] ?? "",
      ".github/by-name.yml": "preset: flake\n",
    });
    expect(await found(maintainerGithubId, flake(list()), flake(list(["b", 'github = "b";'])))).toEqual([]);
  });
});

describe("maintainer-handle", () => {
  it.each([
    ['"0b"', ["0b"]],
    ['"a b"', ["a b"]],
    ['"a.b"', ["a.b"]],
    ['"with"', ["with"]],
    ['"b"', []],
    ["b-c'", []],
    ["_0b", []],
  ])("of %s reports %j", async (handle, expected) => {
    expect(await found(maintainerHandle, list("a"), list("a", handle))).toEqual(expected);
  });
});

describe("maintainer-order", () => {
  it.each([
    [["a", "c"], ["a", "b", "c"], []],
    [["a", "c"], ["a", "c", "b"], ["b"]],
    [["a", "c"], ["b", "a", "c"], ["b"]],
    [["a", "c"], ["d", "a", "c"], ["d"]],
    [["a", "c"], ["a", "c", "d"], []],
    [["a", "c"], ["_a", "a", "c"], []],
    [["a", "c"], ["a", "B", "c"], []],
    [["a", "c"], ["B", "a", "c"], []],
    [["ab", "c"], ["ab", "a-c", "c"], []],
    [["c", "a"], ["c", "b", "a"], []],
    [["x"], ["x", "b", "a"], ["b", "a"]],
  ])("of %j that becomes %j reports %j", async (before, after, expected) => {
    expect(await found(maintainerOrder, list(...before), list(...after))).toEqual(expected);
  });

  it("says where it belongs, by the entries that were there before", async () => {
    const help = async (...after: string[]) =>
      introduced(await checkBetween(list("a", "c"), list(...after), [maintainerOrder])).map(
        (each) => each.help,
      );
    expect(await help("a", "c", "b")).toEqual(["Move the entry behind `a`."]);
    expect(await help("a", "c", "d", "b2")).toEqual(["Move the entry behind `a`."]);
    expect(await help("a", "c", "_")).toEqual(["Move the entry to the start of the list."]);
    expect(await help("a", "c", "A")).toEqual(["Move the entry to the start of the list."]);
  });
});

describe("unknown-maintainer", () => {
  const hello = (maintainers: string, formals = "stdenv, lib") =>
    packageOf("hello", {
      "package.nix": definition({ formals, lines: [`meta.maintainers = ${maintainers};`] }),
    });
  it.each([
    ["with lib.maintainers; [ a ]", []],
    ["with lib.maintainers; [ a z ]", ["z"]],
    ["[ lib.maintainers.z ]", ["z"]],
    ["with lib; with maintainers; [ z ]", ["z"]],
    ["[ z ]", []],
    ["[ my.maintainers.z ]", []],
    ["lib.teams.x.members ++ [ lib.maintainers.z ]", ["z"]],
    ["let z = { name = 1; }; in with lib.maintainers; [ z ]", []],
  ])("of %s reports %j", async (text, expected) => {
    expect(await found(unknownMaintainer, list("a"), { ...list("a"), ...hello(text) })).toEqual(expected);
  });

  it("looks at the list of the head, and at whom the change adds", async () => {
    const z = hello("with lib.maintainers; [ z ]");
    expect(await found(unknownMaintainer, list("a"), { ...list("a", "z"), ...z })).toEqual([]);
    const more = hello("with lib.maintainers; [ z ]", "stdenv, lib, zlib");
    expect(await found(unknownMaintainer, { ...list("a"), ...z }, { ...list("a"), ...more })).toEqual([]);
  });

  it("is silent where the list is not understood", async () => {
    const odd = { ...list("a"), [LIST]: "{ a = f; }\n", ...hello("with lib.maintainers; [ z ]") };
    expect(await found(unknownMaintainer, list("a"), odd)).toEqual([]);
  });
});
