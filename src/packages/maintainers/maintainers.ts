import { baseName } from "../../snapshot/snapshot.ts";
import type { Files } from "../files.ts";
import type { DefiningFile } from "../layout.ts";
import { CODEOWNERS_FILES, codeOwners } from "./codeowners.ts";
import { knownMaintainers } from "./known-maintainers.ts";
import type { Maintainer, Maintainers } from "./maintainer.ts";
import { type MaintainerCache, maintainerCache } from "./maintainer-cache.ts";
import { NIXPKGS_FILES, nixpkgsMaintainers } from "./nixpkgs.ts";

/** Where a repository says who maintains its packages. */
export type MaintainerSource =
  /** `meta.maintainers` and `meta.teams` of the package, and the lists of people and teams that they name. */
  | { readonly kind: "nixpkgs" }
  /** By the package's name: logins, or ids on GitHub. */
  | { readonly kind: "map"; readonly map: ReadonlyMap<string, readonly (string | number)[]> }
  /**
   * `organization` is the login that the repository belongs to: where it is given, teams of any other make
   * a package unknown. Where it is not, teams of two different organisations do.
   */
  | { readonly kind: "codeowners"; readonly organization?: string | null }
  | { readonly kind: "collaborators" };

const shared = maintainerCache();

/**
 * Who maintains the package of a directory, as the snapshot says: that of the base, or whoever adds
 * themselves in a change would be asked about it. Whatever is not surely understood makes it unknown.
 * Asks the snapshot for what is not loaded yet. Takes no more than a bounded number of steps.
 */
export function maintainersOf(
  files: Files,
  home: DefiningFile,
  source: MaintainerSource,
  cache: MaintainerCache = shared,
): Maintainers {
  switch (source.kind) {
    case "nixpkgs":
      return nixpkgsMaintainers(files, home, cache);
    case "map":
      return knownMaintainers((source.map.get(nameOf(home)) ?? []).map(mapped));
    case "codeowners":
      return codeOwners(files, home, source.organization ?? null, cache);
    case "collaborators":
      return { kind: "known", people: [], teams: [], collaborators: true };
  }
}

/** A package's name: that of its directory, or of its file where it is alone. */
function nameOf({ directory, file, alone }: DefiningFile): string {
  return alone === true ? file.replace(/\.nix$/, "") : baseName(directory);
}

/** The files that `maintainersOf` may read besides those of the package. */
export function maintainerFiles(source: MaintainerSource): readonly string[] {
  if (source.kind === "nixpkgs") return NIXPKGS_FILES;
  return source.kind === "codeowners" ? CODEOWNERS_FILES : [];
}

function mapped(account: string | number): Maintainer {
  return typeof account === "number"
    ? { name: String(account), id: account, login: null }
    : { name: account, id: null, login: account };
}
