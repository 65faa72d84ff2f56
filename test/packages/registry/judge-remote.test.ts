import { describe, expect, it } from "vitest";
import { sourceText } from "../../../src/nix/text.ts";
import { parseCache } from "../../../src/packages/files.ts";
import { judgeRemote } from "../../../src/packages/registry/judge-remote.ts";
import { registryIn } from "../../../src/packages/registry/registry.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";
import { REMOTE_FACTS } from "../../support/remotes.ts";
import { type GeneratedEntry, registryText } from "./generated.ts";

/** What is said of a repository with these files. */
function judged(files: MemoryFiles, fields: GeneratedEntry = {}, facts = REMOTE_FACTS) {
  const url = "https://github.com/alice/nur";
  const entries = { alice: { "github-contact": "alice", url, ...fields } };
  const reading = registryIn(sourceText(registryText("canonical", { entries })));
  const entry = reading.kind === "registry" ? reading.registry.entries[0] : undefined;
  if (entry === undefined) throw new Error("no entry");
  return judgeRemote(memorySnapshot(files), entry, facts, parseCache());
}

/** The problems with a `default.nix`, as `kind: what`. */
function said(text: string, more: MemoryFiles = {}): string[] {
  return judged({ "default.nix": text, ...more }).problems.map(({ kind, what }) => `${kind}: ${what}`);
}

describe("NUR's test of a repository", () => {
  it.each([
    "{ pkgs ? import <nixpkgs> { } }: { a = 1; }",
    "{ pkgs }: { a = 1; }",
    "{ pkgs, ... }: { a = 1; }",
    "{ pkgs, lib ? pkgs.lib, ... }@args: { a = 1; }",
    "let f = 1; in { pkgs }: rec { a = 1; }",
    "_: { a = 1; }",
    "unused: { a = 1; }",
    "import ./other.nix",
    "{ pkgs }: import ./other.nix { inherit pkgs; }",
    "{ pkgs }: with pkgs; { a = 1; } // pkgs.lib.optionalAttrs true { }",
    "{ __functor = self: { pkgs }: { }; }",
  ])("passes %s", (text) => {
    expect(said(text)).toEqual([]);
  });

  it.each([
    [
      "{ pkgs, sources }: { a = 1; }",
      "arguments: takes `sources` without a default, and NUR passes only `pkgs`",
    ],
    [
      "{ sources, ... }: { a = 1; }",
      "arguments: takes `sources` without a default, and NUR passes only `pkgs`",
    ],
    [
      "pkgs: { a = pkgs.hello; }",
      "arguments: is a function of the plain argument `pkgs`, which NUR gives an empty set",
    ],
    ["{ a = 1; }", "arguments: is an attribute set and not a function"],
    ["[ ]", "arguments: is a list and not a function"],
    ["{ pkgs }: {", "syntax: does not parse in `default.nix`, line 1"],
    ["{ pkgs }: { }", "no-package: has no package"],
    ["{ pkgs }: { lib = 1; overlays = 2; modules = 3; }", "no-package: has no package"],
    [
      "{ pkgs }: { example-package = 1; lib = 2; }",
      "no-package: has no package but the template's `example-package`",
    ],
    ["{ pkgs }: { a = <nixpkgs>; }", "imports-nixpkgs: uses `<nixpkgs>` in `default.nix`"],
    [
      "{ pkgs ? import <nixpkgs> { }, b ? <home-manager> }: { a = 1; }",
      "imports-nixpkgs: uses `<home-manager>` in `default.nix`",
    ],
    ["{ pkgs }: { a = builtins.fetchGit ./.; }", "builtin-fetch: uses `builtins.fetchGit` in `default.nix`"],
    ['{ pkgs }: { a = builtins.getFlake "x"; }', "builtin-fetch: uses `builtins.getFlake` in `default.nix`"],
  ])("fails %s", (text, why) => {
    expect(said(text)).toContain(why);
  });

  it.each(["{ pkgs }: { a = pkgs.fetchgit { }; }", "{ pkgs }: { a = pkgs.builtins.fetchGit; }"])(
    "takes %s for no fetch while evaluating",
    (text) => {
      expect(said(text)).toEqual([]);
    },
  );

  it("follows what is imported and called, and nothing else", () => {
    const broken = "{ pkgs";
    const text =
      "{ pkgs }: { a = pkgs.callPackage ./pkgs/a { }; b = import ./b.nix; c = ./c.nix; d = pkgs.f ./d.nix; }";
    const files = {
      "pkgs/a/default.nix": broken,
      "b.nix": broken,
      "c.nix": broken,
      "d.nix": broken,
      "e.nix": broken,
    };
    expect(said(text, files)).toEqual([
      "syntax: does not parse in `pkgs/a/default.nix`, line 1",
      "syntax: does not parse in `b.nix`, line 1",
    ]);
  });

  it("goes in circles no longer than it has to, and out of the repository never", () => {
    const text = "{ pkgs }: { a = import ./default.nix; b = import ../../etc/passwd; c = import ./link; }";
    expect(said(text, { link: { link: "/etc/passwd" } })).toEqual([]);
  });

  it("reads no more than some files", () => {
    const count = 500;
    const calls = Array.from({ length: count }, (_, i) => `a${i} = import ./a${i}.nix;`);
    const files = Object.fromEntries(calls.map((_, i) => [`a${i}.nix`, "{"]));
    expect(said(`{ pkgs }: { ${calls.join(" ")} }`, files)).toHaveLength(59);
  });
});

describe("the file of an entry", () => {
  it("is the one that it names, through links and directories", () => {
    const files = {
      "nix/packages.nix": "{ pkgs }: { a = 1; }",
      "nix/default.nix": "{ pkgs }: { b = 1; }",
      "l.nix": { link: "nix" },
    };
    expect(judged(files, { file: "nix/packages.nix" }).offer?.attributes).toEqual(["a"]);
    expect(judged(files, { file: "l.nix" }).offer?.attributes).toEqual(["b"]);
    expect(judged(files, { file: "nope.nix" }).problems).toEqual([
      { kind: "file-missing", what: "has no file `nope.nix`" },
    ]);
    expect(judged(files).problems).toEqual([{ kind: "file-missing", what: "has no file `default.nix`" }]);
  });
});

describe("the rest of a repository", () => {
  const files = { "default.nix": "{ pkgs }: { a = 1; }" };
  const kinds = (...given: Parameters<typeof judged>) => judged(...given).problems.map(({ what }) => what);

  it("agrees with the entry on submodules", () => {
    const withModules = { ...files, ".gitmodules": "" };
    expect(kinds(withModules, { submodules: true })).toEqual([]);
    expect(kinds(withModules)).toEqual(["has `.gitmodules`, and the entry does not set `submodules`"]);
    expect(kinds(withModules, { submodules: false })).toHaveLength(1);
    expect(kinds(files, { submodules: true })).toEqual([
      "has no `.gitmodules`, and the entry sets `submodules`",
    ]);
    expect(kinds(files, { submodules: false })).toEqual([]);
  });

  it("has its licence and is not archived", () => {
    expect(kinds(files, {}, { ...REMOTE_FACTS, licence: null })).toEqual([
      "has no licence that GitHub recognises",
    ]);
    expect(kinds(files, {}, { ...REMOTE_FACTS, licence: "GPL-3.0" })).toEqual(["is under `GPL-3.0`"]);
    expect(kinds(files, {}, { ...REMOTE_FACTS, archived: true })).toEqual(["is archived"]);
  });

  it("has no placeholder left in a workflow", () => {
    const left = (path: string, text: string) => kinds({ ...files, [path]: text });
    expect(left(".github/workflows/a.yml", "x: <YOUR_REPO_NAME>")).toEqual([
      "has `<YOUR_REPO_NAME>` left in `.github/workflows/a.yml`",
    ]);
    expect(left(".github/workflows/a.yaml", "x: <YOUR_CACHIX_NAME>")).toHaveLength(1);
    expect(left(".github/workflows/README.md", "x: <YOUR_CACHIX_NAME>")).toEqual([]);
    expect(left("README.md", "x: <YOUR_CACHIX_NAME>")).toEqual([]);
  });
});

it("tells what is offered, as far as syntax does", () => {
  const text = "{ pkgs }: { b = 1; a = 2; lib = 3; inherit (pkgs) c; d.e = 4; } // pkgs.more";
  expect(judged({ "default.nix": text }).offer).toEqual({
    attributes: ["a", "b", "c", "d"],
    more: true,
    licence: "MIT",
    lastCommit: "2026-01-31",
    renamedTo: null,
  });
});
