import type { Language, Tree, TreeCursor } from "web-tree-sitter";
import type {
  Attrpath,
  Binding,
  Comment,
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
import {
  plainBinding,
  plainElements,
  plainName,
  plainNames,
  plainSelection,
  SIMPLE_NAME,
  SIMPLE_SELECTION,
} from "./plain.ts";
import type { SourceText, Span } from "./text.ts";
import { checkBindings, checkFormals, type SyntaxProblem } from "./validity.ts";

/** What a tree of tree-sitter says, as plain data. */
export type Converted = {
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  readonly paths: readonly PathLiteral[];
  readonly escapedStrings: readonly StringLiteral[];
  /** Names that are defined twice, or computed where Nix takes none. */
  readonly problems: readonly SyntaxProblem[];
  /** Where the grammar found its first error; null where it found none. */
  readonly errorAt: number | null;
  /**
   * Where the grammar took `a//b` for a path, though Nix reads an update: the offsets in the parsed text
   * behind each such `//`, in order. Such a tree is of no use.
   */
  readonly glued: readonly number[];
};

/** Nesting of syntax nodes deeper than this is refused: no file of nixpkgs has a tenth of it. */
const MAX_DEPTH = 1_000;

/** Thrown by `convertTree`; the message is a phrase. */
export class TooDeep extends Error {
  override name = "TooDeep";
  constructor() {
    super(`it is nested more than ${MAX_DEPTH} levels deep`);
  }
}

/**
 * Converts a tree in one walk, so that it can be freed at once and nothing of tree-sitter outlives the
 * parse. `inserted` are the offsets of spaces that stand in the parsed text and not in the source's.
 */
export function convertTree(tree: Tree, source: SourceText, inserted: readonly number[]): Converted {
  const errorAt = firstError(tree);
  const cursor = tree.walk();
  try {
    return new Converter(cursor, nodeTypes(tree.language), source.text, inserted, errorAt).file();
  } finally {
    cursor.delete();
  }
}

/** The offset of the first error or missing token of a tree; null where it has none. */
function firstError(tree: Tree): number | null {
  if (!tree.rootNode.hasError) return null;
  const cursor = tree.walk();
  try {
    for (;;) {
      if (cursor.nodeIsMissing || cursor.nodeType === "ERROR") return cursor.startIndex;
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return 0;
    }
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
  readonly #inserted: readonly number[];
  readonly #types: readonly NodeType[];
  readonly #errorAt: number | null;
  readonly #comments: Comment[] = [];
  readonly #paths: PathLiteral[] = [];
  readonly #escapedStrings: StringLiteral[] = [];
  readonly #problems: SyntaxProblem[] = [];
  readonly #glued: number[] = [];
  #commentEnd = 0;
  #depth = 0;

  constructor(
    cursor: TreeCursor,
    types: readonly NodeType[],
    text: string,
    inserted: readonly number[],
    errorAt: number | null,
  ) {
    this.#cursor = cursor;
    this.#types = types;
    this.#errorAt = errorAt;
    this.#text = text;
    this.#inserted = inserted;
  }

  file(): Converted {
    const span: Span = { start: 0, end: this.#text.length };
    let expression: Expression | null = null;
    if (this.#type() !== ERROR_TYPE) {
      this.#children((type) => {
        if (expression === null) expression = this.#expression(type);
      });
    }
    return {
      expression: expression ?? { kind: "broken", ...span },
      comments: this.#comments,
      paths: this.#paths.sort((a, b) => a.start - b.start),
      escapedStrings: this.#escapedStrings,
      problems: this.#problems,
      errorAt: this.#errorAt === null ? null : this.#original(this.#errorAt),
      glued: this.#glued.sort((a, b) => a - b),
    };
  }

  #original(offset: number): number {
    if (this.#inserted.length === 0) return offset;
    let before = 0;
    for (const at of this.#inserted) {
      if (at >= offset) break;
      before++;
    }
    return offset - before;
  }

  #span(): { start: number; end: number } {
    return { start: this.#original(this.#cursor.startIndex), end: this.#original(this.#cursor.endIndex) };
  }

  #type(): NodeType {
    return this.#types[this.#cursor.nodeTypeId] ?? ERROR_TYPE;
  }

  #textHere(): string {
    const { start, end } = this.#span();
    return this.#text.slice(start, end);
  }

  /** Calls `visit` at each named child that is there, with its type, and takes down comments. */
  #children(visit: (type: string) => void): void {
    const cursor = this.#cursor;
    if (!cursor.gotoFirstChild()) return;
    if (++this.#depth > MAX_DEPTH) throw new TooDeep();
    do {
      const { name: type, named } = this.#type();
      if (!named || type === "ERROR" || (this.#errorAt !== null && cursor.nodeIsMissing)) continue;
      if (type === "comment") {
        this.#comments.push({ kind: "comment", ...this.#span() });
        this.#commentEnd = cursor.endIndex;
      } else {
        visit(type);
      }
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
        return { kind: "attrset", form: "plain", bindings: this.#bindings(false), ...span };
      case "rec_attrset_expression":
        return { kind: "attrset", form: "rec", bindings: this.#bindings(false), ...span };
      case "let_attrset_expression":
        return { kind: "attrset", form: "let", bindings: this.#bindings(true), ...span };
      case "list_expression": {
        const written = this.#text.slice(span.start, span.end);
        const elements: Expression[] = this.#errorAt === null ? plainElements(written, span.start) : [];
        if (elements.length > 0) return { kind: "list", elements, ...span };
        this.#children((part) => elements.push(this.#expression(part)));
        return { kind: "list", elements, ...span };
      }
      case "select_expression": {
        const written = this.#text.slice(span.start, span.end);
        if (SIMPLE_SELECTION.test(written)) return plainSelection(written, span.start);
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
          if (part === "binding_set") bindings = this.#bindingSet(true);
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
    const { start, end } = this.#span();
    const width = style === "quoted" ? 1 : 2;
    const inner = this.#text.slice(start + width, end - width);
    if (this.#isPlain(inner, style)) {
      const text: StringPart = { kind: "text", text: inner, start: start + width, end: end - width };
      return { kind: "string", style, parts: inner === "" ? [] : [text], start, end };
    }
    const string: StringLiteral = { kind: "string", style, parts: this.#stringParts(), start, end };
    if (string.parts.some((part) => part.kind === "escape")) this.#escapedStrings.push(string);
    return string;
  }

  /** Whether the inside of a string is text alone, so that its parts need not be looked at. */
  #isPlain(inner: string, style: StringLiteral["style"]): boolean {
    if (this.#errorAt !== null || inner.includes("${")) return false;
    return style === "quoted" ? !inner.includes("\\") : !inner.includes("''");
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
        parts.push({ kind: "text", text: this.#text.slice(span.start, span.end), ...span });
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
    this.#commentEnd = 0;
    this.#children((type) => {
      if (type === "path_fragment") text += this.#textHere();
      else interpolations.push(this.#interpolation());
    });
    const written = text === "" ? this.#text.slice(span.start, span.end) : text;
    const path: PathLiteral = { kind: "path", form, text: written, interpolations, ...span };
    const glued = form === "search" ? null : /^[^/$]*\/\//.exec(text);
    if (glued !== null) this.#glued.push(this.#cursor.startIndex + glued[0].length);
    else if (
      text !== "" &&
      hasGap(text, interpolations, span) &&
      this.#commentEnd > this.#cursor.startIndex
    ) {
      // The grammar goes on with a path behind a comment that ends it for Nix: `./. /* why */b`.
      this.#glued.push(this.#commentEnd);
    }
    this.#paths.push(path);
    return path;
  }

  #bindings(inLet: boolean): readonly Binding[] {
    let bindings: readonly Binding[] = [];
    this.#children((type) => {
      if (type === "binding_set") bindings = this.#bindingSet(inLet);
    });
    return bindings;
  }

  #bindingSet(inLet: boolean): readonly Binding[] {
    const bindings: Binding[] = [];
    this.#children((type) => {
      const span = this.#span();
      if (type === "binding") {
        const plain = plainBinding(this.#text.slice(span.start, span.end), span.start);
        if (plain !== null) {
          bindings.push(plain);
          return;
        }
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
    checkBindings(bindings, inLet, this.#problems);
    return bindings;
  }

  #attrpath(): Attrpath {
    const { start, end } = this.#span();
    const text = this.#text.slice(start, end);
    const names = SIMPLE_NAME.test(text)
      ? [plainName(text, start, end)]
      : SIMPLE_SELECTION.test(text)
        ? plainNames(text, start)
        : this.#names();
    return { kind: "attrpath", names, start, end };
  }

  #names(): Name[] {
    const names: Name[] = [];
    this.#children((type) => names.push(this.#name(type)));
    return names;
  }

  #name(type: string): Name {
    const span = this.#span();
    if (type === "interpolation") {
      const expression = this.#interpolation();
      const value = expression.expression;
      // `${"a"}` is as good as `a`.
      const text = value.kind === "string" && value.style === "quoted" ? staticText(value.parts) : null;
      return { kind: "name", text, expression, ...span };
    }
    if (type === "string_expression") {
      const expression = this.#string("quoted");
      return { kind: "name", text: staticText(expression.parts), expression, ...span };
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
    checkFormals(argument, formals, this.#problems);
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
    const text = this.#text.slice(span.start, span.end);
    if (SIMPLE_NAME.test(text)) {
      return { kind: "formal", name: plainName(text, span.start, span.end), default: null, ...span };
    }
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

/** Whether more stands in a path expression than its pieces. */
function hasGap(text: string, interpolations: readonly Interpolation[], span: Span): boolean {
  const pieces = interpolations.reduce((sum, { start, end }) => sum + end - start, text.length);
  return pieces < span.end - span.start;
}

/** The value of string parts without interpolation; null with one. Escapes as in `"…"`. */
function staticText(parts: readonly StringPart[]): string | null {
  let value = "";
  for (const part of parts) {
    if (part.kind === "interpolation") return null;
    value += part.kind === "text" ? part.text : unescaped(part.text.slice(1));
  }
  return value;
}

function unescaped(character: string): string {
  return character === "n" ? "\n" : character === "r" ? "\r" : character === "t" ? "\t" : character;
}
