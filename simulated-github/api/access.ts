import type { Repository } from "../world/model.ts";
import type { Reader } from "../world/reader.ts";
import { allows, onlyReads, type Requirement } from "./permissions.ts";
import type { InstallationCaller } from "./tokens.ts";

/** Whether an installation token covers a repository. */
export function covers(reader: Reader, caller: InstallationCaller, repository: Repository): boolean {
  if (caller.repositoryIds !== null && !caller.repositoryIds.includes(repository.id)) return false;
  return reader.installedOn(caller.installation).some(({ id }) => id === repository.id);
}

/** Whether a token sees that there is such a repository: one it covers, or a public one. */
export function maySee(reader: Reader, caller: InstallationCaller, repository: Repository): boolean {
  return !repository.isPrivate || covers(reader, caller, repository);
}

/**
 * Whether a token may do to a repository what needs a permission. Anybody may read a public repository
 * that the installation does not cover. Of one that it does cover, GitHub would let it do so as well; here
 * the permission is asked for, so that a missing one is noticed.
 */
export function may(
  reader: Reader,
  caller: InstallationCaller,
  repository: Repository,
  requirement: Requirement,
): boolean {
  if (covers(reader, caller, repository)) return allows(caller.permissions, requirement);
  return !repository.isPrivate && onlyReads(requirement);
}
