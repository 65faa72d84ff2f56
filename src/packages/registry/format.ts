import type { Span } from "../../nix/text.ts";
import { byCodePoint, canonicalMember } from "./canonical.ts";
import type { Registry, RegistryEntry } from "./registry.ts";
import { readUrl } from "./url.ts";

/** What stands around the entries in a registry that has the canonical form. */
const INDENT = "        ";
const BEFORE = `{\n    "repos": {\n${INDENT}`;
const BETWEEN = `,\n${INDENT}`;
const AFTER = "\n    }\n}\n";
const EMPTY = `{\n    "repos": {}\n}\n`;

/** A piece of text in the place of another. */
export type TextEdit = { readonly span: Span; readonly text: string };

/** How a registry differs from its canonical form. Each has edits that are right by themselves. */
export type FormatProblem =
  /** An entry is not written as it should be. */
  | { readonly kind: "entry"; readonly entry: RegistryEntry; readonly edits: readonly TextEdit[] }
  /** An entry does not stand where it belongs, which is in front of `next`, or at the end. */
  | {
      readonly kind: "order";
      readonly entry: RegistryEntry;
      readonly next: RegistryEntry | null;
      readonly edits: readonly TextEdit[];
    }
  /** What stands around the entries, such as the line end at the end of the file. */
  | { readonly kind: "around"; readonly at: Span; readonly edits: readonly TextEdit[] };

/** The bytes that NUR wants: what Python writes for the registry, and a line end. */
export function canonicalRegistry({ entries }: Registry): string {
  if (entries.length === 0) return EMPTY;
  const sorted = entries.toSorted((a, b) => byCodePoint(a.name, b.name));
  return BEFORE + sorted.map(canonicalEntry).join(BETWEEN) + AFTER;
}

/** The lines of an entry, without the indentation of the first and without a comma. */
export function canonicalEntry({ member }: RegistryEntry): string {
  return canonicalMember(member, INDENT);
}

/**
 * The same with the plain URL of the repository. What writes an entry anew leaves nothing to be written anew after it,
 * since two suggestions for one line cannot both be taken.
 */
function plainEntry(entry: RegistryEntry): string {
  const url = entry.fields.get("url");
  const normal = entry.url === null ? null : readUrl(entry.url).normal;
  const { member } = entry;
  if (url === undefined || normal === null || member.value.kind !== "object") return canonicalEntry(entry);
  const members = member.value.members.map((field) =>
    field === url ? { ...field, value: { ...field.value, kind: "string" as const, value: normal } } : field,
  );
  return canonicalMember({ ...member, value: { ...member.value, members } }, INDENT);
}

/**
 * What is not as it should be; nothing where the text is the canonical one. In time n log n. `known` are names of
 * entries that were there before: of two that stand in the wrong order, a new one has to move.
 */
export function formatProblems(
  registry: Registry,
  known: ReadonlySet<string> = new Set(),
): readonly FormatProblem[] {
  const { source, entries } = registry;
  const { text } = source;
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) {
    const whole = { start: 0, end: text.length };
    return text === EMPTY ? [] : [{ kind: "around", at: whole, edits: [{ span: whole, text: EMPTY }] }];
  }
  const problems: FormatProblem[] = [];
  const head = { start: 0, end: first.member.start };
  const tail = { start: last.member.end, end: text.length };
  const around = [
    { span: head, text: BEFORE },
    { span: tail, text: AFTER },
  ].filter(({ span, text: wanted }) => text.slice(span.start, span.end) !== wanted);
  const [place] = around;
  if (place !== undefined) problems.push({ kind: "around", at: place.span, edits: around });
  const inOrder = inOrderAmong(entries, known);
  const kept = entries.filter((entry) => inOrder.has(entry));
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    if (!inOrder.has(entry)) {
      problems.push(moved(entry, before ?? null, entries[i + 1] ?? null, kept));
      return;
    }
    const wanted = canonicalEntry(entry);
    const { start, end } = entry.member;
    const gap = before === undefined ? null : { start: before.member.end, end: start };
    const isGap = gap === null || text.slice(gap.start, gap.end) === BETWEEN;
    if (isGap && text.slice(start, end) === wanted) return;
    const edit =
      isGap || gap === null
        ? { span: { start, end }, text: plainEntry(entry) }
        : { span: { start: gap.start, end }, text: BETWEEN + plainEntry(entry) };
    problems.push({ kind: "entry", entry, edits: [edit] });
  });
  return problems;
}

/** An entry that has to stand elsewhere among those that keep their places. */
function moved(
  entry: RegistryEntry,
  before: RegistryEntry | null,
  after: RegistryEntry | null,
  kept: readonly RegistryEntry[],
): FormatProblem {
  const { start, end } = entry.member;
  const next = firstAfter(entry.name, kept);
  const wanted = plainEntry(entry);
  const removed: Span =
    before === null ? { start, end: after?.member.start ?? end } : { start: before.member.end, end };
  const at = next?.member.start ?? kept.at(-1)?.member.end ?? end;
  const inserted = next === null ? BETWEEN + wanted : wanted + BETWEEN;
  return {
    kind: "order",
    entry,
    next,
    edits: [
      { span: removed, text: "" },
      { span: { start: at, end: at }, text: inserted },
    ],
  };
}

/** The first of entries in order whose name comes after another; null where none does. */
function firstAfter(name: string, sorted: readonly RegistryEntry[]): RegistryEntry | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byCodePoint(sorted[middle]?.name ?? "", name) > 0) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? null;
}

/** The entries that keep their places: as many as can of those that are known, and then of the others. */
function inOrderAmong(
  entries: readonly RegistryEntry[],
  known: ReadonlySet<string>,
): ReadonlySet<RegistryEntry> {
  const kept = longestSorted(entries.filter(({ name }) => known.has(name)));
  const fitting: RegistryEntry[] = [];
  let pending: RegistryEntry[] = [];
  let low: string | null = null;
  for (const entry of [...entries, null]) {
    if (entry !== null && !known.has(entry.name)) {
      if (low === null || byCodePoint(low, entry.name) < 0) pending.push(entry);
      continue;
    }
    if (entry !== null && !kept.has(entry)) continue;
    fitting.push(...pending.filter(({ name }) => entry === null || byCodePoint(name, entry.name) < 0));
    pending = [];
    if (entry !== null) fitting.push(entry);
    low = entry?.name ?? low;
  }
  return longestSorted(fitting);
}

/** As many entries as can keep their places. */
function longestSorted(entries: readonly RegistryEntry[]): ReadonlySet<RegistryEntry> {
  /** Of each length the chain that ends with the smallest name. */
  const ends: number[] = [];
  const previous: number[] = [];
  entries.forEach(({ name }, i) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byCodePoint(entries[ends[middle] ?? 0]?.name ?? "", name) < 0) low = middle + 1;
      else high = middle;
    }
    previous[i] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = i;
  });
  const chosen = new Set<RegistryEntry>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const entry = entries[at];
    if (entry !== undefined) chosen.add(entry);
  }
  return chosen;
}
