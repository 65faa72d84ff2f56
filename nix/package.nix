{
  lib,
  stdenv,
  buildNpmPackage,
  importNpmLock,
  nodejs_24,
  git,
  installShellFiles,
  makeWrapper,
  # Where npm's packages come from. The lock file names no registry, and each package is held to its hash.
  registry ? "https://registry.npmjs.org",
}:
let
  manifest = lib.importJSON ../package.json;

  inherit (stdenv) buildPlatform;

  # What is installed runs during the build, so it is that of the machine that builds.
  npm = import ./lock.nix {
    inherit registry manifest;
    platform = {
      os = if buildPlatform.isDarwin then "darwin" else "linux";
      cpu = if buildPlatform.isAarch64 then "arm64" else "x64";
      libc =
        if buildPlatform.isMusl then
          "musl"
        else if buildPlatform.isLinux then
          "glibc"
        else
          null;
    };
  };
in
buildNpmPackage {
  pname = manifest.name;
  inherit (manifest) version;

  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../package.json
      ../package-lock.json
      ../tsconfig.json
      ../tsconfig.build.json
      ../src
      ../scripts
      ../docs
      ../app.yml
      ../README.md
      ../CHANGELOG.md
      ../LICENSE
      ../NOTICE.md
    ];
  };

  nodejs = nodejs_24;

  npmDeps = importNpmLock {
    npmRoot = ../.;
    inherit (npm) package packageLock;
  };
  inherit (importNpmLock) npmConfigHook;

  # No script of a dependency is run, and packing does not build once more.
  npmFlags = [ "--ignore-scripts" ];

  nativeBuildInputs = [
    installShellFiles
    makeWrapper
  ];

  postInstall = lib.optionalString (buildPlatform.canExecute stdenv.hostPlatform) ''
    for shell in bash zsh fish; do
      $out/bin/by-name-bot completion $shell > by-name-bot.$shell
    done
    installShellCompletion by-name-bot.{bash,zsh,fish}
  '';

  # It reads repositories by way of git.
  postFixup = ''
    wrapProgram $out/bin/by-name-bot --prefix PATH : ${lib.makeBinPath [ git ]}
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck

    test "$($out/bin/by-name-bot --version)" = ${manifest.version}
    mkdir -p tried/pkgs/by-name/he/hello
    echo '{ stdenv }: stdenv.mkDerivation { strictDeps = true; __structuredAttrs = true; }' \
      > tried/pkgs/by-name/he/hello/package.nix
    $out/bin/by-name-bot check tried --require-packages

    runHook postInstallCheck
  '';

  meta = {
    inherit (manifest) description;
    homepage = "https://github.com/by-name-bot/by-name-bot";
    license = lib.licenses.mit;
    mainProgram = "by-name-bot";
    platforms = lib.platforms.linux ++ lib.platforms.darwin;
  };
}
