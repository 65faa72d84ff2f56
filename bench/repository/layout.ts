/**
 * Nix text laid out as nixfmt does (RFC 166). Every function returns an expression or binding whose first
 * line is not indented; what it is nested in indents the rest.
 */

/** Bindings that stand together, without a blank line between them. */
export type Group = readonly string[];

export function binding(name: string, value: string): string {
  return `${name} = ${value};`;
}

/** An attribute set written out, one blank line between groups; groups without bindings are left out. */
export function attributeSet(...groups: readonly Group[]): string {
  const body = groups
    .filter((group) => group.length > 0)
    .map((group) => group.join("\n"))
    .join("\n\n");
  return body === "" ? "{ }" : `{\n  ${indent(body)}\n}`;
}

/** A list; more than one element stand each on its own line. */
export function list(elements: readonly string[]): string {
  const [first] = elements;
  if (first === undefined) return "[ ]";
  if (elements.length === 1 && !first.includes("\n") && !first.startsWith("#")) return `[ ${first} ]`;
  return `[\n  ${indent(elements.join("\n"))}\n]`;
}

/** An indented string, `''…''`, of whole lines. */
export function indentedString(lines: readonly string[]): string {
  return `''\n  ${indent(lines.join("\n"))}\n''`;
}

/** A string in double quotes; `text` is Nix source, so it may hold antiquotations. */
export function quoted(text: string): string {
  return `"${text}"`;
}

/** `inherit names;`, or `inherit (from) names;`. */
export function inherit(names: readonly string[], from?: string): string {
  if (from?.includes("\n")) return `inherit\n  (${indent(from)})\n  ${names.join("\n  ")}\n  ;`;
  const source = from === undefined ? "" : ` (${from})`;
  if (names.length === 1 || `${names.join(" ")}${source}`.length < 40) {
    return `inherit${source} ${names.join(" ")};`;
  }
  return `inherit${source}\n  ${names.join("\n  ")}\n  ;`;
}

/** `let bindings in body`. */
export function letIn(bindings: readonly string[], body: string): string {
  return `let\n  ${indent(bindings.join("\n"))}\nin\n${body}`;
}

/** A function of named formals; a default of `null` means that there is none. */
export function formalsFunction(formals: ReadonlyMap<string, string | null>, body: string): string {
  const lines = [...formals].map(([name, fallback]) =>
    fallback === null ? `  ${name},` : `  ${name} ? ${indent(fallback)},`,
  );
  return `{\n${lines.join("\n")}\n}:\n\n${body}\n`;
}

/** Indents every line but the first and the empty ones by one step. */
export function indent(text: string): string {
  return text.replaceAll(/\n(?!\n)/g, "\n  ");
}
