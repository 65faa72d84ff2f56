import type { Language, Tree, TreeCursor } from "web-tree-sitter";
import type {
  Attrpath,
  Binding,
  Expression,
  Formal,
  Formals,
  FunctionExpression,
  Interpolation,
  Name,
  PathLiteral,
  StringLiteral,
  StringPart,
} from "./ast.ts";
import { staticString } from "./names.ts";
import type { Span } from "./text.ts";

/** Nesting of syntax nodes deeper than this is given up: no file of nixpkgs has a tenth of it. */
const MAX_DEPTH = 1_000;

/** A tree that is nested deeper. */
export class TooDeep extends Error {}

/** What a tree of tree-sitter-nix says, read in one walk, so that it can be freed at once. Throws TooDeep. */
export function convertTree(tree: Tree, text: string): Expression {
  const cursor = tree.walk();
  try {
    return new Converter(cursor, nodeTypes(tree.language), text).file();
  } finally {
    cursor.delete();
  }
}

type NodeType = { readonly name: string; readonly named: boolean };

/** Error nodes have a type id past all others. */
const ERROR_TYPE: NodeType = { name: "ERROR", named: true };

const typesByLanguage = new WeakMap<Language, readonly NodeType[]>();

/** The node types of a grammar by their id, so that a walk need not ask for their names again and again. */
function nodeTypes(language: Language): readonly NodeType[] {
  let types = typesByLanguage.get(language);
  if (types === undefined) {
    types = Array.from({ length: language.nodeTypeCount }, (_, id) => ({
      name: language.nodeTypeForId(id) ?? "",
      named: language.nodeTypeIsNamed(id),
    }));
    typesByLanguage.set(language, types);
  }
  return types;
}

/** Holds the cursor while a tree is converted. Each method leaves it where it found it. */
class Converter {
  readonly #cursor: TreeCursor;
  readonly #text: string;
  readonly #types: readonly NodeType[];
  #depth = 0;

  constructor(cursor: TreeCursor, types: readonly NodeType[], text: string) {
    this.#cursor = cursor;
    this.#types = types;
    this.#text = text;
  }

  file(): Expression {
    return this.#only() ?? { kind: "broken", start: 0, end: this.#text.length };
  }

  #span(): { start: number; end: number } {
    return { start: this.#cursor.startIndex, end: this.#cursor.endIndex };
  }

  #type(): NodeType {
    return this.#types[this.#cursor.nodeTypeId] ?? ERROR_TYPE;
  }

  #textHere(): string {
    const { start, end } = this.#span();
    return this.#text.slice(start, end);
  }

  /** Calls `visit` at each named child but comments, with its type. */
  #children(visit: (type: string) => void): void {
    const cursor = this.#cursor;
    if (!cursor.gotoFirstChild()) return;
    if (++this.#depth > MAX_DEPTH) throw new TooDeep();
    do {
      const { name: type, named } = this.#type();
      if (named && type !== "comment") visit(type);
    } while (cursor.gotoNextSibling());
    this.#depth--;
    cursor.gotoParent();
  }

  #expression(type: string): Expression {
    const span = this.#span();
    const broken: Expression = { kind: "broken", ...span };
    switch (type) {
      case "variable_expression":
        return {
          kind: "variable",
          name: this.#text.slice(span.start, span.end),
          start: span.start,
          end: span.end,
        };
      case "integer_expression":
        return { kind: "integer", text: this.#textHere(), ...span };
      case "float_expression":
        return { kind: "float", text: this.#textHere(), ...span };
      case "uri_expression":
        return { kind: "uri", text: this.#textHere(), ...span };
      case "string_expression":
        return this.#string("quoted");
      case "indented_string_expression":
        return this.#string("indented");
      case "path_expression":
        return this.#path(this.#textHere().startsWith("/") ? "absolute" : "relative");
      case "hpath_expression":
        return this.#path("home");
      case "spath_expression":
        return this.#path("search");
      case "parenthesized_expression":
        return { kind: "parenthesized", expression: this.#only() ?? broken, ...span };
      case "attrset_expression":
        return { kind: "attrset", form: "plain", bindings: this.#bindings(), ...span };
      case "rec_attrset_expression":
        return { kind: "attrset", form: "rec", bindings: this.#bindings(), ...span };
      case "let_attrset_expression":
        return { kind: "attrset", form: "let", bindings: this.#bindings(), ...span };
      case "list_expression": {
        const elements: Expression[] = [];
        this.#children((part) => elements.push(this.#expression(part)));
        return { kind: "list", elements, ...span };
      }
      case "select_expression": {
        const parts = this.#expressionsAndAttrpath();
        return {
          kind: "select",
          expression: parts.expressions[0] ?? broken,
          attrpath: parts.attrpath ?? { kind: "attrpath", names: [], start: span.end, end: span.end },
          default: parts.expressions[1] ?? null,
          ...span,
        };
      }
      case "has_attr_expression": {
        const parts = this.#expressionsAndAttrpath();
        return {
          kind: "has-attribute",
          expression: parts.expressions[0] ?? broken,
          attrpath: parts.attrpath ?? { kind: "attrpath", names: [], start: span.end, end: span.end },
          ...span,
        };
      }
      case "apply_expression": {
        const [fn, argument] = this.#expressions();
        return { kind: "apply", function: fn ?? broken, argument: argument ?? broken, ...span };
      }
      case "unary_expression": {
        const [argument] = this.#expressions();
        return {
          kind: "unary",
          operator: this.#text[span.start] ?? "",
          argument: argument ?? broken,
          ...span,
        };
      }
      case "binary_expression": {
        const [left, right] = this.#expressions();
        const operator =
          left === undefined || right === undefined ? "" : this.#operatorBetween(left.end, right.start);
        return { kind: "binary", operator, left: left ?? broken, right: right ?? broken, ...span };
      }
      case "if_expression": {
        const [condition, consequence, alternative] = this.#expressions();
        return {
          kind: "if",
          condition: condition ?? broken,
          consequence: consequence ?? broken,
          alternative: alternative ?? broken,
          ...span,
        };
      }
      case "with_expression": {
        const [environment, body] = this.#expressions();
        return { kind: "with", environment: environment ?? broken, body: body ?? broken, ...span };
      }
      case "assert_expression": {
        const [condition, body] = this.#expressions();
        return { kind: "assert", condition: condition ?? broken, body: body ?? broken, ...span };
      }
      case "let_expression": {
        let bindings: readonly Binding[] = [];
        let body: Expression = broken;
        this.#children((part) => {
          if (part === "binding_set") bindings = this.#bindingSet();
          else body = this.#expression(part);
        });
        return { kind: "let", bindings, body, ...span };
      }
      case "function_expression":
        return this.#function();
      default:
        return broken;
    }
  }

  /** The operator between two operands: what stands there apart from white space and comments. */
  #operatorBetween(start: number, end: number): string {
    return this.#text
      .slice(start, end)
      .replace(/#[^\n]*|\/\*[\s\S]*?\*\//g, "")
      .trim();
  }

  #only(): Expression | null {
    return this.#expressions()[0] ?? null;
  }

  #expressions(): Expression[] {
    const found: Expression[] = [];
    this.#children((type) => found.push(this.#expression(type)));
    return found;
  }

  #expressionsAndAttrpath(): { expressions: Expression[]; attrpath: Attrpath | null } {
    const expressions: Expression[] = [];
    let attrpath: Attrpath | null = null;
    this.#children((type) => {
      if (type === "attrpath") attrpath = this.#attrpath();
      else expressions.push(this.#expression(type));
    });
    return { expressions, attrpath };
  }

  #string(style: StringLiteral["style"]): StringLiteral {
    return { kind: "string", style, parts: this.#stringParts(), ...this.#span() };
  }

  #stringParts(): StringPart[] {
    const parts: StringPart[] = [];
    let dollarEscape: Span | null = null;
    this.#children((type) => {
      const span = this.#span();
      if (type === "interpolation") {
        parts.push(this.#interpolation());
      } else if (type === "dollar_escape") {
        dollarEscape = span;
      } else if (dollarEscape !== null) {
        // The grammar gives `\` and the `$` behind it as two nodes.
        const start: number = dollarEscape.start;
        dollarEscape = null;
        parts.push({ kind: "escape", text: this.#text.slice(start, span.end), start, end: span.end });
      } else if (type === "escape_sequence") {
        parts.push({ kind: "escape", text: this.#text.slice(span.start, span.end), ...span });
      } else {
        // The grammar cuts some texts into pieces.
        const last = parts.at(-1);
        const start = last?.kind === "text" ? last.start : span.start;
        if (last?.kind === "text") parts.pop();
        parts.push({ kind: "text", text: this.#text.slice(start, span.end), start, end: span.end });
      }
    });
    return parts;
  }

  #interpolation(): Interpolation {
    const span = this.#span();
    return { kind: "interpolation", expression: this.#only() ?? { kind: "broken", ...span }, ...span };
  }

  #path(form: PathLiteral["form"]): PathLiteral {
    const span = this.#span();
    const interpolations: Interpolation[] = [];
    let text = "";
    this.#children((type) => {
      if (type === "path_fragment") text += this.#textHere();
      else interpolations.push(this.#interpolation());
    });
    const written = text === "" ? this.#textHere() : text;
    return { kind: "path", form, text: written, interpolations, ...span };
  }

  #bindings(): readonly Binding[] {
    let bindings: readonly Binding[] = [];
    this.#children((type) => {
      if (type === "binding_set") bindings = this.#bindingSet();
    });
    return bindings;
  }

  #bindingSet(): readonly Binding[] {
    const bindings: Binding[] = [];
    this.#children((type) => {
      const span = this.#span();
      if (type === "binding") {
        const parts = this.#expressionsAndAttrpath();
        bindings.push({
          kind: "binding",
          attrpath: parts.attrpath ?? { kind: "attrpath", names: [], start: span.start, end: span.start },
          value: parts.expressions[0] ?? { kind: "broken", ...span },
          ...span,
        });
      } else if (type === "inherit" || type === "inherit_from") {
        let inheritedFrom: Expression | null = null;
        let names: readonly Name[] = [];
        this.#children((part) => {
          if (part === "inherited_attrs") names = this.#names();
          else inheritedFrom = this.#expression(part);
        });
        bindings.push({ kind: "inherit", source: inheritedFrom, names, ...span });
      }
    });
    return bindings;
  }

  #attrpath(): Attrpath {
    return { kind: "attrpath", names: this.#names(), ...this.#span() };
  }

  #names(): Name[] {
    const names: Name[] = [];
    this.#children((type) => names.push(this.#name(type)));
    return names;
  }

  #name(type: string): Name {
    const span = this.#span();
    if (type === "interpolation" || type === "string_expression") {
      const expression = type === "interpolation" ? this.#interpolation() : this.#string("quoted");
      return { kind: "name", text: staticString(expression), expression, ...span };
    }
    return { kind: "name", text: this.#text.slice(span.start, span.end), expression: null, ...span };
  }

  #function(): FunctionExpression {
    const span = this.#span();
    let argument: Name | null = null;
    let formals: Formals | null = null;
    let body: Expression = { kind: "broken", ...span };
    this.#children((type) => {
      if (type === "identifier") argument = this.#name(type);
      else if (type === "formals") formals = this.#formals();
      else body = this.#expression(type);
    });
    return { kind: "function", argument, formals, body, ...span };
  }

  #formals(): Formals {
    const span = this.#span();
    const formals: Formal[] = [];
    let ellipsis = false;
    this.#children((type) => {
      if (type === "ellipses") ellipsis = true;
      else if (type === "formal") formals.push(this.#formal());
    });
    return { kind: "formals", formals, ellipsis, ...span };
  }

  #formal(): Formal {
    const span = this.#span();
    let name: Name | null = null;
    let fallback: Expression | null = null;
    this.#children((type) => {
      if (name === null && type === "identifier") name = this.#name(type);
      else fallback = this.#expression(type);
    });
    return {
      kind: "formal",
      name: name ?? { kind: "name", text: null, expression: null, ...span },
      default: fallback,
      ...span,
    };
  }
}
