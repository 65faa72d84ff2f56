import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { firstSyntaxError } from "../../../src/nix/parse.ts";
import { builtinNeedsPrefix } from "../../../src/rules/needless/builtin-needs-prefix.ts";
import { emptyInherit } from "../../../src/rules/needless/empty-inherit.ts";
import { legacyLet } from "../../../src/rules/needless/legacy-let.ts";
import { needlessParentheses } from "../../../src/rules/needless/needless-parentheses.ts";
import { needlessRec } from "../../../src/rules/needless/needless-rec.ts";
import { needlessWith } from "../../../src/rules/needless/needless-with.ts";
import { undefinedVariable } from "../../../src/rules/needless/undefined-variable.ts";
import { parsed } from "../../nix/parsing.ts";
import { scoped } from "../../nix/scoped.ts";
import { applyFix, textOf } from "../../support/apply-fix.ts";
import { checkFiles } from "../../support/check.ts";

const FILE = "x.nix";

/** The tokens of a well-formed text. */
function tokensOf(text: string): string[] {
  const found: string[] = [];
  const error = firstSyntaxError(text, ({ start, end }) => found.push(text.slice(start, end)));
  if (error !== null) throw new Error(`${error.message}: ${text}`);
  return found;
}

/** The tokens that are in one row and not in the other, of two that differ in one place or two. */
function taken(before: readonly string[], after: readonly string[]): string[] {
  const left: string[] = [];
  let at = 0;
  for (const token of before) {
    if (token === after[at]) at++;
    else left.push(token);
  }
  return at === after.length ? left : ["more"];
}

const withsIn = (text: string) => tokensOf(text).filter((token) => token === "with").length;

/** What a fix may take away; one of several that are alike takes away all of them. */
const TAKEN: readonly (readonly [rule: Rule, tokens: RegExp])[] = [
  [needlessRec, /^rec( rec)*$/],
  [needlessWith, /with/],
  [needlessParentheses, /^[() ]+$/],
  // Which of two beginnings that are alike is gone cannot be told.
  [emptyInherit, /^(?:inherit .*;|.*; inherit.*)$/],
];
const OTHERS = [legacyLet, undefinedVariable, builtinNeedsPrefix];

describe.each([...TAKEN.map(([rule]) => rule), ...OTHERS])(
  "each fix of $name, in any expression,",
  (rule) => {
    it("takes its finding away, and changes nothing else", async () => {
      const isWellFormed = (text: string) => parsed(text).problems.length === 0;
      // What has no such thing by chance is given one.
      const text = scoped.map(
        (inner) => `{ a, b }: [ (with a; ${inner}) (rec { x = (a); inherit; }) (let { body = ${inner}; }) ]`,
      );
      await fc.assert(
        fc.asyncProperty(text.filter(isWellFormed), async (before) => {
          const files = { [FILE]: before };
          const { findings } = await checkFiles(files, [rule]);
          for (const { fix, fingerprint } of findings) {
            if (fix === null) continue;
            const after = textOf(applyFix(files, fix)[FILE] ?? "") ?? "";
            const left = await checkFiles({ [FILE]: after }, [rule]);
            const count = (all: readonly { readonly fingerprint: string }[]) =>
              all.filter((finding) => finding.fingerprint === fingerprint).length;
            // What is taken away may have been all that others around it were needed for.
            if (rule !== needlessWith) expect(left.findings.length).toBeLessThanOrEqual(findings.length);
            // Another `with` that is left without effect may look as this one did.
            if (rule !== needlessWith) expect(count(left.findings)).toBeLessThan(count(findings));
            else expect(withsIn(after)).toBeLessThan(withsIn(before));
            const pattern = TAKEN.find(([each]) => each === rule)?.[1];
            if (pattern !== undefined)
              expect(taken(tokensOf(before), tokensOf(after)).join(" ")).toMatch(pattern);
          }
        }),
        { numRuns: 25 },
      );
    });
  },
);
