import { FAMILIES } from "../../checker/families.ts";
import type { Finding } from "../../checker/finding.ts";
import { RULES } from "../../rules/index.ts";

/** So many pieces of advice are told one by one; nobody reads on. */
export const MOST_ADVICE = 10;

const families: readonly string[] = FAMILIES.map(({ name }) => name);
const ranks: ReadonlyMap<string, number> = new Map(
  RULES.toSorted((a, b) => families.indexOf(a.family) - families.indexOf(b.family)).map(({ name }, i) => [
    name,
    i,
  ]),
);

function rankOf(rule: string): number {
  return ranks.get(rule) ?? ranks.size;
}

/**
 * Advice by what is behind it, the most useful first, each in the order that it comes in: what a rule says alike
 * wherever it says it, or of one file.
 */
export function adviceByCause<T>(
  items: readonly T[],
  findingOf: (item: T) => Finding,
): readonly (readonly T[])[] {
  const causes = new Map<string, T[]>();
  const all: { readonly rank: number; readonly items: T[] }[] = [];
  for (const item of items) {
    const { rule, path, message, level, status } = findingOf(item);
    if (level !== "advice") continue;
    const keys = [JSON.stringify([rule, status, 0, path]), JSON.stringify([rule, status, 1, message])];
    const known = keys.map((key) => causes.get(key)).find((cause) => cause !== undefined);
    const cause = known ?? [];
    if (known === undefined) all.push({ rank: rankOf(rule), items: cause });
    cause.push(item);
    for (const key of keys) if (!causes.has(key)) causes.set(key, cause);
  }
  return all.sort((a, b) => a.rank - b.rank).map((cause) => cause.items);
}

/** Findings for a person to read: those that are told one by one, in their order, and the rest of the advice. */
export type Told = {
  readonly told: readonly Finding[];
  /** By rule, the most useful first. */
  readonly folded: readonly (readonly Finding[])[];
};

/** Of each cause of advice the first is told, of ten causes. */
export function foldAdvice(findings: readonly Finding[]): Told {
  const causes = adviceByCause(findings, (finding) => finding);
  const first = new Set(causes.slice(0, MOST_ADVICE).flatMap(([finding]) => finding ?? []));
  const rest = causes.flatMap((cause) => cause.filter((finding) => !first.has(finding)));
  return {
    told: findings.filter((finding) => finding.level !== "advice" || first.has(finding)),
    folded: [...Map.groupBy(rest, ({ rule }) => rule).values()],
  };
}
