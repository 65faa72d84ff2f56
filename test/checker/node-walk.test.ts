import { describe, expect, it } from "vitest";
import type { DerivationSubject, Rule } from "../../src/checker/rule.ts";
import { attribute } from "../../src/packages/derivation/attribute.ts";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import { definition, packageOf } from "../rules/builders.ts";
import { checkBetween, checkFiles } from "../support/check.ts";

const base = { name: "probe", family: "files", codes: [], summary: "x", level: "advice" } as const;

/** A rule that notes what it is called with. */
function probe(checks: Rule["checks"], more: Partial<Rule> = {}): Rule {
  return { ...base, ...more, checks };
}

/** What a rule about derivations is called with, as `builder pname`, with a `*` where it is the package. */
async function derivations(files: MemoryFiles): Promise<string[]> {
  const found: string[] = [];
  const say = ({ derivation, isPackage, source }: DerivationSubject) => {
    const name = attribute(derivation, "pname");
    const value = name.known && name.value?.kind === "value" ? name.value.value : null;
    const text = value === null ? "?" : source.text.slice(value.start, value.end);
    found.push(`${derivation.path.join(".")} ${text}${isPackage ? " *" : ""}`);
  };
  await checkFiles(files, [probe({ derivation: say })]);
  return found;
}

const only = (text: string) => packageOf("hello", { "package.nix": text });

describe("derivations are", () => {
  it.each([
    ["a set", "{ stdenv }: stdenv.mkDerivation { pname = 1; }", ["stdenv.mkDerivation 1 *"]],
    ["a rec set", "{ stdenv }: stdenv.mkDerivation rec { pname = 1; }", ["stdenv.mkDerivation 1 *"]],
    [
      "a function of finalAttrs",
      "{ stdenv }: stdenv.mkDerivation (finalAttrs: { pname = 1; })",
      ["stdenv.mkDerivation 1 *"],
    ],
    [
      "let around the set",
      "{ stdenv }: stdenv.mkDerivation (let a = 1; in { pname = a; })",
      ["stdenv.mkDerivation a *"],
    ],
    [
      "let around the call, and one that it binds",
      "{ stdenv, buildGoModule }: let x = buildGoModule { pname = 2; }; in stdenv.mkDerivation { pname = 1; }",
      ["buildGoModule 2", "stdenv.mkDerivation 1 *"],
    ],
    [
      "another name of the builder",
      "{ stdenv }: let build = stdenv.mkDerivation; in build { pname = 1; }",
      ["stdenv.mkDerivation 1 *"],
    ],
    [
      "both branches",
      "{ a, stdenv, stdenvNoCC }: if a then stdenv.mkDerivation { pname = 1; } else stdenvNoCC.mkDerivation { pname = 2; }",
      ["stdenv.mkDerivation 1 *", "stdenvNoCC.mkDerivation 2 *"],
    ],
    [
      "a command, which takes three arguments",
      '{ runCommand }: runCommand "x" { pname = 1; } "echo"',
      ["runCommand 1 *"],
    ],
    [
      "one inside of another",
      "{ stdenv }: stdenv.mkDerivation { pname = 1; passthru.x = stdenv.mkDerivation { pname = 2; }; }",
      ["stdenv.mkDerivation 1 *", "stdenv.mkDerivation 2"],
    ],
    [
      "one that is overridden, which is not yet the package",
      "{ stdenv }: (stdenv.mkDerivation { pname = 1; }).overrideAttrs { }",
      ["stdenv.mkDerivation 1"],
    ],
    [
      "one in a condition",
      "{ stdenv }: if stdenv.mkDerivation { pname = 1; } == 1 then 1 else 2",
      ["stdenv.mkDerivation 1"],
    ],
    ["none of a builder that nobody knows", "{ build }: build { pname = 1; }", []],
    [
      "none of a call that is called itself",
      "{ stdenv }: stdenv.mkDerivation { pname = 1; } { pname = 2; }",
      [],
    ],
    ["none of a computed set", "{ stdenv, a }: stdenv.mkDerivation ({ pname = 1; } // a)", []],
    [
      "none of a name that the file binds",
      "{ a }: let stdenv = a { }; in stdenv.mkDerivation { pname = 1; }",
      [],
    ],
    ["none in a file that does not parse", "{ stdenv }: stdenv.mkDerivation { pname = 1; } }", []],
    [
      "none of a function that the file returns",
      "{ stdenv }: x: stdenv.mkDerivation { pname = 1; }",
      ["stdenv.mkDerivation 1"],
    ],
  ])("found through %s", async (_, text, expected) => {
    expect(await derivations(only(text))).toEqual(expected);
  });

  it("the package itself in its defining file alone", async () => {
    const text = "{ stdenv }: stdenv.mkDerivation { pname = 1; }";
    expect(await derivations(packageOf("hello", { "package.nix": text, "other.nix": text }))).toEqual([
      "stdenv.mkDerivation 1",
      "stdenv.mkDerivation 1 *",
    ]);
  });

  it("those of packages, listed ones too, and of no other file", async () => {
    const text = "{ stdenv }: stdenv.mkDerivation { pname = 1; }";
    const files = {
      "default.nix":
        "{ pkgs }: { hello = pkgs.callPackage ./pkgs/hello { }; one = pkgs.callPackage ./one.nix { }; }",
      "pkgs/hello/default.nix": text,
      "one.nix": text,
      "lib/x.nix": text,
    };
    expect(await derivations(files)).toEqual(["stdenv.mkDerivation 1 *", "stdenv.mkDerivation 1 *"]);
  });
});

describe("a rule about nodes", () => {
  it("gets those of its kinds, in the order of the text, with where they stand", async () => {
    const seen: string[] = [];
    const rule = probe({
      node: {
        list: ({ elements }, place) => {
          seen.push(
            `list of ${elements.length} in ${place.parent()?.kind}, ${place.path}, ${place.package?.name}`,
          );
        },
        with: (_, place) => {
          seen.push(`with in ${place.scope()?.length} frames`);
        },
      },
    });
    await checkFiles({ ...only("{ a }: with a; [ [ ] b ]"), "x.nix": "[ ]" }, [rule]);
    expect(seen).toEqual([
      "with in 1 frames",
      "list of 2 in with, pkgs/by-name/he/hello/package.nix, hello",
      "list of 0 in list, pkgs/by-name/he/hello/package.nix, hello",
      "list of 0 in undefined, x.nix, undefined",
    ]);
  });

  it("is not called where it is off, nor for what does not parse", async () => {
    const seen: string[] = [];
    const node = { list: (_: unknown, place: { readonly path: string }) => void seen.push(place.path) };
    const files = {
      ".github/by-name.yml":
        "rules: { url-literal: off }\nlevels: [{ paths: [off], rules: { url-literal: error } }]",
      "off/x.nix": "[ ]",
      "x.nix": "[ ]",
      "off/broken.nix": "[ ] ]",
    };
    await checkFiles(files, [probe({ node }, { name: "url-literal" })]);
    expect(seen).toEqual(["off/x.nix"]);
  });
});

describe("a package is new", () => {
  const seen = new Map<string, boolean>();
  const rule = probe({
    derivation: ({ path, package: home }, { isNew }) => void seen.set(path, isNew(home)),
  });
  const hello = packageOf("hello");
  const path = "pkgs/by-name/he/hello/package.nix";
  const other = packageOf("other");
  const listed = (target: string) => ({
    "default.nix": `{ pkgs }: { hello = pkgs.callPackage ${target} { }; }`,
  });

  it.each<[string, MemoryFiles, MemoryFiles, string, boolean]>([
    ["if the change adds it", other, { ...other, ...hello }, path, true],
    [
      "not if it was there",
      hello,
      packageOf("hello", { "package.nix": definition({ lines: ["a = 1;"] }) }),
      path,
      false,
    ],
    [
      "not if it was in a wrong shard",
      { ...other, "pkgs/by-name/aa/hello/package.nix": definition() },
      { ...other, ...hello },
      path,
      false,
    ],
    [
      "not if all-packages.nix defined it",
      {
        ...other,
        "pkgs/top-level/all-packages.nix": "self: super: with self; { hello = callPackage ../x { }; }",
      },
      { ...other, "pkgs/top-level/all-packages.nix": "self: super: with self; { }", ...hello },
      path,
      false,
    ],
    [
      "not if it was an alias",
      {
        ...other,
        "pkgs/top-level/all-packages.nix": "self: super: with self; { }",
        "pkgs/top-level/aliases.nix": "lib: self: super: { hello = super.other; }",
      },
      { ...other, "pkgs/top-level/all-packages.nix": "self: super: with self; { }", ...hello },
      path,
      false,
    ],
    [
      "if a list names it for the first time",
      { "default.nix": "{ pkgs }: { }" },
      { ...listed("./pkgs/hello"), "pkgs/hello/default.nix": definition() },
      "pkgs/hello/default.nix",
      true,
    ],
    [
      "if a list names a file for the first time",
      { "default.nix": "{ pkgs }: { }" },
      { ...listed("./hello.nix"), "hello.nix": definition() },
      "hello.nix",
      true,
    ],
    [
      "not if a list named that file",
      { ...listed("./hello.nix"), "hello.nix": definition() },
      { ...listed("./hello.nix"), "hello.nix": definition({ lines: ["a = 1;"] }) },
      "hello.nix",
      false,
    ],
    [
      "not if a list named it at another place",
      { ...listed("./hello"), "hello/default.nix": definition() },
      { ...listed("./pkgs/hello"), "pkgs/hello/default.nix": definition() },
      "pkgs/hello/default.nix",
      false,
    ],
  ])("%s", async (_, before, after, at, expected) => {
    seen.clear();
    await checkBetween(before, after, [rule]);
    expect(seen.get(at)).toBe(expected);
  });

  it("never in a tree alone", async () => {
    seen.clear();
    await checkFiles(hello, [rule]);
    expect(seen.get(path)).toBe(false);
  });
});

describe("a rule that says what a text needs", () => {
  it("is called for no file without it, and others are", async () => {
    const seen: string[] = [];
    const checks = (name: string): Rule["checks"] => ({
      node: { integer: ({ text }, { path }) => seen.push(`${name} ${path.split("/").at(-1)} ${text}`) },
      derivation: ({ path }) => seen.push(`${name} ${path.split("/").at(-1)}`),
    });
    const files = packageOf("hello", {
      "package.nix": "{ stdenv }: stdenv.mkDerivation { phases = 1; }",
      "other.nix": "{ stdenv }: stdenv.mkDerivation { a = 2; }",
    });
    await checkFiles(files, [
      probe(checks("needing"), { name: "needing", needs: [/x{9}/, "phases"] }),
      probe(checks("any"), { name: "any" }),
    ]);
    expect(seen.sort()).toEqual([
      "any other.nix",
      "any other.nix 2",
      "any package.nix",
      "any package.nix 1",
      "needing package.nix",
      "needing package.nix 1",
    ]);
  });
});
