// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { derivation } from "./builders.ts";

export type KnownCase = readonly [name: string, text: string, people: readonly string[]];
export type UnknownCase = readonly [name: string, text: string, quoted: string];

/** Packages whose maintainers are surely those. */
export const KNOWN: readonly KnownCase[] = [
  [
    "selected from lib",
    derivation("meta.maintainers = [ lib.maintainers.alice lib.maintainers.bob ];"),
    ["alice", "bob"],
  ],
  [
    "under `with lib.maintainers`",
    derivation("meta = { maintainers = with lib.maintainers; [ alice bob ]; };"),
    ["alice", "bob"],
  ],
  [
    "under `with lib` twice",
    derivation("meta = with lib; { maintainers = with maintainers; [ bob ]; };"),
    ["bob"],
  ],
  [
    "under two `with`s of lib",
    derivation("meta.maintainers = with lib; with maintainers; [ alice ];"),
    ["alice"],
  ],
  [
    "selected under `with lib`",
    derivation("meta = with lib; { maintainers = [ maintainers.alice ]; };"),
    ["alice"],
  ],
  [
    "under the innermost `with` that has the name",
    derivation("meta.maintainers = with foo; with lib.maintainers; [ alice ];"),
    ["alice"],
  ],
  ["in quotes", derivation('"meta"."maintainers" = [ lib."maintainers"."alice" ];'), ["alice"]],
  ["in quotes in the list", derivation("meta.maintainers = [ lib.maintainers.frank ];"), ["frank"]],
  ["nobody", derivation("meta.maintainers = [ ];"), []],
  ["nobody under `with`", derivation("meta.maintainers = with lib.maintainers; [ ];"), []],
  ["not said", derivation("meta.description = lib.foo;"), []],
  ["without meta", derivation("pname = foo;"), []],
  [
    "joined",
    derivation("meta.maintainers = with lib.maintainers; [ alice ] ++ [ bob ] ++ [ ];"),
    ["alice", "bob"],
  ],
  [
    "joined in parentheses",
    derivation("meta.maintainers = ((with lib.maintainers; [ (alice) ]) ++ ([ lib.maintainers.bob ]));"),
    ["alice", "bob"],
  ],
  ["twice", derivation("meta.maintainers = with lib.maintainers; [ alice bob alice ];"), ["alice", "bob"]],
  ["without an id", derivation("meta.maintainers = [ lib.maintainers.carol ];"), ["carol"]],
  ["without an account", derivation("meta.maintainers = [ lib.maintainers.dave ];"), ["dave"]],
  [
    "written out",
    derivation('meta.maintainers = [ { name = "Grace"; github = "grace"; githubId = 70; } ];'),
    ["grace"],
  ],
  [
    "written out without an account",
    derivation('meta.maintainers = [ { name = "Grace"; email = "g@example.org"; } ];'),
    ["Grace"],
  ],
  [
    "bound to a set written out",
    derivation('meta.maintainers = let grace = { github = "grace"; githubId = 70; }; in [ grace ];'),
    ["grace"],
  ],
  [
    "the same by id",
    derivation('meta.maintainers = [ lib.maintainers.alice { github = "alice-renamed"; githubId = 1; } ];'),
    ["alice"],
  ],
  [
    "in `rec`",
    '{ lib, stdenv }: stdenv.mkDerivation rec { pname = version; version = "1"; meta.maintainers = [ lib.maintainers.alice ]; }',
    ["alice"],
  ],
  [
    "with finalAttrs",
    '{ lib, stdenv }: stdenv.mkDerivation (finalAttrs: { version = "1"; meta = { maintainers = with lib.maintainers; [ alice ]; name = finalAttrs.version; }; })',
    ["alice"],
  ],
  [
    "with finalAttrs and let",
    "{ lib, stdenv }: stdenv.mkDerivation (finalAttrs: let a = lib.maintainers.alice; in { meta.maintainers = [ a ]; })",
    ["alice"],
  ],
  [
    "behind let, with and assert",
    '{ lib, stdenv }: let v = "1"; in assert v == "1"; with lib; stdenv.mkDerivation { meta.maintainers = [ maintainers.alice ]; }',
    ["alice"],
  ],
  [
    "bound as a list",
    "{ lib, stdenv }: let people = with lib.maintainers; [ alice ]; in stdenv.mkDerivation { meta.maintainers = people ++ [ lib.maintainers.bob ]; }",
    ["alice", "bob"],
  ],
  [
    "inherited as a list",
    "{ lib, stdenv }: let maintainers = [ lib.maintainers.alice ]; in stdenv.mkDerivation { meta = { inherit maintainers; }; }",
    ["alice"],
  ],
  [
    "maintainers inherited from lib",
    "{ lib, stdenv }: let inherit (lib) maintainers; in stdenv.mkDerivation { meta.maintainers = with maintainers; [ alice ]; }",
    ["alice"],
  ],
  [
    "a handle inherited from lib.maintainers",
    "{ lib, stdenv }: let inherit (lib.maintainers) alice; in stdenv.mkDerivation { meta.maintainers = [ alice ]; }",
    ["alice"],
  ],
  [
    "lib by another name",
    "{ lib, stdenv }: let l = lib; in stdenv.mkDerivation { meta.maintainers = [ l.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "lib of pkgs",
    "{ pkgs, stdenv }: stdenv.mkDerivation { meta.maintainers = with pkgs.lib.maintainers; [ alice ]; }",
    ["alice"],
  ],
  [
    "meta bound by let",
    "{ lib, stdenv }: let meta = { maintainers = [ lib.maintainers.alice ]; }; in stdenv.mkDerivation { inherit meta; }",
    ["alice"],
  ],
  [
    "meta written in pieces",
    derivation("meta.description = foo; meta.maintainers = [ lib.maintainers.alice ]; meta.license = foo;"),
    ["alice"],
  ],
  [
    "meta joined from sets without teams",
    derivation("meta = { license = foo; } // { maintainers = [ lib.maintainers.alice ]; };"),
    ["alice"],
  ],
  [
    "meta replaced on the right",
    derivation(
      "meta = { maintainers = [ lib.maintainers.alice ]; } // { maintainers = [ lib.maintainers.bob ]; };",
    ),
    ["bob"],
  ],
  [
    "meta of a thing, with both lists replaced",
    derivation("meta = foo.meta // { maintainers = [ lib.maintainers.alice ]; teams = [ ]; };"),
    ["alice"],
  ],
  [
    "attributes joined with optional ones",
    "{ lib, stdenv, foo }: stdenv.mkDerivation ({ meta.maintainers = [ lib.maintainers.alice ]; } // lib.optionalAttrs foo { doCheck = true; })",
    ["alice"],
  ],
  [
    "a meta in passthru that is another's",
    derivation(
      "passthru.tests.meta.maintainers = [ lib.maintainers.bob ]; meta.maintainers = [ lib.maintainers.alice ];",
    ),
    ["alice"],
  ],
  [
    "passthru bound by let",
    "{ lib, stdenv }: let passthru = { a = 1; }; in stdenv.mkDerivation { inherit passthru; meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  ["a team", derivation("meta.teams = [ lib.teams.acme ];"), ["alice", "bob"]],
  ["teams under `with`", derivation("meta.teams = with lib.teams; [ acme ];"), ["alice", "bob"]],
  ["a team on GitHub", derivation("meta = with lib; { teams = [ teams.hub ]; };"), ["zoe", "Alice"]],
  [
    "maintainers and a team",
    derivation("meta = { maintainers = [ lib.maintainers.carol ]; teams = [ lib.teams.acme ]; };"),
    ["carol", "alice", "bob"],
  ],
  [
    "members of a team",
    derivation("meta.maintainers = lib.teams.acme.members ++ [ lib.maintainers.carol ];"),
    ["alice", "bob", "carol"],
  ],
  [
    "members of a team under `with lib`",
    derivation("meta = with lib; { maintainers = teams.acme.members; };"),
    ["alice", "bob"],
  ],
  [
    "the same in both branches, in another order",
    "{ lib, stdenv, foo }: if foo then stdenv.mkDerivation { meta.maintainers = with lib.maintainers; [ alice bob ]; } else stdenv.mkDerivation { meta.maintainers = with lib.maintainers; [ bob alice ]; }",
    ["alice", "bob"],
  ],
  [
    "the same in both branches",
    "{ lib, stdenv, foo }: if foo then stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } else stdenv.mkDerivation { a = 1; meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "a Go module",
    "{ lib, buildGoModule }: buildGoModule { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "a Go module of a version",
    "{ lib, buildGo124Module }: buildGo124Module { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "a Rust package",
    "{ lib, rustPlatform }: rustPlatform.buildRustPackage (finalAttrs: { meta.maintainers = [ lib.maintainers.alice ]; })",
    ["alice"],
  ],
  [
    "a Python application",
    "{ lib, python3Packages }: python3Packages.buildPythonApplication rec { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "a Python application under `with`",
    "{ lib, python3 }: with python3.pkgs; buildPythonApplication { meta = with lib; { maintainers = with maintainers; [ alice ]; }; }",
    ["alice"],
  ],
  [
    "an inherited builder",
    "{ lib, python3 }: let inherit (python3.pkgs) buildPythonApplication; in buildPythonApplication { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "an overridden builder",
    "{ lib, buildGoModule, go_1_24 }: (buildGoModule.override { go = go_1_24; }) { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "an overridden builder without parentheses",
    "{ lib, rustPlatform, clangStdenv }: rustPlatform.buildRustPackage.override { stdenv = clangStdenv; } { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "an overridden builder bound by let",
    "{ lib, buildGoModule, go }: let build = buildGoModule.override { inherit go; }; in build { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "another environment",
    "{ lib, llvmPackages_18 }: llvmPackages_18.stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    ["alice"],
  ],
  [
    "a command",
    "{ lib, runCommand }: runCommand \"x\" { meta.maintainers = [ lib.maintainers.alice ]; } ''mkdir $out''",
    ["alice"],
  ],
  [
    "joined links",
    '{ lib, symlinkJoin }: symlinkJoin { name = "x"; paths = [ ]; meta.maintainers = [ lib.maintainers.alice ]; }',
    ["alice"],
  ],
  [
    "a shell application",
    '{ lib, writeShellApplication }: writeShellApplication { name = "x"; text = ""; meta.maintainers = [ lib.maintainers.alice ]; }',
    ["alice"],
  ],
  [
    "comments that look like lists",
    derivation(
      "meta.maintainers = /* [ lib.maintainers.bob ] ++ */ with lib.maintainers; [ # bob\n alice /* bob */ ];",
    ),
    ["alice"],
  ],
  [
    "strings that look like lists",
    derivation(
      "pname = \"meta.maintainers = [ lib.maintainers.bob ];\"; x = ''\n  meta.maintainers = [ bob ];\n''; meta.maintainers = [ lib.maintainers.alice ];",
    ),
    ["alice"],
  ],
];

/** Packages of which nothing may be said, with what is quoted for it. */
export const UNKNOWN: readonly UnknownCase[] = [
  [
    "a call joined to the list",
    derivation("meta.maintainers = with lib.maintainers; [ alice ] ++ (foo bob);"),
    "`foo bob` on line 1",
  ],
  [
    "a call as an element",
    derivation("meta.maintainers = with lib.maintainers; [ alice (foo bob) ];"),
    "`(foo bob)`",
  ],
  [
    "a list in the list",
    derivation("meta.maintainers = with lib.maintainers; [ [ alice ] ];"),
    "`[ alice ]`",
  ],
  [
    "a condition",
    derivation("meta.maintainers = if foo then [ lib.maintainers.alice ] else [ ];"),
    "`if foo then",
  ],
  [
    "lib.optional",
    derivation("meta.maintainers = lib.optional foo lib.maintainers.alice;"),
    "`lib.optional foo",
  ],
  [
    "a handle that is not in the list",
    derivation("meta.maintainers = [ lib.maintainers.mallory ];"),
    "`mallory` is not in `maintainers/maintainer-list.nix`",
  ],
  [
    "a handle whose entry is computed",
    derivation("meta.maintainers = [ lib.maintainers.erin ];"),
    "the entry of `erin`",
  ],
  [
    "a handle of a comment",
    derivation("meta.maintainers = [ lib.maintainers.handle ];"),
    "`handle` is not in",
  ],
  [
    "an attribute of a maintainer",
    derivation("meta.maintainers = [ lib.maintainers.alice.keys ];"),
    "`lib.maintainers.alice.keys`",
  ],
  [
    "a maintainer with a default",
    derivation("meta.maintainers = [ (lib.maintainers.alice or lib.maintainers.bob) ];"),
    "`(lib.maintainers.alice or",
  ],
  [
    "a changed maintainer",
    derivation("meta.maintainers = [ (lib.maintainers.alice // { githubId = 666; }) ];"),
    "githubId = 666",
  ],
  [
    "a computed handle",
    derivation("meta.maintainers = [ lib.maintainers.${foo} ];"),
    "lib.maintainers.${foo}",
  ],
  [
    "a computed id",
    derivation('meta.maintainers = [ { github = "a"; githubId = 1 + 1; } ];'),
    "githubId = 1 + 1",
  ],
  [
    "an id that is a string",
    derivation('meta.maintainers = [ { github = "a"; githubId = "1"; } ];'),
    'githubId = "1"',
  ],
  [
    "a computed login",
    derivation('meta.maintainers = [ { github = "a${foo}"; githubId = 1; } ];'),
    "a${foo}",
  ],
  ["a login that is none", derivation('meta.maintainers = [ { github = "a b"; githubId = 1; } ];'), "a b"],
  [
    "an inline set with a computed name",
    derivation('meta.maintainers = [ { github = "a"; ${foo} = 1; } ];'),
    "${foo}",
  ],
  [
    "a name that a formal binds",
    "{ lib, stdenv, alice }: stdenv.mkDerivation { meta.maintainers = with lib.maintainers; [ alice ]; }",
    "`alice` on line 1",
  ],
  [
    "a name that `let` binds",
    derivation("meta.maintainers = let alice = foo; in with lib.maintainers; [ alice ];"),
    "`alice`",
  ],
  [
    "a name that `rec` binds",
    "{ lib, stdenv }: stdenv.mkDerivation rec { alice = 1; meta.maintainers = with lib.maintainers; [ alice ]; }",
    "`alice`",
  ],
  [
    "lib bound by let",
    "{ lib, stdenv, foo }: let lib = foo; in stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "lib bound by rec",
    "{ lib, stdenv, foo }: stdenv.mkDerivation rec { lib = foo; meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "lib of finalAttrs",
    "{ lib, stdenv }: stdenv.mkDerivation (lib: { meta.maintainers = [ lib.maintainers.alice ]; })",
    "`lib.maintainers.alice`",
  ],
  [
    "lib of an inner function",
    "{ stdenv, foo }: stdenv.mkDerivation { meta.maintainers = foo ({ lib }: [ lib.maintainers.alice ]); }",
    "`foo ({ lib }:",
  ],
  [
    "lib with a default",
    "{ stdenv, lib ? import ./lib.nix }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "lib that nobody passed",
    "{ stdenv }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "lib of the whole argument",
    "args: args.stdenv.mkDerivation { meta.maintainers = [ args.lib.maintainers.alice ]; }",
    "args",
  ],
  [
    "lib imported",
    "{ stdenv }: let lib = import ./lib; in stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "lib defined in part",
    "{ lib, stdenv }: let lib.maintainers.alice = 1; in stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`lib.maintainers.alice`",
  ],
  [
    "maintainers that a formal binds",
    "{ lib, stdenv, maintainers }: stdenv.mkDerivation { meta = with lib; { maintainers = with maintainers; [ alice ]; }; }",
    "`alice`",
  ],
  [
    "maintainers that `let` binds",
    "{ lib, stdenv, foo }: let maintainers = foo; in stdenv.mkDerivation { meta = with lib; { maintainers = with maintainers; [ alice ]; }; }",
    "`alice`",
  ],
  [
    "maintainers that `rec` binds to itself",
    "{ lib, stdenv }: stdenv.mkDerivation { meta = with lib; rec { maintainers = with maintainers; [ alice ]; }; }",
    "`alice`",
  ],
  [
    "a `with` of something else inside",
    derivation("meta.maintainers = with lib.maintainers; with foo; [ alice ];"),
    "`alice`",
  ],
  [
    "a `with` of a set that is written out",
    derivation("meta.maintainers = with lib.maintainers; with { alice = foo; }; [ alice ];"),
    "`alice`",
  ],
  [
    "a `with` of a changed set",
    derivation("meta.maintainers = with lib.maintainers // foo; [ alice ];"),
    "`alice`",
  ],
  [
    "a `with` of lib that may have the name",
    derivation("meta.maintainers = with lib.maintainers; with lib; [ lists ];"),
    "`lists`",
  ],
  [
    "a `with` of a maintainer",
    derivation("meta.maintainers = with lib.maintainers; with lib.maintainers.alice; [ name ];"),
    "`name`",
  ],
  ["a builtin of the same name", derivation("meta.maintainers = with lib.maintainers; [ map ];"), "`map`"],
  [
    "two metas",
    derivation("meta = { maintainers = [ lib.maintainers.alice ]; }; meta.teams = [ lib.teams.acme ];"),
    "`meta`",
  ],
  ["meta inherited from elsewhere", derivation("inherit (foo) meta;"), "`meta`"],
  ["meta of something else", derivation("meta = foo.meta;"), "`foo.meta`"],
  ["meta of something else changed", derivation("meta = foo.meta // { description = foo; };"), "`foo.meta`"],
  [
    "meta of something else whose teams stay",
    derivation("meta = foo.meta // { maintainers = [ lib.maintainers.alice ]; };"),
    "`foo.meta`",
  ],
  [
    "meta changed by something else",
    derivation("meta = { maintainers = [ lib.maintainers.alice ]; } // foo;"),
    "`foo`",
  ],
  [
    "meta updated by a function",
    derivation("meta = lib.recursiveUpdate foo.meta { maintainers = [ lib.maintainers.alice ]; };"),
    "`lib.recursiveUpdate",
  ],
  [
    "meta with optional maintainers",
    derivation("meta = { } // lib.optionalAttrs foo { maintainers = [ lib.maintainers.alice ]; };"),
    "`lib.optionalAttrs",
  ],
  [
    "maintainers of something else",
    derivation("meta.maintainers = foo.meta.maintainers;"),
    "`foo.meta.maintainers`",
  ],
  [
    "maintainers inherited from elsewhere",
    derivation("meta = { inherit (foo.meta) maintainers; };"),
    "`maintainers`",
  ],
  [
    "a computed name in the attributes",
    derivation("${foo} = 1; meta.maintainers = [ lib.maintainers.alice ];"),
    "`${foo}`",
  ],
  [
    "a computed name in meta",
    derivation("meta = { ${foo} = 1; maintainers = [ lib.maintainers.alice ]; };"),
    "`${foo}`",
  ],
  [
    "attributes changed by something else",
    "{ lib, stdenv, foo }: stdenv.mkDerivation ({ meta.maintainers = [ lib.maintainers.alice ]; } // foo)",
    "`foo`",
  ],
  [
    "attributes of a function of two arguments",
    "{ lib, stdenv }: stdenv.mkDerivation (final: prev: { meta.maintainers = [ lib.maintainers.alice ]; })",
    "prev:",
  ],
  [
    "attributes of a function with formals",
    "{ lib, stdenv }: stdenv.mkDerivation ({ a }: { meta.maintainers = [ lib.maintainers.alice ]; })",
    "{ a }:",
  ],
  [
    "passthru with a meta",
    derivation(
      "passthru.meta.maintainers = [ lib.maintainers.bob ]; meta.maintainers = [ lib.maintainers.alice ];",
    ),
    "`meta`",
  ],
  [
    "passthru with a meta that is written out",
    derivation(
      "passthru = { meta = { maintainers = [ lib.maintainers.bob ]; }; }; meta.maintainers = [ lib.maintainers.alice ];",
    ),
    "{ maintainers = [ lib.maintainers.bob ]; }",
  ],
  [
    "passthru with an inherited meta",
    derivation("passthru = { inherit (foo) meta; }; meta.maintainers = [ lib.maintainers.alice ];"),
    "`meta`",
  ],
  [
    "passthru with a computed name",
    derivation("passthru.${foo} = 1; meta.maintainers = [ lib.maintainers.alice ];"),
    "`${foo}`",
  ],
  [
    "passthru of something else",
    derivation("passthru = foo.passthru; meta.maintainers = [ lib.maintainers.alice ];"),
    "`foo.passthru`",
  ],
  [
    "passthru joined with something else",
    derivation("passthru = { a = 1; } // foo; meta.maintainers = [ lib.maintainers.alice ];"),
    "`foo`",
  ],
  [
    "arguments of a shell application that have a meta",
    "{ lib, writeShellApplication }: writeShellApplication { derivationArgs.meta.maintainers = [ ]; meta.maintainers = [ lib.maintainers.alice ]; }",
    "`meta`",
  ],
  [
    "attributes that can be called",
    derivation("__functor = self: final: { }; meta.maintainers = [ lib.maintainers.alice ];"),
    "`self: final: { }`",
  ],
  [
    "overrides of a rec set",
    "{ lib, stdenv }: stdenv.mkDerivation rec { __overrides = { meta = { maintainers = [ ]; }; }; meta.maintainers = [ lib.maintainers.alice ]; }",
    "__overrides",
  ],
  [
    "the ancient let",
    "{ lib, stdenv }: stdenv.mkDerivation (let { body = { }; meta.maintainers = [ lib.maintainers.alice ]; })",
    "let { body",
  ],
  [
    "overrideAttrs behind",
    "{ lib, stdenv, foo }: (stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }).overrideAttrs foo",
    "overrideAttrs",
  ],
  [
    "a set laid over the result",
    "{ lib, stdenv }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } // { meta.maintainers = [ lib.maintainers.bob ]; }",
    "[ lib.maintainers.bob ]; }`",
  ],
  [
    "an empty set laid over the result",
    "{ lib, stdenv }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } // { }",
    "// { }",
  ],
  [
    "the result by a name",
    "{ lib, stdenv }: let self = stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }; in self",
    "`self`",
  ],
  [
    "a set with a meta",
    '{ lib }: { type = "derivation"; meta.maintainers = [ lib.maintainers.alice ]; }',
    "{ type =",
  ],
  [
    "a function in the result",
    "{ lib, stdenv }: { foo }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "{ foo }:",
  ],
  [
    "a functor around the package",
    "{ __functor = self: { lib, stdenv }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }; }",
    "is not a function",
  ],
  [
    "a functor as a builder",
    "{ lib, stdenv }: { __functor = self: stdenv.mkDerivation; } { meta.maintainers = [ lib.maintainers.alice ]; }",
    "__functor",
  ],
  [
    "branches that differ",
    "{ lib, stdenv, foo }: if foo then stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } else stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.bob ]; }",
    "depends on a condition",
  ],
  [
    "a branch that is not understood",
    "{ lib, stdenv, foo }: if foo then stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } else foo",
    "`foo`",
  ],
  [
    "a builder that adds a team",
    "{ lib, mkKdeDerivation }: mkKdeDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "may add maintainers of its own",
  ],
  [
    "a builder of its own",
    "{ lib, stdenv }: let stdenv' = stdenv; build = a: stdenv'.mkDerivation (a // { meta = { }; }); in build { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`build`",
  ],
  [
    "a builder shadowed",
    "{ lib, stdenv, foo }: let stdenv = foo; in stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "may add maintainers",
  ],
  [
    "a builder with a default",
    "{ lib, stdenv ? import ./stdenv.nix }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`stdenv.mkDerivation`",
  ],
  [
    "a builder overridden with a thing of its own",
    "{ lib, buildGoModule }: (buildGoModule.override { stdenv.mkDerivation = a: a; }) { meta.maintainers = [ lib.maintainers.alice ]; }",
    "`{ stdenv.mkDerivation = a: a; }`",
  ],
  [
    "two arguments",
    "{ lib, stdenv }: stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } { }",
    "`stdenv.mkDerivation",
  ],
  [
    "a team that is not in the list",
    derivation("meta.teams = [ lib.teams.nobody ];"),
    "`nobody` is not in `maintainers/team-list.nix`",
  ],
  [
    "a team whose team on GitHub is not known",
    derivation("meta.teams = [ lib.teams.gone ];"),
    "`gone-team` is not in",
  ],
  ["a team on GitHub that is not as expected", derivation("meta.teams = [ lib.teams.odd ];"), "`odd-team`"],
  ["a team of both sorts", derivation("meta.teams = [ lib.teams.both ];"), "both `members` and `github`"],
  [
    "a team of neither sort",
    derivation("meta.teams = [ lib.teams.empty ];"),
    "neither `members` nor `github`",
  ],
  [
    "a team whose members are computed",
    derivation("meta.teams = [ lib.teams.broken ];"),
    "`f bob` on line 10 of `maintainers/team-list.nix`",
  ],
  ["a team of itself", derivation("meta.teams = [ lib.teams.circle ];"), "a team made of other teams"],
  ["a team among the maintainers", derivation("meta.maintainers = [ lib.teams.acme ];"), "`lib.teams.acme`"],
  [
    "a maintainer among the teams",
    derivation("meta.teams = [ lib.maintainers.alice ];"),
    "`lib.maintainers.alice`",
  ],
  [
    "members as an element",
    derivation("meta.maintainers = [ lib.teams.acme.members ];"),
    "`lib.teams.acme.members`",
  ],
  [
    "names that go in a circle",
    derivation("meta.maintainers = let a = b; b = a; in a;"),
    "was not understood",
  ],
  [
    "lists that double and double",
    derivation(
      `meta.maintainers = let ${Array.from({ length: 40 }, (_, i) => `a${i} = a${i + 1} ++ a${i + 1};`).join(" ")} a40 = [ ]; in a0;`,
    ),
    "was not understood",
  ],
  ["sets nested without end", derivation("meta = let m = m // m; in m;"), "was not understood"],
];
