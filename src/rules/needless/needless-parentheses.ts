import type { Fix } from "../../checker/finding.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Expression, Parenthesized } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { rangeOf, type SourceText } from "../../nix/text.ts";
import { ERROR_IN_NIXPKGS } from "./shared/levels.ts";
import { endsBefore, isSimple } from "./shared/simple.ts";

export const needlessParentheses: Rule = {
  name: "needless-parentheses",
  family: "needless",
  codes: [],
  summary: "parentheses stand around what is one thing without them",
  level: ERROR_IN_NIXPKGS,
  checks: {
    node: {
      parenthesized(node, place, context) {
        // Of several pairs, one behind the other, all are said to be so at the outermost.
        if (!isSimple(node.expression.kind) || place.parent()?.kind === "parenthesized") return;
        const { path, source, package: home } = place;
        const inner = innermost(node);
        const { start, end } = node;
        context.reportOf(path, () => ({
          path,
          attribute: home?.name ?? null,
          at: { source, span: { start, end } },
          message: "These parentheses have no effect: what they hold is one thing without them.",
          help: "Remove them.",
          fix: removal(path, source, node, inner),
          // What they hold may change without them being new.
          about: inner.kind === "variable" ? inner.name : inner.kind,
        }));
      },
    },
  },
};

/** What is left of it: what all of the pairs hold, or that in one pair if it needs one. */
function innermost(node: Parenthesized): Expression {
  const content = unparenthesized(node);
  if (isSimple(content.kind)) return content;
  let pair: Parenthesized = node;
  while (pair.expression.kind === "parenthesized") pair = pair.expression;
  return pair;
}

function removal(path: string, source: SourceText, outer: Parenthesized, inner: Expression): Fix | null {
  const { text } = source;
  const [open, close] = [text.slice(outer.start, inner.start), text.slice(inner.end, outer.end)];
  if (!source.exact || !/^[(\s]*$/.test(open) || !/^[)\s]*$/.test(close)) return null;
  // Next to another token it might become one with that, as a URL does with `,`, `=` and `!`.
  const first = /(?:^|[\s([{;])!?$/.test(text.slice(Math.max(0, outer.start - 2), outer.start)) ? "" : " ";
  const last = endsBefore(inner.kind, text[outer.end] ?? " ") ? "" : " ";
  return {
    title: "Remove the parentheses",
    steps: [
      {
        kind: "edit",
        path,
        range: rangeOf(source, { start: outer.start, end: inner.start }),
        text: first,
      },
      { kind: "edit", path, range: rangeOf(source, { start: inner.end, end: outer.end }), text: last },
    ],
  };
}
