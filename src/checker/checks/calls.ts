import type { Expression } from "../../nix/ast.ts";
import { applicationParts } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { SourceText, Span } from "../../nix/text.ts";
import { callsOf, type FetchCall } from "../../packages/derivation/calls.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { derivationResults } from "../../packages/derivation/results.ts";
import type { Checks, PackageSubject, Problem } from "../rule.ts";
import { soundSyntaxOf } from "./syntax.ts";

/** A file of a package. */
export type PackageText = {
  readonly path: string;
  readonly source: SourceText;
  readonly package: PackageSubject;
};

/** What a rule says of a place in a file. */
export type Remark = Pick<Problem, "message" | "help" | "about" | "fix"> & { readonly at: Span };

/**
 * A check of every derivation in the files of packages whose attributes are written out. `isPackage`: it is what the
 * file's function returns.
 */
export function checkDerivations(
  judge: (derivation: Derivation, file: PackageText, isPackage: boolean) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return checkCalls((text, { derivations }, file) =>
    derivations.flatMap((each) =>
      judge(each, text, derivationResults(file).some(({ expression }) => isCallOf(expression, each))),
    ),
  );
}

function isCallOf(expression: Expression, derivation: Derivation): boolean {
  return applicationParts(expression).function === applicationParts(derivation.builder).function;
}

/** A check of every call of a fetcher in the files of packages whose attributes are written out. */
export function checkFetches(
  judge: (fetch: FetchCall, file: PackageText) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return checkCalls((text, { fetches }) => fetches.flatMap((each) => judge(each, text)));
}

function checkCalls(
  judge: (file: PackageText, calls: ReturnType<typeof callsOf>, syntax: NixFile) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return (file, context) => {
    const syntax = file.package === null ? null : soundSyntaxOf(file);
    if (file.package === null || syntax === null) return;
    const { source } = syntax;
    if (isGenerated(source)) return;
    const text = { path: file.path, source, package: file.package };
    for (const { at, ...remark } of judge(text, callsOf(syntax), syntax)) {
      context.report({
        path: file.path,
        attribute: file.package.name,
        at: { source, span: at },
        ...remark,
      });
    }
  };
}

/** Whether a file says at its beginning that a program writes it, so that nobody can take advice on it. */
function isGenerated({ text }: SourceText): boolean {
  return /^\s*(?:#|\/\*)/.test(text) && /\bgenerated\b|\bdo not edit\b/i.test(text.slice(0, 400));
}
