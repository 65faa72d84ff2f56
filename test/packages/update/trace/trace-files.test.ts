// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { tracePins } from "../../../../src/packages/update/trace/trace.ts";
import { HASH_A } from "../builders.ts";
import { type Beside, filesOf, reportsOf, reportsOfX, SRC, withX } from "./reports.ts";

describe("a file of the package", () => {
  const code = "v: [ v ]";

  it.each<[string, string, Record<string, string>, readonly string[]]>([
    ["is what it holds", "import ./a.nix version", { "a.nix": code }, ["x differs"]],
    ["is not asked for more", "import ./a.nix 1", { "a.nix": code }, []],
    ["in a directory below", "import ./a/b.nix version", { "a/b.nix": code }, ["x differs"]],
    ["of a directory", "import ./a version", { "a/default.nix": code }, ["x differs"]],
    ["by a sum", 'import (./. + "/a.nix") version', { "a.nix": code }, ["x differs"]],
    ["by callPackage", "callPackage ./a.nix { v = version; }", { "a.nix": "{ v }: v" }, ["x differs"]],
    [
      "that is not there",
      "import ./b.nix version",
      { "a.nix": code },
      ["x: passes a changed value to an unknown function"],
    ],
    [
      "of a directory by another name",
      "import ./a version",
      { "a/package.nix": code },
      ["x: passes a changed value to an unknown function"],
    ],
    [
      "of which the name is not known",
      "import ./${it}.nix version",
      { "a.nix": code },
      [
        "./${it}.nix: uses files of the package that differ",
        "x: passes a changed value to an unknown function",
      ],
    ],
    [
      "by a path that may be any",
      "import ./${it} version",
      { "default.nix": code },
      ["./${it}: uses files of the package that differ", "x: passes a changed value to an unknown function"],
    ],
    [
      "is asked in its own directory",
      "import ./a/b.nix version",
      { "a/b.nix": "v: import ./c.nix v", "a/c.nix": "v: [ v ]", "c.nix": "v: 1" },
      ["x differs"],
    ],
    [
      "is reported where it stands",
      "import ./a.nix src",
      { "a.nix": "v: import v" },
      ["import v: uses a changed value as Nix code", "x differs"],
    ],
  ])("%s", (_, x, files, reports) => {
    expect(reportsOfX(x, "", { files })).toEqual(reports);
  });

  it("holds pins of its own", () => {
    const files = {
      "source.nix": `{ fetchurl }: rec { version = "1.2.3"; src = ${SRC}; }`,
      "hash.nix": `{ hash = "${HASH_A}"; }`,
    };
    const text = (used: string) => `{ stdenv, callPackage }: let source = callPackage ./source.nix { }; in
      stdenv.mkDerivation { inherit (source) ${used}; }`;
    const unused = `hash = "sha256-${"b".repeat(42)}A=";: differs, and no use of it was found`;
    expect(reportsOf(text("version src"), { files })).toEqual([unused]);
    expect(reportsOf(text("pname"), { files })).toEqual([
      'version = "1.2.4";: differs, and no use of it was found',
      `${unused}`,
      unused,
    ]);
  });
});

describe("a path of the package", () => {
  const DIFFER = "x: uses files of the package that differ";
  const lock: Beside = { files: { "sub/a.nix": "1" }, companions: ["sub/x.lock"] };

  it.each<[string, readonly string[]]>([
    ["./package.nix", [DIFFER]],
    ["./.", [DIFFER, "x differs"]],
    ["../.", [DIFFER, "x differs"]],
    ["../p", [DIFFER, "x differs"]],
    ["../../pkgs", [DIFFER, "x differs"]],
    ["../../.", [DIFFER, "x differs"]],
    ["../../../.", []],
    ["./package", []],
    ["../pa", []],
    ["../q", []],
    ["./sub/a.nix", []],
    ["./sub", ["x differs"]],
    ["./su", []],
    ["./sub/x.lock", ["x differs"]],
    ["./sub/x.loc", []],
    ["./${it}", [DIFFER, "x differs"]],
    ["./${it}.lock", ["x differs"]],
    ["./${it}.nix", [DIFFER]],
    ["./${it}age.nix", [DIFFER]],
    ["./${it}/a.nix", []],
    ["./${it}.patch", []],
    ["/etc/package.nix", []],
    ["<nixpkgs>", []],
  ])("%s", (path, reports) => {
    expect(reportsOfX(path, "", lock)).toEqual(reports);
  });

  it("may lead to another file that differs", () => {
    const files = { "a.nix": 'rec { version = "1.2.3"; v = version; }', "b.nix": "1" };
    expect(reportsOfX("[ (import ./a.nix).v ./a.nix ]", "", { files })).toEqual([
      "./a.nix: uses files of the package that differ",
      "x differs",
    ]);
    expect(reportsOfX("[ (import ./a.nix).v ./b.nix ]", "", { files })).toEqual(["x differs"]);
  });
});

describe("a package at the top of its repository", () => {
  const at = (x: string, files: Record<string, string>) => {
    const top = filesOf(withX(x), files).map((each) => ({ ...each, path: each.path.replace("pkgs/p/", "") }));
    return tracePins(top, "package.nix", []).findings.map(({ what }) => what);
  };
  const USES = "uses files of the package that differ";

  it.each(["./package.nix", "./.", '(./. + "/package.nix")', "./${it}.nix"])(
    "reads its own file as %s",
    (path) => {
      expect(at(path, {})).toContain(USES);
    },
  );

  it("may read any file by a name that is not known", () => {
    const files = { "default.nix": "v: [ v ]" };
    expect(at("import ./. version", files)).toEqual([
      "passes a changed value to `mkDerivation` as `x`, which may be more than text",
    ]);
    expect(at("import ./${it} version", files)).toEqual([
      USES,
      "passes a changed value to an unknown function",
    ]);
  });
});
