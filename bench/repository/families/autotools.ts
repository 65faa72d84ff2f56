import { amount, type Draft, use } from "../draft.ts";
import type { Family } from "../family.ts";
import { binding, list, quoted } from "../layout.ts";
import { passthru, patches } from "../parts/extra-files.ts";
import { buildInputs, configureFlag, flags, nativeBuildInputs, strictness } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { checking, finishing, installPhase, patching, phase } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { finalAttributes, recursive, type Style, styleOf } from "../parts/style.ts";

/** Programs in C that `./configure && make` builds. */
export const autotools: Family = { name: "autotools", weight: 17, write: (d) => program(d, styleOf(d)) };

/** Packages of an older day: `rec`, hooks by hand. */
export const recursiveSet: Family = { name: "recursive-set", weight: 6, write: (d) => program(d, recursive) };

/** Programs with a Makefile only, and an install phase of the package's own. */
export const makefile: Family = { name: "makefile", weight: 7, write: plainMake };

/** Libraries with several outputs. */
export const multipleOutputs: Family = { name: "multiple-outputs", weight: 5, write: library };

function program(draft: Draft, style: Style): string {
  const { random } = draft;
  const builder = takeStdenv(draft);
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    strictness(draft),
    random.chance(0.35) ? [phase("postPatch", draft, patching, amount(draft, 1.4, 80))] : [],
    [nativeBuildInputs(draft, random.chance(0.5) ? ["autoreconfHook", "pkg-config"] : ["pkg-config"], 0.8)],
    buildInputs(draft, [], 4),
    random.chance(0.6) ? flags(draft, "configureFlags", configureFlag, 3) : [],
    random.chance(0.5) ? ["enableParallelBuilding = true;"] : [],
    random.chance(0.2) ? ["doCheck = true;"] : [],
    random.chance(0.12) ? [phase("preCheck", draft, checking, amount(draft, 1, 16))] : [],
    random.chance(0.22) ? [phase("postInstall", draft, finishing, amount(draft, 1, 50))] : [],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

function plainMake(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  const builder = takeStdenv(draft);
  const flag = (name: string): string => quoted(`${name}=$(out)/${random.pick(["bin", "lib", "share"])}`);
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    strictness(draft),
    random.chance(0.3) ? [phase("postPatch", draft, patching, amount(draft, 1.2, 80))] : [],
    random.chance(0.7) ? [nativeBuildInputs(draft, ["makeWrapper"], 0.6)] : [],
    buildInputs(draft, [], 2),
    [
      binding(
        "makeFlags",
        list([quoted("PREFIX=$(out)"), ...random.sample(["BINDIR", "LIBDIR"], 1).map(flag)]),
      ),
    ],
    [installPhase(draft, amount(draft, 2, 100))],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

function library(draft: Draft): string {
  const { random } = draft;
  const style = finalAttributes;
  const builder = takeStdenv(draft);
  const outputs = ["out", "dev", ...random.sample(["lib", "man", "doc", "bin"], random.integer(0, 3))];
  use(draft, "testers");
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    [binding("outputs", list(outputs.map(quoted)))],
    strictness(draft),
    [nativeBuildInputs(draft, ["pkg-config"], 1.2)],
    buildInputs(draft, [], 2),
    [
      binding(
        "propagatedBuildInputs",
        list(["zlib"].filter((d) => d !== draft.name).map((d) => use(draft, d))),
      ),
    ],
    flags(draft, "configureFlags", configureFlag, 3),
    random.chance(0.5) ? [phase("postFixup", draft, finishing, amount(draft, 1, 50))] : [],
    ["passthru.tests.pkg-config = testers.testMetaPkgConfig finalAttrs.finalPackage;"],
    [meta(draft, style)],
  ])}`;
}

function takeStdenv(draft: Draft): string {
  use(draft, "lib");
  return `${use(draft, "stdenv")}.mkDerivation`;
}
