import { libraries } from "../dependencies.ts";
import { amount, type Draft, use, useSome } from "../draft.ts";
import type { Family } from "../family.ts";
import { attributeSet, binding, indentedString, letIn, list, quoted } from "../layout.ts";
import { dataFile, passthru } from "../parts/extra-files.ts";
import { sriHash } from "../parts/hash.ts";
import { nativeBuildInputs, strictness } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { finishing, installPhase, phase } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { finalAttributes, recursive } from "../parts/style.ts";

/** Binaries of the publisher, one source a platform, patched to find their libraries. */
export const patchedBinary: Family = { name: "patched-binary", weight: 6, write: writeBinary };
export const appImage: Family = { name: "appimage", weight: 3, write: writeAppImage };
export const fontFiles: Family = { name: "fonts", weight: 4, write: writeFonts };

const platforms = [
  ["x86_64-linux", "linux-amd64"],
  ["aarch64-linux", "linux-arm64"],
  ["x86_64-darwin", "darwin-amd64"],
  ["aarch64-darwin", "darwin-arm64"],
] as const;

function writeBinary(draft: Draft): string {
  const { random } = draft;
  const style = finalAttributes;
  use(draft, "lib");
  use(draft, "stdenv");
  const unsupported = `throw "Unsupported system: \${stdenv.hostPlatform.system}"`;
  const sources = `finalAttrs.passthru.sources.\${stdenv.hostPlatform.system}`;
  const data = dataFile(draft, "sources.json");
  const listed = data === null ? platformSources(draft) : `lib.importJSON ${data}`;
  return `stdenv.mkDerivation ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [binding("src", `${sources} or (${unsupported})`)],
    [binding("sourceRoot", quoted("."))],
    strictness(draft),
    [
      nativeBuildInputs(draft, ["autoPatchelfHook", "makeWrapper"], 0.4),
      binding("buildInputs", list(useSome(draft, libraries, amount(draft, 10)))),
    ],
    ["dontConfigure = true;", "dontBuild = true;"],
    [installPhase(draft, amount(draft, 2.2, 100))],
    random.chance(0.4) ? [phase("postFixup", draft, finishing, amount(draft, 1.2, 50))] : [],
    [binding("passthru.sources", listed)],
    [meta(draft, style, { program: true, binary: true })],
  ])}`;
}

function platformSources(draft: Draft): string {
  const fetcher = use(draft, "fetchurl");
  const base = `https://dl.${draft.owner.toLowerCase()}.com/releases/\${finalAttrs.version}`;
  return attributeSet(
    platforms.map(([system, suffix]) =>
      binding(
        quoted(system),
        `${fetcher} ${attributeSet([
          binding("url", quoted(`${base}/${draft.pname}-${suffix}.tar.gz`)),
          binding("hash", quoted(sriHash(draft.random))),
        ])}`,
      ),
    ),
  );
}

function writeAppImage(draft: Draft): string {
  const { random } = draft;
  use(draft, "lib");
  use(draft, "appimageTools");
  use(draft, "fetchurl");
  const url = `https://github.com/${draft.owner}/${draft.pname}/releases/download/v\${version}/${draft.pname}.AppImage`;
  const extra = random.chance(0.3)
    ? [binding("extraPkgs", `pkgs: [ pkgs.${random.pick(["libsecret", "libnotify", "icu"])} ]`)]
    : [];
  return letIn(
    [
      binding("pname", quoted(draft.pname)),
      `${binding("version", quoted(draft.version))}\n`,
      `${binding("src", `fetchurl ${attributeSet([binding("url", quoted(url)), binding("hash", quoted(sriHash(random)))])}`)}\n`,
      binding("appimageContents", "appimageTools.extractType2 { inherit pname version src; }"),
    ],
    `appimageTools.wrapType2 ${attributeSet(
      ["inherit pname version src;"],
      [
        binding(
          "extraInstallCommands",
          indentedString([
            `install -m 444 -D \${appimageContents}/${draft.pname}.desktop -t $out/share/applications`,
            `substituteInPlace $out/share/applications/${draft.pname}.desktop \\`,
            `  --replace-fail 'Exec=AppRun' 'Exec=${draft.pname}'`,
            `cp -r \${appimageContents}/usr/share/icons $out/share`,
          ]),
        ),
      ],
      extra,
      [meta(draft, null, { program: true, binary: true })],
    )}`,
  );
}

function writeFonts(draft: Draft): string {
  const { random } = draft;
  const style = random.chance(draft.modern ? 0.7 : 0.1) ? finalAttributes : recursive;
  use(draft, "lib");
  const builder = `${use(draft, "stdenvNoCC")}.mkDerivation`;
  const format = random.pick(["truetype", "opentype"]);
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    strictness(draft),
    [
      binding(
        "installPhase",
        indentedString([
          "runHook preInstall",
          "",
          `mkdir -p $out/share/fonts/${format}`,
          `find . -name '*.${format === "truetype" ? "ttf" : "otf"}' -exec cp {} $out/share/fonts/${format} \\;`,
          "",
          "runHook postInstall",
        ]),
      ),
    ],
    passthru(draft),
    [meta(draft, style, { font: true })],
  ])}`;
}
