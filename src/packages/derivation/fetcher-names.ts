/** What a fetcher of nixpkgs is asked for: what it takes besides what all of them take. */
export type FetcherKind = "file" | "git" | "forge" | "registry" | "hex" | "dependencies";

/** The fetchers (Nixpkgs manual, "Fetchers", and the functions in nixpkgs), by what they fetch. */
const NAMES: readonly (readonly [kind: FetcherKind, names: string])[] = [
  [
    "file",
    "fetchurl fetchzip fetchTarball fetchtarball fetchpatch fetchpatch2 requireFile fetchFirefoxAddon",
  ],
  ["git", "fetchgit fetchhg fetchsvn fetchfossil fetchbzr fetchdarcs fetchGit fetchFromGitiles"],
  ["forge", "fetchFromGitHub fetchFromGitLab fetchFromGitea fetchFromForgejo fetchFromCodeberg"],
  ["forge", "fetchFromSourcehut fetchFromBitbucket fetchFromSavannah fetchFromRepoOrCz"],
  ["registry", "fetchPypi fetchCrate fetchNuGet fetchMavenArtifact"],
  ["hex", "fetchHex"],
  ["dependencies", "fetchYarnDeps fetchPnpmDeps fetchNpmDeps fetchCargoVendor fetchCargoTarball"],
  ["dependencies", "fetchNpmDepsWithPackuments fetchDeps fetchMixDeps fetchBerryDeps fetchYarnBerryDeps"],
  ["dependencies", "fetchDepsFromSource"],
];

const KINDS: ReadonlyMap<string, FetcherKind> = new Map(
  NAMES.flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)),
);

/** What the fetcher of a name is asked for; null where it is no fetcher. */
export function fetcherKind(name: string): FetcherKind | null {
  return KINDS.get(name) ?? null;
}

/** Whether a selection such as `["pkgs", "fetchurl"]` is a fetcher, of whatever set. */
export function isFetcher(selection: readonly string[]): boolean {
  return KINDS.has(selection.at(-1) ?? "");
}
