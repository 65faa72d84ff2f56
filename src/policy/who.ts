import type { AccountName } from "../config/merge.ts";
import { quoted } from "../nix/shown.ts";
import type { MergeFacts } from "./facts.ts";
import { commonMaintainers, isMaintainer, maintainedPackages } from "./maintaining.ts";

const MOST_NAMES = 5;

/** "maintainer of `foo` (`ann`, `ben`)": who maintains every touched package, by name where that is known. */
export function maintainerOfAll(facts: MergeFacts, { besidesAuthor = false } = {}): string {
  const packages = facts.files.packages.map(({ name }) => quoted(name));
  const what = packages.length === 0 ? "every touched package" : some(packages);
  return `maintainer of ${what}${maintainers(facts, besidesAuthor)}`;
}

function maintainers(facts: MergeFacts, besidesAuthor: boolean): string {
  const maintained = maintainedPackages(facts);
  if (maintained.kind === "unknown") return "";
  const { author } = facts.origin;
  const { people, more } = commonMaintainers(maintained.packages);
  const able = people.filter(
    (one) => !(besidesAuthor && author !== null && isMaintainer(author, one, facts)),
  );
  const names = able.flatMap(({ login, id, name }) => (login === null && id === null ? [] : [login ?? name]));
  return named(names, more);
}

/** "committer (`dan`, or others)", by name where that is known. */
export function committer({ configuration }: MergeFacts): string {
  const { users = [], team = null, permission = null } = configuration?.committers ?? {};
  const logins = users.flatMap((user: AccountName) => (typeof user === "string" ? [user] : []));
  return `committer${named(logins, team !== null || permission !== null)}`;
}

/** "member of the team `maintainers`". */
export function teamMember(team: string): string {
  return `member of the team ${quoted(team)}`;
}

/** " (`ann`, `ben` and 3 more)", or nothing where nobody is known by name. */
function named(names: readonly string[], more: boolean): string {
  if (names.length === 0) return "";
  return ` (${some(names.map(quoted))}${more ? ", or others" : ""})`;
}

/** The first five, then a count. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
