import type { Expression, Interpolation, StringLiteral } from "./ast.ts";

/** A string or an interpolation of one, which as a name is as good as an identifier: `${"a"}` is `a` for Nix. */
type Written = Expression | Interpolation | null;

/** What a string stands for. Null where it is computed, is no string, or has indented lines. */
export function staticString(written: Written): string | null {
  const string = stringOf(written);
  if (string === null) return null;
  if (string.kind === "uri") return string.text;
  if (string.style === "indented") {
    const [part, ...more] = string.parts;
    if (part === undefined) return "";
    return part.kind !== "text" || more.length > 0 || part.text.includes("\n")
      ? null
      : part.text.replace(/^ +/, "");
  }
  let value = "";
  for (const part of string.parts) {
    if (part.kind === "interpolation") return null;
    value += part.kind === "text" ? part.text.replace(/\r\n?/g, "\n") : unescaped(part.text.slice(1));
  }
  return value;
}

/** Whether it is a string that Nix need not evaluate, so that it may stand in `let` and `inherit`. */
export function isStaticName(written: Written): boolean {
  for (let string = stringOf(written); string !== null; ) {
    if (string.kind === "uri") return true;
    if (!string.parts.some((part) => part.kind === "interpolation")) return true;
    const [only, ...more] = string.parts;
    if (string.style === "quoted" || only?.kind !== "interpolation" || more.length > 0) return false;
    string = stringOf(only);
  }
  return false;
}

function stringOf(written: Written): StringLiteral | Extract<Expression, { kind: "uri" }> | null {
  let inner = written;
  while (inner?.kind === "interpolation" || inner?.kind === "parenthesized") inner = inner.expression;
  return inner?.kind === "string" || inner?.kind === "uri" ? inner : null;
}

function unescaped(character: string): string {
  return character === "n" ? "\n" : character === "r" ? "\r" : character === "t" ? "\t" : character;
}
