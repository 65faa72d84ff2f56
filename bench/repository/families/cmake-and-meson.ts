import { amount, type Draft, use } from "../draft.ts";
import type { Family } from "../family.ts";
import { binding, quoted } from "../layout.ts";
import { passthru, patches } from "../parts/extra-files.ts";
import { buildInputs, cmakeFlag, flags, mesonFlag, nativeBuildInputs, strictness } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { finishing, patching, phase } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { styleOf } from "../parts/style.ts";

export const cmakeProject: Family = { name: "cmake", weight: 12, write: withCMake };

/** Desktop programs of GNOME and its neighbours. */
export const mesonProject: Family = { name: "meson", weight: 7, write: withMeson };

function withCMake(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  return `${use(draft, "stdenv")}.mkDerivation ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    strictness(draft),
    random.chance(0.3) ? [phase("postPatch", draft, patching, amount(draft, 1.4, 80))] : [],
    [nativeBuildInputs(draft, ["cmake", ...(random.chance(0.5) ? ["ninja", "pkg-config"] : [])], 0.8)],
    buildInputs(draft, random.chance(0.2) ? ["qt6.qtbase", "qt6.qtsvg"] : [], 5),
    random.chance(0.75) ? flags(draft, "cmakeFlags", cmakeFlag, 3) : [],
    random.chance(0.1) ? ['env.NIX_CFLAGS_COMPILE = "-Wno-error=incompatible-pointer-types";'] : [],
    random.chance(0.25) ? ["doCheck = stdenv.buildPlatform.canExecute stdenv.hostPlatform;"] : [],
    random.chance(0.2) ? [phase("postInstall", draft, finishing, amount(draft, 1, 50))] : [],
    passthru(draft),
    [meta(draft, style, { program: random.chance(0.6) })],
  ])}`;
}

function withMeson(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  return `${use(draft, "stdenv")}.mkDerivation ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    strictness(draft),
    random.chance(0.2) ? [phase("postPatch", draft, patching, amount(draft, 1.2, 60))] : [],
    [nativeBuildInputs(draft, ["meson", "ninja", "pkg-config", "wrapGAppsHook4"], 2)],
    buildInputs(draft, ["glib", "gtk4", "libadwaita"], 4),
    random.chance(0.5) ? flags(draft, "mesonFlags", mesonFlag, 2) : [],
    random.chance(0.1) ? ["doCheck = true;"] : [],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}
