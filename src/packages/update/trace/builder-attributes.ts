import { isHashAttribute } from "../../derivation/hash-names.ts";
import type { Sink } from "./sinks.ts";

/** Attributes that are names, and those that nothing that is built depends on. */
const FREE = ["meta", "passthru", "pos", "tests", "updateScript"];
const NAMES = ["version", "name", "pname"];

/** Packages, patches and sources: lists of what is built, never of text. */
const INPUTS = [
  ...["buildInputs", "nativeBuildInputs", "propagatedBuildInputs", "propagatedNativeBuildInputs"],
  ...["depsBuildBuild", "depsBuildTarget", "depsHostHost", "checkInputs", "nativeCheckInputs"],
  ...["installCheckInputs", "nativeInstallCheckInputs", "build-system", "dependencies", "pythonPath"],
  ...["patches", "prePatches", "cargoPatches", "extraPkgs", "targetPkgs", "multiPkgs", "runtimeDependencies"],
  ...["runtimeInputs", "runtimeDeps", "paths", "requiredSystemFeatures", "buildTools", "packageRequires"],
  ...["makeDepends", "extraBuildInputs", "optional-dependencies", "appendRunpaths", "projectReferences"],
  ...["disallowedReferences", "allowedReferences", "disallowedRequisites", "allowedRequisites"],
  ...["contents", "plugins", "desktopItem", "desktopItems", "jdk", "jre", "gradle", "electron", "unwrapped"],
];

/** What is fetched beside the source, where its name does not say that. */
const SOURCES = [
  ...["cargoDeps", "npmDeps", "pnpmDeps", "yarnOfflineCache", "offlineCache", "mixFodDeps"],
  ...["goModules", "mitmCache", "composerVendor", "gradleDeps", "mvnDeps", "node_modules"],
  ...["bunDeps", "zigDeps", "deps", "lockFile", "packageJSON", "yarnLock", "missingHashes"],
  ...["fetchedMavenDeps", "berryOfflineCache", "bazelDeps", "source", "unpacked"],
  ...["yarn", "pnpm", "npm", "frontend", "backend", "web", "webui", "ui", "tui", "assets", "data", "locales"],
  ...["themes", "icons", "docs", "manual", "models", "vendor"],
];

/** Names that people give to what is fetched beside the source: `src2`, `docsSrc`, `uiSources`, `testData`. */
const SOURCE_NAME =
  /^srcs?[0-9]*$|^srcs?[A-Z_-][A-Za-z0-9_-]*$|^[a-z][A-Za-z0-9_-]*(?:[Ss]rcs?|[Ss]ources?|Assets|Data)$/;

/**
 * Text to the build and nothing more: arguments of tools, names in the source, and the like, besides what the
 * patterns below say.
 */
const TEXTS = [
  ...["sourceRoot", "setSourceRoot", "modRoot", "cargoRoot", "npmRoot", "pnpmRoot", "yarnRoot", "buildRoot"],
  ...["ldflags", "tags", "subPackages", "outputs", "buildTargets", "installTargets", "checkTarget"],
  ...["configurePlatforms", "unpackCmd", "buildCommand", "installTarget", "script", "text", "runScript"],
  ...["makeWrapperArgs", "qtWrapperArgs", "gappsWrapperArgs", "wrapperArgs", "extraArgs", "profile"],
  ...["extraInstallCommands", "extraBuildCommands", "extraOutputsToInstall", "buildPhases"],
  ...["disabledTests", "disabledTestPaths", "pythonImportsCheck"],
  ...["substitutions", "exec", "desktopName", "comment", "genericName", "icon", "categories", "keywords"],
  ...["longDescription", "description", "startupWMClass", "mimeTypes", "actions", "type", "terminal"],
  ...["installShellFiles", "versionCheckProgram", "versionCheckProgramArg", "versionCheckProgramArgs"],
  ...["dontUnpack", "buildNumber", "build_number", "rev", "tag", "ref", "commit", "majorVersion"],
  ...["minorVersion", "shortVersion", "fullVersion", "srcVersion", "upstreamVersion", "tarballVersion"],
  ...["branch", "release", "filename", "fileName", "archive", "url", "urls", "suffix", "executable"],
  ...["stripRoot", "unpackDir", "target", "dir", "destination", "bin", "mainProgram"],
  ...[
    "pythonRelaxDeps",
    "pythonRemoveDeps",
    "preferLocalBuild",
    "autoPatchelfIgnoreMissingDeps",
    "rockspecVersion",
  ],
  ...["cmakeDir", "mesonBuildType", "cargoBuildType", "buildType", "buildAndTestSubdir"],
];

const SINKS: ReadonlyMap<string, Sink> = new Map<string, Sink>([
  ...FREE.map((name): [string, Sink] => [name, "free"]),
  ...NAMES.map((name): [string, Sink] => [name, "name"]),
  ...INPUTS.map((name): [string, Sink] => [name, "inputs"]),
  ...SOURCES.map((name): [string, Sink] => [name, "source"]),
  ...TEXTS.map((name): [string, Sink] => [name, "text"]),
  ["env", "texts"],
  ["environment", "texts"],
]);

/** Phases, what runs before and after one, and the flags of tools, as the standard environment names them. */
const PHASE = /^(?:pre|post)[A-Z][A-Za-z]*$|^[a-z][A-Za-z]*Phase$/;
const FLAGS = /^[a-z][A-Za-z]*Flags(?:Array)?$/;

/** Variables of the build's environment, by the custom of shells. */
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

/** Variables that a shell, a linker or an interpreter obeys: what stands there is run. */
export const OBEYED: ReadonlySet<string> = new Set([
  ...["PATH", "BASH_ENV", "ENV", "PROMPT_COMMAND", "LD_PRELOAD", "LD_LIBRARY_PATH", "SHELL", "IFS", "PS4"],
  ...[
    "DYLD_INSERT_LIBRARIES",
    "PYTHONSTARTUP",
    "PYTHONPATH",
    "PERL5OPT",
    "RUBYOPT",
    "NODE_OPTIONS",
    "CC",
    "CXX",
  ],
]);

/** What may reach an attribute that is given to a builder; null where that is not known. */
export function attributeSink(name: string): Sink | null {
  const known = SINKS.get(name);
  if (known !== undefined) return known;
  if (isHashAttribute(name)) return "hash";
  if (SOURCE_NAME.test(name)) return "source";
  if (PHASE.test(name) || FLAGS.test(name)) return "text";
  return VARIABLE.test(name) && !OBEYED.has(name) ? "text" : null;
}
