// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { isFetcher } from "../../../src/packages/derivation/fetcher-names.ts";
import { isHashAttribute, isPlatform } from "../../../src/packages/derivation/hash-names.ts";
import { PLACES } from "../../../src/packages/update/own-text.ts";
import { pinKind } from "../../../src/packages/update/pins.ts";
import { attributeSink, OBEYED } from "../../../src/packages/update/trace/builder-attributes.ts";
import { isBuilder } from "../../../src/packages/update/trace/builders.ts";
import { HASH_A, HASH_B, impuritiesOf } from "./builders.ts";

describe("what is listed, one by one", () => {
  it.each([
    ...["PATH", "BASH_ENV", "ENV", "PROMPT_COMMAND", "LD_PRELOAD", "LD_LIBRARY_PATH", "SHELL", "IFS", "PS4"],
    ...["DYLD_INSERT_LIBRARIES", "PYTHONSTARTUP", "PYTHONPATH", "PERL5OPT", "RUBYOPT", "NODE_OPTIONS"],
    ...["CC", "CXX"],
  ])("%s is obeyed by what runs in a build, and so no text", (name) => {
    expect(OBEYED.has(name)).toBe(true);
    expect(attributeSink(name)).toBe(null);
  });

  it.each(["__curPos", "unsafeGetAttrPos", "__unsafeGetAttrPos"])(
    "%s says where something stands",
    (name) => {
      expect(PLACES.has(name)).toBe(true);
    },
  );

  it.each([
    ...["builder", "args", "system", "outputHashMode", "outputHashAlgo", "__structuredAttrs", "nugetDeps"],
    ...["yarnNix", "stdenv", "setupHook", "setupHooks", "passAsFile", "impureEnvVars", "realBuilder", "x"],
    ...["doCheck", "pyproject", "format", "disabled", "broken", "__impure", "_x", "preferLocal", "Phase"],
    ...["srcx", "mysrcs2", "data2", "extraDeps", "yarnDeps", "nixCache", "sourceNix"],
  ])("%s is not known to be text", (name) => {
    expect(attributeSink(name)).toBe(null);
  });

  it.each([
    ["postPatch", "text"],
    ["installPhase", "text"],
    ["cmakeFlags", "text"],
    ["makeFlagsArray", "text"],
    ["P_VERSION", "text"],
    ["buildInputs", "inputs"],
    ["patches", "inputs"],
    ["src", "source"],
    ["src2", "source"],
    ["srcDocs", "source"],
    ["docsSrc", "source"],
    ["uiSources", "source"],
    ["testData", "source"],
    ["webAssets", "source"],
    ["yarn", "source"],
    ["vendorHash", "hash"],
    ["version", "name"],
    ["env", "texts"],
    ["meta", "free"],
  ])("%s is taken for %s", (name, sink) => {
    expect(attributeSink(name)).toBe(sink);
  });

  it.each(["fetchTree", "fetchClosure", "fetchThing", "fetchFromThing", "fetch", "fetchers"])(
    "%s is no fetcher that is known",
    (name) => {
      expect(isFetcher([name])).toBe(false);
    },
  );

  it.each(["derivation", "mkThing", "developPackage", "callCabal2nix", "buildThing", "override"])(
    "%s is no builder that is known",
    (name) => {
      expect(isBuilder([name])).toBe(false);
    },
  );

  it.each(["version", "rev", "tag", "url"])("%s is a pin", (name) => {
    expect(pinKind(name)).not.toBe(null);
  });

  it.each([
    "owner",
    "repo",
    "pname",
    "name",
    "urls",
    "ref",
    "versions",
    "outputHashMode",
    "hashes",
    "toString",
  ])("%s is none", (name) => {
    expect(pinKind(name)).toBe(null);
  });

  it.each(["hash", "sha256", "sha384", "sha512", "vendorHash", "cargoSha256", "outputHash", "npmDepsHash"])(
    "%s is the name of a hash",
    (name) => {
      expect(isHashAttribute(name)).toBe(true);
    },
  );

  it.each([
    ...["x86_64", "aarch64", "i686", "armv5tel", "armv6l", "armv7l", "powerpc64", "powerpc64le", "riscv32"],
    ...["riscv64", "loongarch64", "s390x", "mips64el", "universal", "any", "all"],
  ])("%s is a platform", (name) => {
    for (const system of ["linux", "darwin", "freebsd", "openbsd", "netbsd", "windows", "cygwin"]) {
      expect(isPlatform(`${name}-${system}`)).toBe(true);
    }
    expect(isPlatform(name)).toBe(false);
  });
});

describe("a package that is deeper or wider than anything", () => {
  const text = (around: string, x: string) => (version: string, hash: string) =>
    `{ stdenv, fetchurl, lib }: let version = "${version}"; ${around}
    src = fetchurl { url = "https://a.org/x-\${version}"; hash = "${hash}"; };
    in stdenv.mkDerivation { inherit version src; X = ${x}; }`;
  const each = (count: number, make: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => make(i)).join(" ");

  const COMPLEX = "too complex to understand";
  const lists = `l0 = [ 1 ]; ${each(30, (i) => `l${i + 1} = lib.concatLists [ l${i} l${i} ];`)}`;

  it.each([
    [
      "functions that call functions",
      `${each(3000, (i) => `f${i} = v: f${i + 1} v;`)} f3000 = v: v;`,
      "f0 version",
      "nested too deeply",
    ],
    [
      "names for names",
      `${each(3000, (i) => `n${i} = n${i + 1};`)} n3000 = version;`,
      "n0",
      "nested too deeply",
    ],
    [
      "builds of builds",
      `${each(3000, (i) => `d${i} = stdenv.mkDerivation { src = d${i + 1}; };`)} d3000 = src;`,
      "d0",
      "nested too deeply",
    ],
    [
      "calls that double",
      `${each(60, (i) => `f${i} = v: f${i + 1} v + f${i + 1} v;`)} f60 = v: v;`,
      "f0 version",
      "too complex to understand",
    ],
    ["a function of itself", "f = v: f v;", "f version", "nested too deeply"],
    ["a value of itself", "y = y + version;", "y", "depends on itself"],
    [
      "alternatives of alternatives",
      "",
      `"${"${if lib.a then version else lib.b}".repeat(40)}"`,
      "too many texts",
    ],
    ["lists of lists that double", lists, "l30", COMPLEX],
    [
      "a pattern that repeats",
      "",
      `lib.match "${".*".repeat(29)}x" "\${version}.${"1".repeat(90)}"`,
      COMPLEX,
    ],
  ])("by %s is not understood", async (_, around, x, why) => {
    const make = text(around, x);
    const found = await impuritiesOf(make("1.2.3", HASH_A), make("1.2.4", HASH_B));
    expect(found.join("\n")).toContain(why);
  });
});

describe("a comment that asks to ignore a rule", () => {
  const text = (version: string, hash: string, ...comments: string[]) =>
    [
      "{ stdenv, fetchurl }:",
      "stdenv.mkDerivation rec {",
      '  pname = "hello";',
      `  version = "${version}";`,
      ...comments.map((comment) => `  # ${comment}`),
      `  src = fetchurl { url = "https://example.org/hello-\${version}.tar.gz"; hash = "${hash}"; };`,
      "}",
      "",
    ].join("\n");
  const [one, other] = ["by-name-bot: ignore a -- b", "by-name-bot: ignore a -- c"];
  const why = ["the comments that ask to ignore a rule differ"];

  it.each([
    ["is added", [], [one], why],
    ["is removed", [one], [], why],
    ["has another reason", [one], [other], why],
    ["is there twice", [one], [one, one], why],
    ["stays as it is", [one], [one], []],
    ["is of another kind", ["a"], ["b"], []],
  ])("that %s", async (_, before, after, expected) => {
    const found = await impuritiesOf(text("1.2.3", HASH_A, ...before), text("1.2.4", HASH_B, ...after));
    expect(found).toEqual(expected);
  });
});
