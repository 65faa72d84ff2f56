import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { maintainerGithubId } from "../../../src/rules/maintainers/maintainer-github-id.ts";
import { maintainerHandle } from "../../../src/rules/maintainers/maintainer-handle.ts";
import { maintainerOrder } from "../../../src/rules/maintainers/maintainer-order.ts";
import { unknownMaintainer } from "../../../src/rules/maintainers/unknown-maintainer.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { applyFix } from "../../support/apply-fix.ts";
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
    [["a", "c"], ["B", "a", "c"], ["B"]],
    [["a", "c"], ["a", "c", "_b"], ["_b"]],
    [
      ["a", "c"],
      ["b2", "b1", "a", "c"],
      ["b2", "b1"],
    ],
    [["a", "d"], ["a", "c", "b", "d"], ["b"]],
    [["8aed", "9R"].map((each) => `_${each}`), ["_8aed", "_8-bit-fox", "_9R"], []],
    [["acairncross", "acesyde"], ["acairncross", "a-camarillo", "acesyde"], []],
    [["ab", "c"], ["ab", "a-c", "c"], []],
    [["c", "a"], ["c", "b", "a"], []],
    [["x"], ["x", "b", "a"], ["b", "a"]],
  ])("of %j that becomes %j reports %j", async (before, after, expected) => {
    expect(await found(maintainerOrder, list(...before), list(...after))).toEqual(expected);
  });

  it.each([
    ["case=no numeric=no block=yes", ["a", "_c"], ["_c"]],
    ["case=no numeric=no block=yes", ["a", "a-d", "a1", "aB", "b"], []],
    ["case=no numeric=no block=yes", ["a", "ab", "a-d"], ["a-d"]],
    ["case=no numeric=no block=yes newline_separated=yes", ["_x", "A", "b"], []],
    ["case=no", ["a", '"0"'], ["0"]],
    ["numeric=no", ["b", "a"], []],
    ["case=no numeric=yes", ["b", "a"], []],
  ])("goes by what keep-sorted is told: %s, %j, %j", async (options, handles, expected) => {
    const marked = (entries: MemoryFiles) => ({
      ...entries,
      [LIST]: `${entries[LIST]}`.replace("{\n", `{\n  # keep-sorted start ${options}\n`),
    });
    expect(await found(maintainerOrder, marked(list()), marked(list(...handles)))).toEqual(expected);
  });

  it("says where it belongs, by the entries that were there before", async () => {
    const help = async (...after: string[]) =>
      introduced(await checkBetween(list("a", "c"), list(...after), [maintainerOrder])).map(
        (each) => each.help,
      );
    expect(await help("a", "c", "b")).toEqual(["Move the entry behind `a`."]);
    expect(await help("a", "c", "d", "b2")).toEqual(["Move the entry behind `a`."]);
    expect(await help("a", "c", "_")).toEqual(["Move the entry to the start of the list."]);
    expect(await help("a", "c", "A")).toEqual(["Move the entry behind `a`."]);
    expect(await help("a", "c", "a-b")).toEqual(["Move the entry behind `a`."]);
  });

  const A = "  a = { };\n";
  const C = "  # c is\n  # there\n  c = {\n    x = 1;\n  }; # c\n";
  const text = (...parts: readonly string[]) => ({ ...topLevel(), [LIST]: `{\n${parts.join("")}}\n` });
  const fixedBy = async (base: MemoryFiles, head: MemoryFiles) => {
    const [finding, ...more] = introduced(await checkBetween(base, head, [maintainerOrder]));
    expect(more).toEqual([]);
    return finding?.fix == null ? null : applyFix(head, finding.fix)[LIST];
  };

  it("moves the entry with the comments above it and at its end", async () => {
    const b = "  # b is new\n  b = {\n    x = 1;\n  }; # b\n";
    const sorted = text(A, b, C)[LIST];
    expect(await fixedBy(text(A, C), text(A, C, b))).toBe(sorted);
    const last = "  d = { };\n";
    expect(await fixedBy(text(A, C), text(last, A, C))).toBe(text(A, C, last)[LIST]);
    const first = "  # 0\n  _0 = { };\n";
    expect(await fixedBy(text(A, C), text(A, first, C))).toBe(text(first, A, C)[LIST]);
  });

  it("moves it below the line from which on the list is kept sorted", async () => {
    const line = "  # keep-sorted start case=no\n";
    const first = "  _0 = { };\n";
    expect(await fixedBy(text(line, A, C), text(line, A, first, C))).toBe(text(line, first, A, C)[LIST]);
    expect(await fixedBy(text(line, A, C), text(line, "  d = { };\n", A, C))).toBe(
      text(line, A, C, "  d = { };\n")[LIST],
    );
  });

  it.each([
    ["it shares a line", text(A, C, "  b = { }; d = { };\n")],
    ["its place shares a line", text("  a = { }; aa = { };\n", C, "  b = { };\n")],
    ["a comment is the first of the list", text("  # b\n  b = { };\n", A, C)],
    ["a comment at the start of the list is in the way", text("  # a\n", A, C, "  _0 = { };\n")],
    ["a comment of another kind is above", text(A, C, "  /* b */\n  b = { };\n")],
    ["it is the last thing of the file", { ...topLevel(), [LIST]: `{\n${A}${C}  b = { }; }` }],
  ])("does not where %s", async (_, head) => {
    const base = text(A, "  aa = { };\n", C, "  d = { };\n");
    const findings = introduced(await checkBetween(base, head, [maintainerOrder]));
    expect(findings.map(({ fix }) => fix)).toEqual([null]);
  });

  it("does not where the list is not in order itself", async () => {
    const [b, c, d] = ["b", "c", "d"].map((handle) => `  ${handle} = { };\n`);
    expect(await fixedBy(text(`${b}${c}`), text(`${d}`, `${b}${c}`))).toBe(text(`${b}${c}${d}`)[LIST]);
    expect(await fixedBy(text(`${c}${b}`), text(`${d}`, `${c}${b}`))).toBeNull();
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
