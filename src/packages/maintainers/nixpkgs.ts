import { type Known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";
import { packageFunction } from "../derivation/results.ts";
import type { Files } from "../files.ts";
import type { DefiningFile } from "../layout.ts";
import { readPackageFile } from "../package-file.ts";
import type { People, Steps } from "./context.ts";
import { GITHUB_TEAMS } from "./github-teams.ts";
import { knownMaintainers } from "./known-maintainers.ts";
import type { Maintainer, Maintainers } from "./maintainer.ts";
import { type MaintainerCache, readCached } from "./maintainer-cache.ts";
import { MAINTAINER_LIST } from "./maintainer-list.ts";
import { packageMaintainers } from "./package-meta.ts";
import { TEAM_LIST, teamMembers } from "./team-list.ts";

/** The lists that packages of nixpkgs name their maintainers by. */
export const NIXPKGS_FILES: readonly string[] = [MAINTAINER_LIST, TEAM_LIST, GITHUB_TEAMS];

/** More than any package needs by far, and done in a fraction of a second. */
const MAX_STEPS = 20_000;

/** Who maintains a package of nixpkgs, or of a repository with lists of the same shape. */
export function nixpkgsMaintainers(files: Files, home: DefiningFile, cache: MaintainerCache): Maintainers {
  // Asked for at once, whether they are needed or not: each time something is missing costs a request.
  for (const path of NIXPKGS_FILES) files.snapshot.read(path);
  const found = read(files, home, cache);
  return found.known ? knownMaintainers(found.value) : { kind: "unknown", why: found.why };
}

function read(files: Files, home: DefiningFile, cache: MaintainerCache): Known<readonly Maintainer[]> {
  const definition = readPackageFile(files, home.directory, home.file);
  if (definition === null) return unknown(whyNoPackage(files, home));
  const { path, file } = definition;
  const alike = files.readsAlike(path);
  if (!alike.known) return alike;
  const fn = packageFunction(file);
  if (fn.kind !== "function") return unknown(`${quoted(path)} is not a function that is written out`);
  const steps = { left: MAX_STEPS };
  const people = peopleOf(files, cache, steps);
  const context = { path, source: file.source, function: fn.function, people, steps };
  return packageMaintainers(context, fn.scope);
}

function whyNoPackage(files: Files, { directory, file }: DefiningFile): string {
  const path = joinPath(directory, file);
  const resolved = resolvePath(files.snapshot, path);
  if (resolved.kind === "nothing" || resolved.kind === "not-loaded") return `there is no ${quoted(path)}`;
  if (resolved.kind !== "found" || !isWithin(resolved.path, directory)) {
    return `${quoted(path)} leads out of the package's directory`;
  }
  return `${quoted(path)} could not be read as Nix`;
}

function peopleOf(files: Files, cache: MaintainerCache, steps: Steps): People {
  function maintainer(handle: string): Known<Maintainer> {
    const list = readCached(files, MAINTAINER_LIST, cache.maintainerList);
    if (!list.known) return list;
    const alike = files.readsAlike(MAINTAINER_LIST);
    if (!alike.known) return alike;
    return list.value.get(handle) ?? unknown(`${quoted(handle)} is not in ${quoted(MAINTAINER_LIST)}`);
  }
  const gitHubTeams = () => readCached(files, GITHUB_TEAMS, cache.gitHubTeams);
  const people: People = {
    maintainer,
    members: (team) => teamMembers(files, team, people, gitHubTeams, steps),
  };
  return people;
}
