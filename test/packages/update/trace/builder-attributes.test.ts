import { describe, expect, it } from "vitest";
import { attributeSink } from "../../../../src/packages/update/trace/builder-attributes.ts";

/** What may reach the attributes of these names, whatever builder they are given to. */
const TAKEN_FOR = {
  free: "meta passthru pos tests updateScript",
  name: "version name pname",
  texts: "env environment",
  hash:
    "hash sha256 outputHash vendorHash cargoHash npmDepsHash cargoSha256 mvnHash srcHash testDataHash " +
    "x86_64-linux aarch64-darwin",
  inputs:
    "buildInputs nativeBuildInputs propagatedBuildInputs propagatedNativeBuildInputs depsBuildBuild " +
    "depsBuildTarget depsHostHost checkInputs nativeCheckInputs installCheckInputs nativeInstallCheckInputs " +
    "build-system dependencies pythonPath patches prePatches cargoPatches extraPkgs targetPkgs multiPkgs " +
    "runtimeDependencies runtimeInputs runtimeDeps paths requiredSystemFeatures buildTools packageRequires " +
    "makeDepends extraBuildInputs optional-dependencies appendRunpaths projectReferences " +
    "disallowedReferences allowedReferences disallowedRequisites allowedRequisites contents plugins " +
    "desktopItem desktopItems jdk jre gradle electron unwrapped",
  source:
    "src srcs cargoDeps npmDeps pnpmDeps yarnOfflineCache offlineCache mixFodDeps goModules mitmCache " +
    "composerVendor gradleDeps mvnDeps node_modules bunDeps zigDeps deps lockFile packageJSON " +
    "yarnLock missingHashes fetchedMavenDeps berryOfflineCache bazelDeps vendorSrc source unpacked yarn " +
    "pnpm npm frontend backend web webui ui tui assets data locales themes icons docs manual models vendor " +
    // By what people make of these.
    "src2 src10 srcs2 srcA srcDocs src_docs src-docs src_2 srcD2 srcsDocs aSrc aSrcs docsSrc docs-src " +
    "docs_srcs docs2Src uiSource uiSources ui-source ui-sources testData aData webAssets a2Assets",
  text:
    "sourceRoot setSourceRoot modRoot cargoRoot npmRoot pnpmRoot yarnRoot buildRoot ldflags tags " +
    "subPackages outputs buildTargets installTargets checkTarget configurePlatforms unpackCmd buildCommand " +
    "installTarget script text runScript makeWrapperArgs qtWrapperArgs gappsWrapperArgs wrapperArgs " +
    "extraArgs profile extraInstallCommands extraBuildCommands extraOutputsToInstall postBuild buildPhases " +
    "disabledTests disabledTestPaths pytestFlags pytestFlagsArray pythonImportsCheck substitutions exec " +
    "desktopName comment genericName icon categories keywords longDescription description startupWMClass " +
    "mimeTypes actions type terminal installShellFiles versionCheckProgram versionCheckProgramArg " +
    "versionCheckProgramArgs dontUnpack buildNumber build_number rev tag ref commit majorVersion " +
    "minorVersion shortVersion fullVersion srcVersion upstreamVersion tarballVersion branch release " +
    "filename fileName archive url urls suffix executable stripRoot unpackDir target dir destination bin " +
    "mainProgram SOURCE_DATE_EPOCH pythonRelaxDeps pythonRemoveDeps preferLocalBuild " +
    "autoPatchelfIgnoreMissingDeps rockspecVersion patchFlags cmakeDir mesonBuildType cargoBuildType " +
    "buildType buildAndTestSubdir " +
    // Phases, flags and variables.
    "unpackPhase aPhase installCheckPhase preBuild postPatch preB preInstallCheck cmakeFlags aFlags " +
    "makeFlagsArray aFlagsArray V P_VERSION GO111MODULE A_1 PATHS CCX",
} as const;

describe("what may reach an attribute of a builder is known by its name:", () => {
  it.each(Object.entries(TAKEN_FOR).flatMap(([sink, names]) => names.split(" ").map((name) => [name, sink])))(
    "%s is taken for %s",
    (name, sink) => {
      expect(attributeSink(name)).toBe(sink);
    },
  );

  it.each([
    ...["toString", "constructor", "__proto__", "", " ", "Meta", "meta ", "passthrus", "envs"],
    // What only looks like the name of a source.
    ...["xsrc2x", "mysrc2", "srcx", "srcs-2!", "src!", "srcDocs!", "mysrcDocs", "srcsx", "src2x", "src[x"],
    ...[
      "_aSrc",
      "ASrc",
      "2Src",
      "Src",
      "aSrcx",
      "a!Src",
      "a Src",
      "aSourcex",
      "aDatax",
      "aAssetsx",
      "a.Data",
    ],
    ...["aASSETS", "dataa", "asset", "adata", "aDatas", "aAsset"],
    // Of a phase, or of flags.
    ...["xpreBuild", "prebuild", "preBuild2", "preBuild!", "pre", "pre-Build", "XbuildPhase", "buildPhasex"],
    ...["build2Phase", "Phase", "aphase", "2Phase", "xpostBuild", "post", "post2", "postBuild_"],
    ...[
      "XcmakeFlags",
      "cmakeFlagsx",
      "cmake2Flags",
      "Flags",
      "aflags",
      "aFlagsArrayx",
      "aFlagsArrays",
      "2Flags",
    ],
    // Of a variable.
    ...["Ab", "aB", "_A", "1A", "A-B", "AB!", "ABc", "A.B"],
  ])("%j is not known", (name) => {
    expect(attributeSink(name)).toBe(null);
  });
});
