import type { Span } from "./text.ts";

/**
 * The syntax of a Nix file as plain data, one type a construct of the language. Spans are offsets into
 * the file's text. Names follow the Nix manual ("Language Constructs"): formals, attrpath, binding.
 */
export type Expression =
  | Variable
  | NumberLiteral
  | StringLiteral
  | PathLiteral
  | UriLiteral
  | Parenthesized
  | AttributeSet
  | ListExpression
  | Select
  | HasAttribute
  | Apply
  | Unary
  | Binary
  | IfExpression
  | LetExpression
  | WithExpression
  | AssertExpression
  | FunctionExpression
  | Broken;

export type Variable = Span & { readonly kind: "variable"; readonly name: string };
export type NumberLiteral = Span & { readonly kind: "integer" | "float"; readonly text: string };
export type UriLiteral = Span & { readonly kind: "uri"; readonly text: string };

/** `"…"` (quoted) or `''…''` (indented). */
export type StringLiteral = Span & {
  readonly kind: "string";
  readonly style: "quoted" | "indented";
  readonly parts: readonly StringPart[];
};
/** `escape` is one escape sequence as written, such as `\n`, `''$` or `''\n`. */
export type StringPart =
  | (Span & { readonly kind: "text"; readonly text: string })
  | (Span & { readonly kind: "escape"; readonly text: string })
  | Interpolation;

export type Interpolation = Span & { readonly kind: "interpolation"; readonly expression: Expression };

/** `./x`, `../x`, `a/b` (relative), `/x` (absolute), `~/x` (home), `<x>` (search). */
export type PathLiteral = Span & {
  readonly kind: "path";
  readonly form: "relative" | "absolute" | "home" | "search";
  /** The path as written, without interpolations where there are any. */
  readonly text: string;
  readonly interpolations: readonly Interpolation[];
};

export type Parenthesized = Span & { readonly kind: "parenthesized"; readonly expression: Expression };

/** `{ … }`, `rec { … }`, or the ancient `let { … }`. */
export type AttributeSet = Span & {
  readonly kind: "attrset";
  readonly form: "plain" | "rec" | "let";
  readonly bindings: readonly Binding[];
};

export type ListExpression = Span & { readonly kind: "list"; readonly elements: readonly Expression[] };

export type Select = Span & {
  readonly kind: "select";
  readonly expression: Expression;
  readonly attrpath: Attrpath;
  readonly default: Expression | null;
};
export type HasAttribute = Span & {
  readonly kind: "has-attribute";
  readonly expression: Expression;
  readonly attrpath: Attrpath;
};
export type Apply = Span & {
  readonly kind: "apply";
  readonly function: Expression;
  readonly argument: Expression;
};
export type Unary = Span & {
  readonly kind: "unary";
  readonly operator: string;
  readonly argument: Expression;
};
export type Binary = Span & {
  readonly kind: "binary";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
};
export type IfExpression = Span & {
  readonly kind: "if";
  readonly condition: Expression;
  readonly consequence: Expression;
  readonly alternative: Expression;
};
export type LetExpression = Span & {
  readonly kind: "let";
  readonly bindings: readonly Binding[];
  readonly body: Expression;
};
export type WithExpression = Span & {
  readonly kind: "with";
  readonly environment: Expression;
  readonly body: Expression;
};
export type AssertExpression = Span & {
  readonly kind: "assert";
  readonly condition: Expression;
  readonly body: Expression;
};

/** `x: …`, `{ a, b ? c, ... }: …`, `{ … } @ args: …`. */
export type FunctionExpression = Span & {
  readonly kind: "function";
  /** The name of the whole argument. */
  readonly argument: Name | null;
  readonly formals: Formals | null;
  readonly body: Expression;
};
export type Formals = Span & {
  readonly kind: "formals";
  readonly formals: readonly Formal[];
  readonly ellipsis: boolean;
};
export type Formal = Span & {
  readonly kind: "formal";
  readonly name: Name;
  readonly default: Expression | null;
};

/** `attrpath = value;`, `inherit names;`, `inherit (source) names;`. */
export type Binding = AttributeBinding | InheritBinding;
export type AttributeBinding = Span & {
  readonly kind: "binding";
  readonly attrpath: Attrpath;
  readonly value: Expression;
};
export type InheritBinding = Span & {
  readonly kind: "inherit";
  readonly source: Expression | null;
  readonly names: readonly Name[];
};

export type Attrpath = Span & { readonly kind: "attrpath"; readonly names: readonly Name[] };

/** One name of an attrpath: an identifier, `"…"` or `${…}`. `text` is null where it is computed. */
export type Name = Span & {
  readonly kind: "name";
  readonly text: string | null;
  /** What it is made of where it is not a plain identifier. */
  readonly expression: StringLiteral | Interpolation | null;
};

/** A text that does not parse; `parts` is what is whole before the place where it stops, in order. */
export type Broken = Span & { readonly kind: "broken"; readonly parts?: readonly Node[] };

export type Comment = Span & { readonly kind: "comment" };

export type Node =
  | Expression
  | Interpolation
  | Formals
  | Formal
  | Binding
  | Attrpath
  | Name
  | (Span & { readonly kind: "text" | "escape" });

/** The direct parts of a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case "string":
      return node.parts;
    case "path":
      return node.interpolations;
    case "interpolation":
    case "parenthesized":
      return [node.expression];
    case "attrset":
      return node.bindings;
    case "list":
      return node.elements;
    case "select":
      return node.default === null
        ? [node.expression, node.attrpath]
        : [node.expression, node.attrpath, node.default];
    case "has-attribute":
      return [node.expression, node.attrpath];
    case "apply":
      return [node.function, node.argument];
    case "unary":
      return [node.argument];
    case "binary":
      return [node.left, node.right];
    case "if":
      return [node.condition, node.consequence, node.alternative];
    case "let":
      return [...node.bindings, node.body];
    case "with":
      return [node.environment, node.body];
    case "assert":
      return [node.condition, node.body];
    case "function": {
      const parts: Node[] = [];
      if (node.argument !== null) parts.push(node.argument);
      if (node.formals !== null) parts.push(node.formals);
      parts.sort((a, b) => a.start - b.start);
      parts.push(node.body);
      return parts;
    }
    case "formals":
      return node.formals;
    case "formal":
      return node.default === null ? [node.name] : [node.name, node.default];
    case "binding":
      return [node.attrpath, node.value];
    case "inherit":
      return node.source === null ? node.names : [node.source, ...node.names];
    case "attrpath":
      return node.names;
    case "broken":
      return node.parts ?? [];
    case "name":
      return node.expression === null ? [] : [node.expression];
    default:
      return [];
  }
}

/** The node and all below it, in the order of the text. Does not recurse, however deep the tree. */
export function* descendants(root: Node): Generator<Node, void, void> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const below = children(node);
    for (let i = below.length - 1; i >= 0; i--) {
      const child = below[i];
      if (child !== undefined) stack.push(child);
    }
  }
}
