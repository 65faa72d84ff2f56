import { describe, expect, it } from "vitest";
import { builtinNeedsPrefix } from "../../../src/rules/needless/builtin-needs-prefix.ts";
import { undefinedVariable } from "../../../src/rules/needless/undefined-variable.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { checkFiles } from "../../support/check.ts";
import { inPackage, lines, packageOf } from "../builders.ts";
import { fixedBy } from "./fixed.ts";

describe("undefined-variable", () => {
  it.each([
    ["{ a }: b", ["b"], null],
    ["{ a }: { inherit b; }", ["b"], null],
    ["{ fetchFromGitHub }: fetchFromGithub", ["fetchFromGithub"], "{ fetchFromGitHub }: fetchFromGitHub"],
    ["{ stdenv }: stdenvs", ["stdenvs"], "{ stdenv }: stdenv"],
    ["{ a }: tostring a", ["tostring"], "{ a }: toString a"],
    ["{ inputs, input }: inputz", ["inputz"], null],
    ["{ input1, input2 }: input3", ["input3"], null],
    ["{ lib }: lig", ["lig"], null],
    ["{ stdenv }: { inherit stdenvs; }", ["stdenvs"], null],
    ["{ a }: rec { some_name = some-name; }", ["some-name"], null],
    ["{ a }: fetchurl", ["fetchurl"], null],
    ["{ a }: currentSystem", ["currentSystem"], null],
    ["{ a }: [ b1 b2 b3 b4 b5 b1 ]", ["b1", "b2", "b3", "b4", "b5", "b1"], null],
  ])("of %j finds %j, and leaves %j", async (text, found, after) => {
    expect(await fixedBy(undefinedVariable, text)).toEqual({ found, after });
  });

  it.each([
    ["of what is no function, since it may be scopedImport's", "{ a = b; }"],
    ["of a function that lacks many", "{ a }: [ b1 b2 b3 b4 b5 b6 ]"],
    ["where a `with` may have the name", "{ a }: with a; b"],
    ["of what some release defines", "{ a }: [ __currentSystem fetchTree __fetchClosure __getFlake ]"],
    ["of what lacks its prefix", "{ a }: readFile a"],
    ["of a file that does not parse", "{ a }: b )"],
  ])("has nothing to say %s", async (_, text) => {
    expect((await fixedBy(undefinedVariable, text)).found).toEqual([]);
  });

  it("looks at any file that defines a package", async () => {
    const files = packageOf("hello", {
      "package.nix": "[ b1 b2 b3 b4 b5 b6 ]",
      "other.nix": "[ c ]",
      "function.nix": "{ }: d",
    });
    expect(lines(await checkFiles(files, [undefinedVariable]), files)).toEqual([
      `error undefined-variable - hello ${inPackage("hello", "function.nix")}: d`,
      ...[1, 2, 3, 4, 5, 6].map(
        (i) => `error undefined-variable - hello ${inPackage("hello", "package.nix")}: b${i}`,
      ),
    ]);
  });

  it("says what to do: the name that can only be meant, or where to bind it", async () => {
    const help = async (path: string, text: string) =>
      (await checkFiles({ [path]: text }, [undefinedVariable])).findings.map((finding) => finding.help);
    const own = inPackage("hello", "package.nix");
    expect(await help(own, "{ stdenv }: stdenvs")).toEqual(["Write `stdenv` if that is meant."]);
    expect(await help(own, "{ stdenv }: lib")).toEqual([
      "Add it to the arguments of the function, or correct its name.",
    ]);
    expect(await help("x.nix", "{ stdenv }: lib")).toEqual(["Bind it, or correct its name."]);
  });
});

describe("builtin-needs-prefix", () => {
  it.each([
    ["{ a }: readFile a", ["readFile"], "{ a }: builtins.readFile a"],
    ["{ a }: { inherit readFile; }", ["readFile"], null],
    ["{ a }: fetchurl a", [], null],
    ["{ a }: map a", [], null],
    ["{ a }: with a; readFile b", [], null],
    ["{ a, readFile }: readFile b", [], null],
    ["{ a, builtins }: readFile a", [], null],
    ["{ a }: getFlake a", [], null],
    ["{ a = readFile; }", [], null],
  ])("of %j finds %j, and leaves %j", async (text, found, after) => {
    expect(await fixedBy(builtinNeedsPrefix, text)).toEqual({ found, after });
  });

  it("leaves to undefined-variable what it does not say", async () => {
    const both = [undefinedVariable, builtinNeedsPrefix];
    for (const text of ["{ a, builtins }: readFile a", "{ a }: readFile a", "{ a }: fetchurl a"]) {
      expect((await checkFiles({ "x.nix": text }, both)).findings).toHaveLength(1);
    }
  });

  it("has a fix in a package", async () => {
    const files = packageOf("hello", { "package.nix": "{ stdenv }: stdenv (readFile ./a)" });
    const [finding] = (await checkFiles(files, [builtinNeedsPrefix])).findings;
    if (finding?.fix == null) throw new Error("no fix");
    expect(applyFix(files, finding.fix)[inPackage("hello", "package.nix")]).toBe(
      "{ stdenv }: stdenv (builtins.readFile ./a)",
    );
  });
});
