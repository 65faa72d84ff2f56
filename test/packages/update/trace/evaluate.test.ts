// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../../src/nix/parse.ts";
import { sourceText } from "../../../../src/nix/text.ts";
import { tracePins } from "../../../../src/packages/update/trace/trace.ts";
import { HASH_C } from "../builders.ts";
import { each, many, reportsOf, reportsOfX } from "./reports.ts";

describe("what an expression comes to", () => {
  each("what it is made of", [
    ["1", ""],
    ["1.5", ""],
    ["-1", ""],
    ["-version", "", "x differs"],
    ["!version", "", "x differs"],
    ["!it", ""],
    ["x:y", ""],
    ["(version)", "", "x differs"],
    ["[ 1 (version) ]", "", "x differs"],
    ["{ a = 1; b.c = version; }", "", "x differs"],
    ["{ body = 1; y = version; }", "", "x differs"],
    ["rec { body = 1; y = body; }", ""],
    ["let { body = y; y = version; }", "", "x differs"],
    ["let { body = 1; y = version; }", ""],
    ["let { y = 1; body = version; }", "", "x differs"],
    ["it ? ${version}", "", "${version}: has a name that depends on a changed value"],
    ["./x-${it}.patch", ""],
    ["./x-${version}.patch", "", "x: is a path that depends on a changed value", "x differs"],
    ["src ? a", ""],
    ["version ? a", ""],
    [
      "(version + { a = version; }) ? a",
      "",
      "version + { a = version; }: turns a changed value into text",
      "x differs",
    ],
  ]);

  each("a condition", [
    ["if it then 1 else 2", ""],
    ["if it then version else 2", "", "x differs"],
    ["if it then 1 else version", "", "x differs"],
    [
      'if version == "1.2.4" then 1 else 2',
      "",
      'version == "1.2.4": has a condition that depends on a changed value',
    ],
    [
      "if import src then 1 else 2",
      "",
      "import src: uses a changed value as Nix code",
      "import src: has a condition that depends on a changed value",
    ],
    ["if it then 1 else many", many(255), "x differs"],
    ["if it then 1 else many", many(256), "x: may be too many things to understand", "x differs"],
  ]);

  each("what it asserts is looked at", [
    ["assert it; 1", ""],
    ["assert it; version", "", "x differs"],
    ["assert import src; 1", "", "import src: uses a changed value as Nix code"],
    [
      "assert it (x: import src); 1",
      "",
      "import src: uses a changed value as Nix code",
      "it (x: import src): passes a changed value to `it`, an unknown function",
    ],
  ]);

  it("a number is no text that is known", () => {
    const tag = (number: string) => `{ stdenv, fetchFromGitHub }: stdenv.mkDerivation rec { version = "1.2.3";
      src = fetchFromGitHub { owner = "a"; repo = "b"; tag = "v\${toString ${number}}.\${version}"; }; }`;
    const partly = (number: string) =>
      `"v\${toString ${number}}.\${version}": names a git ref that is only partly known`;
    expect(reportsOf(tag("1"))).toEqual([partly("1")]);
    expect(reportsOf(tag("1.5"))).toEqual([partly("1.5")]);
    expect(reportsOf(tag('"1"'))).toEqual([]);
  });

  it("a text that does not parse is not understood", () => {
    const file = parseNix(sourceText("{ stdenv }: stdenv.mkDerivation ("));
    const found = tracePins([{ path: "p.nix", file, pins: [] }], "p.nix", []).findings;
    expect(found.map(({ what }) => what)).toEqual([
      "is not understood",
      "returns a changed value that is not a known derivation",
    ]);
  });
});

describe("a URI without quotes", () => {
  const text = (
    url: string,
    hash: string,
  ) => `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
    src = fetchurl { url = ${url}; sha256 = ${hash}; }; }`;

  it("is a text", () => {
    expect(reportsOf(text('https://a.org/p- + version + ".tgz"', "lib.x"))).toEqual([
      'fetchurl { url = https://a.org/p- + version + ".tgz"; sha256 = lib.x; }: stays the same while its version differs',
    ]);
    expect(reportsOf(text('"https://" + version + /x', "lib.x"))[0]).toBe(
      '"https://" + version + /x: has a changed URL, which may have another host, owner or repository',
    );
  });

  it("is a hash where it stands", () => {
    expect(reportsOf(text('"https://a.org/p-${version}.tgz"', "sha256:abc"))).toEqual([
      "sha256:abc: stays the same while its version differs",
    ]);
    expect(reportsOf(text('"https://a.org/p-${version}.tgz"', `"${HASH_C}"`))).toEqual([
      `"${HASH_C}": stays the same while its version differs`,
    ]);
  });
});

describe("a name", () => {
  each("of the innermost let or function, before any `with`", [
    ["with { v = version; }; v", "v = 1;"],
    ["with { v = 1; }; v", "v = version;", "x differs"],
    ["let v = 1; in v", "v = version;"],
    ["(v: v) 1", "v = version;"],
    ["(v: w: v) version 1", "v = 1;", "x differs"],
  ]);

  each("of the innermost `with` that has it", [
    ["with { v = version; }; v", "", "x differs"],
    ["with { v = version; }; w", ""],
    ["with { v = 1; }; with it; v", ""],
    ["with { v = version; }; with it; v", "", "x differs"],
    ["with it; with { v = version; }; v", "", "x differs"],
    ["with { v = version; }; with { v = 1; }; v", ""],
    ["with { v = 1; }; with { v = version; }; v", "", "x differs"],
    ["with { v = version; }; with { w = 1; }; v", "", "x differs"],
    ["with { v = version; }; with [ ]; v", "", "x differs"],
    ["with { v = version; }; (w: v) 1", "", "x differs"],
    ["with { v = many; }; with it; v", many(255), "x differs"],
    ["with { v = many; }; with it; v", many(256), "v: may be too many things to understand", "x differs"],
  ]);

  each("of a `with` of which not all is known", [
    ["with lib // { a = 1; }; versions.major version", "", "x differs"],
    [
      "with lib // { major = v: import v; }; major version",
      "",
      "import v: uses a changed value as Nix code",
      "x differs",
    ],
    ["with { ${it} = 1; }; w", ""],
    ["with { ${it} = version; }; w", "", "w: takes a name from a changed value", "x differs"],
    ["with { v = 1; ${it} = version; }; v", ""],
    ["with { v = version; ${it} = 1; }; v", "", "x differs"],
    ["with src; w", "", "w: takes a name from a changed value", "x differs"],
    ["with version; w", "", "w: takes a name from a changed value", "x differs"],
    ["with src; 1", ""],
    ["with [ ]; w", ""],
  ]);

  each("of Nix itself, before any `with`", [
    ["with pkgs.python3Packages; toString version", "", "x differs"],
    ["with it; toString version", "", "x differs"],
    ["with it; if version == null then 1 else 2", ""],
    ["with { import = v: v; }; import src", "", "import src: uses a changed value as Nix code", "x differs"],
    ["with { map = f: l: version; }; map (v: v) [ 1 ]", ""],
    ["with src; map (v: v) [ 1 ]", ""],
    ["with { inherit (it) throw; }; throw version", ""],
    ["with { fetchTree = v: v; }; fetchTree version", "", "x differs"],
    ["toString version", "toString = v: 1;"],
  ]);

  each("of a `with` is known by its names, in those of the innermost", [
    ["with lib; versions.major version", "", "x differs"],
    ["with it; with lib; versions.major version", "", "x differs"],
    [
      "with lib; with it; versions.major version",
      "",
      "versions.major version: passes a changed value to `major`, an unknown function",
    ],
    ["with lib.versions; major version", "", "x differs"],
    ["with it; major version", "", "major version: passes a changed value to `major`, an unknown function"],
    [
      "with it.lib; major version",
      "",
      "major version: passes a changed value to `major`, an unknown function",
    ],
    ["with it.lib.lib.lib.lib; major version", "", "x differs"],
    [
      "with lib.lib.lib.lib.it; major version",
      "",
      "major version: passes a changed value to `major`, an unknown function",
    ],
    ["major version", "", "x differs"],
    ["m version", "", "x: passes a changed value to `m`, an unknown function"],
  ]);
});

describe("a text", () => {
  each("of what is no text", [
    ['"a${{ b = version; }}c"', "", "${{ b = version; }}: turns a changed value into text", "x differs"],
    ['"${{ b = 1; }}"', ""],
    ['"\\${version}"', ""],
    ['"${version}"', "", "x differs"],
  ]);

  const sum = (text: string) => `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
    src = fetchurl { url = ${text}; }; }`;

  it.each([
    ["a line feed", '"https://a.org/\\n${version}"', true],
    ["a carriage return", '"https://a.org/\\r${version}"', true],
    ["a tab", '"https://a.org/\\t${version}"', true],
    ["a letter", '"https://a.org/\\a${version}"', false],
    ["a line feed in lines", "''https://a.org/''\\n${version}''", true],
    ["a letter in lines", "''https://a.org/''\\a${version}''", false],
    ["two quotes", "''https://a.org/'''${version}''", true],
    ["letters", '"https://a.org/n${version}"', false],
  ])("an escape is what it stands for: %s", (_, url, hasNoName) => {
    const found = reportsOf(sum(url));
    const problem = `${url}: has a changed URL, which may have another host, owner or repository`;
    if (hasNoName) expect(found).toContain(problem);
    else expect(found).not.toContain(problem);
  });

  it.each([
    ["two quotes", `builtins.replaceStrings [ "''" ] [ "" ] ''${"'''${version}"}''`],
    ["a dollar", `builtins.replaceStrings [ "$" ] [ "" ] ''${"''$${version}"}''`],
    ["a dollar in quotes", 'builtins.replaceStrings [ "$" ] [ "" ] "\\$${version}"'],
    ["a quote", 'builtins.replaceStrings [ "\\"" ] [ "" ] "\\"${version}"'],
  ])("an escape is replaced as what it stands for: %s", (_, x) => {
    expect(reportsOfX(x)).toEqual(["x differs"]);
  });

  each("that no version is equal to decides nothing", [
    ['if version == "1.2.4\\n" then 1 else 2', ""],
    ["if version == ''1.2.4''''' then 1 else 2", ""],
    [
      'if version == "1.2.4" then 1 else 2',
      "",
      'version == "1.2.4": has a condition that depends on a changed value',
    ],
  ]);
});

describe("an attribute", () => {
  each("or what is in its place", [
    ["{ a = version; }.a", "", "x differs"],
    ["{ a = version; b = 1; }.b", ""],
    ["{ a.b = version; }.a.b", "", "x differs"],
    ["{ a = version; }.a or 1", "", "x differs"],
    ["{ a = version; }.b or 1", ""],
    ["it.a or version", "", "x differs"],
    ["{ a = 1; }.a or version", "", "x differs"],
    ["it.a or many", many(255), "x differs"],
    ["it.a or many", many(256), "x: may be too many things to understand", "x differs"],
  ]);

  each("of which the name is not known", [
    ["{ a = 1; b = version; }.${it}", "", "x differs"],
    ["{ a = 1; b = 2; }.${it}", ""],
    ["{ ${it.a} = version; }.${it}", "", "x differs"],
    ["{ a = { b = 1; c = version; }; }.a.${it}", "", "x differs"],
    ["{ a = { b = 1; }; }.${it}.b", ""],
    ["it.${it}", ""],
    ["it.${it} version", "", "x: passes a changed value to an unknown function"],
    ["(if it then it.a else { b = version; }).${it}", "", "x differs"],
    [
      "(if it then { b = v: v; } else it.a).${it} version",
      "",
      "x: passes a changed value to an unknown function",
      "x differs",
    ],
    ['(if it then { b = v: v; } else throw "x").${it} version', "", "x differs"],
    ['(throw "x").${it} version', ""],
    ["src.${it}", "", "x: reads an unknown attribute of a changed value", "x differs"],
    ["version.${it}", "", "x: reads an unknown attribute of a changed value", "x differs"],
    ["d.${it}", "d = stdenv.mkDerivation { passthru.f = v: import v; };"],
    [
      "d.${it} version",
      "d = stdenv.mkDerivation { passthru.f = v: import v; };",
      "x: passes a changed value to an unknown function",
    ],
    ["(if it then { a = many; } else { a = many; }).${it}", many(128), "x differs"],
    ["{ a = many; b = 1; }.${it}", many(256), "x: may be too many things to understand", "x differs"],
  ]);
});
