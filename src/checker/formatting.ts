import type { Change } from "../change/change.ts";
import { quoted } from "../nix/shown.ts";
import { describeRepository } from "../packages/repository.ts";
import { computeLoading } from "../snapshot/loaded.ts";
import type { Checking } from "./checking.ts";
import type { Formatted } from "./formatted.ts";
import { levelsByLayout } from "./layout-level.ts";

/** What a formatter made of a text, or why it made nothing of it; `why` is a clause. */
export type FormatAnswer =
  | { readonly kind: "formatted"; readonly text: string }
  | { readonly kind: "failed"; readonly why: string };

/** A formatter of Nix that whoever runs the check has named. */
export type Formatter = {
  /** What people run: `nixfmt`. */
  readonly command: string;
  format(text: string): Promise<FormatAnswer>;
  /** Hears what could not be done, a sentence; nothing else comes of it. */
  failed(message: string): void;
};

export type FormatLimits = {
  /** So many files are given to the formatter, and others are not looked at. */
  readonly files: number;
  /** No further file is begun after so many milliseconds. */
  readonly milliseconds: number;
  readonly now: () => number;
};

/** The rule that it is all for. */
export const FORMAT_RULE = "nix-format";

/**
 * What a formatter makes of the Nix files that a change brings: of those that are new, and of those that were
 * formatted before. What it says of a file is its affair alone: where it fails, nothing is known of that file.
 */
export async function formattedFiles(
  change: Change,
  checking: Pick<Checking, "rules" | "configuration" | "cache">,
  formatter: Formatter,
  limits: FormatLimits,
): Promise<Formatted> {
  const { command } = formatter;
  const files = new Map<string, string>();
  const candidates = await computeLoading([change.base, change.head], () => candidatesOf(change, checking));
  const end = limits.now() + limits.milliseconds;
  for (const [i, { path, before, after }] of candidates.entries()) {
    if (i >= limits.files || limits.now() >= end) {
      formatter.failed(
        `${quoted(command)} was not asked of all files: there are too many, or it takes too long.`,
      );
      break;
    }
    const text = await format(after, path, formatter);
    if (text === null || text === after) continue;
    if (before !== null && (await format(before, path, formatter)) !== before) continue;
    files.set(path, text);
  }
  return { command, files };
}

async function format(text: string, path: string, formatter: Formatter): Promise<string | null> {
  const answer = await formatter.format(text);
  if (answer.kind === "formatted") return answer.text;
  formatter.failed(`${quoted(formatter.command)} did not format ${quoted(path)}: ${answer.why}.`);
  return null;
}

type Candidate = {
  readonly path: string;
  /** Null of a new file. */
  readonly before: string | null;
  readonly after: string;
};

/** The files that the formatter is asked of. */
function candidatesOf(
  change: Change,
  { rules, configuration, cache }: Pick<Checking, "rules" | "configuration" | "cache">,
): Candidate[] {
  const rule = rules.find(({ name }) => name === FORMAT_RULE);
  if (rule === undefined) return [];
  const levelAt = levelsByLayout(configuration);
  const reading = cache.with(configuration.nix.features);
  const [base, head] = [change.base, change.head].map((side) => describeRepository(side, reading));
  const textOf = (side: typeof base, path: string): string | null => {
    const read = path.endsWith(".nix") ? side?.files.readNix(path) : undefined;
    if (read?.kind !== "text" || !read.source.exact || read.file.problems.length > 0) return null;
    return read.source.text;
  };
  const removed: string[] = [];
  for (const path of change.paths) {
    if (removed.length >= MOST_REMOVED || head?.files.entry(path) !== null) continue;
    const text = textOf(base, path);
    if (text !== null) removed.push(text);
  }
  return change.paths.flatMap((path) => {
    if (levelAt(rule, path).level === "off") return [];
    const after = textOf(head, path);
    if (after === null) return [];
    const isNew = base?.files.entry(path) === null;
    const before = isNew ? formerText(after, removed) : textOf(base, path);
    // What was there and cannot be read was not formatted.
    return isNew || before !== null ? [{ path, before, after }] : [];
  });
}

/** Of so many files that are gone it is asked whether a new one is one of them, moved. */
const MOST_REMOVED = 50;

/** The text of a file that is gone of which a new one has most of its lines: then it is that file, moved. */
function formerText(after: string, removed: readonly string[]): string | null {
  const lines = new Set(linesOf(after));
  let best: { readonly text: string; readonly shared: number } | null = null;
  for (const text of removed) {
    const own = new Set(linesOf(text));
    const shared = [...lines].filter((line) => own.has(line)).length;
    if (shared * 2 > lines.size && shared > (best?.shared ?? 0)) best = { text, shared };
  }
  return best?.text ?? null;
}

/** However they are indented, and without blank ones. */
function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => line.trim() || []);
}
