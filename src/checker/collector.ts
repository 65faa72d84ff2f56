import { FINDING_LEVELS, type Finding, type FindingLevel, type Unknown } from "./finding.ts";
import type { Problem, Rule } from "./rule.ts";

/** How much of what rules say is kept. The rest is counted: nobody reads it, and a text may have a million. */
export type FindingLimits = {
  /** Findings of one rule at one path. */
  readonly ofRule: number;
  readonly findings: number;
  /** What one rule cannot tell at one path. */
  readonly unknownOfRule: number;
  readonly unknown: number;
};

export const FINDING_LIMITS: FindingLimits = {
  ofRule: 500,
  findings: 10_000,
  unknownOfRule: 50,
  unknown: 2_000,
};

/** Findings of a rule at a path: how many there are, and how many of them were not kept. */
export type Group = {
  readonly rule: string;
  readonly path: string;
  readonly level: Finding["level"];
  readonly count: number;
  readonly left: number;
};

/** What findings of one rule at one path are kept under. */
export function groupKey({ rule, path }: { readonly rule: string | null; readonly path: string }): string {
  return JSON.stringify([rule, path]);
}

export type Collected = {
  readonly findings: readonly Finding[];
  readonly unknown: readonly Unknown[];
  /** Those groups of which there are more than are kept. */
  readonly cut: readonly Group[];
  /** How many unknown things were not kept. */
  readonly unknownLeft: number;
};

export type Collector = {
  report(rule: Rule, problem: Problem): void;
  /** The same at a path where there may be a million: `problem` is made only where it is kept. */
  reportOf(rule: Rule, path: string, problem: () => Problem): void;
  unknown(what: Unknown): void;
  /** All of it, once. */
  all(): Collected;
};

function isGraver(level: FindingLevel, than: FindingLevel): boolean {
  return FINDING_LEVELS.indexOf(level) < FINDING_LEVELS.indexOf(than);
}

/** Keeps what rules say, while they say it, within limits. What is said twice of one place is kept once. */
export function collector(
  toFinding: (rule: Rule, problem: Problem) => Finding,
  limits: FindingLimits = FINDING_LIMITS,
): Collector {
  const findings: Finding[] = [];
  const unknown: Unknown[] = [];
  const reported = new Set<string>();
  const groups = new Map<
    string,
    { rule: string; path: string; level: Finding["level"]; kept: number; left: number }
  >();
  const unknownOf = new Map<string, number>();
  let unknownLeft = 0;

  const said: Collector = {
    report: (rule, problem) => said.reportOf(rule, problem.path, () => problem),
    reportOf(rule, path, problem) {
      const name = groupKey({ rule: rule.name, path });
      const group = groups.get(name);
      if (group !== undefined && (group.kept >= limits.ofRule || findings.length >= limits.findings)) {
        group.left += 1;
        return;
      }
      const finding = toFinding(rule, problem());
      const key = JSON.stringify([finding.rule, finding.path, finding.attribute, finding.range]);
      // Roots that share an overrides file find the same things in it.
      if (reported.has(key)) return;
      const room = findings.length < limits.findings;
      const now = group ?? { rule: rule.name, path, level: finding.level, kept: 0, left: 0 };
      groups.set(name, now);
      if (isGraver(finding.level, now.level)) now.level = finding.level;
      if (!room) {
        now.left += 1;
        return;
      }
      now.kept += 1;
      reported.add(key);
      findings.push(finding);
    },
    unknown(what) {
      const name = groupKey(what);
      const before = unknownOf.get(name) ?? 0;
      if (before >= limits.unknownOfRule || unknown.length >= limits.unknown) {
        unknownLeft += 1;
        return;
      }
      unknownOf.set(name, before + 1);
      unknown.push(what);
    },
    all: () => ({
      findings,
      unknown,
      unknownLeft,
      cut: [...groups.values()].flatMap(({ kept, ...group }) =>
        group.left === 0 ? [] : [{ ...group, count: kept + group.left }],
      ),
    }),
  };
  return said;
}
