import type { Binding, Expression, Name, StringLiteral, StringPart } from "./ast.ts";

// Most of a file is names, selections and one-line bindings. Read straight from the text, they need not
// be asked of tree-sitter node by node, which takes longer than parsing them did. The grammar has
// found them well-formed already, so what looks like one of these is one.

/** A name, or names joined by dots, with nothing between: most names and selections of any file. */
export const SIMPLE_NAME = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;
export const SIMPLE_SELECTION = /^[a-zA-Z_][a-zA-Z0-9_'-]*(?:\.[a-zA-Z_][a-zA-Z0-9_'-]*)+$/;

export function plainName(text: string, start: number, end: number): Name {
  return { kind: "name", text, expression: null, start, end };
}

export function plainNames(text: string, start: number): Name[] {
  let at = start;
  return text.split(".").map((part) => {
    const name = plainName(part, at, at + part.length);
    at += part.length + 1;
    return name;
  });
}

/** `a.b.c`, whose first name is a variable. */
export function plainSelection(text: string, start: number): Expression {
  const dot = text.indexOf(".");
  const end = start + text.length;
  return {
    kind: "select",
    expression: { kind: "variable", name: text.slice(0, dot), start, end: start + dot },
    attrpath: {
      kind: "attrpath",
      names: plainNames(text.slice(dot + 1), start + dot + 1),
      start: start + dot + 1,
      end,
    },
    default: null,
    start,
    end,
  };
}

/** `[ a b.c d ]`: names and selections with nothing but white space between. */
const SIMPLE_LIST = /^\[(?:\s+[a-zA-Z_][a-zA-Z0-9_'.-]*)+\s*\]$/;
const WORD = /[^\s[\]]+/g;

/** The elements of a list of names and selections; none where it is anything else. */
export function plainElements(text: string, start: number): Expression[] {
  if (!SIMPLE_LIST.test(text)) return [];
  const elements: Expression[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    // `a.b or c` is one element, and not a list of three.
    const element = word === "or" ? null : plainValue(word, start + index);
    if (element === null) return [];
    elements.push(element);
  }
  return elements;
}

function plainValue(text: string, start: number): Expression | null {
  if (SIMPLE_NAME.test(text)) return { kind: "variable", name: text, start, end: start + text.length };
  return SIMPLE_SELECTION.test(text) ? plainSelection(text, start) : null;
}

/** `name = value;` on one line, where the value is a name, a selection or a string that is text alone. */
const SIMPLE_BINDING = /^([a-zA-Z_][a-zA-Z0-9_'-]*) = (?:"([^"\\$]*)"|([a-zA-Z_][a-zA-Z0-9_'.-]*));$/;

/** The binding that a text is, where it is such a simple one; null where it has to be looked into. */
export function plainBinding(text: string, start: number): Binding | null {
  const match = SIMPLE_BINDING.exec(text);
  if (match === null) return null;
  const [, name = "", string, word = ""] = match;
  const at = start + name.length + " = ".length;
  const value = string === undefined ? plainValue(word, at) : plainString(string, at);
  if (value === null) return null;
  const nameEnd = start + name.length;
  return {
    kind: "binding",
    attrpath: { kind: "attrpath", names: [plainName(name, start, nameEnd)], start, end: nameEnd },
    value,
    start,
    end: start + text.length,
  };
}

function plainString(text: string, start: number): StringLiteral {
  const end = start + text.length + 2;
  const part: StringPart = { kind: "text", text, start: start + 1, end: end - 1 };
  return { kind: "string", style: "quoted", parts: text === "" ? [] : [part], start, end };
}
