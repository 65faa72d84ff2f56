// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import type { Files } from "simulated-github";

/** As much as a file may have to be read at all, nearly. */
const BYTES = 4_000_000;

const PACKAGE = "pkgs/by-name/zz/zzz/package.nix";
const HEAD = '{ stdenv }:\nstdenv.mkDerivation {\n  pname = "zzz";\n';

function repeated(unit: string, bytes = BYTES): string {
  const parts: string[] = [];
  for (let i = 0, length = 0; length < bytes; i++) {
    const part = unit.replaceAll("%", String(i));
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

const inPackage = (unit: string): Files => ({ [PACKAGE]: `${HEAD}${repeated(unit)}\n}\n` });

/** What a pull request changes, and what was merged before it. */
export type Kind = { readonly base?: Files; readonly head: Files };

/** A package before and after a new release, with more in it. */
function released(more: string): Kind {
  const files = (version: string, letter: string): Files => ({
    [PACKAGE]: `{ lib, stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "zzz";
  version = "${version}";
  src = fetchurl {
    url = "https://example.org/zzz/zzz-\${version}.tar.gz";
    hash = "sha256-${letter.repeat(42)}A=";
  };
${more}}
`,
  });
  return { base: files("1.0", "a"), head: files("1.1", "b") };
}

/** Chains of names, each of which is made of the one before it, twice. */
function doubled(operator: string, first: string): string {
  const links = Array.from({ length: 40 }, (_, i) => `a%_${i + 1} = a%_${i} ${operator} a%_${i};\n`);
  return repeated(`a%_0 = ${first};\n${links.join("")}`);
}

/** Changes that are made to take much, by name. */
export const KINDS: Readonly<Record<string, () => Kind>> = {
  ...Object.fromEntries(Object.entries(alone()).map(([name, files]) => [name, () => ({ head: files() })])),
  "a release, and doubled texts": () => released(doubled("+", "version")),
  "a release, and doubled lists": () => released(doubled("++", "[ version ]")),
  "a release, and sets of one name": () => released(repeated("a%.b = version;\n")),
  "a release, and patterns": () =>
    released(repeated('a% = builtins.match ".*.*.*.*.*.*x" "${version}-%";\n')),
  "a release, and sets in sets": () => released(`a = ${"{ a = ".repeat(20_000)}1;${" };".repeat(20_000)}\n`),
};

function alone(): Readonly<Record<string, () => Files>> {
  return {
    "lists in lists": () => ({ [PACKAGE]: repeated("[") }),
    "sets in sets": () => ({ [PACKAGE]: repeated("{a=") }),
    "useless escapes": () => inPackage('a% = "\\.";\n'),
    "escapes in one string": () => ({ [PACKAGE]: `"${repeated("\\.")}"` }),
    "addresses in one string": () => ({ [PACKAGE]: `"${repeated("https://a.org/b/")}"` }),
    "hashes by name": () => inPackage("a%Hash = src.hash;\n"),
    "inherited hashes": () => inPackage("inherit (a%) hash;\n"),
    "pinned hashes": () =>
      inPackage(
        'a% = fetchurl { url = "https://a.org/%"; hash = "sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA="; };\n',
      ),
    "paths to nowhere": () => inPackage("a% = ./b%;\n"),
    "search paths": () => inPackage("a% = <b%>;\n"),
    interpolations: () => ({ [PACKAGE]: `"${repeated("${a}")}"` }),
    operators: () => ({ [PACKAGE]: `a${repeated(" + a")}` }),
    "functions of functions": () => ({ [PACKAGE]: repeated("a: ") }),
    "overrides by hand": () => ({
      "pkgs/top-level/all-packages.nix": `{ }:\nres: pkgs: super: with pkgs; {\n${repeated("a% = callPackage ../b/a% { };\n")}}\n`,
    }),
    "keys of a configuration": () => ({ ".github/by-name.yml": repeated("a%: &a% [b]\n") }),
    "many files of one package": () =>
      Object.fromEntries(
        Array.from({ length: 1_000 }, (_, i) => [
          `pkgs/by-name/zz/zzz/${i}.nix`,
          repeated(`a${i}_%\n: "\\.";\n`, BYTES / 1_000),
        ]),
      ),
    "a path of 1,500 directories": () => ({ [`pkgs/by-name/zz/zzz/${"d/".repeat(1_500)}a.nix`]: "{ }" }),
  };
}
