import { sameName } from "../packages/maintainers/account.ts";
import type { Maintainer, Maintainers } from "../packages/maintainers/maintainer.ts";
import { hasPermission, isMember } from "./committers.ts";
import type { MergeFacts } from "./facts.ts";
import { isNamed, type Person } from "./person.ts";

/** The maintainers of every touched package, or why they are not known. */
export type Maintained =
  | { readonly kind: "known"; readonly packages: readonly MaintainedPackage[] }
  /** `why` is a clause. */
  | { readonly kind: "unknown"; readonly why: string };

export type MaintainedPackage = { readonly name: string; readonly maintainers: KnownMaintainers };
type KnownMaintainers = Extract<Maintainers, { kind: "known" }>;

export function maintainedPackages({ files, maintainers }: MergeFacts): Maintained {
  const packages: MaintainedPackage[] = [];
  for (const { name, directory } of files.packages) {
    const found = maintainers.get(directory);
    if (found === undefined) return { kind: "unknown", why: "they were not looked up" };
    if (found.kind === "unknown") return found;
    packages.push({ name, maintainers: found });
  }
  return { kind: "known", packages };
}

/** Whether nobody at all maintains a package. */
export function isUnmaintained({ maintainers }: MaintainedPackage): boolean {
  const { people, teams, collaborators } = maintainers;
  return people.length === 0 && teams.length === 0 && !collaborators;
}

/** Whether somebody maintains a package. By login only where that is all that the repository names. */
export function maintains(person: Person, { maintainers }: MaintainedPackage, facts: MergeFacts): boolean {
  const { people, teams, collaborators } = maintainers;
  if (people.some((maintainer) => isMaintainer(person, maintainer, facts))) return true;
  if (teams.some((team) => isMember(person, team, facts))) return true;
  return collaborators && hasPermission(person, "write", facts);
}

/** Whether an account is the one that a repository means by a maintainer. An App is so by the map alone. */
export function isMaintainer(person: Person, { id, login }: Maintainer, facts: MergeFacts): boolean {
  const source = facts.configuration?.maintainers.kind;
  if (person.kind === "bot" && source !== "map") return false;
  if (id !== null) return id === person.id;
  // nixpkgs writes ids down, since a login may be somebody else's by now.
  const byLogin = source !== undefined && source !== "nixpkgs";
  return byLogin && login !== null && isNamed(person, [login]);
}

/** Who maintains every one of the packages. */
export type CommonMaintainers = {
  /** Of those who are named. */
  readonly people: readonly Maintainer[];
  /** Whether there may be more, whom GitHub knows: members of teams, or collaborators. */
  readonly more: boolean;
};

export function commonMaintainers(packages: readonly MaintainedPackage[]): CommonMaintainers {
  const [first, ...others] = packages.map(({ maintainers }) => maintainers);
  if (first === undefined) return { people: [], more: false };
  const isOpen = ({ teams, collaborators }: KnownMaintainers) => teams.length > 0 || collaborators;
  const all = [first, ...others];
  const named = all.flatMap(({ people }) => people);
  const people = named.filter(
    (maintainer, i) =>
      named.findIndex((other) => isSame(other, maintainer)) === i &&
      all.every((one) => isOpen(one) || one.people.some((other) => mayBeSame(other, maintainer))),
  );
  return { people, more: all.every(isOpen) };
}

/** Whether two entries name the same account. */
export function isSame(one: Maintainer, other: Maintainer): boolean {
  if (one.id !== null || other.id !== null) return one.id === other.id;
  if (one.login !== null || other.login !== null) {
    return one.login !== null && other.login !== null && sameName(one.login, other.login);
  }
  return one.name === other.name;
}

/** Whether two entries may name the same account: a map can name one by id here and by login there. */
function mayBeSame(one: Maintainer, other: Maintainer): boolean {
  const apart = (byId: Maintainer, byLogin: Maintainer) =>
    byId.id !== null && byId.login === null && byLogin.id === null && byLogin.login !== null;
  return isSame(one, other) || apart(one, other) || apart(other, one);
}
