import { stripTypeScriptTypes } from "node:module";
import { parseAst } from "vitest/node";

/** A source with one small change. */
export type Mutant = {
  readonly line: number;
  /** The change: "`a && b` -> `a`". */
  readonly what: string;
  /** The whole file with it. */
  readonly text: string;
};

type Span = { readonly start: number; readonly end: number };
type Node = Span & { readonly type: string } & Readonly<Record<string, unknown>>;
type Edit = Span & { readonly to: string };

const SWAPPED: ReadonlyMap<string, string> = new Map([
  ["===", "!=="],
  ["!==", "==="],
  ["<", "<="],
  ["<=", "<"],
  [">", ">="],
  [">=", ">"],
  ["+", "-"],
  ["-", "+"],
  ["&&", "||"],
  ["||", "&&"],
]);

const METHODS: ReadonlyMap<string, string> = new Map([
  ["some", "every"],
  ["every", "some"],
  ["find", "findLast"],
  ["findLast", "find"],
  ["startsWith", "endsWith"],
  ["endsWith", "startsWith"],
]);
/** Of these, what they are called on stands in their place. */
const DROPPED: ReadonlySet<string> = new Set(["filter", "toLowerCase", "sort", "slice", "trim", "toSpliced"]);

/** The changes that a source is tried with: conditions left out, turned round, members of lists left out. */
export function mutantsOf(source: string): Mutant[] {
  const ast: unknown = parseAst(stripTypeScriptTypes(source));
  const edits: Edit[] = [];
  visit(ast, (node, text) => edits.push(...editsOf(node, text)), source);
  const lines = lineStarts(source);
  return edits.map(({ start, end, to }) => ({
    line: lines.findLastIndex((at) => at <= start) + 1,
    what: `\`${shown(source.slice(start, end))}\` -> \`${shown(to)}\``,
    text: source.slice(0, start) + to + source.slice(end),
  }));
}

function visit(value: unknown, each: (node: Node, source: string) => void, source: string): void {
  if (Array.isArray(value)) for (const one of value) visit(one, each, source);
  else if (isNode(value)) {
    each(value, source);
    for (const below of Object.values(value)) visit(below, each, source);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    "end" in value
  );
}

function editsOf(node: Node, source: string): Edit[] {
  const { start, end } = node;
  const text = ({ start, end }: Span) => source.slice(start, end);
  const replaced = (by: unknown): Edit[] => (isNode(by) ? [{ start, end, to: `(${text(by)})` }] : []);
  switch (node.type) {
    case "LogicalExpression":
      return [
        ...replaced(node.left),
        ...(node.operator === "??" ? [] : replaced(node.right)),
        ...swapped(node, source),
      ];
    case "BinaryExpression":
      return swapped(node, source);
    case "UnaryExpression":
      return node.operator === "!" ? replaced(node.argument) : [];
    case "IfStatement": {
      const test = node.test;
      return isNode(test)
        ? [
            { ...spanOf(test), to: "false" },
            { ...spanOf(test), to: "true" },
          ]
        : [];
    }
    case "ConditionalExpression":
      return [...replaced(node.consequent), ...replaced(node.alternate)];
    case "Literal":
      return literalEdits(node);
    case "CallExpression":
      return callEdits(node, source);
    case "ArrayExpression":
      return memberEdits(node, source);
    case "ExpressionStatement":
      return [{ start, end, to: ";" }];
    default:
      return [];
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function swapped(node: Node, source: string): Edit[] {
  const { left, right, operator } = node;
  const other = SWAPPED.get(String(operator));
  if (!isNode(left) || !isNode(right) || other === undefined) return [];
  const at = source.indexOf(String(operator), left.end);
  return at < 0 || at >= right.start ? [] : [{ start: at, end: at + String(operator).length, to: other }];
}

function literalEdits({ start, end, value }: Node): Edit[] {
  if (typeof value === "boolean") return [{ start, end, to: String(!value) }];
  return typeof value === "number" ? [{ start, end, to: String(value + 1) }] : [];
}

function callEdits(node: Node, source: string): Edit[] {
  const { callee } = node;
  if (!isNode(callee) || callee.type !== "MemberExpression") return [];
  const { object, property } = callee;
  if (!isNode(object) || !isNode(property)) return [];
  const name = source.slice(property.start, property.end);
  const other = METHODS.get(name);
  if (other !== undefined) return [{ ...spanOf(property), to: other }];
  return DROPPED.has(name) ? [{ ...spanOf(node), to: source.slice(object.start, object.end) }] : [];
}

/** Each member left out, with the comma behind it. */
function memberEdits({ elements }: Node, source: string): Edit[] {
  if (!Array.isArray(elements)) return [];
  return elements.filter(isNode).map(({ start, end }) => {
    const comma = /^\s*,/.exec(source.slice(end))?.[0].length ?? 0;
    return { start, end: end + comma, to: "" };
  });
}

function lineStarts(source: string): number[] {
  return [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}
