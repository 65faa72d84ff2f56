import type { Files } from "../packages/files.ts";
import { type Ignore, ignoresIn } from "../packages/ignores.ts";
import type { Finding } from "./finding.ts";
import type { IgnoreSubject, Rule } from "./rule.ts";

/** The comments of the files of a side that ask for silence, and what they are found to silence. */
export type Ignoring = {
  /** Whether a finding is to be told: an error is, whatever stands beside it. */
  readonly isTold: (finding: Finding) => boolean;
  /** What is wrong with the comments of a file, once all findings were asked about. */
  readonly mistakes: (path: string) => readonly Mistake[];
};

type Mistake = Pick<IgnoreSubject, "ignore" | "mistake">;

/**
 * Looks for such comments. `isError`: whether a rule is an error at a path; `isUnsure`: whether nobody can say that a
 * rule would not have found something there.
 */
export function ignoring(
  files: Files,
  rules: readonly Rule[],
  isError: (rule: Rule, path: string) => boolean,
  isUnsure: (rule: Rule, path: string) => boolean,
): Ignoring {
  // Most files have no such comment.
  let called: ReadonlyMap<string, readonly Rule[]> | null = null;
  const read = new Map<string, FileIgnores>();
  const used = new Set<Ignore>();

  function ignoresOf(path: string): FileIgnores {
    const known = read.get(path) ?? readIgnores(path);
    read.set(path, known);
    return known;
  }

  function readIgnores(path: string): FileIgnores {
    const reading = path.endsWith(".nix") ? files.readNix(path) : null;
    const all = reading?.kind === "text" ? ignoresIn(reading.file) : [];
    const byRule = new Map<string, Ignore>();
    for (const ignore of all) {
      if (ignore.reason === null) continue;
      for (const { name } of calledBy(ignore) ?? []) {
        const key = lineKey(name, ignore.line);
        if (!byRule.has(key)) byRule.set(key, ignore);
      }
    }
    return { all, byRule };
  }

  function calledBy({ rule }: Ignore): readonly Rule[] | undefined {
    called ??= rulesByName(rules);
    return called.get(rule?.toUpperCase() ?? "");
  }

  function isTold({ rule, level, path, range }: Finding): boolean {
    if (level === "error" || range === null) return true;
    const ignore = ignoresOf(path).byRule.get(lineKey(rule, range.start.line));
    if (ignore !== undefined) used.add(ignore);
    return ignore === undefined;
  }

  function mistakeOf(ignore: Ignore, path: string): IgnoreSubject["mistake"] | null {
    if (ignore.rule === null) return "no-rule";
    const named = calledBy(ignore);
    if (named === undefined) return "unknown-rule";
    if (ignore.reason === null) return "no-reason";
    if (used.has(ignore)) return null;
    if (named.some((rule) => isError(rule, path))) return "error";
    return named.some((rule) => isUnsure(rule, path)) ? null : "nothing";
  }

  return {
    isTold,
    mistakes: (path) =>
      ignoresOf(path).all.flatMap((ignore) => {
        const mistake = mistakeOf(ignore, path);
        return mistake === null ? [] : [{ ignore, mistake }];
      }),
  };
}

/** The comments of a file, and of those that silence a rule in a line, the first, by both. */
type FileIgnores = { readonly all: readonly Ignore[]; readonly byRule: ReadonlyMap<string, Ignore> };

function lineKey(rule: string, line: number): string {
  return `${line} ${rule}`;
}

/** The rules that a comment may mean by a name or number, in upper case. */
function rulesByName(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const called = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const name of [rule.name, ...rule.codes, ...(rule.formerCodes ?? [])]) {
      const same = called.get(name.toUpperCase()) ?? [];
      called.set(name.toUpperCase(), same);
      same.push(rule);
    }
  }
  return called;
}
