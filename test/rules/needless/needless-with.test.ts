import { describe, expect, it } from "vitest";
import { needlessWith } from "../../../src/rules/needless/needless-with.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkFiles } from "../../support/check.ts";
import { packageOf, topLevel } from "../builders.ts";
import { fixedBy } from "./fixed.ts";

describe("needless-with", () => {
  it.each([
    ["{ a }: with a; 1", "with a", "{ a }: 1"],
    ["{ a, b }: with a; b.c", "with a", "{ a, b }: b.c"],
    ["{ a }: with a; map toString", "with a", "{ a }: map toString"],
    ["{ a }:\n\nwith a;\n\n{ b = a; }\n", "with a", "{ a }:\n\n{ b = a; }\n"],
    ["{ a }: [ (with a; [ a ]) ]", "with a", "{ a }: [ [ a ] ]"],
    ["{ a }: [ (with a; a.b) ]", "with a", "{ a }: [ (a.b) ]"],
    ["{ a }: a(with a; a)a", "with a", "{ a }: a(a)a"],
    ["{ a }: { inherit (with a; a) b; }", "with a", "{ a }: { inherit (a) b; }"],
    ["{ a }: { b = (with a; { c = a; }); }", "with a", "{ a }: { b = { c = a; }; }"],
    ["{ a }: with a; # why\n1", "with a", "{ a }: # why\n1"],
    ["{ a }: with/* b */a; 1", "with/* b */a", null],
    ["{ a }: with a /* b */; 1", "with a", null],
  ])("of %j finds %j, and leaves %j", async (text, found, after) => {
    const fixed = await fixedBy(needlessWith, text);
    expect(fixed.found.map((each) => each?.replaceAll("\n", " "))).toEqual([found]);
    expect(fixed.after).toBe(after);
  });

  it.each([
    "{ a }: with a; b",
    "{ a }: with a; { inherit b; }",
    "{ a }: with a; with a.b; c",
    "{ a }: with a; fetchTree",
    "{ a }: with a; (b: c)",
    "{ a }: with a; [\n  # b\n]",
    "{ a }: with a; { }",
    "{ a }: with a; b )",
  ])("has nothing to say of %j", async (text) => {
    expect((await fixedBy(needlessWith, text)).found).toEqual([]);
  });

  it("is an error in nixpkgs, and advice elsewhere", async () => {
    const files = packageOf("hello", { "package.nix": "{ lib }: with lib; 1" });
    const levels = async (more: MemoryFiles) =>
      (await checkFiles({ ...files, ...more }, [needlessWith])).findings.map(({ level }) => level);
    expect(await levels(topLevel("a = b;"))).toEqual(["error"]);
    expect(await levels({})).toEqual(["advice"]);
  });

  it("is said in nixpkgs even of a list that is empty, which its required check refuses", async () => {
    const files = {
      ...topLevel("a = b;"),
      ...packageOf("hello", { "package.nix": "{ lib }: with lib; [ ]" }),
    };
    expect((await checkFiles(files, [needlessWith])).findings).toMatchObject([{ level: "error" }]);
  });
});
