import type { Strategy } from "../config/schema.ts";
import { quoted } from "../nix/shown.ts";
import type { ChecklistLine, LineId, State } from "./checklist.ts";
import { heldLines } from "./constraints.ts";
import type { GivenCommand, MergeFacts } from "./facts.ts";
import { nextSteps } from "./next-steps.ts";
import { type StrategyResult, strategyResults } from "./strategies.ts";
import { listed } from "./words.ts";

/** Whether a change may merge itself, and why. */
export type Decision = {
  /**
   * `merge`: it may merge now. `waits`: it may once checks have passed, or GitHub has computed something. `asks`: it
   * may once a person has commented or approved. `no`: it may not.
   */
  readonly verdict: "merge" | "waits" | "asks" | "no";
  readonly lines: readonly ChecklistLine[];
  /** By what it may, if the strategy line is met. */
  readonly grounds: Grounds | null;
  /** Whether, leaving aside what comes by itself, it may, or lacks a person's word only. */
  readonly eligible: boolean;
  /** Whether the end of a check may let it merge itself though nothing waits for one. */
  readonly watched: boolean;
  /** The names of packages that it adds, where that is what stands in the way: nothing can be done about it. */
  readonly adds: readonly string[];
  /** What people could do so that it merges, a sentence each without its full stop; nothing where nobody can. */
  readonly next: readonly string[];
  /** The checks that have to pass first and have not yet, each once. */
  readonly awaited: readonly string[];
};

export type Grounds = {
  readonly strategy: Strategy;
  /** The command that it rests on; null for a strategy that needs none. */
  readonly command: GivenCommand | null;
};

/** Lines that change with no event that we hear of: they do not decide whether a change is eligible. */
const PASSING: ReadonlySet<LineId> = new Set(["checks"]);

/**
 * Decides whether a change may merge itself. Pure; the rules are in docs/merging.md. A fact that is not
 * known never helps a change along.
 */
export function decide(facts: MergeFacts): Decision {
  const results = strategyResults(facts);
  const lines = [...heldLines(facts), strategyLine(results), checksLine(facts)];
  const states = new Set(lines.map(({ state }) => state));
  const verdict = states.has("unmet")
    ? "no"
    : states.has("asks")
      ? "asks"
      : states.has("waits")
        ? "waits"
        : "merge";
  const best = results
    .filter(({ part }) => part.state === "met")
    .sort((a, b) => freshness(b.command) - freshness(a.command))[0];
  return {
    verdict,
    lines,
    grounds: best === undefined ? null : { strategy: best.strategy, command: best.command },
    eligible: lines.every(({ id, state }) => state !== "unmet" || PASSING.has(id)),
    watched: results.some(({ watched }) => watched),
    adds: facts.files.outside.length > 0 ? facts.added : [],
    next: nextSteps(lines, results, facts),
    awaited: awaitedChecks(facts),
  };
}

/** What needs no word stands by itself, and a command that was not obeyed yet is better than one that was. */
function freshness(command: GivenCommand | null): number {
  if (command === null) return 1;
  return command.state === "fresh" ? 2 : 0;
}

function strategyLine(results: readonly StrategyResult[]): ChecklistLine {
  const parts = results.map(({ part }) => part);
  const met = results.find(({ part }) => part.state === "met");
  if (met !== undefined) {
    return { id: "strategy", state: "met", text: `\`${met.strategy}\` holds: ${met.why}`, parts };
  }
  if (parts.length === 0) {
    const text = "Automatic merging is off: `merge.strategies` is empty";
    return { id: "strategy", state: "unmet", text, parts };
  }
  const asks = parts.some(({ state }) => state === "asks");
  const text = asks ? "No merge strategy is complete yet" : "No merge strategy applies";
  return { id: "strategy", state: asks ? "asks" : "unmet", text, parts };
}

function awaitedChecks({ checks, namedChecks }: MergeFacts): string[] {
  const named = namedChecks.filter(({ state }) => state === "running").map(({ name }) => name);
  return [...new Set([...named, ...checks.running])];
}

function checksLine({ checks, namedChecks }: MergeFacts): ChecklistLine {
  const line = (state: State, text: string): ChecklistLine => ({ id: "checks", state, text, parts: [] });
  const [red] = namedChecks.filter(({ state }) => state === "red");
  if (red !== undefined) return line("unmet", `The check ${quoted(red.name)} ${red.why}, and has to pass`);
  if (checks.failed.length > 0) return line("unmet", `Checks have failed: ${listed(checks.failed)}`);
  const [open] = namedChecks.filter(({ state }) => state === "running");
  if (open !== undefined) return line("waits", `The check ${quoted(open.name)} ${open.why}, and has to pass`);
  if (checks.running.length > 0) return line("waits", `Checks are still running: ${listed(checks.running)}`);
  if (namedChecks.length === 0) return line("met", "No check has failed, and none is running");
  const names = namedChecks.map(({ name }) => name);
  return line("met", `No check has failed, none is running, and these passed: ${listed(names)}`);
}
