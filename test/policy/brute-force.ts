import type { MergeConfiguration } from "../../src/config/merge.ts";
import type { Strategy } from "../../src/config/schema.ts";
import type { Maintainer } from "../../src/packages/maintainers/maintainer.ts";
import type { GivenCommand, MergeFacts, Review } from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";

// A second reading of the rules of merging, written from their description alone and sharing no code with
// src/policy. It is slow and says yes or no, sentence by sentence.

/** Whether a change may merge itself, now. */
export function mayMerge(facts: MergeFacts): boolean {
  const { configuration, files, review, checks } = facts;
  if (configuration === null || facts.touchesConfiguration) return false;
  if (!configuration.branches.some((pattern) => globOf(pattern).test(facts.branch))) return false;
  if (facts.draft || facts.mergeable !== "yes") return false;
  if (files.outside.length > 0 || files.unusual.length > 0) return false;
  if (files.count > 99) return false;
  const isRegistry = facts.registry !== null;
  if (isRegistry ? files.packages.length + files.overrides.length > 0 : files.packages.length < 1)
    return false;
  if (review.blocking !== 0 || review.syntax.length !== 0 || review.unknown.length !== 0) return false;
  if (facts.reviews.some((review, i) => standsInTheWay(review, facts.reviews.slice(i + 1), facts))) {
    return false;
  }
  if (checks.failed.length > 0 || checks.running.length > 0) return false;
  if (facts.namedChecks.some(({ state }) => state !== "green") || facts.largeFiles.length > 0) return false;
  return strategiesThatHold(facts).size > 0;
}

/** The configured strategies that hold, whatever else is wrong with the change. */
export function strategiesThatHold(facts: MergeFacts): Set<Strategy> {
  const { configuration } = facts;
  if (configuration === null) return new Set();
  return new Set(configuration.strategies.filter((strategy) => holds(strategy, configuration, facts)));
}

function holds(strategy: Strategy, configuration: MergeConfiguration, facts: MergeFacts): boolean {
  const merges = facts.commands.filter((command) => isGoodMerge(command, facts));
  const approvers = facts.reviews
    .filter((review, i) => isGoodApproval(review, facts.reviews.slice(i + 1), facts))
    .flatMap(({ by }) => (by === null ? [] : [by]));
  const team = configuration.maintainersTeam;
  switch (strategy) {
    case "maintainer-command":
      return (
        merges.some(({ by }) => ownsAll(by, facts) && (team === null || inTeam(by, team, facts))) &&
        (isTrustedWork(facts) ||
          isCommittersWork(facts) ||
          isBackport(facts) ||
          approvers.some((by) => commits(by, facts)))
      );
    case "maintainer-approval":
      return approvers.some((by) => ownsAll(by, facts)) && !isStopped(facts);
    case "all-maintainers":
      return everybodyApproved(approvers, facts) && !isStopped(facts);
    case "trusted-update":
      return (
        isTrustedWork(facts) &&
        isPure(facts) &&
        !isStopped(facts) &&
        (facts.checks.required || configuration.checks.length > 0)
      );
    case "unmaintained-update":
      return (
        isTrustedWork(facts) &&
        isPure(facts) &&
        isForsaken(facts) &&
        team !== null &&
        merges.some(({ by }) => inTeam(by, team, facts))
      );
    case "committer-command":
      return facts.registry === null && merges.some(({ by }) => commits(by, facts));
    case "own-entry":
      return (
        isOwnEntry(facts) && !isStopped(facts) && (facts.checks.required || configuration.checks.length > 0)
      );
    case "registry-command":
      return (
        facts.registry?.entries.known === true &&
        facts.registry.entries.value.length > 0 &&
        team !== null &&
        merges.some(({ by }) => inTeam(by, team, facts))
      );
  }
}

// What is said

/**
 * A `merge` that was not refused, and came after the push, every other change of it, and every stop; in a review only
 * in the last one of its author, of this very head.
 */
function isGoodMerge({ command, at, state, review }: GivenCommand, facts: MergeFacts): boolean {
  if (review !== null && !(review.isLast && review.commit === facts.head)) return false;
  const { pushedBy, replacedAt, retargetedAt, editedAt } = facts.times;
  if (command !== "merge" || state === "refused" || pushedBy === null) return false;
  const ends = [pushedBy, replacedAt, retargetedAt, editedAt, ...stops(facts)];
  return ends.every((end) => end === null || seconds(at) > seconds(end));
}

/** An approval of this very head, by somebody else than the author, who has not changed their mind since. */
function isGoodApproval(review: Review, later: readonly Review[], facts: MergeFacts): boolean {
  const { by, kind, commit, at } = review;
  if (by === null || kind !== "approved" || commit !== facts.head) return false;
  if (facts.origin.author?.id === by.id) return false;
  if (later.some((other) => other.by !== null && other.by.id === by.id)) return false;
  const ends = [facts.times.retargetedAt, facts.times.editedAt, ...stops(facts)];
  return ends.every((end) => end === null || seconds(at) > seconds(end));
}

/** When somebody stopped it: by a `cancel` of somebody who may, or on GitHub. */
function stops(facts: MergeFacts): string[] {
  const { takenBackAt } = facts.times;
  const cancels = facts.commands.filter(({ command, by }) => command === "cancel" && mayStop(by, facts));
  return [...cancels.map(({ at }) => at), ...(takenBackAt === null ? [] : [takenBackAt])];
}

function mayStop(person: Person, facts: MergeFacts): boolean {
  const team = facts.configuration?.maintainersTeam ?? null;
  return (
    person.id === facts.origin.author?.id ||
    commits(person, facts) ||
    nobodyKnowsWhoCommits(facts) ||
    (team !== null && (inTeam(person, team, facts) || !facts.memberships.teams.has(team))) ||
    [...facts.maintainers.values()].some(({ kind }) => kind === "unknown") ||
    facts.files.packages.some(({ directory }) => owns(person, directory, facts))
  );
}

/** Whether it was stopped, or may have been where nobody saw, and nobody who may let it go on has. */
function isStopped(facts: MergeFacts): boolean {
  if (stops(facts).length === 0 && facts.commandsComplete) return false;
  return !facts.commands.some(
    (command) => isGoodMerge(command, facts) && (commits(command.by, facts) || ownsAll(command.by, facts)),
  );
}

/**
 * Whether a request for changes still counts: a committer's, that of a deleted account, or anybody's
 * where it is not known who the committers are.
 */
function standsInTheWay({ by, kind }: Review, later: readonly Review[], facts: MergeFacts): boolean {
  if (kind !== "changes-requested") return false;
  if (by === null) return true;
  const lifted = later.some((other) => other.by?.id === by.id && other.kind === "approved");
  return (commits(by, facts) || nobodyKnowsWhoCommits(facts)) && !lifted;
}

/** The committers are a team that GitHub does not show. */
function nobodyKnowsWhoCommits({ configuration, memberships }: MergeFacts): boolean {
  const team = configuration?.committers.team;
  return team != null && !memberships.teams.has(team);
}

// Who somebody is

function commits(person: Person, { configuration, memberships }: MergeFacts): boolean {
  if (configuration === null) return false;
  const { users, team, permission } = configuration.committers;
  if (users.some((name) => isCalled(person, name))) return true;
  if (person.kind !== "user") return false;
  if (team !== null && [...(memberships.teams.get(team) ?? [])].includes(person.id)) return true;
  return permission !== null && mayAtLeast(person, permission, memberships);
}

function mayAtLeast(
  person: Person,
  least: "write" | "maintain" | "admin",
  { permissions }: MergeFacts["memberships"],
): boolean {
  const enough = { write: ["write", "maintain", "admin"], maintain: ["maintain", "admin"], admin: ["admin"] };
  return person.kind === "user" && enough[least].includes(permissions.get(person.id) ?? "none");
}

function inTeam(person: Person, team: string, { memberships }: MergeFacts): boolean {
  return person.kind === "user" && [...(memberships.teams.get(team) ?? [])].includes(person.id);
}

/** A number is an id; a text is a login, which for an App ends in `[bot]`. */
function isCalled(person: Person, name: string | number): boolean {
  if (typeof name === "number") return person.id === name;
  const login = person.kind === "bot" ? `${person.login}[bot]` : person.login;
  return login.toLowerCase() === name.toLowerCase();
}

// Who maintains

function owns(person: Person, directory: string, facts: MergeFacts): boolean {
  const found = facts.maintainers.get(directory);
  if (found === undefined || found.kind === "unknown") return false;
  if (found.people.some((maintainer) => isThem(person, maintainer, facts))) return true;
  if (found.teams.some((team) => inTeam(person, team, facts))) return true;
  return found.collaborators && mayAtLeast(person, "write", facts.memberships);
}

/** By id; by login only where the repository's own way of naming people is by login. */
function isThem(person: Person, { id, login }: Maintainer, { configuration }: MergeFacts): boolean {
  const source = configuration?.maintainers.kind;
  if (person.kind === "bot" && source !== "map") return false;
  if (id !== null) return id === person.id;
  if (login === null || (source !== "map" && source !== "codeowners")) return false;
  return isCalled(person, login);
}

function ownsAll(person: Person, facts: MergeFacts): boolean {
  const { packages } = facts.files;
  return (
    packages.length > 0 &&
    allKnown(facts) &&
    packages.every(({ directory }) => owns(person, directory, facts))
  );
}

function allKnown({ files, maintainers }: MergeFacts): boolean {
  return files.packages.every(({ directory }) => maintainers.get(directory)?.kind === "known");
}

/** Every maintainer of every package is a person with a name, did not open it, and approved. */
function everybodyApproved(approvers: readonly Person[], facts: MergeFacts): boolean {
  const { packages } = facts.files;
  const { author } = facts.origin;
  if (packages.length === 0) return false;
  return packages.every(({ directory }) => {
    const found = facts.maintainers.get(directory);
    if (found === undefined || found.kind === "unknown") return false;
    if (found.collaborators || found.teams.length > 0 || found.people.length === 0) return false;
    return found.people.every(
      (one) =>
        !(author !== null && isThem(author, one, facts)) && approvers.some((by) => isThem(by, one, facts)),
    );
  });
}

function isForsaken({ files, maintainers }: MergeFacts): boolean {
  return (
    files.packages.length > 0 &&
    files.packages.every(({ directory }) => {
      const found = maintainers.get(directory);
      if (found?.kind !== "known") return false;
      return found.people.length + found.teams.length === 0 && !found.collaborators;
    })
  );
}

// Where it comes from, and what it is

/** Whether the head branch is the repository's, or the author's own. */
function isTheirBranch({ origin }: MergeFacts): boolean {
  return origin.ownBranch || (origin.author !== null && origin.headOwner === origin.author.id);
}

function isTrustedWork(facts: MergeFacts): boolean {
  const { author } = facts.origin;
  const names = facts.configuration?.trustedAuthors ?? [];
  return author !== null && names.some((name) => isCalled(author, name)) && isTheirBranch(facts);
}

function isCommittersWork(facts: MergeFacts): boolean {
  const { author } = facts.origin;
  return author !== null && commits(author, facts) && isTheirBranch(facts);
}

function isBackport({ origin: { author, ownBranch, headBranch }, configuration }: MergeFacts): boolean {
  const names = configuration?.backportAuthors ?? [];
  return (
    author !== null &&
    names.some((name) => isCalled(author, name)) &&
    ownBranch &&
    /^backport-/.test(headBranch)
  );
}

function isPure({ files, updates }: MergeFacts): boolean {
  return (
    files.packages.length > 0 &&
    files.overrides.length === 0 &&
    files.packages.every(({ directory }) => {
      const found = updates.filter((update) => update.directory === directory);
      return found.length > 0 && found.every(({ impurities }) => impurities.length === 0);
    })
  );
}

// NUR's registry

/** A single entry: a new one of the author's own repository, or one whose contact the author was and stays. */
function isOwnEntry(facts: MergeFacts): boolean {
  const { registry, origin } = facts;
  const { author } = origin;
  if (registry === null || !registry.entries.known || registry.entries.value.length !== 1) return false;
  if (author === null || author.kind !== "user" || !isTheirBranch(facts)) return false;
  const { accounts, lastTouched } = registry.ownership;
  const isAuthor = (login: string | null | undefined) => {
    const account = login == null ? undefined : accounts.get(login.toLowerCase());
    return account != null && account.kind === "user" && account.id === author.id;
  };
  const [entry] = registry.entries.value;
  if (entry === undefined) return false;
  const { before, after, moves } = entry;
  if (before === null) return isAuthor(after?.contact) && isAuthor(after?.owner);
  if (before.contact === null || !isAuthor(before.contact)) return false;
  const created = accounts.get(before.contact.toLowerCase())?.createdAt;
  if (created == null || lastTouched === null || seconds(created) >= seconds(lastTouched.at)) return false;
  const known = lastTouched.by.filter((id) => id !== null);
  if (known.length !== 0 && known.every((id) => id !== author.id)) return false;
  if (after === null) return true;
  return (
    after.contact !== null &&
    after.contact.toLowerCase() === before.contact.toLowerCase() &&
    (!moves || isAuthor(after.owner))
  );
}

// Spelling

function seconds(at: string): number {
  return Math.floor(new Date(at).getTime() / 1000);
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]*")}$`);
}
