import { loadSecondReader } from "../../../src/grammar/load.ts";
import { filesOf, parseCache } from "../../../src/packages/files.ts";
import type { Maintainers } from "../../../src/packages/maintainers/maintainer.ts";
import { maintainerCache } from "../../../src/packages/maintainers/maintainer-cache.ts";
import { type MaintainerSource, maintainersOf } from "../../../src/packages/maintainers/maintainers.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";

const second = await loadSecondReader();

export const DIRECTORY = "pkgs/by-name/he/hello";
export const PACKAGE = `${DIRECTORY}/package.nix`;

/** Who is in the lists of the repository of these tests. */
export const LISTS: MemoryFiles = {
  "maintainers/maintainer-list.nix": `/* handle = { github = "not-an-entry"; githubId = 666; }; */
{
  alice = {
    email = "alice@example.org";
    github = "Alice";
    githubId = 1;
    name = "Alice A.";
    keys = [ { fingerprint = "AAAA }; mallory = { githubId = 666; BBBB"; } ];
  };
  bob = { github = "bob-b"; githubId = 2; name = "Bob"; };
  # carol = { github = "other"; githubId = 666; };
  carol = { github = "carol"; name = "Carol"; };
  dave = { name = "Dave"; matrix = "@dave:example.org"; };
  erin = { github = "erin"; githubId = 4 + 1; name = "Erin"; };
  "frank" = { github = "frank"; githubId = 6; };
  map = { github = "map"; githubId = 7; };
  lists = { github = "lists"; githubId = 8; };
}
`,
  "maintainers/team-list.nix": `{ lib }:
with lib.maintainers;
{
  acme = { members = [ alice bob ]; scope = "S"; shortName = "Acme"; };
  hub = { github = "hub-team"; enableFeatureFreezePing = true; };
  gone = { github = "gone-team"; };
  odd = { github = "odd-team"; };
  both = { members = [ alice ]; github = "hub-team"; };
  empty = { scope = "Nobody"; };
  broken = { members = [ alice ] ++ f bob; };
  circle = { members = lib.teams.circle.members; };
}
`,
  "maintainers/github-teams.json": JSON.stringify({
    "hub-team": { id: 9, name: "Hub", description: "", maintainers: { zoe: 26 }, members: { Alice: 1 } },
    "odd-team": { id: 9, name: "Odd", description: "", maintainers: { zoe: "26" }, members: {} },
  }),
};

/** Who maintains the package of `DIRECTORY` in a repository of these files. */
export function maintainers(files: MemoryFiles, source: MaintainerSource): Maintainers {
  return maintainersOf(
    filesOf(memorySnapshot(files), parseCache(second)),
    { directory: DIRECTORY, file: "package.nix" },
    source,
    maintainerCache(),
  );
}

/** Who maintains a package with this text, in a repository with nixpkgs' lists. */
export function maintainersOfText(text: string, lists: MemoryFiles = {}): Maintainers {
  return maintainers({ ...LISTS, ...lists, [PACKAGE]: text }, { kind: "nixpkgs" });
}

/** Their names, or why they are unknown. */
export function namesOf(found: Maintainers): readonly string[] | string {
  return found.kind === "known" ? found.people.map(({ name }) => name) : found.why;
}

/** A package of `stdenv.mkDerivation` with these attributes. */
export function derivation(attributes: string): string {
  return `{ lib, stdenv, foo }: stdenv.mkDerivation { ${attributes} }`;
}
