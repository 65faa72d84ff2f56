// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { definitionsIn } from "../../src/packages/definitions/definitions.ts";
import { definitionOfX, nixFile, OVERRIDES, rootWith } from "./builders.ts";

/** Whose `callPackage` defines `x`; "none" where none does. */
function owner(text: string): string {
  const { call } = definitionOfX(text);
  return call.kind === "call" ? call.scope : "none";
}

function targetOf(definition: string) {
  const { call } = definitionOfX(`pkgs: with pkgs; { x = ${definition}; }`);
  return call.kind === "call" ? call.target : null;
}

describe("callPackage is the package set's own", () => {
  it.each([
    ["under `with pkgs`", "{ }: pkgs: with pkgs; { x = callPackage ./x { }; }"],
    ["under `with self`", "self: with self; { x = callPackage ./x { }; }"],
    ["under `with final`", "final: prev: with final; { x = callPackage ./x { }; }"],
    ["under `with res`, as nixpkgs once had it", "res: pkgs: super: with res; { x = callPackage ./x { }; }"],
    ["under the innermost of two", "pkgs: with pkgs; with pkgs.lib; with pkgs; { x = callPackage ./x { }; }"],
    ["under `with pkgs` around `with lib`", "pkgs: with pkgs; with lib; { x = callPackage ./x { }; }"],
    [
      "under `with pkgs` within `with lib`",
      "{ lib }: pkgs: with lib; with pkgs; { x = callPackage ./x { }; }",
    ],
    [
      "under `with pkgs` with `builtins` between",
      "pkgs: with pkgs; with builtins; { x = callPackage ./x { }; }",
    ],
    ["as a formal", "{ callPackage, lib, ... }: { x = callPackage ./x { }; }"],
    [
      "as a formal, whatever `with` stands between",
      "{ callPackage, y }: with y; { x = callPackage ./x { }; }",
    ],
    ["as a formal with a default", "{ callPackage ? y.callPackage }: { x = callPackage ./x { }; }"],
    ["selected from `pkgs`", "{ pkgs ? import <nixpkgs> { } }: { x = pkgs.callPackage ./x { }; }"],
    ["selected from `self`", "self: super: { x = self.callPackage ./x { }; }"],
    ["selected from `super`", "self: super: { x = super.callPackage ./x { }; }"],
    ["selected from `final`", "final: prev: { x = final.callPackage ./x { }; }"],
    ["selected from `prev`", "final: prev: { x = prev.callPackage ./x { }; }"],
    ["selected from `pkgs.pkgs`", "pkgs: { x = pkgs.pkgs.callPackage ./x { }; }"],
    ["in parentheses", "pkgs: { x = (pkgs.callPackage) ./x { }; }"],
    ["in parentheses with its first argument", "pkgs: { x = (pkgs.callPackage ./x) { }; }"],
    ["with quotes", 'pkgs: { x = pkgs."callPackage" ./x { }; }'],
    ["bound by `let`", "pkgs: let callPackage = pkgs.callPackage; in { x = callPackage ./x { }; }"],
    [
      "inherited by `let` from `pkgs`",
      "pkgs: let inherit (pkgs) callPackage; in { x = callPackage ./x { }; }",
    ],
    [
      "inherited by `let` from around",
      "{ callPackage }: let inherit callPackage; in { x = callPackage ./x { }; }",
    ],
    [
      "bound through two names",
      "pkgs: let p = pkgs; callPackage = p.callPackage; in { x = callPackage ./x { }; }",
    ],
    ["of a name for `pkgs`", "final: prev: let me = final; in { x = me.callPackage ./x { }; }"],
  ])("%s", (_, text) => {
    expect(owner(text)).toBe("own");
  });
});

describe("callPackage is another set's", () => {
  it.each([
    ["selected from `libsForQt5`", "pkgs: with pkgs; { x = libsForQt5.callPackage ./x { }; }"],
    ["selected from `python3Packages`", "pkgs: with pkgs; { x = python3Packages.callPackage ./x { }; }"],
    ["selected from `python3.pkgs`", "pkgs: with pkgs; { x = python3.pkgs.callPackage ./x { }; }"],
    ["selected from a set of `pkgs`", "pkgs: { x = pkgs.libsForQt5.callPackage ./x { }; }"],
    ["selected from a formal", "{ qt6Packages, callPackage }: { x = qt6Packages.callPackage ./x { }; }"],
    ["inherited by `let`", "pkgs: let inherit (pkgs.qt6) callPackage; in { x = callPackage ./x { }; }"],
    ["bound by `let`", "pkgs: with pkgs; let callPackage = qt5.callPackage; in { x = callPackage ./x { }; }"],
    ["of a name for a set", "pkgs: let q = pkgs.qt5; in { x = q.callPackage ./x { }; }"],
  ])("%s", (_, text) => {
    expect(owner(text)).toBe("other");
  });
});

describe("whose callPackage it is, is not known", () => {
  it.each([
    ["bound to a call", "pkgs: let callPackage = newScope { }; in { x = callPackage ./x { }; }"],
    ["bound by a nested name", "pkgs: with pkgs; let callPackage.y = 1; in { x = callPackage ./x { }; }"],
    ["named as a whole argument", "callPackage: { x = callPackage ./x { }; }"],
    ["nowhere in sight", "{ x = callPackage ./x { }; }"],
    ["under `with` of some other set", "pkgs: with pkgs; with y; { x = callPackage ./x { }; }"],
    ["under `with` of a set of `pkgs`", "pkgs: with pkgs; with pkgs.qt5; { x = callPackage ./x { }; }"],
    ["under `with` of something computed", "pkgs: with pkgs; with f y; { x = callPackage ./x { }; }"],
    ["under `with lib` alone", "{ lib }: with lib; { x = callPackage ./x { }; }"],
    ["of a set that is computed", "pkgs: { x = (f pkgs).callPackage ./x { }; }"],
    ["of an imported set", "{ x = (import <nixpkgs> { }).callPackage ./x { }; }"],
    ["of a name for a computed set", "{ y }: let pkgs = y { }; in { x = pkgs.callPackage ./x { }; }"],
    ["chosen by a default", "pkgs: { x = (pkgs.qt5 or pkgs).callPackage ./x { }; }"],
    ["called by another name", "pkgs: let call = pkgs.callPackage; in { x = call ./x { }; }"],
    ["bound to itself", "let callPackage = callPackage; in { x = callPackage ./x { }; }"],
    ["bound in a circle", "let callPackage = a; a = callPackage; in { x = callPackage ./x { }; }"],
  ])("%s", (_, text) => {
    expect(owner(text)).toBe("unknown");
  });
});

describe("the `callPackage` of the set as it was before", () => {
  /** Whose it is where `super` and `prev` count as the package set, and where they do not. */
  function owners(text: string): (string | undefined)[] {
    return [true, false].map((previousCounts) => {
      const [definition] = definitionsIn(nixFile(text), OVERRIDES, rootWith({ previousCounts })).definitions;
      return definition?.call.kind === "call" ? definition.call.scope : definition?.call.kind;
    });
  }

  it.each([
    ["of `super`", "self: super: { x = super.callPackage ./x { }; }", "other"],
    ["of `prev`", "final: prev: { x = prev.callPackage ./x { }; }", "other"],
    ["of `with super`", "self: super: with super; { x = callPackage ./x { }; }", "unknown"],
    ["of `with prev`", "final: prev: with prev; { x = callPackage ./x { }; }", "unknown"],
    [
      "inherited from `prev`",
      "final: prev: let inherit (prev) callPackage; in { x = callPackage ./x { }; }",
      "other",
    ],
  ])("counts as the set's own but for nixpkgs: %s", (_, text, inNixpkgs) => {
    expect(owners(text)).toEqual(["own", inNixpkgs]);
  });

  it.each(["self", "final", "pkgs", "res"])("and that of `%s` counts everywhere", (name) => {
    expect(owners(`${name}: { x = ${name}.callPackage ./x { }; }`)).toEqual(["own", "own"]);
  });

  it.each(["super", "prev"])("is another's where it is of a set of `%s`", (name) => {
    expect(owners(`self: ${name}: { x = ${name}.qt6.callPackage ./x { }; }`)).toEqual(["other", "other"]);
  });
});

describe("callPackage is shadowed", () => {
  it.each([
    [
      "by a `let` within `with`",
      "other",
      "pkgs: with pkgs; let callPackage = y.callPackage; in { x = callPackage ./x { }; }",
    ],
    [
      "by a `let` around `with`",
      "other",
      "pkgs: let callPackage = pkgs.y.callPackage; in with pkgs; { x = callPackage ./x { }; }",
    ],
    ["by a formal around `with`", "own", "{ callPackage }: pkgs: with qt5; { x = callPackage ./x { }; }"],
    [
      "by an inner function",
      "own",
      "pkgs: let callPackage = f y; in { callPackage }: { x = callPackage ./x { }; }",
    ],
    ["by `rec`", "other", "pkgs: with pkgs; rec { callPackage = y.callPackage; x = callPackage ./x { }; }"],
    [
      "not by a plain set",
      "own",
      "pkgs: with pkgs; { callPackage = y.callPackage; x = callPackage ./x { }; }",
    ],
    [
      "by a `let` for `pkgs`",
      "other",
      "pkgs: let p = pkgs; in let pkgs = p.qt5; in { x = pkgs.callPackage ./x { }; }",
    ],
  ])("%s", (_, scope, text) => {
    expect(owner(text)).toBe(scope);
  });
});

describe("a package set that is not what its name says", () => {
  it.each([
    [
      "`with` of a `pkgs` bound by `let`",
      "{ qt5 }: let pkgs = qt5; in with pkgs; { x = callPackage ./x { }; }",
    ],
    ["`with` of a computed `self`", "pkgs: let self = f pkgs; in with self; { x = callPackage ./x { }; }"],
    ["a `pkgs` out of another `with`", "{ qt5 }: with qt5; { x = pkgs.callPackage ./x { }; }"],
    ["a `pkgs` from nowhere", "{ x = pkgs.callPackage ./x { }; }"],
  ])("has no callPackage of the scope's own: %s", (_, text) => {
    expect(owner(text)).not.toBe("own");
  });
});

describe("there is no callPackage", () => {
  it.each([
    "callPackages ./x { }",
    "pkgs.callPackages ./x { }",
    "callPackage ./x",
    "callPackage",
    "callPackage ./x { } y",
    "pkgs.y",
    "import ./x { inherit pkgs; }",
    "callPackageWith pkgs ./x { }",
    "(callPackage ./x { }).y",
    "(callPackage ./x { }).override { }",
    "if a then callPackage ./x { } else null",
    "lib.dontRecurse (callPackage ./x { })",
    "{ callPackage = 1; }",
  ])("in `%s`", (definition) => {
    expect(owner(`pkgs: with pkgs; { x = ${definition}; }`)).toBe("none");
  });
});

describe("the target of a callPackage", () => {
  it.each([
    ["callPackage ../by-name/x/x/package.nix { }", "pkgs/by-name/x/x/package.nix"],
    ["callPackage ../tools/x { }", "pkgs/tools/x"],
    ["callPackage ./x.nix { }", "pkgs/top-level/x.nix"],
    ["callPackage ../../x { }", "x"],
    ["callPackage (../tools/./y/../x) { }", "pkgs/tools/x"],
    ["callPackage ../../.. { }", null],
    ["callPackage ../../../x { }", null],
    ["callPackage /x { }", null],
    ["callPackage ~/x { }", null],
    ["callPackage <x> { }", null],
  ])("of `%s` is relative to the repository: %s", (definition, path) => {
    expect(targetOf(definition)).toMatchObject({ kind: "path", path });
  });

  it.each(["callPackage ./x-${y}.nix { }", "callPackage ./${y} { }"])(
    "of `%s` is not known",
    (definition) => {
      expect(targetOf(definition)).toEqual({ kind: "unknown" });
    },
  );

  it.each([
    "callPackage ({ lib }: lib) { }",
    "callPackage y { }",
    'callPackage "${./x}" { }',
    "callPackage (./x + y) { }",
  ])("of `%s` is no path", (definition) => {
    expect(targetOf(definition)).toEqual({ kind: "not-path" });
  });
});

describe("the custom arguments of a callPackage", () => {
  it.each([
    ["{ }", true],
    ["{}", true],
    ["({ })", true],
    ["{ /* none */ }", true],
    ["rec { }", true],
    ["{ y = 1; }", false],
    ["{ inherit y; }", false],
    ["y", false],
    ["({ } // y)", false],
  ])("`%s` are none: %s", (args, empty) => {
    expect(definitionOfX(`pkgs: with pkgs; { x = callPackage ./x ${args}; }`).call).toMatchObject({ empty });
  });

  it("stand behind the callee as it is written", () => {
    const { call } = definitionOfX("pkgs: with pkgs; { x = libsForQt5 . callPackage ./x { }; }");
    expect(call).toMatchObject({ callee: "libsForQt5 . callPackage" });
  });
});
