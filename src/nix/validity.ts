import type { Binding, Comment, Expression, Formals, Name } from "./ast.ts";
import type { Span } from "./text.ts";

/** One reason why Nix refuses to parse a file. `message` is a phrase such as "`a` is defined twice". */
export type SyntaxProblem = Span & { readonly message: string };

/** Names that Nix refuses: defined twice, or computed where they must be written out. */
export function checkBindings(bindings: readonly Binding[], inLet: boolean, problems: SyntaxProblem[]): void {
  const seen = new Map<string, "mergeable" | "final">();
  for (const binding of bindings) {
    if (binding.kind === "inherit") {
      for (const name of binding.names) {
        if (name.text === null) refuse(name, "`inherit` takes no computed names", problems);
        else if (seen.has(key([name.text]))) refuse(name, `\`${name.text}\` is defined twice`, problems);
        else seen.set(key([name.text]), "final");
      }
      continue;
    }
    const names: string[] = [];
    const path = binding.attrpath.names;
    for (const [i, name] of path.entries()) {
      if (name.text === null) {
        if (inLet && i === 0) refuse(name, "`let` takes no computed names", problems);
        break;
      }
      names.push(name.text);
      const last = i === path.length - 1;
      const kind = last && withoutParentheses(binding.value).kind !== "attrset" ? "final" : "mergeable";
      const before = seen.get(key(names));
      if (before === undefined) {
        seen.set(key(names), kind);
      } else if (before === "final" || (last && kind === "final")) {
        refuse(binding.attrpath, `\`${names.join(".")}\` is defined twice`, problems);
        break;
      }
    }
  }
}

function key(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? "") : names.join("\u0000");
}

function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === "parenthesized") inner = inner.expression;
  return inner;
}

export function checkFormals(
  argument: Name | null,
  formals: Formals | null,
  problems: SyntaxProblem[],
): void {
  if (formals === null) return;
  const seen = new Set(argument?.text == null ? [] : [argument.text]);
  for (const { name } of formals.formals) {
    if (name.text === null) continue;
    if (seen.has(name.text)) refuse(name, `the argument \`${name.text}\` is named twice`, problems);
    seen.add(name.text);
  }
}

function refuse(span: Span, message: string, problems: SyntaxProblem[]): void {
  problems.push({ start: span.start, end: span.end, message });
}

/**
 * Whether a carriage return without a line feed ends a `#` comment, with text behind it: for Nix that
 * text is code, for the grammar and for every editor it is comment.
 */
export function hidesCodeInComment(text: string, comments: readonly Comment[]): boolean {
  if (!/\r(?!\n)/.test(text)) return false;
  return comments.some((comment) => {
    const written = text.slice(comment.start, comment.end);
    return written.startsWith("#") && /\r[^\r]/.test(written);
  });
}
