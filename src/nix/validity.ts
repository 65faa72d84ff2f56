import type { Binding, Comment, Expression, Formals, Name, PathLiteral } from "./ast.ts";
import { descendants } from "./ast.ts";
import type { Span } from "./text.ts";

/**
 * One reason why Nix refuses to parse a file. `message` is a phrase such as "`;` is missing". What
 * stands before `soundUntil` is not in doubt.
 */
export type SyntaxProblem = Span & {
  readonly soundUntil: number;
  readonly message: string;
  /** It is well-formed by the grammar, and refused for what it says: a name defined twice. */
  readonly semantic: boolean;
};

/** An error node of the grammar, or a token that it holds to be missing. */
export function grammarProblem(text: string, span: Span, missing: string | null): SyntaxProblem {
  if (missing !== null) {
    const word = missing === "identifier" ? "a name" : `\`${missing}\``;
    return { ...span, soundUntil: span.start, semantic: false, message: `${word} is missing` };
  }
  const line = text.slice(span.start, span.end).trim().split("\n")[0] ?? "";
  const message = line === "" ? "unexpected end of file" : `unexpected \`${shortened(line)}\``;
  return { ...span, soundUntil: span.start, semantic: false, message };
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}

/** An empty file, or one of comments alone: Nix wants an expression. */
export function noExpression(text: string): SyntaxProblem {
  const end = text.trimEnd().length;
  const message = "the file holds no expression";
  return { start: end, end, soundUntil: text.length, semantic: false, message };
}

/** Nix lexes a path's slashes one by one: none doubled before an interpolation, none at the end. */
export function checkPath(path: PathLiteral, text: string, problems: SyntaxProblem[]): void {
  if (path.form === "search") return;
  const written = text.slice(path.start, path.end);
  if (written.endsWith("/")) {
    refuse(path, "a path ends with a slash", problems);
  } else if ((written.split("${", 1)[0] ?? "").includes("//")) {
    refuse(path, "a path has two slashes in a row", problems);
  }
}

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
  problems.push({ start: span.start, end: span.end, soundUntil: span.start, semantic: true, message });
}

/** White space for the grammar, or nothing at all, and refused by Nix outside of strings and comments. */
const REFUSED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
  /[\u0000\u000b\u000c\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g;

/** The characters of `REFUSED` that stand between tokens, and NUL anywhere. */
export function refusedCharacters(
  text: string,
  expression: Expression,
  comments: readonly Comment[],
): SyntaxProblem[] {
  const found = [...text.matchAll(REFUSED)];
  if (found.length === 0) return [];
  const harmless: Span[] = [...comments];
  for (const node of descendants(expression)) if (node.kind === "text") harmless.push(node);
  harmless.sort((a, b) => a.start - b.start);
  const problems: SyntaxProblem[] = [];
  let next = 0;
  for (const { index, 0: character } of found) {
    while ((harmless[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    const around = harmless[next];
    if (around !== undefined && around.start <= index && character !== "\u0000") continue;
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    refuse({ start: index, end: index + 1 }, `unexpected character U+${code}`, problems);
  }
  return problems;
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
