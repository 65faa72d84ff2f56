/**
 * Attributes that `stdenv.mkDerivation`, its phases and the setup hooks of nixpkgs know.
 *
 * Source: the arguments of `make-derivation.nix`, the variables of `setup.sh` and of the setup hooks in nixpkgs as of
 * 2025, and the chapters "The Standard Environment" and "Hooks reference" of the Nixpkgs manual. To renew it, look
 * there for variables that are read and never set, and run the rule over a tree of packages: what it finds that is no
 * typing error belongs here.
 */
const OF_MK_DERIVATION = [
  "name pname version src srcs meta passthru outputs outputsToInstall outputInclude outputBin outputDev outputDoc",
  "outputDevdoc outputLib outputMan outputInfo setOutputFlags patches patchFlags prePatch postPatch env args builder",
  "buildCommand buildCommandPath passAsFile system stdenv pos",
  // Inputs.
  "buildInputs nativeBuildInputs propagatedBuildInputs propagatedNativeBuildInputs depsBuildBuild",
  "depsBuildBuildPropagated depsBuildTarget depsBuildTargetPropagated depsHostHost depsHostHostPropagated",
  "depsTargetTarget depsTargetTargetPropagated checkInputs nativeCheckInputs installCheckInputs",
  "nativeInstallCheckInputs propagatedUserEnvPkgs defaultBuildInputs defaultNativeBuildInputs extraNativeBuildInputs",
  // Phases.
  "phases prePhases preConfigurePhases preBuildPhases preInstallPhases preFixupPhases preDistPhases postPhases",
  "unpackPhase patchPhase configurePhase buildPhase checkPhase installPhase fixupPhase installCheckPhase distPhase",
  "preUnpack postUnpack preConfigure postConfigure preBuild postBuild preCheck postCheck preInstall postInstall",
  "preFixup postFixup preInstallCheck postInstallCheck preDist postDist preAutoreconf postAutoreconf autoreconfPhase",
  "dontUnpack dontPatch dontConfigure dontBuild dontInstall dontFixup dontDist doCheck doInstallCheck doDist",
  "unpackCmd sourceRoot setSourceRoot dontMakeSourcesWritable configureScript configureFlags configurePlatforms",
  "dontAddPrefix prefix prefixKey dontAddStaticConfigureFlags dontAddDisableDepTrack dontDisableStatic",
  "dontFixLibtool dontPatchShebangsInConfigure makefile makeFlags buildFlags checkFlags checkTarget installFlags",
  "installTargets installCheckFlags installCheckTarget distFlags distTarget tarballs dontCopyDist",
  "enableParallelBuilding enableParallelChecking enableParallelInstalling shellHook setupHook setupHooks userHook",
  // Fixing up.
  "dontStrip dontStripHost dontStripTarget dontMoveSbin dontMoveLib64 stripAllList stripAllFlags stripDebugList",
  "stripDebugFlags stripExclude dontPatchELF dontPatchShebangs dontPruneLibtoolFiles dontGzipMan forceShare",
  "separateDebugInfo dontRewriteSymlinks dontCheckForBrokenSymlinks noAuditTmpdir dontAutoPatchelf",
  "autoPatchelfIgnoreMissingDeps autoPatchelfFlags appendRunpaths runtimeDependencies dontWrapGApps gappsWrapperArgs",
  "dontWrapQtApps qtWrapperArgs makeWrapperArgs dontUpdateAutotoolsGnuConfigScripts dontCopyDesktopItems",
  "desktopItem desktopItems dontFixCmake dontMoveSystemdUserUnits shellCompletions dontUdevCheck",
  // Hardening, sandbox and kinds of derivations.
  "hardeningEnable hardeningDisable strictDeps allowSubstitutes preferLocalBuild allowedReferences allowedRequisites",
  "disallowedReferences disallowedRequisites exportReferencesGraph impureEnvVars outputHash outputHashAlgo",
  "outputHashMode outputChecks requiredSystemFeatures sandboxProfile propagatedSandboxProfile showBuildStats",
  "succeedOnFailure noDumpEnvVars unsafeDiscardReferences realBuilder pkgConfigModules",
  "__structuredAttrs __contentAddressed __darwinAllowLocalNetworking __impureHostDeps __propagatedImpureHostDeps",
  "__noChroot __ignoreNulls __impure",
  // Build systems.
  "cmakeFlags cmakeDir cmakeBuildDir cmakeBuildType cmakeEntries dontUseCmakeConfigure dontUseCmakeBuildDir",
  "mesonFlags mesonBuildDir mesonBuildType mesonAutoFeatures mesonWrapMode mesonCheckFlags mesonInstallFlags",
  "mesonInstallTags dontUseMesonConfigure dontUseMesonCheck dontUseMesonInstall dontAddTimeoutMultiplier",
  "ninjaFlags ninjaCheckFlags dontUseNinjaBuild dontUseNinjaCheck dontUseNinjaInstall qmakeFlags",
  "dontUseQmakeConfigure autoreconfFlags sconsFlags dontUseSconsBuild dontUseSconsCheck dontUseSconsInstall",
  "wafFlags wafPath dontUseWafConfigure dontUseWafBuild dontUseWafInstall dontUseZigBuild dontUseZigCheck",
  "dontUseZigInstall zigBuildFlags zigCheckFlags dontUseJustBuild dontUseJustCheck dontUseJustInstall justFlags",
  "xcbuildFlags gradleFlags gradleBuildTask gradleCheckTask gradleUpdateTask gradleUpdateScript mitmCache",
  "dontUseGradleBuild dontUseGradleCheck dontUseGradleConfigure versionCheckProgram versionCheckProgramArg",
  "preVersionCheck postVersionCheck npmRebuildFlags versionCheckKeepEnvironment dontVersionCheck npmDeps npmRoot npmBuildScript npmFlags npmBuildFlags",
  "npmInstallFlags npmPackFlags npmPruneFlags npmWorkspace dontNpmBuild dontNpmInstall dontNpmPrune makeCacheWritable",
  "pnpmDeps pnpmRoot pnpmWorkspaces pnpmInstallFlags yarnOfflineCache yarnFlags yarnBuildScript yarnBuildFlags",
  "yarnKeepDevDeps dontYarnBuild dontYarnInstall dontYarnInstallDeps cargoDeps cargoRoot cargoBuildFlags",
  "cargoTestFlags cargoBuildType cargoCheckType cargoBuildFeatures cargoBuildNoDefaultFeatures cargoVendorDir",
  "dontCargoBuild dontCargoCheck dontCargoInstall maturinBuildFlags buildAndTestSubdir dontLinkNodeModules",
  "postgresqlTestSetupPost postgresqlTestUserOptions postgresqlEnableTCP gtkdocizeFlags updateScript",
];

/** What Python's builders know besides. Source: `mk-python-derivation.nix` and the hooks of Python, as above. */
const OF_PYTHON = [
  "format pyproject build-system dependencies optional-dependencies pythonPath disabled catchConflicts permitUserSite",
  "removeBinBytecode dontWrapPythonPrograms dontUsePipInstall namePrefix pythonImportsCheck pythonNamespaces",
  "pythonRelaxDeps pythonRemoveDeps pythonRelaxDepsHook pytestFlags pytestFlagsArray enabledTests enabledTestPaths",
  "enabledTestMarks disabledTests disabledTestPaths disabledTestMarks dontUsePytestCheck dontUsePytestXdist",
  "unittestFlags unittestFlagsArray dontUseUnittestCheck dontUseSetuptoolsBuild dontUseSetuptoolsCheck",
  "setupPyGlobalFlags setupPyBuildFlags pypaBuildFlags pipBuildFlags pipInstallFlags dontUsePypaBuild",
  "dontUsePypaInstall dontUsePipBuild dontUseEggBuild dontUseEggInstall dontUseEggUnpack dontUseWheelUnpack",
  "dontUsePythonImportsCheck dontUsePythonCatchConflicts dontUsePythonRemoveTestsDir dontUsePythonRecompileBytecode",
  "dontUsePythonRemoveBinBytecode dontCheckRuntimeDeps dontAddPythonPath stestFlags sphinxBuilders sphinxRoot",
  "pythonModule passthru.optional-dependencies djangoSettingsModule buildInputsFrom testPaths",
];

/** The same of other languages, from their builders in `pkgs/build-support` and `pkgs/development`. */
const OF_OTHERS: ReadonlyMap<RegExp, readonly string[]> = new Map([
  [
    /^buildGo\w*Module$/,
    [
      "vendorHash vendorSha256 modRoot modSha256 modConfigurePhase modBuildPhase modInstallPhase modPostBuild",
      "proxyVendor deleteVendor subPackages excludedPackages ldflags tags gcflags asmflags allowGoReference",
      "overrideModAttrs goModules goSum buildTestBinaries testRunTimeout CGO_ENABLED GOFLAGS",
    ],
  ],
  [
    /^buildRustPackage$/,
    [
      "cargoHash cargoSha256 cargoLock cargoPatches cargoUpdateHook cargoDepsName cargoDepsHook cargoExtraManifests",
      "cargoParallelTestThreads cargoDepsHash cargoNextestFlags cargoTestFlags buildFeatures checkFeatures",
      "buildNoDefaultFeatures checkNoDefaultFeatures buildType checkType logLevel useNextest auditable depsExtraArgs",
      "useFetchCargoVendor nativeInstallInputs dontUseCargoParallelTests target RUSTFLAGS",
    ],
  ],
  [
    /^buildNpmPackage$/,
    [
      "npmDepsHash npmDepsFetcherVersion forceGitDeps forceEmptyCache nodejs npmConfigHook npmBuildHook npmInstallHook",
      "npmWorkspacesDir npmFlags npmPackFlags",
    ],
  ],
  [
    /^buildDotnet(?:Module|GlobalTool)$/,
    [
      "projectFile testProjectFile nugetDeps nugetSource executables projectReferences packNupkg buildType runtimeId",
      "selfContainedBuild useAppHost useDotnetFromEnv runtimeDeps dotnet-sdk dotnet-runtime dotnetFlags",
      "dotnetRestoreFlags dotnetBuildFlags dotnetTestFlags dotnetInstallFlags dotnetPackFlags disabledTests",
      "enableParallelBuilding testFilters nugetName nugetHash nugetSha256 makeWrapperArgs dotnetInstallPath",
    ],
  ],
  [
    /^(?:buildPerl(?:Package|Module)|buildRubyGem|buildLuarocksPackage|buildDunePackage|buildComposerProject2?)$/,
    [
      "PERL_MM_OPT gemName type gemPath remotes rockspecVersion rockspecFilename knownRockspec luarocksConfig",
      "minimalOCamlVersion minimumOCamlVersion duneVersion useDune2 ocaml dune composerLock composerNoDev",
      "composerNoPlugins composerNoScripts composerStrictValidation vendorHash propagatedBuildInputs buildTargets",
    ],
  ],
  [
    /^(?:buildMavenPackage|buildGraalvmNativeImage|buildDartApplication|buildFlutterApplication|mixRelease|mkYarnPackage)$/,
    [
      "mvnHash mvnParameters mvnFetchExtraArgs mvnDepsParameters buildOffline manualMvnArtifacts manualMvnSources",
      "mvnSkipTests mvnTargets nativeImageBuildArgs extraNativeImageBuildArgs jar executable graalvmDrv pubspecLock",
      "gitHashes dartEntryPoints dartOutputType dartCompileFlags dartJitFlags sdkSourceBuilders customSourceBuilders",
      "targetFlutterPlatform flutterBuildFlags mixEnv mixFodDeps mixNixDeps mixSha256 elixir erlang escriptBinName",
      "removeCookie stripDebug packageJSON yarnLock yarnNix yarnFlags yarnPreBuild yarnPostBuild offlineCache",
      "workspaceDependencies packageResolutions pkgConfig publishBinsFor distPhase",
    ],
  ],
]);

const STANDARD = wordsOf(OF_MK_DERIVATION);
const PYTHON = wordsOf(OF_PYTHON);
const OTHERS = [...OF_OTHERS].map(([builder, lines]) => ({ builder, names: wordsOf(lines) }));
const ALL: ReadonlySet<string> = new Set(
  [STANDARD, PYTHON, ...OTHERS.map(({ names }) => names)].flatMap((set) => [...set]),
);

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}

/** Whether some builder knows an attribute of this name. */
export function isKnownAttribute(name: string): boolean {
  return ALL.has(name);
}

/** The attributes that a builder of a name knows. */
export function attributesOf(builder: string): readonly string[] {
  const own = /^buildPython(?:Package|Application)$/.test(builder)
    ? PYTHON
    : (OTHERS.find((each) => each.builder.test(builder))?.names ?? new Set());
  return [...STANDARD, ...own];
}
