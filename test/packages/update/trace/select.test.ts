// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { each, many, reportsOfX } from "./reports.ts";

describe("an attribute of", () => {
  each("something of which nothing is known, by its last names", [
    ["it.a", ""],
    ["it.a version", "", "x: passes a changed value to `a`, an unknown function"],
    ["lib.versions.major version", "", "x differs"],
    ["it.lib.major version", "", "x: passes a changed value to `major`, an unknown function"],
    ["it.lib.lib.lib.major version", "", "x: passes a changed value to `major`, an unknown function"],
    ["it.lib.lib.lib.lib.major version", "", "x differs"],
  ]);

  each("a set", [
    ["{ a = version; }.a", "", "x differs"],
    ["{ a = version; }.b", ""],
    ["{ a = version; }.b version", "", "x: passes a changed value to an unknown function"],
    ["{ a = version; ${it} = 1; }.b", ""],
    ["{ a = 1; ${it} = version; }.a", ""],
    ["{ a = 1; ${it} = version; }.b", "", "x differs"],
    ["{ ${it.a} = 1; ${it.b} = version; }.c", "", "x differs"],
    ["{ ${it.a} = 1; }.b", ""],
    ["{ ${it.a} = many; }.b", many(256), "x differs"],
    ["{ ${it.a} = many; ${it.b} = 1; }.c", many(255), "x differs"],
    ["{ ${it.a} = still; ${it.b} = 1; }.c", many(256, '"x"', "still"), "x differs"],
    ["(if it then { a = version; } else { a = 1; }).a", "", "x differs"],
    ["(if it then { a = version; } else { b = 1; }).b", ""],
    ["(if it then { a = many; } else { a = 1; }).a", many(255), "x differs"],
    [
      "(if it then { a = many; } else { a = 1; }).a",
      many(256),
      "x: may be too many things to understand",
      "x differs",
    ],
  ]);

  each("what has none", [
    ['"a".b', ""],
    ['"a".b version', "", "x: passes a changed value to an unknown function"],
    ["version.b", ""],
    ["./a.b", ""],
    ["(./a).b version", "", "x: passes a changed value to an unknown function"],
    ["[ ].b", ""],
    ["[ ].b version", "", "x: passes a changed value to an unknown function"],
    ["[ version ].b", ""],
    ["(v: v).b", ""],
    ["(v: v).b version", "", "x: passes a changed value to an unknown function"],
    ["(map it).b version", "", "x: passes a changed value to an unknown function"],
    ['(throw "x").b version', ""],
    ["(-version).b", "", "x: reads an attribute of an unknown changed value", "x differs"],
    [
      "(if it then -version else { a = 1; }).a",
      "",
      "x: reads an attribute of an unknown changed value",
      "x differs",
    ],
  ]);
});

describe("a derivation", () => {
  each("has what it is made of", [
    ["src.hash", "", "x differs"],
    ["src.url", "", "x differs"],
    ["src.name", "", "x differs"],
    ["d.pname", 'd = stdenv.mkDerivation { pname = "p-${version}"; };', "x differs"],
    ["d.a", "d = stdenv.mkDerivation { a = 1; inherit src; };"],
    ["d.a", "d = stdenv.mkDerivation { A = src; ${it} = 1; };"],
    [
      "d.a",
      "d = stdenv.mkDerivation { src = { ${it} = src; }.b; };",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
  ]);

  each("has what is in its passthru", [
    ["d.a", "d = stdenv.mkDerivation { passthru.a = version; };", "x differs"],
    ["d.a", "d = stdenv.mkDerivation { passthru.a = 1; inherit src; };"],
    [
      "d.b",
      "d = stdenv.mkDerivation { passthru.a = 1; inherit src; };",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    ["d.a", "d = stdenv.mkDerivation { inherit src; passthru = if it then { a = 1; } else { b = 1; }; };"],
    [
      "d.a",
      "d = stdenv.mkDerivation { inherit src; passthru = if it then { b = version; } else { a = 1; }; };",
    ],
    [
      "d.a",
      "d = stdenv.mkDerivation { inherit src; passthru = if it then { a = 1; } else { a = version; }; };",
      "x differs",
    ],
    [
      "d.a",
      "d = stdenv.mkDerivation { inherit src; passthru = it.a; };",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    ["d.a", "d = stdenv.mkDerivation { passthru = it.a; };"],
    [
      "d.a version",
      "d = stdenv.mkDerivation { passthru = it.a; };",
      "x: passes a changed value to an unknown function",
    ],
    [
      "d.a",
      "d = stdenv.mkDerivation { passthru = version; };",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    [
      "d.a version",
      "d = stdenv.mkDerivation { passthru.a = v: import v; };",
      "import v: uses a changed value as Nix code",
      "x differs",
    ],
    [
      "d.a",
      `d = stdenv.mkDerivation { passthru = if it then { a = many; } else { a = 1; }; };${many(255)}`,
      "x differs",
    ],
    [
      "d.a",
      `d = stdenv.mkDerivation { passthru = if it then { a = many; } else { a = 1; }; };${many(256)}`,
      "x differs",
    ],
  ]);

  each("has what its builder makes of it", [
    ["d.a", "d = stdenv.mkDerivation { };"],
    ["d.a version", "d = stdenv.mkDerivation { };", "x: passes a changed value to an unknown function"],
    ["d.out", "d = stdenv.mkDerivation { };"],
    ["d.version", "d = stdenv.mkDerivation { };"],
    [
      "d.a",
      "d = stdenv.mkDerivation { inherit src; };",
      "x: reads an attribute of a changed package that the package does not define",
      "x differs",
    ],
    ["d.out", "d = stdenv.mkDerivation { inherit src; };", "x differs"],
    ["d.out.a", "d = stdenv.mkDerivation { a = 1; inherit src; };"],
    ["d.version", "d = stdenv.mkDerivation { inherit src; };", "x differs"],
    ["d.meta", "d = stdenv.mkDerivation { inherit src; };"],
    [
      "d.meta version",
      "d = stdenv.mkDerivation { inherit src; };",
      "x: passes a changed value to an unknown function",
    ],
    ["src.meta.a", ""],
  ]);

  each("is overridden", [
    ["src.override", ""],
    ["src.override { }", "", "x differs"],
    ["src.override { a = 1; }", "", "x differs"],
    ["src.override { a = version; }", "", "x: passes a changed value to `override`", "x differs"],
    ["(src.override { }).meta", ""],
    ["src.override { } 1", "", "x: passes a changed value to a function that is not understood", "x differs"],
    ["src.overrideAttrs", ""],
    ["src.overrideAttrs { a = 1; }", "", "x differs"],
    [
      "src.overrideAttrs { a = version; }",
      "",
      "version: passes a changed value to `overrideAttrs` as `a`, which may be more than text",
      "x differs",
    ],
    [
      "(src.overrideAttrs { a = version; }).a",
      "",
      "x differs",
      "version: passes a changed value to `overrideAttrs` as `a`, which may be more than text",
    ],
    ["d.overrideAttrs (old: { a = old.a; })", "d = stdenv.mkDerivation { a = 1; };"],
    ["d.overrideAttrs (old: { b = old.a; })", "d = stdenv.mkDerivation { a = 1; A = src; };", "x differs"],
    ["d.override { }", "d = stdenv.mkDerivation { };"],
    [
      "d.override { a = version; }",
      "d = stdenv.mkDerivation { };",
      "x: passes a changed value to `override`",
    ],
    [
      "d.overrideAttrs { a = version; }",
      "d = stdenv.mkDerivation { };",
      "version: passes a changed value to `overrideAttrs` as `a`, which may be more than text",
      "x differs",
    ],
    ["d.overrideDerivation", "d = stdenv.mkDerivation { };"],
  ]);
});

describe("what a builder adds of its own", () => {
  const made = "d = stdenv.mkDerivation { SRC = src; };";

  it.each([
    ...["out", "dev", "lib", "bin", "man", "doc", "dist", "static", "outPath", "drvPath", "finalPackage"],
    ...["all", "goModules", "cargoDeps", "npmDeps", "node_modules"],
  ])("as %s is built of what differs", (name) => {
    expect(reportsOfX(`d.${name}`, made)).toEqual(["x differs"]);
    expect(reportsOfX(`import d.${name}`, made)).toEqual([
      "x: uses a changed value as Nix code",
      "x differs",
    ]);
    // A derivation, and no text.
    expect(reportsOfX(`stdenv.mkDerivation { version = d.${name}; }`, made)).toEqual([
      `d.${name}: uses a changed value in a way that is not understood`,
      "x differs",
    ]);
  });

  it.each([
    ...["meta", "type", "system", "stdenv", "outputs", "pythonModule", "isGNU", "isClang", "gitRepoUrl"],
    ...["doCheck", "doInstallCheck", "strictDeps", "pname", "overrideDerivation", "passthru"],
  ])("as %s says the same of every version", (name) => {
    expect(reportsOfX(`d.${name}`, made)).toEqual([]);
  });

  it.each(["name", "version", "url", "urls", "rev", "tag", "ref"])("as %s is a text that differs", (name) => {
    expect(reportsOfX(`d.${name}`, made)).toEqual(["x differs"]);
    expect(reportsOfX(`stdenv.mkDerivation { version = d.${name}; }`, made)).toEqual(["x differs"]);
    const fetched = `fetchurl { url = "https://a.org/p-\${version}.tgz"; hash = d.${name}; }`;
    expect(reportsOfX(fetched, made)).toContain(
      `d.${name}: is a hash that depends on a changed value other than a hash`,
    );
    expect(reportsOfX(fetched, made)).toContain(`d.${name}: stays the same while its version differs`);
  });

  it.each(["a", "outs", "override2", "patches", "src", "vendorHash", "hash", "owner", "dependencies"])(
    "as %s is not known",
    (name) => {
      expect(reportsOfX(`d.${name}`, made)).toEqual([
        "x: reads an attribute of a changed package that the package does not define",
        "x differs",
      ]);
    },
  );
});
