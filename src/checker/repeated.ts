import { grouped } from "../nix/shown.ts";
import type { Finding, Fix } from "./finding.ts";
import { withoutStop } from "./sentence.ts";

/** So many findings that are alike are still told one by one. */
const ONE_BY_ONE = 3;
/** So many places are named. */
const NAMED = 3;

/**
 * Findings with one cause many times in a file as one: the same rule and words. It stands at the first place,
 * says how often and where else, and its fix is that of all of them. `sorted` is in the order of the report.
 */
export function withoutRepetitions(sorted: readonly Finding[]): readonly Finding[] {
  const groups = Map.groupBy(sorted, (finding) =>
    finding.range === null
      ? finding
      : JSON.stringify([
          finding.rule,
          finding.code,
          finding.path,
          finding.status,
          finding.level,
          finding.attribute,
          finding.message,
        ]),
  );
  return [...groups.values()].flatMap((group) => (group.length > ONE_BY_ONE ? asOne(group) : group));
}

function asOne(group: readonly Finding[]): readonly Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  const lines = [...new Set(group.map(({ range }) => range?.start.line ?? 0))];
  const named = lines.slice(0, NAMED).join(", ");
  const more = lines.length > NAMED ? " and more" : "";
  const count = grouped(group.length);
  return [
    {
      ...first,
      count: group.length,
      message: `${withoutStop(first.message)}, ${count} times in this file (${lines.length === 1 ? "line" : "lines"} ${named}${more}).`,
      fix: combined(group, count),
      fingerprint: `${first.fingerprint}\0repeated`,
    },
  ];
}

/** All fixes in one; null where one has none. */
function combined(group: readonly Finding[], count: string): Fix | null {
  const [first] = group;
  const fixes = group.flatMap(({ fix }) => (fix === null ? [] : [fix]));
  if (first?.fix == null || fixes.length < group.length) return null;
  return { title: `${first.fix.title}, ${count} times`, steps: fixes.flatMap(({ steps }) => steps) };
}
