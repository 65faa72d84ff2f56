// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { mainVersion } from "../../../src/packages/update/main-version.ts";
import { nixFile } from "../builders.ts";

/** So that the only version of the file can not be taken for it. */
const OTHERS = 'x = { a.version = "8"; b.version = "9"; };';

describe("the version that a builder is given is known", () => {
  it.each([
    ["as a text", `{ s }: s.mkDerivation { version = "1"; ${OTHERS} }`],
    ["by a name", `{ s }: let v = "1"; in s.mkDerivation { version = v; ${OTHERS} }`],
    ["in parentheses", `{ s }: s.mkDerivation ({ version = ("1"); ${OTHERS} })`],
    ["by inherit", `{ s }: let version = "1"; in s.mkDerivation { inherit version; ${OTHERS} }`],
    [
      "by inherit through a name",
      `{ s }: let v = "7"; in let version = "1"; in s.mkDerivation { inherit version; ${OTHERS} }`,
    ],
    ["of a function", `{ s }: s.mkDerivation (self: { version = "1"; ${OTHERS} })`],
    ["behind let", `{ s }: s.mkDerivation (self: let v = "1"; in { version = v; ${OTHERS} })`],
    [
      "by the set's own name",
      `{ s }: let v = "7"; in s.mkDerivation rec { v = "1"; version = v; ${OTHERS} }`,
    ],
    ["of the last argument", `{ s }: s.mkDerivation { version = "7"; } { version = "1"; }`],
    ["though there is a computed name", `{ s }: s.mkDerivation { \${s} = 1; version = "1"; ${OTHERS} }`],
  ])("%s", (_, text) => {
    expect(mainVersion(nixFile(text))).toBe("1");
  });

  it.each([
    [
      "by the argument of a function",
      `{ s }: let v = "1"; in s.mkDerivation (v: { version = v; ${OTHERS} })`,
    ],
    ["of one branch", `{ s }: s.mkDerivation (c: if c then { version = "1"; } else { version = "2"; })`],
    ["of a `let` of old", `{ s }: s.mkDerivation (let { version = "1"; body = { version = "2"; }; })`],
    ["of one branch of its argument", `{ s }: s.m (if s then { version = "1"; } else { version = "2"; })`],
    ["of a name", `{ s }: let y = { ${OTHERS} }; in s.mkDerivation s.x`],
    ["that a call returns", `{ s }: s.mkDerivation (f { version = "1"; ${OTHERS} })`],
    ["of a computed name", `{ s }: s.mkDerivation { \${s} = "1"; ${OTHERS} }`],
    ["of a nested name", `{ s }: s.mkDerivation { version.x = "1"; ${OTHERS} }`],
    ["of no name", `{ s }: s.mkDerivation { ${OTHERS} }`],
    [
      "of another set by inherit",
      `{ s }: let version = "1"; in s.mkDerivation { inherit (s) version; ${OTHERS} }`,
    ],
    ["of an argument by inherit", `{ s, version }: s.mkDerivation { inherit version; ${OTHERS} }`],
    ["of one result", `{ s }: if s then s.m { version = "1"; } else s.m { version = "2"; }`],
    ["of a set that no builder is given", `{ s }: { version = "1"; ${OTHERS} }`],
    ["of no function", `s.mkDerivation { version = "1"; ${OTHERS} }`],
    ["in pieces", `{ s }: s.mkDerivation { version = "\${s}1"; ${OTHERS} }`],
    ["behind two names", `{ s }: let a = b; b = "1"; in s.mkDerivation { version = a; ${OTHERS} }`],
  ])("but not %s", (_, text) => {
    expect(mainVersion(nixFile(text))).toBe(null);
  });
});

describe("without one, the only version of the file is taken", () => {
  it.each<[string, string, string | null]>([
    ["wherever it is", '{ s }: s { a = { b.version = "1"; }; }', "1"],
    ["though the file is no function", '{ version = "1"; }', "1"],
    ["though it is there twice", '{ s }: s { a.version = "1"; b.version = "1"; }', "1"],
    ["but not one of two", '{ s }: s { a.version = "1"; b.version = "2"; }', null],
    ["but not beside one that is computed", '{ s }: s { a.version = s.x; b.version = "1"; }', null],
    ["but not before one that is computed", '{ s }: s { a.version = "1"; b.version = s.x; }', null],
    ["but not of another name", '{ s }: s { versions = "1"; version.x = "2"; }', null],
  ])("%s", (_, text, expected) => {
    expect(mainVersion(nixFile(text))).toBe(expected);
  });
});
