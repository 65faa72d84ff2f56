import { describe, expect, it } from "vitest";
import { urlLiteral } from "../../../src/rules/needless/url-literal.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { definition, lines, NIXPKGS, packageOf, topLevel } from "../builders.ts";

const RULES = [urlLiteral];

describe("url-literal", () => {
  it.each([
    ["{ url = https://example.org/a?b=1; }", ["https://example.org/a?b=1"]],
    ["f x:x", ["x:x"]],
    ['{ url = "https://example.org"; } # https://example.org', []],
    ["x: x", []],
  ])("of %s finds %j", async (text, expected) => {
    const files = { "x.nix": text };
    const found = lines(await checkFiles(files, RULES), files);
    expect(found).toEqual(expected.map((url) => `advice url-literal - - x.nix: ${url}`));
  });

  it("is an error in nixpkgs, in packages too", async () => {
    const files = {
      ...topLevel(),
      ...NIXPKGS,
      ...packageOf("hello", { "package.nix": definition({ lines: ["url = https://a.b/$out;"] }) }),
    };
    const { findings } = await checkFiles(files, RULES);
    expect(findings).toMatchObject([
      {
        level: "error",
        attribute: "hello",
        message: "`https://a.b/$out` is a URL without quotes, which Nix is giving up.",
      },
    ]);
    const fix = findings[0]?.fix;
    if (fix == null) throw new Error("no fix");
    expect(applyFix(files, fix)["pkgs/by-name/he/hello/package.nix"]).toContain('url = "https://a.b/$out";');
  });

  it("has no fix in a file that could not be written back", async () => {
    const bytes = Buffer.concat([Buffer.from("[ a:b "), Buffer.from([0x22, 0xff, 0x22]), Buffer.from(" ]")]);
    expect((await checkFiles({ "x.nix": bytes }, RULES)).findings).toMatchObject([{ fix: null }]);
  });

  it("that was there before is no news, even in a file that was moved meanwhile", async () => {
    const before = { "a.nix": "[ a:b a:b ]\n" };
    const report = await checkBetween(before, { "b.nix": "[ a:b a:b a:b ]\n" }, RULES);
    expect(report.findings.map(({ status }) => status).sort()).toEqual([
      "existing",
      "existing",
      "introduced",
    ]);
    const beside = await checkBetween(before, { ...before, "b.nix": "[ a:b ]\n" }, RULES);
    expect(beside.findings.map(({ status, path }) => `${status} ${path}`)).toEqual(["introduced b.nix"]);
  });
});
