import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Fix } from "../../checker/finding.ts";
import type { Rule } from "../../checker/rule.ts";
import { fileScopes, type NeedlessWith } from "../../nix/file-scopes.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf, type SourceText, type Span } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";
import { endsBefore, isSimple } from "./shared/simple.ts";

export const needlessWith: Rule = {
  name: "needless-with",
  family: "needless",
  codes: [],
  summary: "no name behind a `with` is looked up in it",
  level: ERROR_IN_NIXPKGS,
  checks: {
    file(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const found of fileScopes(syntax).needlessWiths) {
        // What is not there yet may need it; a required check of nixpkgs refuses it all the same.
        if (found.body.isEmpty && context.preset !== "nixpkgs") continue;
        const { path, package: home } = file;
        const environment = source.text.slice(found.environment.start, found.environment.end);
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at: { source, span: { start: found.start, end: found.environment.end } },
          message: `${quoted(`with ${environment}`)} has no effect: each name behind it is bound elsewhere, or Nix defines it.`,
          help: "Remove it.",
          fix: removal(path, source, found),
          about: environment.slice(0, 100),
        }));
      }
    },
  },
};

/** Without the `with`, and without the parentheses around it where only it needed them; null where a comment is in it. */
function removal(path: string, source: SourceText, found: NeedlessWith): Fix | null {
  const { text } = source;
  const head = text.slice(found.start + "with".length, found.environment.start);
  const behind = /^\s*;\s*/.exec(text.slice(found.environment.end, found.body.start));
  if (!source.exact || head.trim() !== "" || behind === null) return null;
  const end = found.environment.end + behind[0].length;
  const spans: readonly Span[] = parenthesesAround(text, found)
    ? [
        { start: found.start - 1, end },
        { start: found.end, end: found.end + 1 },
      ]
    : [{ start: found.start, end }];
  return {
    title: "Remove the `with`",
    steps: spans.map((span) => ({ kind: "edit", path, range: rangeOf(source, span), text: "" })),
  };
}

/** Whether parentheses are right around it that a simple expression does not need. */
function parenthesesAround(text: string, { start, end, body }: NeedlessWith): boolean {
  if (!isSimple(body.kind) || text[start - 1] !== "(" || text[end] !== ")") return false;
  return (
    // A URL goes on with `=`, and takes what is behind it, too.
    /[\s[({]/.test(text[start - 2] ?? " ") &&
    endsBefore(body.kind, text[end + 1] ?? " ") &&
    !/inherit\s*\($/.test(text.slice(start - 200, start))
  );
}
