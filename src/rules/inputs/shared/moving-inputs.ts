import type { PackageText } from "../../../checker/checks/calls.ts";
import type { Fix } from "../../../checker/finding.ts";
import { wholeLines } from "../../../checker/fixes/binding-lines.ts";
import { editingFix, indentationAt, insertion, type TextEdit } from "../../../checker/fixes/text-edits.ts";
import type { Expression, ListExpression } from "../../../nix/ast.ts";
import { lineAt, positionAt, type SourceText, type Span } from "../../../nix/text.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import type { Derivation } from "../../../packages/derivation/derivation.ts";
import type { ListElement } from "../../../packages/derivation/list.ts";

/**
 * The fix that moves elements of the list `from` to the list `to` of the same derivation, which it adds where there is
 * none. Null where both are not lists that are written out there, or a name would be seen from elsewhere.
 */
export function movingFix(
  derivation: Derivation,
  moved: readonly ListElement[],
  lists: { readonly from: string; readonly to: string },
  file: PackageText,
): Fix | null {
  const [first] = moved;
  const from = attribute(derivation, lists.from);
  const to = attribute(derivation, lists.to);
  if (first?.list == null || !from.known || from.value?.binding.kind !== "binding" || !to.known) return null;
  const { list } = first;
  const inOneList = moved.every((each) => each.list === list && !each.conditional && !each.elsewhere);
  if (!inOneList || first.scope !== from.value.scope) return null;
  const { source } = file;
  const { text } = source;
  const { binding } = from.value;
  if (moved.some(({ expression }) => hasComment(source, expression))) return null;
  const all = moved.length === list.elements.length && isWhole(binding.value, list);
  const names = moved.map(({ expression }) => text.slice(expression.start, expression.end));
  const title = titleOf(names, lists.to);
  if (to.value === null && all) return editingFix(file, title, [{ span: binding.attrpath, text: lists.to }]);
  const taken = all
    ? [{ span: wholeLines(text, binding), text: "" }]
    : moved.map((each) => ({ span: withSpace(text, each.expression, list), text: "" }));
  if (to.value === null) {
    const given = newList(text, binding, lists.to, names);
    return given === null ? null : editingFix(file, title, [given, ...taken]);
  }
  if (to.value.kind !== "value" || to.value.binding.kind !== "binding") return null;
  const target = to.value.value;
  if (target.kind !== "list") return null;
  return editingFix(file, title, [...taken, ...appended(text, target, names)]);
}

/** Whether a comment may be about an element: one on its line, or one above it. */
function hasComment(source: SourceText, { start }: Span): boolean {
  const { line } = positionAt(source, start);
  return /#|\/\*/.test(lineAt(source, line)) || (line > 1 && /^\s*#|\*\//.test(lineAt(source, line - 1)));
}

function titleOf(names: readonly string[], to: string): string {
  return `Move ${names.map((name) => `\`${name}\``).join(", ")} to \`${to}\``;
}

/** Whether a value is a list and nothing besides. */
function isWhole(value: Expression, list: ListExpression): boolean {
  return value.kind === "parenthesized" ? isWhole(value.expression, list) : value === list;
}

/** What goes with an element: its lines where it has them to itself, else the white space before it. */
function withSpace(text: string, element: Span, list: ListExpression): Span {
  const lines = wholeLines(text, element);
  if (lines.start !== element.start || lines.end !== element.end) return lines;
  const before = text.slice(list.start + 1, element.start);
  return { start: list.start + 1 + before.trimEnd().length, end: element.end };
}

/** Puts elements at the end of a list, on lines of their own where its last one has one. */
export function appended(text: string, list: ListExpression, names: readonly string[]): TextEdit[] {
  if (names.length === 0) return [];
  const last = list.elements.at(-1);
  if (last === undefined) return [{ span: list, text: `[ ${names.join(" ")} ]` }];
  const lineStart = text.lastIndexOf("\n", last.start - 1) + 1;
  const alone = text.slice(lineStart, last.start).trim() === "";
  const separator = alone && lineStart > list.start ? `\n${indentationAt(text, last.start)}` : " ";
  const behind = text.slice(last.end, list.end - 1);
  const comment = /^[ \t]*#[^\n]*/.exec(behind)?.[0] ?? "";
  const at = last.end + (separator === " " ? 0 : comment.length);
  return [insertion(at, names.map((name) => `${separator}${name}`).join(""))];
}

/** A binding of its own before another one. */
function newList(text: string, before: Span, name: string, names: readonly string[]): TextEdit | null {
  const lineStart = text.lastIndexOf("\n", before.start - 1) + 1;
  const indentation = text.slice(lineStart, before.start);
  if (indentation.trim() !== "") return null;
  return insertion(lineStart, `${indentation}${name} = [ ${names.join(" ")} ];\n`);
}
