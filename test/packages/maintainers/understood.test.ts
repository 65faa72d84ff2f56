// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { derivation, maintainersOfText, namesOf } from "./builders.ts";

const ALICE = "meta.maintainers = [ lib.maintainers.alice ];";

describe("a package is maintained by alice where", () => {
  it.each<[how: string, text: string]>([
    [
      "an assertion stands before the list",
      derivation("meta.maintainers = assert foo; [ lib.maintainers.alice ];"),
    ],
    [
      "an assertion stands before meta",
      derivation("meta = assert foo; { maintainers = [ lib.maintainers.alice ]; };"),
    ],
    ["meta stands in parentheses", derivation("meta = ({ maintainers = [ lib.maintainers.alice ]; });")],
    ["meta stands behind `with`", derivation("meta = with lib.maintainers; { maintainers = [ alice ]; };")],
    [
      "meta stands behind `let`",
      derivation("meta = let m = lib.maintainers; in { maintainers = [ m.alice ]; };"),
    ],
    [
      "the list is inherited from around `let`",
      derivation("meta.maintainers = let who = [ lib.maintainers.alice ]; in let inherit who; in who;"),
    ],
    [
      "meta is inherited from around",
      "{ lib, stdenv }: let meta = { maintainers = [ lib.maintainers.alice ]; }; in stdenv.mkDerivation { inherit meta; }",
    ],
    [
      "meta is inherited from around `let`",
      derivation("meta = let m = { maintainers = [ lib.maintainers.alice ]; }; in let inherit m; in m;"),
    ],
    [
      "maintainers are inherited into meta",
      derivation("meta = let maintainers = [ lib.maintainers.alice ]; in { inherit maintainers; };"),
    ],
    [
      "maintainers are inherited into a recursive meta",
      derivation("meta = let maintainers = [ lib.maintainers.alice ]; in rec { inherit maintainers; };"),
    ],
    [
      "a handle is inherited",
      derivation("meta.maintainers = let inherit (lib.maintainers) alice; in [ alice ];"),
    ],
    [
      "what is joined to meta has none",
      derivation("meta = { maintainers = [ lib.maintainers.alice ]; } // { broken = foo; };"),
    ],
    [
      "what may be joined to meta has none",
      derivation(
        "meta = { maintainers = [ lib.maintainers.alice ]; } // lib.optionalAttrs foo { broken = true; };",
      ),
    ],
    [
      "neither of what is joined to meta has any",
      derivation(
        "meta = { maintainers = [ lib.maintainers.alice ]; } // (if foo then { a = 1; } else { b = 2; });",
      ),
    ],
    [
      "all is taken from pkgs",
      `{ pkgs }: pkgs.stdenv.mkDerivation { meta.maintainers = [ pkgs.lib.maintainers.alice ]; }`,
    ],
    [
      "pkgs are pkgs of pkgs",
      `{ pkgs }: pkgs.pkgs.stdenv.mkDerivation { meta.maintainers = [ pkgs.pkgs.lib.maintainers.alice ]; }`,
    ],
    ["lib comes from `with pkgs`", `{ pkgs }: with pkgs; stdenv.mkDerivation { ${ALICE} }`],
    ["the builder is stdenvNoCC's", `{ pkgs }: with pkgs; stdenvNoCC.mkDerivation { ${ALICE} }`],
    ["the builder is rustPlatform's", `{ pkgs }: with pkgs; rustPlatform.buildRustPackage { ${ALICE} }`],
    [
      "the builder is python3Packages'",
      `{ pkgs }: with pkgs; python3Packages.buildPythonPackage { ${ALICE} }`,
    ],
    [
      "the list is joined to an empty one",
      derivation("meta.maintainers = [ ] ++ (let a = [ lib.maintainers.alice ]; in a);"),
    ],
    [
      "meta is joined behind an assertion",
      derivation("meta = assert foo; { maintainers = [ lib.maintainers.alice ]; } // { };"),
    ],
    [
      "meta is joined behind `with`",
      derivation("meta = with lib; { maintainers = [ maintainers.alice ]; } // { };"),
    ],
    [
      "meta is not recursive and has an attribute like that which replaces those of sets that are",
      derivation("meta = { __overrides = foo; maintainers = [ lib.maintainers.alice ]; };"),
    ],
    [
      "what may be joined to meta is said under `with lib`",
      derivation(
        "meta = with lib; { maintainers = [ maintainers.alice ]; } // optionalAttrs foo { broken = true; };",
      ),
    ],
    ["lib is handed on by `let`", derivation(`meta = let inherit lib; in { ${ALICE.slice(5)} };`)],
    ["lib comes from `with pkgs` of pkgs", `{ pkgs }: with pkgs.pkgs; stdenv.mkDerivation { ${ALICE} }`],
    [
      "the builder comes from pkgs, and lib under a `with` within",
      "{ pkgs }: with pkgs; with lib; buildGoModule { meta.maintainers = [ maintainers.alice ]; }",
    ],
    [
      "the builder is overridden with what is inherited from an argument",
      `{ lib, buildGoModule, foo }: (buildGoModule.override { inherit (foo) stdenv go; }) { ${ALICE} }`,
    ],
    [
      "a builder of a set is overridden by a name",
      `{ lib, rustPlatform, foo }: let build = rustPlatform.buildRustPackage.override { inherit (foo) stdenv; }; in build { ${ALICE} }`,
    ],
  ])("%s", (_, text) => {
    expect(namesOf(maintainersOfText(text))).toEqual(["alice"]);
  });
});

it("a package is maintained by somebody whose handle ends like those of Nix itself begin", () => {
  const list = { "maintainers/maintainer-list.nix": "{ a__ = { }; }" };
  const text = derivation("meta.maintainers = with lib.maintainers; [ a__ ];");
  expect(namesOf(maintainersOfText(text, list))).toEqual(["a__"]);
});

it("a package whose meta cannot have maintainers has none", () => {
  expect(namesOf(maintainersOfText(derivation("meta = if foo then { a = 1; } else { b = 2; };")))).toEqual(
    [],
  );
  expect(namesOf(maintainersOfText(derivation("meta = lib.optionalAttrs foo { a = 1; };")))).toEqual([]);
});

describe("who maintains a package is not known where", () => {
  it.each<[how: string, attributes: string]>([
    ["a team is selected from something else", "meta.maintainers = foo.teams.acme.members;"],
    ["a team is selected from another set of lib", "meta.maintainers = lib.foo.acme.members;"],
    ["something else of a team is taken", "meta.maintainers = lib.teams.acme.others;"],
    ["a part of a team's members is taken", "meta.maintainers = lib.teams.acme.members.alice;"],
    ["a handle is selected from something else", "meta.maintainers = [ foo.maintainers.alice ];"],
    ["a handle is selected from another set of lib", "meta.maintainers = [ lib.foo.alice ];"],
    ["all maintainers are an element", "meta.maintainers = [ lib.maintainers ];"],
    ["a part of a maintainer is an element", "meta.maintainers = [ lib.maintainers.alice.github ];"],
    ["a team is an element of maintainers", "meta.maintainers = [ lib.teams.acme ];"],
    ["an element of teams is selected from something else", "meta.teams = [ foo.teams.acme ];"],
    ["an element of teams is a maintainer", "meta.teams = [ lib.maintainers.alice ];"],
    ["all teams are an element of teams", "meta.teams = [ lib.teams ];"],
    ["the members of a team are an element of teams", "meta.teams = [ lib.teams.acme.members ];"],
    ["an element may be another", "meta.maintainers = [ (lib.maintainers.alice or foo) ];"],
    ["an entry is recursive", 'meta.maintainers = [ (rec { github = "grace"; githubId = 70; }) ];'],
    ["an entry's login is computed", "meta.maintainers = [ { github = foo; githubId = 70; } ];"],
    ["an entry's id is computed", 'meta.maintainers = [ { github = "grace"; githubId = foo; } ];'],
    ["an entry's login is none", 'meta.maintainers = [ { github = "gr ace"; githubId = 70; } ];'],
    ["an entry's id is none", 'meta.maintainers = [ { github = "grace"; githubId = -1; } ];'],
    ["an entry is a number", "meta.maintainers = [ 1 ];"],
    ["lists are joined by another operator", "meta.maintainers = [ lib.maintainers.alice ] // [ ];"],
    ["it is a set", "meta.maintainers = { alice = lib.maintainers.alice; };"],
    ["it is written out by parts", "meta.maintainers.alice = lib.maintainers.alice;"],
    ["meta may have other maintainers", "meta = { maintainers = [ lib.maintainers.alice ]; } // foo;"],
    [
      "meta may have other maintainers on a condition",
      "meta = { maintainers = [ lib.maintainers.alice ]; } // lib.optionalAttrs foo { maintainers = [ ]; };",
    ],
    [
      "another function may give meta maintainers",
      "meta = { maintainers = [ lib.maintainers.alice ]; } // foo.optionalAttrs foo { broken = true; };",
    ],
    [
      "a function of one argument may give meta maintainers",
      "meta = { maintainers = [ lib.maintainers.alice ]; } // lib.optionalAttrs { broken = true; };",
    ],
    [
      "one branch has maintainers",
      "meta = if foo then { maintainers = [ lib.maintainers.alice ]; } else { };",
    ],
    ["meta is joined by another operator", "meta = { maintainers = [ ]; } ++ { };"],
    ["meta is computed", "meta = foo;"],
    ["a name in meta is computed", 'meta = { "${foo}" = 1; maintainers = [ lib.maintainers.alice ]; };'],
    [
      "a recursive meta replaces what is written out",
      "meta = rec { __overrides = foo; maintainers = [ lib.maintainers.alice ]; };",
    ],
    ["meta is an ancient let", "meta = let { maintainers = [ lib.maintainers.alice ]; body = foo; };"],
    ["`with` is of something else", "meta.maintainers = with foo; [ alice ];"],
    [
      "the innermost `with` is of something else",
      "meta.maintainers = with lib.maintainers; with foo; [ alice ];",
    ],
    ["`with` is of another set of lib", "meta.maintainers = with lib.licenses; [ alice ];"],
    ["`with` is of a maintainer", "meta.maintainers = with lib.maintainers.alice; [ github ];"],
    [
      "`with lib` would have to have a handle",
      "meta.maintainers = with lib.maintainers; with lib; [ alice ];",
    ],
    [
      "a handle is bound to something else",
      "meta.maintainers = let alice = foo; in with lib.maintainers; [ alice ];",
    ],
    [
      "a handle is inherited from something else",
      "meta.maintainers = let inherit (foo) alice; in [ alice ];",
    ],
    ["a name begins with two underscores", "meta.maintainers = with lib.maintainers; [ __alice ];"],
  ])("%s", (_, attributes) => {
    expect(maintainersOfText(derivation(attributes)).kind).toBe("unknown");
  });

  it.each<[how: string, text: string]>([
    ["lib may be another", `{ lib ? foo, stdenv }: stdenv.mkDerivation { ${ALICE} }`],
    [
      "lib is bound to something else",
      `{ lib, stdenv, foo }: let lib = foo; in stdenv.mkDerivation { ${ALICE} }`,
    ],
    [
      "lib is the argument of another function",
      `{ lib, stdenv, foo }: (lib: stdenv.mkDerivation { ${ALICE} }) foo`,
    ],
    ["lib is all of the arguments", `lib: lib.stdenv.mkDerivation { ${ALICE} }`],
    [
      "`with pkgs` would have to have a handle",
      "{ pkgs }: with pkgs; stdenv.mkDerivation { meta.maintainers = [ alice ]; }",
    ],
    ["a package of that name is taken for lib", `{ pkgs }: with pkgs.foo; stdenv.mkDerivation { ${ALICE} }`],
  ])("%s", (_, text) => {
    expect(maintainersOfText(text).kind).toBe("unknown");
  });

  // Nix binds these outside of every file (`EvalState::createBaseEnv`), so that no `with` gives them.
  it.each(
    (
      "abort baseNameOf break builtins derivation derivationStrict dirOf false fetchClosure fetchGit fetchMercurial " +
      "fetchTarball fetchTree fromTOML getFlake import isNull map null placeholder removeAttrs scopedImport throw " +
      "toString true __add __alice"
    ).split(" "),
  )("a handle is called %s, as something of Nix itself", (handle) => {
    const list = { "maintainers/maintainer-list.nix": `{ ${handle} = { github = "x"; githubId = 7; }; }` };
    const text = (element: string) => derivation(`meta.maintainers = with lib.maintainers; [ ${element} ];`);
    expect(maintainersOfText(text(handle), list).kind).toBe("unknown");
    expect(namesOf(maintainersOfText(text(`lib.maintainers.${handle}`), list))).toEqual([handle]);
  });
});

it.each([
  ["its login", '{ name = "Grace"; github = "grace"; githubId = 70; email = "g@example.org"; }', "grace"],
  ["its name", '{ name = "Grace"; email = "g@example.org"; }', "Grace"],
  ["its address", '{ email = "g@example.org"; }', "g@example.org"],
  ["nothing", "{ }", "somebody without a name"],
])("an entry is called by %s", (_, entry, name) => {
  expect(namesOf(maintainersOfText(derivation(`meta.maintainers = [ ${entry} ];`)))).toEqual([name]);
});
