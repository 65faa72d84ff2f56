// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { relocation } from "../../src/packages/relocation.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { OVERRIDES, repositoryOf, rootWith } from "./builders.ts";

const PACKAGE = "{ stdenv }: stdenv.mkDerivation { }\n";
const DIRECTORY = "pkgs/tools/foo";
const FILE = "pkgs/tools/foo.nix";

/** The moves that make what is at `target` the package `foo`, as `from -> to`; null where there are none. */
function moves(
  target: string,
  head: MemoryFiles,
  base: MemoryFiles = {},
  attribute = "foo",
): string[] | null {
  const root = rootWith();
  const found = relocation(repositoryOf(head), repositoryOf(base), root, attribute, target);
  return found?.moves.map(({ from, to }) => `${from} -> ${to}`) ?? null;
}

/** A directory of a package with more files in it. */
function directoryWith(files: MemoryFiles): MemoryFiles {
  const inside = Object.entries({ "default.nix": PACKAGE, ...files });
  return Object.fromEntries(inside.map(([name, file]) => [`${DIRECTORY}/${name}`, file]));
}

function overrides(attributes: string): MemoryFiles {
  return { [OVERRIDES]: `pkgs: with pkgs; { foo = callPackage ../tools/foo { }; ${attributes} }` };
}

describe("a file becomes a package directory", () => {
  it("as its package.nix", () => {
    expect(moves(FILE, { [FILE]: PACKAGE })).toEqual([`${FILE} -> pkgs/by-name/fo/foo/package.nix`]);
  });

  it.each([
    ["refers to a path", "{ stdenv }: stdenv.mkDerivation { src = ./x; }"],
    ["refers to a search path", "{ a }: a <b>"],
    ["is no function", "[ ]"],
    ["takes one plain argument", "args: args.stdenv.mkDerivation { }"],
    ["returns no derivation", "{ lib }: { a = 1; }"],
    ["returns no derivation in either branch", "{ lib }: if lib then [ ] else { }"],
    ["does not parse", "{ stdenv }: stdenv.mkDerivation {"],
  ])("not where it %s", (_, text) => {
    expect(moves(FILE, { [FILE]: text })).toBeNull();
  });

  it("where one branch may be a derivation", () => {
    expect(moves(FILE, { [FILE]: "{ a }: if a then a.b else throw { }" })).toHaveLength(1);
  });
});

describe("a directory becomes a package directory", () => {
  it("with all that is in it, its default.nix as package.nix", () => {
    const files = {
      "a.patch": "",
      "sub/b.nix": "{ }",
      "sub/default.nix": "./b.nix",
      "run.sh": { file: "", executable: true },
    };
    expect(moves(DIRECTORY, directoryWith(files))?.sort()).toEqual([
      `${DIRECTORY}/a.patch -> pkgs/by-name/fo/foo/a.patch`,
      `${DIRECTORY}/default.nix -> pkgs/by-name/fo/foo/package.nix`,
      `${DIRECTORY}/run.sh -> pkgs/by-name/fo/foo/run.sh`,
      `${DIRECTORY}/sub/b.nix -> pkgs/by-name/fo/foo/sub/b.nix`,
      `${DIRECTORY}/sub/default.nix -> pkgs/by-name/fo/foo/sub/default.nix`,
    ]);
  });

  it.each([
    ["has no default.nix", { "default.nix": { link: "other.nix" }, "other.nix": PACKAGE }],
    ["has a package.nix", { "package.nix": PACKAGE }],
    ["has a symbolic link", { link: { link: "default.nix" } }],
    ["has a submodule", { sub: { submodule: true } }],
    ["refers to a path outside", { "a.nix": "../bar.nix" }],
    ["refers to what is not there", { "a.nix": "./b.nix" }],
    ["refers to its default.nix", { "a.nix": "import ./default.nix" }],
    ["refers to itself", { "a.nix": "import ./." }],
    ["refers to a computed path", { "a.nix": "./${b}" }],
    ["refers to a search path", { "a.nix": "<b>" }],
    ["has a file that does not parse", { "a.nix": "{" }],
  ] satisfies [string, MemoryFiles][])("not where it %s", (_, files) => {
    expect(moves(DIRECTORY, { ...directoryWith(files), "pkgs/tools/bar.nix": "1" })).toBeNull();
  });
});

describe("nothing is moved", () => {
  const head = directoryWith({ "sub/one.nix": PACKAGE });

  it.each([
    ["what is not there", "pkgs/tools/bar", {}, {}, "foo"],
    [
      "where the package has its directory",
      DIRECTORY,
      { "pkgs/by-name/fo/foo/package.nix": PACKAGE },
      {},
      "foo",
    ],
    ["where a file is in the way", DIRECTORY, { "pkgs/by-name/fo/foo": "" }, {}, "foo"],
    ["what was there before", DIRECTORY, {}, { [`${DIRECTORY}/a`]: "" }, "foo"],
    ["for a name that no package has", DIRECTORY, {}, {}, "3foo"],
    [
      "what another attribute calls",
      DIRECTORY,
      overrides("bar = callPackage ../tools/foo { a = 1; };"),
      {},
      "foo",
    ],
    [
      "what another attribute calls a part of",
      DIRECTORY,
      overrides("bar = callPackage ../tools/foo/sub/one.nix { };"),
      {},
      "foo",
    ],
  ] satisfies [string, string, MemoryFiles, MemoryFiles, string][])(
    "of %s",
    (_, target, more, base, attribute) => {
      expect(moves(target, { ...head, ...more }, base, attribute)).toBeNull();
    },
  );

  it("else: the attribute's own call is none in the way, nor that of something beside it", () => {
    const beside = overrides("bar = callPackage ../tools/foobar { };");
    expect(moves(DIRECTORY, { ...head, ...beside })).toHaveLength(2);
  });
});

describe("a directory that something else refers to by a path", () => {
  it("stays: an import of it in the overrides file would lead to nothing", () => {
    const head = { ...directoryWith({}), ...overrides("bar = import ../tools/foo { inherit stdenv; };") };
    expect(moves(DIRECTORY, head)).toBeNull();
  });
});
