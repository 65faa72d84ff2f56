import type { SourceText, Span } from "../../nix/text.ts";
import { callsOf, type FetchCall } from "../../packages/derivation/calls.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
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

/** A check of every derivation in the files of packages whose attributes are written out. */
export function checkDerivations(
  judge: (derivation: Derivation, file: PackageText) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return checkCalls((text, { derivations }) => derivations.flatMap((each) => judge(each, text)));
}

/** A check of every call of a fetcher in the files of packages whose attributes are written out. */
export function checkFetches(
  judge: (fetch: FetchCall, file: PackageText) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return checkCalls((text, { fetches }) => fetches.flatMap((each) => judge(each, text)));
}

function checkCalls(
  judge: (file: PackageText, calls: ReturnType<typeof callsOf>) => readonly Remark[],
): NonNullable<Checks["file"]> {
  return (file, context) => {
    const syntax = file.package === null ? null : soundSyntaxOf(file);
    if (file.package === null || syntax === null) return;
    const { source } = syntax;
    const text = { path: file.path, source, package: file.package };
    for (const { at, ...remark } of judge(text, callsOf(syntax))) {
      context.report({
        path: file.path,
        attribute: file.package.name,
        at: { source, span: at },
        ...remark,
      });
    }
  };
}
