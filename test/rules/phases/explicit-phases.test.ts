import { describe, expect, it } from "vitest";
import { explicitPhases } from "../../../src/rules/phases/explicit-phases.ts";
import { checkFiles } from "../../support/check.ts";
import { definition, lines, packageOf } from "../builders.ts";

describe("explicit-phases", () => {
  it.each([
    ["phases = [ ];", true],
    ['phases = "unpackPhase installPhase";', true],
    ["phases = (let a = 1; in [ ]);", false],
    ["phases = lib.optionals a [ ];", false],
    ["inherit phases;", false],
    ["passthru.phases = [ ];", false],
    ["phases.x = [ ];", false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    ["${a} = [ ];", false],
  ])("looks at %s", async (line, isFound) => {
    const files = packageOf("hello", { "package.nix": definition({ lines: [line] }) });
    expect(lines(await checkFiles(files, [explicitPhases]), files)).toEqual(
      isFound ? ["advice explicit-phases - hello pkgs/by-name/he/hello/package.nix: phases"] : [],
    );
  });
});
