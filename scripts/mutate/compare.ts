/** Changes of one file that no test notices, for the same reason. */
export type Unnoticed = {
  /** From the root of the project. */
  readonly file: string;
  /** Why no test can notice them. */
  readonly why: string;
  /** As `changeText` writes them; one that is made at several places of the file stands here as often. */
  readonly changes: readonly string[];
};

/** A change that was tried. */
export type Tried = {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly change: string;
  readonly noticed: boolean;
};

type Position = { readonly line: number; readonly column: number };

/** What became of the list: each is "file: change" or "file:line change". */
export type Compared = {
  /** What survived, and is not listed. */
  readonly unlisted: readonly string[];
  /** What is listed, and a test noticed it. */
  readonly noticed: readonly string[];
  /** What is listed, and is not made any more. */
  readonly gone: readonly string[];
};

const LONGEST_TEXT = 140;

/**
 * A change as "`before` -> `after`", on one line, without its place, so that it stays the same where other lines change.
 *
 * @param start 1-based, as `end`, which is behind it
 */
export function changeText(
  source: string,
  { start, end }: { readonly start: Position; readonly end: Position },
  replacement: string,
): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.pop() ?? "";
  const written = [...lines, last.slice(0, end.column - 1)].join("\n").slice(start.column - 1);
  return `${shown(written)} -> ${shown(replacement)}`;
}

/** Whether the text that a change replaces is in a source. */
export function isIn(source: string, change: string): boolean {
  const [written = ""] = change.slice(1).split("` -> `");
  return onOneLine(source).includes(written.endsWith("…") ? written.slice(0, -1) : written);
}

/** Compares what was tried with what is listed. */
export function compareSurvivors(tried: readonly Tried[], listed: readonly Unnoticed[]): Compared {
  const left = new Map<string, number>();
  for (const { file, changes } of listed) {
    for (const change of changes) count(left, `${file}: ${change}`, 1);
  }
  const [unlisted, found]: [string[], Set<string>] = [[], new Set()];
  for (const { file, line, change, noticed } of tried) {
    const key = `${file}: ${change}`;
    if (noticed) found.add(key);
    else if (count(left, key, -1) < 0) unlisted.push(`${file}:${line} ${change}`);
  }
  const unmet = [...left].flatMap(([key, times]) => (times > 0 ? [key] : []));
  return {
    unlisted,
    noticed: unmet.filter((key) => found.has(key)),
    gone: unmet.filter((key) => !found.has(key)),
  };
}

function count(counts: Map<string, number>, key: string, by: number): number {
  const times = (counts.get(key) ?? 0) + by;
  counts.set(key, times);
  return times;
}

function shown(text: string): string {
  const line = onOneLine(text);
  return `\`${line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line}\``;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
