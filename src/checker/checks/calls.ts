import type { Apply, AttributeSet } from "../../nix/ast.ts";
import { keptIn } from "../../nix/kept-in.ts";
import type { SourceText, Span } from "../../nix/text.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { type FetchCall, fetchCall, mayBeFetch } from "../../packages/derivation/fetch-call.ts";
import type { DerivationSubject, NodePlace, PackageSubject, Problem, RuleContext } from "../rule.ts";

/** A file of a package. */
export type PackageText = {
  readonly path: string;
  readonly source: SourceText;
  readonly package: PackageSubject;
};

/** What a rule says of a place in a file. */
export type Remark = Pick<Problem, "message" | "help" | "about" | "fix"> & { readonly at: Span };

/**
 * A check of every derivation in the files of packages. `isPackage`: it is what the package itself is built by. A file
 * that a program writes is left out: nobody can take advice on it.
 */
export function checkDerivations(
  judge: (derivation: Derivation, file: PackageText, isPackage: boolean) => readonly Remark[],
): (subject: DerivationSubject, context: RuleContext) => void {
  return (subject, context) => {
    if (isNotWritten(subject.source)) return;
    report(judge(subject.derivation, subject, subject.isPackage), subject, context);
  };
}

/** A check of every call of a fetcher in the files of packages, but for files that a program writes. */
export function checkFetches(
  judge: (fetch: FetchCall, file: PackageText) => readonly Remark[],
): (node: Apply, place: NodePlace, context: RuleContext) => void {
  return (node, place, context) => {
    const { path, source, package: owner } = place;
    if (owner === null) return;
    const fetch = fetchAt(node, place);
    if (fetch === null || isNotWritten(source)) return;
    const file = { path, source, package: owner };
    report(judge(fetch, file), file, context);
  };
}

function report(
  remarks: readonly Remark[],
  { path, source, package: owner }: PackageText,
  context: RuleContext,
): void {
  for (const { at, ...remark } of remarks) {
    context.report({ path, attribute: owner.name, at: { source, span: at }, ...remark });
  }
}

const fetches = keptIn<Apply, FetchCall | null>();

/** Read once for all rules that look at it. */
function fetchAt(node: Apply, place: NodePlace): FetchCall | null {
  // Most calls are told at a glance, and need no place in the table.
  if (!mayBeFetch(node)) return null;
  const existing = fetches.get(node);
  if (existing !== undefined) return existing;
  const fetch = fetchCall(node, place.scope, () => setsAround(place));
  fetches.set(node, fetch);
  return fetch;
}

function setsAround(place: NodePlace): AttributeSet[] {
  const sets: AttributeSet[] = [];
  for (let level = 0; level < MOST_LEVELS; level++) {
    const above = place.parent(level);
    if (above === null) break;
    if (above.kind === "attrset") sets.push(above);
  }
  return sets;
}

/** How far out the set of a derivation is looked for. */
const MOST_LEVELS = 50;

/** In characters, twice what the longest package of nixpkgs has that somebody wrote. */
const LONGEST = 300_000;

const unwritten = keptIn<SourceText, boolean>();

/** Whether nobody writes a file: it is too long for that, or says at its beginning that a program does. */
function isNotWritten(source: SourceText): boolean {
  if (source.text.length > LONGEST) return true;
  const existing = unwritten.get(source);
  if (existing !== undefined) return existing;
  const start = source.text.slice(0, 400);
  const found = /^\s*(?:#|\/\*)/.test(start) && /\bgenerated\b|\bdo not edit\b/i.test(start);
  unwritten.set(source, found);
  return found;
}
