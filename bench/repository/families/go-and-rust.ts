import { amount, type Draft, use } from "../draft.ts";
import type { Family } from "../family.ts";
import { attributeSet, binding, list, quoted } from "../layout.ts";
import { lockFile, passthru, patches } from "../parts/extra-files.ts";
import { sriHash } from "../parts/hash.ts";
import { buildInputs, nativeBuildInputs } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { checking, finishing, patching, phase } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { type Style, styleOf } from "../parts/style.ts";
import { nameStems } from "../vocabulary.ts";

export const goModule: Family = { name: "go-module", weight: 13, write: writeGoModule };
export const rustPackage: Family = { name: "rust-package", weight: 13, write: writeRustPackage };

function writeGoModule(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  return `${use(draft, "buildGoModule")} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    [binding("vendorHash", random.chance(0.1) ? "null" : quoted(sriHash(random)))],
    random.chance(0.4) ? [binding("subPackages", list(subPackages(draft)))] : [],
    random.chance(0.7) ? [binding("ldflags", list(linkerFlags(draft, style)))] : [],
    random.chance(0.4) ? [nativeBuildInputs(draft, ["installShellFiles"], 0.2)] : [],
    random.chance(0.1) ? buildInputs(draft, [], 2) : [],
    random.chance(0.35) ? [phase("postInstall", draft, finishing, amount(draft, 1.2, 50))] : [],
    skippedTests(draft, "-skip"),
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

function writeRustPackage(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  const builder = `${use(draft, "rustPlatform")}.buildRustPackage`;
  const lock = lockFile(draft, "Cargo.lock", "cargo");
  const vendored =
    lock === null
      ? binding("cargoHash", quoted(sriHash(random)))
      : binding("cargoLock", attributeSet([binding("lockFile", lock), outputHashes(draft)]));
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    [vendored],
    random.chance(0.2) ? [phase("postPatch", draft, patching, amount(draft, 1, 60))] : [],
    random.chance(0.6) ? [nativeBuildInputs(draft, ["pkg-config"], 0.5)] : [],
    random.chance(0.5) ? buildInputs(draft, ["openssl"], 2) : [],
    random.chance(0.2) ? [binding("buildFeatures", list(random.sample(nameStems, 2).map(quoted)))] : [],
    random.chance(0.2) ? ["env.OPENSSL_NO_VENDOR = 1;"] : [],
    skippedTests(draft, "--skip"),
    random.chance(0.25) ? [phase("postInstall", draft, finishing, amount(draft, 1, 50))] : [],
    random.chance(0.06) ? [phase("preCheck", draft, checking, 1)] : [],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

function subPackages(draft: Draft): string[] {
  const names = draft.random.sample(nameStems, amount(draft, 1, 12) - 1);
  return [quoted(`cmd/${draft.pname}`), ...names.map((name) => quoted(`cmd/${name}`))];
}

function linkerFlags(draft: Draft, style: Style): string[] {
  const module = `github.com/${draft.owner}/${draft.pname}`;
  const more = draft.random.sample(["commit", "date", "builtBy"], draft.random.integer(0, 3));
  return [
    quoted("-s"),
    quoted("-w"),
    quoted(`-X ${module}/internal/version.Version=\${${style.prefix}version}`),
    ...more.map((name) => quoted(`-X=${module}/cmd.${name}=nixpkgs`)),
  ];
}

function outputHashes(draft: Draft): string {
  const crates = draft.random.sample(nameStems, amount(draft, 2, 30));
  const hashes = crates.map(
    (name) => `"${name}-0.${draft.random.integer(1, 9)}.0" = "${sriHash(draft.random)}";`,
  );
  return binding("outputHashes", attributeSet(hashes));
}

function skippedTests(draft: Draft, option: string): string[] {
  const { random } = draft;
  if (!random.chance(0.2)) return random.chance(0.15) ? ["# requires network", "doCheck = false;"] : [];
  const names = random.sample(nameStems, amount(draft, 3, 60));
  return [
    binding(
      "checkFlags",
      list(names.map((name) => quoted(`${option}=${name}::tests::${random.pick(nameStems)}`))),
    ),
  ];
}
