import type { AccountName } from "../config/merge.ts";
import type { Strategy } from "../config/schema.ts";
import { quoted } from "../nix/shown.ts";
import type { ChecklistLine, LineId } from "./checklist.ts";
import type { MergeFacts } from "./facts.ts";
import { commonMaintainers, isMaintainer, maintainedPackages } from "./maintaining.ts";
import type { StrategyResult } from "./strategies.ts";

/** Lines about which somebody can do something that leaves the change what it is. */
const FIXABLE: ReadonlySet<LineId> = new Set(["ready", "findings", "opinions", "checks"]);
const MOST_NAMES = 5;

/**
 * What people could do so that a change merges, a sentence each: whoever may give the word for a strategy that
 * lacks nothing else, by name. Nothing where that would not help.
 */
export function nextSteps(
  lines: readonly ChecklistLine[],
  results: readonly StrategyResult[],
  facts: MergeFacts,
): string[] {
  if (lines.some(({ id, state }) => state === "unmet" && !FIXABLE.has(id))) return [];
  if (lines.some(({ id, state }) => id === "strategy" && state === "met")) return [];
  return results.filter(({ part }) => part.state === "asks").map(({ strategy }) => stepFor(strategy, facts));
}

/** What lacks for a strategy that lacks nothing but a word. */
function stepFor(strategy: Strategy, facts: MergeFacts): string {
  switch (strategy) {
    case "maintainer-command":
      return `A maintainer of ${packages(facts)}${maintainers(facts)} has to comment \`merge\``;
    case "maintainer-approval":
      return `A maintainer of ${packages(facts)}${maintainers(facts, { besidesAuthor: true })} has to approve the newest commit`;
    case "all-maintainers":
      return `Every maintainer of ${packages(facts)}${maintainers(facts, { besidesAuthor: true })} has to approve the newest commit`;
    case "unmaintained-update":
    case "registry-command":
      return `A member of the team ${quoted(facts.configuration?.maintainersTeam ?? "")} has to comment \`merge\``;
    case "committer-command":
      return `A committer${committers(facts)} has to comment \`merge\``;
    case "trusted-update":
    case "own-entry":
      return "A committer or a maintainer has to comment `merge`";
  }
}

function packages({ files }: MergeFacts): string {
  return some(files.packages.map(({ name }) => quoted(name)));
}

function maintainers(facts: MergeFacts, { besidesAuthor = false } = {}): string {
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

function committers({ configuration }: MergeFacts): string {
  const { users = [], team = null, permission = null } = configuration?.committers ?? {};
  const logins = users.flatMap((user: AccountName) => (typeof user === "string" ? [user] : []));
  return named(logins, team !== null || permission !== null);
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
