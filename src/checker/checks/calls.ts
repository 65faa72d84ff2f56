import type { SourceText, Span } from "../../nix/text.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import type { FetchCall } from "../../packages/derivation/fetch-call.ts";
import type { DerivationSubject, FetchSubject, PackageSubject, Problem, RuleContext } from "../rule.ts";

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
): (subject: FetchSubject, context: RuleContext) => void {
  return (subject, context) => {
    if (!isNotWritten(subject.source)) report(judge(subject.fetch, subject), subject, context);
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

/** In characters, twice what the longest package of nixpkgs has that somebody wrote. */
const LONGEST = 300_000;

/** Of the file that was looked at last, whose calls all rules look at one after the other. */
let unwritten: { readonly source: SourceText; readonly is: boolean } | null = null;

/** Whether nobody writes a file: it is too long for that, or says at its beginning that a program does. */
function isNotWritten(source: SourceText): boolean {
  if (unwritten?.source !== source) unwritten = { source, is: isLongOrMarked(source) };
  return unwritten.is;
}

function isLongOrMarked({ text }: SourceText): boolean {
  if (text.length > LONGEST) return true;
  const start = text.slice(0, 400);
  return /^\s*(?:#|\/\*)/.test(start) && /\bgenerated\b|\bdo not edit\b/i.test(start);
}
