/**
 * Packages of nixpkgs that are run while a package is built, and are no use to it afterwards: tools that make and
 * unpack things, and hooks. By the last name of a selection: `qmake` is `libsForQt5.qmake` too.
 *
 * Source: the setup hooks and build tools of nixpkgs (`makeSetupHook` in `pkgs`, `all-packages.nix`) as of 2025, and
 * what the Nixpkgs manual says of them. Left out is what is a library as well (`autogen`, `bzip2`, `flex`, `gettext`,
 * `libtool`, `llvm`, `pkgconf`, `util-linux`, `vala`), and what programs call when they run (`git`, `rsync`, `which`,
 * `zip`; `autoconf` and `gnum4`, whose paths `automake` and others keep). To renew it, look in nixpkgs for what `makeSetupHook` makes and for packages with a setup hook of their own;
 * then run the rule over a tree of packages and look at what it finds.
 */
export const BUILD_TOOLS: ReadonlySet<string> = new Set(
  [
    // Build systems, and what writes their files.
    "ant autoconf-archive bmake cmake extra-cmake-modules gn gnustep-make gradle just maven",
    "meson muon ninja pkg-config pkgconfig premake premake4 premake5 qmake scons samurai tup xcbuild xmake",
    // Code and documentation that is generated.
    "asciidoc asciidoctor bison byacc docbook2x doxygen gengetopt go-md2man gperf gtk-doc help2man intltool nasm ragel",
    "re2c ronn rpcsvc-proto scdoc swig texi2html wayland-scanner xmlto yacc yasm",
    // Archives.
    "cabextract innoextract rpmextract undmg unzip",
    // What repairs, wraps and installs.
    "addDriverRunpath addOpenGLRunpath autoAddDriverRunpath copyDesktopItems desktop-file-utils dos2unix",
    "fixDarwinDylibNames installShellFiles makeBinaryWrapper makeShellWrapper makeWrapper patchelf",
    "removeReferencesTo wrapGAppsHook wrapGAppsHook3 wrapGAppsHook4 wrapGAppsNoGuiHook wrapPython wrapQtAppsHook",
    // Hooks.
    "autoPatchelfHook autoreconfHook autoreconfHook264 autoreconfHook269 bindgenHook breakpointHook cargoBuildHook",
    "cargoSetupHook desktopToDarwinBundle ensureNewerSourcesForZipFilesHook gogUnpackHook maturinBuildHook",
    "npmConfigHook pnpmConfigHook pythonRelaxDepsHook stripJavaArchivesHook udevCheckHook",
    "updateAutotoolsGnuConfigScriptsHook validatePkgConfig wafHook writableTmpDirAsHomeHook xcbuildHook",
    "yarnBuildHook yarnConfigHook yarnInstallHook",
  ].flatMap((line) => line.split(" ")),
);
