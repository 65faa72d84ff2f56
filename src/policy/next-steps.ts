import type { Strategy } from "../config/schema.ts";
import type { ChecklistLine, LineId } from "./checklist.ts";
import type { MergeFacts } from "./facts.ts";
import type { StrategyResult } from "./strategies.ts";
import { committer, maintainerOfAll, teamMember } from "./who.ts";

/** Lines about which somebody can do something that leaves the change what it is. */
const FIXABLE: ReadonlySet<LineId> = new Set(["ready", "findings", "reviews", "checks"]);

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

/** What lacks for a strategy that lacks nothing but a person's word. */
function stepFor(strategy: Strategy, facts: MergeFacts): string {
  const team = facts.configuration?.maintainersTeam ?? null;
  switch (strategy) {
    case "maintainer-command":
      return `A ${maintainerOfAll(facts)}${team === null ? "" : `, who is also a ${teamMember(team)},`} has to comment \`merge\``;
    case "maintainer-approval":
      return `A ${maintainerOfAll(facts, { besidesAuthor: true })} has to approve the newest commit`;
    case "all-maintainers":
      // Nothing lacks but a word only where the author is none of them.
      return `Every ${maintainerOfAll(facts)} has to approve the newest commit`;
    case "unmaintained-update":
    case "registry-command":
      return `A ${teamMember(team ?? "")} has to comment \`merge\``;
    case "committer-command":
    // The others need nobody's word, so that they are not asked about.
    case "trusted-update":
    case "own-entry":
      return `A ${committer(facts)} has to comment \`merge\``;
  }
}
