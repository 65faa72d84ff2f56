/**
 * Fetchers that take `tag` beside `rev`, and of which both fetch the same where the one is `refs/tags/` of the other.
 *
 * Source: `pkgs/build-support/fetchgithub`, `fetchgitlab`, `fetchgitea` and the like in nixpkgs as of 2025. To renew
 * it, look there for functions that have an argument `tag`.
 */
export const FETCHERS_WITH_TAG: ReadonlySet<string> = new Set([
  "fetchFromGitHub",
  "fetchFromGitLab",
  "fetchFromGitea",
  "fetchFromForgejo",
  "fetchFromCodeberg",
]);

/** Fetchers of git repositories, which name a commit by all 40 digits of its hash. From the same place. */
export const GIT_FETCHERS: ReadonlySet<string> = new Set([
  ...FETCHERS_WITH_TAG,
  "fetchFromGitiles",
  "fetchFromRepoOrCz",
  "fetchFromSavannah",
  "fetchgit",
]);

/**
 * Fetchers that take any hash as `hash`. Source: `pkgs/build-support/fetch*` in nixpkgs as of 2025. To renew it, look
 * there for functions that have an argument `hash`, or hand all arguments on to one that has.
 */
export const FETCHERS_WITH_HASH: ReadonlySet<string> = new Set([
  ...GIT_FETCHERS,
  "fetchFromBitbucket",
  "fetchFromSourcehut",
  "fetchCrate",
  "fetchPypi",
  "fetchpatch",
  "fetchpatch2",
  "fetchurl",
  "fetchzip",
]);

/**
 * Options that a fetcher has switched off unless it is told otherwise, by the fetcher. `fetchgit` fetches submodules
 * unless it is told not to. From the same place.
 */
export const OFF_BY_DEFAULT: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...[...FETCHERS_WITH_TAG].map((name): [string, string[]] => [
    name,
    ["fetchSubmodules", "leaveDotGit", "deepClone", "fetchLFS", "forceFetchGit", "private"],
  ]),
  ["fetchgit", ["leaveDotGit", "deepClone", "fetchLFS"]],
  ["fetchFromSourcehut", ["fetchSubmodules"]],
  ["fetchurl", ["executable", "recursiveHash", "downloadToTemp"]],
]);

/**
 * Hosts that serve the same by `https`. Source: each of them sends whoever asks by `http` there, or says so in its
 * documentation; written down in 2025. Add a host after looking.
 */
export const HTTPS_HOSTS: readonly string[] = [
  "apache.org",
  "archive.org",
  "bitbucket.org",
  "codeberg.org",
  "cpan.org",
  "deb.debian.org",
  "freedesktop.org",
  "gitlab.com",
  "github.com",
  "githubusercontent.com",
  "gnome.org",
  "gnu.org",
  "gnupg.org",
  "hackage.haskell.org",
  "kde.org",
  "kernel.org",
  "launchpad.net",
  "mozilla.org",
  "netfilter.org",
  "nongnu.org",
  "openssl.org",
  "pypi.org",
  "pythonhosted.org",
  "python.org",
  "rubygems.org",
  "samba.org",
  "sourceforge.net",
  "sourceware.org",
  "videolan.org",
  "x.org",
  "xiph.org",
];
