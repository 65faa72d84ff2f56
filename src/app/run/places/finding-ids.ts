import { createHash } from "node:crypto";
import type { Finding } from "../../../checker/finding.ts";
import { decodeText, lineAt, type SourceText } from "../../../nix/text.ts";
import type { IdentifiedFinding } from "../../../review/conversation/compose.ts";
import type { Posted } from "../../../review/conversation/posted.ts";
import type { Snapshot } from "../../../snapshot/snapshot.ts";

/**
 * Findings with the ids under which the bot knows them again. An id tells the problem, and the text of the
 * line that it is on: of a problem that stands several times, that shows which one was fixed. A finding
 * takes the id that it was posted under, that of the same problem on the same text, wherever the line has
 * moved; or else, since the line may have been edited, one of the same problem that is not fixed.
 *
 * @param lineOf the text of the line that a finding is on
 */
export function identifyFindings(
  findings: readonly Finding[],
  lineOf: (finding: Finding) => string,
  posted: Posted,
): IdentifiedFinding[] {
  const said = saidIds(posted);
  const known = new Set(said.map(({ id }) => id));
  const alike = Map.groupBy(said, ({ id }) => id.slice(0, PROBLEM_DIGITS));
  const ids = new Map<Finding, string>();
  const taken = new Set<string>();
  const prefixes = new Map(findings.map((finding) => [finding, prefixOf(finding, lineOf(finding))]));
  const take = (finding: Finding, id: string) => {
    ids.set(finding, id);
    taken.add(id);
  };
  for (const fits of [sameLine, notFixed]) {
    for (const [finding, prefix] of prefixes) {
      if (ids.has(finding)) continue;
      const candidates = alike.get(prefix.slice(0, PROBLEM_DIGITS)) ?? [];
      const found = candidates.find((each) => !taken.has(each.id) && fits(each, prefix));
      if (found !== undefined) take(finding, found.id);
    }
  }
  return findings.map((finding) => {
    const prefix = prefixes.get(finding) ?? "";
    const free = (id: string) => !known.has(id) && !taken.has(id);
    for (let count = 0; !ids.has(finding); count++) {
      const id = prefix + count.toString(16);
      if (free(id)) take(finding, id);
    }
    return { finding, id: ids.get(finding) ?? "" };
  });
}

/** The text of the line that a finding is on, without the space around it; `""` where it is on none. */
export function lineTexts(snapshot: Snapshot): (finding: Finding) => string {
  const sources = new Map<string, SourceText | null>();
  return ({ path, range }) => {
    if (range === null) return "";
    let source = sources.get(path);
    if (source === undefined) {
      const content = snapshot.read(path);
      source = content !== "not-loaded" && content.kind === "bytes" ? decodeText(content.bytes) : null;
      sources.set(path, source);
    }
    return source === null ? "" : lineAt(source, range.start.line).trim();
  };
}

type Said = { readonly id: string; readonly fixed: boolean };

/** The ids of what was said, those first that a finding most likely is. */
function saidIds({ threads, reviews }: Posted): Said[] {
  const inThreads = new Set(threads.map(({ finding }) => finding));
  const elsewhere = reviews
    .flatMap(({ inline, inBody }) => [...inline, ...inBody])
    .filter((id) => !inThreads.has(id));
  const ofThreads = (fits: (thread: Posted["threads"][number]) => boolean) =>
    threads.filter(fits).map(({ finding, fixed }) => ({ id: finding, fixed }));
  const isOpen = (thread: Posted["threads"][number]) => !thread.resolved && !thread.minimized;
  return [
    ...ofThreads((thread) => !thread.fixed && isOpen(thread)),
    ...[...new Set(elsewhere)].map((id) => ({ id, fixed: false })),
    // Where its suggestion was taken, GitHub has resolved the thread.
    ...ofThreads((thread) => !thread.fixed && !isOpen(thread)),
    ...ofThreads((thread) => thread.fixed),
  ];
}

const PROBLEM_DIGITS = 10;
const LINE_DIGITS = 8;

function prefixOf({ fingerprint }: Finding, line: string): string {
  return digest(fingerprint).slice(0, PROBLEM_DIGITS) + digest(line).slice(0, LINE_DIGITS);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function sameLine({ id }: Said, prefix: string): boolean {
  return id.startsWith(prefix);
}

function notFixed({ fixed }: Said): boolean {
  return !fixed;
}
