import { describe, expect, it } from "vitest";
import { derivation, maintainersOfText, namesOf } from "./builders.ts";

const ALICE = "meta.maintainers = [ lib.maintainers.alice ];";

/** What is said of an expression on the only line of the package. */
function notUnderstood(expression: string): string {
  return `\`${expression}\` on line 1 of \`pkgs/by-name/he/hello/package.nix\` was not understood`;
}

describe("nobody is counted, and the place named, where attributes of a package", () => {
  it.each<[how: string, attributes: string, place: string]>([
    ["are called by a set in pieces", `__functor = { a = 1; }; __functor.b = 2; ${ALICE}`, "__functor"],
    ["are called by a set of attributes", `__functor.a = 2; ${ALICE}`, "__functor"],
    ["have passthru twice", `passthru = { a = 1; }; passthru.b = 2; ${ALICE}`, "passthru"],
    ["lay a meta over their own", `passthru.meta = { }; ${ALICE}`, "{ }"],
    ["lay a meta over their own as extraPassthru", `extraPassthru.meta = { }; ${ALICE}`, "{ }"],
    ["lay a meta over their own as derivationArgs", `derivationArgs.meta = { }; ${ALICE}`, "{ }"],
    ["lay a passthru over their own as derivationArgs", `derivationArgs.passthru = { }; ${ALICE}`, "{ }"],
    ["have an extraPassthru that is computed", `extraPassthru = foo; ${ALICE}`, "foo"],
    ["have derivationArgs that are computed", `derivationArgs = foo; ${ALICE}`, "foo"],
    [
      "take maintainers from elsewhere by a name that is bound around",
      "meta = let maintainers = [ lib.maintainers.alice ]; in { inherit (foo) maintainers; };",
      "maintainers",
    ],
    [
      "have another set of optional ones beside",
      "meta = { maintainers = [ lib.maintainers.alice ]; } // lib.optionalAttrs foo { } { };",
      "lib.optionalAttrs foo { } { }",
    ],
    [
      "have beside what a function of their own makes",
      "meta = { maintainers = [ lib.maintainers.alice ]; } // (a: b: b) foo { };",
      "(a: b: b) foo { }",
    ],
    [
      "take another list by members under `with` of a team",
      "meta.maintainers = with lib.teams.acme; members;",
      "members",
    ],
    ["name a maintainer among the teams", "meta.teams = [ lib.maintainers.acme ];", "lib.maintainers.acme"],
    ["name a team among the maintainers", "meta.maintainers = [ lib.teams.alice ];", "lib.teams.alice"],
    ["inherit a handle from a call", "meta.maintainers = let inherit (foo 1) alice; in [ alice ];", "alice"],
    [
      "have an entry whose login is in pieces",
      "meta.maintainers = [ { github.a = 1; githubId = 70; } ];",
      "{ github.a = 1; githubId = 70; }",
    ],
    [
      "have an entry whose id is in pieces",
      'meta.maintainers = [ { github = "grace"; githubId.a = 70; } ];',
      '{ github = "grace"; githubId.a = 70; }',
    ],
    [
      "have an entry with an id alone that is computed",
      'meta.maintainers = [ { name = "Grace"; githubId = foo; } ];',
      '{ name = "Grace"; githubId = foo; }',
    ],
    [
      "have an entry with a login alone that is computed",
      'meta.maintainers = [ { name = "Grace"; github = foo; } ];',
      '{ name = "Grace"; github = foo; }',
    ],
  ])("%s", (_, attributes, place) => {
    expect(namesOf(maintainersOfText(derivation(attributes)))).toBe(notUnderstood(place));
  });

  it("are called by a set on a condition, which is quoted", () => {
    const functor = "(if foo then { __functor = self: final: { }; } else { })";
    const text = `{ lib, stdenv, foo }: stdenv.mkDerivation ({ ${ALICE} } // ${functor})`;
    expect(namesOf(maintainersOfText(text))).toBe(notUnderstood(functor.slice(1, -1)));
  });
});

describe("nobody is counted, and the place named, where the builder", () => {
  it.each<[how: string, text: string, place: string]>([
    ["is no call", "{ lib, stdenv, foo }: foo", "foo"],
    ["is the result of a name", `{ lib, stdenv }: let a = stdenv.mkDerivation { ${ALICE} }; in a`, "a"],
    [
      "comes from a `with` that may not have it",
      `{ lib, foo }: with foo; stdenv.mkDerivation { ${ALICE} }`,
      "stdenv.mkDerivation",
    ],
    [
      "comes from a `with` of lib that has none",
      `{ lib }: with lib; buildGoModule { ${ALICE} }`,
      "buildGoModule",
    ],
    [
      "comes from a `with` of another set of lib",
      `{ lib }: with lib.foo; buildGoModule { ${ALICE} }`,
      "buildGoModule",
    ],
    [
      "is overridden in another way, by a name",
      `{ lib, buildGoModule, go }: let build = buildGoModule.overrideAttrs { inherit go; }; in build { ${ALICE} }`,
      "build",
    ],
    [
      "has been given attributes before",
      `{ lib, buildGoModule, go }: let build = buildGoModule.override { inherit go; } { }; in build { ${ALICE} }`,
      "build",
    ],
    [
      "is overridden by a function",
      `{ lib, buildGoModule, go }: buildGoModule.override (old: { inherit go; }) { ${ALICE} }`,
      "(old: { inherit go; })",
    ],
    [
      "is overridden by something that an argument has",
      `{ lib, buildGoModule, foo }: buildGoModule.override foo { ${ALICE} }`,
      "foo",
    ],
    [
      "is overridden by a recursive set",
      `{ lib, buildGoModule, foo }: buildGoModule.override rec { go = foo; } { ${ALICE} }`,
      "rec { go = foo; }",
    ],
    [
      "is overridden by an ancient let",
      `{ lib, buildGoModule, foo }: buildGoModule.override (let { body = foo; }) { ${ALICE} }`,
      "(let { body = foo; })",
    ],
    [
      "is overridden with one thing of its own among others",
      `{ lib, buildGoModule, foo }: buildGoModule.override { go = foo; stdenv = foo 1; } { ${ALICE} }`,
      "{ go = foo; stdenv = foo 1; }",
    ],
    [
      "is overridden with one name of its own among others",
      `{ lib, buildGoModule, go }: let stdenv = go 1; in buildGoModule.override { inherit go stdenv; } { ${ALICE} }`,
      "{ inherit go stdenv; }",
    ],
    [
      "is overridden with what a thing of its own has",
      `{ lib, buildGoModule, stdenv, foo }: buildGoModule.override { inherit (foo 1) stdenv; } { ${ALICE} }`,
      "{ inherit (foo 1) stdenv; }",
    ],
    [
      "is overridden and bound, with a thing of its own",
      `{ lib, buildGoModule, go }: let build = buildGoModule.override { go = go 1; }; in build { ${ALICE} }`,
      "build",
    ],
    [
      "takes a name for lib that is defined in part, whatever `with` stands around",
      `{ pkgs, stdenv }: with pkgs; let lib.a = 1; in stdenv.mkDerivation { ${ALICE} }`,
      "lib.maintainers.alice",
    ],
    [
      "is a command without a script",
      `{ lib, runCommand }: runCommand "x" { ${ALICE} }`,
      `runCommand "x" { ${ALICE} }`,
    ],
    ["is a command with its name alone", '{ lib, runCommand }: runCommand "x"', 'runCommand "x"'],
  ])("%s", (_, text, place) => {
    expect(namesOf(maintainersOfText(text))).toBe(notUnderstood(place));
  });
});
