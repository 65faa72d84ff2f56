import { pythonModules, pythonTestModules } from "../dependencies.ts";
import { amount, type Draft, use } from "../draft.ts";
import type { Family } from "../family.ts";
import { attributeSet, binding, indentedString, list, quoted } from "../layout.ts";
import { lockFile, passthru, patches } from "../parts/extra-files.ts";
import { sriHash } from "../parts/hash.ts";
import { nativeBuildInputs } from "../parts/inputs.ts";
import { meta } from "../parts/meta.ts";
import { finishing, patching, phase } from "../parts/shell.ts";
import { source } from "../parts/source.ts";
import { styleOf } from "../parts/style.ts";
import { nameStems } from "../vocabulary.ts";

export const pythonApplication: Family = { name: "python-application", weight: 11, write: writePython };
export const npmPackage: Family = { name: "npm-package", weight: 4, write: writeNpm };
export const bundlerApplication: Family = { name: "bundler-application", weight: 1, write: writeRuby };

function writePython(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  const builder = `${use(draft, "python3Packages")}.buildPythonApplication`;
  const backend = random.pick(["setuptools", "setuptools", "hatchling", "poetry-core", "flit-core"]);
  const modules = random.sample(pythonModules, amount(draft, 6));
  const tests = random.sample(pythonTestModules.slice(1), random.integer(0, 4));
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version)), "pyproject = true;"],
    [source(draft, style)],
    patches(draft),
    random.chance(0.25) ? [phase("postPatch", draft, patching, amount(draft, 1, 50))] : [],
    [binding("build-system", `with python3Packages; [ ${backend} ]`)],
    random.chance(0.15) ? [binding("pythonRelaxDeps", list(random.sample(modules, 3).map(quoted)))] : [],
    [binding("dependencies", `with python3Packages; ${list(modules)}`)],
    random.chance(0.5)
      ? [binding("nativeCheckInputs", `with python3Packages; ${list(["pytestCheckHook", ...tests])}`)]
      : [],
    random.chance(0.3) ? [binding("disabledTests", list(disabledTests(draft)))] : [],
    [binding("pythonImportsCheck", list([quoted(draft.pname.replaceAll("-", "_").toLowerCase())]))],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

function disabledTests(draft: Draft): string[] {
  const { random } = draft;
  const lines = [random.pick(["# requires network access", "# flaky", "# assumes a terminal"])];
  for (let left = 1 + amount(draft, 2, 60); left > 0; left--) {
    lines.push(quoted(`test_${random.pick(nameStems)}_${random.pick(nameStems)}`));
  }
  return lines;
}

function writeNpm(draft: Draft): string {
  const { random } = draft;
  const style = styleOf(draft);
  use(draft, "lib");
  const builder = use(draft, "buildNpmPackage");
  const lock = lockFile(draft, "package-lock.json", "npm");
  return `${builder} ${style.set([
    [binding("pname", quoted(draft.pname)), binding("version", quoted(draft.version))],
    [source(draft, style)],
    patches(draft),
    lock === null ? [] : [binding("postPatch", indentedString([`cp \${${lock}} package-lock.json`]))],
    [binding("npmDepsHash", quoted(sriHash(random)))],
    random.chance(0.3)
      ? ["# The prepack script runs the build script", 'npmPackFlags = [ "--ignore-scripts" ];']
      : [],
    random.chance(0.3) ? [binding("nodejs", use(draft, "nodejs_22"))] : [],
    random.chance(0.4) ? [nativeBuildInputs(draft, ["makeWrapper"], 0.5)] : [],
    random.chance(0.2) ? ["dontNpmBuild = true;"] : [],
    random.chance(0.4) ? [phase("postInstall", draft, finishing, amount(draft, 1.2, 50))] : [],
    random.chance(0.2) ? [binding("env", attributeSet(["ELECTRON_SKIP_BINARY_DOWNLOAD = 1;"]))] : [],
    passthru(draft),
    [meta(draft, style, { program: true })],
  ])}`;
}

/** Ruby programs are a directory of Gemfile, lock file and `gemset.nix`. */
function writeRuby(draft: Draft): string {
  const { random } = draft;
  use(draft, "lib");
  const builder = use(draft, "bundlerApp");
  const gems = random.sample(nameStems, random.integer(3, 40)).sort();
  const gemset = attributeSet(
    ...gems.map((gem) => [
      binding(
        gem,
        attributeSet([
          'groups = [ "default" ];',
          "platforms = [ ];",
          binding("source", attributeSet([`sha256 = "${sriHash(random)}";`, 'type = "gem";'])),
          binding("version", quoted(`${random.integer(0, 9)}.${random.integer(0, 20)}.0`)),
        ]),
      ),
    ]),
  );
  draft.files.push({ path: "gemset.nix", content: `${gemset}\n`, mode: "100644" });
  draft.files.push({
    path: "Gemfile",
    content: `source "https://gems.example.org"\ngem "${draft.pname}"\n`,
    mode: "100644",
  });
  const lock = gems.map((gem) => `    ${gem} (1.0.0)`).join("\n");
  const content = `GEM\n  remote: https://gems.example.org/\n  specs:\n${lock}\n`;
  draft.files.push({ path: "Gemfile.lock", content, mode: "100644" });
  return `${builder} ${attributeSet(
    [binding("pname", quoted(draft.pname)), "gemdir = ./.;", binding("exes", list([quoted(draft.pname)]))],
    [binding("passthru.updateScript", `${use(draft, "bundlerUpdateScript")} "${draft.name}"`)],
    [meta(draft, null, { program: true })],
  )}`;
}
