/**
 * Environment variables that compilers, linkers, pkg-config and the like read, and those that nixpkgs' wrappers around
 * them do.
 *
 * Source: the manuals of GNU make ("Variables Used by Implicit Rules"), pkg-config, Go and Cargo, and `cc-wrapper` and
 * `bintools-wrapper` in nixpkgs as of 2025. To renew it, look there for what a wrapper reads that begins with `NIX_`.
 */
const VARIABLES: ReadonlySet<string> = new Set(
  [
    "AR AS CC CXX CPP FC LD NM RANLIB STRIP",
    "ASFLAGS CFLAGS CPPFLAGS CXXFLAGS FCFLAGS FFLAGS LDFLAGS LDLIBS LIBS OBJCFLAGS",
    "CGO_CFLAGS CGO_CPPFLAGS CGO_CXXFLAGS CGO_ENABLED CGO_LDFLAGS GOFLAGS RUSTFLAGS RUSTC_BOOTSTRAP",
    "FONTCONFIG_FILE LIBCLANG_PATH PKG_CONFIG_PATH",
    "NIX_CFLAGS_COMPILE NIX_CFLAGS_COMPILE_BEFORE NIX_CFLAGS_LINK NIX_CXXSTDLIB_COMPILE NIX_CXXSTDLIB_LINK",
    "NIX_ENFORCE_NO_NATIVE NIX_ENFORCE_PURITY NIX_HARDENING_ENABLE NIX_LDFLAGS NIX_LDFLAGS_BEFORE",
  ].flatMap((line) => line.split(" ")),
);

/** Whether a name is that of such a variable. */
export function isBuildVariable(name: string): boolean {
  return VARIABLES.has(name) || /^PKG_CONFIG_[A-Z0-9_]+$/.test(name);
}
